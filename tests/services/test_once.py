"""The same ``op`` again gives the first reply and changes nothing, for every verb that writes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from kassa.errors import KassaError
from kassa.services import card_printing, cards, checking, checkout, corrections, customers, notes, programmes
from kassa.services.card_printing import PrintRequest
from kassa.services.customers import NewCustomer
from kassa.services.replies import Order, OrderItem
from tests.builders import CAFE, NOW, Shop

OP = "0b0e5a52-6f0f-4a53-9d3a-2d2b1c7c9f10"


@dataclass
class Scene:
    """A shop in which every verb has something to do."""

    shop: Shop
    tmp: Path
    maria: str = ""
    note: str = ""
    purchase: str = ""
    reward: str = ""
    blanks: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        session = self.shop.session
        self.maria = self.shop.join(phone="070-123 45 67")
        self.note = notes.add(session, self.maria, "Hur var resan?", "ask").id
        bought = self.shop.buy(self.maria, 40000, coffee=9)
        self.purchase, self.reward = bought.purchase.id, bought.issued[0].id
        self.blanks = card_printing.print_cards(
            session, PrintRequest(self.tmp / "b.pdf", "cr80", blank=3, verify=False)
        ).codes
        cards.assign(session, self.blanks[0], self.maria)

    def toml(self, text: str = CAFE) -> Path:
        file = self.tmp / "cafe.toml"
        file.write_text(text, "utf-8")
        return file


Call = Callable[[Scene], Any]
# For each verb: the call, and the same op with other contents.
VERBS: dict[str, tuple[Call, Call]] = {
    "add": (
        lambda s: customers.add(
            s.shop.session, NewCustomer("Jan Ek", "0707654321", tags=("bok",), card=s.blanks[1]), OP
        ),
        lambda s: customers.add(s.shop.session, NewCustomer("Jan Ek"), OP),
    ),
    "edit": (
        lambda s: customers.edit(s.shop.session, s.maria, {"name": "Maria Ek", "tags": ["te"]}, OP),
        lambda s: customers.edit(s.shop.session, s.maria, {"name": "Maria Ek"}, OP),
    ),
    "consent": (
        lambda s: customers.consent(s.shop.session, s.maria, "email", given=True, how="disken", op=OP),
        lambda s: customers.consent(s.shop.session, s.maria, "email", given=False, how="disken", op=OP),
    ),
    "note": (
        lambda s: notes.add(s.shop.session, s.maria, "Bulle", "promise", due=date(2026, 12, 1), op=OP),
        lambda s: notes.add(s.shop.session, s.maria, "Bulle", "promise", due=date(2026, 12, 2), op=OP),
    ),
    "note edit": (
        lambda s: notes.edit(s.shop.session, s.note, {"pinned": True}, OP),
        lambda s: notes.edit(s.shop.session, s.note, {"pinned": False}, OP),
    ),
    "note done": (
        lambda s: notes.done(s.shop.session, s.note, "fin", OP),
        lambda s: notes.done(s.shop.session, s.note, "regn", OP),
    ),
    "note remove": (
        lambda s: notes.remove(s.shop.session, s.note, OP),
        lambda s: notes.remove(s.shop.session, "n9", OP),
    ),
    "note renew": (lambda s: notes.renew(s.shop.session, s.note, OP), lambda s: notes.renew(s.shop.session, "n9", OP)),
    "buy": (
        lambda s: checkout.buy(
            s.shop.session,
            Order(s.maria, 12000, (OrderItem("coffee", 9, 9000),), 0, "17", NOW - timedelta(hours=1), OP),
        ),
        lambda s: checkout.buy(
            s.shop.session, Order(s.maria, 12000, (OrderItem("coffee", 8, 9000),), 0, "17", None, OP)
        ),
    ),
    "return": (
        lambda s: checkout.take_back(s.shop.session, s.purchase, items=(("coffee", 2),), op=OP),
        lambda s: checkout.take_back(s.shop.session, s.purchase, items=(("coffee", 1),), op=OP),
    ),
    "redeem": (
        lambda s: checkout.redeem(s.shop.session, s.reward, op=OP),
        lambda s: checkout.redeem(s.shop.session, "r9", op=OP),
    ),
    "undo": (
        lambda s: corrections.undo(s.shop.session, s.purchase, OP),
        lambda s: corrections.undo(s.shop.session, s.reward, OP),
    ),
    "carry": (
        lambda s: corrections.carry(s.shop.session, s.maria, "coffee-card", 5, OP),
        lambda s: corrections.carry(s.shop.session, s.maria, "coffee-card", 6, OP),
    ),
    "adjust": (
        lambda s: corrections.adjust(s.shop.session, s.maria, "stamps", -3, "fel", op=OP),
        lambda s: corrections.adjust(s.shop.session, s.maria, "stamps", -3, "rätt", op=OP),
    ),
    "programme apply": (
        lambda s: programmes.apply(s.shop.session, s.toml(), op=OP),
        lambda s: programmes.apply(s.shop.session, s.toml(CAFE + "\n# annat"), op=OP),
    ),
    "cards assign": (
        lambda s: cards.assign(s.shop.session, s.blanks[1], s.maria, OP),
        lambda s: cards.assign(s.shop.session, s.blanks[2], s.maria, OP),
    ),
    "cards replace": (
        lambda s: cards.replace(s.shop.session, s.blanks[0], op=OP),
        lambda s: cards.replace(s.shop.session, s.blanks[0], s.blanks[1], OP),
    ),
    "cards lost": (
        lambda s: cards.lost(s.shop.session, s.blanks[0], OP),
        lambda s: cards.lost(s.shop.session, s.blanks[1], OP),
    ),
    "cards block": (
        lambda s: cards.block(s.shop.session, s.blanks[0], OP),
        lambda s: cards.block(s.shop.session, s.blanks[1], OP),
    ),
    "cards print": (
        lambda s: card_printing.print_cards(
            s.shop.session, PrintRequest(s.tmp / "n.pdf", "cr80", blank=2, verify=False, op=OP)
        ),
        lambda s: card_printing.print_cards(
            s.shop.session, PrintRequest(s.tmp / "n.pdf", "cr80", blank=1, verify=False, op=OP)
        ),
    ),
}


@pytest.fixture
def scene(shop: Shop, tmp_path: Path) -> Scene:
    return Scene(shop, tmp_path)


def everything(shop: Shop) -> dict[str, list[Any]]:
    """Every row of the store but the search index's own pages."""
    with shop.session.store.reading() as transaction:
        tables = transaction.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search_index%'"
        ).scalars()
        return {
            name: [tuple(row) for row in transaction.exec_driver_sql(f"SELECT * FROM {name}")] for name in list(tables)
        }


@pytest.mark.parametrize("verb", VERBS)
def test_a_retry_gives_the_first_reply_and_changes_nothing(scene: Scene, verb: str) -> None:
    call, _ = VERBS[verb]
    empty = everything(scene.shop)
    first = call(scene)
    kept = everything(scene.shop)
    assert kept != empty
    # After a restart, an hour later, at another till.
    scene.shop.clock.pass_time(hours=1)
    scene.shop.close()
    scene.shop = Shop(scene.shop.folder, scene.shop.clock)
    assert call(scene) == first
    assert everything(scene.shop) == kept
    assert checking.check(scene.shop.session) == ()
    scene.shop.close()


@pytest.mark.parametrize("verb", VERBS)
def test_an_op_is_for_one_thing(scene: Scene, verb: str) -> None:
    call, other = VERBS[verb]
    call(scene)
    kept = everything(scene.shop)
    with pytest.raises(KassaError) as error:
        other(scene)
    assert error.value.code == "op_reused"
    with pytest.raises(KassaError) as error:
        notes.add(scene.shop.session, scene.maria, "Något annat", op=OP)
    assert error.value.code == "op_reused"
    assert everything(scene.shop) == kept


@pytest.mark.parametrize("verb", VERBS)
def test_a_refused_op_may_be_tried_again(scene: Scene, verb: str, monkeypatch: pytest.MonkeyPatch) -> None:
    call, _ = VERBS[verb]
    before = everything(scene.shop)

    def fail(*_: Any, **__: Any) -> bool:
        raise ZeroDivisionError

    with monkeypatch.context() as broken:
        broken.setattr("kassa.services.acting.operations.conclude", fail)
        with pytest.raises(ZeroDivisionError):
            call(scene)
    assert everything(scene.shop) == before
    call(scene)
    assert everything(scene.shop) != before


@pytest.mark.parametrize("op", ["\ud800", "\0", "a\nb\x1b"])
def test_an_op_that_can_not_be_kept_is_refused(scene: Scene, op: str) -> None:
    with pytest.raises(KassaError) as error:
        checkout.buy(scene.shop.session, Order(scene.maria, 100, op=op))
    assert error.value.code == "bad_value"


@pytest.mark.parametrize("text", ["\ud800", "half \udcff", "\0", "\x1b[2J"])
def test_no_text_that_can_not_be_kept_gets_in(scene: Scene, text: str) -> None:
    session, maria = scene.shop.session, scene.maria
    calls: list[Callable[[], object]] = [
        lambda: checkout.buy(session, Order(maria, 100, receipt=text)),
        lambda: checkout.buy(session, Order(maria, 100, (OrderItem(text),))),
        lambda: corrections.adjust(session, maria, "stamps", 1, text),
        lambda: corrections.adjust(session, maria, "stamps", 1, "x", text),
        lambda: corrections.carry(session, maria, text, 1),
        lambda: corrections.undo(session, text),
        lambda: customers.consent(session, maria, "email", given=True, how=text),
        lambda: customers.edit(session, maria, {"tags": [text]}),
        lambda: notes.add(session, maria, "x", assignee=text),
        lambda: notes.done(session, scene.note, text),
        lambda: cards.assign(session, text, maria),
        lambda: checkout.redeem(session, text),
    ]
    before = everything(scene.shop)
    for call in calls:
        with pytest.raises(KassaError) as error:
            call()
        assert error.value.code == "bad_value"
    assert everything(scene.shop) == before

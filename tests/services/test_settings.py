"""What the owner sets: kept for the shop, as versions of the programme where it is the programme's."""

from __future__ import annotations

import struct
import uuid
import zlib
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from kassa.errors import KassaError
from kassa.printing import Pages
from kassa.services import card_printing, programmes, settings
from kassa.services.card_printing import PrintRequest
from kassa.services.settings import QuickItem, ShopBlock
from tests.builders import CAFE, NOW, Shop, make_shop, programme


def block(shop: Shop) -> ShopBlock:
    found = settings.shop_block(shop.session)
    assert found is not None
    return found


def refusal(call: Any, *arguments: Any, **named: Any) -> tuple[str, str]:
    with pytest.raises(KassaError) as error:
        call(*arguments, **named)
    return error.value.code, str(error.value.text)


def png(width: int = 8, height: int = 8) -> bytes:
    """A grey picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = zlib.compress((b"\0" + b"\x80" * width) * height)
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def test_a_new_shop_is_what_its_programme_says(shop: Shop) -> None:
    found = block(shop)
    assert (found.name, found.currency, found.timezone) == ("Bokkaféet", "SEK", "Europe/Stockholm")
    assert (found.day_starts, found.return_days, found.amount) == (time(4), 30, "optional")
    assert (found.address, found.contact, found.logo, found.version) == ("", "", None, 1)


def test_a_shop_without_a_programme_has_nothing_to_set(tmp_path: Path) -> None:
    empty = make_shop(tmp_path, None)
    assert settings.shop_block(empty.session) is None
    assert refusal(settings.change_shop, empty.session, {"address": "Storgatan 1"})[0] == "bad_value"
    empty.close()


def test_a_change_of_the_programmes_own_is_a_new_version_and_nothing_else_changes(shop: Shop) -> None:
    maria = shop.join()
    shop.buy(maria, coffee=3)
    shop.clock.pass_time(minutes=1)
    found = settings.change_shop(shop.session, {"name": "  Bok &  bar ", "return_days": 14, "day_starts": "05:30"})
    assert (found.name, found.return_days, found.day_starts, found.version) == ("Bok & bar", 14, time(5, 30), 2)
    assert found == block(shop)
    before, after = (each.programme for each in programmes.versions(shop.session).all)
    assert (before.shop_name, before.stamp_cards, before.tiers) == ("Bokkaféet", after.stamp_cards, after.tiers)
    assert shop.stamps(maria) == 5


def test_what_the_shop_remembers_itself_makes_no_version(shop: Shop) -> None:
    found = settings.change_shop(shop.session, {"address": "Storgatan 1\n\n 111 22  Stockholm ", "contact": "08-123"})
    assert (found.address, found.contact, found.version) == ("Storgatan 1\n\n111 22 Stockholm", "08-123", 1)
    assert settings.change_shop(shop.session, {"address": ""}).address == ""
    assert block(shop).contact == "08-123"


def test_how_the_shop_is_reached_stands_on_its_cards(shop: Shop, tmp_path: Path) -> None:
    settings.change_shop(
        shop.session, {"contact": "08-123 45 67\nbok@kaffe.se\nmån–fre 9–18\nbokkafeet.se\na fifth line"}
    )
    with Pages(card_printing.preview(shop.session, PrintRequest(tmp_path / "none.pdf", "cr80", blank=1))) as pages:
        text = pages.text(0)
    assert [line for line in ("08-123 45 67", "bok@kaffe.se", "mån–fre 9–18") if line in text] == [
        "08-123 45 67", "bok@kaffe.se", "mån–fre 9–18",
    ]  # fmt: skip
    assert "bokkafeet.se" in text and "fifth" not in text


def test_what_is_already_so_makes_no_version(shop: Shop) -> None:
    assert settings.change_shop(shop.session, {"name": "Bokkaféet", "return_days": 30}).version == 1


def test_versions_that_begin_later_are_changed_too(shop: Shop) -> None:
    shop.apply(CAFE.replace("boxes = 10", "boxes = 5"), NOW + timedelta(days=3))
    shop.clock.pass_time(days=1)
    settings.change_shop(shop.session, {"name": "Bok & bar"})
    assert programmes.current(shop.session).programme.stamp_cards[0].boxes == 10
    assert block(shop).name == "Bok & bar"
    shop.clock.pass_time(days=5)
    later = programmes.current(shop.session).programme
    assert (later.shop_name, later.stamp_cards[0].boxes) == ("Bok & bar", 5)


def test_a_change_back_is_what_undo_does(shop: Shop) -> None:
    settings.change_shop(shop.session, {"name": "Bok & bar"})
    shop.clock.pass_time(seconds=5)
    found = settings.change_shop(shop.session, {"name": "Bokkaféet"}, seen={"name": "Bok & bar"})
    assert (found.name, found.version) == ("Bokkaféet", 3)
    assert programmes.current(shop.session).programme == programme()


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(shop: Shop) -> None:
    settings.change_shop(shop.session, {"return_days": 14})
    code, told = refusal(settings.change_shop, shop.session, {"return_days": 60}, seen={"return_days": 30})
    assert code == "store_busy"
    assert "Somebody else" in told
    assert block(shop).return_days == 14
    settings.change_shop(shop.session, {"name": "Bok & bar"}, seen={"name": "Bokkaféet"})


def test_the_same_op_changes_once(shop: Shop) -> None:
    op = str(uuid.uuid4())
    settings.change_shop(shop.session, {"name": "A"}, op)
    settings.change_shop(shop.session, {"name": "B"})
    assert settings.change_shop(shop.session, {"name": "A"}, op).name == "B"
    assert refusal(settings.change_shop, shop.session, {"name": "C"}, op)[0] == "op_reused"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"name": "  "}, "needs a name"),
        ({"name": "x" * 201}, "200 letters fit"),
        ({"address": "x" * 501}, "500 letters fit"),
        ({"day_starts": "25:00"}, "A time is written"),
        ({"timezone": "Europe/Atlantis"}, "There is no timezone"),
        ({"amount": "perhaps"}, "required"),
        ({"return_days": -1}, "0"),
        ({"currency": "EUR"}, "no field “currency”"),
        ({"name": "a\x07b"}, "can't be shown"),
    ],
)
def test_what_cannot_be_is_said_and_changes_nothing(shop: Shop, changes: dict[str, Any], told: str) -> None:
    before = block(shop)
    code, sentence = refusal(settings.change_shop, shop.session, {"contact": "08-123", **changes})
    assert code == "bad_value"
    assert told in sentence
    assert block(shop) == before


def test_a_cashier_may_not(shop: Shop) -> None:
    cashier = shop.cashier()
    assert refusal(settings.change_shop, cashier, {"name": "Mine"})[0] == "not_allowed"
    assert refusal(settings.set_logo, cashier, png())[0] == "not_allowed"
    assert refusal(settings.order_items, cashier, ())[0] == "not_allowed"


def test_a_file_that_is_not_written_line_by_line_is_left_to_its_owner(tmp_path: Path) -> None:
    text = 'shop = { name = "A", currency = "SEK", timezone = "Europe/Stockholm" }\n'
    odd = make_shop(tmp_path, text)
    assert "in the file" in refusal(settings.change_shop, odd.session, {"name": "B"})[1]
    assert settings.change_shop(odd.session, {"address": "Storgatan 1"}).address == "Storgatan 1"
    odd.close()


def test_items_stand_in_the_programmes_order_the_quick_one_first(shop: Shop) -> None:
    shop.clock.pass_time(seconds=1)
    shop.apply(CAFE.replace('quick_item = "coffee"', 'quick_item = "bun"'))
    assert [item.id for item in block(shop).quick_items] == ["bun", "coffee", "gift-card"]
    assert settings.quick_items(shop.session, programmes.current(shop.session).programme) == (
        "bun", "coffee", "gift-card",
    )  # fmt: skip


def test_the_owner_says_which_items_are_buttons_and_in_what_order(shop: Shop) -> None:
    bun, card, coffee = QuickItem("bun", "Bulle"), QuickItem("gift-card", "Presentkort", False), QuickItem("coffee", "")
    settings.order_items(shop.session, (bun, card, coffee))
    assert settings.quick_items(shop.session, programme()) == ("bun", "coffee")
    assert [(item.name, item.shown) for item in block(shop).quick_items] == [
        ("Bulle", True), ("Presentkort", False), ("Kaffe", True),
    ]  # fmt: skip
    settings.order_items(shop.session, ())
    assert settings.quick_items(shop.session, programme()) == ("coffee", "bun", "gift-card")


def test_items_that_come_and_go_with_the_programme(shop: Shop) -> None:
    settings.order_items(shop.session, (QuickItem("bun", ""), QuickItem("gone", ""), QuickItem("coffee", "", False)))
    new = programme(CAFE.replace('id = "gift-card"', 'id = "book"'))
    assert settings.quick_items(shop.session, new) == ("bun", "book"), "what is new is in sight"


def test_a_logo_is_kept_and_given_back(shop: Shop) -> None:
    settings.set_logo(shop.session, png())
    assert block(shop).logo == png()
    settings.set_logo(shop.session, None)
    assert block(shop).logo is None


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\n", png(1025, 1), png() + b"\0" * 200 * 1024])
def test_what_is_no_logo_is_refused(shop: Shop, data: bytes) -> None:
    assert refusal(settings.set_logo, shop.session, data)[0] == "bad_file"
    assert block(shop).logo is None


def test_where_the_shop_is(shop: Shop) -> None:
    found = settings.place(shop.session)
    assert found.folder == shop.folder
    assert found.backups == shop.folder / "backups"
    assert found.told == str(shop.folder)


def test_a_servers_address_is_told_without_its_password(shop: Shop) -> None:
    shop.session.store.where = "postgresql://kassa:secret@db.example.org:5432/shop"
    found = settings.place(shop.session)
    assert found.told == "postgresql://db.example.org/shop"
    assert found.folder is None and found.backups is None


def test_the_moment_is_the_clocks(shop: Shop) -> None:
    shop.clock.now = datetime(2027, 1, 2, 3, tzinfo=UTC)
    settings.change_shop(shop.session, {"amount": "never"})
    assert programmes.versions(shop.session).all[-1].since == shop.clock.now

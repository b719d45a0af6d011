"""The search index is put in order after many visits, beside the till, and left off at any moment."""

from __future__ import annotations

import pytest

from kassa.services import import_pieces, upkeep
from kassa.store import import_runs
from tests.builders import Shop


def pieces(shop: Shop) -> int:
    """Of how many the search index consists."""
    with shop.session.store.reading() as transaction:
        return int(transaction.exec_driver_sql("SELECT count(DISTINCT segid) FROM search_index_idx").scalar() or 0)


@pytest.fixture
def busy(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Shop:
    """A shop with more visits than it takes."""
    monkeypatch.setattr(upkeep, "_MANY", 20)
    them = [shop.join(f"Nr {number}") for number in range(5)]
    for visit in range(25):
        shop.buy(them[visit % 5])
        shop.clock.pass_time(minutes=5)
    assert pieces(shop) > 1
    return shop


def test_many_visits_are_put_in_order_once(busy: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not upkeep.keep_up(busy.session)
    assert pieces(busy) == 1
    monkeypatch.setattr(import_pieces, "tidy", lambda *_: pytest.fail("nothing was done since"))
    busy.buy(busy.join("Nr 6"))
    assert upkeep.tidy_search(busy.session)


def test_few_visits_wait(shop: Shop) -> None:
    for number in range(5):
        shop.join(f"Nr {number}")
    before = pieces(shop)
    assert before > 1
    assert upkeep.tidy_search(shop.session)
    assert pieces(shop) == before


def test_it_ends_in_time_and_when_asked(busy: Shop) -> None:
    before = pieces(busy)
    assert not upkeep.tidy_search(busy.session, seconds=-1)

    def leave() -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        upkeep.keep_up(busy.session, leave)
    assert pieces(busy) == before
    assert upkeep.tidy_search(busy.session)
    assert pieces(busy) == 1


def test_an_import_under_way_sees_to_it_itself(busy: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(import_runs, "any_unfinished", lambda _: True)
        assert not upkeep.tidy_search(busy.session)
    assert upkeep.tidy_search(busy.session)

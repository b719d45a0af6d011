"""The programme's versions: checked, applied from a moment on, and never moving what is granted."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kassa.errors import KassaError
from kassa.services import customers, programmes
from kassa.services.session import Actor
from tests.builders import CAFE, NOW, Shop, make_shop


def code(call: Any, *arguments: Any, **named: Any) -> str:
    with pytest.raises(KassaError) as error:
        call(*arguments, **named)
    assert str(error.value.text)
    return error.value.code


def file(tmp_path: Path, text: str) -> Path:
    written = tmp_path / "cafe.toml"
    written.write_text(text, "utf-8")
    return written


def test_versions_count_up_and_the_latest_is_in_force(shop: Shop, tmp_path: Path) -> None:
    assert programmes.show(shop.session).version == 1
    assert programmes.apply(shop.session, file(tmp_path, CAFE.replace("boxes = 10", "boxes = 5"))) == 2
    assert programmes.current(shop.session).programme.stamp_cards[0].boxes == 5
    assert [version.number for version in programmes.versions(shop.session).all] == [1, 2]


def test_a_programme_may_begin_later(shop: Shop, tmp_path: Path) -> None:
    later = file(tmp_path, CAFE.replace("boxes = 10", "boxes = 5"))
    assert programmes.apply(shop.session, later, NOW + timedelta(hours=2)) == 2
    assert programmes.current(shop.session).number == 1
    maria = shop.join()
    shop.clock.pass_time(hours=2)
    assert programmes.current(shop.session).number == 2
    assert customers.show(shop.session, maria).standing.stamp_cards[0].boxes == 5
    assert shop.buy(maria, coffee=1, at=NOW + timedelta(hours=1)).standing.stamp_cards[0].boxes == 10


def test_a_date_is_the_shops_business_date(shop: Shop, tmp_path: Path) -> None:
    programmes.apply(shop.session, file(tmp_path, CAFE), date(2026, 12, 1))
    assert programmes.versions(shop.session).all[-1].since == datetime(2026, 12, 1, 3, tzinfo=UTC)


def test_days_before_the_first_version_are_judged_by_the_first(shop: Shop) -> None:
    bought = shop.buy(shop.join(), coffee=1, at=NOW - timedelta(days=1000))
    assert bought.standing.stamp_cards[0].stamps == 3


@pytest.mark.parametrize(
    "since", [date(1, 1, 1), date(9999, 12, 31), datetime.max.replace(tzinfo=UTC), datetime.min.replace(tzinfo=UTC)]
)
def test_no_date_breaks_the_calendar(shop: Shop, tmp_path: Path, since: date) -> None:
    assert code(programmes.apply, shop.session, file(tmp_path, CAFE), since) == "bad_value"
    assert programmes.current(shop.session).number == 1


def test_money_can_not_change_its_currency(shop: Shop, tmp_path: Path) -> None:
    assert code(programmes.apply, shop.session, file(tmp_path, CAFE.replace("SEK", "NOK"))) == "bad_value"
    assert programmes.current(shop.session).programme.currency == "SEK"


def test_every_mistake_is_named_by_its_line(shop: Shop, tmp_path: Path) -> None:
    wrong = file(tmp_path, CAFE.replace("boxes = 10", "boxes = 0").replace('per = "item"', 'per = "moon"'))
    problems = programmes.check(wrong)
    lines = CAFE.split("\n")
    assert {problem.line for problem in problems} == {lines.index("boxes = 10") + 1, lines.index('per = "item"') + 1}
    assert code(programmes.apply, shop.session, wrong) == "bad_file"
    assert programmes.current(shop.session).number == 1
    assert programmes.check(file(tmp_path, CAFE)) == ()


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"\0", b"[[[", b"# " + b"x" * 1_000_001, b"\xef\xbb\xbf[shop]"])
def test_any_file_is_read_or_refused(shop: Shop, tmp_path: Path, data: bytes) -> None:
    written = tmp_path / "cafe.toml"
    written.write_bytes(data)
    assert code(programmes.apply, shop.session, written) == "bad_file"


@pytest.mark.parametrize("where", ["nothing.toml", ".", "x" * 300, "a\0b"])
def test_a_file_that_can_not_be_read(shop: Shop, tmp_path: Path, where: str) -> None:
    assert code(programmes.apply, shop.session, tmp_path / where) == "bad_file"
    assert code(programmes.check, tmp_path / where) == "bad_file"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert code(programmes.check, tmp_path / "pipe") == "bad_file"


def test_a_shop_without_a_programme_says_so(tmp_path: Path) -> None:
    bare = make_shop(tmp_path, None)
    for call in (programmes.show, programmes.current, programmes.versions):
        assert code(call, bare.session) == "bad_value"
    bare.close()


def test_a_byte_order_mark_and_windows_lines_are_read(shop: Shop, tmp_path: Path) -> None:
    written = tmp_path / "cafe.toml"
    written.write_bytes(b"\xef\xbb\xbf" + CAFE.replace("\n", "\r\n").encode())
    assert programmes.apply(shop.session, written) == 2
    assert programmes.show(shop.session).programme["shop"]["name"] == "Bokkaféet"


def test_history_tells_when_each_held_and_who_applied_it(shop: Shop, tmp_path: Path) -> None:
    shop.clock.pass_time(days=1)
    five = CAFE.replace("boxes = 10", "boxes = 5")
    anna = shop.session.acting_as(Actor("bar", "Anna"))
    programmes.apply(anna, file(tmp_path, five), NOW + timedelta(days=7))
    programmes.apply(anna, file(tmp_path, CAFE), NOW + timedelta(days=7))
    third, second, first = programmes.history(shop.session)
    assert [each.number for each in (first, second, third)] == [1, 2, 3]
    assert (first.since, first.until, first.used) == (NOW, NOW + timedelta(days=7), True)
    assert not second.used, "the third took its place before it began"
    assert third.until is None
    assert (second.staff, second.till, second.applied_at) == ("Anna", "bar", NOW + timedelta(days=1))
    assert (second.document, second.programme.stamp_cards[0].boxes) == (five, 5)


def test_a_shop_without_a_programme_has_no_history(tmp_path: Path) -> None:
    empty = make_shop(tmp_path, None)
    assert programmes.history(empty.session) == ()
    empty.close()


def test_the_latest_version_can_be_withdrawn(shop: Shop, tmp_path: Path) -> None:
    shop.clock.pass_time(hours=1)
    programmes.apply(shop.session, file(tmp_path, CAFE.replace("boxes = 10", "boxes = 5")))
    shop.clock.pass_time(hours=1)
    op = "5b7cbd3f-0d0c-4a80-9d0a-4d5d3f0c3a11"
    assert programmes.withdraw(shop.session, 2, op) == programmes.withdraw(shop.session, 2, op) == 3
    assert programmes.current(shop.session).programme.stamp_cards[0].boxes == 10
    assert programmes.versions(shop.session).at(NOW + timedelta(hours=1)).number == 2, "what was, was"
    assert code(programmes.withdraw, shop.session, 2) == "too_late"


def test_one_that_has_not_begun_never_begins(shop: Shop, tmp_path: Path) -> None:
    programmes.apply(shop.session, file(tmp_path, CAFE.replace("boxes = 10", "boxes = 5")), NOW + timedelta(days=2))
    programmes.withdraw(shop.session, 2)
    assert programmes.current(shop.session).number == 1
    shop.clock.pass_time(days=3)
    assert programmes.current(shop.session).programme.stamp_cards[0].boxes == 10


def test_the_first_version_stays(shop: Shop) -> None:
    assert code(programmes.withdraw, shop.session, 1) == "too_late"


def test_a_file_is_looked_at_before_it_is_applied(tmp_path: Path) -> None:
    read = programmes.read_file(file(tmp_path, CAFE))
    assert (read.name, read.document, read.problems) == ("cafe.toml", CAFE, ())
    assert read.programme is not None and read.programme.shop_name == "Bokkaféet"
    broken = programmes.read_file(file(tmp_path, CAFE.replace("boxes = 10", "boxes = 0")))
    assert broken.programme is None
    assert [CAFE.split("\n")[problem.line - 1] for problem in broken.problems] == ["boxes = 10"]

"""What the till asks of its own accord: whether a family note still holds, whether a clock that jumped is right."""

from __future__ import annotations

from datetime import timedelta

from kassa.services import notes
from kassa.ui.till.note_sheet import NoteSheet
from tests.builders import CAFE, NOW
from tests.ui.till.conftest import Front


def test_a_family_note_of_a_year_ago_asks_and_one_press_says_that_it_holds(front: Front) -> None:
    notes.add(front.shop.session, front.maria, "Ella reads at KTH", "family")
    front.shop.clock.pass_time(days=365)
    front.start()
    front.open("maria")
    row = front.till.person.notes[0]
    assert row.due.full_text() == "Is it still so?"
    assert row.tick is not None
    row.tick.click()
    front.settle()
    assert front.till.person.notes[0].tick is None
    assert front.toasts() == ["Maria Lindqvist · still so"]
    front.press("Ctrl+Z")
    front.settle()
    assert front.till.person.notes[0].tick is not None


def test_a_clock_that_jumped_is_asked_about_until_somebody_says_that_it_is_right(front: Front) -> None:
    bar = front.window.clock
    assert not bar.isVisible()
    front.shop.clock.now = NOW + timedelta(days=400)
    front.start()
    assert bar.isVisible()
    assert "27 December 2027" in bar.text.full_text()
    bar.right.click()
    front.settle()
    front.start()
    assert not bar.isVisible()


def test_a_note_on_health_gets_a_second_thought_until_it_is_of_that_kind(front: Front) -> None:
    front.open("maria")
    front.press("Ctrl+N")
    opened = front.till.sheets.sheet
    assert isinstance(opened, NoteSheet)
    front.type("Likes nuts")
    assert opened.second_thought.isHidden()
    front.type(", has diabetes")
    assert not opened.second_thought.isHidden()
    front.press("Ctrl+5")
    assert opened.second_thought.isHidden()


def test_a_name_typed_into_the_amount_is_no_purchase(front: Front) -> None:
    front.open("maria")
    front.type("jens")
    front.press("Enter")
    front.settle()
    assert front.view(front.maria).purchases == ()
    front.press("Backspace")
    front.type("89")
    front.press("Enter")
    front.settle()
    assert [str(each.amount) for each in front.view(front.maria).purchases] == ["Money(minor=8900, currency='SEK')"]


def test_what_can_be_given_stands_above_several_stamp_cards(front: Front) -> None:
    panel = front.till.loyalty
    front.shop.buy(front.maria, coffee=8)
    front.open("maria")
    assert panel.rewards[0].mapTo(panel, panel.rewards[0].rect().topLeft()).y() > panel.tier.y()
    front.shop.clock.pass_time(minutes=1)
    second = CAFE[CAFE.index("[[stamp_card]]") : CAFE.index("[tiers]")].replace("coffee-card", "other-card")
    front.shop.apply(CAFE.replace("[tiers]", second + "[tiers]"))
    front.start()
    front.open("maria")
    first = panel.rewards[0].mapTo(panel, panel.rewards[0].rect().topLeft()).y()
    assert first < panel.tier.mapTo(panel, panel.tier.rect().topLeft()).y() - 200

"""The camera in the window: a card shown does what a card scanned does, on every page."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from kassa import config
from kassa.ui.camera.eye import Eye
from kassa.ui.pages import CUSTOMERS, SETTINGS, TILL
from kassa.ui.till.give_sheet import GiveSheet
from tests.ui.camera import scenes
from tests.ui.camera.test_eye import Feed
from tests.ui.till.conftest import Front, front

__all__ = ["front"]


def switch_on(front: Front) -> Feed:
    """What the settings page does, with a camera that is fed by hand."""
    front.window._take_devices(config.change(camera="any"))
    eye = front.window._eye
    assert eye is not None
    feed = Feed()
    eye.use(feed)
    front.settle()
    return feed


def show(front: Front, feed: Feed, code: str) -> None:
    """A card comes before the camera."""
    eye = front.window._eye
    assert isinstance(eye, Eye)
    with front.qtbot.waitSignal(eye.scanned):
        feed.show(scenes.scene(scenes.card(code), angle=5))
    front.settle()


def test_off_nothing_of_it_is_there(front: Front) -> None:
    assert front.window._eye is None


def test_a_card_shown_opens_its_customer_with_the_cursor_in_the_amount(front: Front) -> None:
    code = front.card(front.maria)
    feed = switch_on(front)
    show(front, feed, code)
    assert front.till.opened is not None and front.till.opened.view.customer.id == front.maria
    assert front.focus is front.till.bar.amount.edit
    front.type("89")
    front.press("Enter")
    front.settle()
    assert front.view(front.maria).customer.visits == 1


def test_from_any_page_it_comes_to_the_till(front: Front) -> None:
    code = front.card(front.maria)
    feed = switch_on(front)
    front.window.show_page(SETTINGS)
    front.settle()
    show(front, feed, code)
    assert front.window.pages.current == TILL
    assert front.till.opened is not None


def test_a_blank_card_opens_the_form(front: Front) -> None:
    code = front.blank()
    feed = switch_on(front)
    show(front, feed, code)
    assert isinstance(front.till.sheets.sheet, GiveSheet)


def test_its_picture_stands_below_the_people_found(front: Front) -> None:
    switch_on(front)
    eye = front.window._eye
    assert eye is not None
    assert eye.finder.isVisible()
    column = front.till.search
    QApplication.processEvents()
    assert column.list.geometry().bottom() < eye.finder.geometry().top()
    assert eye.finder.geometry().bottom() < column.new.geometry().top()


def test_locked_it_is_off_and_unlocked_on_again(front: Front) -> None:
    feed = switch_on(front)
    front.press("Ctrl+L")
    front.qtbot.waitUntil(lambda: not feed.on)
    front.press("Enter")
    front.qtbot.waitUntil(lambda: feed.on)


def test_on_another_page_the_camera_goes_on(front: Front) -> None:
    feed = switch_on(front)
    front.window.show_page(CUSTOMERS)
    front.settle()
    assert feed.on


def test_closed_the_window_lets_the_camera_go(front: Front) -> None:
    feed = switch_on(front)
    front.window.close()
    assert not feed.on


def test_chosen_before_it_is_there_from_the_start(front: Front) -> None:
    config.change(camera="any", camera_view="hidden")
    front.start()
    eye = front.window._eye
    assert eye is not None
    assert not eye.finder.picture.isVisible()

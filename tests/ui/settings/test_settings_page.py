"""What is changed on the settings page is saved at once, told, and undone by one press."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDropEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from kassa import config
from kassa.config import Config
from kassa.services import programmes, settings
from kassa.ui import theme
from kassa.ui.widgets.buttons import KeyButton
from kassa.ui.widgets.label import Label
from tests.ui.settings.conftest import Desk, MakeDesk


def typed(field: QWidget, text: str) -> None:
    """Text in place of what stood there, and away from the field by Tab."""
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(field, Qt.Key.Key_Delete)
    QTest.keyClicks(field, text)
    QTest.keyClick(field, Qt.Key.Key_Tab)


def test_it_shows_how_everything_is_set(desk: Desk) -> None:
    page = desk.page
    assert page.shop.name.text() == "Bokkaféet"
    assert (page.day.amount.value(), page.day.days.value, page.day.starts.value()) == ("optional", 30, "04:00")
    assert page.day.zone.currentText() == "Stockholm, Sweden"
    assert page.day.currency.full_text() == "SEK"
    assert list(page.items.rows) == ["coffee", "bun", "gift-card"]
    assert (page.computer.language.value(), page.computer.theme.value()) == ("en", "system")
    assert page.computer.till.placeholderText() == "till-1"
    assert page.place.told.full_text() == str(desk.shop.folder)
    assert desk.block().version == 1, "looking changes nothing"
    assert not desk.told


def test_a_name_typed_is_saved_told_and_undone(desk: Desk) -> None:
    typed(desk.page.shop.name, "Bok och bar")
    desk.settle()
    assert desk.block().name == "Bok och bar"
    assert desk.toasts() == ["Saved: The shop's name"]
    assert desk.told == ["shop"]
    desk.undo()
    assert desk.block().name == "Bokkaféet"
    assert desk.page.shop.name.text() == "Bokkaféet"
    assert desk.toasts() == ["As before: The shop's name"]


def test_enter_saves_too_and_once(desk: Desk) -> None:
    field = desk.page.shop.name
    field.setFocus()
    field.setText("A")
    QTest.keyClick(field, Qt.Key.Key_Return)
    QTest.keyClick(field, Qt.Key.Key_Tab)
    desk.settle()
    assert desk.block().version == 2


def test_ctrl_z_undoes_the_last_change_and_then_the_one_before(desk: Desk) -> None:
    desk.page.day.amount.choices["never"].click()
    desk.settle()
    typed(desk.page.shop.name, "A")
    desk.settle()
    for expected in (("Bokkaféet", "never"), ("Bokkaféet", "optional")):
        desk.page.day.amount.choices["never"].setFocus()
        QTest.keyClick(desk.page.day.amount.choices["never"], Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        desk.settle()
        assert (desk.block().name, desk.block().amount) == expected
    desk.page.undo_last()
    assert desk.toasts()[-1] == "Nothing to undo"


def test_address_and_contact_are_lines(desk: Desk) -> None:
    address = desk.page.shop.address
    address.setFocus()
    QTest.keyClicks(address, "Storgatan 1")
    QTest.keyClick(address, Qt.Key.Key_Return)
    QTest.keyClicks(address, "111 22 Stockholm")
    QTest.keyClick(address, Qt.Key.Key_Tab)
    desk.settle()
    typed(desk.page.shop.contact, "08-123 45 67")
    desk.settle()
    assert (desk.block().address, desk.block().contact) == ("Storgatan 1\n111 22 Stockholm", "08-123 45 67")
    assert desk.block().version == 1


def test_a_name_that_cannot_be_is_said_at_the_field_and_stays_to_be_mended(desk: Desk) -> None:
    typed(desk.page.shop.name, " ")
    desk.settle()
    field = desk.page.shop.fields["name"]
    assert field.hint.full_text() == "The shop needs a name."
    assert field.control.property("wrong") is True
    assert desk.block().name == "Bokkaféet"
    typed(desk.page.shop.name, "B")
    desk.settle()
    assert field.hint.full_text() == "On the window and on loyalty cards."
    assert field.control.property("wrong") is False


def test_what_another_till_changed_meanwhile_is_not_overwritten(desk: Desk) -> None:
    settings.change_shop(desk.shop.session, {"name": "Theirs"})
    typed(desk.page.shop.name, "Mine")
    desk.settle()
    assert desk.block().name == "Theirs"
    assert "Somebody else" in desk.toasts()[0]
    desk.settle()
    assert desk.page.shop.name.text() == "Theirs"


def test_the_shops_day(desk: Desk) -> None:
    day = desk.page.day
    day.amount.choices["required"].click()
    desk.settle()
    assert desk.block().amount == "required"
    assert day.fields["amount"].hint.full_text() == "A visit is saved only with its amount."
    day.starts.setCurrentIndex(day.starts.findText("05:30"))
    day.starts.activated.emit(day.starts.currentIndex())
    desk.settle()
    assert desk.block().day_starts == time(5, 30)
    assert day.fields["day_starts"].hint.full_text() == "What is sold before 05:30 belongs to the day before."
    day.zone.choose("Europe/Warsaw")
    desk.settle()
    assert desk.block().timezone == "Europe/Warsaw"
    assert [toast for toast in desk.toasts() if toast.startswith("Saved")] == [
        "Saved: Is the amount typed?", "Saved: The day begins at", "Saved: The clock of",
    ]  # fmt: skip


def test_stepping_is_saved_once_the_hand_rests(desk: Desk) -> None:
    days = desk.page.day.days
    for _ in range(3):
        QTest.keyClick(days.field, Qt.Key.Key_Up)
    assert desk.block().return_days == 30
    desk.qtbot.waitUntil(lambda: desk.block().return_days == 33)
    desk.settle()
    assert desk.block().version == 2
    hint = desk.page.day.fields["return_days"].hint.full_text()
    assert hint == "A cashier may take back a purchase for 33 days, an owner always."


def test_buttons_at_the_till_are_ticked_and_moved_by_keys(desk: Desk) -> None:
    rows = desk.page.items.rows
    rows["gift-card"].tick.click()
    desk.settle()
    row = rows["coffee"]
    row.tick.setFocus()
    QTest.keyClick(row.tick, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    desk.settle()
    programme = programmes.current(desk.shop.session).programme
    assert settings.quick_items(desk.shop.session, programme) == ("bun", "coffee")
    assert QApplication.focusWidget() is desk.page.items.rows["coffee"].tick
    assert desk.block().version == 1
    desk.undo()
    assert settings.quick_items(desk.shop.session, programme) == ("coffee", "bun")
    desk.undo()
    assert settings.quick_items(desk.shop.session, programme) == ("coffee", "bun", "gift-card")


def test_an_item_cannot_be_moved_past_the_end(desk: Desk) -> None:
    items = desk.page.items
    assert not items.rows["coffee"].up.isEnabled()
    assert not items.rows["gift-card"].down.isEnabled()
    items.rows["bun"].down.setFocus()
    QTest.keyClick(items.rows["bun"].down, Qt.Key.Key_Space)
    assert QApplication.focusWidget() is items.rows["bun"].up, "at the end the other arrow has the cursor"
    desk.settle()


def picture(tmp_path: Path) -> Path:
    canvas = QImage(60, 40, QImage.Format.Format_RGB32)
    canvas.fill(0x1F7A63)
    file = tmp_path / "logo.png"
    assert canvas.save(str(file))
    return file


def test_a_logo_is_chosen_removed_and_undone(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(picture(tmp_path)), ""))
    assert desk.page.shop.remove.isHidden()
    desk.page.shop.choose.click()
    desk.settle()
    logo = desk.block().logo
    assert logo is not None and not desk.page.shop.logo.empty
    desk.page.shop.remove.click()
    desk.settle()
    assert desk.block().logo is None and desk.page.shop.logo.empty
    desk.undo()
    assert desk.block().logo == logo


def test_a_logo_may_be_dropped(desk: Desk, tmp_path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(picture(tmp_path)))])
    where = QPointF(QPoint(5, 5))
    drop = QDropEvent(where, Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    desk.page.shop.logo.dropEvent(drop)
    desk.settle()
    assert desk.block().logo is not None


def test_a_file_that_is_no_picture_is_told(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "logo.png"
    file.write_text("hello")
    desk.page.take_logo(file)
    desk.settle()
    assert desk.toasts() == ["logo.png holds no picture. Choose a PNG, JPEG or SVG file."]
    assert desk.block().logo is None


def test_a_dialog_left_changes_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    desk.page.shop.choose.click()
    desk.settle()
    assert desk.toasts() == []


def test_colours_hold_at_once_and_from_now_on(desk: Desk) -> None:
    desk.page.computer.theme.choices["dark"].click()
    desk.settle()
    assert theme.current().dark
    assert config.read() == Config(theme="dark")
    assert desk.told == ["look"]


def test_text_size_is_previewed_while_it_moves_and_holds_when_the_hand_rests(desk: Desk) -> None:
    slider = desk.page.computer.text_size
    slider.setFocus()
    QTest.keyClick(slider, Qt.Key.Key_Right)
    QTest.keyClick(slider, Qt.Key.Key_Right)
    assert desk.page.computer.share.full_text() == "110 %"
    assert theme.current().scale == 1.0
    desk.qtbot.waitUntil(lambda: theme.current().scale == 1.1)
    desk.settle()
    assert config.read().text_size == 110
    assert desk.told == ["look"]


def test_a_language_is_asked_for_and_kept(desk: Desk) -> None:
    desk.page.computer.language.choices["pl"].click()
    desk.settle()
    assert desk.told == ["pl"]
    assert config.read().language == "pl"


def test_the_tills_name(desk: Desk) -> None:
    typed(desk.page.computer.till, "Disken")
    desk.settle()
    assert config.read().till == "Disken"
    assert desk.toasts() == ["Saved: The till's name"]
    typed(desk.page.computer.till, "")
    desk.settle()
    assert config.read().till is None


def test_a_computer_that_keeps_nothing_says_so(desk: Desk) -> None:
    config.path().mkdir(parents=True)
    for choice in (desk.page.computer.theme.choices["dark"], desk.page.computer.language.choices["pl"]):
        choice.click()
        desk.settle()
        assert "can't be kept" in desk.toasts()[-1]
    assert desk.told == [] and not theme.current().dark
    assert (desk.page.computer.theme.value(), desk.page.computer.language.value()) == ("system", "en")


def test_folders_are_shown(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    def show(url: QUrl) -> bool:
        opened.append(url.toLocalFile())
        return len(opened) < 2

    monkeypatch.setattr(QDesktopServices, "openUrl", show)
    (desk.shop.folder / "backups").mkdir(exist_ok=True)
    desk.page.refresh()
    desk.settle()
    desk.page.place.folder.click()
    desk.page.place.copies.click()
    assert opened == [str(desk.shop.folder), str(desk.shop.folder / "backups")]
    assert desk.toasts() == [f"No program here shows folders. It is {desk.shop.folder / 'backups'}"]


def test_a_shop_without_a_programme_can_still_set_its_computer(make_desk: MakeDesk) -> None:
    desk = make_desk(None)
    assert desk.page.shop.isHidden() and desk.page.day.isHidden() and desk.page.items.isHidden()
    assert desk.page.no_shop.isVisible()
    desk.page.computer.theme.choices["dark"].click()
    desk.settle()
    assert theme.current().dark


def test_what_is_being_typed_stays_when_the_page_reads_again(desk: Desk) -> None:
    desk.page.shop.name.setFocus()
    QTest.keyClicks(desk.page.shop.name, " X")
    desk.page.refresh()
    desk.settle()
    assert desk.page.shop.name.text() == "Bokkaféet X"


@pytest.mark.parametrize("size", [(1196, 720), (1282, 768)])
@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_nothing_is_cut(desk: Desk, qapp: QApplication, size: tuple[int, int], scale: float) -> None:
    theme.apply(qapp, "light", scale)
    desk.page.resize(*size)
    desk.settle()
    desk.settle()
    labels = [one for one in desk.page.findChildren(Label) if one.isVisible() and one.full_text()]
    cut = [one.full_text() for one in labels if one.height() < one.heightForWidth(one.width()) or one.toolTip()]
    buttons = [one for one in desk.page.findChildren(KeyButton) if one.isVisible()]
    assert cut + [one.label for one in buttons if one.width() < one.sizeHint().width()] == []
    assert desk.page._scroll.horizontalScrollBar().maximum() == 0


def test_everything_can_be_reached_and_has_a_name(desk: Desk) -> None:
    page = desk.page
    controls = [page.shop.name, page.shop.address, page.shop.contact, page.shop.choose, page.computer.text_size,
                page.computer.till, page.day.days.field, page.day.starts, page.place.folder,
                *(row.tick for row in page.items.rows.values()), *page.computer.theme.choices.values()]  # fmt: skip
    for control in controls:
        assert control.accessibleName()
        assert control.focusPolicy() & Qt.FocusPolicy.TabFocus

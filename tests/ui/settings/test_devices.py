"""The camera and the slip printer of this computer: chosen, checked, remembered, told to the window."""

from __future__ import annotations

from importlib import util
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from kassa import config
from kassa.config import Config
from kassa.printing import slip_printer
from kassa.ui.camera import source
from kassa.ui.jobs import Jobs
from kassa.ui.settings import camera_panel
from kassa.ui.settings.camera_panel import CameraPanel
from kassa.ui.settings.slip_panel import SlipPanel
from kassa.words import Words
from tests.ui.settings.conftest import Desk

needs_escpos = pytest.mark.skipif(util.find_spec("escpos") is None, reason="the extra escpos is not installed")


def told(desk: Desk) -> list[Config]:
    """What the window hears."""
    heard: list[Config] = []
    desk.page.devices_changed.connect(heard.append)
    return heard


def write(desk: Desk, address: str) -> None:
    desk.page.slips.where.setFocus()
    desk.page.slips.where.setText(address)
    QTest.keyClick(desk.page.slips.where, Qt.Key.Key_Return)
    desk.settle()


@needs_escpos
def test_a_slip_printer_counts_once_its_address_is_written(desk: Desk) -> None:
    panel, heard = desk.page.slips, told(desk)
    assert panel.kind.value() == "off"
    assert not panel.address.isVisible() and not panel.trial.isVisible()
    panel.kind.choices["network"].click()
    desk.settle()
    assert panel.address.isVisible() and not panel.trial.isVisible()
    assert config.read().slip_printer is None and not heard
    write(desk, " 192.168.1.50 ")
    assert config.read().slip_printer == "network:192.168.1.50"
    assert panel.where.text() == "192.168.1.50"
    assert panel.trial.isVisible()
    assert heard[-1].slip_printer == "network:192.168.1.50"


@needs_escpos
def test_an_address_that_cannot_be_is_said_at_the_field_and_what_was_kept_stays(desk: Desk) -> None:
    panel = desk.page.slips
    panel.kind.choices["usb"].click()
    write(desk, "04b8:0202")
    write(desk, "epson")
    assert "such as 04b8:0202" in panel.address.hint.full_text()
    assert panel.where.property("wrong") is True
    assert config.read().slip_printer == "usb:04b8:0202"
    write(desk, "04B8:0E15")
    assert config.read().slip_printer == "usb:04b8:0e15"
    assert panel.where.property("wrong") is False


@needs_escpos
def test_another_way_has_another_address_and_off_forgets_it(desk: Desk) -> None:
    panel, heard = desk.page.slips, told(desk)
    panel.kind.choices["network"].click()
    write(desk, "192.168.1.50")
    panel.kind.choices["usb"].click()
    desk.settle()
    assert panel.where.text() == ""
    assert config.read().slip_printer == "network:192.168.1.50"
    panel.kind.choices["network"].click()
    desk.settle()
    assert panel.where.text() == "192.168.1.50"
    panel.kind.choices["off"].click()
    desk.settle()
    assert config.read().slip_printer is None
    assert heard[-1].slip_printer is None
    assert not panel.trial.isVisible()


@needs_escpos
def test_paper_and_moment_are_kept_and_shown_again(desk: Desk) -> None:
    panel = desk.page.slips
    panel.kind.choices["network"].click()
    write(desk, "192.168.1.50")
    panel.paper.choices["58"].click()
    desk.settle()
    panel.after.choices["visit"].click()
    desk.settle()
    kept = config.read()
    assert (kept.slip_paper, kept.slip_after) == (58, "visit")
    fresh = SlipPanel(Words("en"))
    desk.qtbot.addWidget(fresh)
    fresh.show_config(kept)
    assert (fresh.kind.value(), fresh.where.text()) == ("network", "192.168.1.50")
    assert (fresh.paper.value(), fresh.after.value()) == ("58", "visit")


@needs_escpos
def test_a_test_slip_comes_out_or_the_reason_why_not(desk: Desk, tmp_path: Path) -> None:
    panel = desk.page.slips
    device = tmp_path / "lp0"
    panel.kind.choices["file"].click()
    write(desk, str(device))
    panel.trial.click()
    desk.settle()
    assert "isn't there" in desk.toasts()[-1]
    assert panel.trial.isEnabled()
    device.touch()
    panel.trial.click()
    desk.settle()
    assert desk.toasts()[-1] == "The test slip is at the printer"
    assert len(device.read_bytes()) > 10_000


def test_without_the_extra_the_panel_says_how_to_get_it(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slip_printer, "is_installed", lambda: False)
    panel = SlipPanel(Words("en"))
    desk.qtbot.addWidget(panel)
    panel.show()
    panel.show_config(Config(slip_printer="network:192.168.1.50"))
    assert 'uv tool install "kassa[escpos]"' in panel.missing.full_text()
    assert panel.missing.isVisible()
    assert not panel.connected.isVisible() and not panel.address.isVisible() and not panel.trial.isVisible()


class Cameras(QObject):
    """The cameras of a computer, plugged and unplugged at will."""

    changed = Signal()
    here: tuple[tuple[str, str], ...] = (("/dev/video0", "Logitech C920"),)

    def __init__(self, multimedia: Any, parent: QObject | None = None) -> None:
        super().__init__(parent)

    def names(self) -> tuple[tuple[str, str], ...]:
        return self.here


@pytest.fixture
def camera(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> CameraPanel:
    """The panel as it is where the extra is installed, in the page's place."""
    monkeypatch.setattr(source, "is_installed", lambda: True)
    monkeypatch.setattr(source, "load", lambda: None)
    monkeypatch.setattr(camera_panel, "Cameras", Cameras)
    panel = CameraPanel(desk.page.words, desk.jobs, desk.page)
    panel.camera_picked.connect(desk.page._pick_camera)
    desk.page.camera = panel
    panel.show_config(Config())
    panel.show()
    QApplication.processEvents()
    return panel


def test_a_camera_is_off_until_it_is_switched_on(desk: Desk, camera: CameraPanel) -> None:
    heard = told(desk)
    assert camera.switch.value() == "off"
    assert not camera.field.isVisible()
    camera.switch.choices["on"].click()
    desk.settle()
    assert config.read().camera == "any"
    assert heard[-1].camera == "any"
    assert camera.field.isVisible()
    assert [camera.which.itemText(at) for at in range(camera.which.count())] == ["Whichever there is", "Logitech C920"]
    camera.switch.choices["off"].click()
    desk.settle()
    assert config.read().camera is None and heard[-1].camera is None
    assert not camera.field.isVisible()


def test_one_of_several_is_chosen_and_shown_though_it_is_unplugged(desk: Desk, camera: CameraPanel) -> None:
    camera.switch.choices["on"].click()
    desk.settle()
    camera.which.setCurrentIndex(1)
    camera.which.activated.emit(1)
    desk.settle()
    assert config.read().camera == "/dev/video0"
    cameras = camera._cameras
    assert isinstance(cameras, Cameras)
    cameras.here = ()
    cameras.changed.emit()
    assert camera.which.currentText() == "One that isn't there now"
    assert camera.trouble.full_text() == "There is no camera. Plug one in."
    cameras.here = Cameras.here
    cameras.changed.emit()
    assert camera.which.currentText() == "Logitech C920"
    assert not camera.trouble.isVisible()


def test_without_the_extra_the_camera_panel_says_how_to_get_it(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "is_installed", lambda: False)
    panel = CameraPanel(Words("en"), Jobs(desk.page), desk.page)
    panel.show_config(Config(camera="any"))
    assert 'uv tool install "kassa[camera]"' in panel.trouble.full_text()
    assert panel.switch.isHidden() and panel.field.isHidden()

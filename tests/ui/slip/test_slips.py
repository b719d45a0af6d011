"""A slip at the till: by its key and its buttons, after visits if wanted, and never in the way."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from importlib import util
from pathlib import Path

import pytest
import zxingcpp

from kassa import config
from kassa.ui.slip import desk
from kassa.ui.till import note_sheet
from tests.printing.test_slip import received
from tests.ui.till.conftest import Front, front

__all__ = ["front"]
pytestmark = pytest.mark.skipif(util.find_spec("escpos") is None, reason="the extra escpos is not installed")


class Printer:
    """A receipt printer in the network, and the slips that came out of it."""

    def __init__(self) -> None:
        self._server = socket.create_server(("127.0.0.1", 0))
        self.where = f"127.0.0.1:{self._server.getsockname()[1]}"
        self.streams: list[bytes] = []
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                connection, _ = self._server.accept()
            except OSError:
                return
            with connection:
                came = b""
                while part := connection.recv(65536):
                    came += part
            self.streams.append(came)

    def codes(self) -> list[list[str]]:
        """The codes of each slip."""
        return [[code.text for code in zxingcpp.read_barcodes(received(each).paper)] for each in self.streams]

    def close(self) -> None:
        # Closed while somebody waits for a caller, the port would still take the next one.
        with suppress(OSError):
            self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()


@pytest.fixture
def printer() -> Iterator[Printer]:
    made = Printer()
    yield made
    made.close()


def choose(front: Front, where: str | None, after: str = "never") -> None:
    """What the settings page does."""
    front.window._take_devices(config.change(slip_printer=where, slip_paper=58, slip_after=after))
    front.settle()


def came(front: Front, printer: Printer, count: int) -> None:
    front.settle()
    front.qtbot.waitUntil(lambda: len(printer.streams) == count)


def test_without_a_printer_nothing_of_it_is_in_sight(front: Front) -> None:
    front.visit("maria")
    assert not front.till.person.slip_button.isVisible()
    assert not front.till.person.visit_slip.isVisible()
    front.press("Ctrl+P")
    assert front.toasts()[-1] == "There is no slip printer. Choose one in the settings."


def test_its_key_prints_the_open_customers_slip(front: Front, printer: Printer) -> None:
    choose(front, f"network:{printer.where}")
    code = front.card(front.maria)
    front.open("maria")
    assert front.till.person.slip_button.isVisible()
    front.type("89")
    front.press("Ctrl+P")
    came(front, printer, 1)
    assert printer.codes() == [[code]]
    assert received(printer.streams[0]).paper.width == 384
    assert front.toasts()[-1] == "Maria Lindqvist: the slip is at the printer"
    assert front.till.bar.amount.edit.text() == "89", "what is being typed stays"
    assert front.till.bar.amount.edit.hasFocus()


def test_the_key_while_the_customer_is_still_being_read(front: Front, printer: Printer) -> None:
    choose(front, f"network:{printer.where}")
    code = front.card(front.maria)
    front.window.scanned(code)
    front.press("Ctrl+P")
    came(front, printer, 1)
    assert printer.codes() == [[code]]


def test_nobody_has_no_slip(front: Front, printer: Printer) -> None:
    choose(front, f"network:{printer.where}")
    front.press("Ctrl+P")
    front.settle()
    assert printer.streams == []
    assert front.toasts()[-1] == "Open a customer first"


def test_after_a_visit_the_button_stands_beside_undo(front: Front, printer: Printer) -> None:
    choose(front, f"network:{printer.where}")
    front.visit("maria", "+")
    person = front.till.person
    assert person.visit_slip.isVisible() and person.undo_button.isVisible()
    assert printer.streams == [], "it never prints by itself"
    person.visit_slip.click()
    came(front, printer, 1)
    front.press("F9")
    assert not person.visit_slip.isVisible()
    front.press("F9")
    front.open("marcus")
    assert not person.visit_slip.isVisible()


def test_chosen_so_it_comes_after_every_visit_and_says_nothing(front: Front, printer: Printer) -> None:
    choose(front, f"network:{printer.where}", "visit")
    front.visit("maria", "+")
    came(front, printer, 1)
    front.visit("marcus", "+")
    came(front, printer, 2)
    assert not [toast for toast in front.toasts() if "printer" in toast]


def test_a_printer_that_is_gone_is_told_once_and_the_visit_stands(front: Front, printer: Printer) -> None:
    printer.close()
    choose(front, f"network:{printer.where}", "visit")
    failed: list[str] = []
    front.till.slips.failed.connect(failed.append)
    front.open("maria")
    front.press("Enter")
    front.qtbot.waitUntil(lambda: bool(failed))
    front.settle()
    failed.clear()
    front.till.slips.visited(front.marcus)
    front.till.slips.visited(front.maria)
    front.qtbot.waitUntil(lambda: bool(failed))
    front.settle()
    assert len(failed) == 1 and failed[0].startswith("No slip printer answers")
    assert front.toasts()[-1] == failed[0]
    assert front.view(front.maria).customer.visits == 1


def test_slips_come_one_after_the_other_and_each_once(front: Front, printer: Printer) -> None:
    choose(front, f"network:{printer.where}")
    slips = front.till.slips
    for _ in range(3):
        slips.print(front.maria, "Maria")
        slips.print(front.marcus, "Marcus")
    came(front, printer, 3)
    front.settle()
    assert len(printer.streams) == 3, "Maria's first is under way, one more of each waits"


def test_the_printer_taken_away_its_buttons_go(front: Front, printer: Printer) -> None:
    choose(front, f"network:{printer.where}")
    front.open("maria")
    assert front.till.person.slip_button.isVisible()
    choose(front, None)
    assert not front.till.person.slip_button.isVisible()


@pytest.mark.parametrize("kept", ["network:", "usb:epson", "pigeon:1", "network", ""])
def test_a_printer_that_cannot_be_is_none(kept: str) -> None:
    config.path().parent.mkdir(parents=True, exist_ok=True)
    config.path().write_text(f'slip_printer = "{kept}"\n', "utf-8")
    assert desk.printer_of(config.read()) is None


def test_in_a_notes_sheet_the_key_is_the_sheets(front: Front, printer: Printer) -> None:
    choose(front, f"network:{printer.where}")
    front.open("maria")
    front.press("Ctrl+N")
    opened = front.till.sheets.sheet
    assert isinstance(opened, note_sheet.NoteSheet)
    front.press("Ctrl+P")
    front.settle()
    assert printer.streams == []
    assert opened.pinned.isChecked()


def test_a_slip_to_a_file(front: Front, tmp_path: Path) -> None:
    device = tmp_path / "lp0"
    device.touch()
    choose(front, f"file:{device}")
    front.open("maria")
    front.till.person.slip_button.click()
    front.settle()
    assert received(device.read_bytes()).cuts == 1

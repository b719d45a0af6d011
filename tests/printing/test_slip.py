"""The slip as the printer gets it: its bytes are made an image again, and the code is read from that."""

from __future__ import annotations

import errno
import socket
import threading
import time
from dataclasses import dataclass, replace
from importlib import import_module, util
from pathlib import Path
from typing import ClassVar

import pytest
import zxingcpp
from PIL import Image

from kassa.errors import KassaError
from kassa.printing import slip_printer
from kassa.printing.raster import Picture
from kassa.printing.slip import DOTS, Paper, Slip, SlipCard, render_slip
from kassa.printing.slip_printer import Kind, SlipPrinter, print_slip

CODE = "4071938261"
PAPERS: tuple[Paper, ...] = (58, 80)
MARIA = Slip(
    shop="Bokkaféet",
    name="Maria",
    cards=(SlipCard("Kaffekortet", 10, 8, "2 kvar till: Valfri kaffedryck"),),
    ready_title="Att lösa in",
    ready=(("Valfri kaffedryck", "t.o.m. 3 januari"),),
    lines=("Guld", "5 % på böcker"),
    code=CODE,
    day="22 november 2026",
    notice="Detta är inget kvitto.",
)
needs_escpos = pytest.mark.skipif(util.find_spec("escpos") is None, reason="the extra escpos is not installed")


def image(picture: Picture) -> Image.Image:
    return Image.frombytes("L", (picture.width, picture.height), picture.data)


def codes(seen: Image.Image) -> list[str]:
    return [found.text for found in zxingcpp.read_barcodes(seen)]


@dataclass
class Received:
    """What a printer would have done with the bytes that came."""

    paper: Image.Image
    cuts: int
    rest: bytes


def received(stream: bytes) -> Received:
    """Reads ESC/POS as a printer does: GS v 0 rasters below each other, GS V cuts, ESC @ and ESC d passed over."""
    rasters: list[Image.Image] = []
    cuts, at, rest = 0, 0, b""
    while at < len(stream):
        command = stream[at : at + 3]
        if command == b"\x1dv0":
            across, down = (int.from_bytes(stream[at + place : at + place + 2], "little") for place in (4, 6))
            body = stream[at + 8 : at + 8 + across * down]
            assert stream[at + 3] == 0 and len(body) == across * down
            # A set bit is a black dot.
            rasters.append(Image.frombytes("1", (across * 8, down), bytes(255 - byte for byte in body)))
            at += 8 + across * down
        elif command[:2] == b"\x1dV":
            cuts += 1
            at += 3
        elif command[:2] in (b"\x1b@", b"\x1bd"):
            at += 2 if command[:2] == b"\x1b@" else 3
        else:
            rest += stream[at : at + 1]
            at += 1
    paper = Image.new("L", (max(each.width for each in rasters), sum(each.height for each in rasters)), 255)
    top = 0
    for each in rasters:
        paper.paste(each, (0, top))
        top += each.height
    return Received(paper, cuts, rest)


@pytest.mark.parametrize("paper", PAPERS)
def test_it_is_as_wide_as_the_paper_prints_black_and_white_and_its_code_is_read(paper: Paper) -> None:
    picture = render_slip(MARIA, paper)
    assert picture.width == picture.stride == DOTS[paper]
    assert set(picture.data) == {0, 255}
    assert codes(image(picture)) == [CODE]


@pytest.mark.parametrize("paper", PAPERS)
def test_the_codes_squares_are_whole_dots_of_a_millimetre(paper: Paper) -> None:
    found = zxingcpp.read_barcodes(image(render_slip(MARIA, paper)))[0].position
    assert abs(found.top_right.x - found.top_left.x - 21 * 8) <= 2
    assert abs(found.bottom_left.y - found.top_left.y - 21 * 8) <= 2


@pytest.mark.parametrize("paper", PAPERS)
def test_each_stamp_is_a_black_circle_and_each_box_to_fill_a_white_one(paper: Paper) -> None:
    def ink(stamped: int) -> int:
        slip = replace(MARIA, cards=(SlipCard("K", 10, stamped, "x"),))
        return render_slip(slip, paper).data.count(0)

    more = [ink(stamped + 1) - ink(stamped) for stamped in range(10)]
    assert min(more) > 1500
    heights = {render_slip(replace(MARIA, cards=(SlipCard("K", 10, n, "x"),)), paper).height for n in (0, 3, 10)}
    assert len(heights) == 1


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("boxes", [1, 2, 5, 6, 9, 12, 20, 48, 400])
def test_any_number_of_boxes_stays_on_the_paper(paper: Paper, boxes: int) -> None:
    picture = render_slip(replace(MARIA, cards=(SlipCard("K", boxes, boxes // 2, "x"),)), paper)
    assert_clear_edges(picture)
    assert codes(image(picture)) == [CODE]


def assert_clear_edges(picture: Picture) -> None:
    for column in (0, 1, 2, picture.width - 3, picture.width - 2, picture.width - 1):
        assert 0 not in picture.data[column :: picture.stride], column


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize(
    "name",
    [
        "Wolfeschlegelsteinhausenbergerdorff-Konstantynopolitańczykowianeczka",
        "Zażółć gęślą jaźń " * 12,
        "<b>Æøå & Łódź</b>",
        "",
    ],
)
def test_a_long_or_strange_name_stays_on_the_paper(paper: Paper, name: str) -> None:
    named = replace(MARIA, name=name, shop=name or "B", lines=(name,), ready=((name, name),))
    picture = render_slip(named, paper)
    assert_clear_edges(picture)
    assert codes(image(picture)) == [CODE]


def test_every_languages_letters_are_drawn_and_not_boxes() -> None:
    """Two letters never look alike; the boxes for what a font lacks always do."""
    seen = {render_slip(replace(MARIA, lines=(letter * 6,)), 80).data for letter in "ÅÄÖåäöÆØæøĄĆĘŁŃÓŚŹŻąćęłńóśźż"}
    assert len(seen) == 28


def test_what_no_font_draws_is_left_out() -> None:
    assert render_slip(replace(MARIA, name="\U000e0041\u0627\u0644"), 80) == render_slip(replace(MARIA, name=""), 80)


def test_a_letter_that_no_font_draws_costs_no_line() -> None:
    happy = render_slip(replace(MARIA, shop="Bokkaféet \u0639"), 80)
    assert happy == render_slip(MARIA, 80)


def test_nobodys_card_is_no_code() -> None:
    assert codes(image(render_slip(replace(MARIA, code=None), 58))) == []


@needs_escpos
@pytest.mark.parametrize("paper", PAPERS)
def test_what_the_printer_gets_is_the_slip_and_a_cut(paper: Paper, capfd: pytest.CaptureFixture[str]) -> None:
    picture = render_slip(MARIA, paper)
    got = received(slip_printer._commands(picture))
    assert (got.paper.width, got.paper.height) == (picture.width, picture.height)
    assert got.paper.tobytes() == picture.data
    assert codes(got.paper) == [CODE]
    assert (got.cuts, got.rest) == (1, b"")
    assert capfd.readouterr() == ("", "")


@needs_escpos
def test_a_printer_in_the_network_gets_it() -> None:
    came: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def listen() -> None:
            connection, _ = server.accept()
            with connection:
                while part := connection.recv(65536):
                    came.append(part)

        listening = threading.Thread(target=listen)
        listening.start()
        print_slip(render_slip(MARIA, 58), SlipPrinter("network", f"127.0.0.1:{server.getsockname()[1]}", 58))
        listening.join(5)
    assert codes(received(b"".join(came)).paper) == [CODE]


@needs_escpos
def test_a_device_file_gets_it(tmp_path: Path) -> None:
    device = tmp_path / "lp0"
    device.touch()
    print_slip(render_slip(MARIA, 80), SlipPrinter("file", str(device)))
    assert codes(received(device.read_bytes()).paper) == [CODE]


def refused(printer: SlipPrinter) -> str:
    with pytest.raises(KassaError) as caught:
        print_slip(render_slip(MARIA, printer.paper), printer)
    assert caught.value.code == "bad_file"
    return str(caught.value.text)


@needs_escpos
def test_a_printer_that_is_gone_is_a_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        gone = f"127.0.0.1:{server.getsockname()[1]}"
    assert refused(SlipPrinter("network", gone)).startswith(f"No slip printer answers at {gone}. Is it switched on")
    assert "isn't there" in refused(SlipPrinter("file", str(tmp_path / "lp0")))
    assert "isn't there" in refused(SlipPrinter("file", str(tmp_path)))


@needs_escpos
def test_a_printer_that_breaks_off_is_a_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def hang_up() -> None:
            connection, _ = server.accept()
            # Without lingering the connection is reset under the printer's hands.
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
            connection.close()

        hanging = threading.Thread(target=hang_up)
        hanging.start()
        big = Picture(576, 60000, 576, True, b"\0" * 576 * 60000)
        with pytest.raises(KassaError, match="No slip printer answers"):
            print_slip(big, SlipPrinter("network", f"127.0.0.1:{server.getsockname()[1]}"))
        hanging.join(5)


@needs_escpos
def test_a_printer_that_takes_nothing_holds_nobody_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    monkeypatch.setattr(slip_printer, "_PATIENCE_S", 0.3)
    pipe = tmp_path / "lp0"
    os.mkfifo(pipe)  # opening it waits for a reader that never comes, as a device waits for paper
    began = time.monotonic()
    assert refused(SlipPrinter("file", str(pipe))).startswith("The slip printer takes nothing")
    assert time.monotonic() - began < 5
    os.close(os.open(pipe, os.O_RDONLY | os.O_NONBLOCK))


class Driver:
    """One of python-escpos's ways to a printer, as far as it is used; the printer behind it may be gone."""

    made: ClassVar[list[Driver]] = []
    gone = False

    def __init__(self, *where: object) -> None:
        self.where, self.came, self.closed = where, b"", False
        self.made.append(self)

    @staticmethod
    def is_usable() -> bool:
        return True

    def open(self) -> None:
        if self.gone:
            told = import_module("escpos.exceptions").DeviceNotFoundError("not to be opened")
            told.__context__ = OSError(errno.EACCES, "Access denied")
            raise told

    def _raw(self, commands: bytes) -> None:
        self.came += commands

    def close(self) -> None:
        self.closed = True


@needs_escpos
@pytest.mark.parametrize(
    ("kind", "name", "where", "asked"),
    [("usb", "Usb", "04b8:0202", (0x04B8, 0x0202)), ("windows", "Win32Raw", "EPSON TM", ("EPSON TM",))],
)
def test_usb_and_windows_get_it_through_their_drivers(
    kind: Kind, name: str, where: str, asked: tuple[object, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_module("escpos.printer"), name, Driver)
    monkeypatch.setattr(Driver, "made", [])
    print_slip(render_slip(MARIA, 80), SlipPrinter(kind, where))
    (driver,) = Driver.made
    assert driver.where == asked and driver.closed
    assert codes(received(driver.came).paper) == [CODE]
    monkeypatch.setattr(Driver, "gone", True)
    assert "usermod -aG lp" in refused(SlipPrinter(kind, where))


@needs_escpos
@pytest.mark.skipif(util.find_spec("usb") is not None, reason="pyusb is installed")
def test_a_library_that_is_missing_is_named() -> None:
    assert "--with pyusb" in refused(SlipPrinter("usb", "04b8:0202"))


def test_without_the_extra_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slip_printer, "is_installed", lambda: False)
    assert 'uv tool install "kassa[escpos]"' in refused(SlipPrinter("network", "192.168.1.50"))


def test_a_bug_of_ours_is_no_printers_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(picture: Picture) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(slip_printer, "is_installed", lambda: True)
    monkeypatch.setattr(slip_printer, "_commands", broken)
    with pytest.raises(ZeroDivisionError):
        print_slip(render_slip(MARIA, 58), SlipPrinter("network", "192.168.1.50"))


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("network", " 192.168.1.50 ", "192.168.1.50"),
        ("network", "printer.local:9101", "printer.local:9101"),
        ("usb", "04B8:0202", "04b8:0202"),
        ("usb", "0x04b8 : 0x0202", "04b8:0202"),
        ("file", "/dev/usb/lp0", "/dev/usb/lp0"),
        ("windows", "EPSON TM-T20III", "EPSON TM-T20III"),
    ],
)
def test_a_printer_is_written_down_as_people_write(kind: str, typed: str, kept: str) -> None:
    assert slip_printer.slip_printer(kind, typed, 58) == SlipPrinter(kind, kept, 58)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        *(("network", typed) for typed in ("", "http://192.168.1.50", "a b", "host:", "host:0", "host:70000", "-x")),
        *(("usb", typed) for typed in ("", "04b8", "04b8:02g2", "epson")),
        *(("file", typed) for typed in ("", "lp0")),
        ("windows", "  "),
    ],
)
def test_a_printer_that_cannot_be_is_refused(kind: str, typed: str) -> None:
    with pytest.raises(KassaError) as caught:
        slip_printer.slip_printer(kind, typed)
    assert caught.value.code == "bad_value"

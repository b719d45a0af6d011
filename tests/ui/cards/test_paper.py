"""Pages onto a printer that is a file: at their size, moved as told, in little memory, and stopped when asked."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QMarginsF, QTimer
from PySide6.QtGui import QPageLayout, QPageSize
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kassa.config import PrinterTuning
from kassa.errors import KassaError
from kassa.printing import CardFace, Edge, Front, Pages, Sheet, render_cards, sheet
from kassa.ui.cards import paper
from kassa.ui.jobs import Jobs
from tests.ui.cards.measuring import codes_on, cross_near, crosses, moved_by, page_of_crosses, picture_of

ROOT = Path(__file__).resolve().parents[3]
A4 = sheet("avery-c32011-10")
CODES = [f"{code:010}" for code in (4071938261, 1182047730, 9365510284)]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "paper.pdf"


@pytest.fixture
def printer(qapp: QApplication, out: Path) -> QPrinter:
    made = QPrinter(QPrinter.PrinterMode.HighResolution)
    made.setOutputFileName(str(out))
    paper.fit_paper(made, *A4.page_size)
    return made


def test_pages_come_out_at_their_size_and_place(printer: QPrinter, out: Path) -> None:
    assert paper.print_pages(printer, page_of_crosses(A4)) == 1
    picture = picture_of(out.read_bytes(), 0)
    for corner in crosses(A4):
        assert cross_near(picture, corner) == pytest.approx(corner, abs=0.1)


@pytest.mark.parametrize(
    "tuning",
    [
        PrinterTuning("A", x=0.5),
        PrinterTuning("A", x=-1.2, y=1.7),
        PrinterTuning("A", scale=1.006),
        PrinterTuning("A", 0.3, -0.4, scale=0.994),
    ],
    ids=["x", "x and y", "larger", "all"],
)
def test_a_tuning_moves_and_scales_the_print(printer: QPrinter, out: Path, tuning: PrinterTuning) -> None:
    paper.print_pages(printer, page_of_crosses(A4), tuning=tuning)
    picture = picture_of(out.read_bytes(), 0)
    for corner in crosses(A4):
        there = moved_by(A4, tuning, corner)
        assert cross_near(picture, there) == pytest.approx(there, abs=0.1)


@pytest.mark.parametrize("edge", ["long-edge", "short-edge"])
def test_backs_are_moved_by_their_own(printer: QPrinter, out: Path, edge: Edge) -> None:
    tuning = PrinterTuning("A", x=1.0, back_x=-0.7, back_y=0.6)
    assert paper.print_pages(printer, page_of_crosses(A4, edge), tuning=tuning, edge=edge) == 2
    front, back = (picture_of(out.read_bytes(), page) for page in (0, 1))
    for corner in crosses(A4):
        there = moved_by(A4, tuning, corner)
        assert cross_near(front, there) == pytest.approx(there, abs=0.1)
    for corner in crosses(A4, edge):
        there = moved_by(A4, tuning, corner, back=True)
        assert cross_near(back, there) == pytest.approx(there, abs=0.1)


def test_bands_leave_no_seam_in_a_dark_card(printer: QPrinter, out: Path) -> None:
    faces = [CardFace(code) for code in CODES]
    paper.print_pages(printer, render_cards(faces, A4, Front("Bokkaféet")).pdf, tuning=PrinterTuning("A", 0.13, 0.29))
    picture = picture_of(out.read_bytes(), 0)
    # Down a column inside the first two cards' grounds, where there is neither type nor code.
    x, y = A4.place(1)
    column = round((x + 2.2) * 20)
    first, last = round((y + 1.5) * 20), round((y + A4.card[1] - 1.5) * 20)
    greys = [picture.data[row * picture.stride + column] for row in range(first, last)]
    assert max(greys) < 80, "the forest's ground is dark from end to end"
    assert [set(page) for page in codes_on(out.read_bytes())] == [set(CODES)]


_PEAK = """
import resource, sys
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication
from kassa.printing import sheet
from kassa.ui.cards import paper
from tests.ui.cards.measuring import page_of_crosses
app = QApplication([])
def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
def print_once(dots):
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFileName(sys.argv[1])
    printer.setResolution(dots)
    paper.fit_paper(printer, 210, 297)
    paper.print_pages(printer, page_of_crosses(sheet("a4-cut")))
print_once(72)  # whatever is loaded once
before = peak()
print_once(600)
print(peak() - before)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows counts memory by other means")
def test_a_page_at_600_dots_is_never_whole_in_memory(out: Path) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    told = subprocess.run(
        [sys.executable, "-c", _PEAK, str(out)], env=environment, check=True, capture_output=True, text=True
    )
    whole = (210 / 25.4 * 600) * (297 / 25.4 * 600) * 4
    assert int(told.stdout) < whole / 4


def test_the_window_goes_on_while_pages_are_printed(printer: QPrinter, qtbot: QtBot) -> None:
    jobs, ticks = Jobs(), [0]
    pdf = render_cards([CardFace(f"{number:010}") for number in range(20)], A4, Front("Shop")).pdf
    timer = QTimer(interval=1)

    def tick() -> None:
        ticks[0] += 1

    timer.timeout.connect(tick)
    timer.start()
    jobs.run(lambda job: paper.print_pages(printer, pdf))
    qtbot.waitUntil(lambda: jobs.count == 0, timeout=60_000)
    assert ticks[0] > 100, "two pages have more than two hundred bands, and between any two the window gets its turn"
    assert jobs.close()


@pytest.mark.parametrize(
    ("dots", "grain"), [(300, 1), (600, 1), (720, 2), (1200, 2), (2400, 4)], ids=lambda value: str(value)
)
def test_a_dot_of_the_picture_is_a_whole_number_of_the_printers(
    printer: QPrinter, monkeypatch: pytest.MonkeyPatch, dots: int, grain: int
) -> None:
    asked: list[float] = []
    real = Pages.bands

    def listen(self: Pages, page: int, dots_per_inch: float, rows: int, shared: int = 0) -> object:
        asked.append(dots_per_inch)
        return real(self, page, dots_per_inch, rows, shared)

    monkeypatch.setattr(Pages, "bands", listen)
    printer.setResolution(dots)
    paper.print_pages(printer, page_of_crosses(A4))
    assert asked == [dots / grain]
    assert asked[0] <= paper.FINEST


# ── which pages ──


def test_only_the_pages_chosen_in_the_dialog_go_out(printer: QPrinter, out: Path) -> None:
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(2, 3)
    faces = [CardFace(f"{number:010}") for number in range(50)]
    pdf = render_cards(faces, A4, Front("Shop")).pdf
    assert paper.print_pages(printer, pdf) == 2
    with Pages(out.read_bytes()) as pages:
        assert len(pages) == 2
    wanted = [face.code for face in faces[10:30]]
    assert [set(page) for page in codes_on(out.read_bytes())] == [set(wanted[:10]), set(wanted[10:])]


def test_a_back_goes_with_its_front(printer: QPrinter) -> None:
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(4, 5)
    assert paper.chosen_pages(printer, 8, backs=True) == [2, 3, 4, 5]
    assert paper.chosen_pages(printer, 8, backs=False) == [3, 4]
    printer.setPrintRange(QPrinter.PrintRange.AllPages)
    assert paper.chosen_pages(printer, 3, backs=False) == [0, 1, 2]


def test_cards_are_printed_once_whatever_the_dialog_says_and_posters_as_often(printer: QPrinter) -> None:
    printer.setCopyCount(3)
    paper.print_pages(printer, page_of_crosses(A4), copies=True)
    assert printer.copyCount() == 3
    paper.print_pages(printer, page_of_crosses(A4))
    assert printer.copyCount() == 1


# ── stopping and failing ──


def test_cancelled_no_further_page_is_drawn(printer: QPrinter, out: Path) -> None:
    told: list[tuple[int, int]] = []
    pdf = render_cards([CardFace(f"{number:010}") for number in range(40)], A4, Front("Shop")).pdf
    printed = paper.print_pages(printer, pdf, lambda done, total: told.append((done, total)), lambda: len(told) == 2)
    assert printed == 2
    assert told == [(1, 4), (2, 4)]
    with Pages(out.read_bytes()) as pages:
        assert len(pages) == 2


def test_cancelled_at_once_nothing_goes_out(printer: QPrinter, out: Path) -> None:
    assert paper.print_pages(printer, page_of_crosses(A4), cancelled=lambda: True) == 0
    assert not out.exists()


def test_a_printer_that_does_not_begin_is_told(printer: QPrinter, tmp_path: Path, qt_is_silent: list[str]) -> None:
    printer.setOutputFileName(str(tmp_path / "no such folder" / "paper.pdf"))
    with pytest.raises(KassaError) as refused:
        paper.print_pages(printer, page_of_crosses(A4))
    assert refused.value.code == "bad_file"
    assert "doesn't answer" in str(refused.value)
    assert refused.value.details == {"pages": 0}
    assert "QPainter::begin(): Returned false" in qt_is_silent
    qt_is_silent.clear()


def test_a_printer_that_goes_away_in_the_middle_says_how_far_it_came(
    printer: QPrinter, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, taken = printer.newPage, [1]

    def take_two() -> bool:
        taken.append(1)
        return len(taken) <= 2 and real()

    monkeypatch.setattr(printer, "newPage", take_two)
    pdf = render_cards([CardFace(f"{number:010}") for number in range(40)], A4, Front("Shop")).pdf
    with pytest.raises(KassaError, match="takes no more pages") as refused:
        paper.print_pages(printer, pdf)
    assert refused.value.details == {"pages": 2}
    assert refused.value.text.values == {"n": 2, "of": 4}


def test_a_full_disk_is_told_before_half_a_page_is_lost(
    printer: QPrinter, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(paper, "_ROOM", 1 << 62)
    with pytest.raises(KassaError, match="disk is full"):
        paper.print_pages(printer, page_of_crosses(A4))


# ── paper ──


@pytest.mark.parametrize(
    ("size", "known", "lying"),
    [
        ((210.0, 297.0), QPageSize.PageSizeId.A4, False),
        ((297.0, 210.0), QPageSize.PageSizeId.A4, True),
        ((215.9, 279.4), QPageSize.PageSizeId.Letter, False),
        ((105.0, 148.0), QPageSize.PageSizeId.A6, False),
        ((85.6, 53.98), QPageSize.PageSizeId.Custom, False),
        ((101.6, 69.98), QPageSize.PageSizeId.Custom, False),
    ],
)
def test_the_paper_is_exactly_the_sheets(
    printer: QPrinter, size: tuple[float, float], known: QPageSize.PageSizeId, lying: bool
) -> None:
    paper.fit_paper(printer, *size)
    layout = printer.pageLayout()
    assert layout.pageSize().id() == known
    full = layout.fullRect(QPageLayout.Unit.Millimeter)
    assert (full.width(), full.height()) == pytest.approx(size, abs=0.3)
    assert (layout.orientation() == QPageLayout.Orientation.Landscape) == lying
    assert layout.mode() == QPageLayout.Mode.FullPageMode
    assert layout.paintRect() == layout.fullRect(), "margins take nothing away"


@pytest.mark.parametrize("sheet_id", ["cr80", "cr80-bleed", "letter-cut"])
def test_every_kind_of_paper_holds_its_cards(printer: QPrinter, out: Path, sheet_id: str) -> None:
    kind: Sheet = sheet(sheet_id)
    paper.fit_paper(printer, *kind.page_size)
    paper.print_pages(printer, render_cards([CardFace(code) for code in CODES], kind, Front("Shop")).pdf)
    with Pages(out.read_bytes()) as pages:
        assert pages.size(0) == pytest.approx(kind.page_size, abs=0.3)
    assert {code for page in codes_on(out.read_bytes()) for code in page} == set(CODES)


def test_margins_of_the_driver_do_not_move_the_page(printer: QPrinter, out: Path) -> None:
    printer.setPageMargins(QMarginsF(8, 9, 10, 11), QPageLayout.Unit.Millimeter)
    paper.fit_paper(printer, *A4.page_size)
    paper.print_pages(printer, page_of_crosses(A4))
    corner = crosses(A4)[0]
    assert cross_near(picture_of(out.read_bytes(), 0), corner) == pytest.approx(corner, abs=0.1)

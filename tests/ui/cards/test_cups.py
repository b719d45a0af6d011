"""Printing for real, as far as a computer without paper can: through Qt, CUPS and a queue, to what the printer gets."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QApplication, QDialog, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from kassa.config import PrinterTuning
from kassa.domain import codes
from kassa.errors import KassaError
from kassa.printing import Back, CardFace, Edge, Front, Pages, render_cards, sheet
from kassa.ui.cards import paper, printers
from kassa.ui.cards.print_dialog import ask_for_printer
from kassa.ui.jobs import Job
from kassa.words import Words
from tests.cups import CUPSD, Cups, Queue, private_cups
from tests.ui.cards.measuring import codes_on, cross_near, crosses, moved_by, page_of_crosses, picture_of

pytestmark = pytest.mark.skipif(not Path(CUPSD).exists(), reason="no cupsd here: apt install cups-daemon")

A4 = sheet("avery-c32011-10")
FRONT = Front("Bokkaféet", "Stamkort", ("Storgatan 1",))


def faces(count: int) -> list[CardFace]:
    chance = random.Random(7)
    return [CardFace(codes.new_code(chance), f"Åsa {number}") for number in range(count)]


@pytest.fixture
def cups(qapp: QApplication) -> Iterator[Cups]:
    queues = (
        Queue("Office"),
        Queue("Fine", dots=600),
        Queue("One-sided", turns=False, any_size=False),
        Queue("Stopped", stopped=True),
        Queue("Full", accepting=False),
    )
    with private_cups(queues) as server:
        yield server


def on(name: str, size: tuple[float, float] = A4.page_size) -> QPrinter:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPrinterName(name)
    assert printer.printerName() == name
    printer.setDocName("Kassa: loyalty cards")
    paper.fit_paper(printer, *size)
    return printer


# ── what arrives ──


TUNED = PrinterTuning("any", 0.5, -1.2, back_x=-0.8, back_y=0.3, scale=1.004)


@pytest.mark.parametrize(("queue", "tuning"), [("Office", TUNED), ("Fine", None)], ids=["300 tuned", "600"])
def test_cards_arrive_and_every_code_can_be_read(cups: Cups, queue: str, tuning: PrinterTuning | None) -> None:
    batch = faces(13)
    pdf = render_cards(batch, A4, FRONT, back=Back("long-edge", "Stamkort", 10, 2)).pdf
    assert paper.print_pages(on(queue), pdf, tuning=tuning, edge="long-edge") == 4
    (job,) = cups.jobs(1)
    wanted = [face.code for face in batch]
    assert [sorted(page) for page in codes_on(job.pdf)] == [sorted(wanted[:10]), [], sorted(wanted[10:]), []]
    assert job.title == "Kassa: loyalty cards"
    assert job.options["sides"] == "two-sided-long-edge"
    assert job.options["media"] == "A4"
    assert job.options["print-scaling"] == "none"
    with Pages(job.pdf) as pages:
        assert pages.size(0) == pytest.approx(A4.page_size, abs=0.2)


@pytest.mark.parametrize(
    ("queue", "edge", "tuning"),
    [
        ("Office", "long-edge", None),
        ("Office", "short-edge", TUNED),
        ("Fine", "short-edge", None),
        ("Fine", "long-edge", TUNED),
    ],
    ids=["300", "300 tuned", "600", "600 tuned"],
)
def test_everything_lies_within_a_fifth_of_a_millimetre(
    cups: Cups, queue: str, edge: Edge, tuning: PrinterTuning | None
) -> None:
    assert paper.print_pages(on(queue), page_of_crosses(A4, edge), tuning=tuning, edge=edge) == 2
    (job,) = cups.jobs(1)
    assert job.options["sides"] == f"two-sided-{edge}"
    expected = tuning or PrinterTuning("any")
    for page, corners in ((0, crosses(A4)), (1, crosses(A4, edge))):
        picture = picture_of(job.pdf, page)
        for corner in corners:
            there = moved_by(A4, expected, corner, back=page == 1)
            assert cross_near(picture, there) == pytest.approx(there, abs=0.2)


@pytest.mark.parametrize("sheet_id", ["cr80", "cr80-bleed", "letter-cut"])
def test_paper_of_any_size_is_asked_for_by_its_size(cups: Cups, sheet_id: str) -> None:
    kind, batch = sheet(sheet_id), faces(2)
    paper.print_pages(on("Office", kind.page_size), render_cards(batch, kind, FRONT).pdf)
    (job,) = cups.jobs(1)
    width, height = kind.page_size
    asked = {"letter-cut": "Letter"}.get(sheet_id, f"Custom.{width:g}x{height:g}mm")
    assert job.options["media"] == asked
    assert job.options["sides"] == "one-sided"
    with Pages(job.pdf) as pages:
        # A PDF of Qt's has whole points.
        assert pages.size(0) == pytest.approx(kind.page_size, abs=0.2)
    assert {code for page in codes_on(job.pdf) for code in page} == {face.code for face in batch}


def test_the_printers_own_resolution_is_used(cups: Cups) -> None:
    for name, dots in (("Office", 300), ("Fine", 600)):
        printer = on(name)
        paper.print_pages(printer, page_of_crosses(A4))
        assert printer.resolution() == dots


def test_long_batches_go_out_in_jobs_of_whole_sheets(cups: Cups, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paper, "PAGES_A_JOB", 4)
    batch = faces(45)
    pdf = render_cards(batch, A4, FRONT, back=Back("short-edge", "Stamkort", 10, 2)).pdf
    assert paper.print_pages(on("Office"), pdf, edge="short-edge") == 10
    jobs = cups.jobs(3)
    pages = [codes_on(job.pdf) for job in jobs]
    assert [[len(page) for page in job] for job in pages] == [[10, 0, 10, 0], [10, 0, 10, 0], [5, 0]]
    assert {code for job in pages for page in job for code in page} == {face.code for face in batch}


def test_a_one_sided_printer_gets_the_fronts_and_once_the_pile_is_turned_the_backs(cups: Cups) -> None:
    batch = faces(12)
    pdf = render_cards(batch, A4, FRONT, back=Back("long-edge", "Stamkort", 10, 2)).pdf
    asked: list[int] = []

    def turn_over() -> bool:
        asked.append(len(cups.jobs(1)))
        return True

    assert paper.print_pages(on("One-sided"), pdf, edge="long-edge", turn_over=turn_over) == 4
    assert asked == [1], "asked once, with the fronts out"
    fronts, backs = cups.jobs(2)
    assert [len(page) for page in codes_on(fronts.pdf)] == [10, 2]
    assert codes_on(backs.pdf) == [[], []]
    assert {job.options["sides"] for job in (fronts, backs)} == {"one-sided"}


def test_a_pile_that_is_not_turned_gets_no_backs(cups: Cups) -> None:
    pdf = render_cards(faces(3), A4, FRONT, back=Back("long-edge", "Stamkort", 10, 2)).pdf
    assert paper.print_pages(on("One-sided"), pdf, edge="long-edge", turn_over=lambda: False) == 1
    with pytest.raises(KassaError, match="one side only") as refused:
        paper.print_pages(on("One-sided"), pdf, edge="long-edge")
    assert refused.value.code == "bad_value"
    assert len(cups.jobs(1)) == 1


# ── what is refused ──


def test_a_job_that_the_queue_refuses_is_told(cups: Cups) -> None:
    with pytest.raises(KassaError, match="doesn't answer") as refused:
        paper.print_pages(on("Full"), page_of_crosses(A4))
    assert refused.value.details == {"pages": 0}


def test_a_server_that_goes_away_in_the_middle_says_what_went_out(cups: Cups, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paper, "PAGES_A_JOB", 2)
    pdf = render_cards(faces(50), A4, FRONT).pdf

    def third_page(done: int, total: int) -> None:
        if done == 3:
            cups.jobs(1)
            cups.go_away()

    with pytest.raises(KassaError, match="takes no more pages") as refused:
        paper.print_pages(on("Office"), pdf, third_page)
    assert refused.value.details == {"pages": 2}, "the first job, not what was drawn for the second"
    assert refused.value.text.values == {"n": 2, "of": 5}


def test_a_printer_that_is_gone_or_stopped_is_told_before_anything_is_made(cups: Cups) -> None:
    gone = on("Office")
    paper.check(gone, A4.page_size)
    with pytest.raises(KassaError, match="Stopped has stopped") as refused:
        paper.check(on("Stopped"), A4.page_size)
    assert refused.value.code == "bad_file"
    cups.go_away()
    with pytest.raises(KassaError, match="doesn't answer"):
        paper.check(gone, A4.page_size)


def test_paper_that_the_printer_cannot_be_told_of_is_refused(cups: Cups) -> None:
    plain = on("One-sided")
    paper.check(plain, A4.page_size)
    paper.check(plain, (297.0, 210.0))
    with pytest.raises(KassaError, match="no paper of 86 × 54 mm") as refused:
        paper.check(plain, sheet("cr80").page_size)
    assert refused.value.code == "bad_value"
    paper.check(on("Office"), sheet("cr80").page_size)


# ── the print dialog ──


def test_the_print_dialog_asks_for_pages_and_nothing_that_would_spoil_cards(
    cups: Cups, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    seen: list[QPrintDialog] = []

    def choose(dialog: QPrintDialog) -> QDialog.DialogCode:
        seen.append(dialog)
        chosen = dialog.printer()
        chosen.setPrinterName("Fine")
        chosen.setPrintRange(QPrinter.PrintRange.PageRange)
        chosen.setFromTo(2, 2)
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(QPrintDialog, "exec", choose)
    printer = ask_for_printer(window, "Print 25 cards", "Kassa: loyalty cards", A4.page_size, 3)
    assert printer is not None
    (dialog,) = seen
    assert dialog.windowTitle() == "Print 25 cards"
    options = QPrintDialog.PrintDialogOption
    assert dialog.testOption(options.PrintPageRange)
    assert not dialog.testOption(options.PrintToFile)
    assert (dialog.minPage(), dialog.maxPage()) == (1, 3)
    copies = dialog.findChild(QSpinBox, "copies")
    assert isinstance(copies, QSpinBox)
    assert not copies.isEnabled(), "two cards with one code would be two people's"
    batch = faces(25)
    paper.fit_paper(printer, *A4.page_size)
    assert paper.print_pages(printer, render_cards(batch, A4, FRONT).pdf) == 1
    (job,) = cups.jobs(1)
    assert [set(page) for page in codes_on(job.pdf)] == [{face.code for face in batch[10:20]}]


def test_thought_better_of_there_is_no_printer(cups: Cups, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    monkeypatch.setattr(QPrintDialog, "exec", lambda dialog: QDialog.DialogCode.Rejected)
    assert ask_for_printer(window, "Print", "Kassa", A4.page_size, 1) is None


def test_a_computer_without_printers_says_so_instead_of_an_empty_dialog(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    with private_cups([]), pytest.raises(KassaError, match="has no printer") as refused:
        ask_for_printer(window, "Print", "Kassa", A4.page_size, 1)
    assert refused.value.code == "bad_file"


# ── the test page, and what it leads to ──


def test_every_printer_of_the_computer_is_found(cups: Cups) -> None:
    found = printers.find(_job())
    assert set(found.names) == {"Office", "Fine", "One-sided", "Stopped", "Full"}
    assert found.usual == "Office"
    assert found.tunings["Fine"] == PrinterTuning("Fine")


def test_a_second_test_page_shows_the_correction(cups: Cups) -> None:
    tuning = PrinterTuning("Office", 1.0, -0.5)
    for step in (PrinterTuning("Office"), tuning):
        printed = printers.print_test_page(_job(), A4, step, Words("en"), None, 1, back=False)
        assert not printed.back_left
        assert printed.tuning == step
    first, second = cups.jobs(2)
    assert first.title == "Kassa: test page"
    for corner in crosses(A4)[1:]:
        was, now = (cross_near(picture_of(job.pdf, 0), corner) for job in (first, second))
        assert (now[0] - was[0], now[1] - was[1]) == pytest.approx((1.0, -0.5), abs=0.1)


def test_a_one_sided_printers_test_page_is_printed_side_by_side(cups: Cups) -> None:
    tuning = PrinterTuning("One-sided", back_x=1.2)
    kinds = [printers.print_test_page(_job(), A4, tuning, Words("en"), "long-edge", 1, back) for back in (False, True)]
    assert [printed.back_left for printed in kinds] == [True, False]
    front, back = cups.jobs(2)
    for job in (front, back):
        with Pages(job.pdf) as pages:
            assert len(pages) == 1
    for corner in crosses(A4, "long-edge")[1:]:
        there = moved_by(A4, tuning, corner, back=True)
        assert cross_near(picture_of(back.pdf, 0), there) == pytest.approx(there, abs=0.2)


def test_a_printer_that_is_gone_prints_no_test_page(cups: Cups) -> None:
    with pytest.raises(KassaError, match="doesn't answer"):
        printers.print_test_page(_job(), A4, PrinterTuning("Sold"), Words("en"), None, 1, back=False)


def _job() -> Job:
    return Job(lambda job, progress: None)

"""The printer's position: a test page, the light behind it, and half a millimetre this way or that."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from kassa.config import FARTHEST_OFF, LEAST_SCALE, MOST_SCALE, PrinterTuning
from kassa.errors import KassaError
from kassa.printing import Edge, measure_of, moved
from kassa.printing import Sheet as Paper
from kassa.ui import theme
from kassa.ui.cards import printers
from kassa.ui.cards.lengths import read_length
from kassa.ui.cards.nudge import COARSE, FINE, NudgePad
from kassa.ui.cards.printers import Printers, TestPrint
from kassa.ui.importing.controls import ChoiceBox
from kassa.ui.jobs import Jobs
from kassa.ui.till.sheet import Sheet
from kassa.ui.widgets.buttons import PillToggle, QuietButton
from kassa.ui.widgets.label import Label
from kassa.words import Words

Side = Literal["front", "back"]


class PrinterSheet(Sheet):
    """``accepted`` carries the ``PrinterTuning`` of the printer chosen; with an ``edge`` backs have their own place.

    The test page is that of ``paper``, its places before ``start`` gone. ``printer`` is chosen first where there is
    one of that name, else the computer's usual one.
    """

    width_px = 600

    def __init__(
        self,
        words: Words,
        jobs: Jobs,
        paper: Paper,
        parent: QWidget,
        *,
        edge: Edge | None = None,
        start: int = 1,
        printer: str = "",
    ) -> None:
        super().__init__(words, words.tr("The printer's position"), words.tr("Save"), parent)
        self._jobs, self._paper, self._edge, self._start, self._wanted = jobs, paper, edge, start, printer
        self._tunings: dict[str, PrinterTuning] = {}
        self._printed_at: dict[str, float] = {}
        self.side: Side = "front"
        self.printers = ChoiceBox(words.tr("Printer"))
        self.printers.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.status = Label(words.tr("Looking for printers…"), "muted", wrap=True)
        self.test_button = QuietButton(words.tr("Print test page"), icon="print", accent=True)
        self.pad = NudgePad(words)
        self.told = Label("", "strong", wrap=True)
        self.steps = {
            step: self._pill(words.tr("{n} mm").format(n=words.number(step)), self._step_chosen)
            for step in (COARSE, FINE)
        }
        self.sides: dict[Side, PillToggle] = {
            "front": self._pill(words.tr("Front"), self._side_chosen),
            "back": self._pill(words.tr("Back"), self._side_chosen),
        }
        self.reset_button = QuietButton(words.tr("Back to zero"), icon="undo")
        self.measured = QLineEdit()
        self.size_told = Label("", "strong", wrap=True)
        self._build()
        self._connect()
        self._show()
        self._allow()

    def _pill(self, label: str, clicked: object) -> PillToggle:
        pill = PillToggle(label)
        pill.clicked.connect(clicked)
        return pill

    def _build(self) -> None:
        words, px = self.words, theme.current().px
        self.form.addWidget(Label(words.tr("Printer"), "caption"))
        self.form.addWidget(self.printers)
        self.form.addWidget(self.status)
        self.form.addSpacing(px(6))
        how = words.tr(
            "Hold the test page behind an empty sheet, against the light. "
            "Where the crosses miss the cards' corners, move the print with the arrows."
        )
        self.form.addWidget(Label(how, "body", wrap=True))
        self.form.addWidget(self.test_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.form.addSpacing(px(6))
        beside = QVBoxLayout()
        beside.setSpacing(px(8))
        if self._edge is not None:
            beside.addLayout(_in_a_row(*self.sides.values()))
        beside.addWidget(self.told)
        beside.addLayout(_in_a_row(*self.steps.values()))
        beside.addWidget(self.reset_button, 0, Qt.AlignmentFlag.AlignLeft)
        beside.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(px(16))
        row.addWidget(self.pad, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(beside, 1)
        self.form.addLayout(row)
        self.form.addSpacing(px(6))
        length = measure_of(self._paper)
        question = words.tr("The line of {length} mm measures").format(length=length)
        self.form.addWidget(Label(question, "caption", wrap=True))
        self.measured.setAccessibleName(question)
        self.measured.setPlaceholderText(words.number(length))
        self.measured.setMaxLength(10)
        self.measured.setFixedWidth(px(110))
        scale = QHBoxLayout()
        scale.setSpacing(px(8))
        scale.addWidget(self.measured)
        scale.addWidget(Label("mm"))
        scale.addWidget(self.size_told, 1)
        self.form.addLayout(scale)

    def _connect(self) -> None:
        self.printers.picked.connect(self._printer_chosen)
        self.test_button.clicked.connect(self.print_test_page)
        self.pad.nudged.connect(self.nudge)
        self.reset_button.clicked.connect(self.reset)
        self.measured.textEdited.connect(self._typed)

    def open(self) -> None:
        super().open()
        self._jobs.run(printers.find, done=self._found, channel="cards-printers")

    def first_field(self) -> QWidget:
        return self.test_button if self.test_button.isEnabled() else self.cancel_button

    # ── printers ──

    def _found(self, found: Printers) -> None:
        self._tunings = dict(found.tunings)
        wanted = self._wanted if self._wanted in found.names else found.usual
        self.printers.set_options([(name, name) for name in found.names])
        self.printers.set_value(wanted)
        self._say("" if found.names else self.words.tr("This computer has no printer. Add one in its settings first."))
        self._printer_chosen()
        self.first_field().setFocus(Qt.FocusReason.OtherFocusReason)

    def _printer_chosen(self) -> None:
        self.measured.clear()
        self._show()
        self._allow()

    def _allow(self) -> None:
        there = bool(self._tunings)
        for widget in (self.printers, self.test_button, self.pad, self.reset_button, self.measured, self.save_button):
            widget.setEnabled(there)

    @property
    def tuning(self) -> PrinterTuning:
        """What is chosen now for the printer chosen."""
        name = self.printers.value()
        return self._tunings.get(name) or PrinterTuning(name or "any")

    def _tune(self, tuning: PrinterTuning) -> None:
        if tuning.name in self._tunings:
            self._tunings[tuning.name] = tuning
        self._show()

    # ── the test page ──

    def print_test_page(self) -> None:
        """Prints the test page as the cards would be printed now."""
        self.show_error("")
        self.test_button.setEnabled(False)
        self._say(self.words.tr("Printing the test page…"))
        work = partial(
            printers.print_test_page,
            sheet=self._paper,
            tuning=self.tuning,
            words=self.words,
            edge=self._edge,
            start=self._start,
            back=self.side == "back",
        )
        self._jobs.run(work, done=self._printed, failed=self._refused, ended=self._over)

    def _printed(self, printed: TestPrint) -> None:
        self._printed_at[printed.tuning.name] = printed.tuning.scale
        self.measured.clear()
        self._show()
        if printed.back_left:
            told = self.words.tr("The front is printed. Turn the page over in the tray, choose Back and print again.")
        else:
            told = self.words.tr("The test page is on its way.")
        self._say(told)

    def _refused(self, error: KassaError) -> None:
        self._say("")
        self.show_error(self.words.text(error.text))

    def _over(self) -> None:
        self.test_button.setEnabled(True)

    # ── moving ──

    def nudge(self, x: float, y: float) -> None:
        """Moves the print of the side chosen, in millimetres to the right and down, as far as is remembered at all."""
        now = self.tuning
        if self.side == "front":
            self._tune(replace(now, x=_kept(now.x + x), y=_kept(now.y + y)))
        else:
            self._tune(replace(now, back_x=_kept(now.back_x + x), back_y=_kept(now.back_y + y)))

    def reset(self) -> None:
        """As the printer does it by itself, on both sides."""
        self.measured.clear()
        self._tune(PrinterTuning(self.tuning.name))
        self.pad.setFocus()

    def choose_side(self, side: Side) -> None:
        """Which side's print is moved."""
        self.side = side
        self._show()

    def choose_step(self, step: float) -> None:
        """How far one press moves it, in millimetres."""
        self.pad.step = step
        self._show()

    def _side_chosen(self) -> None:
        self.choose_side(next(side for side, pill in self.sides.items() if pill is self.sender()))

    def _step_chosen(self) -> None:
        self.choose_step(next(step for step, pill in self.steps.items() if pill is self.sender()))

    # ── size ──

    def _typed(self) -> None:
        scale = self._measured_scale()
        if scale is not None:
            self._tune(replace(self.tuning, scale=scale))
        else:
            self._show()

    def _measured_scale(self) -> float | None:
        """What the ruler makes of the size; with nothing measured that of the last test page; None for a wrong length.

        What is measured came out at the size of the last test page, so the error is on top of that.
        """
        base = self._printed_at.setdefault(self.tuning.name, self.tuning.scale)
        if not self.measured.text().strip():
            return base
        length = read_length(self.measured.text())
        if not length:
            return None
        scale = round(base * measure_of(self._paper) / length, 5)
        return scale if LEAST_SCALE <= scale <= MOST_SCALE else None

    # ── showing ──

    def _show(self) -> None:
        now = self.tuning
        x, y = (now.x, now.y) if self.side == "front" else (now.back_x, now.back_y)
        told = moved(self.words, x, y)
        self.told.set_text(told[:1].upper() + told[1:])
        self.pad.show_moved(x, y, told)
        for step, pill in self.steps.items():
            pill.setChecked(step == self.pad.step)
        for side, pill in self.sides.items():
            pill.setChecked(side == self.side)
        if self._measured_scale() is None:
            length = measure_of(self._paper)
            self.size_told.set_text(self.words.tr("It should be close to {length} mm.").format(length=length))
        else:
            self.size_told.set_text(self.words.tr("Size: {n} %").format(n=self.words.number(now.scale * 100)))

    def _say(self, text: str) -> None:
        self.status.set_text(text)
        self.status.setVisible(bool(text))
        if self.isVisible():
            self.relayout()

    def submit(self) -> None:
        if self._measured_scale() is None:
            length = measure_of(self._paper)
            wrong = self.words.tr(
                "Measure the long line on the test page: it is about {length} mm. Or leave the field empty."
            )
            self.show_error(wrong.format(length=length))
            self.measured.setFocus()
            return
        self.busy()
        self.accepted.emit(self.tuning)


def _kept(off: float) -> float:
    return round(max(-FARTHEST_OFF, min(FARTHEST_OFF, off)), 2)


def _in_a_row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(theme.current().px(8))
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return row

"""Another file in the programme's place: what is wrong with it, or what it would change, and from when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from kassa.services.rules_in_words import Change
from kassa.ui import theme, when
from kassa.ui.programme.desk import Known, Proposal
from kassa.ui.programme.telling import plain, told
from kassa.ui.settings.fields import WordChoices
from kassa.ui.widgets.buttons import PrimaryButton, QuietButton
from kassa.ui.widgets.label import Label
from kassa.ui.widgets.panel import Panel
from kassa.words import Words


class ProposalView(QWidget):
    """What was found in a file; ``decision``, for the column beside it, says from when and does it.

    ``applied`` carries the business date from which it shall hold, None for now; ``again`` asks to look at the file
    once more, ``another`` for another one, ``left`` for none.
    """

    applied = Signal(object)
    again = Signal()
    another = Signal()
    left = Signal()

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._today: date | None = None
        self.found = Panel(words.tr("The file"))
        self.decision = Panel(words.tr("The file"))
        self.error = Label("", "strong", wrap=True, colour="wrong")
        self.error.hide()
        self.starts = WordChoices((("now", words.tr("Now")), ("day", words.tr("From a day on"))))
        self.starts.set_value("now")
        self.starts.picked.connect(self._start_picked)
        self.day = QLineEdit()
        self.day.setAccessibleName(words.tr("From which day on"))
        self.day.setPlaceholderText(words.tr("day/month"))
        self.day.textEdited.connect(self._day_typed)
        self.day.returnPressed.connect(self._apply)
        self.day_told = Label("", "muted", wrap=True)
        self.untouched = Label(
            words.tr("What customers have earned stays. Cards that are begun are filled by the rules they began with."),
            "muted",
            wrap=True,
        )
        self.apply_button = PrimaryButton(words.tr("Put in force"))
        self.again_button = PrimaryButton(words.tr("Check again"))
        self.another_button = QuietButton(words.tr("Another file…"))
        self.leave_button = QuietButton(words.tr("Cancel"), words.tr("Esc"))
        self.apply_button.clicked.connect(self._apply)
        self.again_button.clicked.connect(self.again)
        self.another_button.clicked.connect(self.another)
        self.leave_button.clicked.connect(self.left)
        for widget in (
            self.starts,
            self.day,
            self.day_told,
            self.untouched,
            self.error,
            self.apply_button,
            self.again_button,
            self.another_button,
            self.leave_button,
        ):
            self.decision.add(widget)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.found)
        box.addStretch(1)
        self._show_day()

    def show_proposal(self, proposal: Proposal, known: Known) -> None:
        """Shows what was found in a file."""
        self._today = known.today
        self._empty()
        self.error.hide()
        self.found.set_title(proposal.read.name)
        wrong = proposal.read.programme is None
        if wrong:
            self._show_problems(proposal)
        elif not proposal.changes:
            self.found.add(Label(self._words.tr("This file says what holds already."), "note", wrap=True))
        else:
            self._show_changes(proposal.changes)
        usable = not wrong and bool(proposal.changes)
        self.decision.set_title(self._words.tr("From when") if usable else self._words.tr("The file"))
        for widget in (self.starts, self.untouched, self.apply_button):
            widget.setVisible(usable)
        self.apply_button.setEnabled(True)
        self.again_button.setVisible(wrong)
        with QSignalBlocker(self.starts):
            self.starts.set_value("now")
        self._show_day()

    def refused(self, why: str) -> None:
        """It was not put in force."""
        self.error.set_text(why)
        self.error.show()
        self.apply_button.setEnabled(True)

    def home(self) -> QWidget:
        """Where the cursor begins: nothing changes by an Enter too many."""
        return self.leave_button if self.again_button.isHidden() else self.again_button

    def _empty(self) -> None:
        while (item := self.found.body.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _show_problems(self, proposal: Proposal) -> None:
        words = self._words
        count = len(proposal.read.problems)
        heading = words.ntr(
            "One line must be put right before the file can be used.",
            "{n} lines must be put right before the file can be used.",
            count,
        )
        self.found.add(Label(heading.format(n=count), "note", wrap=True))
        rows = QWidget()
        grid = QGridLayout(rows)
        grid.setContentsMargins(0, theme.current().px(6), 0, 0)
        grid.setHorizontalSpacing(theme.current().px(16))
        grid.setVerticalSpacing(theme.current().px(8))
        grid.setColumnStretch(1, 1)
        for place, problem in enumerate(proposal.read.problems):
            line = Label(words.tr("Line {n}").format(n=problem.line), "strong")
            why = Label(plain(words, problem.why), "body", wrap=True)
            for column, label in enumerate((line, why)):
                label.setAlignment(Qt.AlignmentFlag.AlignTop)
                grid.addWidget(label, place, column)
        self.found.add(rows)

    def _show_changes(self, changes: tuple[Change, ...]) -> None:
        words = self._words
        count = len(changes)
        heading = words.ntr("One rule would change.", "{n} rules would change.", count).format(n=count)
        self.found.add(Label(heading, "note", wrap=True))
        for title, group in groupby(changes, key=lambda change: plain(words, change.section)):
            self.found.add(_ChangeBlock(words, title, tuple(group)))

    def _start_picked(self, start: str) -> None:
        self._show_day()
        if start == "day":
            self.day.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_day(self) -> None:
        later = self.starts.value() == "day" and not self.starts.isHidden()
        self.day.setVisible(later)
        self.day_told.setVisible(later)
        self._day_typed()

    def _day(self) -> date | None:
        return when.read_day(self.day.text(), self._today) if self._today is not None else None

    def _day_typed(self) -> None:
        day = self._day()
        self.day_told.set_text(when.full_day(self._words, day) if day is not None else "")

    def _apply(self) -> None:
        later = self.starts.value() == "day"
        day = self._day() if later else None
        if later and (day is None or (self._today is not None and day <= self._today)):
            self.refused(self._words.tr("Type a day to come, such as 1/12."))
            self.day.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.error.hide()
        self.apply_button.setEnabled(False)
        self.applied.emit(day)


class _ChangeBlock(QWidget):
    """What changes about one thing: until now struck out, from then on beside a green mark."""

    def __init__(self, words: Words, title: str, changes: tuple[Change, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        px = theme.current().px
        box = QVBoxLayout(self)
        box.setContentsMargins(0, px(8), 0, 0)
        box.setSpacing(px(3))
        box.addWidget(Label(title, "strong", wrap=True))
        for line in _lines(words, changes):
            box.addWidget(line)


class _Struck(Label):
    """A rule that goes."""

    def __init__(self, text: str) -> None:
        super().__init__(text, "body", wrap=True, colour="muted")
        self._strike()

    def _strike(self) -> None:
        font = self.font()
        if not font.strikeOut():
            font.setStrikeOut(True)
            self.setFont(font)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._strike()


def _lines(words: Words, changes: tuple[Change, ...]) -> Iterator[Label]:
    for change in changes:
        same = change.before == change.after
        if change.before is not None and not same:
            gone = _Struck(plain(words, change.before))
            gone.setAccessibleName(words.tr("until now: {rule}").format(rule=plain(words, change.before)))
            yield gone
        if change.after is not None:
            new = Label("", "body", wrap=True, bold_colour="act_soft_text")
            sentence, spans = told(words, change.after)
            if same:
                sentence, spans = words.tr("{rule} Changed in what is not shown here.").format(rule=sentence), ()
            new.set_text(sentence, spans)
            new.setAccessibleName(words.tr("from then on: {rule}").format(rule=sentence))
            yield new

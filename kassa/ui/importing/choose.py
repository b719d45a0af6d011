"""The first step: drop a file or choose one; below it what was imported before, each with its Undo."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from kassa.ui import theme
from kassa.ui.importing import sentences
from kassa.ui.importing.controls import Disc
from kassa.ui.importing.drop import DropZone
from kassa.ui.jobs import Progress
from kassa.ui.when import short_day
from kassa.ui.widgets.buttons import PrimaryButton, QuietButton
from kassa.ui.widgets.chips import Chip
from kassa.ui.widgets.label import Label
from kassa.ui.widgets.panel import Panel
from kassa.words import Words

if TYPE_CHECKING:
    from kassa.services.importing import PastImport

_MOST = 30


class PastRow(QFrame):
    """One import of before: what, when by the shop's clock, how it went, and Undo while it stands."""

    undo_asked = Signal(str)

    def __init__(self, words: Words, past: PastImport, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._op = past.op
        name = sentences.short_name(past.file)
        when = f"{short_day(words, past.at.date(), today)} {past.at:%H:%M}"
        told = [] if past.report is None else [sentences.origin(words, past.report.format, past.kind)]
        if past.report is not None and past.report.read:
            told.append(sentences.outcome(words, past.report, past.kind))
        self.name = Label(name, "strong")
        self.detail = Label(" · ".join(told), "muted", wrap=True)
        self.when = Label(when, "muted")
        self.setAccessibleName(", ".join((name, when, *told)))
        text = QVBoxLayout()
        text.setSpacing(0)
        text.addWidget(self.name)
        text.addWidget(self.detail)
        now = theme.current()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, now.px(6), 0, now.px(6))
        row.setSpacing(now.px(14))
        row.addWidget(Disc("till" if past.kind == "sales" else "people"))
        row.addLayout(text, 1)
        row.addWidget(self.when)
        self.undo: QuietButton | None = None
        if past.state != "done":
            state = {
                "running": words.tr("Under way"),
                "undoing": words.tr("Being undone"),
                "undone": words.tr("Undone"),
            }[past.state]
            row.addWidget(Chip(state, square=True))
        else:
            self.undo = QuietButton(words.tr("Undo"), icon="undo")
            self.undo.setAccessibleName(f"{words.tr('Undo')}: {name}")
            self.undo.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            self.undo.clicked.connect(self._undo)
            row.addWidget(self.undo)

    def _undo(self) -> None:
        self.undo_asked.emit(self._op)


class ChooseView(QWidget):
    """``file_asked``: the person wants to choose a file; ``stopped``: not to read this one after all;
    ``undo_asked`` names the import that is regretted.
    """

    file_asked = Signal()
    stopped = Signal()
    undo_asked = Signal(str)

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._reading = ""
        self.zone = DropZone()
        self.disc = Disc("import", size=64)
        self.heading = Label("", "heading", wrap=True)
        self.text = Label("", "body", wrap=True, colour="muted")
        self.calm = Label("", "body", wrap=True, colour="muted")
        for label in (self.heading, self.text, self.calm):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(words.tr("Reading the file"))
        self.choose_button = PrimaryButton(words.tr("Choose a file…"), words.tr("Ctrl O"))
        self.choose_button.clicked.connect(self.file_asked)
        self.stop_button = QuietButton(words.tr("Cancel"))
        self.stop_button.clicked.connect(self.stopped)
        self.past = Panel(words.tr("Imported before"))
        self._rows: list[PastRow] = []
        self._lay_out()
        self.show_waiting()
        self.show_past((), date.min)

    def _lay_out(self) -> None:
        now = theme.current()
        for button in (self.choose_button, self.stop_button):
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        middle = Qt.AlignmentFlag.AlignHCenter
        inside = self.zone.body
        inside.setContentsMargins(now.px(40), now.px(34), now.px(40), now.px(34))
        inside.setSpacing(now.px(10))
        inside.addStretch(1)
        inside.addWidget(self.disc, 0, middle)
        inside.addWidget(self.heading)
        inside.addWidget(self.text)
        inside.addWidget(self.calm)
        inside.addWidget(self.bar)
        inside.addSpacing(now.px(4))
        inside.addWidget(self.choose_button, 0, middle)
        inside.addWidget(self.stop_button, 0, middle)
        inside.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, now.px(4), 0)
        column.setSpacing(now.px(20))
        column.addWidget(self.zone, 1)
        column.addWidget(self.past)
        self._dress()

    def show_waiting(self) -> None:
        """Nothing is chosen yet."""
        words = self._words
        self._say(
            "import",
            "act_soft",
            words.tr("Drop the file from your old till here"),
            words.tr(
                "Square, Shopify, Odoo, Loyverse, Zettle, your own list in CSV or Excel, or a telephone's contacts."
            ),
            words.tr("You will see what is in it before anything is changed."),
        )
        self._offer(words.tr("Choose a file…"))

    def show_reading(self, name: str) -> None:
        """A file is being read."""
        self._reading = self._words.tr("Reading {file} …").format(file=sentences.short_name(name))
        self._say("search", "act_soft", self._reading, "")
        self.bar.setRange(0, 0)
        self.bar.show()
        self.choose_button.hide()
        self.stop_button.show()

    def count(self, progress: Progress) -> None:
        """How far the reading is."""
        self.bar.setRange(0, progress.total)
        self.bar.setValue(progress.done)

    def show_refused(self, name: str, why: str) -> None:
        """The file can't be read."""
        heading = self._words.tr("{file} can't be imported").format(file=sentences.short_name(name))
        self._say("warning", "due", heading, why)
        self._offer(self._words.tr("Choose another file…"))

    def show_note(self, told: str, wrong: bool) -> None:
        """What has just become of an import, calmly; the next file can be chosen."""
        self._say("warning" if wrong else "check", "due" if wrong else "act_soft", told, "")
        self._offer(self._words.tr("Choose a file…"))

    def show_past(self, past: Sequence[PastImport], today: date) -> None:
        """What was imported before, the newest first."""
        for row in self._rows:
            row.hide()
            row.deleteLater()
        self._rows = [PastRow(self._words, each, today) for each in past[:_MOST]]
        for row in self._rows:
            row.undo_asked.connect(self.undo_asked)
            self.past.add(row)
        self.past.setVisible(bool(self._rows))

    def rows(self) -> tuple[PastRow, ...]:
        """The imports listed."""
        return tuple(self._rows)

    def _say(self, icon: str, tone: str, heading: str, text: str, calm: str = "") -> None:
        self.disc.set(icon, tone)
        self.heading.set_text(heading)
        self.text.set_text(text)
        self.text.setVisible(bool(text))
        self.calm.set_text(calm)
        self.calm.setVisible(bool(calm))
        self.zone.setAccessibleName(f"{heading}. {text}" if text else heading)
        self.bar.hide()

    def _offer(self, label: str) -> None:
        self.choose_button.set_label(label)
        self.choose_button.show()
        self.stop_button.hide()

    def _dress(self) -> None:
        now = theme.current()
        self.bar.setMaximumWidth(now.px(420))
        self.bar.setMinimumWidth(now.px(240))
        self.zone.body.setAlignment(self.bar, Qt.AlignmentFlag.AlignHCenter)
        self.zone.setMinimumHeight(now.px(300))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "past"):
            self._dress()
        super().changeEvent(event)

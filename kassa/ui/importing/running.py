"""An import or its undoing under way: how far, how long still, and a way to stop it."""

from __future__ import annotations

from collections import deque

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from kassa.ui import theme
from kassa.ui.importing import sentences
from kassa.ui.widgets.buttons import QuietButton
from kassa.ui.widgets.label import Label
from kassa.ui.widgets.panel import Panel
from kassa.words import Words

_WIDTH = 560
_SURE_S = 1.5
_SHARE = 0.02
_LOOKED_BACK_S = 10


class Pace:
    """How long is left, from how far it came in the last seconds."""

    def __init__(self) -> None:
        self._past: deque[tuple[float, int]] = deque()

    def left(self, seconds: float, done: int, total: int) -> float | None:
        """Seconds left after ``seconds``; None while nobody can know."""
        self._past.append((seconds, done))
        while len(self._past) > 2 and seconds - self._past[1][0] > _LOOKED_BACK_S:
            self._past.popleft()
        since, before = self._past[0]
        if not total or done <= before or seconds < _SURE_S or done < total * _SHARE:
            return None
        return max(0, total - done) * (seconds - since) / (done - before)


class RunningView(QWidget):
    """``stopped`` says that the person regrets it already."""

    stopped = Signal()

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._kind, self._undoing = "customers", False
        self._pace = Pace()
        self.heading = Label("", "heading", wrap=True)
        self.percent = Label("", "title")
        self.percent.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.counted = Label("", "strong")
        self.left = Label("", "muted")
        self.left.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.calm = Label(
            words.tr("The till keeps working meanwhile. You can leave this page and come back."), "muted", wrap=True
        )
        self.stop_button = QuietButton(words.tr("Cancel"))
        self.stop_button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.stop_button.clicked.connect(self._stop)
        self._panel = Panel()
        self._lay_out()

    def _lay_out(self) -> None:
        now = theme.current()
        head = QHBoxLayout()
        head.addWidget(self.heading, 1)
        head.addWidget(self.percent)
        below = QHBoxLayout()
        below.addWidget(self.counted, 1)
        below.addWidget(self.left)
        foot = QHBoxLayout()
        foot.setSpacing(now.px(16))
        foot.addWidget(self.calm, 1)
        foot.addWidget(self.stop_button)
        inside = QVBoxLayout()
        inside.setContentsMargins(now.px(12), now.px(10), now.px(12), now.px(8))
        inside.setSpacing(now.px(12))
        inside.addLayout(head)
        inside.addWidget(self.bar)
        inside.addLayout(below)
        inside.addSpacing(now.px(4))
        inside.addLayout(foot)
        self._panel.body.addLayout(inside)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._panel, 100)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addStretch(2)
        column.addLayout(row)
        column.addStretch(3)
        self._dress()

    def begin(self, heading: str, kind: str, undoing: bool = False) -> None:
        """An import begins, or its undoing, which can't be stopped half-way; ``kind`` says what is counted."""
        self._kind, self._undoing = kind, undoing
        self._pace = Pace()
        self.heading.set_text(heading)
        self.bar.setAccessibleName(heading)
        self.stop_button.setVisible(not undoing)
        self.stop_button.setEnabled(True)
        self.show_progress(0, 0, 0.0)

    def show_progress(self, done: int, total: int, seconds: float) -> None:
        """How far it is after ``seconds``; a total of 0 is not known yet."""
        words = self._words
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        if not total:
            self.percent.set_text("")
            self.counted.set_text(words.tr("Getting ready …"))
            self.left.set_text("")
            return
        self.percent.set_text(words.tr("{n} %").format(n=min(100, done * 100 // total)))
        self.counted.set_text(self._counted(words.number(done), total))
        left = self._pace.left(seconds, done, total)
        self.left.set_text("" if left is None else sentences.time_left(words, left))
        if done >= total:
            # All is read; what is left to do can't be counted in rows.
            self.bar.setRange(0, 0)
            self.percent.set_text("")
            self.left.set_text(words.tr("putting things in order …"))
        self.bar.setAccessibleDescription(f"{self.percent.full_text()}, {self.left.full_text()}")

    def _counted(self, done: str, total: int) -> str:
        words, shown = self._words, self._words.number(total)
        if self._undoing:
            return words.tr("{done} of {all} taken back").format(done=done, all=shown)
        if self._kind == "sales":
            return words.ntr("{done} of {n} receipt", "{done} of {n} receipts", total).format(done=done, n=shown)
        return words.ntr("{done} of {n} row", "{done} of {n} rows", total).format(done=done, n=shown)

    def stopping(self) -> None:
        """The wish to stop is known; what was begun is being taken back."""
        self._undoing = True
        self._pace = Pace()
        self.stop_button.setEnabled(False)
        self.heading.set_text(self._words.tr("Stopping"))
        self.bar.setRange(0, 0)
        self.percent.set_text("")
        self.counted.set_text(self._words.tr("Nothing of the file will stay."))
        self.left.set_text("")

    def _stop(self) -> None:
        self.stopped.emit()

    def _dress(self) -> None:
        self._panel.setMaximumWidth(theme.current().px(_WIDTH))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_panel"):
            self._dress()
        super().changeEvent(event)

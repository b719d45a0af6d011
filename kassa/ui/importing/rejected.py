"""The rows that can't come in, each with why, and a way to mend them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from kassa.ui import theme
from kassa.ui.widgets.buttons import QuietButton
from kassa.ui.widgets.label import Label
from kassa.ui.widgets.panel import Panel
from kassa.words import Words

if TYPE_CHECKING:
    from kassa.exchange.imported import Rejected

_MOST = 100


class RejectedPanel(Panel):
    """The rows that can't come in: line, column, why. ``save_asked``: as a file to mend."""

    save_asked = Signal()

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(words.tr("Rows that can't come in"), parent=parent)
        self._words = words
        self._lines: list[QWidget] = []
        self.save_button = QuietButton(words.tr("Save as a file to mend…"), icon="save")
        self.save_button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.save_button.clicked.connect(self.save_asked)
        self.told = Label("", "muted", wrap=True)
        self._list = QVBoxLayout()
        self._list.setSpacing(theme.current().px(4))
        foot = QHBoxLayout()
        foot.addWidget(self.told, 1)
        foot.addWidget(self.save_button)
        self.body.addLayout(self._list)
        self.body.addLayout(foot)

    def show_rejected(self, rejected: Sequence[Rejected], count: int) -> None:
        """The first of ``count`` rows that were rejected."""
        words = self._words
        for line in self._lines:
            line.hide()
            line.deleteLater()
        self._lines = [self._line(each) for each in rejected[:_MOST]]
        for line in self._lines:
            self._list.addWidget(line)
        rest = count - len(self._lines)
        told = words.ntr("and {n} more row", "and {n} more rows", rest).format(n=words.number(rest))
        self.told.set_text(told if rest > 0 else "")
        self.setVisible(count > 0)

    def _line(self, rejected: Rejected) -> QWidget:
        words = self._words
        where = words.tr("Line {n}").format(n=rejected.line)
        why = words.text(rejected.why)
        line = QWidget()
        line.setAccessibleName(", ".join(part for part in (where, rejected.column) if part))
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.current().px(12))
        place = Label(where, "figure")
        place.setMinimumWidth(theme.current().px(84))
        row.addWidget(place, 0, Qt.AlignmentFlag.AlignTop)
        if rejected.column:
            column = Label(rejected.column, "strong")
            column.setMaximumWidth(theme.current().px(200))
            row.addWidget(column, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Label(why, "body", wrap=True, private=True), 1)
        return line

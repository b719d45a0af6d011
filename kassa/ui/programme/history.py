"""The versions of the programme: which holds, which held, who applied it where."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from kassa.services.programmes import KeptVersion
from kassa.ui import theme
from kassa.ui.programme.desk import Known
from kassa.ui.programme.telling import applied, in_force
from kassa.ui.widgets.buttons import KeyButton, QuietButton
from kassa.ui.widgets.label import plain_tooltip
from kassa.ui.widgets.panel import Panel
from kassa.words import Words

_FEW = 6


class VersionRow(KeyButton):
    """A version to open: its number, when it holds, who applied it."""

    radius = 10.0
    side_px = 10

    def __init__(self, words: Words, version: KeptVersion, known: Known, parent: QWidget | None = None) -> None:
        self.number = version.number
        self._lines = (
            words.tr("Version {n}").format(n=version.number),
            in_force(words, version, known),
            applied(words, version, known),
        )
        self._holds = known.current is not None and version.number == known.current.number
        super().__init__(", ".join(self._lines), parent=parent)
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        now = theme.current()
        return QSize(now.px(220), now.px(70))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.current().px(120), theme.current().px(70))

    def nextCheckState(self) -> None:
        """Which one is open is the page's to say."""

    def colours(self) -> tuple[QColor | None, QColor | None, QColor]:
        tokens = theme.current().tokens
        if self.isChecked():
            return tokens.colour("act_soft"), None, tokens.colour("text")
        over = self.underMouse() or self.isDown()
        return tokens.colour("ground") if over else None, None, tokens.colour("text")

    def _paint_content(self, painter: QPainter, box: QRectF, ink: QColor) -> None:
        now = theme.current()
        tokens = now.tokens
        name, holds, who = self._lines
        left, right = box.left() + now.px(12), box.right() - now.px(12)
        quiet = tokens.colour("muted")
        cut = False
        rows = (
            (name, now.font(15, 600), ink),
            (holds, now.font(14, 600 if self._holds else 400), ink),
            (who, now.font(14), quiet),
        )
        step = now.px(19)
        top = box.center().y() - step * 1.5
        for place, (text, font, colour) in enumerate(rows):
            metrics = QFontMetricsF(font)
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, right - left)
            cut = cut or shown != text
            painter.setFont(font)
            painter.setPen(colour)
            line = QRectF(QPointF(left, top + place * step), QPointF(right, top + (place + 1) * step))
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        self.setToolTip(plain_tooltip("\n".join(self._lines)) if cut else "")


class HistoryPanel(Panel):
    """``opened`` names the version to be read."""

    opened = Signal(int)

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(words.tr("Versions"), parent=parent)
        self._words = words
        self._known: Known | None = None
        self._all = False
        self.rows: list[VersionRow] = []
        self.more = QuietButton("")
        self.more.clicked.connect(self._show_all)
        self.add(self.more)

    def show_versions(self, known: Known, opened: int) -> None:
        """Shows the versions, the newest first, and which one is being read."""
        self._known, self._opened = known, opened
        for row in self.rows:
            row.hide()
            row.deleteLater()
        few = known.versions if self._all else known.versions[:_FEW]
        self.rows = [VersionRow(self._words, version, known) for version in few]
        for place, row in enumerate(self.rows):
            row.setChecked(row.number == opened)
            row.clicked.connect(self._clicked)
            self.body.insertWidget(place, row)
        left = len(known.versions) - len(few)
        self.more.set_label(self._words.ntr("{n} older version", "{n} older versions", left).format(n=left))
        self.more.setVisible(left > 0)

    def mark(self, opened: int) -> None:
        """Shows which version is being read."""
        self._opened = opened
        for row in self.rows:
            row.setChecked(row.number == opened)

    def _clicked(self) -> None:
        row = self.sender()
        if isinstance(row, VersionRow):
            self.opened.emit(row.number)

    def _show_all(self) -> None:
        self._all = True
        if self._known is not None:
            self.show_versions(self._known, self._opened)
            self.rows[_FEW].setFocus(Qt.FocusReason.TabFocusReason)

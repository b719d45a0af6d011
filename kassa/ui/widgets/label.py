"""Text on the window: always plain, never cut without a tooltip, hidden under the curtain when private."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from PySide6.QtCore import QEvent, QPointF, QSize, Qt
from PySide6.QtGui import (
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from kassa.ui import theme
from kassa.ui.widgets.curtain import Private

Role = Literal["title", "heading", "greeting", "strong", "body", "note", "small", "muted", "caption", "figure"]
Span = tuple[int, int]


class _Look(NamedTuple):
    size: float
    weight: int
    colour: str


_ROLES: dict[str, _Look] = {
    "title": _Look(30, 700, "text"),
    "heading": _Look(18, 700, "text"),
    "greeting": _Look(17, 600, "text"),
    "strong": _Look(15, 600, "text"),
    "body": _Look(15, 400, "text"),
    "note": _Look(16, 400, "text"),
    "small": _Look(14, 400, "text"),
    "muted": _Look(14, 400, "muted"),
    "caption": _Look(14, 600, "muted"),
    "figure": _Look(15, 600, "text"),
}


class Label(QLabel, Private):
    """Plain text in one of the design's roles.

    One line is elided at its end when it doesn't fit, with the whole text as tooltip; ``wrap`` lets it run over lines
    instead. Parts given as ``bold`` are set bold, perhaps in ``bold_colour``. ``text()`` is what is shown now: nothing
    while veiled.
    """

    def __init__(
        self,
        text: str = "",
        role: Role = "body",
        *,
        wrap: bool = False,
        private: bool = False,
        colour: str = "",
        bold_colour: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look = _ROLES[role]
        self._colour = colour or self._look.colour
        self._bold_colour = bold_colour
        self._full = ""
        self._bold: tuple[Span, ...] = ()
        self._elided = False
        # Layouts ask for the height again and again, and laying out text is what takes their time.
        self._heights: dict[int, int] = {}
        self._private = private
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        policy = self.sizePolicy()
        policy.setHorizontalPolicy(QSizePolicy.Policy.Preferred)
        policy.setVerticalPolicy(QSizePolicy.Policy.Preferred if wrap else QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(wrap)
        self.setSizePolicy(policy)
        self._dress()
        self.set_text(text)

    def set_text(self, text: str, bold: str | Sequence[Span] = ()) -> None:
        """Shows a text; ``bold`` is a part of it, or (start, end) spans."""
        self._full = text
        if isinstance(bold, str):
            start = text.find(bold) if bold else -1
            bold = ((start, start + len(bold)),) if start >= 0 else ()
        self._bold = tuple(bold)
        self._heights.clear()
        self.veil_changed()
        self.updateGeometry()
        self._tell_whole()
        self.update()

    setText = set_text

    def full_text(self) -> str:
        """The text, also while it is veiled."""
        return self._full

    def set_colour(self, name: str) -> None:
        """Shows the text in another of the theme's colours."""
        self._colour = name
        self.update()

    def set_role(self, role: Role) -> None:
        """Shows the text in another of the design's roles."""
        if _ROLES[role] != self._look:
            self._look = _ROLES[role]
            self._dress()
            self.updateGeometry()

    def veil_changed(self) -> None:
        QLabel.setText(self, "" if self.veiled else self._full)
        self._tell_whole()

    def _dress(self) -> None:
        self._heights.clear()
        self.setFont(theme.current().font(self._look.size, self._look.weight, figures=self._look == _ROLES["figure"]))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.ApplicationFontChange):
            self._dress()
            self.updateGeometry()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell_whole()

    def _tell_whole(self) -> None:
        cut = not self.wordWrap() and self._natural_width() > self.contentsRect().width() + 1
        self._elided = cut
        self.setToolTip(plain_tooltip(self._full) if cut and not self.veiled else "")

    def _natural_width(self) -> int:
        layout = self._layout(0, self._full)
        return int(layout.maximumWidth() + 0.99) if layout.lineCount() else 0

    def _layout(self, width: float, text: str) -> QTextLayout:
        layout = QTextLayout(text.replace("\n", "\u2028"), self.font())
        option = QTextOption(Qt.AlignmentFlag.AlignLeft)
        wrap = self.wordWrap() and width > 0
        option.setWrapMode(
            QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere if wrap else QTextOption.WrapMode.ManualWrap
        )
        option.setTextDirection(self.layoutDirection())
        layout.setTextOption(option)
        formats = []
        for start, end in self._bold:
            if start < len(text):
                piece = QTextLayout.FormatRange()
                piece.start, piece.length = start, min(end, len(text)) - start
                piece.format = QTextCharFormat()
                piece.format.setFontWeight(700)
                if self._bold_colour:
                    piece.format.setForeground(theme.current().tokens.colour(self._bold_colour))
                formats.append(piece)
        layout.setFormats(formats)
        layout.beginLayout()
        height = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width if wrap else 1e6)
            line.setPosition(QPointF(0, height))
            height += max(line.height(), self._line_height())
        layout.endLayout()
        return layout

    def _line_height(self) -> float:
        return QFontMetrics(self.font()).height() * (1.08 if self.wordWrap() else 1.0)

    def _height(self, layout: QTextLayout) -> int:
        if not layout.lineCount():
            return QFontMetrics(self.font()).height()
        last = layout.lineAt(layout.lineCount() - 1)
        return int(last.y() + max(last.height(), self._line_height()) + 0.99)

    def hasHeightForWidth(self) -> bool:
        return self.wordWrap()

    def heightForWidth(self, width: int) -> int:
        margins = self.contentsMargins()
        inner = width - margins.left() - margins.right()
        if inner not in self._heights:
            self._heights[inner] = self._height(self._layout(inner, self._full))
        return self._heights[inner] + margins.top() + margins.bottom()

    def sizeHint(self) -> QSize:
        margins = self.contentsMargins()
        layout = self._layout(0, self._full)
        width = int(layout.maximumWidth() + 0.99) if layout.lineCount() else 0
        return QSize(width + margins.left() + margins.right(), self._height(layout) + margins.top() + margins.bottom())

    def minimumSizeHint(self) -> QSize:
        metrics = QFontMetrics(self.font())
        hint = self.sizeHint()
        # Narrower than its words, wrapped text would become a column of letters.
        words = self._full.split() if self.wordWrap() else []
        longest = max((metrics.horizontalAdvance(word) for word in words), default=0)
        least = max(metrics.averageCharWidth() * 4, min(longest, metrics.averageCharWidth() * 16))
        return QSize(min(hint.width(), least), metrics.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.veiled or not self._full:
            return
        painter = QPainter(self)
        painter.setPen(theme.current().tokens.colour(self._colour if self.isEnabled() else "muted"))
        box = self.contentsRect()
        text = self._full
        layout = self._layout(box.width(), text)
        if self._elided:
            metrics = QFontMetrics(self.font())
            room = box.width()
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
            layout = self._layout(box.width(), text)
            while layout.maximumWidth() > room + 1 and len(text) > 1:
                text = text[:-2].rstrip() + "…"
                layout = self._layout(box.width(), text)
        height = self._height(layout)
        align = self.alignment()
        top = box.top()
        if align & Qt.AlignmentFlag.AlignBottom:
            top += box.height() - height
        elif not align & Qt.AlignmentFlag.AlignTop:
            top += max(0, (box.height() - height) // 2)
        left = float(box.left())
        if layout.lineCount() == 1:
            spare = box.width() - layout.lineAt(0).naturalTextWidth()
            if align & Qt.AlignmentFlag.AlignRight:
                left += spare
            elif align & Qt.AlignmentFlag.AlignHCenter:
                left += spare / 2
        layout.draw(painter, QPointF(left, top))


def plain_tooltip(text: str) -> str:
    """A tooltip that shows the text as it is: Qt would take ``<b>`` for markup."""
    if "<" not in text:
        return text
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\n", "<br>")
    return f"<qt>{escaped}</qt>"

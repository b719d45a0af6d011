"""A page with its cards, drawn as it is being measured: what is asked for just now is pointed out."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from kassa.printing import OwnSheet
from kassa.ui import theme
from kassa.ui.widgets import brush

_MOST_DRAWN = 50


class PagePicture(QWidget):
    """The page in its proportions; cards over its edge or on each other are red, an example's are pale."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._numbers: OwnSheet | None = None
        self._size = (210.0, 297.0)
        self._example = True
        self._asked = ""
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Maximum)

    def show_numbers(self, numbers: OwnSheet, size: tuple[float, float], example: bool) -> None:
        """The numbers so far on a page of that size (millimetres); an ``example`` fills what isn't measured yet."""
        self._numbers, self._size, self._example = numbers, size, example
        self.update()

    def point_out(self, field: str) -> None:
        """Shows which length is asked for: a field as ``own_sheet`` names it, or nothing."""
        self._asked = field
        self.update()

    def sizeHint(self) -> QSize:
        px = theme.current().px
        return QSize(px(230), px(310))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.sizeHint().width(), theme.current().px(120))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    def page_at(self) -> QRectF:
        """Where the page lies in the picture."""
        inset = theme.current().px(12)
        room = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        scale = min(room.width() / self._size[0], room.height() / self._size[1])
        page = QRectF(0, 0, self._size[0] * scale, self._size[1] * scale)
        page.moveCenter(room.center())
        return page

    def cards_at(self) -> list[QRectF]:
        """Where the cards lie in millimetres, row by row."""
        numbers = self._numbers
        if numbers is None:
            return []
        columns, rows = (max(0, min(_MOST_DRAWN, count)) for count in numbers.grid)
        return [
            QRectF(
                numbers.origin[0] + column * numbers.pitch[0],
                numbers.origin[1] + row * numbers.pitch[1],
                *numbers.card,
            )
            for row in range(rows)
            for column in range(columns)
        ]

    def wrong(self, number: int) -> bool:
        """Whether that card (from 0) lies over the page's edge or on another one, by more than a hair."""
        cards = self.cards_at()
        card = cards[number].adjusted(0.05, 0.05, -0.05, -0.05)
        page = QRectF(0, 0, *self._size)
        return not page.contains(card) or any(card.intersects(other) for other in cards if other != cards[number])

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        tokens = now.tokens
        painter = QPainter(self)
        brush.rounded(painter, QRectF(self.rect()), now.px(12), tokens.colour("ground"), tokens.colour("line"))
        page = self.page_at()
        brush.rounded(painter, page, 1, tokens.colour("card"), tokens.colour("edge"))
        scale = page.width() / self._size[0]
        corner = (self._numbers.corner if self._numbers else 0.0) * scale
        painter.setClipRect(self.rect())
        for number, card in enumerate(self.cards_at()):
            placed = QRectF(page.topLeft() + card.topLeft() * scale, card.size() * scale)
            if self.wrong(number):
                fill, edge = tokens.colour("complaint"), tokens.colour("wrong")
            elif self._example:
                fill, edge = tokens.colour("track"), tokens.colour("dash")
            else:
                fill, edge = tokens.colour("act_soft"), tokens.colour("act")
            brush.rounded(painter, placed, corner, fill, edge)
        line = self.asked_at()
        if line is not None:
            shown = QLineF(page.topLeft() + line.p1() * scale, page.topLeft() + line.p2() * scale)
            self._paint_length(painter, shown)

    def asked_at(self) -> QLineF | None:
        """The length that is asked for, in millimetres on the page."""
        numbers, (field, _, axis) = self._numbers, self._asked.partition(".")
        if numbers is None or axis not in ("0", "1"):
            return None
        along = int(axis)
        across = 1 - along
        first, card = numbers.origin, numbers.card
        middle = first[across] + card[across] / 2
        lengths = {
            "page_size": (0.0, self._size[along], self._size[across] / 2),
            "card": (first[along], first[along] + card[along], middle),
            "origin": (0.0, first[along], middle),
            "pitch": (first[along], first[along] + numbers.pitch[along], middle),
        }
        if field not in lengths or (field == "pitch" and numbers.grid[along] < 2):
            return None
        start, end, at = lengths[field]
        return QLineF(start, at, end, at) if along == 0 else QLineF(at, start, at, end)

    def _paint_length(self, painter: QPainter, line: QLineF) -> None:
        now = theme.current()
        painter.setPen(QPen(now.tokens.colour("text"), now.px(2), Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        painter.drawLine(line)
        across = QPointF(0, now.px(5)) if line.dy() == 0 else QPointF(now.px(5), 0)
        for end in (line.p1(), line.p2()):
            painter.drawLine(QLineF(end - across, end + across))

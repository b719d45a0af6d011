"""The designs as small cards, each what would really be printed; one is chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPainterPath, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QSizePolicy, QWidget

from kassa.ui import theme
from kassa.ui.cards.rows import EDGE
from kassa.ui.first.choices import Radio
from kassa.ui.widgets import brush
from kassa.ui.widgets.label import plain_tooltip

CARD = (85.60, 53.98)
_NAME, _AROUND, _BETWEEN = 24, 4, 4


@dataclass(frozen=True, slots=True)
class Known:
    """A design to choose: its id, what people call it, and its ground while its picture isn't there yet."""

    id: str
    name: str
    ground: str
    logo: bool


class DesignTile(Radio):
    """A miniature with its name below; the chosen one has a ring."""

    def __init__(self, known: Known, parent: QWidget | None = None) -> None:
        super().__init__(known.name, parent)
        self.known = known
        self._picture = QImage()

    def show_picture(self, picture: QImage) -> None:
        """The card as it is printed."""
        self._picture = picture
        self.update()

    @property
    def drawn(self) -> bool:
        """Whether its picture is there."""
        return not self._picture.isNull()

    def card_box(self) -> QRectF:
        """Where the miniature is."""
        now = theme.current()
        around = now.px(_AROUND)
        return QRectF(self.rect()).adjusted(around, around, -around, -around - now.px(_NAME))

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        tokens = now.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card, radius, chosen = self.card_box(), now.px(8), self.isChecked()
        focused = self.hasFocus() and self._ring
        outline = QPainterPath()
        outline.addRoundedRect(card, radius, radius)
        painter.save()
        painter.setClipPath(outline)
        painter.fillRect(card, QColor(self.known.ground))
        if self.drawn:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(card, self._picture)
        painter.restore()
        painter.setPen(QPen(tokens.colour("edge"), 1))
        painter.drawPath(outline)
        if chosen or focused:
            ring = card.adjusted(-now.px(3), -now.px(3), now.px(3), now.px(3))
            brush.rounded(
                painter, ring, radius + now.px(3), None, tokens.colour("text" if focused else "act"), now.px(2.5)
            )
        elif self.underMouse():
            ring = card.adjusted(-now.px(2), -now.px(2), now.px(2), now.px(2))
            brush.rounded(painter, ring, radius + now.px(2), None, tokens.colour("dash"), now.px(1.5))
        name = QRectF(card.left(), card.bottom() + now.px(_AROUND), card.width(), now.px(_NAME - 4))
        font = now.font(theme.SMALLEST, 600 if chosen else 400)
        painter.setFont(font)
        painter.setPen(tokens.colour("text" if chosen else "muted"))
        shown = QFontMetricsF(font).elidedText(self.known.name, Qt.TextElideMode.ElideRight, name.width())
        self.setToolTip(plain_tooltip(self.known.name) if shown != self.known.name else "")
        painter.drawText(name, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


class DesignGrid(QWidget):
    """All designs; ``picked`` names the one that the person chose. The arrow keys choose too."""

    picked = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.tiles: dict[str, DesignTile] = {}
        self._group = QButtonGroup(self)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_designs(self, designs: Sequence[Known]) -> None:
        """What there is to choose from; pictures stay while the designs do."""
        if [tile.known for tile in self.tiles.values()] == list(designs):
            return
        for tile in self.tiles.values():
            tile.hide()
            tile.deleteLater()
        self.tiles = {}
        before = self.previousInFocusChain() or self
        while before is not self and not before.focusPolicy() & Qt.FocusPolicy.TabFocus:
            before = before.previousInFocusChain() or self
        for known in designs:
            tile = DesignTile(known, self)
            tile.clicked.connect(self._clicked)
            tile.entered.connect(tile.click)
            tile.show()
            self._group.addButton(tile)
            self.tiles[known.id] = tile
            # They come when the rows below are there already, and Tab would find them last.
            QWidget.setTabOrder(before, tile)
            before = tile
        self._arrange()

    def show_pictures(self, pictures: Mapping[str, QImage]) -> None:
        """The cards as they are printed, by the designs' ids."""
        for design, picture in pictures.items():
            if design in self.tiles:
                self.tiles[design].show_picture(picture)

    def choose(self, design: str) -> None:
        """Rings one, without saying so."""
        tile = self.tiles.get(design)
        if tile is not None:
            tile.setChecked(True)
            self.setFocusProxy(tile)
            for each in self.tiles.values():
                # Qt does so itself, but only once one of them has had the focus.
                each.setFocusPolicy(Qt.FocusPolicy.StrongFocus if each is tile else Qt.FocusPolicy.ClickFocus)
                each.update()

    def chosen(self) -> str:
        """The one with the ring; nothing before there is any."""
        return next((design for design, tile in self.tiles.items() if tile.isChecked()), "")

    def picture_width(self) -> int:
        """How many real pixels wide a miniature is shown."""
        tile = next(iter(self.tiles.values()), None)
        wide = tile.card_box().width() if tile is not None else 0
        return max(round(max(wide, theme.current().px(72)) * self.devicePixelRatioF()), 1)

    def _clicked(self) -> None:
        self.picked.emit(self.chosen())

    def _arrange(self) -> None:
        """Side by side, all equally large; the grid is as high as they are."""
        now = theme.current()
        columns = 2 if len(self.tiles) <= 4 else 3
        # The cards' own edges stand in line with the words above and below, not their rings.
        edge, between = now.px(EDGE - _AROUND), now.px(_BETWEEN)
        wide = (self.width() - 2 * edge - between * (columns - 1)) // columns
        high = tile_height(wide)
        for at, tile in enumerate(self.tiles.values()):
            row, column = divmod(at, columns)
            tile.setGeometry(edge + column * (wide + between), row * high, wide, high)
        self.setFixedHeight(high * -(-len(self.tiles) // columns))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "tiles"):
            self._arrange()
        super().changeEvent(event)


def tile_height(width: int) -> int:
    """How high a tile so wide is: a card in its true proportions, and its name."""
    now = theme.current()
    around = 2 * now.px(_AROUND)
    return round((width - around) * CARD[1] / CARD[0]) + around + now.px(_NAME)

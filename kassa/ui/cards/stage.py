"""The preview: a page as it will be printed, and over it what is known of it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from kassa.ui import theme
from kassa.ui.cards.badge import Badge, State, Working
from kassa.ui.cards.pager import Pager
from kassa.ui.widgets import brush
from kassa.ui.widgets.curtain import Private
from kassa.ui.widgets.label import Label
from kassa.words import Words

# A picture that is so nearly as large as its place is not scaled: scaling by a hair blurs it.
_AS_DRAWN = 2.0


class Stage(QWidget, Private):
    """Paper on a table: the page's picture with the badge in the corner, or words when there is no page."""

    resized = Signal()
    """The page has another size on the table than before."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.set_private(True)
        self._image: QImage | None = None
        self._paper = QSizeF(210, 297)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.empty_title = Label("", "heading", wrap=True)
        self.empty_text = Label("", "body", wrap=True, colour="muted")
        for label in (self.empty_title, self.empty_text):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter)
        self._middle = QVBoxLayout(self)
        self._middle.addStretch(1)
        self._middle.addWidget(self.empty_title)
        self._middle.addWidget(self.empty_text)
        self._middle.addStretch(1)
        self.pager = Pager(words, self)
        self.badge = Badge(self)
        self.working = Working(words.tr("Cancel"), words.tr("Print the backs"), self)
        self._space()

    def show_page(self, image: QImage, paper: QSizeF, name: str) -> None:
        """The page's picture; ``paper`` is its size in millimetres."""
        self._image, self._paper = image, paper
        self.setAccessibleName(name)
        self._say_empty("", "")

    def show_nothing(self, title: str, text: str) -> None:
        """No page: what to do instead."""
        self._image = None
        self.setAccessibleName(title)
        self._say_empty(title, text)

    def say(self, state: State, text: str) -> None:
        """Puts a sentence in the corner. A long one takes room from the page: it is then shown at another size."""
        before = self._sheet_box()
        self.badge.say(state, text)
        self._place()
        if self._sheet_box() != before:
            self.resized.emit()

    def show_place(self, page: int, pages: int, back: bool | None) -> None:
        """Which of the pages is shown, from 1; ``back`` says which side of the sheet where it has two."""
        self.pager.show_place(page, pages, back)
        self._place()

    def picture_width(self) -> int:
        """How many real pixels wide the page is shown."""
        return round(self._sheet_box().width() * self.devicePixelRatioF())

    def set_paper(self, width: float, height: float) -> None:
        """The size in millimetres of the page to come, so that it can be drawn at the right number of pixels."""
        self._paper = QSizeF(width, height)

    def has_page(self) -> bool:
        """Whether a page is shown."""
        return self._image is not None

    def sizeHint(self) -> QSize:
        now = theme.current()
        return QSize(now.px(560), now.px(480))

    def minimumSizeHint(self) -> QSize:
        now = theme.current()
        return QSize(now.px(200), now.px(150))

    def _say_empty(self, title: str, text: str) -> None:
        self.empty_title.set_text(title)
        self.empty_text.set_text(text)
        self.empty_title.setVisible(bool(title))
        self.empty_text.setVisible(bool(text))
        self.update()

    def veil_changed(self) -> None:
        self.update()

    def _space(self) -> None:
        now = theme.current()
        self._middle.setContentsMargins(now.px(48), now.px(24), now.px(48), now.px(24))
        self._middle.setSpacing(now.px(8))

    def _sheet_box(self) -> QRectF:
        now = theme.current()
        around = now.px(26)
        room = QRectF(self.rect()).adjusted(around, around, -around, -around - self._covered())
        scale = min(room.width() / self._paper.width(), room.height() / self._paper.height())
        # A single card would fill the table; at more than twice its size it stops looking like a card.
        scale = min(scale, now.px(6))
        size = QSizeF(self._paper.width() * scale, self._paper.height() * scale)
        corner = room.center() - QPointF(size.width(), size.height()) / 2
        # On whole pixels: in between, every fine line would be a blurred one.
        return QRectF(QRectF(corner, size).toRect())

    def _covered(self) -> int:
        """How much of the table's lower edge is kept free for what lies there: a paper's corner may be covered, but
        not its last row.
        """
        below = 0 if self.pager.isHidden() else self.pager.height()
        if not self.badge.isHidden() and self.badge.width() > self.width() / 2:
            below = max(below, self.height() - self.badge.y() - theme.current().px(18))
        return below

    def _place(self) -> None:
        now = theme.current()
        gap = now.px(18)
        self.pager.fit(self.width() - 2 * gap)
        self.pager.move(gap, self.height() - self.pager.height() - gap)
        self.badge.fit(self.width() - 2 * gap)
        above = 0
        if not self.pager.isHidden() and self.pager.width() + self.badge.width() + 3 * gap > self.width():
            above = self.pager.height() + now.px(8)
        self.badge.move(self.width() - self.badge.width() - gap, self.height() - self.badge.height() - gap - above)
        self.working.fit()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()
        self.resized.emit()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_middle"):
            self._space()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        brush.rounded(painter, QRectF(self.rect()), now.px(14), now.tokens.colour("track"))
        if self._image is None or self.veiled:
            return
        sheet = self._sheet_box()
        for step in range(6, 0, -1):
            shade = QColor(0, 0, 0, 7)
            brush.rounded(painter, sheet.adjusted(-step, -step + 3, step, step + 3), step + 1, shade)
        drawn = QSizeF(self._image.size()) / self.devicePixelRatioF()
        if abs(drawn.width() - sheet.width()) < _AS_DRAWN and abs(drawn.height() - sheet.height()) < _AS_DRAWN:
            sheet = QRectF(sheet.topLeft(), drawn)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(sheet, self._image)

"""Turning the preview's pages: which one is seen, which side of its sheet, and the way to the next."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from kassa.ui import theme
from kassa.ui.widgets import brush
from kassa.ui.widgets.buttons import IconButton
from kassa.ui.widgets.label import Label
from kassa.words import Words


class _Turn(IconButton):
    """Pale where there is no further page."""

    def colours(self) -> tuple[QColor | None, QColor | None, QColor]:
        fill, edge, ink = super().colours()
        return (fill, edge, ink) if self.isEnabled() else (None, None, theme.current().tokens.colour("edge"))


class Pager(QWidget):
    """``turned`` carries how many pages to go on: 1, or −1 for back. With one page there is nothing to say."""

    turned = Signal(int)

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._long, self._short = "", ""
        self.label = Label("", "small")
        self.back = _Turn("left", words.tr("Page before"), colour="text")
        self.on = _Turn("right", words.tr("Next page"), colour="text")
        self._show_keys(True)
        self.back.clicked.connect(self._go_back)
        self.on.clicked.connect(self._go_on)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._row = QHBoxLayout(self)
        for widget in (self.back, self.label, self.on):
            self._row.addWidget(widget)
        self._space()
        self.hide()

    def _show_keys(self, shown: bool) -> None:
        """The keys that work the buttons, printed on them where there is room."""
        for button, key in ((self.back, self._words.tr("PgUp")), (self.on, self._words.tr("PgDn"))):
            name = button.accessibleName()
            button.set_label("", key if shown else "")
            button.setAccessibleName(name)
            button.setAccessibleDescription(key)

    @property
    def text(self) -> str:
        """What it says: ``page 1 of 4 · front``."""
        return self.label.full_text()

    def show_place(self, page: int, pages: int, back: bool | None) -> None:
        """The page seen, from 1, of how many; ``back`` says which side where there are two."""
        side = "" if back is None else self._words.tr("back side") if back else self._words.tr("front side")
        self._long = " · ".join(filter(None, (self.in_words(page, pages), side)))
        self._short = side or f"{self._words.number(page)}/{self._words.number(pages)}"
        self.label.set_text(self._long)
        self.setVisible(pages > 1)
        self.back.setEnabled(page > 1)
        self.on.setEnabled(page < pages)
        self._space()

    def fit(self, widest: int) -> None:
        """Takes the size that it needs, in fewer words where it would be wider than that."""
        self.label.set_text(self._long)
        self._show_keys(True)
        if self.sizeHint().width() > widest / 2:
            self._show_keys(False)
        if self.sizeHint().width() > widest:
            self.label.set_text(self._short)
        self.resize(self.sizeHint())

    def in_words(self, page: int, pages: int) -> str:
        """Which page of how many."""
        number = self._words.number
        return self._words.tr("page {n} of {of}").format(n=number(page), of=number(pages))

    def _go_back(self) -> None:
        self.turned.emit(-1)

    def _go_on(self) -> None:
        self.turned.emit(1)

    def _space(self) -> None:
        now = theme.current()
        self._row.setContentsMargins(now.px(4), 0, now.px(4), 0)
        self._row.setSpacing(now.px(4))
        self.setMinimumHeight(now.px(44))
        self.adjustSize()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_row"):
            self._space()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        box = QRectF(self.rect())
        brush.rounded(QPainter(self), box, now.px(12), now.tokens.colour("card"), now.tokens.colour("line"))

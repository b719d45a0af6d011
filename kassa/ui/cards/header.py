"""The page's head: what it is, what is in the drawer, and what can be done."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QPoint, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QMenu, QVBoxLayout, QWidget

from kassa.services.card_stock import Stock
from kassa.ui import theme
from kassa.ui.widgets.buttons import PrimaryButton, QuietButton
from kassa.ui.widgets.flow import FlowBox
from kassa.ui.widgets.label import Label
from kassa.words import Words

Offer = tuple[str, Callable[[], object]]


class Header(QWidget):
    """Title and figures on the left; More, Save and Print on the right, or below where there is no room beside."""

    save_asked = Signal()
    print_asked = Signal()

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = words
        self.title = Label(words.tr("Loyalty cards"), "title", wrap=True)
        self.subtitle = Label("", "muted", wrap=True)
        self.more = QuietButton(words.tr("More…"), icon="more")
        self.save = QuietButton(words.tr("Save PDF…"), icon="save")
        self.print = PrimaryButton(words.tr("Print"), words.tr("Ctrl P"))
        self._offers: Sequence[Offer] = ()
        self._buttons = FlowBox(12)
        for button in (self.more, self.save, self.print):
            button.height_px = self.print.height_px
            self._buttons.add(button)
        told = QVBoxLayout()
        told.setSpacing(theme.current().px(2))
        told.addWidget(self.title)
        told.addWidget(self.subtitle)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.addLayout(told, 1)
        self._box.addWidget(self._buttons)
        self.more.clicked.connect(self._show_more)
        self.save.clicked.connect(self.save_asked)
        self.print.clicked.connect(self.print_asked)

    def offer(self, offers: Sequence[Offer]) -> None:
        """What stands under More, each with what it does."""
        self._offers = offers
        self.more.setVisible(bool(offers))

    def show_stock(self, stock: Stock) -> None:
        """What is in the drawer and what became of it."""
        ntr, number = self.words.ntr, self.words.number
        drawer = ntr("{n} blank card in the drawer", "{n} blank cards in the drawer", stock.blank)
        given = ntr("{n} handed out this month", "{n} handed out this month", stock.handed_out)
        told = [drawer.format(n=number(stock.blank)), given.format(n=number(stock.handed_out))]
        if stock.lost:
            told.append(ntr("{n} lost", "{n} lost", stock.lost).format(n=number(stock.lost)))
        self.subtitle.set_text(" · ".join(told))

    def tell_count(self, count: int) -> None:
        """How many cards the primary button prints."""
        label = self.words.ntr("Print {n} card", "Print {n} cards", count).format(n=self.words.number(count))
        self.print.set_label(label if count else self.words.tr("Print"))
        self._fit()

    def allow(self, ready: bool) -> None:
        """Whether there is anything to save and print."""
        self.save.setEnabled(ready)
        self.print.setEnabled(ready)

    def _show_more(self) -> None:
        menu = QMenu(self)
        for label, act in self._offers:
            menu.addAction(label.replace("&", "&&")).triggered.connect(act)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height() + theme.current().px(4))))

    def _fit(self) -> None:
        gap = theme.current().px(16)
        self._box.setSpacing(gap)
        room = self.width() - self._buttons.sizeHint().width() - gap
        beside = room >= self.title.minimumSizeHint().width() + theme.current().px(160)
        self._box.setDirection(
            QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom,
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_box"):
            self._fit()
        super().changeEvent(event)

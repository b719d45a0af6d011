"""What one looks at first: what to remember, the latest purchases, and what the customer has got."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kassa.ui import theme
from kassa.ui.customers.person.notes_panel import NotesPanel
from kassa.ui.customers.person.section import Column
from kassa.ui.till.desk import Opened
from kassa.ui.till.loyalty import LoyaltyPanel
from kassa.ui.till.person import purchase_line
from kassa.ui.widgets.buttons import QuietButton
from kassa.ui.widgets.flow import FlowBox
from kassa.ui.widgets.label import Label
from kassa.ui.widgets.panel import Panel
from kassa.ui.widgets.purchases import PurchaseTable
from kassa.words import Words

LATEST = 8
_NARROW = 690


class Overview(QWidget):
    """Notes and purchases at the left, loyalty at the right with what puts a balance right under it.

    ``purchase_opened`` names a purchase.
    """

    purchase_opened = Signal(str)

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.notes = NotesPanel(words)
        self.loyalty = LoyaltyPanel(words)
        self.adjust = QuietButton(words.tr("Adjust the stamps"))
        self.carry = QuietButton(words.tr("A paper card"))
        self._acts = FlowBox(gap=8)
        self._acts.add(self.adjust)
        self._acts.add(self.carry)
        headings = (words.tr("Day"), words.tr("What"), words.tr("Amount"), words.tr("Stamps"))
        self.purchases = PurchaseTable(words.tr("Latest purchases"), headings)
        self.purchases.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.purchases.opened.connect(self.purchase_opened)
        self._none = Label(words.tr("The first purchase will appear here."), "muted", wrap=True)
        self._latest = Panel(words.tr("Latest purchases"))
        self._latest.add(self._none)
        self._latest.add(self.purchases)
        self._left = Column()
        self._left.body.addWidget(self.notes)
        self._left.body.addWidget(self._latest)
        self._left.body.addStretch(1)
        # A row of its own: how high the panel is follows from its own width, not from the column's.
        self._has = QWidget()
        row = QHBoxLayout(self._has)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.loyalty)
        row.addStretch(1)
        self._right = Column()
        self._right.body.addStretch(1)
        self._stacked = True
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self._left, 1)
        self._row.addWidget(self._right)
        self._stack(False)
        self._space()

    def show_customer(self, opened: Opened) -> None:
        """Fills all of it from one read."""
        words, shop = self._words, opened.shop
        self.notes.show_customer(opened)
        self.loyalty.show_customer(opened)
        latest = opened.view.purchases[:LATEST]
        self.purchases.show_lines([purchase_line(words, each, opened.stamps.get(each.id, 0), shop) for each in latest])
        self.purchases.setFixedHeight(self.purchases.sizeHint().height())
        self.purchases.setVisible(bool(latest))
        self._none.setVisible(not latest)
        has_cards = bool(opened.view.standing.stamp_cards)
        self.adjust.setEnabled(has_cards)
        self.carry.setEnabled(has_cards)

    def veil(self, drawn: bool) -> None:
        """The curtain was drawn or opened: even that there are notes is nobody's business."""
        for widget in (self.notes, self._latest, self._acts):
            widget.setHidden(drawn)

    def take_about(self, about: QWidget) -> None:
        """Has no other place: what is known of the customer stands here, above what to remember."""
        self._left.body.insertWidget(0, about)

    def _stack(self, stacked: bool) -> None:
        """With little room all of it stands in one column."""
        if stacked == self._stacked:
            return
        self._stacked = stacked
        self.loyalty.fit(beside=not stacked)
        target = self._left if stacked else self._right
        place = self._left.body.indexOf(self._latest) if stacked else 0
        target.body.insertWidget(place, self._has)
        target.body.insertWidget(place + 1, self._acts)
        self._right.setVisible(not stacked)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self._stack(self.width() < theme.current().px(_NARROW))

    def _space(self) -> None:
        px = theme.current().px
        self._row.setSpacing(px(14))
        self.loyalty.fit(beside=not self._stacked)
        self._right.setFixedWidth(self.loyalty.minimumWidth() + px(18))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_row"):
            self._space()
            QTimer.singleShot(0, self, self._fit)

"""Taking back a purchase, whole or in part."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kassa.domain.people import Purchase
from kassa.domain.programme import Programme
from kassa.ui import theme
from kassa.ui.till.sheet import Sheet
from kassa.ui.widgets.amount import AmountField
from kassa.ui.widgets.buttons import PillToggle
from kassa.ui.widgets.label import Label
from kassa.words import Money, Words


@dataclass(frozen=True)
class ReturnValue:
    """What comes back of a purchase: all that is left, or an amount, or items."""

    purchase: str
    amount: int | None = None
    items: tuple[tuple[str, int], ...] = ()


class ReturnSheet(Sheet):
    """Enter alone takes back all that is left; tapped items or a typed amount only those."""

    def __init__(self, words: Words, who: str, purchase: Purchase, programme: Programme, parent: QWidget) -> None:
        super().__init__(words, words.tr("Take back from {name}").format(name=who), words.tr("Take back"), parent)
        self._purchase = purchase
        self._limits = {line.item: line.quantity for line in purchase.items}
        self._counts = dict.fromkeys(self._limits, 0)
        left = self._left()
        if left is not None:
            self.form.addWidget(
                Label(words.tr("Left of the purchase: {amount}").format(amount=words.money(left)), "strong")
            )
        hint = words.tr("Enter takes back everything that is left. For a part, choose the items or type the amount.")
        self.form.addWidget(Label(hint, "muted", wrap=True))
        self.pills: dict[str, PillToggle] = {}
        row = QHBoxLayout()
        row.setSpacing(theme.current().px(8))
        for item in self._limits:
            rule = programme.item(item)
            pill = PillToggle(rule.name if rule else item)
            pill.setProperty("item", item)
            pill.clicked.connect(self._item_clicked)
            self.pills[item] = pill
            row.addWidget(pill)
        row.addStretch(1)
        self.form.addLayout(row)
        self.amount = AmountField(words, programme.currency, words.tr("Amount back"))
        self.amount.setVisible(purchase.amount is not None)
        self.form.addWidget(self.amount, 0, Qt.AlignmentFlag.AlignLeft)

    def _left(self) -> Money | None:
        amount, returned = self._purchase.amount, self._purchase.returned
        if amount is None:
            return None
        return Money(amount.minor - (returned.minor if returned else 0), amount.currency)

    def _item_clicked(self) -> None:
        pill = self.sender()
        if isinstance(pill, PillToggle):
            item = pill.property("item")
            self._counts[item] = (self._counts[item] + 1) % (self._limits[item] + 1)
            pill.set_count(self._counts[item])

    def first_field(self) -> QWidget:
        return self.save_button

    def submit(self) -> None:
        items = tuple((item, count) for item, count in self._counts.items() if count)
        amount = self.amount.minor
        if not self.amount.valid:
            self.amount.edit.setFocus()
            return
        if items and amount is not None:
            self.show_error(self.words.tr("Choose items or type an amount, not both."))
            return
        self.busy()
        self.accepted.emit(ReturnValue(self._purchase.id, amount, items))

"""Undoing a purchase: the one thing here that can't be brought back, so it is asked about."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from kassa.domain.people import Purchase
from kassa.ui import when
from kassa.ui.customers.person.why import bought
from kassa.ui.till.desk import Shop
from kassa.ui.till.sheet import Sheet
from kassa.ui.widgets.label import Label
from kassa.words import Words


class UndoSheet(Sheet):
    """Gives the purchase's id."""

    def __init__(self, words: Words, who: str, purchase: Purchase, shop: Shop, parent: QWidget) -> None:
        title = words.tr("Undo a purchase of {name}").format(name=who)
        super().__init__(words, title, words.tr("Undo the purchase"), parent)
        self._purchase = purchase
        parts = [when.full_day(words, purchase.business_date), bought(words, purchase, shop)]
        parts += [words.money(purchase.amount)] if purchase.amount is not None else []
        self.form.addWidget(Label(" · ".join(parts), "strong", wrap=True, private=True))
        told = words.tr(
            "It goes with all that it gave, as if it had never been noted. If it was noted by mistake, undo it; if "
            "something was brought back, take it back instead. An undone purchase can't be brought back."
        )
        self.form.addWidget(Label(told, "body", wrap=True))

    def first_field(self) -> QWidget:
        return self.cancel_button

    def submit(self) -> None:
        self.busy()
        self.accepted.emit(self._purchase.id)

"""Who it is: name, number, tags, how to reach them, what they agreed to. Whatever is pressed is changed."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kassa.domain.people import CHANNELS, Consent, Customer
from kassa.ui import theme, when
from kassa.ui.customers.person.consent_sheet import channel_name
from kassa.ui.customers.person.facts import FactRow
from kassa.ui.customers.person.section import Column
from kassa.ui.till.desk import Opened, Shop
from kassa.ui.till.edit_sheet import FIELDS, field_name
from kassa.ui.till.greeting import called
from kassa.ui.till.person import who_line
from kassa.ui.till.tiers import tier_chip
from kassa.ui.widgets.buttons import PrimaryButton, QuietButton
from kassa.ui.widgets.chips import Chip
from kassa.ui.widgets.flow import FlowBox
from kassa.ui.widgets.label import Label
from kassa.ui.widgets.panel import Panel
from kassa.words import OWN_NAMES, Words

WIDTH = 318
_WIDEST = 16_777_215


def birthday_text(words: Words, birthday: str, today: date) -> str:
    """``3 juni``, or with the year and the age: ``3 juni 1990 (36)``."""
    month, day = int(birthday[-5:-3]), int(birthday[-2:])
    if birthday.startswith("--"):
        return words.date(date(2000, month, day), "d MMMM")
    born = date.fromisoformat(birthday)
    age = today.year - born.year - ((today.month, today.day) < (month, day))
    return f"{words.date(born)} ({age})"


class WhoPanel(QWidget):
    """``edit_wanted`` names a field, ``consent_wanted`` a channel.

    ``about`` is all but the head; with little room it stands elsewhere.
    """

    edit_wanted = Signal(str)
    consent_wanted = Signal(str)
    till_wanted = Signal()
    left = Signal()

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.facts: dict[str, FactRow] = {}
        self.consents: dict[str, FactRow] = {}
        self.back = QuietButton(words.tr("Customers"), "Esc", icon="left")
        self.back.clicked.connect(self.left)
        self.to_till = PrimaryButton(words.tr("To the till"), "Ctrl T")
        self.to_till.clicked.connect(self.till_wanted)
        self.name = Label("", "title", wrap=True)
        self.number = Label("", "muted", wrap=True, private=True)
        self.chip = Chip("")
        self.chip.hide()
        self.tags = FlowBox()
        self._panel = Panel(words.tr("Who it is"), "Ctrl E", key_name=words.tr("Change the customer"))
        self._panel.key_pressed.connect(self._edit)
        self._agreed = Panel(words.tr("Agreed to"))
        self._top = top = QHBoxLayout()
        top.addWidget(self.back)
        top.addStretch(1)
        top.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignVCenter)
        top.setSpacing(theme.current().px(12))
        head = QVBoxLayout()
        head.setSpacing(theme.current().px(2))
        head.addLayout(top)
        head.addSpacing(theme.current().px(10))
        head.addWidget(self.name)
        head.addWidget(self.number)
        self.about = QWidget()
        self._about = QVBoxLayout(self.about)
        self._about.setContentsMargins(0, 0, 0, 0)
        self._about.addWidget(self.tags)
        self._about.addWidget(self._panel)
        self._about.addWidget(self._agreed)
        self._column = Column()
        self._column.body.addWidget(self.about)
        self._column.body.addStretch(1)
        self._narrow = False
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.addLayout(head)
        self._box.addWidget(self._column, 1)
        self._box.addWidget(self.to_till)
        self._fit()

    def show_customer(self, opened: Opened, phone: str) -> None:
        """Fills it from one read; ``phone`` is the telephone as people write it."""
        words, customer, shop = self._words, opened.view.customer, opened.shop
        self.name.set_text(called(words, customer))
        self.number.set_text(f"#{customer.number} · {who_line(words, customer, shop)}")
        tier = opened.view.standing.tier
        self.chip.set(*tier_chip(shop.programme, tier.id if tier else None))
        self.tags.clear()
        for tag in customer.tags:
            self.tags.add(Chip(tag))
        self.tags.setVisible(bool(customer.tags))
        self._show_facts(customer, phone, shop)
        self._show_consents(customer.consents, shop)

    def set_narrow(self, narrow: bool) -> None:
        """With little room only the head is left, the way to the till in it; ``about`` is the caller's to place."""
        if narrow == self._narrow:
            return
        self._narrow = narrow
        if narrow:
            self._top.addWidget(self.to_till)
        else:
            self._box.addWidget(self.to_till)
            self._column.body.insertWidget(0, self.about)
        self._column.setVisible(not narrow)
        self.name.set_role("heading" if narrow and theme.current().scale > 1 else "title")
        self._fit()

    def veil(self, drawn: bool) -> None:
        """The curtain was drawn or opened."""
        self._panel.setHidden(drawn)
        self._agreed.setHidden(drawn)
        self.tags.setHidden(drawn or not self.tags.widgets)

    def _show_facts(self, customer: Customer, phone: str, shop: Shop) -> None:
        words = self._words
        values = {
            "phone": phone,
            "email": customer.email or "",
            "address": customer.address or "",
            "birthday": birthday_text(words, customer.birthday, shop.today) if customer.birthday else "",
            "language": OWN_NAMES.get(customer.language, customer.language) if customer.language else "",
        }
        _forget(self.facts)
        for field, value in values.items():
            if value:
                self._fact(field, field_name(words, field), value)
        missing = [field_name(words, field) for field in FIELDS if field in values and not values[field]]
        missing += [] if customer.tags else [field_name(words, "tags")]
        if missing:
            first = next((field for field in values if not values[field]), "tags")
            self._fact(first, words.tr("Add: {fields}").format(fields=", ".join(missing)), "")

    def _fact(self, field: str, name: str, value: str) -> None:
        row = FactRow(field, name, value)
        row.pressed.connect(self.edit_wanted)
        self._panel.add(row)
        self.facts[field] = row

    def _show_consents(self, consents: tuple[Consent, ...], shop: Shop) -> None:
        words = self._words
        _forget(self.consents)
        held = {each.channel: each for each in consents}
        for channel in CHANNELS:
            consent = held.get(channel)
            if consent is None:
                continue
            said = words.tr("{channel}: yes") if consent.given else words.tr("{channel}: no")
            day = when.full_day(words, shop.day.business_date(consent.at))
            detail = " · ".join(part for part in (day, consent.how) if part)
            self._consent(channel, said.format(channel=channel_name(words, channel)), detail)
        open_ones = [channel for channel in CHANNELS if channel not in held]
        if open_ones:
            names = ", ".join(channel_name(words, channel) for channel in open_ones)
            self._consent(open_ones[0], "", words.tr("Not asked yet: {channels}").format(channels=names))

    def _consent(self, channel: str, said: str, detail: str) -> None:
        row = FactRow(channel, "", said, detail)
        row.pressed.connect(self.consent_wanted)
        self._agreed.add(row)
        self.consents[channel] = row

    def _edit(self) -> None:
        self.edit_wanted.emit("name")

    def _fit(self) -> None:
        px = theme.current().px
        self.setMinimumWidth(0 if self._narrow else px(WIDTH))
        self.setMaximumWidth(_WIDEST if self._narrow else px(WIDTH))
        self._about.setSpacing(px(14))
        self._box.setSpacing(px(12))
        for panel in (self._panel, self._agreed):
            panel.body.setSpacing(0)
            # In line with the words of the rows, which have room around them for the pointer's ground.
            panel.title.setContentsMargins(px(8), 0, 0, 0)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_agreed"):
            self._fit()


def _forget(rows: dict[str, FactRow]) -> None:
    for row in rows.values():
        row.hide()
        row.deleteLater()
    rows.clear()

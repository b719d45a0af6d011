"""The first people or receipts of a file, told as they will stand in Kassa. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kassa.domain.calendar import birthday_in
from kassa.exchange.imported import ImportedCustomer, ImportedReceipt
from kassa.ui.importing.panels import Example
from kassa.words import Money, Words

if TYPE_CHECKING:
    from kassa.ui.importing.desk import Seen

_LEAP = 2024


def examples(words: Words, seen: Seen) -> tuple[Example, ...]:
    """Those of ``seen``, each as a person of the shop reads it."""
    return tuple(
        _person(words, each) if isinstance(each, ImportedCustomer) else _receipt(words, each, seen.currency)
        for each in seen.examples
    )


def name_of(words: Words, customer: ImportedCustomer) -> str:
    """What a person will be called."""
    return customer.name or customer.phone or customer.email or words.tr("No name")


def _person(words: Words, customer: ImportedCustomer) -> Example:
    told = [customer.phone, customer.email] if customer.name else [customer.email]
    if customer.birthday:
        told.append(_birthday(words, customer.birthday))
    if customer.stamps:
        told.append(words.ntr("{n} stamp", "{n} stamps", customer.stamps).format(n=customer.stamps))
    told += [note.text for note in customer.notes[:1]]
    return Example(name_of(words, customer), " · ".join(each for each in told if each))


def _receipt(words: Words, receipt: ImportedReceipt, currency: str) -> Example:
    at = receipt.at
    things = ", ".join(f"{item.quantity} × {item.name}" if item.quantity > 1 else item.name for item in receipt.items)
    when = f"{words.date(at.date(), 'd MMM y')} {at:%H:%M}"
    amount = ""
    if receipt.amount is not None:
        amount = words.money(Money(-receipt.amount if receipt.refund else receipt.amount, currency))
    who = name_of(words, receipt.customer) if receipt.customer is not None else ""
    return Example(who, " · ".join(each for each in (when, things) if each), amount)


def _birthday(words: Words, birthday: str) -> str:
    """``--06-03`` or ``1990-06-03`` as one says it."""
    day = birthday_in(birthday, _LEAP)
    if birthday.startswith("--"):
        return words.tr("born {date}").format(date=words.date(day, "d MMMM"))
    return words.tr("born {date}").format(date=words.date(day.replace(year=int(birthday[:4])), "d MMMM y"))

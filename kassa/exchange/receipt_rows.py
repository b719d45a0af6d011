"""Rows that are about sales: those of one receipt together, an item each or the whole receipt in one.

What counts as paid is what the goods came to after discounts, with the tax where prices hold it, without a tip.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from kassa.domain import codes
from kassa.domain.calendar import is_believable
from kassa.exchange.amounts import Amounts, read_count
from kassa.exchange.contacts import read_email, read_phone, split_contacts
from kassa.exchange.dates import Moments
from kassa.exchange.formats import Format
from kassa.exchange.grouping import PEOPLE
from kassa.exchange.imported import ImportedCustomer, ImportedItem, ImportedNote, ImportedReceipt, Rejected
from kassa.exchange.people_rows import turned
from kassa.exchange.plain import LONGEST_NAME, in_lengths, lines, one_line
from kassa.exchange.rows import Row
from kassa.exchange.spoken import is_cancelled, is_refund, is_stranger
from kassa.words import Text, say

_LONGEST_WORD = 100
_CACHED = 20_000
# What a till's owner calls the only form of a thing.
_NO_VARIANTS = frozenset(("regular", "default title", "default", "standard", "normal", "-"))
_TIMES_BEFORE = re.compile(r"(\d{1,4}) ?[x×*] ?(\S.*)")
_TIMES_BEHIND = re.compile(r"(.*\S) ?[x×*] ?(\d{1,4})")
# Where the amount of a row stands, the likeliest first: with items on rows of their own, and with a receipt in one.
_OF_ITEM = ("net", "gross", "amount", "price")
_OF_RECEIPT = ("amount", "net", "gross", "price")


class _UnreadableError(Exception):
    """A row of a receipt that can't come in."""

    def __init__(self, line: int, column: str | None, why: Text) -> None:
        super().__init__()
        self.rejected = Rejected(line, column, why)


class Receipts:
    """Reads the rows of a receipt as one value. Arguments as in ``People``; ``amounts`` knows the shop's currency."""

    def __init__(
        self,
        heading: Sequence[str],
        places: Mapping[str, Sequence[int]],
        notes: Sequence[tuple[int, str | None]],
        format_: Format,
        *,
        region: str | None,
        currency: str,
        amounts: Amounts,
        moments: Moments,
        last_name_first: bool,
    ) -> None:
        self._heading = heading
        self._places = {field: where[0] for field, where in places.items()}
        self._format = format_
        self._region = region
        self._currency = currency
        self._amounts = amounts
        self._moments = moments
        self._last_name_first = last_name_first
        self._customer_places = [
            (field, place) for field in PEOPLE if not format_.strangers for place in places.get(field, ())
        ]
        self._note_places = tuple(notes)
        self._order = [
            field
            for field in (_OF_ITEM if "item" in places and not format_.described else _OF_RECEIPT)
            if field in places
        ]
        self._customers: dict[tuple[str, ...], ImportedCustomer | None] = {}
        self._unnumbered: Counter[int] = Counter()

    def read(self, rows: list[Row]) -> ImportedReceipt | Rejected:
        """The receipt of these rows."""
        try:
            return self._read(rows)
        except _UnreadableError as error:
            return error.rejected

    def _read(self, rows: list[Row]) -> ImportedReceipt:
        first = rows[0]
        width = len(self._heading)
        for row in rows:
            if len(row.cells) > width:
                why = say("The row has more cells than the heading: check the quotation marks.")
                raise _UnreadableError(row.line, None, why)
        at = self._at(first)
        self._check_currency(rows)
        paid = [self._paid(row) for row in (rows[:1] if self._format.one_total else rows)]
        told = [amount for amount in paid if amount is not None]
        amount = sum(told) if told else None
        items = self._items(rows, paid)
        cancelled = any(self._is_cancelled(row) for row in rows)
        refund = is_refund(self._cell(first, "type")) or (
            amount < 0 if amount is not None else bool(items) and all(quantity < 0 for _, quantity, _ in items)
        )
        amount = None if amount is None else abs(amount)
        returned = self._amount(first, "returned") or 0
        return ImportedReceipt(
            line=first.line,
            number=self._number(first) or self._own_number(rows),
            at=at,
            amount=amount,
            items=tuple(_kept(items, refund)),
            refund=refund,
            cancelled=cancelled,
            returned=min(abs(returned), amount or 0),
            refunds=self._cell(first, "refunds").lstrip("'’") or None,
            customer=self._customer(rows),
            staff=self._cell(first, "staff")[:_LONGEST_WORD] or None,
            till=self._cell(first, "till")[:_LONGEST_WORD] or None,
        )

    def _cell(self, row: Row, field: str) -> str:
        place = self._places.get(field)
        return "" if place is None else one_line(row.cells[place])

    def _refuse(self, row: Row, field: str, why: Text) -> _UnreadableError:
        place = self._places.get(field)
        return _UnreadableError(row.line, None if place is None else self._heading[place], why)

    def _at(self, row: Row) -> datetime:
        day, time = self._cell(row, "date").lstrip("'’"), self._cell(row, "time").lstrip("'’")
        at = self._moments.moment(day, time, self._cell(row, "timezone"))
        if at is not None and is_believable(at):
            return at
        if not day:
            raise self._refuse(row, "date", say("The row has no date: fill it in."))
        if time and self._moments.moment(day) is not None:
            raise self._refuse(row, "time", say("“{text}” is no time: write it as 14:05.", text=time))
        raise self._refuse(row, "date", say("“{text}” is no date: write it as 2026-11-22.", text=day))

    def _number(self, row: Row) -> str:
        number = self._cell(row, "receipt").lstrip("'’")
        if len(number) > _LONGEST_WORD:
            why = say("The receipt number is too long: shorten it to {most} characters.", most=_LONGEST_WORD)
            raise self._refuse(row, "receipt", why)
        return number

    def _check_currency(self, rows: list[Row]) -> None:
        for row in rows:
            currency = self._cell(row, "currency").upper()
            if currency and currency != self._currency:
                why = say("The amount is in {currency}, the shop's currency is {own}.", currency=currency,
                          own=self._currency)  # fmt: skip
                raise self._refuse(row, "currency", why)

    def _amount(self, row: Row, field: str) -> int | None:
        """The amount in a cell; None where it is empty."""
        place = self._places.get(field)
        text = "" if place is None else row.cells[place]
        if not text:
            return None
        amount = self._amounts.read(text)
        if amount is None:
            why = say("“{text}” is no amount in {currency}.", text=text[:_LONGEST_WORD], currency=self._currency)
            raise self._refuse(row, field, why)
        return amount

    def _paid(self, row: Row) -> int | None:
        """What the row came to."""
        for field in self._order:
            amount = self._amount(row, field)
            if amount is None:
                continue
            if field == "amount":
                return amount - (self._amount(row, "tip") or 0)
            if field == "net":
                return amount
            if field == "price":
                amount = int((amount * self._count(row)[0]).to_integral_value())
            off = abs(self._amount(row, "discount") or 0)
            return amount - off if amount >= 0 else amount + off
        return None

    def _count(self, row: Row) -> tuple[Decimal, bool]:
        text = self._cell(row, "quantity")
        if not text:
            return Decimal(1), True
        count = read_count(text)
        if count is None:
            why = say("“{text}” is no quantity: write a number.", text=text[:_LONGEST_WORD])
            raise self._refuse(row, "quantity", why)
        return count

    def _quantity(self, row: Row) -> int:
        """How many, negative where they came back; what is weighed is one."""
        count, counted = self._count(row)
        if counted:
            return int(count)
        return 1 if count > 0 else -1

    def _items(self, rows: list[Row], paid: list[int | None]) -> list[tuple[str, int, int | None]]:
        """Name, quantity and amount of each line, negative where it came back."""
        if self._format.described:
            described = _described(self._cell(rows[0], "item"))
            return [(name, quantity, paid[0] if len(described) == 1 else None) for name, quantity in described]
        items = []
        for place, row in enumerate(rows):
            name = self._cell(row, "item")
            variant = self._cell(row, "variant")
            if variant and variant.lower() not in _NO_VARIANTS:
                name = f"{name} ({variant})" if name else variant
            quantity = self._quantity(row)
            if not name or not quantity:
                continue
            if self._format.one_total:
                price = self._amount(row, "price")
                off = abs(self._amount(row, "discount") or 0)
                amount = None if price is None else price * quantity - off
            else:
                amount = paid[place]
            if amount is not None and amount < 0 < quantity:
                quantity = -quantity
            items.append((name[:LONGEST_NAME], quantity, amount))
        return items

    def _is_cancelled(self, row: Row) -> bool:
        status = self._cell(row, "status")
        if self._format.cancelled_at:
            return bool(status)
        return is_cancelled(status) or is_cancelled(self._cell(row, "type"))

    def _own_number(self, rows: list[Row]) -> str:
        """A number for a receipt that has none: the same for the same file, another for an equal one after it."""
        said = hashlib.sha256(repr([row.cells for row in rows]).encode("utf-8", "surrogatepass")).hexdigest()
        seen = int(said[:15], 16)
        self._unnumbered[seen] += 1
        return f"~{said[:10]}-{self._unnumbered[seen]}" if self._unnumbered[seen] > 1 else f"~{said[:10]}"

    def _customer(self, rows: list[Row]) -> ImportedCustomer | None:
        """Who bought; the first where several stand, None for a stranger."""
        for row in rows:
            cells = tuple(row.cells[place] for _, place in self._customer_places)
            if any(cells):
                notes = self._notes(row) if self._note_places else ()
                key = (*cells, *notes)
                try:
                    return self._customers[key]
                except KeyError:
                    pass
                if len(self._customers) > _CACHED:
                    self._customers.clear()
                customer = self._customers[key] = self._known(row, notes)
                return customer
        return None

    def _notes(self, row: Row) -> tuple[str, ...]:
        texts = ((heading, lines(row.cells[place])) for place, heading in self._note_places)
        return tuple(f"{heading}: {text}" if heading else text for heading, text in texts if text)

    def _known(self, row: Row, notes: tuple[str, ...]) -> ImportedCustomer | None:
        told: dict[str, str] = {}
        phone = email = None
        aside = []
        for field, place in self._customer_places:
            text = one_line(row.cells[place])
            told.setdefault(field, text.lstrip("'’"))
            if not text or field in ("customer_id", "customer_name", "customer_reference"):
                continue
            for part in [text] if read_phone(text, self._region) else split_contacts(text):
                number, written = read_phone(part, self._region), read_email(part)
                if (number and phone not in (None, number)) or (written and email not in (None, written)):
                    aside.append(f"{self._heading[place]}: {part}")
                elif not number and not written:
                    aside.append(f"{self._heading[place]}: {part.lstrip(chr(39))}")
                phone, email = phone or number, email or written
        own_id, name = told.get("customer_id", "")[:LONGEST_NAME], told.get("customer_name", "")
        if "," in own_id:
            # Several customers of one receipt: the first is meant
            own_id, several = own_id.partition(",")[0].strip(), own_id.count(",")
            name = name.partition(",")[0].strip() if name.count(",") == several else name
        elif self._last_name_first:
            name = turned(name, by_blank=False)
        if len(name) > LONGEST_NAME:
            why = say("The name is too long: shorten it to {most} characters.", most=LONGEST_NAME)
            raise self._refuse(row, "customer_name", why)
        reference = codes.plain(told.get("customer_reference", ""))
        cards = (reference,) if codes.is_code(reference) else ()
        if not (phone or email or cards) and (is_stranger(name) or not (name or own_id)):
            return None
        return ImportedCustomer(
            line=row.line,
            external_id=own_id or None,
            name=name or None,
            phone=phone,
            email=email,
            cards=cards,
            notes=tuple(ImportedNote(part) for text in (*notes, "\n".join(aside)) for part in in_lengths(text)),
        )


def _described(text: str) -> list[tuple[str, int]]:
    """Names and quantities of items in words: ``2 x Te, Kanelbulle``."""
    items = []
    for part in filter(None, (part.strip() for part in text.split(", "))):
        if match := _TIMES_BEFORE.fullmatch(part):
            items.append((match[2][:LONGEST_NAME], int(match[1]) or 1))
        elif match := _TIMES_BEHIND.fullmatch(part):
            items.append((match[1][:LONGEST_NAME], int(match[2]) or 1))
        else:
            items.append((part[:LONGEST_NAME], 1))
    return items


def _kept(items: list[tuple[str, int, int | None]], refund: bool) -> Iterator[ImportedItem]:
    """What was bought, or of a refund what came back; lines the other way lessen those with their name."""
    ways = {quantity > 0 for _, quantity, _ in items}
    if len(ways) == 1:
        for name, quantity, amount in items:
            yield ImportedItem(name, abs(quantity), None if amount is None else abs(amount))
        return
    sums: dict[str, list[int]] = {}
    for name, quantity, amount in items:
        total = sums.setdefault(name, [0, 0])
        total[0] += quantity
        total[1] += amount or 0
    sign = -1 if refund else 1
    for name, (quantity, amount) in sums.items():
        if quantity * sign > 0:
            yield ImportedItem(name, abs(quantity), max(amount * sign, 0))

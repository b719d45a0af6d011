"""Another till's receipts on their way into the register: history, which earns nothing unless it is asked to."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from kassa.domain import folding, tiers
from kassa.domain.calendar import is_believable
from kassa.domain.earning import Basket, Came, Line, bought_amount
from kassa.domain.programme import Programme, Versions
from kassa.errors import KassaError
from kassa.exchange.export_cells import FORMAT as KASSA
from kassa.exchange.imported import ImportedCustomer, ImportedItem, ImportedReceipt, Rejected
from kassa.services.acting import Act
from kassa.services.book import Book, eras
from kassa.services.checkout import came_after, note_purchase, return_part
from kassa.services.import_people import Outcome, People
from kassa.services.programmes import shop_day
from kassa.store import customers, exports, imports, operations, purchases
from kassa.store.purchases import NewPurchase, StoredPurchase
from kassa.words import say

_SKEW = timedelta(minutes=2)
_NEAR = 200


@dataclass(frozen=True, slots=True)
class Sale:
    """A receipt placed in the shop's calendar; ``key`` is what tells it from all others of its program."""

    told: ImportedReceipt
    at: datetime
    day: date
    key: str

    @property
    def is_kept_by_key(self) -> bool:
        """Whether nothing else tells it from all others."""
        return self.told.own_id is not None or not self.told.number


@dataclass(slots=True)
class SalesOutcome:
    """Why receipts were passed over, and how many people are new.

    Passed over were those of ``strangers`` whom the till didn't know, ``cancelled`` ones, refunds of a purchase that
    isn't here (``adrift``), and what is ``here`` already. ``joined`` is how many people the register didn't know.
    """

    strangers: int = 0
    cancelled: int = 0
    adrift: int = 0
    here: int = 0
    joined: int = 0

    @property
    def skipped(self) -> int:
        """All that were passed over."""
        return self.strangers + self.cancelled + self.adrift + self.here


@dataclass(slots=True)
class Receipts:
    """The counts, and what a later receipt must know of those before it. Refunds wait until all sales are in."""

    people: People
    versions: Versions
    format: str
    earn: bool = False
    created: int = 0
    updated: int = 0
    outcome: SalesOutcome = field(default_factory=SalesOutcome)
    rejected: list[Rejected] = field(default_factory=list)
    refunds: list[Sale] = field(default_factory=list)
    buyers: set[int] = field(default_factory=set)
    _items: dict[tuple[int, str], str] = field(default_factory=dict)

    def sales(self, act: Act, told: Sequence[ImportedReceipt | Rejected]) -> None:
        """Writes some receipts more, in the file's order."""
        sales = []
        for each in told:
            if isinstance(each, Rejected):
                self.rejected.append(each)
            elif each.cancelled:
                self.outcome.cancelled += 1
            elif each.is_strangers:
                self.outcome.strangers += 1
            elif (sale := self._placed(act, each)) is None:
                self.rejected.append(Rejected(each.line, None, say("The receipt's day can't be right: check it.")))
            elif each.refund:
                self.refunds.append(sale)
            else:
                sales.append(sale)
        new = self._unknown(act, sales)
        self.outcome.here += len(sales) - len(new)
        holders = self.people.bring(act, [_buyer(sale.told) for sale in new])
        buyers = [number for number, _ in holders]
        self._meet(holders)
        self.buyers.update(buyers)
        self.created += len(new)
        if self.earn:
            numbers = [
                self._keep(act, [sale], [buyer])[0] if sale.told.undone else self._earn(act, sale, buyer)
                for sale, buyer in zip(new, buyers, strict=True)
            ]
        else:
            numbers = self._keep(act, new, buyers)
        placed = list(zip(new, buyers, numbers, strict=True))
        kept = [(sale.key, buyer, number) for sale, buyer, number in placed if sale.is_kept_by_key]
        imports.keep_receipts(act.transaction, act.number, self._source, kept)
        for sale, _, number in placed:
            items = self._came_with(sale)
            if not sale.told.undone and (sale.told.returned or sale.told.whole or items):
                self._take_back(act, number, sale.told.returned, items, sale.at)

    def take_back(self, act: Act, refunds: Sequence[Sale]) -> None:
        """Returns what refunds took back, each from the purchase that it names or fits."""
        known = imports.known_ids(act.transaction, self._source, [refund.key for refund in refunds])
        buyers = self.people.bring(act, [_buyer(refund.told) for refund in refunds if refund.told.customer is not None])
        self._meet(buyers)
        them = iter(number for number, _ in buyers)
        for refund in refunds:
            buyer = next(them) if refund.told.customer is not None else None
            if refund.key in known:
                self.outcome.here += 1
                continue
            purchase = self._refunded(act, refund, buyer)
            if purchase is None:
                # What it takes back was never here, so nothing counts too much without it.
                self.outcome.adrift += 1
                continue
            items = self._came_items(refund, purchase)
            amount = refund.told.amount or sum(item.amount or 0 for item in refund.told.items)
            if not self._take_back(act, purchase.id, amount, items, refund.at):
                why = say("More would come back than is left of purchase {receipt}.", receipt=purchase.receipt or "")
                self.rejected.append(Rejected(refund.told.line, None, why))
                continue
            known[refund.key] = purchase.customer
            imports.keep_ids(act.transaction, act.number, self._source, {refund.key: purchase.customer})
            self.buyers.add(purchase.customer)
            self.updated += 1

    def _meet(self, holders: Sequence[tuple[int, Outcome]]) -> None:
        self.outcome.joined += sum(outcome == "created" for _, outcome in holders)

    @property
    def _source(self) -> str:
        # The source under which refunds, and receipts without a number, are kept beside the program's own ids.
        return f"{self.format} receipt"

    def _placed(self, act: Act, told: ImportedReceipt) -> Sale | None:
        at = told.at
        if at.tzinfo is None:
            if not 1900 <= at.year < 2200:
                return None
            at = at.replace(tzinfo=shop_day(self.versions.at(at.replace(tzinfo=UTC)).programme).zone)
        if not is_believable(at):
            return None
        at = at.astimezone(UTC)
        if at > act.now + _SKEW:
            return None
        day = shop_day(self.versions.at(at).programme).business_date(at)
        if told.own_id is not None:
            return Sale(told, at, day, told.own_id)
        same = told.number or repr((told.at, told.amount, told.items, told.customer and replace(told.customer, line=0)))
        kind = "refund" if told.refund else "sale"
        return Sale(told, at, day, hashlib.sha256(repr((kind, same, day)).encode()).hexdigest()[:32])

    def _unknown(self, act: Act, sales: Sequence[Sale]) -> list[Sale]:
        """Those that are in the register under no receipt of that day, each once."""
        known = purchases.with_receipts(act.transaction, {sale.told.number for sale in sales if sale.told.number})
        by_key = [sale.key for sale in sales if sale.is_kept_by_key]
        keys = set(imports.known_ids(act.transaction, self._source, by_key))
        if self.format == KASSA:
            keys.update(exports.own_purchases(act.transaction, by_key))
        new = []
        for sale in sales:
            receipt = (sale.told.number, sale.day)
            # An undone one was perhaps noted again under its number.
            numbered = bool(sale.told.number) and not sale.told.undone
            if (sale.is_kept_by_key and sale.key in keys) or (numbered and receipt in known):
                continue
            keys.add(sale.key)
            if numbered:
                known.add(receipt)
            new.append(sale)
        return new

    def _basket(self, told: ImportedReceipt, version: int) -> Basket:
        programme = self.versions.number(version).programme
        lines = tuple(
            Line(self._item(item.name, version, programme), item.quantity, item.amount)
            for item in told.items
            if item.quantity > 0
        )
        return Basket(told.amount, lines, min(told.non_earning, told.amount or 0))

    def _item(self, name: str, version: int, programme: Programme) -> str:
        """The programme's id of what another till calls ``name``; the name itself where the programme has no such."""
        found = self._items.get((version, name))
        if found is None:
            called = folding.fold(name)
            ids = (item.id for item in programme.items if called in (folding.fold(item.name), item.id))
            found = self._items[version, name] = next(ids, name)
        return found

    def _keep(self, act: Act, sales: Sequence[Sale], buyers: Sequence[int]) -> list[int]:
        new = []
        for sale, buyer in zip(sales, buyers, strict=True):
            in_force = self.versions.at(sale.at)
            basket = self._basket(sale.told, in_force.number)
            new.append(
                NewPurchase(
                    customer=buyer,
                    at=sale.at,
                    business_date=sale.day,
                    version=in_force.number,
                    basket=basket,
                    net=bought_amount(basket, in_force.programme) or 0,
                    receipt=sale.told.number or None,
                    staff=sale.told.staff,
                    till=sale.told.till or act.session.actor.till,
                    undone=sale.told.undone,
                )
            )
        return purchases.append_many(act.transaction, act.number, new)

    def _earn(self, act: Act, sale: Sale, buyer: int) -> int:
        """The purchase as if it had been noted at this till on its day, an operation of its own."""
        till = sale.told.till or act.session.actor.till
        own = operations.claim_part(act.transaction, "buy", "", sale.at, sale.told.staff, till, act.number)
        book = Book(replace(act, number=own), self.versions, buyer, sale.at)
        basket = self._basket(sale.told, book.version)
        number, _, _ = note_purchase(book, basket, sale.told.number or None, sale.told.staff, till)
        operations.conclude(act.transaction, own, subject=purchases.public(number), reply=None, undoes=None)
        return number

    def _refunded(self, act: Act, refund: Sale, buyer: int | None) -> StoredPurchase | None:
        """The purchase that a refund names, else the buyer's latest before it that it fits, best to the amount."""
        named = refund.told.refunds
        if named:
            found = [
                stored
                for number in purchases.numbered(act.transaction, named)
                if (stored := purchases.get(act.transaction, number)) is not None and stored.at <= refund.at
            ]
            return found[-1] if found else None
        if buyer is None:
            return None
        amount = refund.told.amount or 0
        fitting = []
        for number in purchases.latest(act.transaction, buyer, refund.at, _NEAR):
            stored = purchases.get(act.transaction, number)
            if stored is None:
                continue
            left = (
                bought_amount(stored.basket, self.versions.number(stored.version).programme) or 0
            ) - stored.came.amount
            if stored.came.whole or left < amount or not self._holds(stored, refund):
                continue
            if left == amount:
                return stored
            fitting.append(stored)
        return fitting[0] if fitting else None

    def _holds(self, stored: StoredPurchase, refund: Sale) -> bool:
        return not refund.told.items or bool(self._came_items(refund, stored))

    def _came_with(self, sale: Sale) -> tuple[tuple[str, int], ...]:
        """The items that the file says came back of a purchase itself."""
        in_force, back = self.versions.at(sale.at), dict[str, int]()
        for item in sale.told.items:
            if item.returned:
                name = self._item(item.name, in_force.number, in_force.programme)
                back[name] = back.get(name, 0) + item.returned
        return tuple(back.items())

    def _came_items(self, refund: Sale, stored: StoredPurchase) -> tuple[tuple[str, int], ...]:
        """What came back by the purchase's own items; nothing where they aren't all in it."""
        programme = self.versions.number(stored.version).programme
        left = {line.item: line.quantity for line in stored.basket.lines}
        for item, count in stored.came.items:
            left[item] = left.get(item, 0) - count
        back: dict[str, int] = {}
        for each in _whole_items(refund.told.items):
            name = self._item(each.name, stored.version, programme)
            back[name] = back.get(name, 0) + each.quantity
        return tuple(back.items()) if all(left.get(name, 0) >= count for name, count in back.items()) else ()

    def _take_back(
        self, act: Act, purchase: int, amount: int, items: tuple[tuple[str, int], ...], at: datetime
    ) -> bool:
        """Takes ``amount`` of a purchase back, and these items with it; False where it doesn't hold so much."""
        stored = purchases.get(act.transaction, purchase)
        assert stored is not None
        programme = self.versions.number(stored.version).programme
        try:
            came = came_after(stored, amount, None, programme) if amount else came_after(stored, None, items, programme)
        except KassaError:
            return False
        if items and not came.whole:
            back = dict(stored.came.items)
            for item, count in items:
                back[item] = back.get(item, 0) + count
            came = Came(came.amount, tuple(back.items()))
        actor = act.session.actor
        own = operations.claim_part(
            act.transaction, "return", purchases.public(purchase), at, actor.staff, actor.till, act.number
        )
        return_part(Book(replace(act, number=own), self.versions, stored.customer, at), stored, came)
        return True


def settle(act: Act, versions: Versions, numbers: Sequence[int]) -> None:
    """Says of customers anew how often they were here, and which tier that all they bought gives them."""
    customers.recount(act.transaction, numbers)
    believed, spent = act.clock.believed, purchases.spent_by(act.transaction, numbers)
    today, rules = shop_day(versions.at(believed).programme).business_date(believed), eras(versions)
    held = {number: tiers.hold(today, spent.get(number, []), rules) for number in numbers}
    tiers_now = {number: (tier.tier.id, tier.until) if tier else (None, None) for number, tier in held.items()}
    customers.hold_tiers(act.transaction, tiers_now)


def _buyer(told: ImportedReceipt) -> ImportedCustomer:
    assert told.customer is not None
    return told.customer


def _whole_items(items: Sequence[ImportedItem]) -> list[ImportedItem]:
    return [item for item in items if item.quantity > 0]

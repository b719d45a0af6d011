"""The register as files: customers, purchases and the ledger, for a spreadsheet or for another program.

Nothing is changed, and the till serves on meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import TypeVar

from kassa.domain.money import form_money
from kassa.domain.people import CHANNELS
from kassa.exchange import export_cells as cells
from kassa.exchange.export import Sheet, check_name, write_table
from kassa.exchange.imported import ImportedNote
from kassa.services.acting import check_allowed
from kassa.services.programmes import shop_day, versions_in
from kassa.services.session import Session
from kassa.store import exports
from kassa.store.engine import Transaction
from kassa.store.exports import ExportedCustomer, ExportedLine, ExportedPurchase, Holder
from kassa.store.texts import read_text
from kassa.words import Words

Progress = Callable[[int, int], None]
Row = Sequence[str]
T = TypeVar("T")

_TELL_EACH = 500
_KEY_BITS = 64


def export_customers(session: Session, file: Path, progress: Progress | None = None) -> int:
    """Writes everybody into ``file``, CSV or a workbook by its name, and gives how many.

    ``progress(done, total)`` may raise to end it: nothing is left then. Raises ``not_allowed`` for a cashier,
    ``bad_value`` for another name, ``bad_file`` for a file that can't be written; an older one is kept then.
    """

    def rows(transaction: Transaction, form: _Form) -> tuple[int, Iterable[Row]]:
        return exports.count_customers(transaction), map(form.customer, exports.every_customer(transaction, form.key))

    return _export(session, file, "customers", cells.CUSTOMERS, rows, progress)


def export_purchases(session: Session, file: Path, progress: Progress | None = None) -> int:
    """Writes every purchase; otherwise as ``export_customers``."""

    def rows(transaction: Transaction, form: _Form) -> tuple[int, Iterable[Row]]:
        return exports.count_purchases(transaction), map(form.purchase, exports.every_purchase(transaction, form.key))

    return _export(session, file, "purchases", cells.PURCHASES, rows, progress)


def export_ledger(session: Session, file: Path, progress: Progress | None = None, words: Words | None = None) -> int:
    """Writes every ledger line, its arithmetic in the language of ``words``; otherwise as ``export_customers``."""

    def rows(transaction: Transaction, form: _Form) -> tuple[int, Iterable[Row]]:
        because = _explained(words or Words("en"))
        lines = exports.every_line(transaction, form.key)
        return exports.count_lines(transaction), (form.line(each, because(each.because)) for each in lines)

    return _export(session, file, "ledger", cells.LEDGER, rows, progress)


def _export(
    session: Session,
    file: Path,
    title: str,
    headings: tuple[str, ...],
    rows: Callable[[Transaction, _Form], tuple[int, Iterable[Row]]],
    progress: Progress | None,
) -> int:
    check_allowed(session, f"export {title}")
    check_name(file)
    key = _shop_key(session)
    with session.store.reading() as transaction:
        count, found = rows(transaction, _Form.of(session, transaction, key))
        write_table(file, Sheet(title, headings, count), _told(found, count, progress))
    return count


def _shop_key(session: Session) -> str:
    with session.store.reading() as transaction:
        key = exports.shop_key(transaction)
    if key is not None:
        return key
    with session.store.writing() as transaction:
        key = exports.shop_key(transaction)
        if key is None:
            key = f"{session.random.getrandbits(_KEY_BITS):016x}"
            exports.keep_shop_key(transaction, key)
    return key


def _told(rows: Iterable[T], count: int, progress: Progress | None) -> Iterator[T]:
    for done, row in enumerate(rows, 1):
        if progress is not None and (done % _TELL_EACH == 0 or done == count):
            progress(done, count)
        yield row


def _explained(words: Words) -> Callable[[str], str]:
    # The same few sentences stand on most lines.
    kept: dict[str, str] = {}

    def explain(because: str) -> str:
        text = kept.get(because)
        if text is None:
            text = words.text(read_text(because))
            if len(kept) < 10_000:
                kept[because] = text
        return text

    return explain


def _beside(holder: Holder, purchase: str) -> str:
    """A purchase's id without its shop's key, where that stands on the customer."""
    return purchase.removesuffix("@" + holder.id.partition("@")[2])


class _Form:
    """Rows as ``export_cells`` has them, by the shop's clock and currency."""

    def __init__(self, key: str, zone: tzinfo, currency: str) -> None:
        self.key = key
        self._zone = zone
        self._currency = currency

    @classmethod
    def of(cls, session: Session, transaction: Transaction, key: str) -> _Form:
        """By the programme in force; a shop without one has no purchases and counts in UTC."""
        held = versions_in(transaction)
        if held is None:
            return cls(key, UTC, "")
        programme = held.at(session.now()).programme
        return cls(key, shop_day(programme).zone, programme.currency)

    def customer(self, person: ExportedCustomer) -> Row:
        """A row of ``CUSTOMERS``."""
        active = [card.code for card in person.cards if card.state == "active"]
        former = [
            " ".join(part for part in (card.code, card.state, card.replaced_by) if part)
            for card in person.cards
            if card.state != "active"
        ]
        notes = [
            cells.write_note(ImportedNote(note.text, note.kind, note.pinned, note.due), note.assignee)
            for note in person.notes
        ]
        row = [
            person.id,
            str(person.number),
            person.name or "",
            person.phone or "",
            person.email or "",
            person.address or "",
            person.birthday or "",
            person.language or "",
            cells.write_list(person.tags),
            person.since,
            str(person.visits),
            "" if person.last_visit is None else self._moment(person.last_visit),
            person.referred_by or "",
            cells.write_list(active),
            cells.write_list(former),
            "\n".join(notes),
        ]
        for channel in CHANNELS:
            answer = person.consents.get(channel)
            if answer is None:
                row += ("", "", "")
            else:
                row += ("yes" if answer.given else "no", self._moment(answer.at), answer.how or "")
        return row

    def purchase(self, purchase: ExportedPurchase) -> Row:
        """A row of ``PURCHASES``."""
        items = [
            cells.write_item(each.item, each.quantity, self._money(each.amount), each.returned)
            for each in purchase.items
        ]
        return (
            _beside(purchase.holder, purchase.id),
            self._moment(purchase.at),
            purchase.business_date,
            *self._holder(purchase.holder),
            self._money(purchase.amount) or "",
            self._money(purchase.returned if purchase.returned or purchase.whole else None) or "",
            self._money(purchase.non_earning or None) or "",
            cells.write_list(items),
            purchase.receipt or "",
            "yes" if purchase.undone else "",
            purchase.staff or "",
            purchase.till,
        )

    def line(self, line: ExportedLine, because: str) -> Row:
        """A row of ``LEDGER``."""
        return (
            *self._holder(line.holder),
            line.id,
            self._moment(line.at),
            line.unit,
            line.programme or "",
            str(line.version),
            line.kind,
            str(line.delta),
            str(line.balance),
            "" if line.purchase is None else _beside(line.holder, line.purchase),
            line.reverses or "",
            line.staff or "",
            line.till,
            because,
        )

    def _holder(self, holder: Holder) -> tuple[str, str, str]:
        return holder.id, str(holder.number), holder.name or ""

    def _moment(self, moment: datetime) -> str:
        return moment.astimezone(self._zone).isoformat()

    def _money(self, minor: int | None) -> str | None:
        return None if minor is None else form_money(minor, self._currency)

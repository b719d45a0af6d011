"""Which rows of a file of sales are one receipt, and which are none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from kassa.exchange.formats import Format
from kassa.exchange.rows import Row
from kassa.exchange.spoken import is_refund, is_total

# The fields that say who bought.
PEOPLE = ("customer_id", "customer_name", "customer_phone", "customer_email", "customer_contact", "customer_reference")
Key = tuple[str, str, bool]


class Grouping:
    """Which rows are one receipt: those with one number on one day, and what was taken back apart from what was sold.

    Without numbers every row is a receipt, but items that follow each other with one moment and one customer are one.
    """

    def __init__(self, format_: Format, places: Mapping[str, Sequence[int]]) -> None:
        self._one_total = format_.one_total
        self._receipt = _first(places, "receipt")
        self._date = _first(places, "date")
        self._time = _first(places, "time")
        self._type = _first(places, "type")
        self._itemised = "item" in places and not format_.described
        self._customer = [places[field][0] for field in PEOPLE if field in places]
        # Where something stands in every row of a sale, and in no row of sums.
        self._telling = [places[field][0] for field in (*PEOPLE, "item", "staff", "till", "type") if field in places]
        self._strays = 0

    def key(self, row: Row, before: Key | None) -> Key | None:
        """What the rows of a receipt have in common; None for a row that is no sale, such as a total below."""
        if row.is_heading:
            return None
        cells = row.cells
        number = cells[self._receipt] if self._receipt is not None else ""
        moment = cells[self._date] if self._date is not None else ""
        if not number and (not moment or is_total(moment)):
            summed = is_total(moment) or any(map(is_total, cells)) or not any(cells[place] for place in self._telling)
            return None if summed else self._stray()
        if not moment and is_total(number):
            return None
        refund = self._type is not None and is_refund(cells[self._type])
        if not number:
            return self._without_number(row, moment, refund)
        if self._one_total:
            return (number, "", refund)
        if not moment and before is not None and before[0] == number:
            return (number, before[1], refund)
        return (number, _day(moment), refund)

    def _without_number(self, row: Row, moment: str, refund: bool) -> Key:
        time = row.cells[self._time] if self._time is not None else ""
        who = "\0".join(row.cells[place] for place in self._customer)
        key = ("", f"{moment}\0{time}\0{who}", refund)
        timed = ":" in moment or ":" in time
        if self._itemised and timed:
            return key
        return self._stray(key[1])

    def _stray(self, moment: str = "") -> Key:
        self._strays += 1
        return ("", f"{moment}\0{self._strays}", False)

    def groups(self, rows: Iterable[Row], scattered: bool) -> Iterator[list[Row]]:
        """The receipts' rows; ``scattered`` where those of one don't always follow each other."""
        if scattered:
            together: dict[Key, list[Row]] = {}
            before = None
            for row in rows:
                if (key := self.key(row, before)) is not None:
                    together.setdefault(key, []).append(row)
                    before = key
            yield from together.values()
            return
        group: list[Row] = []
        before = None
        for row in rows:
            key = self.key(row, before)
            if key is None:
                continue
            if key != before and group:
                yield group
                group = []
            group.append(row)
            before = key
        if group:
            yield group


def _first(places: Mapping[str, Sequence[int]], field: str) -> int | None:
    where = places.get(field)
    return where[0] if where else None


def _day(text: str) -> str:
    """The text of a date without its time, as far as that is plain."""
    return text.partition("T")[0].partition(" ")[0] if text[:1].isdigit() else text

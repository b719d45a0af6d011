"""How a file is to be read, found out from what it holds: its columns, the order of its days, its decimal mark."""

from __future__ import annotations

from collections.abc import Mapping as Fields
from collections.abc import Sequence
from types import MappingProxyType

from kassa.exchange.amounts import decimal_mark
from kassa.exchange.dates import DayOrder
from kassa.exchange.formats import KASSA, Format
from kassa.exchange.grouping import Grouping, Key
from kassa.exchange.headings import SEVERAL, field_of, heading_key
from kassa.exchange.mapping import IGNORE, NOTE, DecimalMark, Kind, Mapping
from kassa.exchange.people_rows import comma_names
from kassa.exchange.rows import Row

_SAMPLES = 3
_LONGEST_SAMPLE = 200
_DATES: Fields[Kind, tuple[str, ...]] = MappingProxyType(
    {"customers": ("birthday", "since", "last_visit"), "sales": ("date",)}
)
_AMOUNTS = ("amount", "net", "gross", "price", "discount", "tip", "returned")
_MOST_SEEN = 20_000


def field_by_name(heading: str, kind: Kind, format_: Format) -> str | None:
    """The field that a column's heading stands for in this format."""
    own = format_.columns.get(heading_key(heading))
    found = None if own else field_of(heading, kind)
    return own or (found[0] if found else None)


def find_fields(heading: Sequence[str], kind: Kind, format_: Format, mapping: Mapping) -> list[str | None]:
    """What each column holds; of several that say the same, the one whose name says it best."""
    best: dict[str, tuple[int, int]] = {}
    fields: list[str | None] = [None] * len(heading)
    for place, name in enumerate(heading):
        if name in mapping.columns:
            fields[place] = mapping.columns[name]
            best[mapping.columns[name]] = (-2, place)
    for place, name in enumerate(heading):
        if name in mapping.columns:
            continue
        own = format_.columns.get(heading_key(name))
        found = (own, -1) if own else field_of(name, kind)
        if found is None:
            continue
        field, rank = found
        if field in SEVERAL or field in (IGNORE, NOTE):
            fields[place] = field
        elif field not in best or rank < best[field][0]:
            if field in best:
                fields[best[field][1]] = None
            fields[place], best[field] = field, (rank, place)
    return fields


def places_of(fields: Sequence[str | None]) -> dict[str, list[int]]:
    """The columns in which each field stands."""
    places: dict[str, list[int]] = {}
    for place, field in enumerate(fields):
        if field not in (None, IGNORE, NOTE):
            places.setdefault(str(field), []).append(place)
    return places


class Facts:
    """Learns from a file's rows, as they pass, how they are to be read."""

    def __init__(
        self, width: int, typed: bool, kind: Kind, format_: Format, places: Fields[str, Sequence[int]]
    ) -> None:
        self.order = DayOrder()
        self._typed = typed
        self.samples: list[dict[str, None]] = [{} for _ in range(width)]
        self.scattered = False
        self.count = 0
        self._dates = [place for field in _DATES[kind] for place in places.get(field, ())]
        self._times = list(places.get("time", ()))
        self._amounts = [place for field in _AMOUNTS for place in places.get(field, ())] if not typed else []
        self._names = list(places.get("name" if kind == "customers" else "customer_name", ()))
        self._ids = list(places.get("customer_id", ()))
        self._grouping = Grouping(format_, places) if kind == "sales" and format_.name != KASSA else None
        self._before: Key | None = None
        self._keys: set[int] = set()
        self._first_mark: DecimalMark | None = None
        self._thousands: DecimalMark | None = None
        self._seen: set[str] = set()
        self._named = self._parted = 0
        self._unsampled = set(range(width))

    def learn(self, row: Row) -> None:
        """Take a row of the file into account."""
        if row.is_heading:
            return
        cells = row.cells
        if self._grouping is None:
            self.count += 1
        elif not self._grouped(row):
            return
        for place in self._dates:
            self.order.learn(cells[place])
        for place in self._times:
            self.order.learn_time(cells[place])
        for place in self._amounts:
            text = cells[place]
            if text and text not in self._seen:
                self._learn_amount(text)
        # Several customers of one receipt are parted by commas as well.
        for place in () if self._ids and "," in cells[self._ids[0]] else self._names:
            named, parted = comma_names((cells[place],))
            self._named += named
            self._parted += parted
        if self._unsampled:
            self._sample(cells)

    def _grouped(self, row: Row) -> bool:
        assert self._grouping is not None
        key = self._grouping.key(row, self._before)
        if key is None:
            return False
        if key != self._before:
            number = hash(key)
            if number in self._keys:
                self.scattered = True
            else:
                self._keys.add(number)
                self.count += 1
            self._before = key
        return True

    def _learn_amount(self, text: str) -> None:
        if len(self._seen) > _MOST_SEEN:
            self._seen.clear()
        self._seen.add(text)
        mark = decimal_mark(text)
        if mark is not None:
            self._first_mark = self._first_mark or mark
        elif "," in text or "." in text:
            self._thousands = self._thousands or ("," if "," in text else ".")

    def _sample(self, cells: Sequence[str]) -> None:
        for place in tuple(self._unsampled):
            if text := cells[place]:
                self.samples[place][text[:_LONGEST_SAMPLE]] = None
                if len(self.samples[place]) >= _SAMPLES:
                    self._unsampled.discard(place)

    @property
    def decimal(self) -> DecimalMark:
        """The mark that parts decimals; where the file leaves it open, the one that its thousands aren't parted by."""
        if self._first_mark is not None:
            return self._first_mark
        return "," if self._thousands == "." else "."

    @property
    def turned(self) -> bool:
        """Whether the workbook's dates have days and months the other way round."""
        return self._typed and self.order.turned

    @property
    def last_name_first(self) -> bool:
        """Whether most names are written as ``Berg, Anna``."""
        return self._parted * 2 > self._named

"""Short files for the tests of reading, and what is read from them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from kassa.exchange.imported import ImportedCustomer, ImportedReceipt, Rejected
from kassa.exchange.mapping import AS_FOUND, Mapping
from kassa.exchange.reading import Source, open_source

DATA = Path(__file__).parents[1] / "data"
TODAY = date(2026, 11, 22)


def customers_of(path: Path, mapping: Mapping = AS_FOUND) -> list[ImportedCustomer | Rejected]:
    """What a file of customers gives a Swedish shop; as much as it promised."""
    source = open_source(path, "customers", mapping)
    rows = list(source.customers("SE", TODAY))
    assert len(rows) == source.count
    return rows


def receipts_of(path: Path, mapping: Mapping = AS_FOUND, currency: str = "SEK") -> list[ImportedReceipt | Rejected]:
    """What a file of sales gives a Swedish shop; as much as it promised."""
    source = open_source(path, "sales", mapping)
    rows = list(source.receipts("SE", "Europe/Stockholm", currency))
    assert len(rows) == source.count
    return rows


def fields_of(source: Source) -> dict[str, str | None]:
    """What each column holds."""
    return {column.heading: column.field for column in source.columns}


class Sheet:
    """Writes text into a file and reads it; ``one`` where it holds one row."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, text: str, encoding: str = "utf-8") -> Path:
        """The file with this text."""
        self.path.write_bytes(text.encode(encoding))
        return self.path

    def customers(self, text: str, mapping: Mapping = AS_FOUND) -> list[ImportedCustomer]:
        """Its customers, none of them rejected."""
        rows = customers_of(self.write(text), mapping)
        good = [row for row in rows if isinstance(row, ImportedCustomer)]
        assert len(good) == len(rows), rows
        return good

    def customer(self, text: str, mapping: Mapping = AS_FOUND) -> ImportedCustomer:
        """Its only customer."""
        (customer,) = self.customers(text, mapping)
        return customer

    def receipts(self, text: str, mapping: Mapping = AS_FOUND, currency: str = "SEK") -> list[ImportedReceipt]:
        """Its receipts, none of them rejected."""
        rows = receipts_of(self.write(text), mapping, currency)
        good = [row for row in rows if isinstance(row, ImportedReceipt)]
        assert len(good) == len(rows), rows
        return good

    def receipt(self, text: str, mapping: Mapping = AS_FOUND, currency: str = "SEK") -> ImportedReceipt:
        """Its only receipt."""
        (receipt,) = self.receipts(text, mapping, currency)
        return receipt

    def rejected(self, text: str, sales: bool = False) -> list[tuple[int, str | None]]:
        """Line and column of what is rejected."""
        path = self.write(text)
        rows: list[ImportedCustomer | ImportedReceipt | Rejected] = [
            *(receipts_of(path) if sales else customers_of(path))
        ]
        return [(row.line, row.column) for row in rows if isinstance(row, Rejected)]

"""An address book as a table: a row for each visiting card, so that it is understood and shown as every other list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kassa.exchange.imported import Rejected
from kassa.exchange.mapping import Shape
from kassa.exchange.rows import Row
from kassa.exchange.vcard import VCard, read_vcards

_FAXES = frozenset(("fax", "pager"))
# Of each column, what it is called and which field it holds.
COLUMNS: dict[str, str | None] = {
    "UID": "id",
    "Name": "name",
    "Telephone": "phone",
    "E-mail": "email",
    "Address": "address",
    "Birthday": "birthday",
    "Note": "note",
    "Organisation": "company",
    "Categories": "tags",
    "Other": None,
}
_SHAPE = Shape()


@dataclass(frozen=True, slots=True)
class AddressBook:
    """A file of visiting cards, read as often as needed."""

    path: Path
    heading: tuple[str, ...] = tuple(COLUMNS)
    heading_line: int = 1
    shape: Shape = _SHAPE
    typed: bool = False
    sheets: tuple[str, ...] = ()

    def rows(self) -> Iterator[Row | Rejected]:
        """A row for each card, on the line where it begins; a card that can't be read is rejected."""
        return (_row(card) if isinstance(card, VCard) else card for card in read_vcards(self.path))


def _row(card: VCard) -> Row:
    phones = sorted(
        (phone for phone in card.phones if not phone.types & _FAXES), key=lambda each: "cell" not in each.types
    )
    others = [f"{name}: {text}" for name, text in card.others]
    others += [f"{' '.join(sorted(phone.types))}: {phone.number}" for phone in card.phones if phone.types & _FAXES]
    return Row(
        card.line,
        (
            card.uid,
            card.full_name or " ".join(filter(None, (card.given_name, card.family_name))),
            "\n".join(phone.number for phone in phones),
            "\n".join(card.emails),
            card.addresses[0] if card.addresses else "",
            card.birthday,
            card.note,
            card.organisation,
            ";".join(card.categories),
            "\n".join((*others, *card.addresses[1:])),
        ),
    )

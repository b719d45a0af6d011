"""How a file is to be read where it isn't left to be found out; can be kept in a file and used again."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from collections.abc import Mapping as Columns
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, cast

from kassa.errors import KassaError
from kassa.words import Text, say

Kind = Literal["customers", "sales"]
DecimalMark = Literal[".", ","]

NOTE = "note"
IGNORE = "ignore"
# What a column may hold, for each kind of file, in the order in which to offer it.
FIELDS: Columns[Kind, Columns[str, Text]] = MappingProxyType(
    {
        "customers": MappingProxyType(
            {
                "id": say("Customer's id"),
                "name": say("Name"),
                "first_name": say("First name"),
                "last_name": say("Last name"),
                "nickname": say("Nickname"),
                "company": say("Company"),
                "phone": say("Telephone"),
                "mobile": say("Mobile"),
                "email": say("E-mail"),
                "address": say("Address"),
                "street": say("Street"),
                "street2": say("Second line of the street"),
                "postal": say("Postal code"),
                "city": say("Town"),
                "state": say("State or region"),
                "country": say("Country"),
                "birthday": say("Birthday"),
                "language": say("Language"),
                "tags": say("Tags"),
                "card": say("Card"),
                "stamps": say("Stamps collected"),
                "since": say("Customer since"),
                "last_visit": say("Last visit"),
                "visits": say("Number of visits"),
                "email_consent": say("Consent to e-mail"),
                "sms_consent": say("Consent to text messages"),
                "letter_consent": say("Consent to letters"),
                "analysis_consent": say("Consent to looking into purchases"),
                "health_consent": say("Consent to notes on health"),
                NOTE: say("Note"),
            }
        ),
        "sales": MappingProxyType(
            {
                "date": say("Date"),
                "time": say("Time"),
                "timezone": say("Time zone"),
                "receipt": say("Receipt number"),
                "type": say("Sale or refund"),
                "status": say("Status"),
                "refunds": say("Refund of receipt"),
                "item": say("Item"),
                "variant": say("Variant"),
                "quantity": say("Quantity"),
                "price": say("Price for one"),
                "gross": say("Amount before discount"),
                "discount": say("Discount"),
                "net": say("Amount after discount"),
                "amount": say("Amount paid"),
                "tip": say("Tip, part of the amount paid"),
                "tax": say("Tax"),
                "returned": say("Amount given back"),
                "currency": say("Currency"),
                "customer_id": say("Customer's id"),
                "customer_name": say("Customer's name"),
                "customer_phone": say("Customer's telephone"),
                "customer_email": say("Customer's e-mail"),
                "customer_contact": say("Customer's telephone and e-mail"),
                "customer_reference": say("Customer's card"),
                "staff": say("Member of staff"),
                "till": say("Till"),
                NOTE: say("Note on the customer"),
            }
        ),
    }
)
FORMATS = ("square", "shopify", "odoo", "loyverse", "zettle", "kassa", "vcard", "list")
_LARGEST = 1 << 20


@dataclass(frozen=True, slots=True)
class Shape:
    """How a table lies in its file; None: found out. ``heading_line`` counts from 1, ``sheet`` is a workbook's."""

    encoding: str | None = None
    delimiter: str | None = None
    heading_line: int | None = None
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class Mapping:
    """What a person decided about a file; None: found out from the file.

    ``columns`` says for a heading which field it holds, ``note`` to keep it as a note, or ``ignore``; a heading that it
    doesn't name is found out. ``stamp_card`` is the id of the card that collected stamps go to.
    """

    format: str | None = None
    shape: Shape = Shape()
    columns: Columns[str, str] = field(default_factory=dict)
    day_first: bool | None = None
    decimal: DecimalMark | None = None
    last_name_first: bool | None = None
    stamp_card: str | None = None


# Everything is found out.
AS_FOUND = Mapping()


def read_mapping(path: Path) -> Mapping:
    """A mapping as ``write_mapping`` keeps it; ``bad_file`` for anything else, naming what is wrong."""
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
        values = tomllib.loads(data[:_LARGEST].decode("utf-8-sig"))
    except OSError:
        raise _bad(say("“{file}” can't be read: choose another.", file=path.name)) from None
    except ValueError:
        raise _bad(say("“{file}” is no mapping: choose one that was saved here.", file=path.name)) from None
    return Mapping(
        shape=Shape(**_checked(values.pop("table", {}), _TABLE)),
        columns=_columns(values.pop("columns", {})),
        **_checked(values, _MAPPING),
    )


def write_mapping(path: Path, mapping: Mapping) -> None:
    """Keep a mapping in a file (TOML); ``bad_file`` where it can't be written."""
    try:
        path.write_text("".join(f"{line}\n" for line in _lines(mapping)), "utf-8")
    except OSError:
        raise _bad(say("“{file}” can't be written: choose another place.", file=path.name)) from None


def _lines(mapping: Mapping) -> Iterator[str]:
    for name in _MAPPING:
        if (value := getattr(mapping, name)) is not None:
            yield f"{name} = {_toml(value)}"
    shape = {name: value for name in _TABLE if (value := getattr(mapping.shape, name)) is not None}
    if shape:
        yield "\n[table]"
    for name, value in shape.items():
        yield f"{name} = {_toml(value)}"
    if mapping.columns:
        yield "\n[columns]"
    for heading, told in mapping.columns.items():
        yield f"{_toml(heading)} = {_toml(told)}"


def _toml(value: str | int) -> str:
    # JSON's strings are TOML's, but for the one sign that TOML wants escaped as well.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


# What each key may hold: a type, or the values to choose from.
_MAPPING: Columns[str, type | tuple[Any, ...]] = MappingProxyType(
    {
        "format": FORMATS,
        "day_first": bool,
        "decimal": (".", ","),
        "last_name_first": bool,
        "stamp_card": str,
    }
)
_TABLE: Columns[str, type | tuple[Any, ...]] = MappingProxyType(
    {"encoding": str, "delimiter": str, "heading_line": int, "sheet": str}
)


def _checked(values: Any, allowed: Columns[str, type | tuple[Any, ...]]) -> dict[str, Any]:
    if not isinstance(values, dict):
        raise _bad(say("In a mapping, “table” and “columns” are parts of their own: save it here again."))
    for name, value in values.items():
        what = allowed.get(name)
        if what is None:
            raise _bad(say("A mapping has no “{name}”: take it out.", name=name))
        # True is a number to Python, not to people.
        if value not in what if isinstance(what, tuple) else type(value) is not what:
            raise _bad(say("In the mapping, “{name}” can't be {value}.", name=name, value=str(value)))
    return cast("dict[str, Any]", values)


def _columns(values: Any) -> dict[str, str]:
    if not isinstance(values, dict):
        raise _bad(say("In a mapping, “table” and “columns” are parts of their own: save it here again."))
    for heading, told in values.items():
        if told != IGNORE and not any(isinstance(told, str) and told in fields for fields in FIELDS.values()):
            raise _bad(
                say("The mapping says of the column “{heading}” that it holds “{field}”, which Kassa doesn't know.",
                    heading=heading, field=str(told))
            )  # fmt: skip
    return cast("dict[str, str]", values)


def _bad(why: Text) -> KassaError:
    return KassaError("bad_file", why)

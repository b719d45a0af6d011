"""The tills whose files are known by their headings, and what is special in them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from kassa.domain.people import CHANNELS
from kassa.exchange.address_book import COLUMNS
from kassa.exchange.headings import heading_key
from kassa.exchange.mapping import IGNORE, Kind

KASSA = "kassa"
_NONE: Mapping[str, str] = MappingProxyType({})


def _keys(columns: Mapping[str, str]) -> Mapping[str, str]:
    return MappingProxyType({heading_key(name): told for name, told in columns.items()})


def _signs(*signs: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(heading_key(name) for name in sign.split("|")) for sign in signs)


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file of one program.

    It is recognised by ``signs``, sets of headings one of which is there in full. ``columns`` are headings that mean
    something else here than elsewhere; ``ignore`` those that would be mistaken. ``one_total``: a receipt's amount
    stands in its first row and is the whole receipt's. ``described``: a receipt is one row, its items are in words.
    ``cancelled_at``: the status is the moment of being cancelled. ``strangers``: the program knows no customers.
    """

    name: str
    kind: Kind
    signs: tuple[frozenset[str], ...]
    columns: Mapping[str, str] = field(default_factory=lambda: _NONE)
    one_total: bool = False
    described: bool = False
    cancelled_at: bool = False
    strangers: bool = False

    def fits(self, keys: Collection[str]) -> bool:
        """Whether a heading with these names is this format's."""
        return any(sign <= set(keys) for sign in self.signs)


# Net sales hold the tax where prices do (Square's and Loyverse's own definition: gross less discounts), and are what
# a loyalty programme counts where tax comes on top. A total collected holds the tip as well, so that is taken off it.
_SQUARE_CUSTOMERS = Format("square", "customers", _signs("Square Customer ID", "Creation Source|Transaction Count"))
_SQUARE_ITEMS = Format(
    "square",
    "sales",
    _signs("Event Type|Transaction ID|Net Sales|Item", "Transaction ID|Payment ID|Net Sales|Item"),
    _keys({"Transaction ID": "receipt", "Event Type": "type", "Details": IGNORE, "Count": IGNORE}),
)
_SQUARE_TRANSACTIONS = Format(
    "square",
    "sales",
    _signs("Transaction ID|Total Collected", "Transaction ID|Payment ID|Net Sales"),
    # Its Description lists the items in words: "2 x Te, Kanelbulle".
    _keys({"Transaction ID": "receipt", "Event Type": "type", "Description": "item", "Transaction Status": "status"}),
    described=True,
)
_SHOPIFY_CUSTOMERS = Format(
    "shopify",
    "customers",
    _signs(
        "Accepts Email Marketing|Total Spent",
        "Accepts Email Marketing|Tax Exempt",
        "Accepts Marketing|Total Spent",
        "Default Address Address1",
    ),
)
_SHOPIFY_ORDERS = Format(
    "shopify",
    "sales",
    _signs("Name|Financial Status|Total", "Name|Lineitem name|Total"),
    _keys(
        {
            "Name": "receipt",
            "Created at": "date",
            "Financial Status": IGNORE,
            "Cancelled at": "status",
            "Total": "amount",
            "Subtotal": IGNORE,
            "Taxes": "tax",
            "Discount Amount": IGNORE,
            "Refunded Amount": "returned",
            "Lineitem discount": "discount",
            "Employee": "staff",
            "Location": "till",
            "Id": IGNORE,
        }
    ),
    one_total=True,
    cancelled_at=True,
)
_ODOO = Format(
    "odoo",
    "customers",
    _signs(
        "External ID|Name",
        "Externt ID|Namn",
        "Ekstern ID|Navn",
        "id|name|street2",
        "id|name|country_id",
        "id|name|country_id/id",
        "id|name|category_id",
        "id|name|zip|street",
        "id|name|comment",
        "name|country_id|zip",
        "name|is_company|email",
        "name|company_type|email",
        "display_name|country_id|email",
        "Company Type|Name|Is a Company",
    ),
    _keys(
        {
            "comment": "note",
            "category_id": "tags",
            "category_id/name": "tags",
            "country_id": "country",
            "country_id/name": "country",
            "country_id/code": "country",
            "country_id/id": IGNORE,
            "state_id": "state",
            "state_id/name": "state",
            "parent_id": "company",
            "parent_id/name": "company",
            "commercial_company_name": IGNORE,
            "company_name": "company",
            "lang": "language",
            "barcode": "card",
            "ref": "card",
            "create_date": "since",
            "Complete Name": IGNORE,
            "display_name": "name",
            "Company Type": IGNORE,
            "Is a Company": IGNORE,
            "Company": IGNORE,
        }
    ),
)
_LOYVERSE_CUSTOMERS = Format(
    "loyverse",
    "customers",
    _signs("Customer code|Points balance", "Customer code|Total visits", "Customer name|First visit|Total visits"),
    _keys({"Customer code": "card", "Customer ID": "id"}),
)
_ITEM = ("Item", "Item name", "Artikel", "Vare", "Produkt", "Towar", "Pozycja")
_LOYVERSE = (
    "Receipt number|Receipt type|Customer contacts",
    "Receipt number|Receipt type|POS",
    "Receipt number|Receipt type|Cashier name",
    "Kvittonummer|Kvittotyp",
    "Kvitteringsnummer|Kvitteringstype",
    "Numer paragonu|Typ paragonu",
)
_LOYVERSE_ITEMS = Format("loyverse", "sales", _signs(*(f"{sign}|{item}" for sign in _LOYVERSE for item in _ITEM)))
_LOYVERSE_RECEIPTS = Format(
    "loyverse",
    "sales",
    _signs(*_LOYVERSE),
    _keys(dict.fromkeys(("Description", "Beskrivning", "Beskrivelse", "Opis"), "item")),
    described=True,
)
# Zettle writes in the owner's language. Its "net" is what is left after the card's fee, so the total counts.
_ZETTLE_NETS = ("Net", "Netto", "Nettobelopp", "Nettobeløp", "Nettobeløb", "Nettobetrag", "Kwota netto")
_ZETTLE = Format(
    "zettle",
    "sales",
    _signs(
        "Receipt number|Payment method|Total",
        "Receipt number|Fee|Net",
        "Kvittonummer|Betalsätt",
        "Kvittonummer|Betalningsmetod",
        "Kvittonummer|Avgift|Netto",
        "Kvitteringsnummer|Betalingsmetode",
        "Kvitteringsnummer|Betalingsmåte",
        "Kvitteringsnummer|Afgift|Netto",
        "Kvitteringsnummer|Avgift|Netto",
        "Kvitteringsnummer|Gebyr|Netto",
        "Kuittinumero|Maksutapa",
        "Kuitin numero|Maksutapa",
        "Belegnummer|Zahlungsmethode",
        "Belegnummer|Zahlungsart",
        "Quittungsnummer|Zahlungsmethode",
        "Numer paragonu|Metoda płatności",
        "Numer paragonu|Forma płatności",
        "Numer rachunku|Metoda płatności",
    ),
    _keys(
        {
            **dict.fromkeys(_ZETTLE_NETS, IGNORE),
            **dict.fromkeys(("Description", "Beskrivning", "Beskrivelse", "Kuvaus", "Beschreibung", "Opis"), "item"),
        }
    ),
    described=True,
    strangers=True,
)
_KASSA_CUSTOMERS = Format(
    KASSA,
    "customers",
    _signs("kassa_id|name", "kassa_id|number", "kassa_id|phone", "kassa_id|email"),
    _keys(
        {
            "kassa_id": "id",
            "cards": "card",
            "notes": "note",
            **{f"consent_{channel}": f"{channel}_consent" for channel in CHANNELS},
        }
    ),
)
_KASSA_PURCHASES = Format(
    KASSA,
    "sales",
    _signs("kassa_id|business_date|at"),
    _keys(
        {
            "at": "date",
            "kassa_id": "customer_id",
            "name": "customer_name",
            "items": "item",
            "undone": "status",
        }
    ),
)
_LEDGER = _signs("kassa_id|delta|balance")[0]
VCARD = Format("vcard", "customers", (), _keys({name: told for name, told in COLUMNS.items() if told}))
# Those that say most first: the first that fits is the file's.
_KNOWN = (
    _KASSA_PURCHASES, _KASSA_CUSTOMERS, _SQUARE_CUSTOMERS, _SHOPIFY_CUSTOMERS, _LOYVERSE_CUSTOMERS, _ODOO,
    _SQUARE_ITEMS, _SQUARE_TRANSACTIONS, _SHOPIFY_ORDERS, _LOYVERSE_ITEMS, _LOYVERSE_RECEIPTS, _ZETTLE,
)  # fmt: skip
_LISTS: Mapping[Kind, Format] = MappingProxyType(
    {"customers": Format("list", "customers", ()), "sales": Format("list", "sales", ())}
)


def find_format(heading: tuple[str, ...], kind: Kind, name: str | None = None) -> Format:
    """The format of a file of that kind with this heading, or the one that is asked for by name; else a list."""
    keys = frozenset(map(heading_key, heading))
    fitting = [each for each in _KNOWN if each.kind == kind and name in (None, each.name)]
    found = next((each for each in fitting if each.fits(keys)), None)
    if found is None and name is not None and fitting:
        found = max(fitting, key=lambda each: max(len(sign & keys) for sign in each.signs))
    return found or _LISTS[kind]


def kind_by_signs(heading: tuple[str, ...]) -> Kind | None:
    """The kind of file whose format is plain from the heading; None where no format is."""
    keys = frozenset(map(heading_key, heading))
    return next((each.kind for each in _KNOWN if each.fits(keys)), None)


def is_ledger(heading: tuple[str, ...]) -> bool:
    """Whether this is Kassa's own ledger, which goes out but never in."""
    return _LEDGER.issubset(map(heading_key, heading))


def format_names() -> tuple[str, ...]:
    """The names of columns by which the formats are known."""
    return tuple(name for each in _KNOWN for sign in each.signs for name in sign)

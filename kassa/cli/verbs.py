"""The one table of verbs that the command line and the pipe share: what each takes, calls, and shows to a person."""

from __future__ import annotations

from kassa.cli import calls_files as files
from kassa.cli import calls_register as register
from kassa.cli import calls_shop as shop
from kassa.cli import calls_till as till
from kassa.cli import show_files, show_register, show_shop, show_till
from kassa.cli.fields import (
    DAY,
    DAY_OR_MOMENT,
    FILE,
    FILLED,
    ITEMS,
    MOMENT,
    MONEY,
    OP,
    OPERATION,
    TEXT,
    TEXTS,
    YES_NO,
    Field,
    Form,
    one_of,
    whole,
)
from kassa.cli.options import shown
from kassa.cli.verb import UseCase, Verb
from kassa.domain.people import CHANNELS, NOTE_KINDS
from kassa.errors import KassaError
from kassa.words import say


def _must(name: str, form: Form) -> Field:
    return Field(name, form, required=True)


def _may(name: str, form: Form, *, clears: bool = False, option: str | None = None) -> Field:
    return Field(name, form, clears=clears, option=option)


_CUSTOMER = _must("customer", FILLED)
_CODE = _must("code", FILLED)
_NOTE = _must("note", FILLED)
_OP = _may("op", OP)
_AT = _may("at", MOMENT)
_AMOUNT = _may("amount", MONEY)
_ITEMS = _may("items", ITEMS, option="item")
_PERSON = ("name", "phone", "email", "address", "birthday", "language")

VERBS: dict[str, UseCase] = {
    verb.name: verb
    for verb in (
        UseCase(
            "add",
            say("puts a customer into the register"),
            (
                *(_may(name, TEXT) for name in _PERSON),
                _may("tags", TEXTS),
                _may("card", TEXT),
                _may("referred_by", TEXT),
                _OP,
            ),
            register.add,
            show_register.added,
        ),
        UseCase(
            "edit",
            say("changes what is known of a customer; an empty value takes it away"),
            (
                _CUSTOMER,
                *(_may(name, TEXT, clears=True) for name in _PERSON),
                _may("tags", TEXTS, clears=True),
                _OP,
            ),
            register.edit,
            show_register.edited,
        ),
        UseCase(
            "consent",
            say("records what a customer agrees to, or no longer"),
            (_CUSTOMER, _must("channel", one_of(*CHANNELS)), _must("given", YES_NO), _may("how", TEXT), _OP),
            register.consent,
            show_register.consented,
        ),
        UseCase(
            "find",
            say("finds customers by name, telephone, card; an empty query gives the latest visitors"),
            (_must("query", TEXT), _may("limit", whole(1, 10_000, "50"))),
            register.find,
            show_register.found,
        ),
        UseCase(
            "show",
            say("shows a customer: what to say, what to give, what was bought"),
            (_CUSTOMER, _AT),
            register.show,
            show_register.customer,
        ),
        UseCase(
            "note",
            say("remembers something about a customer"),
            (
                _CUSTOMER,
                _must("text", FILLED),
                _may("kind", one_of(*NOTE_KINDS)),
                _may("pinned", YES_NO),
                _may("due", DAY),
                _may("assignee", TEXT),
                _OP,
            ),
            register.note,
            show_register.noted,
        ),
        UseCase(
            "note edit",
            say("changes a note"),
            (
                _NOTE,
                _may("text", FILLED),
                _may("kind", one_of(*NOTE_KINDS)),
                _may("pinned", YES_NO),
                _may("due", DAY, clears=True),
                _may("assignee", TEXT, clears=True),
                _OP,
            ),
            register.note_edit,
            show_register.noted,
        ),
        UseCase(
            "note done",
            say("finishes a note: asked, kept, released"),
            (_NOTE, _may("outcome", TEXT), _OP),
            register.note_done,
            show_register.noted,
        ),
        UseCase("note remove", say("removes a note"), (_NOTE, _OP), register.note_remove, show_register.noted),
        UseCase(
            "buy",
            say("notes a visit after the sale, and stamps"),
            (_CUSTOMER, _AMOUNT, _ITEMS, _may("non_earning", MONEY), _may("receipt", TEXT), _AT, _OP),
            till.buy,
            show_till.bought,
        ),
        UseCase(
            "return",
            say("takes back a purchase or part of it"),
            (_must("purchase", FILLED), _AMOUNT, _ITEMS, _AT, _OP),
            till.take_back,
            show_till.returned,
        ),
        UseCase(
            "redeem",
            say("gives a reward to the customer, once"),
            (_must("reward", FILLED), _AT, _OP),
            till.redeem,
            show_till.redeemed,
        ),
        UseCase(
            "undo",
            say("undoes an operation, a purchase or a reward"),
            (_must("operation", OPERATION), _OP),
            till.undo,
            show_till.moved,
        ),
        UseCase(
            "carry",
            say("carries over the stamps of a half-full paper card"),
            (_CUSTOMER, _must("programme", FILLED), _must("stamps", whole()), _OP),
            till.carry,
            show_till.moved,
        ),
        UseCase(
            "adjust",
            say("corrects stamps or points by hand, with a reason"),
            (
                _CUSTOMER,
                _must("unit", one_of("stamps", "points")),
                _must("delta", whole(example="-2")),
                _must("reason", FILLED),
                _may("programme", TEXT),
                _OP,
            ),
            till.adjust,
            show_till.moved,
        ),
        UseCase("why", say("explains every stamp and point of a customer"), (_CUSTOMER,), till.why, show_till.why),
        UseCase(
            "cards print",
            say("prints cards to a PDF"),
            (
                _must("out", FILE),
                _must("sheet", FILLED),
                _may("customers", TEXTS),
                _may("blank", whole(1, 100_000)),
                _may("design", FILLED),
                _may("start", whole(1, 1000, "1")),
                _may("code128", YES_NO),
                _may("duplex", one_of("long-edge", "short-edge")),
                _may("verify", YES_NO),
                _may("calibrate", YES_NO),
                _OP,
            ),
            shop.cards_print,
            show_shop.printed,
        ),
        UseCase(
            "cards assign",
            say("gives a card to a customer"),
            (_CODE, _CUSTOMER, _OP),
            shop.cards_assign,
            show_shop.card,
        ),
        UseCase(
            "cards replace",
            say("puts a new card in the place of an old one"),
            (_CODE, _may("new", TEXT), _OP),
            shop.cards_replace,
            show_shop.card,
        ),
        UseCase("cards lost", say("notes that a card is lost"), (_CODE, _OP), shop.cards_lost, show_shop.card),
        UseCase("cards block", say("blocks a card"), (_CODE, _OP), shop.cards_block, show_shop.card),
        UseCase("sheets", say("lists the sheets that cards can be printed on"), (), shop.sheets, show_shop.sheets),
        UseCase("designs", say("lists how cards can look"), (), shop.designs, show_shop.designs),
        UseCase(
            "import customers",
            say("brings in customers from another system's file"),
            (_must("file", FILE), _may("dry_run", YES_NO), _may("mapping", FILE), _may("earn", YES_NO), _OP),
            shop.import_customers,
            show_shop.imported,
            wants_whole=True,
        ),
        UseCase(
            "import sales",
            say("brings in receipts from another till's file, as history"),
            (_must("file", FILE), _may("dry_run", YES_NO), _may("mapping", FILE), _may("earn", YES_NO), _OP),
            shop.import_sales,
            show_shop.imported_sales,
            wants_whole=True,
        ),
        UseCase(
            "export customers",
            say("writes everybody into a CSV file or a workbook"),
            (_must("file", FILE),),
            files.export_customers,
            show_files.exported,
            wants_whole=True,
        ),
        UseCase(
            "export ledger",
            say("writes every stamp and point, explained, into a CSV file or a workbook"),
            (_must("file", FILE),),
            files.export_ledger,
            show_files.exported,
            wants_whole=True,
        ),
        UseCase(
            "export purchases",
            say("writes every purchase into a CSV file or a workbook"),
            (_must("file", FILE),),
            files.export_purchases,
            show_files.exported,
            wants_whole=True,
        ),
        UseCase("programme show", say("shows the rules in force"), (), shop.programme_show, show_shop.programme),
        UseCase(
            "programme apply",
            say("puts a programme file into force"),
            (_must("file", FILE), _may("from", DAY_OR_MOMENT), _OP),
            shop.programme_apply,
            show_shop.applied,
            creates=True,
            before=shop.programme_is_right,
        ),
        UseCase(
            "programme check",
            say("reads a programme file and says what is wrong in it"),
            (_must("file", FILE),),
            shop.programme_check,
            show_shop.programme_problems,
        ),
        UseCase(
            "report",
            say("counts: cards"),
            (_must("name", one_of("cards")), _may("out", FILE)),
            shop.report,
            show_shop.report,
        ),
        UseCase(
            "check",
            say("checks the store: file, ledger, references"),
            (),
            shop.check,
            show_shop.checked,
            wants_whole=True,
            damaged=shop.unopened,
        ),
    )
}

LATER = frozenset(
    (
        "backup",
        "restore",
        "dossier",
        "erase",
        "merge",
        "move",
        "staff add",
        "staff list",
        "staff retire",
        "simulate",
        "subscribe",
        "spend",
        "give",
        "feedback",
        "order",
        "order arrived",
        "order told",
        "order fetched",
        "order cancel",
        "occasion",
        "todo",
        "done",
        "expected",
    )
)
"""The contract's verbs that come with later parts."""


PROGRAMS: dict[str, Verb] = {
    verb.name: verb
    for verb in (
        Verb(
            "demo",
            say("builds a sample shop and opens the window on it"),
            (
                _may("customers", whole(0, 5_000_000, "300")),
                _may("purchases", whole(0, 50_000_000, "6000")),
                _may("seed", whole(0)),
                _may("no_window", YES_NO),
            ),
        ),
        Verb("pipe", say("serves a till program: one JSON request a line in, one reply a line out"), ()),
    )
}
"""What the door itself does: no use case, so no verb of the pipe's."""


def named_verb(name: str) -> Verb | None:
    """The verb of that name on the command line."""
    return VERBS.get(name) or PROGRAMS.get(name)


def no_verb(name: str) -> KassaError:
    """The refusal of a verb that isn't there: half of one, not yet, or not at all."""
    halves = [verb.removeprefix(name + " ") for verb in VERBS if verb.startswith(name + " ")]
    if halves:
        text = say("{verb} needs one more word: {words}.", verb=name, words=", ".join(halves))
    elif name in LATER or any(verb.startswith(name + " ") for verb in LATER):
        text = say("{verb} isn't in this version of Kassa yet.", verb=name)
    else:
        text = say("There is no verb {verb}. kassa --help lists them.", verb=shown(name))
    return KassaError("bad_value", text, field="do")

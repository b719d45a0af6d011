"""The owner's verbs: cards, sheets, imports, the programme, the check."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from kassa.cli.call import Call, Reply
from kassa.domain.programme import not_counted
from kassa.errors import KassaError
from kassa.services import card_printing, card_report, card_sheets, cards, checking, importing, programmes
from kassa.words import say


def cards_print(call: Call) -> Reply:
    """The codes printed, on how many pages, and what was left out and why."""
    request = card_printing.PrintRequest(
        out=call["out"],
        sheet=call["sheet"],
        customers=call["customers"],
        blank=call["blank"],
        start=call["start"] or 1,
        verify=call["verify"] is not False,
        design=call["design"],
        code128=call["code128"],
        duplex=call["duplex"],
        language=call.words.language,
        calibrate=bool(call["calibrate"]),
        op=call["op"],
    )
    printed = card_printing.print_cards(call.session, request, progress=call.progress)
    reply = {"codes": printed.codes, "pages": printed.pages}
    return {**reply, "warnings": printed.warnings} if printed.warnings else reply


def cards_assign(call: Call) -> Reply:
    """The card with its customer."""
    return {"card": cards.assign(call.session, call["code"], call["customer"], op=call["op"])}


def cards_replace(call: Call) -> Reply:
    """The new card."""
    return {"card": cards.replace(call.session, call["code"], new=call["new"], op=call["op"])}


def cards_lost(call: Call) -> Reply:
    """The lost card."""
    return {"card": cards.lost(call.session, call["code"], op=call["op"])}


def cards_block(call: Call) -> Reply:
    """The blocked card."""
    return {"card": cards.block(call.session, call["code"], op=call["op"])}


def sheets(call: Call) -> Reply:
    """The shop's own sheets, and those of ``sheets.toml``."""
    return {"sheets": card_sheets.sheets(call.session)}


def designs(_: Call) -> Reply:
    """How cards may look: each design's id and name."""
    return {"designs": [{"id": one.id, "name": one.name} for one in card_printing.designs()]}


def report(call: Call) -> Reply:
    """How many cards lie in the drawer, are in use, or were lost."""
    counted = card_report.report_cards(call.session, call["out"], words=call.words)
    return {field.name: getattr(counted, field.name) for field in dataclasses.fields(counted)}


def import_customers(call: Call) -> Reply:
    """How each row of the file fared."""
    # Nothing in a list of people could earn: stamps that it tells of are carried over in any case.
    report = importing.import_customers(
        call.session,
        call["file"],
        dry_run=bool(call["dry_run"]),
        progress=call.progress,
        op=call["op"],
        mapping=_mapping(call),
    )
    return _imported(report)


def import_sales(call: Call) -> Reply:
    """How each receipt of the file fared."""
    report = importing.import_sales(
        call.session,
        call["file"],
        dry_run=bool(call["dry_run"]),
        progress=call.progress,
        op=call["op"],
        mapping=_mapping(call),
        earn=bool(call["earn"]),
    )
    return _imported(report)


def _mapping(call: Call) -> importing.Mapping | None:
    return None if call["mapping"] is None else importing.read_mapping(call["mapping"])


def _imported(report: importing.ImportReport) -> Reply:
    return {
        "format": report.format,
        "read": report.read,
        "created": report.created,
        "updated": report.updated,
        "skipped": report.skipped,
        "rejected": report.rejected,
        "renumbered": report.renumbered,
    }


def programme_show(call: Call) -> Reply:
    """The version in force."""
    shown = programmes.show(call.session)
    return {"version": shown.version, "programme": shown.programme}


def programme_is_right(values: Mapping[str, Any]) -> None:
    """Refuses a programme file with anything wrong in it."""
    problems = programmes.check(values["file"])
    if problems:
        first = problems[0]
        text = say("Line {line} of {file}: {why}", line=first.line, file=values["file"].name, why=first.why)
        raise KassaError("bad_file", text, problems=problems)


def programme_apply(call: Call) -> Reply:
    """The number of the new version, and what of it this version of Kassa keeps but doesn't count yet."""
    number = programmes.apply(call.session, call["file"], since=call["from"], op=call["op"])
    later = not_counted(programmes.versions(call.session).number(number).programme)
    return {"version": number, **({"not_counted": later} if later else {})}


def programme_check(call: Call) -> Reply:
    """What is wrong in the file; nothing when it could be applied."""
    return {"problems": programmes.check(call["file"])}


def unopened(error: KassaError) -> Reply:
    """The check's finding on a store too damaged to be opened: unsound, and the refusal that every other verb gives."""
    return {"ok": False, "problems": (error.text,), "error": {"code": error.code, "message": error.text}}


def check(call: Call) -> Reply:
    """Whether the store is sound."""
    problems = checking.check(call.session)
    return {"ok": not problems, "problems": problems}

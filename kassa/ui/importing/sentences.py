"""What the import says, in words: counts, files, encodings, the time that is left. Pure."""

from __future__ import annotations

import math
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from kassa.words import Words

if TYPE_CHECKING:
    from kassa.services.importing import ImportReport, UndoneImport

_PROGRAMS = {
    "square": "Square",
    "shopify": "Shopify",
    "odoo": "Odoo",
    "loyverse": "Loyverse",
    "zettle": "Zettle",
    "kassa": "Kassa",
}


def origin(words: Words, program: str, kind: str) -> str:
    """Whose file it is and what is in it."""
    if program == "vcard":
        return words.tr("Contacts from a telephone or an address book")
    if program not in _PROGRAMS:
        return words.tr("Your own list of sales") if kind == "sales" else words.tr("Your own list of customers")
    told = words.tr("Sales from {program}") if kind == "sales" else words.tr("Customers from {program}")
    return told.format(program=_PROGRAMS[program])


def program_name(words: Words, program: str) -> str:
    """A program as a choice in a list."""
    own = {"vcard": words.tr("Address book (vCard)"), "list": words.tr("A list of your own")}
    return own.get(program) or _PROGRAMS.get(program, program)


def encoding(words: Words, name: str) -> str:
    """An encoding as somebody who saved the file may know it."""
    plain = name.lower().replace("_", "-")
    if plain.startswith("utf-8"):
        return words.tr("usual letters (UTF-8)")
    if plain.startswith(("utf-16", "utf-32")):
        return words.tr("wide letters ({name})").format(name=plain[:6].upper())
    if plain.startswith("windows-"):
        return words.tr("older Windows letters ({name})").format(name=plain.capitalize())
    return name


def delimiter(words: Words, mark: str) -> str:
    """What stands between the columns."""
    known = {
        ",": words.tr("parted by commas"),
        ";": words.tr("parted by semicolons"),
        "\t": words.tr("parted by tabs"),
        "|": words.tr("parted by upright lines"),
    }
    return known.get(mark) or words.tr("parted by {mark}").format(mark=mark)


def span(words: Words, first: date | None, last: date | None) -> str:
    """From which day to which: ``28 mars 2025 – 2 sep. 2026``; nothing for no days."""
    if first is None or last is None:
        return ""
    if first == last:
        return words.date(first, "d MMM y")
    form = "d MMM" if first.year == last.year else "d MMM y"
    return f"{words.date(first, form)} – {words.date(last, 'd MMM y')}"


def time_left(words: Words, seconds: float) -> str:
    """How long it will still take, as roughly as one can know."""
    if seconds < 8:
        return words.tr("a few seconds left")
    if seconds < 50:
        return words.tr("about {n} seconds left").format(n=math.ceil(seconds / 10) * 10)
    if seconds < 90:
        return words.tr("about a minute left")
    minutes = math.ceil(seconds / 60)
    return words.ntr("about {n} minute left", "about {n} minutes left", minutes).format(n=minutes)


def outcome(words: Words, report: ImportReport, kind: str) -> str:
    """How the rows fared, in one line: only what there was of."""
    rejected = len(report.rejected)
    if kind == "sales":
        joined = report.sales.joined if report.sales is not None else 0
        parts = [
            (report.created, words.ntr("{n} new purchase", "{n} new purchases", report.created)),
            (joined, words.ntr("{n} new customer", "{n} new customers", joined)),
            (report.updated, words.ntr("{n} refund", "{n} refunds", report.updated)),
            (report.skipped, words.ntr("{n} passed over", "{n} passed over", report.skipped)),
        ]
    else:
        parts = [
            (report.created, words.ntr("{n} new", "{n} new", report.created)),
            (report.updated, words.ntr("{n} updated", "{n} updated", report.updated)),
            (report.skipped, words.ntr("{n} already here", "{n} already here", report.skipped)),
        ]
    parts += [
        (rejected, words.ntr("{n} rejected", "{n} rejected", rejected)),
        (report.renumbered, words.ntr("{n} with a new number", "{n} with a new number", report.renumbered)),
    ]
    told = [text.format(n=words.number(count)) for count, text in parts if count]
    return " · ".join(told) or words.tr("Nothing in the file")


def offer(words: Words, kind: str, count: int) -> str:
    """What the one thing to do is called when so many would come in."""
    if not count:
        return words.tr("Import it again")
    if kind == "sales":
        told = words.ntr("Import {n} receipt", "Import {n} receipts", count)
    else:
        told = words.ntr("Import {n} person", "Import {n} people", count)
    return told.format(n=words.number(count))


def undone(words: Words, what: UndoneImport) -> str:
    """What became of a regretted import."""
    parts = [words.tr("The import is undone, as if it had never been.")]
    if what.kept:
        parts = [
            words.tr("The import is undone."),
            words.ntr(
                "{n} customer stays: something has happened to them since.",
                "{n} customers stay: something has happened to them since.",
                what.kept,
            ).format(n=words.number(what.kept)),
        ]
    return " ".join(parts)


def short_name(file: Path | str, longest: int = 44) -> str:
    """A file's name, its middle left out when it is very long."""
    name = Path(file).name
    if len(name) <= longest:
        return name
    half = (longest - 1) // 2
    return f"{name[:half]}…{name[-half:]}"

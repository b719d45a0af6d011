"""Kassa's own tables, which ``export`` writes and ``import`` reads again: their columns, and the forms of their cells.

One heading row in English, a format's names and not for translation; CSV in UTF-8 with a mark (else Excel takes it for
Windows-1252), commas, CRLF, quotes as RFC 4180 has them; in a workbook every cell is text. An empty cell is nothing.

Customers, ``CUSTOMERS``, one row for each:

``kassa_id``    ``c1042@5f0c…``: the customer's id and, after the ``@``, the key of the shop that it is from. Wherever
                the file is read, this is the program's own id, and stays it when that shop writes them again;
                ``kassa_id`` in a heading tells the format.
``number``      1042, as people say it; in another shop somebody else may have it.
``name phone email address birthday language``  as the register has them: ``+46701740613``, ``--06-03``, ``1990-06-03``.
``tags``        a list: ``book club; vip``.
``since``       a day. ``visits`` a number. ``last_visit`` a moment: ``2026-11-22T13:00:00+01:00``, the shop's clock.
``referred_by`` the ``kassa_id`` of the one who brought them.
``cards``       a list of the codes of their active cards.
``former_cards`` a list of the others: ``4071938261 lost``, ``4071938261 blocked``, ``4071938261 replaced 5550001112``.
``notes``       their open notes, each a line: ``likes: Oat milk``, ``promise, pinned, due 2026-12-01, for Ola: Ring``
``consent_email consent_email_at consent_email_how``  and so for each channel: ``yes`` or ``no``, when, and in what way.

Purchases, ``PURCHASES``, one row for each, undone ones too:

``id``          ``p12``, or ``p12@77aa…`` where the key beside the customer is another shop's.
``at``          a moment, ``business_date`` a day.
``kassa_id number name``  the customer's, as above.
``amount returned non_earning``  major units with a dot: ``189.00``; an empty amount is a plain visit,
                and ``returned`` is ``0.00`` where one came back that was worth nothing.
``items``       a list: ``coffee=2@84.00``, ``coffee=2`` where nobody said what it cost, ``coffee=2@84.00 returned 1``.
``receipt``     the receipt's number. ``undone`` is ``yes`` or empty. ``staff``, ``till``.

Ledger lines, ``LEDGER``, the columns of ``why`` and before them the customer's, each customer's oldest first.

A list parts by ``; ``. A backslash before ``;`` or ``\\`` makes it a letter of the text, ``\\n`` and ``\\r`` are line
breaks; in a note's beginning ``,`` and ``:`` are guarded so as well.

In CSV a text that a spreadsheet would run as a formula has an apostrophe before it, which ``unguarded`` takes away:
everything that begins with ``= + - @``, but not telephones, birthdays and numbers, which do nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from kassa.domain.people import CHANNELS, NOTE_KINDS
from kassa.exchange.imported import ImportedNote

FORMAT = "kassa"
ID = "kassa_id"
CUSTOMERS = (
    ID, "number", "name", "phone", "email", "address", "birthday", "language", "tags", "since", "visits", "last_visit",
    "referred_by", "cards", "former_cards", "notes",
    *(f"consent_{channel}{part}" for channel in CHANNELS for part in ("", "_at", "_how")),
)  # fmt: skip
PURCHASES = (
    "id", "at", "business_date", ID, "number", "name", "amount", "returned", "non_earning", "items",
    "receipt", "undone", "staff", "till",
)  # fmt: skip
LEDGER = (
    ID, "number", "name", "id", "at", "unit", "programme", "version", "kind", "delta", "balance",
    "purchase", "reverses", "staff", "till", "because",
)  # fmt: skip

# The wide signs as well: a Japanese Excel takes them for the narrow ones.
_RUNS = re.compile("[=@\uff1d\uff20\t\r\n]|[-+\uff0b\uff0d](?![-+ 0-9().,/]*$)")
_MAY_RUN = frozenset("'=@\uff1d\uff20\t\r\n-+\uff0b\uff0d")
_BREAKS = {"n": "\n", "r": "\r"}
_ITEM = re.compile(
    r"(?P<name>.*)=(?P<quantity>[0-9]+)(?:@(?P<amount>-?[0-9.]+))?(?: returned (?P<returned>[0-9]+))?", re.DOTALL
)


def guarded(text: str) -> str:
    """The text as a CSV cell that no spreadsheet runs."""
    return "'" + text if _RUNS.match(text.lstrip("'")) else text


def guarded_row(row: Sequence[str]) -> list[str]:
    """The row with every cell guarded; hardly a cell needs it, so its first sign is looked at before anything else."""
    return [guarded(cell) if cell[:1] in _MAY_RUN and cell else cell for cell in row]


def unguarded(cell: str) -> str:
    """The text that ``guarded`` was given."""
    return cell[1:] if cell.startswith("'") and _RUNS.match(cell.lstrip("'")) else cell


def write_list(parts: Sequence[str]) -> str:
    """A list as one cell."""
    return "; ".join([_escaped(part, ";") for part in parts]) if parts else ""


def read_list(cell: str) -> tuple[str, ...]:
    """The list that ``write_list`` was given, less what was empty in it."""
    first, *others = _split(cell, ";")
    parts = (first, *(part.removeprefix(" ") for part in others))
    return tuple(text for part in parts if (text := _unescaped(part)))


def write_note(note: ImportedNote, assignee: str | None = None) -> str:
    """A note as one line of the cell ``notes``."""
    head = [note.kind]
    if note.pinned:
        head.append("pinned")
    if note.due is not None:
        head.append(f"due {note.due.isoformat()}")
    if assignee:
        head.append("for " + _escaped(assignee, ",:"))
    return f"{', '.join(head)}: {_escaped(note.text)}"


def read_notes(cell: str) -> tuple[tuple[ImportedNote, str | None], ...]:
    """The notes of the cell ``notes``, each with who is to see to it; a line of another form is a note as it stands."""
    return tuple(_read_note(line) for line in cell.split("\n") if line.strip())


def _read_note(line: str) -> tuple[ImportedNote, str | None]:
    head, *text = _split(line, ":", most=1)
    kind, *marks = (part.removeprefix(" ") for part in _split(head, ","))
    if not text or kind not in NOTE_KINDS:
        return ImportedNote(_unescaped(line)), None
    due, assignee = None, None
    for mark in marks:
        if mark.startswith("due "):
            try:
                due = date.fromisoformat(mark.removeprefix("due "))
            except ValueError:
                return ImportedNote(_unescaped(line)), None
        elif mark.startswith("for "):
            assignee = _unescaped(mark.removeprefix("for "))
    return ImportedNote(_unescaped(text[0].removeprefix(" ")), kind, "pinned" in marks, due), assignee


def write_item(name: str, quantity: int, amount: str | None, returned: int = 0) -> str:
    """One part of the list ``items``; ``amount`` is in major units."""
    paid = "" if amount is None else f"@{amount}"
    return f"{name}={quantity}{paid}" + (f" returned {returned}" if returned else "")


def read_item(part: str) -> tuple[str, int, str | None, int] | None:
    """What ``write_item`` was given; None for anything else."""
    match = _ITEM.fullmatch(part)
    if match is None:
        return None
    return match["name"], int(match["quantity"]), match["amount"], int(match["returned"] or 0)


def _escaped(text: str, marks: str = "") -> str:
    text = text.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
    for mark in marks:
        text = text.replace(mark, "\\" + mark)
    return text


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda match: _BREAKS.get(match[1], match[1]), text) if "\\" in text else text


def _split(text: str, mark: str, most: int = -1) -> Sequence[str]:
    """Parts at that mark where no backslash stands before it, still escaped."""
    if "\\" not in text:
        return text.split(mark, most)
    parts: list[str] = []
    start = place = 0
    while place < len(text) and len(parts) != most:
        if text[place] == "\\":
            place += 1
        elif text[place] == mark:
            parts.append(text[start:place])
            start = place + 1
        place += 1
    return [*parts, text[start:]]

"""What the owner sets for the shop: who it is, its day, its logo, which items stand as buttons at the till.

The name, the zone, the day's start, the days for a return and whether an amount is wanted are the programme's: a
change is a new version of it, the owner's file changed in that one line. The rest the shop remembers by itself.
"""

from __future__ import annotations

import base64
import json
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from kassa.domain.programme import Programme
from kassa.errors import KassaError
from kassa.exchange.programme_edit import edit_shop
from kassa.exchange.programme_file import ProgrammeProblems
from kassa.services.acting import Act, acting
from kassa.services.programmes import put_in_force, rules_in, versions_in
from kassa.services.session import Session
from kassa.store import programmes, settings
from kassa.store.engine import Transaction
from kassa.words import say, say_n

LOGO_BYTES, LOGO_SIDE = 200 * 1024, 1024
_LONGEST = {"name": 200, "address": 500, "contact": 500}
_IN_PROGRAMME = ("name", "timezone", "day_starts", "return_days", "amount")
_REMEMBERED = ("address", "contact")
_QUICK, _LOGO = "quick_items", "logo"
_PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, slots=True)
class QuickItem:
    """An item of the programme, and whether it stands as a button at the till or under More."""

    id: str
    name: str
    shown: bool = True


@dataclass(frozen=True, slots=True)
class ShopBlock:
    """What the owner can set. ``version`` is the programme's, ``logo`` a PNG, ``quick_items`` in the till's order."""

    name: str
    address: str
    contact: str
    currency: str
    timezone: str
    day_starts: time
    return_days: int
    amount: Literal["required", "optional", "never"]
    quick_items: tuple[QuickItem, ...]
    logo: bytes | None
    version: int

    def value(self, field: str) -> str | int:
        """A field as ``change_shop`` takes it."""
        held = getattr(self, field)
        return f"{held:%H:%M}" if isinstance(held, time) else held


@dataclass(frozen=True, slots=True)
class Place:
    """Where the store is: its folder and that of its copies, or for a database server its address without password."""

    told: str
    folder: Path | None
    backups: Path | None


def shop_block(session: Session) -> ShopBlock | None:
    """The shop as it is set now; None while it has no programme."""
    with session.store.reading() as transaction:
        if versions_in(transaction) is None:
            return None
        version = rules_in(transaction).at(session.now())
        return _block(transaction, version.programme, version.number)


def _block(transaction: Transaction, programme: Programme, version: int) -> ShopBlock:
    kept = settings.get(transaction, (*_REMEMBERED, _QUICK))
    return ShopBlock(
        name=programme.shop_name,
        address=kept.get("address", ""),
        contact=kept.get("contact", ""),
        currency=programme.currency,
        timezone=programme.timezone,
        day_starts=programme.day_starts,
        return_days=programme.return_days,
        amount=programme.amount,
        quick_items=_in_order(programme, kept.get(_QUICK)),
        logo=logo_in(transaction),
        version=version,
    )


def change_shop(
    session: Session,
    changes: Mapping[str, str | int],
    op: str | None = None,
    *,
    seen: Mapping[str, str | int] | None = None,
) -> ShopBlock:
    """Sets ``name``, ``address``, ``contact``, ``timezone``, ``day_starts`` (``04:00``), ``return_days`` or ``amount``.

    Versions of the programme that begin later are changed too, or they would bring the old values back. ``seen`` are
    the values as the person saw them: where somebody else has changed one since, ``store_busy``.
    """
    with acting(session, "settings", op, sorted(changes.items())) as act:
        version = rules_in(act.transaction).at(act.now)
        before = _block(act.transaction, version.programme, version.number)
        if act.first is not None:
            return before
        for field, value in (seen or {}).items():
            if before.value(field) != value:
                raise KassaError("store_busy", say("Somebody else has just changed this. Look again, then change it."))
        new = {field: _clean(field, value) for field, value in changes.items()}
        new = {field: value for field, value in new.items() if before.value(field) != value}
        for field in _REMEMBERED:
            if field in new:
                settings.put(act.transaction, field, str(new[field]) or None)
        _change_programme(act, {field: new[field] for field in _IN_PROGRAMME if field in new})
        now = rules_in(act.transaction).at(act.now)
        act.done(None)
        return _block(act.transaction, now.programme, now.number)


def _clean(field: str, value: str | int) -> str | int:
    if field not in _IN_PROGRAMME and field not in _REMEMBERED:
        raise KassaError("bad_value", say("The settings have no field “{field}”.", field=field))
    if not isinstance(value, str):
        return value
    value = "\n".join(" ".join(line.split()) for line in value.strip().splitlines())
    most = _LONGEST.get(field, 100)
    if len(value) > most:
        raise KassaError(
            "bad_value", say_n("That is too long: {n} letter fits.", "That is too long: {n} letters fit.", most)
        )
    if field == "name" and not value:
        raise KassaError("bad_value", say("The shop needs a name."))
    return value.replace("\n", " ") if field in _IN_PROGRAMME else value


def _change_programme(act: Act, changes: Mapping[str, str | int]) -> None:
    if not changes:
        return
    stored = {each.number: each.document for each in programmes.every(act.transaction)}
    versions = rules_in(act.transaction)
    coming = {each.since for each in versions.all if each.since > act.now}
    for moment in (act.now, *sorted(coming)):
        try:
            edited = edit_shop(stored[versions.at(moment).number], changes)
        except ProgrammeProblems as found:
            raise KassaError("bad_value", found.problems[0].why) from None
        if edited is None:
            raise KassaError(
                "bad_value",
                say("The programme's file is written in a way that only its owner can change. Change it in the file."),
            )
        put_in_force(act, edited, moment)


def quick_items(session: Session, programme: Programme) -> tuple[str, ...]:
    """The ids of the items that stand as buttons at the till, in their order."""
    with session.store.reading() as transaction:
        kept = settings.get(transaction, (_QUICK,)).get(_QUICK)
    return tuple(item.id for item in _in_order(programme, kept) if item.shown)


def contact_lines(transaction: Transaction) -> tuple[str, ...]:
    """Where the shop is and how it is reached, line by line."""
    kept = settings.get(transaction, ("address", "contact"))
    return (*kept.get("address", "").splitlines(), *kept.get("contact", "").splitlines())


def logo_in(transaction: Transaction) -> bytes | None:
    """The shop's logo, a PNG."""
    kept = settings.get(transaction, (_LOGO,)).get(_LOGO)
    return None if kept is None else base64.b64decode(kept)


def order_items(session: Session, items: Sequence[QuickItem], op: str | None = None) -> None:
    """Keeps which items stand as buttons and in what order; no items at all mean the programme's own order again."""
    with acting(session, "settings", op, _QUICK, [(item.id, item.shown) for item in items]) as act:
        if act.first is None:
            told = json.dumps([[item.id, item.shown] for item in items], ensure_ascii=False)
            settings.put(act.transaction, _QUICK, told if items else None)
            act.done(None)


def _in_order(programme: Programme, kept: str | None) -> tuple[QuickItem, ...]:
    """The programme's items in the order kept; what came into the programme later stands after them, in sight."""
    order: list[Any] = json.loads(kept) if kept else []
    known = {item.id: item for item in programme.items}
    placed = [QuickItem(each, known[each].name, shown) for each, shown in order if each in known]
    told = {item.id for item in placed}
    first = sorted(programme.items, key=lambda item: item.id != programme.quick_item)
    return (*placed, *(QuickItem(item.id, item.name) for item in first if item.id not in told))


def set_logo(session: Session, png: bytes | None, op: str | None = None) -> None:
    """Keeps the shop's logo, or None; ``bad_file`` for what is no PNG of at most 200 KB and 1,024 pixels a side."""
    if png is not None:
        if len(png) > LOGO_BYTES or not png.startswith(_PNG) or png[12:16] != b"IHDR":
            raise KassaError("bad_file", say("That is no picture that can be a logo. Choose another."))
        if not all(0 < side <= LOGO_SIDE for side in struct.unpack(">II", png[16:24])):
            raise KassaError("bad_file", say("That picture is too large for a logo. Choose a smaller one."))
    told = None if png is None else base64.b64encode(png).decode("ascii")
    with acting(session, "settings", op, _LOGO, told) as act:
        if act.first is None:
            settings.put(act.transaction, _LOGO, told)
            act.done(None)


def place(session: Session) -> Place:
    """Where the shop's store is."""
    where = session.store.where
    address = urlsplit(where)
    if address.scheme.startswith("postgresql"):
        host = address.hostname or ""
        return Place(f"{address.scheme}://{host}{address.path}", None, None)
    folder = Path(where).absolute()
    return Place(str(folder), folder, folder / "backups")

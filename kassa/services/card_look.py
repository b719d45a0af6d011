"""How the shop's cards look, as the owner chose it: stored with the shop, so that every till prints the same card."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass
from typing import Literal, get_args

from kassa import printing
from kassa.domain.identity import holds_identity_number
from kassa.errors import KassaError
from kassa.printing import Edge
from kassa.printing.values import DEFAULT_DESIGN, Colour
from kassa.services.acting import acting
from kassa.services.card_sheets import sheet_in
from kassa.services.session import Session
from kassa.store import settings
from kassa.store.engine import Transaction
from kassa.words import say, say_n

BackKind = Literal["stamps", "tiers", "text"]
LONGEST_LINE, LONGEST_TEXT = 80, 400
_KEPT = "card_look"


@dataclass(frozen=True, slots=True)
class CardLook:
    """What the owner chose.

    ``design`` is a design's id and ``colours`` the shop's own two for it, the ground's and the type's (``#RRGGBB``),
    None the design's. ``line`` stands under the shop's name, None for "Loyalty card" in the shop's language. ``back``
    says what the back carries: the stamp card's boxes, the tiers, or ``back_text`` alone, which else stands below.
    ``sheet`` is a sheet's id, ``duplex`` the edge over which the printer turns the paper, None for cards without backs.
    """

    design: str = DEFAULT_DESIGN
    colours: tuple[str, str] | None = None
    line: str | None = None
    back: BackKind = "stamps"
    back_text: str = ""
    code128: bool = False
    sheet: str = "a4-cut"
    duplex: Edge | None = None


USUAL_LOOK = CardLook()


def card_look(session: Session) -> CardLook:
    """The look in force; the usual one until the owner has chosen."""
    with session.store.reading() as transaction:
        return look_in(transaction)


def look_in(transaction: Transaction) -> CardLook:
    """The same inside a transaction."""
    kept = settings.get(transaction, (_KEPT,)).get(_KEPT)
    if kept is None:
        return USUAL_LOOK
    told = json.loads(kept)
    colours = told.get("colours")
    known = {field.name for field in dataclasses.fields(CardLook)}
    held = {name: value for name, value in told.items() if name in known}
    return CardLook(**{**held, "colours": None if colours is None else (colours[0], colours[1])})


def rebased(look: CardLook, seen: CardLook, now: CardLook) -> CardLook:
    """``now`` with what somebody changed who looked at ``seen`` and left ``look``."""
    parts = {field.name: getattr(look, field.name) for field in dataclasses.fields(CardLook)}
    return dataclasses.replace(now, **{name: part for name, part in parts.items() if part != getattr(seen, name)})


def change_look(session: Session, look: CardLook, op: str | None = None, *, seen: CardLook | None = None) -> CardLook:
    """Keeps how the cards look; ``bad_value`` for a design or sheet that isn't there and for colours hard to read.

    With ``seen``, the look that was changed, what it has in common with ``look`` stays as another till has it now.
    """
    with acting(session, "cards look", op, look, seen) as act:
        first = act.first_reply(CardLook)
        if first is not None:
            return first
        if seen is not None:
            look = rebased(look, seen, look_in(act.transaction))
        clean = dataclasses.replace(
            look,
            line=None if look.line is None else _line(look.line),
            back_text=_text(look.back_text),
            colours=None if look.colours is None else _colours(look.design, look.colours),
        )
        printing.design(clean.design)
        sheet_in(act.transaction, clean.sheet)
        if clean.back not in get_args(BackKind):
            raise KassaError("bad_value", say("A card's back has stamps, tiers or text."))
        if clean.duplex is not None and clean.duplex not in get_args(Edge):
            raise KassaError("bad_value", say("A printer turns the paper over its long-edge or its short-edge."))
        settings.put(act.transaction, _KEPT, json.dumps(dataclasses.asdict(clean), ensure_ascii=False))
        return act.done(clean)


def _colours(design: str, told: tuple[str, str]) -> tuple[str, str]:
    ground, ink = (printing.colour(one) for one in told)
    printing.coloured(printing.design(design), ground, ink)
    return _told(ground), _told(ink)


def _told(colour: Colour) -> str:
    return "#" + "".join(f"{round(part * 255):02X}" for part in colour)


def _line(told: str) -> str:
    line = " ".join(told.split())
    if len(line) > LONGEST_LINE:
        raise _too_long(LONGEST_LINE)
    return line


def _text(told: str) -> str:
    text = "\n".join(" ".join(line.split()) for line in told.strip().splitlines())
    if len(text) > LONGEST_TEXT:
        raise _too_long(LONGEST_TEXT)
    if holds_identity_number(text):
        raise KassaError(
            "bad_value", say("That looks like a personal identity number. Kassa doesn't keep those; leave it out.")
        )
    return text


def _too_long(most: int) -> KassaError:
    return KassaError(
        "bad_value", say_n("That is too long: {n} letter fits.", "That is too long: {n} letters fit.", most)
    )

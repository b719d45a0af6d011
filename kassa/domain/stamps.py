"""Stamp cards: how stamps fill boxes, flow on and leave again. Rules: "What a toy gets wrong", 1–4, 8, 14.

A customer has one open card of each stamp card in the programme. ``OpenCard.balance`` is the sum of its ledger lines,
so it is what stands on the open card: filling writes ``spent`` −boxes, opening a filled card again reverses that
line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from kassa.domain.programme import StampCard
from kassa.domain.standing import LineKind, StampCardStanding
from kassa.words import Text, say, say_n

RuleOf = Callable[[int], StampCard | None]


@dataclass(frozen=True, slots=True)
class OpenCard:
    """The card a customer is filling. ``version`` is that of the rules it began with, None while it is untouched.

    ``head_start`` are the given stamps whose line is written; ``number`` counts the customer's cards from 1.
    """

    number: int = 1
    version: int | None = None
    balance: int = 0
    head_start: int = 0

    @property
    def collected(self) -> int:
        """The stamps on it that were not given."""
        return self.balance - self.head_start


@dataclass(frozen=True, slots=True)
class FilledCard:
    """A filled card whose reward was not redeemed: it can be opened again."""

    number: int
    version: int
    boxes: int
    head_start: int
    reward: int


@dataclass(frozen=True, slots=True)
class StampLine:
    """One ledger line to write.

    ``number`` is the card it stands on, ``reverses`` the ledger line that it takes back.
    """

    kind: LineKind
    delta: int
    number: int
    version: int
    because: Text
    reverses: int | None = None
    fills: FilledCard | None = None
    reopens: FilledCard | None = None
    ends_head_start: bool = False


@dataclass(frozen=True, slots=True)
class Moved:
    """What a rule decided: the card afterwards and the lines to write, in order.

    A line with ``fills`` issues the reward of that card (its ``reward`` is 0 until the store gives it a number); one
    with ``reopens`` withdraws it; one with ``ends_head_start`` reverses the open card's ``head_start`` line.
    """

    card: OpenCard
    lines: tuple[StampLine, ...]


def pending_head_start(card: OpenCard, rule: StampCard) -> int:
    """The stamps that an untouched card will begin with."""
    if card.version is not None:
        return 0
    return rule.head_start if card.number == 1 or rule.head_start_on == "every" else 0


def add(
    card: OpenCard,
    count: int,
    kind: LineKind,
    because: Text,
    current: int,
    rule_of: RuleOf,
    reverses: int | None = None,
) -> Moved:
    """``count`` stamps land; what fills a card flows on to the next, which begins under the rules ``current``.

    Writes one line of ``kind`` for each card touched, ``head_start`` before a card's first, ``spent`` where one fills.
    A card whose stamp card is gone from the current rules takes nothing more once it is full.
    """
    untouched, lines, left = card, list[StampLine](), count
    while True:
        card, begun = _begun(card, current, rule_of)
        lines += begun
        if card.version is None:
            break
        rule = rule_of(card.version)
        assert rule is not None
        part = min(left, rule.boxes - card.balance)
        if part:
            lines.append(StampLine(kind, part, card.number, card.version, because, reverses))
            card = _as_new(replace(card, balance=card.balance + part), kind)
            left -= part
        if card.balance < rule.boxes or card.version is None:
            break
        filled = FilledCard(card.number, card.version, rule.boxes, card.head_start, 0)
        words = say_n(
            "{n} box filled on card {number}", "{n} boxes filled on card {number}", rule.boxes, number=card.number
        )
        lines.append(StampLine("spent", -rule.boxes, card.number, card.version, words, fills=filled))
        card = OpenCard(card.number + 1)
        if not left:
            break
    # Rules begin with a line in the ledger; a count of none on a card without a gift writes none.
    return Moved(card if lines else untouched, tuple(lines))


def _begun(card: OpenCard, current: int, rule_of: RuleOf) -> tuple[OpenCard, list[StampLine]]:
    if card.version is not None:
        return card, []
    rule = rule_of(current)
    if rule is None:
        return card, []
    given = pending_head_start(card, rule)
    card = replace(card, version=current, balance=card.balance + given, head_start=given)
    if not given:
        return card, []
    reason = say("{reason}", reason=rule.head_start_reason) if rule.head_start_reason else say("the card's gift")
    return card, [StampLine("head_start", given, card.number, current, reason)]


def remove(
    card: OpenCard,
    parts: Sequence[tuple[int | None, int]],
    kind: LineKind,
    because: Text,
    current: int,
    filled: Sequence[FilledCard],
) -> Moved:
    """Stamps leave, the newest card's first.

    ``parts`` are (ledger line or None, how many of its stamps leave), newest line first. ``filled`` are the filled
    cards whose reward is not redeemed, newest first: those that the remaining stamps no longer fill open again. When
    none is left to open, the balance goes below zero and the next purchases make it good.
    """
    lines: list[StampLine] = []
    for line, count in parts:
        if count:
            lines.append(StampLine(kind, -count, card.number, card.version or current, because, line))
            card = _as_new(replace(card, balance=card.balance - count), kind)
    settled = settle(card, kind, current, filled)
    return Moved(settled.card, (*lines, *settled.lines))


def settle(card: OpenCard, kind: LineKind, current: int, filled: Sequence[FilledCard]) -> Moved:
    """Opens filled cards again, newest first, while the open card has fewer stamps than none."""
    lines: list[StampLine] = []
    for full in sorted(filled, key=lambda each: -each.number):
        if card.collected >= 0:
            break
        if card.head_start:
            lines.append(_end_head_start(card, kind, current))
        opened = say("card {number} is open again, its reward is withdrawn", number=full.number)
        lines.append(StampLine(kind, full.boxes, full.number, full.version, opened, reopens=full))
        # A redeemed card between keeps its number: the open one must never take it again.
        number = full.number if card.number == full.number + 1 else card.number
        card = _as_new(OpenCard(number, full.version, card.collected + full.boxes, full.head_start), kind)
    return Moved(card, tuple(lines))


def untouch(card: OpenCard, kind: LineKind, current: int) -> Moved:
    """After an exact undo: a card with nothing but its given stamps is as new, and its ``head_start`` line reversed."""
    if card.version is None or card.collected != 0:
        return Moved(card, ())
    lines = (_end_head_start(card, kind, current),) if card.head_start else ()
    return Moved(OpenCard(card.number), lines)


@dataclass(frozen=True, slots=True)
class PastLine:
    """A ledger line as replaying needs it: ``reward`` is set on lines that fill a card or open it again."""

    id: int
    kind: LineKind
    delta: int
    number: int
    version: int
    reward: int | None
    reverses: int | None


def replay(lines: Iterable[PastLine]) -> OpenCard:
    """The open card that the ledger's lines of one customer and stamp card, oldest first, leave behind."""
    card = OpenCard()
    head_starts: set[int] = set()
    given_on: dict[int, int] = {}
    for line in lines:
        balance = card.balance + line.delta
        if line.kind == "head_start" or line.reverses in head_starts:
            head_starts.add(line.id)
            card = OpenCard(card.number, card.version or line.version, balance, card.head_start + line.delta)
        elif line.reward is not None and line.delta < 0:
            given_on[line.number] = card.head_start
            card = OpenCard(line.number + 1, None, balance)
        elif line.reward is not None:
            number = line.number if card.number == line.number + 1 else card.number
            card = OpenCard(number, line.version, balance, given_on.get(line.number, 0))
        else:
            begins = card.version is None and line.delta > 0
            card = replace(card, balance=balance, version=line.version if begins else card.version)
        card = _as_new(card, line.kind)
    return card


def _as_new(card: OpenCard, kind: LineKind) -> OpenCard:
    """An undo that leaves nothing on a card leaves it untouched, so that it begins under the rules of its next day."""
    empty = kind == "undone" and card.balance == 0 and card.head_start == 0
    return replace(card, version=None) if empty else card


def _end_head_start(card: OpenCard, kind: LineKind, current: int) -> StampLine:
    because = say("the card is as new; its gift comes again with its first stamp")
    return StampLine(kind, -card.head_start, card.number, card.version or current, because, ends_head_start=True)


def allowed_today(rule: StampCard, count: int, already: int) -> int:
    """How many of ``count`` stamps the day limit lets through; ``already`` stand on that business date."""
    if rule.max_per_day is None:
        return count
    return max(0, min(count, rule.max_per_day - already))


def standing(card: OpenCard, current: StampCard | None, rule_of: RuleOf) -> StampCardStanding | None:
    """What the till shows of the open card; None when it is untouched and its stamp card no longer in the programme."""
    rule = current if card.version is None else rule_of(card.version)
    if rule is None:
        return None
    pending = pending_head_start(card, rule)
    stamps = card.balance + pending
    return StampCardStanding(
        rule.id, rule.name, card.number, stamps, rule.boxes, card.head_start or pending, rule.boxes - stamps
    )

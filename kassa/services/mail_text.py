"""What may stand in a text for many, and how a customer's address stands on paper."""

from __future__ import annotations

from kassa.domain.letter_text import Field, Used, literal, used
from kassa.domain.programme import Programme, RewardRule
from kassa.errors import KassaError
from kassa.printing.typeset import unprintable
from kassa.words import Text, say

LONGEST_TITLE, LONGEST_TEXT = 120, 3000
_MOST_LINES = 7


def check_text(title: str, text: str, programme: Programme, reward: RewardRule | None) -> frozenset[Field]:
    """The fields in use; ``bad_value`` names one that isn't there, or that has nothing to say."""
    for told, most in ((title, LONGEST_TITLE), (text, LONGEST_TEXT)):
        if len(told) > most:
            raise KassaError("bad_value", say("The text is too long: at most {most} letters fit.", most=most))
        odd = unprintable(literal(told))
        if odd:
            raise KassaError("bad_value", say("These letters can't be printed: {letters}. Take them out.", letters=odd))
    if not title.strip() and not text.strip():
        raise KassaError("bad_value", say("Write a greeting first."))
    silent = _silent(programme, reward)
    found = set[Field]()
    for where, told in ((say("the greeting"), title), (say("the text"), text)):
        for each in used(told):
            if each.field is None:
                raise _wrong(say("There is no field {field}.", field=f"{{{each.told}}}"), each, where)
            if each.field in silent:
                raise _wrong(say("{field} has nothing to say.", field=f"{{{each.told}}}"), each, where)
            found.add(each.field)
    return frozenset(found)


def _silent(programme: Programme, reward: RewardRule | None) -> frozenset[Field]:
    """The fields that have nothing to say under these rules and without such a coupon."""
    found: set[Field] = set()
    if not programme.stamp_cards:
        found |= {"stamps", "left"}
    if programme.tiers is None:
        found.add("tier")
    if reward is None:
        found |= {"reward", "coupon"}
    if reward is None or reward.valid_days is None:
        found.add("until")
    return frozenset(found)


def _wrong(why: Text, each: Used, where: Text) -> KassaError:
    return KassaError(
        "bad_value",
        say("{why} Look at line {line} of {where}: take it out, or choose a coupon that fits.", why=why,
            line=each.line, where=where)
        if each.field in ("reward", "coupon", "until")
        else say("{why} Look at line {line} of {where}.", why=why, line=each.line, where=where),
    )  # fmt: skip


def address_lines(name: str | None, address: str | None) -> tuple[str, ...]:
    """Name and address line by line; one written in a single line is parted at its commas."""
    lines = [line.strip() for line in (address or "").splitlines() if line.strip()]
    if len(lines) == 1:
        lines = [part.strip() for part in lines[0].split(",") if part.strip()]
    if len(lines) > _MOST_LINES:
        lines = [", ".join(lines)]
    return (*((name.strip(),) if name and name.strip() else ()), *lines)


def tier_name(programme: Programme, tier: str | None) -> str | None:
    """The name of the tier of that id; without one the lowest tier's."""
    levels = programme.tiers.levels if programme.tiers is not None else ()
    held = next((level for level in levels if level.id == tier), levels[0] if levels else None)
    return held.name if held is not None else None

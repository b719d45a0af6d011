"""The forms of fields. Each has one reading of a JSON value, for the command line and the pipe alike;
``typed`` only turns the words of a command line into the JSON that a till program would have sent."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from kassa.cli.options import clean, shown, wrong
from kassa.errors import KassaError
from kassa.words import Text, say

LONGEST = 10_000
_MOST = 10**9
_WHOLE = re.compile(r"[+-]?[0-9]{1,18}")
_LONGEST_OP = 100
_ID = re.compile(r"[a-z][0-9]+")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Form:
    """What a field holds. ``read`` takes its name and a JSON value and gives what the services take.

    ``typed`` gives the JSON of the words typed; ``example`` is for the help; a ``flag`` needs no value; ``many`` may be
    repeated.
    """

    read: Callable[[str, Any], Any]
    example: str
    typed: Callable[[Sequence[str]], Any] = lambda words: words[-1]
    many: bool = False
    flag: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a verb. ``clears``: an empty string takes the value away; ``option``: how it is typed."""

    name: str
    form: Form
    required: bool = False
    clears: bool = False
    option: str | None = None

    @property
    def dashed(self) -> str:
        """The option's name on the command line."""
        return "--" + (self.option or self.name).replace("_", "-")


@dataclass(frozen=True, slots=True)
class Portion:
    """One of a purchase's items as asked for; ``amount`` is still the contract's string."""

    item: str
    quantity: int
    amount: str | None


def _read_text(field: str, value: Any) -> str:
    if not isinstance(value, str):
        raise wrong(say("{field} has to be text in quotes.", field=field), field)
    if len(value) > LONGEST:
        raise wrong(say("{field} is too long. Keep it below {most} characters.", field=field, most=LONGEST), field)
    if not clean(value):
        raise wrong(say("{field} holds a character that can't be read. Type it again.", field=field), field)
    return value


def _read_filled(field: str, value: Any) -> str:
    text = _read_text(field, value)
    if not text.strip():
        raise wrong(say("{field} is empty. Write something there.", field=field), field)
    return text


def _read_money(field: str, value: Any) -> str:
    if not isinstance(value, str) or not clean(value):
        text = say(
            "{field} has to be an amount in quotes with a dot, such as {example}.", field=field, example='"89.00"'
        )
        raise KassaError("bad_amount", text, field=field)
    return value


def _read_op(field: str, value: Any) -> str:
    """A UUID in small letters. Any other unique text serves as well, unless it could be taken for an id of ours."""
    usable = isinstance(value, str) and 0 < len(value) <= _LONGEST_OP and value.isprintable() and value == value.strip()
    if not usable or _ID.fullmatch(value):
        raise wrong(say("{field} has to be a UUID, made once for what you want to do.", field=field), field)
    return _read_operation(field, value)


def _read_operation(field: str, value: Any) -> str:
    text = _read_filled(field, value)
    return str(uuid.UUID(text)) if _UUID.fullmatch(text) else text


def _read_yes_no(field: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise wrong(say("{field} has to be true or false.", field=field), field)
    return value


def _read_day(field: str, value: Any) -> date:
    try:
        if isinstance(value, str) and re.fullmatch(r"(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}", value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise wrong(say("{field} has to be a day such as {example}.", field=field, example="2026-11-30"), field)


def _read_day_or_moment(field: str, value: Any) -> date | datetime:
    is_day = isinstance(value, str) and len(value) == len("2026-11-30")
    return _read_day(field, value) if is_day else _read_moment(field, value)


def _read_moment(field: str, value: Any) -> datetime:
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
        if moment is not None and moment.tzinfo is not None and 1900 <= moment.year < 2200:
            return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    example = "2026-11-30T14:05:00+01:00"
    raise wrong(
        say("{field} has to be a time with its offset, such as {example}.", field=field, example=example), field
    )


def _read_texts(field: str, value: Any) -> tuple[str, ...]:
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list):
        raise wrong(say("{field} has to be a list of texts.", field=field), field)
    if len(values) > 100_000:
        raise wrong(say("{field} holds too many. Give fewer.", field=field), field)
    return tuple(_read_text(field, one) for one in values)


def _read_items(field: str, value: Any) -> tuple[Portion, ...]:
    if not isinstance(value, list):
        raise wrong(say("{field} has to be a list, such as {example}.", field=field, example=_ITEMS), field)
    if len(value) > 1000:
        raise wrong(say("{field} holds too many. Give fewer.", field=field), field)
    return tuple(_read_portion(f"{field}[{place}]", one) for place, one in enumerate(value))


def _read_portion(field: str, value: Any) -> Portion:
    if not isinstance(value, dict):
        raise wrong(say("{field} has to be an item, such as {example}.", field=field, example=_ITEMS[1:-1]), field)
    for name in value:
        if name not in ("item", "quantity", "amount"):
            raise wrong(say("There is no {field} in an item.", field=shown(name)), f"{field}.{name}")
    for name in ("item", "quantity"):
        if value.get(name) is None:
            raise wrong(say("{field} is missing.", field=f"{field}.{name}"), f"{field}.{name}")
    amount = value.get("amount")
    return Portion(
        item=_read_filled(f"{field}.item", value["item"]),
        quantity=whole(1, 1_000_000).read(f"{field}.quantity", value["quantity"]),
        amount=None if amount is None else _read_money(f"{field}.amount", amount),
    )


def _typed_whole(words: Sequence[str]) -> Any:
    return int(words[-1]) if _WHOLE.fullmatch(words[-1]) else words[-1]


def _typed_yes_no(words: Sequence[str]) -> Any:
    return {"true": True, "false": False}.get(words[-1].lower(), words[-1])


def _typed_texts(words: Sequence[str]) -> list[str]:
    return [part.strip() for word in words for part in word.split(",") if part.strip()]


def _typed_items(words: Sequence[str]) -> list[Any]:
    return [_typed_item(word) for word in words]


def _typed_item(word: str) -> Any:
    item, *more = word.split("=", 2)
    known: dict[str, Any] = {"item": item, "quantity": _typed_whole(more[:1] or ["1"])}
    return {**known, "amount": more[1]} if len(more) == 2 else known


def whole(least: int = -_MOST, most: int = _MOST, example: str = "5") -> Form:
    """A whole number within bounds, both included."""

    def read(field: str, value: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool):
            raise wrong(
                say("{field} has to be a whole number, such as {example}.", field=field, example=example), field
            )
        if not least <= value <= most:
            text = say("{field} has to be between {least} and {most}.", field=field, least=least, most=most)
            raise wrong(text, field)
        return value

    return Form(read, example, _typed_whole)


def one_of(*choices: str) -> Form:
    """One of some words."""

    def read(field: str, value: Any) -> str:
        if not isinstance(value, str) or value not in choices:
            raise wrong(say("{field} has to be one of: {choices}.", field=field, choices=", ".join(choices)), field)
        return value

    return Form(read, "|".join(choices))


def missing(field: str) -> KassaError:
    """The refusal of a request without a field that it must have."""
    text: Text = say("{field} is missing.", field=field)
    return wrong(text, field)


_ITEMS = '[{"item": "coffee", "quantity": 2}]'

TEXT = Form(_read_text, "TEXT")
FILLED = Form(_read_filled, "TEXT")
MONEY = Form(_read_money, "89.00")
OP = Form(_read_op, "UUID")
OPERATION = Form(_read_operation, "ID")
YES_NO = Form(_read_yes_no, "true|false", _typed_yes_no, flag=True)
DAY = Form(_read_day, "2026-11-30")
DAY_OR_MOMENT = Form(_read_day_or_moment, "2026-11-30")
MOMENT = Form(_read_moment, "2026-11-30T14:05:00+01:00")
TEXTS = Form(_read_texts, "ONE,TWO", _typed_texts, many=True)
ITEMS = Form(_read_items, "coffee=2", _typed_items, many=True)
FILE = Form(lambda field, value: Path(_read_filled(field, value)), "FILE")

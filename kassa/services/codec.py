"""Values as JSON: losslessly for the store's first replies, and in the contract's forms for the doors."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from kassa.domain.money import form_money
from kassa.store.texts import read_text, write_text
from kassa.words import Money, Text, Words

_PLAIN = frozenset({str, int, float, bool, type(None)})


def to_json(value: Any, words: Words) -> Any:
    """The contract's form: money ``"89.00"``, times with offset, texts in the reader's language."""
    if isinstance(value, Money):
        return form_money(value.minor, value.currency)
    if isinstance(value, Text):
        return words.text(value)
    return _walk(value, lambda inner: to_json(inner, words))


def encode(value: Any) -> Any:
    """JSON from which ``decode`` makes an equal value."""
    return {"text": write_text(value)} if isinstance(value, Text) else _walk(value, encode)


def _walk(value: Any, inner: Callable[[Any], Any]) -> Any:
    kind = type(value)
    if kind in _PLAIN:
        return value
    names = _names(kind)
    if names is not None:
        return {name: inner(getattr(value, name)) for name in names}
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [inner(each) for each in value]
    if isinstance(value, dict):
        return {key: inner(each) for key, each in value.items()}
    return value


def _find_names(kind: type) -> tuple[str, ...] | None:
    return tuple(field.name for field in dataclasses.fields(kind)) if dataclasses.is_dataclass(kind) else None


_names: Callable[[type], tuple[str, ...] | None] = cache(_find_names)


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def decode(kind: Any, data: Any) -> Any:
    """The value of type ``kind`` that ``encode`` wrote as ``data``."""
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _decode_union(get_args(kind), data)
    if origin is tuple:
        return tuple(decode(get_args(kind)[0], each) for each in data)
    if origin is Literal or data is None:
        return data
    if kind is Text:
        return read_text(data["text"])
    if kind in (date, datetime):
        return kind.fromisoformat(data)
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        hints = _hints(kind)
        return kind(**{name: decode(hints[name], each) for name, each in data.items()})
    return data


def _decode_union(kinds: tuple[Any, ...], data: Any) -> Any:
    if data is None:
        return None
    for kind in kinds:
        if kind is not type(None) and isinstance(data, dict) == dataclasses.is_dataclass(kind):
            return decode(kind, data)
    return data

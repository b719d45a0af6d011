"""From the words of a command line to the request that a till program would have sent down the pipe."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from kassa.cli import options
from kassa.cli.fields import Field, missing
from kassa.cli.options import shown, wrong
from kassa.cli.verb import Verb
from kassa.cli.verbs import LATER, named_verb, no_verb
from kassa.words import say


@dataclass(frozen=True, slots=True)
class Asked:
    """A verb and its fields as JSON values, not yet read; ``help`` when only the verb's help was asked for."""

    verb: Verb
    request: dict[str, Any]
    help: bool = False


def read_command(words: Sequence[str]) -> Asked:
    """Splits the words after the options into verb, positionals and ``--field``s."""
    verb, rest = _verb(words)
    by_option = {name: field for field in verb.fields if not field.required for name in (field.dashed, _plain(field))}
    values: list[str] = []
    given: dict[str, list[str]] = {}
    while rest:
        word = rest.pop(0)
        if word == "--":
            values += rest
            break
        if not options.OPTION.fullmatch(word):
            values.append(word)
            continue
        name, equals, value = word.partition("=")
        if name in ("--help", "-h"):
            return Asked(verb, {}, help=True)
        found, value = _negated(by_option, name, value) if name not in by_option else (by_option[name], value)
        if found is None:
            raise _unknown(verb, name)
        if not equals and not value:
            value = _following(found, name, rest)
        if found.name in given and not found.form.many:
            raise wrong(say("{option} is there twice. Give it once.", option=name), found.name)
        given.setdefault(found.name, []).append(value)
    return Asked(verb, {**_placed(verb, values), **_typed(by_option, given)})


def _verb(words: Sequence[str]) -> tuple[Verb, list[str]]:
    for length in (2, 1):
        verb = named_verb(" ".join(words[:length])) if len(words) >= length else None
        if verb is not None:
            return verb, list(words[length:])
    two = " ".join(words[:2])
    raise no_verb(two if two in LATER else words[0])


def _plain(field: Field) -> str:
    return "--" + field.name.replace("_", "-")


def _negated(by_option: dict[str, Field], name: str, value: str) -> tuple[Field | None, str]:
    field = by_option.get("--" + name.removeprefix("--no-")) if name.startswith("--no-") and not value else None
    return (field, "false") if field is not None and field.form.flag else (None, "")


def _following(field: Field, name: str, rest: list[str]) -> str:
    if field.form.flag:
        return rest.pop(0) if rest and rest[0].lower() in ("true", "false") else "true"
    if not rest or rest[0] == "--" or options.OPTION.fullmatch(rest[0]):
        raise wrong(say("{option} needs a value after it.", option=name), field.name)
    return rest.pop(0)


def _placed(verb: Verb, values: list[str]) -> dict[str, Any]:
    required = [field for field in verb.fields if field.required]
    if len(values) < len(required):
        raise missing(required[len(values)].name)
    if len(values) > len(required):
        extra = shown(values[len(required)])
        raise wrong(
            say("“{word}” is one word too many. Put quotes around words that belong together.", word=extra), extra
        )
    return {field.name: field.form.typed([value]) for field, value in zip(required, values, strict=True)}


def _typed(by_option: dict[str, Field], given: dict[str, list[str]]) -> dict[str, Any]:
    fields = {field.name: field for field in by_option.values()}
    return {name: fields[name].form.typed(words) for name, words in given.items()}


def _unknown(verb: Verb, name: str) -> Exception:
    name = shown(name)
    plain = name.lstrip("-").replace("-", "_")
    if name in options.NAMES:
        return wrong(say("{option} stands before the verb: kassa {option} {verb} …", option=name, verb=verb.name), name)
    if plain in verb.later:
        return wrong(say("{field} isn't in this version of Kassa yet. Leave it out.", field=plain), plain)
    if any(field.name == plain for field in verb.fields):
        text = say(
            "{field} is given without {option}, in its place: {usage}", field=plain, option=name, usage=verb.usage
        )
        return wrong(text, plain)
    return wrong(
        say("{verb} has no {option}. kassa {verb} --help lists what it takes.", verb=verb.name, option=name), plain
    )

"""The options that stand before the verb. Nothing heavy may be imported here: the window's start reads them too."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kassa import config, paths
from kassa.errors import KassaError
from kassa.words import LANGUAGES, Text, Words, say, system_language

OPTION = re.compile(r"--[A-Za-z][\w-]*(=.*)?|-[A-Za-z]\S*", re.ASCII | re.DOTALL)
"""What reads as an option. ``-2``, ``--06-03`` and ``- oat milk`` are values."""

_TAKES = ("--store", "--lang", "--till")
_ALONE = ("--json", "--help", "-h", "--version")
_LONGEST = 100
NAMES = (*_TAKES, *_ALONE)


@dataclass(frozen=True, slots=True)
class Options:
    """As read: ``where`` is the store, ``named`` whether somebody named it, ``rest`` the verb and its words.

    ``problem`` is the first thing wrong among them: it is told in the form and the language that the others ask for.
    """

    where: str
    named: bool
    as_json: bool
    words: Words
    till: str
    staff: str | None
    rest: tuple[str, ...]
    help: bool = False
    version: bool = False
    problem: KassaError | None = None


def read_options(words: Sequence[str], environment: Mapping[str, str]) -> Options:
    """Reads up to the verb; never raises. What was chosen in the settings holds where nothing else is said."""
    chosen = config.read()
    given: dict[str, str] = {}
    problem: KassaError | None = None
    place = 0
    while place < len(words) and words[place] != "--" and OPTION.fullmatch(words[place]):
        name, equals, value = words[place].partition("=")
        place += 1
        if name not in NAMES:
            problem = problem or wrong(
                say("There is no option {option}. kassa --help lists them.", option=shown(name)), name
            )
        elif name in given:
            problem = problem or wrong(say("{option} is there twice. Give it once.", option=name), name)
        elif name in _ALONE:
            given[name] = ""
            if equals:
                problem = problem or wrong(say("{option} takes no value.", option=name), name)
        elif equals:
            given[name] = value
        elif place < len(words) and not OPTION.fullmatch(words[place]):
            given[name] = words[place]
            place += 1
        else:
            problem = problem or wrong(say("{option} needs a value after it.", option=name), name)
    if place < len(words) and words[place] == "--":
        place += 1
    language = given.get("--lang", "")
    if "--lang" in given and language not in LANGUAGES:
        problem = problem or wrong(say("Kassa speaks {languages}.", languages=", ".join(LANGUAGES)), "--lang")
    for name in ("--store", "--till"):
        if name in given and not (given[name].strip() and clean(given[name])):
            problem = problem or wrong(say("{option} needs a value after it.", option=name), name)
    for name, told in (("--till", given.get("--till", "")), ("KASSA_STAFF", environment.get("KASSA_STAFF", ""))):
        if len(told) > _LONGEST or not clean(told):
            problem = problem or wrong(say("{option} is too long or can't be read. Give another.", option=name), name)
    where = given.get("--store") or environment.get("KASSA_STORE") or paths.default_store()
    if not clean(where):
        problem = problem or wrong(
            say("The store's name holds a character that can't be read. Give it another."), "--store"
        )
    return Options(
        where=where,
        named="--store" in given or bool(environment.get("KASSA_STORE")),
        as_json="--json" in given,
        words=Words(language if language in LANGUAGES else chosen.language or system_language()),
        till=given.get("--till") or chosen.till or _host(environment),
        staff=environment.get("KASSA_STAFF") or None,
        rest=tuple(words[place:]),
        help="--help" in given or "-h" in given,
        version="--version" in given,
        problem=problem,
    )


def _host(environment: Mapping[str, str]) -> str:
    name = os.uname().nodename if hasattr(os, "uname") else environment.get("COMPUTERNAME", "")
    return name if clean(name) and name else "kassa"


def clean(text: str) -> bool:
    """Whether the text can be kept: no NUL, and nothing that isn't Unicode (bytes of another encoding, half a pair)."""
    return not any(c == "\0" or "\ud800" <= c <= "\udfff" for c in text)


def wrong(text: Text, field: str) -> KassaError:
    """The refusal of wrong words; ``field`` names the one."""
    return KassaError("bad_value", text, field=shown(field))


def shown(text: str, longest: int = 60) -> str:
    """Somebody's word, fit to be named in a sentence: short, on one line, nothing that can't be written."""
    plain = "".join(c if c.isprintable() else "�" for c in text[: longest + 1])
    return plain if len(plain) <= longest else plain[:longest] + "…"

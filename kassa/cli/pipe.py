"""The pipe: one JSON request a line in, one JSON reply a line out, in order, until the end of input.

Every line gets a reply, an empty one too (``bad_value``), so that replies can be counted against requests.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from typing import IO, Any

from kassa.cli.desk import Desk
from kassa.cli.refusals import bug, refusal
from kassa.cli.terminal import Terminal
from kassa.cli.verb import UseCase
from kassa.cli.verbs import VERBS, no_verb
from kassa.errors import KassaError
from kassa.services import codec
from kassa.words import Words, say

LONGEST_LINE = 16 * 1024 * 1024


def serve(terminal: Terminal, desk: Desk, words: Words) -> None:
    """Answers until the input ends."""
    if terminal.stdin is None:
        return
    for line in _lines(terminal.stdin):
        terminal.json(answer(line, desk, words))


def answer(line: bytes | None, desk: Desk, words: Words) -> dict[str, Any]:
    """The reply to one line; None stands for a line too long to read."""
    try:
        request = _request(line)
        verb = _verb(request.pop("do", None))
        return {"ok": True, **codec.to_json(desk.serve(verb, request), words)}
    except KassaError as error:
        return {"ok": False, "error": refusal(error, words)}
    except Exception as error:  # a bug of ours must not take the till program down with it
        with suppress(Exception):
            desk.close()
        return {"ok": False, "error": bug(error, words)}


def _verb(name: Any) -> UseCase:
    if not isinstance(name, str):
        raise _bad(say("“do” is missing: it names the verb."), field="do")
    if name not in VERBS:
        raise no_verb(name)
    return VERBS[name]


def _lines(stdin: IO[bytes]) -> Iterator[bytes | None]:
    while line := stdin.readline(LONGEST_LINE + 1):
        if len(line) <= LONGEST_LINE or line.endswith(b"\n"):
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = stdin.readline(LONGEST_LINE)
        yield None


def _request(line: bytes | None) -> dict[str, Any]:
    if line is None:
        raise _bad(say("The line is too long. Keep a request below {n} MB.", n=LONGEST_LINE // 2**20))
    try:
        text = line.decode("utf-8-sig")
        request = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except KassaError:
        raise
    except UnicodeDecodeError:
        raise _bad(say("The line is not UTF-8. Send requests in UTF-8.")) from None
    except (ValueError, RecursionError):
        raise _bad(say("The line is not JSON. Send one JSON object a line.")) from None
    if not isinstance(request, dict):
        raise _bad(say("The line is no JSON object. Send one JSON object a line."))
    return request


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    known = dict(pairs)
    if len(known) < len(pairs):
        raise _bad(say("The same name is there twice in the request. Send each once."))
    return known


def _no_number(name: str) -> Any:
    raise _bad(say("{name} is no number. Send a number or leave it out.", name=name))


def _bad(text: Any, **details: Any) -> KassaError:
    return KassaError("bad_value", text, **details)

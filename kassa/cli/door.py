"""The command line's door: words in, one service call, words out. Nothing that comes in here may end in a traceback."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import metadata
from typing import Any

from kassa.cli import helping, pipe
from kassa.cli.command_line import Asked, read_command
from kassa.cli.desk import Desk
from kassa.cli.options import Options
from kassa.cli.page import Page
from kassa.cli.progress import Bar
from kassa.cli.refusals import bug, refusal
from kassa.cli.terminal import Terminal, UnwrittenError
from kassa.cli.verb import UseCase
from kassa.domain.programme import Programme
from kassa.errors import KassaError
from kassa.services import codec
from kassa.words import Words, say

OpenWindow = Callable[[str, Words, str], int]
"""Opens the window on a store, in a language, at a till; gives the exit status."""


def run(options: Options, terminal: Terminal, open_window: OpenWindow) -> int:
    """Does what the words after ``kassa`` say; the exit status."""
    try:
        return _run(options, terminal, open_window)
    except KassaError as error:
        return _refuse(options, terminal, refusal(error, options.words), error.exit_status)
    except UnwrittenError as error:
        return _unwritten(options, terminal, error)
    except Exception as error:  # a bug of ours: logged, and one sentence
        return _refuse(options, terminal, bug(error, options.words), 1)


def _run(options: Options, terminal: Terminal, open_window: OpenWindow) -> int:
    if options.problem is not None:
        raise options.problem
    if options.version:
        version = metadata.version("kassa")
        return _tell(options, terminal, {"version": version}, [f"kassa {version}"])
    page = Page(options.words, _no_rules)
    if options.help:
        helping.overview(page)
        return _tell(options, terminal, {"help": "\n".join(page.lines)}, page.lines)
    asked = read_command(options.rest)
    if asked.help:
        helping.of_verb(page, asked.verb)
        return _tell(options, terminal, {"help": "\n".join(page.lines)}, page.lines)
    if isinstance(asked.verb, UseCase):
        return _use_case(options, terminal, asked.verb, asked.request)
    if asked.verb.name == "pipe":
        return _pipe(options, terminal)
    return _demo(options, terminal, asked, open_window)


def _use_case(options: Options, terminal: Terminal, verb: UseCase, request: Mapping[str, Any]) -> int:
    bar = Bar()
    desk = Desk(options, bar)
    try:
        with bar:
            reply = desk.serve(verb, request)
        if options.as_json:
            told, lines = codec.to_json(reply, options.words), []
        else:
            page = Page(options.words, desk.programme)
            if not terminal.can_draw(page.full + page.empty):
                page.full, page.empty = "#", "."
            verb.show(page, reply)
            told, lines = {}, page.lines
        _tell(options, terminal, told, lines)
        desk.leave()
    finally:
        desk.close()
    return 3 if reply.get("ok") is False else 0


def _pipe(options: Options, terminal: Terminal) -> int:
    desk = Desk(options, stays=True)
    try:
        pipe.serve(terminal, desk, options.words)
    finally:
        desk.close()
    return 0


def _demo(options: Options, terminal: Terminal, asked: Asked, open_window: OpenWindow) -> int:
    from kassa.cli.demo import build_demo
    from kassa.system import missing_for_window

    values = asked.verb.read(asked.request)
    with_window = not values.get("no_window")
    missing = missing_for_window() if with_window else None
    if missing is not None:
        # Better said before a large shop is built than after.
        terminal.complain(options.words.text(missing))
        terminal.complain(options.words.tr("kassa demo --no-window builds the sample shop without the window."))
        return 1
    with Bar() as bar:
        where = build_demo(options, values, bar)
    if with_window:
        return open_window(where, options.words, options.till)
    terminal.json({"store": where})
    return 0


def _tell(options: Options, terminal: Terminal, told: Mapping[str, Any], lines: list[str]) -> int:
    if options.as_json:
        terminal.json(told)
    else:
        terminal.lines(lines)
    return 0


def _refuse(options: Options, terminal: Terminal, error: dict[str, Any], status: int) -> int:
    if not options.as_json:
        page = Page(options.words, _no_rules)
        page.line(error["message"])
        page.rows((f"#{one['number']}", one["name"] or "", one["id"]) for one in error.get("candidates", ()))
        page.rows(((str(one["line"]), one["why"]) for one in error.get("problems", ())[1:]), right=(0,))
        for line in page.lines:
            terminal.complain(line)
        return status
    try:
        terminal.json({"error": error})
    except UnwrittenError as unwritten:
        return _unwritten(options, terminal, unwritten) or status
    return status


def _unwritten(options: Options, terminal: Terminal, error: UnwrittenError) -> int:
    # Whoever closed the pipe wants no more; what was asked is done all the same.
    if error.why is None:
        return 0
    terminal.complain(options.words.tr("The answer could not be written: {why}.").format(why=error.why))
    return 1


def _no_rules() -> Programme:
    raise KassaError("store_missing", say("There is no shop here yet."))

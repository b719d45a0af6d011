"""The program's door: the window at once, or the command line. Nothing heavy is imported before it is known which."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress

from kassa.cli.options import read_options
from kassa.words import Words


def main(words: Sequence[str] | None = None) -> int:
    """Runs ``kassa``; the exit status."""
    options = read_options(sys.argv[1:] if words is None else words, os.environ)
    try:
        if not (options.rest or options.help or options.version or options.problem):
            return open_window(options.where, options.words, options.till)
        from kassa.cli.door import run
        from kassa.cli.terminal import terminal

        return run(options, terminal(), open_window)
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # a bug of ours, or an installation with a part missing
        from kassa.cli.refusals import bug_sentence

        return _complain(bug_sentence(error, options.words), 1)
    finally:
        _let_go()


def open_window(where: str, words: Words, till: str) -> int:
    """Opens the window and stays until it closes; says why when there can be none."""
    from kassa.system import missing_for_window

    missing = missing_for_window()
    if missing is not None:
        return _complain(words.text(missing), 1)
    from kassa.errors import KassaError

    try:
        from kassa.app import run

        return run(where, words, till)
    except KassaError as error:
        return _complain(words.text(error.text), error.exit_status)


def _complain(sentence: str, status: int) -> int:
    with suppress(OSError, ValueError, AttributeError):
        sys.stderr.write(sentence.encode("utf-8", "replace").decode() + "\n")
        sys.stderr.flush()
    return status


def _let_go() -> None:
    """Python flushes its streams once more at exit, and would complain aloud of a reader that has gone."""
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except (OSError, ValueError):
            with suppress(OSError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


if __name__ == "__main__":
    sys.exit(main())

"""A progress bar on stderr, drawn only where somebody watches."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Any


class Bar:
    """Called with how much is done and of how much; drawn from the first call on, if stderr is a terminal."""

    def __init__(self) -> None:
        self._bar: Any = None
        self._done = 0
        self._watched = sys.stderr is not None and sys.stderr.isatty()

    def __call__(self, done: int, total: int) -> None:
        """Moves the bar."""
        if not self._watched:
            return
        if self._bar is None:
            import click

            self._bar = click.progressbar(length=total, file=sys.stderr).__enter__()
        self._bar.length = total
        self._bar.update(done - self._done)
        self._done = done

    def __enter__(self) -> Bar:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.__exit__(kind, error, trace)

"""The three streams, as bytes: JSON is UTF-8 wherever it goes, a person's lines are in the terminal's own encoding."""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, Any


class UnwrittenError(Exception):
    """The answer could not be written; ``why`` is None when the reader has simply gone."""

    def __init__(self, why: str | None) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Terminal:
    """Where words come from and go to; a stream that is closed is None. ``encoding`` is that of a person's lines."""

    stdin: IO[bytes] | None
    stdout: IO[bytes] | None
    stderr: IO[bytes] | None
    encoding: str = "utf-8"

    def json(self, value: Any) -> None:
        """One JSON document on one line of stdout, there when this returns."""
        self._write(json.dumps(value, ensure_ascii=False, allow_nan=False).encode("utf-8", "backslashreplace") + b"\n")

    def lines(self, lines: list[str]) -> None:
        """Lines for a person on stdout."""
        self._write("".join(f"{line}\n" for line in lines).encode(self.encoding, "replace"))

    def complain(self, line: str) -> None:
        """A line for a person on stderr; if that is closed there is nobody to tell."""
        if self.stderr is not None:
            with suppress(OSError, ValueError):
                self.stderr.write(f"{line}\n".encode(self.encoding, "replace"))
                self.stderr.flush()

    def can_draw(self, text: str) -> bool:
        """Whether the terminal's encoding has these letters."""
        try:
            text.encode(self.encoding)
        except UnicodeEncodeError:
            return False
        return True

    def _write(self, data: bytes) -> None:
        if self.stdout is None:
            return
        try:
            self.stdout.write(data)
            self.stdout.flush()
        except BrokenPipeError as error:
            raise UnwrittenError(None) from error
        except (OSError, ValueError) as error:
            raise UnwrittenError(getattr(error, "strerror", None) or str(error)) from error


def terminal() -> Terminal:
    """The process's own streams."""
    return Terminal(
        getattr(sys.stdin, "buffer", None),
        getattr(sys.stdout, "buffer", None),
        getattr(sys.stderr, "buffer", None),
        getattr(sys.stdout, "encoding", None) or "utf-8",
    )

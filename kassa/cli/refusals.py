"""What isn't done: refusals as the contract's JSON, and our own failures, which are logged and told in one sentence."""

from __future__ import annotations

import os
import traceback
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kassa import paths
from kassa.errors import KassaError
from kassa.words import Words

_LARGEST = 1_000_000


def refusal(error: KassaError, words: Words) -> dict[str, Any]:
    """The refusal's code, sentence and details."""
    from kassa.services import codec

    details: dict[str, Any] = codec.to_json(error.details, words)
    return {"code": error.code, "message": words.text(error.text), **details}


def bug(error: BaseException, words: Words) -> dict[str, Any]:
    """The form of a refusal for a failure of ours; its code is none of the contract's, its traceback is in the log."""
    return {"code": "bug", "message": bug_sentence(error, words)}


def bug_sentence(error: BaseException, words: Words) -> str:
    """Logs the failure; what the person is told, in English if even the translation is what failed."""
    log = _record(error)
    template = "Something went wrong in Kassa itself. Try again; if it stays, send us {file}."
    with suppress(LookupError, ValueError, OSError):
        template = words.tr("Something went wrong in Kassa itself. Try again; if it stays, send us {file}.")
    return template.format(file=log)


def _record(error: BaseException) -> Path:
    # Only its user may read it: an exception can quote what a customer told.
    log = paths.log_folder() / "kassa.log"
    with suppress(OSError):
        log.parent.mkdir(parents=True, exist_ok=True)
        if log.exists() and log.stat().st_size > _LARGEST:
            log.replace(log.with_suffix(".log.1"))
        lines = "".join(traceback.format_exception(error, limit=-40))
        with os.fdopen(os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "ab") as file:
            file.write(
                f"{datetime.now(UTC).isoformat(timespec='seconds')} {lines}\n".encode("utf-8", "backslashreplace")
            )
    return log

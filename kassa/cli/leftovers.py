"""What an import left half done whose program died, and other upkeep, seen to beside whatever is served meanwhile."""

from __future__ import annotations

import logging
from contextlib import suppress
from threading import Event, Thread
from time import monotonic

from kassa.errors import KassaError
from kassa.services.opening import finish_imports
from kassa.services.session import Session
from kassa.services.upkeep import tidy_search
from kassa.words import say

# Whoever called once has their answer by then and hardly notices that Kassa is still at work.
_MOMENT_SECONDS = 1.0


def clean_for_a_moment(session: Session) -> None:
    """Takes out what a moment is enough for; who comes next goes on."""
    until = monotonic() + _MOMENT_SECONDS

    def check() -> None:
        if monotonic() > until:
            raise _enough()

    finish_imports(session, check)


class Cleaning:
    """A thread that takes it out."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._ended = Event()
        self._whole = Event()
        self._thread = Thread(target=self._work, name="leftovers")
        self._thread.start()

    def wait(self) -> None:
        """Until nothing is left half done."""
        self._whole.wait()

    def stop(self) -> None:
        """Ends it between two pieces; who opens the shop next goes on."""
        self._ended.set()
        self._thread.join()

    def _work(self) -> None:
        try:
            finish_imports(self._session, self._check)
            self._whole.set()
            with suppress(KassaError):
                tidy_search(self._session, self._check)
        except Exception:  # a bug of ours, which nobody asked about
            logging.getLogger("kassa").exception("upkeep")
        finally:
            self._whole.set()

    def _check(self) -> None:
        if self._ended.is_set():
            raise _enough()


def _enough() -> KassaError:
    return KassaError("store_busy", say("A file is being imported just now. Wait until it is done, then try again."))

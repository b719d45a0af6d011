"""One desk serves every request of a process: it reads the fields, opens the store once, and calls the use case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from kassa.cli.call import Call, Progress, Reply
from kassa.cli.options import Options
from kassa.cli.verb import UseCase
from kassa.domain.programme import Programme
from kassa.errors import KassaError
from kassa.services import opening, programmes
from kassa.services.session import Session


class Desk:
    """Serves requests in one session, opened by the first that needs it."""

    def __init__(self, options: Options, environment: Mapping[str, str], progress: Progress | None = None) -> None:
        self._open: Callable[[bool], Session] = lambda create: opening.open_session(
            options.where,
            till=options.till,
            staff=environment.get("KASSA_STAFF") or None,
            pin=environment.get("KASSA_PIN") or None,
            create=create,
        )
        self._session: Session | None = None
        self._refused: KassaError | None = None
        self._progress = progress

    def serve(self, verb: UseCase, request: Mapping[str, Any]) -> Reply:
        """The reply's fields as the services return them; raises ``KassaError`` when nothing was done."""
        values = verb.read(request)
        if verb.before is not None:
            verb.before(values)
        return verb.call(Call(self._session_for(verb), values, self._progress))

    def programme(self) -> Programme:
        """The rules in force, for a page that shows names and prices."""
        assert self._session is not None
        return programmes.current(self._session).programme

    def close(self) -> None:
        """Closes the session; the next request opens another."""
        session, self._session = self._session, None
        if session is not None:
            session.close()

    def _session_for(self, verb: UseCase) -> Session:
        if self._refused is not None:
            raise self._refused
        if self._session is None:
            try:
                self._session = self._open(verb.creates)
            except KassaError as error:
                # The PIN can't change while the process runs, and every try counts towards the lock.
                self._refused = error if error.code == "wrong_pin" else None
                raise
        return self._session

"""One desk serves every request of a process: it reads the fields, opens the store once, and calls the use case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kassa.cli.call import Call, Progress, Reply
from kassa.cli.options import Options
from kassa.cli.verb import UseCase
from kassa.domain.programme import Programme
from kassa.errors import KassaError
from kassa.services import programmes
from kassa.services.opening import open_session
from kassa.services.session import Session


class Desk:
    """Serves requests in one session, opened by the first that needs it."""

    def __init__(self, options: Options, progress: Progress | None = None) -> None:
        self._options = options
        self._session: Session | None = None
        self._progress = progress

    def serve(self, verb: UseCase, request: Mapping[str, Any]) -> Reply:
        """The reply's fields as the services return them; raises ``KassaError`` when nothing was done."""
        values = verb.read(request)
        if verb.before is not None:
            verb.before(values)
        try:
            session = self._session_for(verb)
        except KassaError as error:
            if error.code == "store_damaged" and verb.damaged is not None:
                return verb.damaged(error)
            raise
        return verb.call(Call(session, values, self._options.words, self._progress))

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
        if self._session is None:
            options = self._options
            self._session = open_session(options.where, till=options.till, staff=options.staff, create=verb.creates)
        return self._session

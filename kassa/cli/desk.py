"""One desk serves every request of a process: it reads the fields, opens the store once, and calls the use case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kassa.cli.call import Call, Progress, Reply
from kassa.cli.leftovers import Cleaning, clean_for_a_moment
from kassa.cli.options import Options
from kassa.cli.verb import UseCase
from kassa.domain.programme import Programme
from kassa.errors import KassaError
from kassa.services import programmes
from kassa.services.opening import finish_imports, open_session
from kassa.services.session import Session


class Desk:
    """Serves requests in one session, opened by the first that needs it.

    One that ``stays`` takes out meanwhile what an import left half done; another does a little of it when it is left.
    """

    def __init__(self, options: Options, progress: Progress | None = None, *, stays: bool = False) -> None:
        self._options = options
        self._session: Session | None = None
        self._progress = progress
        self._stays = stays
        self._cleaning: Cleaning | None = None

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

    def leave(self) -> None:
        """Does a little of what nobody should have waited for."""
        if self._session is not None and self._cleaning is None:
            clean_for_a_moment(self._session)

    def close(self) -> None:
        """Closes the session; the next request opens another."""
        session, self._session = self._session, None
        cleaning, self._cleaning = self._cleaning, None
        if cleaning is not None:
            cleaning.stop()
        if session is not None:
            session.close()

    def _session_for(self, verb: UseCase) -> Session:
        if self._session is None:
            options = self._options
            self._session = open_session(
                options.where, till=options.till, staff=options.staff, create=verb.creates, finish=False
            )
            if self._stays:
                self._cleaning = Cleaning(self._session)
        if verb.wants_whole:
            if self._cleaning is None:
                finish_imports(self._session)
            else:
                self._cleaning.wait()
        return self._session

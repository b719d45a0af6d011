"""What the till does to a customer, off the window's thread, each act with the ``op`` by which it can be undone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from kassa.errors import KassaError
from kassa.ui.jobs import Job, Jobs
from kassa.ui.till import desk
from kassa.ui.till.visit import new_op
from kassa.words import Words

if TYPE_CHECKING:
    from kassa.services.session import Session

_GONE = frozenset({"already_undone", "too_late", "not_allowed"})


@dataclass(eq=False)
class Act:
    """One thing done for a customer. ``toast`` and ``bold`` tell it; ``result`` is what the store answered,
    ``refusal`` what the toast said where it refused. One that ``joins`` has no customer before it is done.
    """

    customer: str
    who: str
    toast: str
    bold: str = ""
    op: str = ""
    undoable: bool = True
    joins: bool = False
    result: Any = None
    saved: bool = False
    undo_wanted: bool = False
    refusal: str = ""


class Acts(QObject):
    """Runs acts one after the other and remembers them, the newest last, so that Ctrl+Z finds what to undo.

    ``done`` and ``undone`` give the act after it is in the store, ``refused`` the act and the ``KassaError``.
    """

    done = Signal(object)
    undone = Signal(object)
    refused = Signal(object, object)

    def __init__(self, words: Words, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._jobs = jobs
        self.session: Session | None = None
        self._acts: list[Act] = []

    def run(self, act: Act, work: Callable[[Session, str], Any]) -> None:
        """Does an act: ``work`` gets the session and the act's ``op``, which is made here unless the act brings one."""
        session = self.session
        if session is None:
            return
        act.op = act.op or new_op()
        if act.undoable:
            self._acts.append(act)
        _Running(self, act, partial(work, session, act.op)).start(self._jobs)

    def undo(self, op: str | None = None) -> bool:
        """Undoes the act of that ``op``, else the last one; False when there is nothing to undo."""
        act = next((each for each in reversed(self._acts) if op in (None, each.op)), None)
        session = self.session
        if act is None or session is None:
            return False
        if not act.saved:
            act.undo_wanted = True
            return True
        self._acts.remove(act)
        _Undoing(self, act, partial(desk.undo, session, act.op, new_op())).start(self._jobs)
        return True

    def finished(self, act: Act, result: Any) -> None:
        """An act is in the store."""
        act.result, act.saved = result, True
        self.done.emit(act)
        if act.undo_wanted:
            self.undo(act.op)

    def failed(self, act: Act, error: KassaError) -> None:
        """An act was refused: nothing changed."""
        if act in self._acts:
            self._acts.remove(act)
        self.refused.emit(act, error)

    def undo_failed(self, act: Act, error: KassaError) -> None:
        """An undo was refused; one that may succeed later can be tried again."""
        if error.code not in _GONE:
            self._acts.append(act)
        self.refused.emit(Act(act.customer, act.who, act.toast, undoable=False), error)


class _Running(QObject):
    """One act under way: what answers it knows which act it was."""

    def __init__(self, acts: Acts, act: Act, work: Callable[[], Any]) -> None:
        super().__init__(acts)
        self._acts, self._act, self._work = acts, act, work

    def start(self, jobs: Jobs) -> None:
        jobs.run(self._run, done=self.finished, failed=self.failed, ended=self.forget)

    def _run(self, _job: Job) -> Any:
        return self._work()

    def finished(self, result: Any) -> None:
        self._acts.finished(self._act, result)

    def failed(self, error: KassaError) -> None:
        self._acts.failed(self._act, error)

    def forget(self) -> None:
        self.deleteLater()


class _Undoing(_Running):
    def finished(self, result: Any) -> None:
        self._act.result = result
        self._acts.undone.emit(self._act)

    def failed(self, error: KassaError) -> None:
        self._acts.undo_failed(self._act, error)

"""The look of the shop's cards while it is being changed: seen at once, kept with the shop a moment later."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from kassa.errors import KassaError
from kassa.services.card_look import CardLook, rebased
from kassa.ui.cards import desk
from kassa.ui.jobs import Jobs
from kassa.ui.till.visit import new_op

if TYPE_CHECKING:
    from kassa.services.session import Session

_TYPED_MS = 350
_MOST = 100


class LookKeeper(QObject):
    """``changed`` says that another look is meant, ``kept`` carries what the shop has now, ``refused`` why it hasn't.

    One change is written at a time and the latest wins, so that what was chosen last is what stays.
    """

    changed = Signal()
    kept = Signal(object)
    refused = Signal(object)

    def __init__(self, session: Session, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._jobs = session, jobs
        self.look = CardLook()
        self._stored = self._sent = self.look
        self._before: list[CardLook] = []
        self._writing = False
        self._settle = QTimer(self, singleShot=True)
        self._settle.timeout.connect(self._write)

    @property
    def busy(self) -> bool:
        """Whether something chosen is not kept yet."""
        return self._writing or self._settle.isActive()

    def take(self, stored: CardLook) -> None:
        """What the shop has, perhaps changed at another till; what is just being chosen here stays."""
        if self.busy:
            return
        self._stored = stored
        if not self._same(self.look):
            self._before.clear()
            self.look = stored
            self.changed.emit()

    def change(self, *, typed: bool = False, **parts: Any) -> None:
        """Another look, by what is different in it. What is ``typed`` is kept, and undone, once it pauses."""
        look = replace(self.look, **parts)
        if look == self.look:
            return
        if not (typed and self._settle.isActive() and self._before and self._goes_on(parts)):
            self._before = [*self._before[-_MOST:], self.look]
        self._mean(look, _TYPED_MS if typed else 0)

    def undo(self) -> bool:
        """Goes one change back; whether there was any."""
        if not self._before:
            return False
        self._mean(self._before.pop(), 0)
        return True

    def _goes_on(self, parts: dict[str, Any]) -> bool:
        """Whether what is being changed now is what was being changed just before."""
        last = self._before[-1]
        return len(parts) == 1 and replace(last, **parts) == replace(self.look, **parts)

    def _mean(self, look: CardLook, pause: int) -> None:
        self.look = look
        self._settle.start(pause)
        self.changed.emit()

    def keep_now(self) -> None:
        """Waits no longer; for when the page is left."""
        if self._settle.isActive():
            self._settle.stop()
            self._write()

    def _write(self) -> None:
        if self._writing or self.look == self._stored:
            return
        self._writing, self._sent = True, self.look
        self._jobs.run(
            partial(desk.keep_look, session=self._session, look=self.look, seen=self._stored, op=new_op()),
            done=self._done,
            failed=self._failed,
            ended=self._ended,
        )

    def _done(self, stored: CardLook) -> None:
        self._stored = stored
        if not self._same(self._sent):
            # What another till chose meanwhile is meant here too.
            self.look = rebased(self.look, self._sent, stored)
            self.changed.emit()
        self.kept.emit(stored)

    def _failed(self, error: KassaError) -> None:
        if not self._settle.isActive():
            # What the shop didn't take is not shown as if it had.
            self.look = self._stored
            self._before.clear()
            self.changed.emit()
        self.refused.emit(error)

    def _ended(self) -> None:
        self._writing = False
        if not self._settle.isActive() and not self._same(self.look):
            self._write()

    def _same(self, look: CardLook) -> bool:
        """Whether the shop has it, but for spaces that it tidied."""
        told = (look.line or "").split(), look.back_text.split()
        held = (self._stored.line or "").split(), self._stored.back_text.split()
        bare = replace(look, line=self._stored.line, back_text=self._stored.back_text)
        return told == held and bare == self._stored

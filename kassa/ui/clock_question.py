"""The bar that asks about a computer clock that jumped: nothing expires until somebody has answered."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from kassa.domain.clock import Clock
from kassa.ui import theme
from kassa.ui.jobs import Job, Jobs
from kassa.ui.widgets import brush
from kassa.ui.widgets.buttons import QuietButton
from kassa.ui.widgets.label import Label
from kassa.words import Words

if TYPE_CHECKING:
    from kassa.services.session import Session


class ClockQuestion(QFrame):
    """Hidden unless the clock jumped; ``look`` reads it off the window's thread, the button says that it is right."""

    def __init__(self, words: Words, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._jobs = words, jobs
        self._session: Session | None = None
        self.text = Label("", "body", wrap=True)
        self.right = QuietButton(words.tr("The date is right"))
        self.right.clicked.connect(self._believe)
        row = QHBoxLayout(self)
        px = theme.current().px
        row.setContentsMargins(px(20), px(8), px(16), px(8))
        row.setSpacing(px(16))
        row.addWidget(self.text, 1)
        row.addWidget(self.right)
        self.hide()

    def look(self, session: Session) -> None:
        """Reads the clock against what was written last."""
        self._session = session
        self._jobs.run(partial(_read, session), done=self._seen)

    def _seen(self, seen: Clock) -> None:
        if seen.jump is None:
            self.hide()
            return
        asked = self._words.tr(
            "The computer says it is {now}, but the latest note is of {latest}. "
            "Nothing expires until somebody says that the date is right."
        )
        latest = seen.latest.astimezone().date() if seen.latest else seen.believed.date()
        now = seen.now.astimezone().date()
        self.text.set_text(asked.format(now=self._words.date(now), latest=self._words.date(latest)))
        self.show()

    def _believe(self) -> None:
        if self._session is not None:
            self.hide()
            self._jobs.run(partial(_believe, self._session))

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        box = QRectF(self.rect()).adjusted(now.px(8), now.px(4), -now.px(8), 0)
        brush.rounded(QPainter(self), box, now.px(14), now.tokens.colour("due"))


def _read(session: Session, _job: Job) -> Clock:
    from kassa.services import clock

    return clock.read(session)


def _believe(session: Session, _job: Job) -> None:
    from kassa.services import clock

    clock.believe(session)

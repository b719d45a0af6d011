"""The designs' small pictures: true cards, drawn off the window's thread and only when they would look different."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QImage

from kassa.errors import KassaError
from kassa.services.card_look import CardLook
from kassa.ui.cards import desk
from kassa.ui.cards.look_panel import LookPanel
from kassa.ui.jobs import Jobs
from kassa.words import Words

if TYPE_CHECKING:
    from kassa.services.session import Session

_Seen = tuple[CardLook, bytes | None, tuple[str, ...], int]
_SOON_MS = 60


class Miniatures(QObject):
    """Waits for the preview, which matters more."""

    def __init__(
        self, session: Session, words: Words, jobs: Jobs, panel: LookPanel, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._words, self._jobs, self._panel = session, words, jobs, panel
        self._look = CardLook()
        self._logo: bytes | None = None
        self._asked: _Seen | None = None
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self.draw)

    def look_is(self, look: CardLook) -> None:
        """The look that they share; which design is chosen, what is behind and on which paper shows on none of them."""
        usual = CardLook()
        self._look = replace(look, design=usual.design, back=usual.back, back_text="", sheet=usual.sheet, duplex=None)
        self._soon.start()

    def logo_is(self, logo: bytes | None) -> None:
        """The shop's logo."""
        self._logo = logo
        self._soon.start()

    def draw(self) -> None:
        """Draws them where they would look different from what was asked for last."""
        grid = self._panel.grid
        wanted: _Seen = (self._look, self._logo, tuple(grid.tiles), grid.picture_width())
        if not grid.tiles or wanted == self._asked:
            return
        self._asked = wanted
        work = partial(
            desk.miniatures,
            session=self._session,
            look=self._look,
            designs=tuple(grid.tiles),
            language=self._words.language,
            pixels=grid.picture_width(),
        )
        self._jobs.run(work, done=self._drawn, failed=self._refused, channel="cards-miniatures")

    def _drawn(self, pictures: Mapping[str, QImage]) -> None:
        self._panel.show_pictures(pictures)

    def _refused(self, error: KassaError) -> None:
        # The preview says what is wrong; the miniatures try again with the next change.
        self._asked = None

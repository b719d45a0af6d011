"""What the preview shows: a page of what is chosen, or of what was just printed, and whether its codes can be read."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSizeF, QTimer, Signal

from kassa.errors import KassaError
from kassa.ui.cards import desk
from kassa.ui.cards.batch import Batch
from kassa.ui.cards.desk import Drawn, Made
from kassa.ui.cards.stage import Stage
from kassa.ui.jobs import Jobs
from kassa.words import Words

if TYPE_CHECKING:
    from kassa.services.session import Session

_SOON_MS, _RESIZED_MS = 10, 180
_DRAWING, _READING = "cards-preview", "cards-reading"


class Viewer(QObject):
    """Draws off the window's thread, the latest wish first. ``drawn`` says that a page has come into sight,
    ``bars_told`` why the bars that were asked for aren't on it.
    """

    drawn = Signal()
    bars_told = Signal(str)

    def __init__(self, session: Session, words: Words, jobs: Jobs, stage: Stage, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._words, self._jobs, self._stage = session, words, jobs, stage
        self._batch: Batch | None = None
        self._page = 0
        self._drawn: Drawn | None = None
        self._seen: tuple[Batch, int] | None = None
        self._made: Made | None = None
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self._draw)
        stage.resized.connect(self._resized)
        stage.pager.turned.connect(self.turn)

    @property
    def settled(self) -> bool:
        """Whether nothing is about to be drawn."""
        return not self._soon.isActive()

    @property
    def page(self) -> int:
        """The page in sight, from 0."""
        return self._page

    def show_batch(self, batch: Batch | None, *, anew: bool = False) -> None:
        """Shows what is chosen now; the page stays while there is such a page. ``anew``: the register has changed."""
        if batch == self._batch and not anew:
            return
        sides = (batch.sides, batch.sheet.id) if batch is not None else None
        before = (self._batch.sides, self._batch.sheet.id) if self._batch is not None else None
        if sides != before:
            self._page = 0
        self._batch, self._made, self._seen = batch, None, None
        self._soon.start(_SOON_MS)

    @property
    def shows_made(self) -> bool:
        """Whether what was printed is in sight."""
        return self._made is not None

    def show_made(self, made: Made) -> None:
        """Shows what was printed, with its true codes, until something else is chosen."""
        self._soon.stop()
        self._jobs.cancel(_DRAWING)
        self._jobs.cancel(_READING)
        self._made, self._seen, self._page = made, None, 0
        self._show(made.first)

    def turn(self, by: int) -> None:
        """Goes to another page, as far as there are any."""
        page = min(max(0, self._page + by), self._pages() - 1)
        if page != self._page and page >= 0:
            self._page = page
            self._soon.start(0)

    def refused(self, error: KassaError) -> None:
        """Says what went wrong, where the codes are judged."""
        self._stage.say("wrong", self._words.text(error.text))

    def _pages(self) -> int:
        if self._made is not None:
            return self._made.pages
        return self._batch.pages if self._batch is not None else 0

    def _resized(self) -> None:
        if self._stage.has_page():
            self._soon.start(_RESIZED_MS)

    def _draw(self) -> None:
        batch = self._batch
        self._page = min(self._page, max(0, self._pages() - 1))
        if self._made is not None:
            self._turn_to(self._made.first.pdf, self._page)
            return
        if batch is None or not batch.count:
            self._jobs.cancel(_DRAWING)
            self._jobs.cancel(_READING)
            self._show_empty(batch)
            return
        self._stage.set_paper(*batch.sheet.page_size)
        self._say_place()
        sheet, side = divmod(self._page, batch.sides)
        if self._seen == (batch, sheet) and self._drawn is not None:
            # The other side, or the same at another size: it is in the PDF that is there.
            at = self._drawn.at - self._drawn.at % batch.sides + side
            self._turn_to(self._drawn.pdf, at)
            return
        work = partial(
            desk.preview, session=self._session, batch=batch, page=self._page, pixels=self._stage.picture_width()
        )
        self._jobs.run(work, done=self._previewed, failed=self.refused, channel=_DRAWING)

    def _turn_to(self, pdf: bytes, at: int) -> None:
        work = partial(desk.turn, pdf=pdf, at=at, pixels=self._stage.picture_width())
        self._jobs.run(work, done=self._turned, failed=self.refused, channel=_DRAWING)

    def _previewed(self, drawn: Drawn) -> None:
        batch = self._batch
        if batch is None:
            return
        self._seen = (batch, self._page // batch.sides)
        self.bars_told.emit("" if drawn.left_out is None else self._words.text(drawn.left_out))
        self._turned(drawn)
        front = drawn.at - drawn.at % batch.sides
        work = partial(desk.read, pdf=drawn.pdf, at=front, sheet=batch.sheet)
        self._jobs.run(work, done=self._read, failed=self.refused, channel=_READING)

    def _turned(self, drawn: Drawn) -> None:
        self._drawn = drawn
        self._show(drawn)
        self.drawn.emit()

    def _show(self, drawn: Drawn) -> None:
        name = self._stage.pager.in_words(self._page + 1, self._pages())
        self._stage.show_page(drawn.image, QSizeF(drawn.width, drawn.height), name)
        self._say_place()

    def _say_place(self) -> None:
        sides = self._batch.sides if self._batch is not None else 1
        self._stage.show_place(self._page + 1, self._pages(), None if sides == 1 else self._page % 2 == 1)

    def _read(self, count: int) -> None:
        batch = self._batch
        if batch is None or self._made is not None:
            return
        expected = batch.on_sheet(self._page // batch.sides)
        if count < expected:
            self._stage.say("wrong", self._words.tr("Not every code can be read. Choose another sheet."))
        elif expected == batch.count:
            self._stage.say("good", self.readable(expected))
        else:
            told = self._words.ntr(
                "The code on this page can be read", "All {n} codes on this page can be read", expected
            )
            self._stage.say("good", told.format(n=expected))

    def readable(self, count: int) -> str:
        """That all of a batch's codes can be read."""
        told = self._words.ntr("The code can be read", "All {n} codes can be read", count)
        return told.format(n=self._words.number(count))

    def _show_empty(self, batch: Batch | None) -> None:
        words = self._words
        self._stage.say("none", "")
        self._stage.show_place(0, 0, None)
        self.bars_told.emit("")
        if batch is None:
            self._stage.show_nothing("", "")
        elif batch.who.kind == "waiting":
            self._stage.show_nothing(
                words.tr("Everybody has a card"),
                words.tr("Choose customers who need a new one, or print blank cards for the drawer."),
            )
        else:
            self._stage.show_nothing(
                words.tr("Who gets a card?"), words.tr("Look for a customer by name, telephone or number.")
            )

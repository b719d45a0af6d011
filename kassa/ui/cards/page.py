"""The cards page, a small studio: how the cards look, whose they are and on what, the page as it will be printed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kassa.domain.people import Hit
from kassa.errors import KassaError
from kassa.services.card_look import CardLook
from kassa.ui import theme
from kassa.ui.cards import desk, printers
from kassa.ui.cards.batch import Batch
from kassa.ui.cards.beside import Beside
from kassa.ui.cards.column import Column, StillScroll
from kassa.ui.cards.desk import Made, Studio
from kassa.ui.cards.header import Header
from kassa.ui.cards.keeper import LookKeeper
from kassa.ui.cards.look_panel import LookPanel
from kassa.ui.cards.miniatures import Miniatures
from kassa.ui.cards.press import Press
from kassa.ui.cards.printers import Printers
from kassa.ui.cards.sheet_panel import SheetPanel
from kassa.ui.cards.stage import Stage
from kassa.ui.cards.viewer import Viewer
from kassa.ui.jobs import Jobs
from kassa.ui.widgets.toasts import ToastStack
from kassa.words import Words

if TYPE_CHECKING:
    from kassa.services.session import Session

_COLUMN, _LEAST_HEIGHT = 396, 500
_TURNS = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}


class CardsPage(QWidget):
    """Printing cards. ``printed`` says, after the commit, how many cards were made: the register has changed.
    ``post_asked`` wants the page of posters and post, ``scanner_wanted`` the one on which a scanner is tested.
    """

    printed = Signal(int)
    post_asked = Signal()
    scanner_wanted = Signal()

    def __init__(self, session: Session, words: Words, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.words, self.jobs = session, words, jobs
        self._studio: Studio | None = None
        self._anew = False
        self._wanted: tuple[Hit, ...] = ()
        self.header = Header(words)
        self.look = LookPanel(words)
        self.sheet = SheetPanel(words)
        self.who = self.sheet.who
        self.stage = Stage(words)
        self.keeper = LookKeeper(session, jobs, self)
        self.viewer = Viewer(session, words, jobs, self.stage, self)
        self.miniatures = Miniatures(session, words, jobs, self.look, self)
        self.press = Press(session, words, jobs, self.stage, self.viewer, self)
        self.toasts = ToastStack(self, self.stage.badge, words, self.stage)
        self.beside = Beside(self)
        self._lay_out()
        self._connect()
        self._tell()

    def focusInEvent(self, event: QFocusEvent) -> None:
        # No focus proxy: with one, Qt's Tab skips what stands before it.
        self.sheet.to_row.button.setFocus(event.reason())

    def _lay_out(self) -> None:
        px = theme.current().px
        self.column = Column(self.look, self.sheet)
        body = QHBoxLayout()
        body.setSpacing(px(12))
        body.addWidget(self.column)
        body.addWidget(self.stage, 1)
        self._inside = QWidget()
        inside = QVBoxLayout(self._inside)
        inside.setContentsMargins(px(28), px(22), px(28), px(24))
        inside.setSpacing(px(14))
        inside.addWidget(self.header)
        inside.addLayout(body, 1)
        self._scroll = StillScroll(self._inside)
        self.column.revealed.connect(self._scroll.ensureWidgetVisible)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self._scroll)
        self._dress()

    def _connect(self) -> None:
        self.look.changed.connect(self._change)
        self.look.typed.connect(self._typed)
        self.sheet.look_changed.connect(self._change)
        self.sheet.look_typed.connect(self._typed)
        self.sheet.changed.connect(self._changed)
        self.who.asked.connect(self._find)
        self.keeper.changed.connect(self._show_look)
        self.keeper.refused.connect(self.refused)
        self.viewer.drawn.connect(self.miniatures.draw)
        self.viewer.bars_told.connect(self.look.tell_bars)
        self.press.began.connect(self._allow)
        self.press.over.connect(self._over)
        self.press.refused.connect(self.refused)
        self.press.made.connect(self._made)
        self.beside.changed.connect(self.refresh)
        self.header.save_asked.connect(self.save)
        self.header.print_asked.connect(self.print_out)
        shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Print), self)
        shortcut.activated.connect(self.header.print.click)

    # ── what is chosen ──

    def refresh(self) -> None:
        """Reads again what the shop and its register say; for when the page becomes visible. What is chosen stays."""
        self._anew = True
        self._read()

    def _read(self) -> None:
        work = partial(desk.studio, session=self.session)
        self.jobs.run(work, done=self._show, failed=self.refused, channel="cards-studio")

    def _show(self, studio: Studio) -> None:
        first, self._studio = self._studio is None, studio
        self.header.show_stock(studio.stock)
        self.look.show_designs(studio.designs)
        self.look.show_logo(studio.logo)
        self.sheet.back.offer(studio.boxes, studio.tiers)
        self.keeper.take(studio.look)
        known = {sheet.id for sheet in studio.sheets}
        self.keeper.change(sheet=self.beside.sheet_to_take(known, self.keeper.look.sheet))
        self.sheet.show_sheets(studio.sheets, self.keeper.look)
        self.who.show_waiting(studio.stock.unprinted)
        self.miniatures.logo_is(studio.logo)
        if first:
            self.beside.dialogs.look_at_printer()
            sheet = self.sheet.sheet()
            if studio.stock.unprinted:
                self.who.choose("waiting")
            elif sheet is not None:
                self.who.count.set_value(max(10, sheet.places))
        self._choose_wanted()
        self.look.show_look(self.keeper.look)
        self.miniatures.look_is(self.keeper.look)
        self._tell()
        if self._anew or not self.viewer.shows_made:
            self.viewer.show_batch(self.batch(), anew=self._anew)
        self._anew = False

    def batch(self) -> Batch | None:
        """What is chosen now; None before the shop was read."""
        sheet = self.sheet.sheet()
        if sheet is None:
            return None
        look = self.keeper.look
        return Batch(self.who.who(), self.who.cards(), look, sheet, self.sheet.start.value, self.words.language)

    def _change(self, parts: dict[str, Any]) -> None:
        self.keeper.change(**parts)

    def _typed(self, parts: dict[str, Any]) -> None:
        self.keeper.change(typed=True, **parts)

    def _show_look(self) -> None:
        look: CardLook = self.keeper.look
        self.look.show_look(look)
        self.sheet.show_look(look)
        self.miniatures.look_is(look)
        self._changed()

    def _changed(self) -> None:
        self._tell()
        self.viewer.show_batch(self.batch())

    def _find(self, query: str) -> None:
        self.jobs.run(partial(desk.find, session=self.session, query=query), done=self._show_hits, channel="cards-find")

    def _show_hits(self, found: tuple[str, tuple[Hit, ...]]) -> None:
        self.who.show_hits(*found)

    def print_for(self, number: str) -> None:
        """Chooses one customer, by ``#number``."""
        work = partial(desk.find, session=self.session, query=number)
        self.jobs.run(work, done=self._choose_one, failed=self.refused, channel="cards-one")

    def print_for_all(self, customers: Sequence[Hit]) -> None:
        """Chooses these customers."""
        self._wanted = tuple(customers)
        if self._studio is not None:
            self._choose_wanted()

    def _choose_one(self, found: tuple[str, tuple[Hit, ...]]) -> None:
        self._wanted = found[1][:1]
        if self._studio is not None:
            self._choose_wanted()

    def _choose_wanted(self) -> None:
        wanted, self._wanted = self._wanted, ()
        if wanted:
            self.who.choose_customers(wanted)

    def _tell(self) -> None:
        self.sheet.tell()
        self.header.tell_count(self.who.cards())
        self._allow()

    def _allow(self) -> None:
        self.header.allow(self._studio is not None and self.who.cards() > 0 and not self.press.busy)

    # ── saving and printing ──

    def save(self) -> None:
        """Asks for a file and saves the cards there."""
        batch = self.batch()
        if self.press.busy or self.beside.asks or batch is None:
            return
        out = self.press.choose_file()
        if out is not None:
            self.press.save(batch, out)

    def print_out(self) -> None:
        """Asks for a printer and prints the cards on it."""
        # The system's dialog asks every printer on the window's thread; by then each of them is awake.
        self.jobs.run(printers.find, done=self._choose_printer, channel="cards-printers-awake")

    def _choose_printer(self, _found: Printers) -> None:
        batch = self.batch()
        if self.press.busy or self.beside.asks or batch is None:
            return
        try:
            printer = self.press.choose_printer(batch, self.header.print.label)
        except KassaError as error:
            self.viewer.refused(error)
            return
        if printer is not None:
            self.beside.dialogs.printer = printer.printerName()
            self.beside.dialogs.look_at_printer()
            self.press.print_on(batch, printer)

    def _made(self, batch: Batch, made: Made) -> None:
        if batch.who.kind == "again":
            # What was printed stays in sight.
            with QSignalBlocker(self.who):
                self.who.forget_again()
        self.printed.emit(made.cards)

    def _over(self) -> None:
        self._allow()
        # Also of a printing that failed half-way: its cards are in the register.
        self._read()

    def refused(self, error: KassaError) -> None:
        """Tells what was refused."""
        self.toasts.fail(self.words.text(error.text))

    # ── keys and room ──

    def undo_last(self) -> None:
        """Ctrl+Z: what was done in the drawer, or else how the cards look, is as it was before."""
        if self.beside.undo():
            return
        undone = self.keeper.undo()
        self.toasts.say(self.words.tr("The cards look as before") if undone else self.words.tr("Nothing to undo"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        turn = _TURNS.get(Qt.Key(event.key()))
        if turn is None:
            super().keyPressEvent(event)
        else:
            self.viewer.turn(turn)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.keeper.keep_now()

    def _dress(self) -> None:
        # With large type on a small screen the sheet keeps half of the page, and the page scrolls before all of it is
        # too low to be seen.
        self.column.setFixedWidth(min(theme.current().px(_COLUMN), self.width() // 2))
        self._inside.setMinimumHeight(theme.current().px(_LEAST_HEIGHT))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._dress()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "column"):
            self._dress()
        super().changeEvent(event)

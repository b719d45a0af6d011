"""The page that prints loyalty cards: choose whose and on what, see the sheet, save it or print it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSizeF, QStandardPaths, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from kassa.domain.people import Hit
from kassa.errors import KassaError
from kassa.ui import theme
from kassa.ui.cards import desk
from kassa.ui.cards.desk import Batch, Made, Shown
from kassa.ui.cards.sheet_panel import SheetPanel
from kassa.ui.cards.stage import Stage
from kassa.ui.cards.who import WhoPanel
from kassa.ui.jobs import Jobs, Progress
from kassa.ui.widgets.buttons import PrimaryButton, QuietButton
from kassa.ui.widgets.label import Label
from kassa.words import Words

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from kassa.services.session import Session

_SETTLE_MS = 60
_RESIZED_MS = 180
_COLUMN = 380


class CardsPage(QWidget):
    """Printing cards. ``printed`` says, after the commit, how many cards were made: the register has changed."""

    printed = Signal(int)

    def __init__(self, session: Session, words: Words, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.words, self.jobs = session, words, jobs
        self._waiting: int | None = None
        self._work: Event | None = None
        self._saved_as = ""
        self._told = False
        self.title = Label(words.tr("Loyalty cards"), "title", wrap=True)
        self.subtitle = Label("", "muted")
        self.save_button = QuietButton(words.tr("Save PDF…"), icon="save")
        self.print_button = PrimaryButton(words.tr("Print"), words.tr("Ctrl P"))
        self.who = WhoPanel(words)
        self.sheet = SheetPanel(words)
        self.stage = Stage(words.tr("Cancel"))
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._lay_out()
        self._connect()
        self.who.count.set_value(self.sheet.sheet().places)
        self._tell_batch()

    def focusInEvent(self, event: QFocusEvent) -> None:
        # No focus proxy: with one, Qt's Tab skips what stands before it.
        self.who.waiting.setFocus(event.reason())

    def _lay_out(self) -> None:
        px = theme.current().px
        words = QVBoxLayout()
        words.setSpacing(px(2))
        words.addWidget(self.title)
        words.addWidget(self.subtitle)
        head = QHBoxLayout()
        head.setSpacing(px(14))
        head.addLayout(words, 1)
        head.addWidget(self.save_button)
        head.addWidget(self.print_button)
        for label in (self.title, self.subtitle):
            policy = label.sizePolicy()
            policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored)
            label.setSizePolicy(policy)
        inside = QWidget()
        inside.setAutoFillBackground(False)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, px(4), 0)
        column.setSpacing(px(16))
        column.addWidget(self.who)
        column.addWidget(self.sheet)
        column.addStretch(1)
        self.column = QScrollArea()
        self.column.setWidgetResizable(True)
        self.column.setFrameShape(QFrame.Shape.NoFrame)
        self.column.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.column.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.column.viewport().setAutoFillBackground(False)
        self.column.setWidget(inside)
        body = QHBoxLayout()
        body.setSpacing(px(20))
        body.addWidget(self.column)
        body.addWidget(self.stage, 1)
        page = QVBoxLayout(self)
        page.setContentsMargins(px(28), px(22), px(28), px(24))
        page.setSpacing(px(16))
        page.addLayout(head)
        page.addLayout(body, 1)
        self._dress()

    def _connect(self) -> None:
        self.who.changed.connect(self._changed)
        self.who.asked.connect(self._find)
        self.sheet.changed.connect(self._changed)
        self.stage.resized.connect(self._resized)
        self.stage.working.stopped.connect(self.stop)
        self._settle.timeout.connect(self._preview)
        self.save_button.clicked.connect(self.save)
        self.print_button.clicked.connect(self.print_out)
        shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Print), self)
        shortcut.activated.connect(self.print_button.click)

    # ── what is chosen ──

    def refresh(self) -> None:
        """Reads again what the register says; for when the page becomes visible."""
        self._told = False
        self._read_waiting()
        self._settle.start()

    def _read_waiting(self) -> None:
        self.jobs.run(
            partial(desk.waiting, session=self.session),
            done=self._show_waiting,
            failed=self._refused,
            channel="cards-waiting",
        )

    def batch(self) -> Batch:
        """What is chosen now."""
        return Batch(self.who.who(), self.sheet.sheet().id, self.sheet.start.value, self.words.tr("Loyalty card"))

    def count(self) -> int:
        """How many cards that is."""
        who = self.who.who()
        return {"waiting": self._waiting or 0, "chosen": len(who.customers), "blank": who.blanks}[who.kind]

    def _show_waiting(self, count: int) -> None:
        first = self._waiting is None
        self._waiting = count
        self.who.show_waiting(f"{count}+" if count >= desk.COUNTED else str(count))
        if first and count:
            self.who.choose("waiting")
        self._tell_batch()
        self._settle.start(_SETTLE_MS)

    def _find(self, query: str) -> None:
        self.jobs.run(partial(desk.find, session=self.session, query=query), done=self._show_hits, channel="cards-find")

    def _show_hits(self, found: tuple[str, tuple[Hit, ...]]) -> None:
        self.who.show_hits(*found)

    def _changed(self) -> None:
        self._told = False
        self._tell_batch()
        self._settle.start(_SETTLE_MS)

    def _resized(self) -> None:
        if self.stage.has_page():
            self._settle.start(_RESIZED_MS)

    def _tell_batch(self) -> None:
        count, sheet = self.count(), self.sheet.sheet()
        pages = -(-(self.sheet.start.value - 1 + count) // sheet.places)
        cards = self.words.ntr("{n} card", "{n} cards", count).format(n=count)
        on = self.words.ntr("{n} page", "{n} pages", pages).format(n=pages)
        if not count:
            subtitle, button = self.words.tr("A QR code for the wallet"), self.words.tr("Print")
        elif self._beyond_counting():
            subtitle = self.words.tr("{n} cards or more").format(n=count)
            button = self.words.tr("Print all cards")
        else:
            subtitle = f"{cards} · {on}"
            button = self.words.ntr("Print {n} card", "Print {n} cards", count).format(n=count)
        self.subtitle.set_text(subtitle)
        self.print_button.set_label(button)
        self._allow()

    def _beyond_counting(self) -> bool:
        return self.who.who().kind == "waiting" and (self._waiting or 0) >= desk.COUNTED

    def _allow(self) -> None:
        ready = self.count() > 0 and self._work is None
        self.save_button.setEnabled(ready)
        self.print_button.setEnabled(ready)

    # ── the preview ──

    def _preview(self) -> None:
        if self._told:
            # What was just printed stays in sight until something else is chosen.
            return
        batch = self.batch()
        self.stage.set_paper(*self.sheet.sheet().page_size)
        if not self.count():
            self.jobs.cancel("cards-preview")
            self._show_empty()
            return
        self.jobs.run(
            partial(desk.preview, session=self.session, batch=batch, pixels=self.stage.picture_width()),
            done=self._show_page,
            failed=self._refused,
            channel="cards-preview",
        )

    def _show_empty(self) -> None:
        self.stage.say("none", "")
        kind = self.who.who().kind
        if kind == "waiting":
            self.stage.show_nothing(
                self.words.tr("Everybody has a card"),
                self.words.tr("Choose customers who need a new one, or print blank cards for the drawer."),
            )
        else:
            self.stage.show_nothing(
                self.words.tr("Who gets a card?"), self.words.tr("Look for a customer by name, telephone or number.")
            )

    def _show_page(self, shown: Shown) -> None:
        self._show_picture(shown)
        sheet, count = self.sheet.sheet(), self.count()
        expected = min(count, sheet.places - self.sheet.start.value + 1)
        if shown.read < expected:
            self.stage.say("wrong", self.words.tr("Not every code can be read. Choose another sheet."))
        elif expected == count and not self._beyond_counting():
            self.stage.say("good", self._readable(count))
        else:
            self.stage.say("good", self._first(expected))

    def _show_picture(self, shown: Shown) -> None:
        name = self.words.ntr("The first page with {n} card", "The first page with {n} cards", shown.read)
        self.stage.show_page(shown.image, QSizeF(shown.width, shown.height), name.format(n=shown.read))

    def _first(self, count: int) -> str:
        first = self.words.ntr(
            "The code on the first page can be read", "All {n} codes on the first page can be read", count
        )
        return first.format(n=count)

    def _readable(self, count: int) -> str:
        return self.words.ntr("The code can be read", "All {n} codes can be read", count).format(n=count)

    # ── saving and printing ──

    def save(self) -> None:
        """Asks for a file and saves the cards there."""
        if self._work is not None:
            return
        out = self.choose_file()
        if out is not None:
            self._saved_as = out.name
            work = partial(desk.save, out=out)
            self._begin(self.words.tr("Making the cards…"), work, self._saved)

    def print_out(self) -> None:
        """Asks for a printer and prints the cards on it."""
        if self._work is not None:
            return
        printer = self.choose_printer()
        if printer is not None:
            work = partial(desk.print_on, printer=printer)
            self._begin(self.words.tr("Printing the cards…"), work, self._sent)

    def stop(self) -> None:
        """Asks the saving or printing under way to stop; what became of it is told when it has."""
        if self._work is not None:
            self._work.set()
            self.stage.working.button.setEnabled(False)

    def choose_file(self) -> Path | None:
        """The file that the person wants, always a ``.pdf``."""
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        name = f"{self.words.tr('loyalty-cards')}.pdf"
        chosen, _ = QFileDialog.getSaveFileName(
            self, self.words.tr("Save PDF"), str(Path(folder) / name), "PDF (*.pdf)"
        )
        if not chosen:
            return None
        out = Path(chosen)
        return out if out.suffix.lower() == ".pdf" else out.with_name(f"{out.name}.pdf")

    def choose_printer(self) -> QPrinter | None:
        """The printer that the person wants, its paper set to the sheet's."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        from kassa.ui.cards.paper import fit_paper

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        fit_paper(printer, *self.sheet.sheet().page_size)
        dialog = QPrintDialog(printer, self)
        dialog.setWindowTitle(self.print_button.label)
        return printer if dialog.exec() == QPrintDialog.DialogCode.Accepted else None

    def _begin(self, what: str, work: Callable[..., Made | None], done: Callable[[Made | None], None]) -> None:
        self.stage.working.name(what)
        self.stage.say("none", "")
        self._work = Event()
        self.jobs.run(
            partial(work, session=self.session, batch=self.batch(), pixels=self.stage.picture_width(), stop=self._work),
            done=done,
            failed=self._refused,
            ended=self._over,
            progress=self._progress,
        )
        self._allow()

    def _progress(self, progress: Progress) -> None:
        if self._work is not None:
            self.stage.working.count(progress.done, progress.total)

    def _over(self) -> None:
        self._work = None
        self.stage.working.hide()
        self._allow()

    def _saved(self, made: Made | None) -> None:
        self._tell(made, self.words.tr("saved as {file}").format(file=self._saved_as))

    def _sent(self, made: Made | None) -> None:
        self._tell(made, self.words.tr("sent to the printer"))

    def _tell(self, made: Made | None, where: str) -> None:
        if made is None:
            self.stage.say("note", self.words.tr("Stopped. Nothing was saved."))
            return
        self._told = True
        self.jobs.cancel("cards-preview")
        self._show_picture(made.first)
        if made.pages_out < made.pages:
            stopped = self.words.tr("Stopped after page {n} of {of}. Choose the customers left to print theirs.")
            self.stage.say("note", stopped.format(n=made.pages_out, of=made.pages))
        elif made.by_hand:
            left = self.words.ntr(
                "{n} name has letters that this computer cannot print: that card has a line to write on.",
                "{n} names have letters that this computer cannot print: those cards have a line to write on.",
                made.by_hand,
            )
            self.stage.say("note", f"{self._readable(made.cards)} · {where}\n{left.format(n=made.by_hand)}")
        else:
            self.stage.say("good", f"{self._readable(made.cards)} · {where}")
        self.printed.emit(made.cards)
        self._read_waiting()

    def _refused(self, error: KassaError) -> None:
        self.stage.say("wrong", self.words.text(error.text))

    # ── looks ──

    def _dress(self) -> None:
        # With large type on a small screen the sheet keeps half of the page.
        self.column.setFixedWidth(min(theme.current().px(_COLUMN), self.width() // 2))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._dress()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "column"):
            self._dress()
        super().changeEvent(event)

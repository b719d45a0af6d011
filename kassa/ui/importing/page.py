"""The page that brings customers and sales in: drop a file, see what was understood, import, regret, import again."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kassa.errors import KassaError
from kassa.ui import theme
from kassa.ui.importing import desk, sentences
from kassa.ui.importing.choose import ChooseView
from kassa.ui.importing.desk import Past
from kassa.ui.importing.files import FileAsks
from kassa.ui.importing.header import Header
from kassa.ui.importing.look import Look
from kassa.ui.importing.looking import Looking
from kassa.ui.importing.preview import PreviewView
from kassa.ui.importing.queue import FileQueue
from kassa.ui.importing.running import RunningView
from kassa.ui.importing.steps import Steps
from kassa.ui.importing.summary import SummaryView
from kassa.ui.importing.work import ImportWork
from kassa.ui.jobs import Jobs
from kassa.words import Words

if TYPE_CHECKING:
    from kassa.services.importing import ImportReport, PastImport, UndoneImport
    from kassa.services.session import Session


class Left(NamedTuple):
    """An import that a window left before its end: what is looked at, what is under way with which file (and whether
    that is its undoing), which files come next.
    """

    look: Look
    work: ImportWork
    under_way: tuple[str, bool]
    waiting: tuple[Path, ...]


class ImportPage(QWidget):
    """``finished``: the page may be left; ``imported``, after the commit: the register has changed.

    ``told`` carries a sentence about what came to its end while another page was in front.
    """

    finished = Signal()
    imported = Signal()
    told = Signal(str)

    def __init__(
        self, session: Session, words: Words, jobs: Jobs, parent: QWidget | None = None, left: Left | None = None
    ) -> None:
        super().__init__(parent)
        self.session, self.words, self.jobs = session, words, jobs
        self._past: dict[str, PastImport] = {}
        self._report: ImportReport | None = None
        self._regretted = ""
        self._under_way = ("", False)
        self._first: QWidget | None = None
        self.look = left.look if left else Look(session, words, jobs)
        self.work = left.work if left else ImportWork(session, jobs)
        for each in (self.look, self.work):
            each.setParent(self)
        self.queue = FileQueue(jobs, self)
        self.asks = FileAsks(words, jobs, self)
        self.header = Header(words)
        self.choose = ChooseView(words)
        self.preview = PreviewView(words)
        self.running = RunningView(words)
        self.summary = SummaryView(words)
        self.looking = Looking(words, self.look, self.preview, self.header, self)
        self.steps = Steps((self.choose, self.preview, self.running, self.summary), self)
        self._lay_out()
        self._connect_views()
        self._connect_work()
        self._show(self.choose)
        if left is not None:
            self._take_up(left)

    def focusInEvent(self, event: QFocusEvent) -> None:
        # No focus proxy: with one, Qt's Tab skips what stands before it.
        if self._first is not None:
            self._first.setFocus(event.reason())

    def _lay_out(self) -> None:
        px = theme.current().px
        column = QVBoxLayout(self)
        # The arrow stands in line with what is below it, not its touch target.
        column.setContentsMargins(px(15), px(22), px(24), px(20))
        self.steps.setContentsMargins(px(13), 0, 0, 0)
        column.setSpacing(px(16))
        column.addWidget(self.header)
        column.addWidget(self.steps, 1)

    def _connect_views(self) -> None:
        self.header.back.connect(self.finished)
        self.header.another.connect(self.begin_again)
        self.header.go.connect(self.bring_in)
        self.choose.file_asked.connect(self.ask_for_file)
        self.choose.stopped.connect(self.begin_again)
        self.choose.undo_asked.connect(self.undo)
        self.preview.save_asked.connect(self._save_choices)
        self.preview.use_asked.connect(self._use_choices)
        self.preview.rejected_asked.connect(self._save_rejected)
        self.running.stopped.connect(self.stop)
        self.summary.finished.connect(self.finished)
        self.summary.another.connect(self.begin_again)
        self.summary.undo_asked.connect(self._undo_this)
        self.summary.again_asked.connect(self._again)
        self.summary.save_asked.connect(self._save_rejected)
        shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Open), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.ask_for_file)

    def _connect_work(self) -> None:
        self.queue.coming.connect(self._open_next)
        self.looking.understood.connect(self._understood)
        self.looking.told.connect(self._told)
        self.looking.settled.connect(self.steps.settle)
        self.looking.unreadable.connect(self._unreadable)
        self.look.progressed.connect(self.choose.count)
        self.look.broke.connect(self.begin_again)
        self.work.imported.connect(self._imported)
        self.work.undone.connect(self._undone)
        self.work.failed.connect(self._failed)
        self.work.broke.connect(self._broke)
        self.work.progressed.connect(self.running.show_progress)
        self.asks.chosen.connect(self.looking.choose)
        self.asks.told.connect(self._tell)

    @property
    def unfinished(self) -> bool:
        """Whether a file is on its way in: being read, looked at, or imported."""
        return self.work.running or self.look.is_reading or self.steps.front is self.preview

    def leave(self) -> Left:
        """Gives the import away: this page is done with."""
        for each in (self.look, self.work):
            each.setParent(None)
        return Left(self.look, self.work, self._under_way, self.queue.waiting)

    def _take_up(self, left: Left) -> None:
        self.look.words = self.words
        self.queue.waiting = left.waiting
        if self.work.running:
            self._run(*left.under_way)
        elif self.look.is_reading:
            self.choose.show_reading(self.look.file.name)
        elif self.look.seen is not None:
            self.looking.show()
            self._show(self.preview)
        else:
            self.look.again()

    # ── choosing a file ──

    def refresh(self) -> None:
        """Reads again what was imported before; for when the page becomes visible."""
        self.jobs.run(
            partial(desk.past, session=self.session),
            done=self._show_past,
            failed=self._no_past,
            channel="import-past",
        )

    def open_files(self, files: tuple[Path, ...]) -> None:
        """Shows what the first of several files holds, customers before sales; the others follow one by one."""
        if not files or self.work.running:
            return
        self._forget()
        self.choose.show_reading(files[0].name)
        self._show(self.choose)
        self.queue.take(files)

    def open_file(self, file: Path) -> None:
        """Shows what a file holds, to be brought in."""
        self.open_files((file,))

    def ask_for_file(self) -> None:
        """Lets the person choose a file."""
        if self.work.running:
            return
        file = self.asks.file_to_import()
        if file is not None:
            self.open_file(file)

    def begin_again(self) -> None:
        """Back to the first step; with several files, to the next one."""
        self._forget()
        if self.queue.go_on():
            return
        self.choose.show_waiting()
        self._show(self.choose)
        self.refresh()

    def _open_next(self, file: Path) -> None:
        self._read_first(file)
        self.look.open(file)

    def _read_first(self, file: Path) -> None:
        self._report = None
        self.preview.earn.setChecked(False)
        self.choose.show_reading(file.name)
        self._show(self.choose)

    def _forget(self) -> None:
        self.queue.forget()
        self.look.forget()
        self._report = None

    def _show_past(self, past: Past) -> None:
        self._past = {each.op: each for each in past.imports}
        self.choose.show_past(past.imports, past.today)

    def _no_past(self, error: KassaError) -> None:
        """Nobody misses the list while the shop has no rules; why a file can't be read is told with the file."""

    # ── understanding it ──

    def _understood(self) -> None:
        first_sight = self.steps.front is not self.preview
        self._show(self.preview)
        self.steps.settle()
        if first_sight:
            self.steps.to_top(self.preview)
            if self.isVisible():
                question = self.preview.open_question()
                (question.buttons[0] if question else self.header.go_button).setFocus()

    def _told(self) -> None:
        self.steps.to_top(self.preview)

    def _unreadable(self, why: str) -> None:
        self.choose.show_refused(self.look.file.name, why)
        self._show(self.choose)

    # ── bringing it in, and taking it back ──

    def bring_in(self) -> None:
        """Imports what is shown."""
        if self.look.seen is None or self.work.running or not self.header.go_button.isEnabled():
            return
        self.look.stop_rehearsing()
        self._run(self.look.file.name)
        self.work.bring_in(self.look.file, self.look.kind, self.look.mapping, self.look.earn)

    def undo(self, op: str) -> None:
        """Takes a whole import back."""
        if self.work.running:
            return
        self._regretted = op
        past = self._past.get(op)
        name = past.file if past is not None else self.look.file.name
        self._run(name, undoing=True)
        self.work.take_back(op)

    def _run(self, name: str, undoing: bool = False) -> None:
        """Shows that a file is on its way in, or out again."""
        self._under_way = (name, undoing)
        told = self.words.tr("Undoing the import of {file}") if undoing else self.words.tr("Importing {file}")
        self.running.begin(told.format(file=sentences.short_name(name)), self.look.kind, undoing=undoing)
        self._show(self.running)

    def _undo_this(self) -> None:
        self.undo(self.work.op)

    def stop(self) -> None:
        """Asks what is under way to stop; what became of it is told when it has."""
        if self.work.stop():
            self.running.stopping()

    def _imported(self, report: ImportReport | None) -> None:
        if report is None:
            self._back_with(self.words.tr("Cancelled. Nothing was imported."))
            return
        self._report = report
        following = sentences.short_name(self.queue.following, 30) if self.queue.following else ""
        self.summary.show_report(self.look.kind, self.look.file.name, report, following)
        self._show(self.summary)
        done = self.words.tr("{file} is imported: {outcome}")
        outcome = sentences.outcome(self.words, report, self.look.kind)
        self._announce(done.format(file=sentences.short_name(self.look.file), outcome=outcome))
        self.imported.emit()
        self.refresh()

    def _undone(self, undone: UndoneImport) -> None:
        same = self._regretted == self.work.op
        past = self._past.get(self._regretted)
        name = self.look.file.name if same or past is None else past.file
        self.summary.show_undone(name, undone, again=same)
        self._show(self.summary)
        self._announce(sentences.undone(self.words, undone))
        self.imported.emit()
        self.refresh()

    def _again(self) -> None:
        self._read_first(self.look.file)
        self.look.again()

    def _failed(self, error: KassaError) -> None:
        why = self.words.text(error.text)
        self._announce(why)
        self._back_with(why, wrong=True)

    def _broke(self) -> None:
        self._back_with(self.words.tr("That could not be finished."), wrong=True)

    def _back_with(self, told: str, wrong: bool = False) -> None:
        """Back to where it was asked for, with a sentence about what became of it."""
        if self._report is not None:
            self.summary.say(told, wrong)
            self._show(self.summary)
        elif self.look.seen is not None:
            self.looking.show()
            self._show(self.preview)
            self.preview.say(told, wrong)
        else:
            self.begin_again()
            self.choose.show_note(told, wrong)

    def _announce(self, told: str) -> None:
        if not self.isVisible():
            self.told.emit(told)

    # ── files beside the import ──

    def _save_rejected(self) -> None:
        rejected = self._report.rejected if self._report is not None else self.look.rejected
        self.asks.save_rejected(self.look.file, rejected, self.look.mapping)

    def _save_choices(self) -> None:
        self.asks.save_choices(self.look.file, self.look.mapping)

    def _use_choices(self) -> None:
        self.asks.use_choices(self.look.file)

    def _tell(self, told: str, wrong: bool) -> None:
        (self.summary if self._report is not None else self.preview).say(told, wrong)

    # ── which step is in front ──

    def _show(self, view: QWidget) -> None:
        if view is not self.preview:
            self.header.show_title(
                self.words.tr("Import"), self.words.tr("Your customers and their purchases, from where they are now")
            )
        self._first = {
            self.choose: self.choose.choose_button,
            self.preview: self.header.go_button,
            self.running: self.running.stop_button,
            self.summary: self.summary.first_button(),
        }[view]
        self.steps.bring(view, None if view is self.preview else self._first)

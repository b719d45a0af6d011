"""The page that brings customers and sales in: drop a file, see what was understood, import, regret, import again."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from kassa.errors import KassaError
from kassa.exchange.mapping import Kind, Mapping
from kassa.ui import theme
from kassa.ui.importing import desk, sentences
from kassa.ui.importing.choose import ChooseView
from kassa.ui.importing.desk import Past, Seen, Unclear
from kassa.ui.importing.files import FileAsks
from kassa.ui.importing.header import Header
from kassa.ui.importing.latest import Latest
from kassa.ui.importing.preview import PreviewView
from kassa.ui.importing.running import RunningView
from kassa.ui.importing.summary import SummaryView
from kassa.ui.importing.work import ImportWork
from kassa.ui.jobs import Jobs
from kassa.words import Words

if TYPE_CHECKING:
    from kassa.services.importing import ImportReport, PastImport, UndoneImport
    from kassa.services.session import Session


class ImportPage(QWidget):
    """``finished``: the page may be left; ``imported``, after the commit: the register has changed.

    ``told`` carries a sentence about what came to its end while another page was in front.
    """

    finished = Signal()
    imported = Signal()
    told = Signal(str)

    def __init__(self, session: Session, words: Words, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.words, self.jobs = session, words, jobs
        self._file = Path()
        self._waiting: tuple[Path, ...] = ()
        self._mapping = Mapping()
        self._good: Mapping | None = None
        self._seen: Seen | None = None
        self._report: ImportReport | None = None
        self._earn = False
        self._kind = "customers"
        self._kind_chosen: Kind | None = None
        self._past: dict[str, PastImport] = {}
        self._regretted = ""
        self._reading = Latest(jobs, self)
        self._rehearsing = Latest(jobs, self)
        self.work = ImportWork(session, jobs, self)
        self.asks = FileAsks(words, jobs, self)
        self._rehearsal: ImportReport | None = None
        self.header = Header(words)
        self.choose = ChooseView(words)
        self.preview = PreviewView(words)
        self.running = RunningView(words)
        self.summary = SummaryView(words)
        self.views = QStackedWidget()
        self._lay_out()
        self._connect()
        self._show(self.choose)

    def _lay_out(self) -> None:
        px = theme.current().px
        self._scrolls: dict[QWidget, QScrollArea] = {}
        for view in (self.choose, self.preview, self.running, self.summary):
            scroll = QScrollArea()
            scroll.setWidgetResizable(True)
            scroll.setFrameShape(QFrame.Shape.NoFrame)
            scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            scroll.viewport().setAutoFillBackground(False)
            scroll.setWidget(view)
            view.setAutoFillBackground(False)
            self._scrolls[view] = scroll
            self.views.addWidget(scroll)
        column = QVBoxLayout(self)
        # The arrow stands in line with what is below it, not its touch target.
        column.setContentsMargins(px(15), px(22), px(24), px(20))
        self.views.setContentsMargins(px(13), 0, 0, 0)
        column.setSpacing(px(16))
        column.addWidget(self.header)
        column.addWidget(self.views, 1)

    def _connect(self) -> None:
        self.header.back.connect(self.finished)
        self.header.another.connect(self.begin_again)
        self.header.go.connect(self.bring_in)
        self.choose.file_asked.connect(self.ask_for_file)
        self.choose.stopped.connect(self.begin_again)
        self.choose.undo_asked.connect(self.undo)
        self.preview.changed.connect(self._choose_mapping)
        self.preview.earn_changed.connect(self._earn_chosen)
        self.preview.kind_changed.connect(self._choose_kind)
        self.preview.back_asked.connect(self._as_before)
        self.preview.save_asked.connect(self.save_choices)
        self.preview.use_asked.connect(self.use_choices)
        self.preview.rejected_asked.connect(self.save_rejected)
        self.running.stopped.connect(self.stop)
        self._reading.done.connect(self._understood)
        self._reading.failed.connect(self._not_understood)
        self._reading.progressed.connect(self.choose.count)
        self._reading.broke.connect(self.begin_again)
        self._rehearsing.done.connect(self._rehearsed)
        self.asks.chosen.connect(self._choose_mapping)
        self.asks.told.connect(self._tell)
        self.work.imported.connect(self._imported)
        self.work.undone.connect(self._undone)
        self.work.failed.connect(self._failed)
        self.work.broke.connect(self._broke)
        self.work.progressed.connect(self.running.show_progress)
        self.summary.finished.connect(self.finished)
        self.summary.another.connect(self.begin_again)
        self.summary.undo_asked.connect(self._undo_this)
        self.summary.again_asked.connect(self._again)
        self.summary.save_asked.connect(self.save_rejected)
        shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Open), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.ask_for_file)

    # ── choosing a file ──

    def refresh(self) -> None:
        """Reads again what was imported before; for when the page becomes visible."""
        self.jobs.run(partial(desk.past, session=self.session), done=self._show_past, channel="import-past")

    def open_files(self, files: tuple[Path, ...]) -> None:
        """Shows what the first of several files holds, customers before sales; the others follow one by one."""
        if not files or self.work.running:
            return
        self._forget()
        if len(files) == 1:
            self._open_first(files)
            return
        self.choose.show_reading(files[0].name)
        self._show(self.choose)
        self.jobs.run(partial(desk.in_order, files=files), done=self._open_first, channel="import-order")

    def _open_first(self, files: tuple[Path, ...]) -> None:
        self._waiting = files[1:]
        self._open(files[0])

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
        if self._waiting:
            self._waiting, file = self._waiting[1:], self._waiting[0]
            self._open(file)
            return
        self.choose.show_waiting()
        self._show(self.choose)
        self.refresh()

    def _show_past(self, past: Past) -> None:
        self._past = {each.op: each for each in past.imports}
        self.choose.show_past(past.imports, past.today)

    def _forget(self) -> None:
        for latest in (self._reading, self._rehearsing):
            latest.forget()
        self.jobs.cancel("import-order")
        self._seen = self._report = self._rehearsal = self._good = None

    def _open(self, file: Path, mapping: Mapping | None = None) -> None:
        self._forget()
        self._file = file
        self._mapping = mapping or Mapping()
        self._kind_chosen = None
        self._earn = False
        self.preview.earn.setChecked(False)
        self.choose.show_reading(file.name)
        self._show(self.choose)
        self._understand()

    # ── understanding it ──

    def _understand(self) -> None:
        self._rehearsing.forget()
        self._reading.ask(
            partial(
                desk.understand,
                session=self.session,
                file=self._file,
                mapping=self._mapping,
                kind=self._kind_chosen,
            )
        )
        self._tell_offer(reading=True)

    def _understood(self, seen: Seen | Unclear) -> None:
        if isinstance(seen, Unclear):
            self._not_clear(seen)
            return
        first = self._seen is None
        self._seen = seen
        self._rehearsal = None
        self._good = self._mapping
        self._kind = seen.source.kind
        self.preview.trouble.hide()
        self.preview.say(self._nobody(), wrong=True)
        self._show_preview()
        if first:
            self._scrolls[self.preview].verticalScrollBar().setValue(0)
        question = self.preview.open_question()
        if self.isVisible() and first:
            (question.buttons[0] if question else self.header.go_button).setFocus()
        self._rehearse()

    def _nobody(self) -> str:
        """Why there is nothing to bring in; nothing when there is."""
        if self._count():
            return ""
        if self._kind == "sales":
            return self.words.tr("No receipt in this file says who bought, so there is nothing to bring in.")
        return self.words.tr("There is nobody in this file to bring in.")

    def _count(self) -> int:
        """How many people, or receipts of people, would come in."""
        if self._seen is None:
            return 0
        survey = self._seen.survey
        sales = self._seen.source.kind == "sales"
        return survey.receipts - survey.cancelled - survey.strangers if sales else survey.people

    def _show_preview(self) -> None:
        if self._seen is None:
            return
        self.preview.show_seen(self._seen, self._mapping)
        source = self._seen.source
        title = sentences.short_name(self._file, 60)
        self.header.show_file(title, sentences.origin(self.words, source.format, source.kind))
        self._show(self.preview)
        self._tell_offer()

    def _not_understood(self, error: KassaError) -> None:
        why = self.words.text(error.text)
        if self._good is None:
            self.choose.show_refused(self._file.name, why)
            self._show(self.choose)
            return
        self._tell_trouble(why)

    def _not_clear(self, unclear: Unclear) -> None:
        if self._seen is not None:
            self._tell_trouble(self.words.text(unclear.why))
            return
        self.preview.show_unclear(unclear, self._mapping)
        self.header.show_file(sentences.short_name(self._file, 60), "")
        self.header.offer(self.words.tr("Import"), ready=False)
        self._show(self.preview)

    def _tell_trouble(self, why: str) -> None:
        self.preview.trouble.ask(why, "", (("back", self.words.tr("As it was before")),))
        self._scrolls[self.preview].verticalScrollBar().setValue(0)
        self._tell_offer()

    def _as_before(self) -> None:
        if self._good is not None:
            self._kind_chosen = None if self._seen is None else self._seen.source.kind
            self._choose_mapping(self._good)

    def _choose_mapping(self, mapping: Mapping) -> None:
        self._mapping = mapping
        self._understand()

    def _choose_kind(self, kind: str) -> None:
        self._kind_chosen = "sales" if kind == "sales" else "customers"
        self._understand()

    def _tell_offer(self, reading: bool = False) -> None:
        if self._seen is None:
            return
        words, count = self.words, self._count()
        shown = sentences.figure(words, count)
        if self._seen.source.kind == "sales":
            label = words.ntr("Import {n} receipt", "Import {n} receipts", count).format(n=shown)
        else:
            label = words.ntr("Import {n} person", "Import {n} people", count).format(n=shown)
        wrong = self.preview.trouble.isVisibleTo(self.preview)
        self.header.offer(label, count > 0 and not (reading or wrong or self.preview.open_question()))

    def _earn_chosen(self, earn: bool) -> None:
        self._earn = earn

    # ── rehearsing it ──

    def _rehearse(self) -> None:
        seen = self._seen
        if seen is None or seen.source.count > desk.REHEARSED or self.preview.open_question() is not None:
            return
        self._rehearsing.ask(
            partial(
                desk.rehearse,
                session=self.session,
                file=self._file,
                kind=seen.source.kind,
                mapping=self._mapping,
            )
        )

    def _rehearsed(self, report: ImportReport | None) -> None:
        self._rehearsal = report
        self.preview.show_rehearsed(report)

    # ── bringing it in, and taking it back ──

    def bring_in(self) -> None:
        """Imports what is shown."""
        seen = self._seen
        if seen is None or self.work.running or not self.header.go_button.isEnabled():
            return
        self._begin(self.words.tr("Importing {file}"), self._file.name)
        self.work.bring_in(self._file, seen.source.kind, self._mapping, self._earn)

    def undo(self, op: str) -> None:
        """Takes a whole import back."""
        if self.work.running:
            return
        self._regretted = op
        past = self._past.get(op)
        name = past.file if past is not None else self._file.name
        self._begin(self.words.tr("Undoing the import of {file}"), name, undoing=True)
        self.work.take_back(op)

    def _undo_this(self) -> None:
        self.undo(self.work.op)

    def _begin(self, heading: str, name: str, undoing: bool = False) -> None:
        self._rehearsing.forget()
        self.running.begin(heading.format(file=sentences.short_name(name)), undoing)
        self._show(self.running)

    def stop(self) -> None:
        """Asks what is under way to stop; what became of it is told when it has."""
        if self.work.stop():
            self.running.stopping()

    def _imported(self, report: ImportReport | None) -> None:
        if report is None:
            self._back_with(self.words.tr("Cancelled. Nothing was imported."))
            return
        self._report = report
        following = sentences.short_name(self._waiting[0], 30) if self._waiting else ""
        self.summary.show_report(self._kind, self._file.name, report, following)
        self._show(self.summary)
        done = self.words.tr("{file} is imported: {outcome}")
        outcome = sentences.outcome(self.words, report, self._kind)
        self._announce(done.format(file=sentences.short_name(self._file), outcome=outcome))
        self._changed()

    def _undone(self, undone: UndoneImport) -> None:
        past = self._past.get(self._regretted)
        if past is not None and self._regretted != self.work.op:
            self._forget()
            self._file = Path(past.file)
        self.summary.show_undone(self._file.name, undone, again=self._regretted == self.work.op)
        self._show(self.summary)
        self._announce(sentences.undone(self.words, undone))
        self._changed()

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
        elif self._seen is not None:
            self._show_preview()
            self.preview.say(told, wrong)
        else:
            self.begin_again()
            self.choose.show_note(told, wrong)

    def _changed(self) -> None:
        self.imported.emit()
        self.refresh()

    def _announce(self, told: str) -> None:
        if not self.isVisible():
            self.told.emit(told)

    def _again(self) -> None:
        self._open(self._file, self._mapping)

    # ── files beside the import ──

    def save_rejected(self) -> None:
        """Asks for a file and saves the rejected rows there, to be mended and imported."""
        report = self._report or self._rehearsal
        rejected = report.rejected if report is not None else self._seen.survey.rejected if self._seen else ()
        self.asks.save_rejected(self._file, rejected, self._mapping)

    def save_choices(self) -> None:
        """Asks for a file and saves there how this one is read, for the next of its kind."""
        self.asks.save_choices(self._file, self._mapping)

    def use_choices(self) -> None:
        """Asks for saved choices and reads the file by them."""
        self.asks.use_choices(self._file)

    def _tell(self, told: str, wrong: bool) -> None:
        (self.summary if self._report is not None else self.preview).say(told, wrong)

    # ── which step is in front ──

    def _show(self, view: QWidget) -> None:
        if view is not self.preview:
            self.header.show_title(
                self.words.tr("Import"), self.words.tr("Your customers and their purchases, from where they are now")
            )
        self.views.setCurrentWidget(self._scrolls[view])
        first = {
            self.choose: self.choose.choose_button,
            self.preview: self.header.go_button,
            self.running: self.running.stop_button,
            self.summary: self.summary.first_button(),
        }[view]
        focus = QApplication.focusWidget()
        had = focus is not None and self.isAncestorOf(focus)
        self.setFocusProxy(first)
        if had and view is not self.preview:
            first.setFocus()

"""The programme page ("Benefits"): what the shop has promised, in plain words; another file in its place; history."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QStandardPaths, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFileDialog,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from kassa.errors import KassaError
from kassa.services.programmes import KeptVersion
from kassa.ui import theme, when
from kassa.ui.jobs import Jobs
from kassa.ui.programme import desk
from kassa.ui.programme.applying import Applying
from kassa.ui.programme.desk import Known, Proposal
from kassa.ui.programme.history import HistoryPanel
from kassa.ui.programme.proposal import ProposalView
from kassa.ui.programme.reading import Reading
from kassa.ui.programme.telling import in_force
from kassa.ui.widgets.buttons import PrimaryButton, QuietButton
from kassa.ui.widgets.label import Label
from kassa.ui.widgets.scroll import PageScroll
from kassa.ui.widgets.undo_page import UndoPage
from kassa.words import Words

if TYPE_CHECKING:
    from kassa.services.session import Session

_HISTORY = 300
_NARROW = 900


class ProgrammePage(UndoPage[int]):
    """``changed``: other rules are in force, or will be."""

    changed = Signal()

    def __init__(self, session: Session, words: Words, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self.session, self.jobs = session, jobs
        self._known: Known | None = None
        self._opened = 0
        self._proposal: Proposal | None = None
        self.title = Label(words.tr("Benefits"), "title", wrap=True)
        self.subtitle = Label("", "muted", wrap=True)
        self.save_button = QuietButton(words.tr("Save as a file…"), icon="save")
        self.apply_button = PrimaryButton(words.tr("Read in a file…"))
        self.reading = Reading(words)
        self.proposal = ProposalView(words)
        self.history = HistoryPanel(words)
        self.setAcceptDrops(True)
        self.setProperty("takes_files", (".toml",))
        self._lay_out()
        self._connect()
        self._show_view(self.reading)

    def focusInEvent(self, event: QFocusEvent) -> None:
        # No focus proxy: with one, Qt's Tab skips what stands before it.
        self.apply_button.setFocus(event.reason())

    def _lay_out(self) -> None:
        px = theme.current().px
        titles = QVBoxLayout()
        titles.setSpacing(px(2))
        titles.addWidget(self.title)
        titles.addWidget(self.subtitle)
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._head.setSpacing(px(14))
        self._head.addLayout(titles, 1)
        # A widget of their own: a layout in which everything is hidden would still say how wide the head may be.
        self._acts = QWidget()
        buttons = QHBoxLayout(self._acts)
        buttons.setContentsMargins(0, 0, 0, 0)
        buttons.setSpacing(px(14))
        for button in (self.save_button, self.apply_button):
            button.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
            buttons.addWidget(button)
        self._head.addWidget(self._acts)
        side = QVBoxLayout()
        side.setSpacing(px(16))
        side.addWidget(self.proposal.decision)
        side.addWidget(self.history)
        side.addStretch(1)
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._body.setSpacing(px(20))
        self._body.addWidget(self.reading, 1)
        self._body.addWidget(self.proposal, 1)
        self._body.addLayout(side)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(px(28), px(22), px(28), px(24))
        column.setSpacing(px(16))
        column.addLayout(self._head)
        column.addLayout(self._body, 1)
        self._scroll = PageScroll(inside)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(self._scroll)

    def _connect(self) -> None:
        self.save_button.clicked.connect(self.save)
        self.apply_button.clicked.connect(self.choose)
        self.reading.left.connect(self._read_current)
        self.history.opened.connect(self._read)
        self.proposal.applied.connect(self._apply)
        self.proposal.again.connect(self._look_again)
        self.proposal.another.connect(self.choose)
        self.proposal.left.connect(self.leave)

    # ── reading ──

    def refresh(self) -> None:
        """Reads the versions again; for when the page becomes visible."""
        self.jobs.run(
            partial(desk.load, session=self.session), done=self._show, failed=self._refused, channel="programme"
        )

    def _show(self, known: Known) -> None:
        self._known = known
        opened = known.version(self._opened) or known.current
        self.history.setVisible(bool(known.versions))
        self.save_button.setVisible(known.current is not None)
        if opened is None:
            self.subtitle.set_text(self.words.tr("The shop has no rules yet"))
        else:
            self._show_version(known, opened)
            self.history.show_versions(known, opened.number)

    def _show_version(self, known: Known, version: KeptVersion) -> None:
        words = self.words
        number = words.tr("Version {n}").format(n=version.number)
        told = f"{number} · {in_force(words, version, known)}"
        holds = known.current is not None and version.number == known.current.number
        self._opened = 0 if holds else version.number
        self.subtitle.set_text(told)
        older = "" if holds else words.tr("You are reading {version}").format(version=told[:1].lower() + told[1:])
        self.reading.show_programme(version.programme, older)

    def _read(self, number: int) -> None:
        known = self._known
        version = known.version(number) if known is not None else None
        if known is not None and version is not None:
            self.leave()
            self._show_version(known, version)
            self.history.mark(number)
            self._scroll.verticalScrollBar().setValue(0)

    def _read_current(self) -> None:
        if self._known is not None and self._known.current is not None:
            self._read(self._known.current.number)

    # ── another file ──

    def choose(self) -> None:
        """Asks for a programme file."""
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        kind = self.words.tr("Programme files")
        chosen, _ = QFileDialog.getOpenFileName(self, self.words.tr("Read in a file"), folder, f"{kind} (*.toml)")
        if chosen:
            self.look(Path(chosen))

    def look(self, file: Path) -> None:
        """Checks a file and shows what it would change; nothing is in force yet."""
        self.jobs.run(
            partial(desk.look, session=self.session, file=file),
            done=self._propose,
            failed=self._refused,
            channel="programme-file",
        )

    def _look_again(self) -> None:
        if self._proposal is not None:
            self.look(self._proposal.file)

    def _propose(self, proposal: Proposal) -> None:
        if self._known is None:
            return
        self._proposal = proposal
        self.proposal.show_proposal(proposal, self._known)
        self._show_view(self.proposal)
        self.proposal.home().setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """Puts the file aside: back to the rules."""
        if self._proposal is not None:
            self._proposal = None
            self._show_view(self.reading)
            self.apply_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_view(self, view: QWidget) -> None:
        reading = view is self.reading
        self.reading.setVisible(reading)
        self.proposal.setVisible(not reading)
        self.proposal.decision.setVisible(not reading)
        self._acts.setVisible(reading)
        self._scroll.verticalScrollBar().setValue(0)

    def _apply(self, since: date | None) -> None:
        if self._proposal is not None:
            work = partial(desk.apply, document=self._proposal.read.document, since=since)
            Applying(self, work, since, parent=self).start()

    def applied(self, number: int, op: str, since: date | None) -> None:
        """A version is in force, or will be."""
        self.remember(op, number)
        start = self.words.tr("now") if since is None else when.full_day(self.words, since)
        told = self.words.tr("Version {n} holds from {start}").format(n=number, start=start)
        self.toasts.say(told, "", op)
        self._over()

    def undone(self, number: int) -> None:
        """A version was taken back; ``number`` is the one that says again what held before."""
        told = self.words.tr("As before, now as version {n}").format(n=number)
        self.toasts.say(told)
        self._over()

    def _over(self) -> None:
        self._opened = 0
        self.leave()
        self.changed.emit()
        self.refresh()

    def take_back(self, what: int) -> None:
        """Takes back a version that was put in force here."""
        Applying(self, partial(desk.withdraw, number=what), undo=True, parent=self).start()

    def not_applied(self, error: KassaError) -> None:
        """A version was refused."""
        if self._proposal is not None:
            self.proposal.refused(self.words.text(error.text))
        else:
            self._refused(error)

    def _refused(self, error: KassaError) -> None:
        self.toasts.fail(self.words.text(error.text))

    # ── saving a version ──

    def save(self) -> None:
        """Saves the version that is being read as the owner's file."""
        known = self._known
        version = (known.version(self._opened) or known.current) if known is not None else None
        if version is None:
            return
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        name = f"{self.words.tr('programme')}-{version.number}.toml"
        kind = self.words.tr("Programme files")
        chosen, _ = QFileDialog.getSaveFileName(
            self, self.words.tr("Save as a file"), str(Path(folder) / name), f"{kind} (*.toml)"
        )
        if chosen:
            file = Path(chosen)
            file = file if file.suffix.lower() == ".toml" else file.with_name(f"{file.name}.toml")
            work = partial(desk.save, document=version.document, file=file)
            self.jobs.run(work, done=self._saved, failed=self._refused)

    def _saved(self, file: Path) -> None:
        self.toasts.say(self.words.tr("Saved:"), file.name)

    # ── drops, keys, room ──

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _programme_in(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        file = _programme_in(event)
        if file is not None:
            event.acceptProposedAction()
            self.look(file)

    def event(self, event: QEvent) -> bool:
        # The window's Esc is the till's; here it puts a file aside.
        asked = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if asked and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape and self._proposal is not None:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._proposal is not None:
            self.leave()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_body"):
            self._arrange()
        super().changeEvent(event)

    def _arrange(self) -> None:
        px = theme.current().px
        narrow = self.width() < px(_NARROW)
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._body.setDirection(down if narrow else across)
        self._head.setDirection(down if self.width() < px(640) else across)
        # What stretches across would stretch down, and take the room of what is below.
        self._head.setStretch(0, 0 if self._head.direction() == down else 1)
        for part in (0, 1):
            self._body.setStretch(part, 0 if narrow else 1)
        for panel in (self.proposal.decision, self.history):
            panel.setMinimumWidth(0 if narrow else px(_HISTORY))
            panel.setMaximumWidth(16_777_215 if narrow else px(_HISTORY))


def _programme_in(event: QDropEvent) -> Path | None:
    urls = event.mimeData().urls()
    file = Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None
    return file if file is not None and file.suffix.lower() == ".toml" else None

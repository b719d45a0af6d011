"""A shoebox of paper cards, typed in without a mouse: name, Tab, stamps, Enter, and the next one.

Nothing waits for the store: the fields are free at once, and a card that asks who it is does so in its own row.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from uuid import uuid4

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from kassa.domain.programme import StampCard
from kassa.ui import theme
from kassa.ui.importing.controls import ChoiceBox
from kassa.ui.jobs import Job, Jobs
from kassa.ui.paper_cards.form import EntryForm
from kassa.ui.paper_cards.row import NEW, SAME, EntryRow
from kassa.ui.widgets.buttons import QuietButton
from kassa.ui.widgets.label import Label
from kassa.ui.widgets.panel import Panel
from kassa.ui.widgets.scroll import PageScroll
from kassa.ui.widgets.stamps import StampCardView
from kassa.words import Words

if TYPE_CHECKING:
    from kassa.services.paper_cards import Entered, PaperCard
    from kassa.services.session import Session

_SIDE = 340
_NARROW, _LOW = 900, 480
_HANDFUL = 20
_LIST = 200


class PaperCardsPage(QWidget):
    """``finished``: the page may be left; ``elsewhere`` carries a scanned card that is somebody's, for the till."""

    finished = Signal()
    elsewhere = Signal(str)

    def __init__(self, session: Session, words: Words, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.words, self.jobs = session, words, jobs
        self._rules: dict[str, StampCard] = {}
        self.rows: list[EntryRow] = []
        self._handful: QVBoxLayout | None = None
        self.title = Label(words.tr("Paper cards"), "title", wrap=True)
        self.subtitle = Label(
            words.tr(
                "Name, Tab, stamps, Enter. Or all on one line: Maria Lind, 070 123 45 67, 7. "
                "A blank card scanned meanwhile goes to the same customer."
            ),
            "muted",
            wrap=True,
        )
        self.which = ChoiceBox(words.tr("Stamp card"))
        self.done_button = QuietButton(words.tr("Done"))
        self.form = EntryForm(words)
        self.picture = Panel(words.tr("Stamp card"))
        self.card = StampCardView(words)
        self.whose = Label("", "heading", wrap=True, private=True)
        self.list = Panel(words.tr("Just entered"))
        self.counted = Label("", "muted")
        self._lay_out()
        self._connect()
        self._count()

    def _lay_out(self) -> None:
        px = theme.current().px
        told = QVBoxLayout()
        told.setSpacing(px(2))
        told.addWidget(self.title)
        told.addWidget(self.subtitle)
        head = QHBoxLayout()
        head.setSpacing(px(14))
        head.addLayout(told, 1)
        head.addWidget(self.which, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self.done_button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.done_button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, px(4), 0)
        self._column.setSpacing(px(2))
        self._column.addStretch(1)
        self.list.add(self.counted)
        self.list.add(PageScroll(inside), 1)
        self.picture.add(self.whose)
        self.picture.add(self.card)
        self.picture.body.addStretch(1)
        left = QVBoxLayout()
        left.setSpacing(px(16))
        left.addWidget(self.form)
        left.addWidget(self.list, 1)
        body = QHBoxLayout()
        body.setSpacing(px(20))
        body.addLayout(left, 1)
        body.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignTop)
        self._content = QWidget()
        content = QVBoxLayout(self._content)
        content.setContentsMargins(px(28), px(22), px(28), px(24))
        content.setSpacing(px(16))
        content.addLayout(head)
        content.addLayout(body, 1)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(PageScroll(self._content))
        self.list.setMinimumHeight(px(_LIST))
        self.picture.setFixedWidth(px(_SIDE))
        self.picture.hide()

    def _connect(self) -> None:
        self.form.entered.connect(self.enter)
        self.form.changed.connect(self._show_picture)
        self.which.picked.connect(self._picked)
        self.done_button.clicked.connect(self.finished)
        for key, act in ((SAME, self._same), (NEW, self._new)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def focusInEvent(self, event: QFocusEvent) -> None:
        # No focus proxy: with one, Qt's Tab would skip what follows the form.
        self.form.name.setFocus(event.reason())

    def minimumSizeHint(self) -> QSize:
        wide = self._content.minimumSizeHint().width()
        # The picture goes when there is little room: the window may become so narrow.
        picture = self.picture.width() if self.picture.isVisibleTo(self) else 0
        return QSize(wide - picture, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # With little room the typing matters more than the picture of it, and than how to.
        px = theme.current().px
        self.picture.setVisible(self.width() >= px(_NARROW))
        self.subtitle.setVisible(self.height() >= px(_LOW))

    # What can be entered

    def refresh(self) -> None:
        """Reads which stamp cards there are."""
        self.jobs.run(partial(_rules, self.session), done=self._show_rules, channel="paper cards")

    def _show_rules(self, rules: tuple[StampCard, ...]) -> None:
        self._rules = {rule.id: rule for rule in rules}
        self.which.set_options([(rule.id, rule.name) for rule in rules])
        self.which.setVisible(len(rules) > 1)
        self.form.setEnabled(bool(rules))
        if not rules:
            self.subtitle.set_text(self.words.tr("The programme has no stamp card to carry stamps over to."))
        self._picked()

    def _picked(self) -> None:
        rule = self._rule
        if rule is not None:
            self.form.set_most(rule.boxes - 1)
            self.picture.set_title(rule.name)
        self._show_picture()

    @property
    def _rule(self) -> StampCard | None:
        return self._rules.get(self.which.value())

    def _show_picture(self) -> None:
        rule = self._rule
        if rule is None:
            return
        stamps = min(max(self.form.count, rule.head_start), rule.boxes)
        left = rule.boxes - stamps
        gift = self.words.ntr("{n} left", "{n} left", left).format(n=left) if left else self.words.tr("A full card")
        self.card.set_card(card=rule.id, stamps=stamps, boxes=rule.boxes, head_start=rule.head_start, gift=gift)
        self.whose.set_text(self.form.name.text().partition(",")[0].strip() or self.words.tr("Whose card?"))

    # Entering

    def enter(self, paper: PaperCard) -> None:
        """Saves a card; the fields are free for the next one at once."""
        if self._rule is None:
            return
        row = EntryRow(self.words, paper, str(uuid4()))
        row.resolved.connect(self._resolved)
        row.settled.connect(self._count)
        row.undo_asked.connect(self.undo)
        row.again_asked.connect(self._type_again)
        self.rows.insert(0, row)
        self._put_on_top(row)
        self.form.clear()
        self._send(row)

    def _put_on_top(self, row: EntryRow) -> None:
        # By the handful: Qt lays out anew only what stands in the same handful, however many cards there are.
        if self._handful is None or self._handful.count() >= _HANDFUL:
            holder = QWidget()
            self._handful = QVBoxLayout(holder)
            self._handful.setContentsMargins(0, 0, 0, 0)
            self._handful.setSpacing(theme.current().px(2))
            self._column.insertWidget(0, holder)
        self._handful.insertWidget(0, row)

    def _send(self, row: EntryRow) -> None:
        rule = self._rule
        if rule is not None:
            work = partial(_enter, self.session, row.paper, rule.id, row.op)
            self.jobs.run(work, done=row.saved, failed=row.failed)

    def _resolved(self, row: EntryRow) -> None:
        row.saving()
        self._send(row)
        self.form.name.setFocus()

    def _type_again(self, row: EntryRow) -> None:
        self._leave(row)
        self.form.fill(row.paper)

    def _leave(self, row: EntryRow) -> None:
        self.rows.remove(row)
        row.hide()
        row.deleteLater()

    def _asking(self) -> EntryRow | None:
        return next((row for row in reversed(self.rows) if row.state == "asks"), None)

    def _same(self) -> None:
        row = self._asking()
        if row is not None:
            row.is_same()

    def _new(self) -> None:
        row = self._asking()
        if row is not None:
            row.is_new()

    def undo(self, row: EntryRow) -> None:
        """Takes a card back."""
        work = partial(_undo, self.session, row.op)
        self.jobs.run(work, done=row.undone, failed=row.not_undone)
        self.form.name.setFocus()

    def undo_last(self) -> None:
        """Ctrl+Z: takes the last card back that was saved."""
        row = next((row for row in self.rows if row.state == "saved"), None)
        if row is not None:
            self.undo(row)

    def _count(self) -> None:
        saved = [row.entered for row in self.rows if row.state == "saved" and row.entered is not None]
        if not saved:
            self.counted.set_text(self.words.tr("What you enter stands here, and can be undone."))
            return
        cards = self.words.ntr("{n} card", "{n} cards", len(saved)).format(n=self.words.number(len(saved)))
        total = sum(entered.stamps for entered in saved)
        stamps = self.words.ntr("{n} stamp", "{n} stamps", total).format(n=self.words.number(total))
        asking = sum(row.state == "asks" for row in self.rows)
        told = [cards, stamps]
        if asking:
            told.append(self.words.ntr("{n} asks who it is", "{n} ask who they are", asking).format(n=asking))
        self.counted.set_text(" · ".join(told))

    # A card at the scanner

    def scanned(self, code: str) -> None:
        """A blank card is for whoever is being typed; any other is the till's."""
        self.jobs.run(partial(_look_at, self.session, code), done=self._looked, channel="paper cards scan")

    def _looked(self, answer: tuple[str, bool]) -> None:
        code, blank = answer
        if blank:
            self.form.take_card(code)
        else:
            self.elsewhere.emit(code)


def _rules(session: Session, _job: Job) -> tuple[StampCard, ...]:
    from kassa.services import paper_cards

    return paper_cards.stamp_cards(session)


def _enter(session: Session, paper: PaperCard, stamp_card: str, op: str, _job: Job) -> Entered:
    from kassa.services import paper_cards

    return paper_cards.enter(session, paper, stamp_card, op)


def _undo(session: Session, op: str, _job: Job) -> object:
    from kassa.services import corrections

    return corrections.undo(session, op, str(uuid4()))


def _look_at(session: Session, code: str, _job: Job) -> tuple[str, bool]:
    from kassa.services import paper_cards

    return code, paper_cards.is_blank(session, code)

"""Test your scanner: a code on the screen, the keys that arrive, and in words what to set right."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from kassa.domain.codes import grouped
from kassa.errors import KassaError
from kassa.ui import theme
from kassa.ui.help.diagnosis import ENTERS, Diagnosis, Key, diagnose
from kassa.ui.help.findings import heading, told
from kassa.ui.help.qr_view import QrView
from kassa.ui.help.raw_keys import RawKeys
from kassa.ui.jobs import Job, Jobs
from kassa.ui.widgets.buttons import QuietButton
from kassa.ui.widgets.label import Label
from kassa.ui.widgets.panel import Panel
from kassa.ui.widgets.rows import IconMark
from kassa.ui.widgets.scroll import PageScroll
from kassa.words import Words

if TYPE_CHECKING:
    from kassa.services.session import Session

# Nobody's card: each digit once, so that every key is tried, and a zero in front that some scanners swallow.
TEST_CODE = "0123456987"
_NARROW = 820


class Verdict(QWidget):
    """One finding, or that all is well: a sign, what it is, and what to do."""

    def __init__(self, icon: str, colour: str, what: str, mend: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        px = theme.current().px
        self.what = Label(what, "strong", wrap=True)
        self.mend = Label(mend, "body", wrap=True)
        if not mend:
            self.mend.hide()
        texts = QVBoxLayout()
        texts.setSpacing(px(1))
        texts.addWidget(self.what)
        texts.addWidget(self.mend)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, px(2), 0, px(6))
        row.setSpacing(px(12))
        row.addWidget(IconMark(icon, colour, 24), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)
        self.setAccessibleName(f"{what}. {mend}")


class ScannerPage(QWidget):
    """Any card may be scanned here and none opens anybody. ``finished`` goes back to where it was asked for."""

    finished = Signal()

    def __init__(self, session: Session, words: Words, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._words, self._jobs = session, words, jobs
        self.title = Label(words.tr("Test your scanner"), "title", wrap=True)
        self.back = QuietButton(words.tr("Done"))
        self.back.clicked.connect(self.finished)
        self.symbol = QrView(words.tr("A code to scan: {code}").format(code=grouped(TEST_CODE)))
        self.field = RawKeys(words)
        self.field.typed.connect(self.judge)
        self.again = QuietButton(words.tr("Once more"))
        self.again.clicked.connect(self._again)
        self.verdicts: list[Verdict] = []
        self.diagnosis: Diagnosis | None = None
        self._lay_out()
        self._say_nothing()

    def _lay_out(self) -> None:
        words, px = self._words, theme.current().px
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(px(28), px(18), px(28), px(20))
        column.setSpacing(px(14))
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.back, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(px(14))
        self._row.addWidget(self._code_panel())
        self._row.addWidget(self._field_panel(), 1)
        column.addLayout(self._row)
        self._result = Panel(words.tr("What was heard"))
        self.heading = Label("", "heading", wrap=True)
        self._result.add(self.heading)
        self._list = QVBoxLayout()
        self._result.body.addLayout(self._list)
        self._result.body.addWidget(self.again, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._result)
        column.addStretch(1)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        self._scroll = PageScroll(inside)
        page.addWidget(self._scroll)

    def _code_panel(self) -> Panel:
        words = self._words
        panel = Panel(words.tr("1 · Scan this code"))
        panel.body.addWidget(self.symbol, 0, Qt.AlignmentFlag.AlignHCenter)
        code = Label(grouped(TEST_CODE), "figure")
        panel.body.addWidget(code, 0, Qt.AlignmentFlag.AlignHCenter)
        panel.add(Label(words.tr("Or any card of this shop's: here it opens nobody."), "muted", wrap=True))
        panel.body.addStretch(1)
        return panel

    def _field_panel(self) -> Panel:
        words = self._words
        panel = Panel(words.tr("2 · See what arrives"))
        panel.add(self.field)
        panel.add(
            Label(
                words.tr("Each key, and the milliseconds since the one before. A scanner needs less than 35."),
                "muted",
                wrap=True,
            )
        )
        panel.body.addStretch(1)
        return panel

    # ── what is scanned ──

    def refresh(self) -> None:
        """In front: makes ready for a scan."""
        self._again()
        self._jobs.run(_symbol, done=self.symbol.show_symbol, channel="scanner symbol")

    def scanned(self, code: str) -> None:
        """A scan that Kassa took while the cursor was elsewhere on the page: such a scanner works."""
        self.field.clear()
        self.judge((*(Key(digit, 1.0) for digit in code), Key(ENTERS[0], 1.0)))

    def judge(self, keys: tuple[Key, ...]) -> None:
        """Says what is wrong with what was typed, or that nothing is."""
        found = diagnose(keys)
        if found.code is None and len(keys) == 1:
            # A stray key, or an Enter out of habit.
            self._again()
            return
        self.diagnosis = found
        self._clear()
        self.heading.set_text(heading(self._words, found))
        for finding in found.findings:
            self._add("warning", "wrong", *told(self._words, finding))
        if found.fine:
            self._add("check", "act", self._words.tr("Every digit, fast enough, and Enter at the end."), "")
        self.again.show()
        # Once the panel has the height of what it says; with large text it stands below the window's edge.
        QTimer.singleShot(0, self, self._scroll_to_result)
        if found.code not in (None, TEST_CODE):
            work = partial(_is_ours, self._session, found.code or "")
            self._jobs.run(work, done=self._say_whose, channel="scanner code")

    def _scroll_to_result(self) -> None:
        self._scroll.ensureWidgetVisible(self._result)

    def _say_whose(self, ours: bool) -> None:
        words = self._words
        if ours:
            self._add("card", "act", words.tr("It is a card of this shop's."), "")
        else:
            what = words.tr("The code isn't this shop's")
            self._add("warning", "wrong", what, words.tr("It is a card of another shop's, or of another register."))

    def _add(self, icon: str, colour: str, what: str, mend: str) -> None:
        verdict = Verdict(icon, colour, what, mend)
        self._list.addWidget(verdict)
        self.verdicts.append(verdict)

    def _clear(self) -> None:
        self._jobs.cancel("scanner code")
        for verdict in self.verdicts:
            verdict.hide()
            verdict.deleteLater()
        self.verdicts = []

    def _again(self) -> None:
        self.field.clear()
        self._say_nothing()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say_nothing(self) -> None:
        self._clear()
        self.diagnosis = None
        self.heading.set_text(self._words.tr("Nothing scanned yet"))
        self.again.hide()

    # ── coming and going ──

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        # Whose card was tried here is nobody's business later.
        self.field.clear()
        self._say_nothing()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_row"):
            self._arrange()
        super().changeEvent(event)

    def _arrange(self) -> None:
        down = self.width() < theme.current().px(_NARROW)
        self._row.setDirection(QBoxLayout.Direction.TopToBottom if down else QBoxLayout.Direction.LeftToRight)


def _symbol(_job: Job) -> tuple[int, ...]:
    from kassa.printing.qr import matrix

    return matrix(TEST_CODE)


def _is_ours(session: Session, code: str, _job: Job) -> bool:
    """Whether the shop knows the code, lost cards and coupons too; whose it is isn't looked at."""
    from kassa.ui.till import desk

    try:
        desk.scan(session, code)
    except KassaError as error:
        return error.code != "unknown_card"
    return True

"""One paper card that was typed in: on its way, saved, asking who it is, refused, or undone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import QEvent, QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from kassa.domain.codes import grouped
from kassa.errors import KassaError
from kassa.ui import theme
from kassa.ui.widgets import brush, icons
from kassa.ui.widgets.buttons import QuietButton
from kassa.ui.widgets.curtain import Private
from kassa.ui.widgets.flow import FlowBox
from kassa.ui.widgets.label import Label
from kassa.words import Words

if TYPE_CHECKING:
    from kassa.services.paper_cards import Entered, PaperCard

State = Literal["saving", "saved", "asks", "refused", "undone"]
SAME, NEW = "F3", "F5"
_ICONS = {"saving": "clock", "saved": "check", "asks": "people", "refused": "warning", "undone": "undo"}
_TONES = {"saving": "base", "saved": "act_soft", "asks": "gold", "refused": "complaint", "undone": "base"}
_MOST_ASKED = 3
_NARROW = 560


class EntryRow(QFrame, Private):
    """``settled``: the store has answered. ``resolved``: the person said who it is, and ``paper`` holds it; that signal
    and those that ask for something carry the row itself.
    """

    resolved = Signal(object)
    settled = Signal()
    undo_asked = Signal(object)
    again_asked = Signal(object)

    def __init__(self, words: Words, paper: PaperCard, op: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._private = True
        self._words = words
        self.paper, self.op = paper, op
        self.state: State = "saving"
        self.entered: Entered | None = None
        self.name = Label(paper.name or paper.phone or grouped(paper.card or ""), "strong", private=True)
        self.told = Label("", "muted", private=True)
        self.stamps = Label("", "figure")
        self._buttons: list[QuietButton] = []
        self._acts = FlowBox(8)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.name)
        column.addWidget(self.told)
        said = QHBoxLayout()
        said.addLayout(column, 1)
        said.addWidget(self.stamps)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.addLayout(said, 1)
        self._row.addWidget(self._acts)
        self._space()
        self._show("saving", words.tr("is being saved …"))

    def saved(self, entered: Entered) -> None:
        """It is in the register."""
        words, customer = self._words, entered.customer
        self.entered = entered
        self.name.set_text(customer.name or customer.phone or f"#{customer.number}")
        told = [words.tr("new in the register") if entered.joined else words.tr("was a customer already")]
        if customer.phone:
            told.append(f"··· {customer.phone[-4:-2]} {customer.phone[-2:]}")
        if entered.card:
            told.append(words.tr("card {code}").format(code=grouped(entered.card)))
        self.stamps.set_text(words.tr("{stamps} of {boxes}").format(stamps=entered.stamps, boxes=entered.boxes))
        self._show("saved", " · ".join(told))
        self._offer(words.tr("Undo"), "").clicked.connect(self._undo)
        self.settled.emit()

    def failed(self, error: KassaError) -> None:
        """It was not saved: it must be said who it is, or something is wrong with it."""
        if error.code == "ambiguous" and "candidates" in error.details:
            self._ask(error.details["candidates"])
        else:
            self._show("refused", self._words.text(error.text))
            self._offer(self._words.tr("Type it again"), "").clicked.connect(self._again)
        self.settled.emit()

    def _ask(self, candidates: Sequence[dict[str, Any]]) -> None:
        words = self._words
        self._show("asks", words.tr("Perhaps already a customer:"))
        for place, each in enumerate(candidates[:_MOST_ASKED]):
            end = each["phone_end"]
            ending = f" ··· {end[:2]} {end[2:]}" if end else f" #{each['number']}"
            button = self._offer(f"{each['name'] or ''}{ending}".strip(), SAME if place == 0 else "")
            button.setProperty("customer", each["id"])
            button.clicked.connect(self._same)
        self._offer(words.tr("Somebody new"), NEW).clicked.connect(self.is_new)

    def undone(self, _undone: object = None) -> None:
        """It was taken back."""
        self.stamps.set_text("")
        self._show("undone", self._words.tr("undone"))
        self.settled.emit()

    def not_undone(self, error: KassaError) -> None:
        """It could not be taken back."""
        self.told.setWordWrap(True)
        self.told.set_text(self._words.text(error.text))

    def saving(self) -> None:
        """It is on its way once more."""
        self._show("saving", self._words.tr("is being saved …"))

    def is_same(self) -> None:
        """The first who is alike is who it is."""
        if self.state == "asks":
            self._buttons[0].click()

    def is_new(self) -> None:
        """Nobody who is alike."""
        if self.state == "asks":
            self.paper = replace(self.paper, new=True)
            self.resolved.emit(self)

    def _same(self) -> None:
        button = self.sender()
        if isinstance(button, QuietButton):
            self.paper = replace(self.paper, customer=button.property("customer"))
            self.resolved.emit(self)

    def _undo(self) -> None:
        self.undo_asked.emit(self)

    def _again(self) -> None:
        self.again_asked.emit(self)

    def _offer(self, label: str, key: str) -> QuietButton:
        button = QuietButton(label, key)
        button.setAccessibleName(f"{label}: {self.name.full_text()}")
        self._buttons.append(button)
        self._acts.add(button)
        self._acts.show()
        self.veil_changed()
        return button

    def _show(self, state: State, told: str) -> None:
        self.state = state
        # What went wrong is read whole; what went right fits on a line.
        self.told.setWordWrap(state == "refused")
        self.told.set_text(told)
        self._acts.clear()
        self._acts.hide()
        self._buttons = []
        self.veil_changed()
        self.update()

    def veil_changed(self) -> None:
        # Who may be meant stands on the buttons.
        for button in self._buttons:
            button.setVisible(not self.veiled)
        self.setAccessibleName("" if self.veiled else f"{self.name.full_text()}: {self.told.full_text()}")

    def _space(self) -> None:
        px = theme.current().px
        self._row.setContentsMargins(px(54), px(5), px(10), px(5))
        self._row.setSpacing(px(12))
        self.setMinimumHeight(px(56))
        self.name.setMinimumWidth(px(120))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # With little room what can be pressed stands below what is said.
        narrow = self.width() < theme.current().px(_NARROW)
        self._row.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_row"):
            self._space()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        if self.state in ("asks", "refused"):
            box = QRectF(self.rect()).adjusted(0, now.px(1), 0, -now.px(1))
            edge = now.tokens.colour("reward" if self.state == "asks" else "wrong")
            brush.rounded(
                painter, box, now.px(10), now.tokens.colour("reward_soft" if self.state == "asks" else "card"), edge
            )
        fill, ink = now.tokens.tone(_TONES[self.state])
        side = now.px(32)
        disc = QRectF(now.px(10), (self.height() - side) / 2, side, side)
        brush.rounded(painter, disc, side / 2, fill)
        inset = side / 4
        icons.paint(painter, _ICONS[self.state], disc.adjusted(inset, inset, -inset, -inset), ink)

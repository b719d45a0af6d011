"""A refusal that nobody at the till shall overlook: a lost card, a blocked one, a coupon that was used before.

It fills the page in red, with a sign and in words, and names nobody: whoever brings a lost card is not its owner.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from kassa.errors import KassaError
from kassa.ui import theme
from kassa.ui.till.desk import Shop
from kassa.ui.widgets import brush
from kassa.ui.widgets.buttons import QuietButton
from kassa.ui.widgets.label import Label
from kassa.ui.widgets.rows import IconMark
from kassa.ui.widgets.scroll import PageScroll
from kassa.words import Words

_WIDTH = 620


@dataclass(frozen=True, slots=True)
class Alarming:
    """What to say: what it is, what is known of it, and what to do now."""

    heading: str
    known: str
    advice: str


def card_refused(words: Words, error: KassaError, shop: Shop | None) -> Alarming:
    """A lost or a blocked card, and who reported it; never whose it is."""
    since = _who_and_when(words, error, shop)
    if error.code == "card_lost":
        known = words.tr("Reported lost {when}").format(when=since) if since else words.text(error.text)
        advice = words.tr(
            "It opens nobody. Keep it, and thank whoever found it. Its owner is found by name (F2): the stamps are "
            "safe, and a new card is given with F5."
        )
        return Alarming(words.tr("Lost card"), known, advice)
    if error.details.get("spoilt"):
        known = words.tr("Voided {when}").format(when=since) if since else words.text(error.text)
        advice = words.tr("It is from a spoilt sheet and was never anybody's. Throw it away and take another.")
        return Alarming(words.tr("Voided card"), known, advice)
    known = words.tr("Blocked {when}").format(when=since) if since else words.text(error.text)
    return Alarming(words.tr("Blocked card"), known, words.tr("It opens nobody. Ask the owner of the shop."))


def coupon_refused(words: Words, error: KassaError, shop: Shop | None) -> Alarming:
    """A coupon that gives nothing any more."""
    headings = {
        "reward_used": words.tr("Coupon already used"),
        "reward_expired": words.tr("Coupon too old"),
        "reward_withdrawn": words.tr("Coupon withdrawn"),
    }
    heading = headings.get(error.code)
    if heading is None:
        return Alarming(words.tr("The coupon was not redeemed"), words.text(error.text), "")
    since = _who_and_when(words, error, shop)
    known = words.tr("Redeemed {when}").format(when=since) if since else words.text(error.text)
    return Alarming(heading, known, words.tr("It gives nothing any more. Each coupon is good once, until its day."))


def _who_and_when(words: Words, error: KassaError, shop: Shop | None) -> str:
    """``22 November 2026 at 12:40, by Ola, till-1``; empty where nothing is known."""
    at, who, till = (error.details.get(name) for name in ("at", "by", "till"))
    if not at or shop is None:
        return ""
    moment = datetime.fromisoformat(at)
    day = words.date(shop.day.business_date(moment))
    clock = shop.day.local(moment).strftime("%H:%M")
    told = [words.tr("{date} at {time}").format(date=day, time=clock)]
    if who:
        told.append(words.tr("by {name}").format(name=who))
    if till:
        told.append(till)
    return ", ".join(told)


class Alarm(PageScroll):
    """Stands in the page's middle until the next key typed or card scanned, or until somebody says ``heard``."""

    heard = Signal()

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        inside = QWidget()
        super().__init__(inside, parent)
        self._words = words
        self.heading = Label("", "title", wrap=True, colour="complaint_text")
        self.known = Label("", "greeting", wrap=True, colour="complaint_text")
        self.advice = Label("", "note", wrap=True)
        self.card = _Red()
        self._sign = IconMark("warning", "complaint_text", 56)
        texts = QVBoxLayout()
        texts.addWidget(self.heading)
        texts.addWidget(self.known)
        self._top = QHBoxLayout()
        self._top.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        self._top.addLayout(texts, 1)
        self._body = QVBoxLayout(self.card)
        self._body.addLayout(self._top)
        self._body.addWidget(self.advice)
        self.next = QuietButton(words.tr("Next customer"), "Esc")
        self.next.clicked.connect(self.heard)
        self._body.addWidget(self.next, 0, Qt.AlignmentFlag.AlignLeft)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self.card, 100)
        middle.addStretch(1)
        self._column = QVBoxLayout(inside)
        self._column.addStretch(2)
        self._column.addLayout(middle)
        self._column.addStretch(3)
        self._space()

    def sound(self, told: Alarming) -> None:
        """Says it, with the computer's own beep."""
        self.heading.set_text(told.heading)
        self.known.set_text(told.known)
        self.advice.set_text(told.advice)
        self.advice.setVisible(bool(told.advice))
        whole = " ".join((f"{told.heading}.", f"{told.known}.", told.advice))
        self.setAccessibleName(whole)
        QApplication.beep()
        announced = QAccessibleAnnouncementEvent(self, whole)
        announced.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
        QAccessible.updateAccessibility(announced)

    def _space(self) -> None:
        px = theme.current().px
        self.card.setMaximumWidth(px(_WIDTH))
        self._body.setContentsMargins(px(28), px(24), px(28), px(26))
        self._body.setSpacing(px(16))
        self._top.setSpacing(px(20))
        self._column.setContentsMargins(px(22), px(22), px(22), px(22))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)


class _Red(QFrame):
    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        tokens = now.tokens
        brush.rounded(
            QPainter(self), QRectF(self.rect()), now.px(14), tokens.colour("complaint"), tokens.colour("wrong"), 3.0
        )

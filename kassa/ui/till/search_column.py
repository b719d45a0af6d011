"""The column in which the next customer is found."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from kassa.domain.people import Hit
from kassa.ui import theme, when
from kassa.ui.till.desk import HITS, Shop
from kassa.ui.till.tiers import tier_chip
from kassa.ui.widgets.buttons import QuietButton
from kassa.ui.widgets.label import Label
from kassa.ui.widgets.search import HitLine, HitList, SearchField
from kassa.words import Words

if TYPE_CHECKING:
    from kassa.ui.camera.viewfinder import Viewfinder

_WIDTH = 316
_NARROWEST = 200


def phone_end(digits: str | None) -> str:
    """The telephone's last digits as the till shows them: ``··· 45 12``."""
    return f"··· {digits[:2]} {digits[2:]}" if digits else ""


def hit_line(words: Words, hit: Hit, shop: Shop | None) -> HitLine:
    """A hit as the list writes it."""
    name = hit.name or words.tr("Customer #{number}").format(number=hit.number)
    last = ""
    if hit.last_visit is not None and shop is not None:
        last = when.ago(words, shop.day.business_date(hit.last_visit), shop.today)
    end = phone_end(hit.phone_end) or (f"#{hit.number}" if hit.name else "")
    chip, tone = tier_chip(shop.programme if shop else None, hit.tier)
    return HitLine(name, " · ".join(part for part in (end, last) if part), chip, tone)


class SearchColumn(QFrame):
    """``asked`` is what is typed now, ``opened`` the hit chosen, ``entered`` Enter in the field, ``stepped`` an
    arrow key that chose another hit.
    """

    asked = Signal(str)
    opened = Signal(object)
    entered = Signal()
    stepped = Signal()
    new_customer = Signal()

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._shop: Shop | None = None
        self._viewfinder: Viewfinder | None = None
        self.query = ""
        self.field = SearchField(words.tr("Name, telephone or card"), "F2", name=words.tr("Search"))
        self.count = Label("", "muted", wrap=True)
        self.list = HitList(self._describe, words.tr("Customers found"))
        self.new = QuietButton(words.tr("New customer"), "F4")
        self.new.setFixedHeight(theme.current().px(46))
        self.field.textChanged.connect(self.asked)
        self.field.returnPressed.connect(self.entered)
        self.field.installEventFilter(self)
        self.list.opened.connect(self.opened)
        self.new.clicked.connect(self.new_customer)
        self._box = QVBoxLayout(self)
        for widget in (self.field, self.count):
            self._box.addWidget(widget)
        self._box.addWidget(self.list, 1)
        self._box.addWidget(self.new)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self._space()
        # Until the page knows its width: a window that was once too wide for its screen stays so.
        self.fit(0)

    def set_shop(self, shop: Shop | None) -> None:
        """The programme whose tiers are shown, and today."""
        self._shop = shop

    def _describe(self, hit: Hit) -> HitLine:
        return hit_line(self._words, hit, self._shop)

    def show_hits(self, query: str, hits: Sequence[Hit]) -> None:
        """Those found by a query; an empty one finds the latest visitors."""
        words = self._words
        self.query = query
        self.list.show_hits(hits, query)
        found = len(hits)
        if not query.strip():
            counted = words.tr("Latest visitors") if hits else ""
        elif not hits:
            counted = words.tr("Nobody found")
        elif found >= HITS:
            counted = words.tr("The first {n} hits").format(n=found)
        else:
            counted = words.ntr("{n} hit", "{n} hits", found).format(n=found)
        told = [counted, words.tr("scan a card at any time")] if query.strip() or not hits else [counted]
        self.count.set_text(" · ".join(part for part in told if part))

    def mark(self, customer: str | None) -> None:
        """Lights the row of the customer who is open, if in sight."""
        for row in range(self.list.hits.rowCount()):
            hit = self.list.hits.hit(row)
            if hit is not None and hit.id == customer:
                self.list.setCurrentIndex(self.list.hits.index(row, 0))
                return
        self.list.clearSelection()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
            rows = steps.get(Qt.Key(event.key()))
            if rows is not None and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
                self.list.step(rows)
                self.stepped.emit()
                return True
        return False

    def add_viewfinder(self, viewfinder: Viewfinder) -> None:
        """Puts the camera's picture below the people found."""
        self._viewfinder = viewfinder
        self._box.insertWidget(self._box.indexOf(self.new), viewfinder)
        viewfinder.fit(self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._viewfinder is not None:
            self._viewfinder.fit(self.height())

    def fit(self, page: int) -> None:
        """As wide as designed, less where large text leaves a page of that width little room."""
        px = theme.current().px
        self.setFixedWidth(min(px(_WIDTH), max(px(_NARROWEST), page * 3 // 10)))

    def _space(self) -> None:
        px = theme.current().px
        self._box.setContentsMargins(px(16), px(16), px(16), px(16))
        self._box.setSpacing(px(11))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = theme.current().tokens
        painter = QPainter(self)
        painter.fillRect(self.rect(), tokens.colour("side"))
        painter.fillRect(QRectF(self.width() - 1, 0, 1, self.height()), tokens.colour("line"))

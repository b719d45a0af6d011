"""All purchases, with what can be done to the one chosen: take it back, or undo it as if it never was."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from kassa.domain.people import Purchase
from kassa.ui import theme
from kassa.ui.customers.person import desk
from kassa.ui.customers.person.purchase_model import (
    AMOUNT,
    RECEIPT,
    STAFF,
    STAMPS,
    TILL,
    WHAT,
    AllPurchasesModel,
    Row,
    _Index,
)
from kassa.ui.customers.person.section import Section
from kassa.ui.jobs import Job, Jobs
from kassa.ui.widgets import brush
from kassa.ui.widgets.buttons import QuietButton
from kassa.ui.widgets.curtain import Private, is_drawn
from kassa.ui.widgets.label import Label
from kassa.ui.widgets.panel import Panel
from kassa.words import Words

if TYPE_CHECKING:
    from kassa.services.history import PurchasePage
    from kassa.services.session import Session

ROW = 44
_LOW = 330


def _font(column: int) -> QFont:
    return theme.current().font(15, 600 if column in (AMOUNT, STAMPS) else 400, figures=True)


class _Delegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        now = theme.current()
        text = index.data() or ""
        wide = QFontMetricsF(_font(index.column())).horizontalAdvance(text)
        return QSize(round(wide + now.px(20)), now.px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        now = theme.current()
        rect = QRectF(option.rect)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, now.tokens.colour("act_soft"))
        row = index.data(AllPurchasesModel.ROW)
        if isinstance(row, Row):
            column = index.column()
            font = _font(column)
            font.setStrikeOut(row.gone and column in (WHAT, AMOUNT, STAMPS))
            quiet = row.gone or column not in (WHAT, AMOUNT, STAMPS)
            painter.setFont(font)
            painter.setPen(now.tokens.colour("muted" if quiet else "act_soft_text" if column == STAMPS else "text"))
            box = rect.adjusted(now.px(10), 0, -now.px(6), 0)
            shown = QFontMetricsF(font).elidedText(index.data() or "", Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(box, Qt.AlignmentFlag(index.data(Qt.ItemDataRole.TextAlignmentRole)), shown)
        painter.setPen(now.tokens.colour("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if option.state & QStyle.StateFlag.State_HasFocus:
            brush.focus_ring(painter, rect.adjusted(-3, -3, 3, 3), now.px(6), now.tokens.colour("act"))
        painter.restore()


class AllPurchasesTable(QTableView, Private):
    """``opened`` and ``unwanted`` name a purchase: Enter or a second press, and Delete; ``lowest`` asks for more."""

    opened = Signal(str)
    unwanted = Signal(str)
    lowest = Signal()

    def __init__(self, model: AllPurchasesModel, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._private = True
        self.purchases = model
        self.setModel(model)
        self.setItemDelegate(_Delegate(self))
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.viewport().setAutoFillBackground(False)
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setMinimumSectionSize(10)
        header.setHighlightSections(False)
        header.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.doubleClicked.connect(self._open)
        model.rowsInserted.connect(self.fit)
        model.modelReset.connect(self.fit)
        model.dataChanged.connect(self.fit)

    def veil_changed(self) -> None:
        self.viewport().update()

    def _scrolled(self, value: int) -> None:
        if value >= self.verticalScrollBar().maximum() - self.viewport().height():
            self.lowest.emit()

    def _open(self) -> None:
        row = self.purchases.row(self.currentIndex().row())
        if row is not None:
            self.opened.emit(row.purchase.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.purchases.row(self.currentIndex().row())
        if row is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(row.purchase.id)
        elif row is not None and event.key() == Qt.Key.Key_Delete:
            self.unwanted.emit(row.purchase.id)
        else:
            super().keyPressEvent(event)

    def fit(self) -> None:
        """Gives every column what it needs; the words get the rest, and what is empty goes."""
        if is_drawn():
            return
        now = theme.current()
        self.verticalHeader().setDefaultSectionSize(now.px(ROW))
        header = self.horizontalHeader()
        header.setFixedHeight(now.px(32))
        metrics = QFontMetricsF(now.font(theme.SMALLEST, 600))
        widths, rows = [], range(self.purchases.rowCount())
        for column in range(self.purchases.columnCount()):
            name = self.purchases.headerData(column, Qt.Orientation.Horizontal)
            filled = column <= STAMPS or any(self.purchases.index(row, column).data() for row in rows)
            self.setColumnHidden(column, not filled)
            needs = max(self.sizeHintForColumn(column), round(metrics.horizontalAdvance(name) + now.px(22)))
            most = now.px(150 if column > STAMPS else 2000)
            widths.append(min(needs, most) if filled else 0)
        widths[WHAT] = now.px(160)
        rest = self.viewport().width() - sum(widths)
        # Where there is little room, what matters least goes: the till, then who it was, then the receipt.
        for column in (TILL, STAFF, RECEIPT):
            if rest < 0:
                self.setColumnHidden(column, True)
                rest += widths[column]
        widths[WHAT] += max(0, rest)
        for column, width in enumerate(widths):
            self.setColumnWidth(column, width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.fit()


class PurchasesPanel(Section["PurchasePage"]):
    """``return_wanted`` and ``undo_wanted`` carry a ``Purchase``."""

    channel = "purchases"
    return_wanted = Signal(object)
    undo_wanted = Signal(object)

    def __init__(self, session: Session, words: Words, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(session, words, jobs, parent)
        self._more = False
        self._wanted = ""
        self._reading = False
        self._panel = Panel(words.tr("Purchases"))
        self.model = AllPurchasesModel(words, self)
        self.table = AllPurchasesTable(self.model, words.tr("Purchases"))
        self.table.opened.connect(self._take_back)
        self.table.unwanted.connect(self._undo)
        self.table.lowest.connect(self._read_more)
        self.table.selectionModel().currentRowChanged.connect(self._chosen)
        self._none = Label(words.tr("The first purchase will appear here."), "muted", wrap=True)
        self._none.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.detail = Label("", "muted", wrap=True, private=True)
        self.return_button = QuietButton(words.tr("Take back"), "⏎", accent=True)
        self.undo_button = QuietButton(words.tr("Undo the purchase"), words.tr("Del"))
        self.return_button.clicked.connect(self._take_back)
        self.undo_button.clicked.connect(self._undo)
        foot = QHBoxLayout()
        foot.setSpacing(theme.current().px(8))
        foot.addWidget(self.return_button)
        foot.addWidget(self.undo_button)
        foot.addStretch(1)
        self._panel.add(self._none, 1)
        self._panel.add(self.table, 1)
        self._panel.add(self.detail)
        self._panel.body.addLayout(foot)
        self._box.addWidget(self._panel, 1)
        self.clear()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # In a low window the table matters more than what its columns say too.
        self.detail.setVisible(self.height() > theme.current().px(_LOW))

    @property
    def chosen(self) -> Purchase | None:
        """The purchase of the row that is chosen."""
        row = self.model.row(self.table.currentIndex().row())
        return row.purchase if row is not None else None

    def choose(self, purchase: str) -> None:
        """Chooses a purchase, now or as soon as it is read."""
        self._wanted = purchase
        place = self.model.place(purchase)
        if place is not None:
            self.table.selectRow(place)

    def clear(self) -> None:
        """Nothing of the one before."""
        self.model.clear()
        self.table.show()
        self._panel.set_title(self._words.tr("Purchases"))
        self._none.hide()
        self._chosen()

    def read(self, session: Session, customer: str) -> PurchasePage:
        """The newest, as many as were seen so far."""
        return desk.purchases(session, customer, None, max(50, self.model.rowCount()))

    def show_read(self, read: PurchasePage) -> None:
        """Shows them; the one chosen stays chosen."""
        wanted = self._wanted or (self.chosen.id if self.chosen is not None else "")
        self._wanted = ""
        if self.opened is not None:
            self.model.replace(read.purchases, read.stamps, self.opened.shop)
        self._told(read)
        place = self.model.place(wanted)
        if self.model.rowCount():
            self.table.selectRow(place or 0)
        self._chosen()

    def _told(self, read: PurchasePage) -> None:
        self._more, self._reading = read.more, False
        self.table.setVisible(bool(read.count))
        self._none.setVisible(not read.count)
        words = self._words
        count = words.ntr("{n} purchase", "{n} purchases", read.count).format(n=words.number(read.count))
        self._panel.set_title(count if read.count else words.tr("Purchases"))

    def _read_more(self) -> None:
        if not self._more or self._reading or self.opened is None or self._stale:
            return
        self._reading = True
        work = partial(_page, self._session, self.opened.view.customer.id, self.model.last)
        self._jobs.run(work, done=self._add, failed=self._refused, channel="person more purchases")

    def _add(self, answer: tuple[str, PurchasePage]) -> None:
        customer, page = answer
        if self.opened is not None and self.opened.view.customer.id == customer:
            self.model.append(page.purchases, page.stamps, self.opened.shop)
            self._told(page)

    def _chosen(self) -> None:
        words, chosen = self._words, self.chosen
        may = chosen is not None and not chosen.undone
        self.undo_button.setEnabled(may)
        row = self.model.row(self.table.currentIndex().row())
        self.return_button.setEnabled(may and row is not None and not row.gone)
        parts: list[str] = []
        if chosen is not None and self.opened is not None:
            at = self.opened.shop.day.local(chosen.at)
            parts.append(f"{words.date(at.date())} {at:%H:%M}")
            parts += [words.tr("receipt {number}").format(number=chosen.receipt)] if chosen.receipt else []
            parts += [chosen.staff] if chosen.staff else []
            parts.append(chosen.till)
        self.detail.set_text(" · ".join(parts))

    def _take_back(self) -> None:
        if self.return_button.isEnabled() and self.chosen is not None:
            self.return_wanted.emit(self.chosen)

    def _undo(self) -> None:
        if self.undo_button.isEnabled() and self.chosen is not None:
            self.undo_wanted.emit(self.chosen)


def _page(session: Session, customer: str, before: str | None, _job: Job) -> tuple[str, PurchasePage]:
    return customer, desk.purchases(session, customer, before)

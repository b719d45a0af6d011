"""The page's face: its heading, the search, the filters, and the table on its card."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QActionGroup, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QMenu, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from kassa.ui import theme
from kassa.ui.customers.chosen import ChosenBar
from kassa.ui.customers.columns import BY_KEY, COLUMNS, Column, Teller
from kassa.ui.customers.empty import NobodyFound
from kassa.ui.customers.filters import FilterBar, StayingMenu
from kassa.ui.customers.model import RegisterModel
from kassa.ui.customers.table import RegisterTable
from kassa.ui.first.empty_register import EmptyRegister
from kassa.ui.jobs import Progress
from kassa.ui.widgets import brush
from kassa.ui.widgets.buttons import PrimaryButton, QuietButton
from kassa.ui.widgets.flow import FlowBox
from kassa.ui.widgets.label import Label
from kassa.ui.widgets.search import SearchField
from kassa.words import Words

if TYPE_CHECKING:
    from kassa.services.register import Question, Sort

_SEARCH, _LEAST_SEARCH = 300, 230
_LEAST_TABLE = 64


class _Card(QFrame):
    """The white card on which the table lies; ``bare`` where something stands that has cards of its own."""

    bare = False

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.bare:
            return
        now = theme.current()
        tokens = now.tokens
        brush.rounded(QPainter(self), QRectF(self.rect()), now.px(14), tokens.colour("card"), tokens.colour("line"))


class _SquareButton(QuietButton):
    """A square that opens a menu."""

    side_px = 12


class Front(QWidget):
    """Announces what is asked for; ``sort_chosen`` gives a ``Sort`` or None, ``columns_chosen`` the columns' keys."""

    import_asked = Signal()
    file_asked = Signal()
    export_asked = Signal()
    new_asked = Signal()
    paper_asked = Signal()
    post_asked = Signal()
    clear_asked = Signal()
    sort_chosen = Signal(object)
    columns_chosen = Signal(object)

    def __init__(self, words: Words, teller: Teller, columns: Sequence[Column], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        from kassa.services.register import Filters

        self._words = words
        self.has_tiers = True
        self._sort: Sort | None = None
        self._counted = ("", "")
        self.title = Label(words.tr("Customers"), "title")
        self.count = Label("", "muted")
        self.bring = PrimaryButton(words.tr("Import…"))
        self.export = QuietButton(words.tr("Export…"))
        self.paper = QuietButton(words.tr("Paper cards"))
        self.post = QuietButton(words.tr("Write to them…"))
        self.new = QuietButton(words.tr("New customer"), "F4")
        self.more = _SquareButton(icon="more")
        self.more.setAccessibleName(words.tr("More"))
        self.more.setToolTip(words.tr("More"))
        self.search = SearchField(words.tr("Name, telephone or card"), "F2", name=words.tr("Search"))
        self.filters = FilterBar(words, Filters())
        self.view = _SquareButton(icon="columns")
        self.view.setAccessibleName(words.tr("Columns and order"))
        self.view.setToolTip(words.tr("Columns and order"))
        self.model = RegisterModel(columns, teller, self)
        self.table = RegisterTable(self.model, words.tr("Customers"))
        self.nobody_found, self.nobody_yet = NobodyFound(words), EmptyRegister(words)
        self.card = _Card()
        self.inside = QStackedWidget()
        self._around = QVBoxLayout(self.card)
        self._around.addWidget(self.inside)
        for widget in (self.table, self.nobody_found, self.nobody_yet):
            self.inside.addWidget(widget)
        self.chosen = ChosenBar(words)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        px = theme.current().px
        for label in (self.title, self.count):
            policy = label.sizePolicy()
            policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored)
            label.setSizePolicy(policy)
        heading = QVBoxLayout()
        heading.setSpacing(px(2))
        heading.addWidget(self.title)
        heading.addWidget(self.count)
        self.acts = FlowBox(12)
        for button in (self.more, self.export, self.post, self.paper, self.new, self.bring):
            self.acts.add(button)
        self.head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.head.setSpacing(px(12))
        self.head.addLayout(heading, 1)
        self.head.addWidget(self.acts)
        self.asking = QHBoxLayout()
        self.asking.setSpacing(px(12))
        self.asking.addWidget(self.search, 0, Qt.AlignmentFlag.AlignTop)
        self.asking.addWidget(self.filters, 1)
        self.asking.addWidget(self.view, 0, Qt.AlignmentFlag.AlignTop)
        page = QVBoxLayout(self)
        page.setContentsMargins(px(28), px(22), px(28), px(20))
        page.setSpacing(px(14))
        page.addLayout(self.head)
        page.addLayout(self.asking)
        page.addWidget(self.card, 1)
        # Below the table: no row moves away from under the pointer that chooses it.
        page.addWidget(self.chosen)
        self._space()

    def _connect(self) -> None:
        self.bring.clicked.connect(self.import_asked)
        self.export.clicked.connect(self.export_asked)
        self.post.clicked.connect(self.post_asked)
        self.paper.clicked.connect(self.paper_asked)
        self.new.clicked.connect(self.new_asked)
        self.view.clicked.connect(self._ask_view)
        self.more.clicked.connect(self._ask_more)
        self.filters.fitted.connect(self._space)
        self.nobody_found.clear_asked.connect(self.clear_asked)
        self.nobody_yet.import_asked.connect(self.file_asked)
        self.nobody_yet.new_asked.connect(self.new_asked)
        self.nobody_yet.paper_asked.connect(self.paper_asked)
        self.search.installEventFilter(self)
        self.count.installEventFilter(self)
        self.table.typed.connect(self._type)
        self.table.chosen.connect(self._tell_chosen)
        self.model.modelReset.connect(self._tell_chosen)
        self.chosen.left.connect(self.table.choose_one)

    # ── telling ──

    def tell(self, count: int | None, everybody: int | None, question: Question) -> None:
        """How many are shown (None: not known yet) of how many, and in which order."""
        words = self._words
        narrowed = bool(question.query.strip()) or bool(question.filters)
        if count == 0:
            self.inside.setCurrentWidget(self.nobody_found if narrowed else self.nobody_yet)
        else:
            self.inside.setCurrentWidget(self.table)
        empty = self.card.bare = self.inside.currentWidget() is self.nobody_yet
        for widget in (self.search, self.filters, self.view, self.acts):
            widget.setVisible(not empty)
        counted = order = ""
        if count is not None:
            counted = words.ntr("{n} customer", "{n} customers", count).format(n=words.number(count))
            if narrowed and everybody is not None:
                counted = words.tr("{found} of {all}").format(found=counted, all=words.number(everybody))
            elif not narrowed and question.sort is None and count > 1:
                order = words.tr("latest visitors first")
        self._counted = counted, order
        self._tell_count()

    def _tell_count(self) -> None:
        """How many, and in which order where there is room to say it."""
        counted, order = self._counted
        both = f"{counted} · {order}" if order else counted
        fits = self.count.fontMetrics().horizontalAdvance(both) <= self.count.width()
        self.count.set_text(both if fits else counted)

    def tell_busy(self, progress: Progress) -> None:
        """It takes a while."""
        if progress.total:
            share = _share(progress)
            self.count.set_text(self._words.tr("Looking… {percent} %").format(percent=share))
        else:
            self.count.set_text(self._words.tr("Looking…") if self._sort is None else self._words.tr("Sorting…"))

    def tell_refusal(self, sentence: str) -> None:
        """The store could not be read."""
        self.count.set_text(sentence)

    def show_sort(self, sort: Sort | None) -> None:
        """Marks the heading by which the rows are sorted."""
        self._sort = sort
        self.table.headings.show_sort(sort.column if sort else "", sort.descending if sort else False)

    # ── columns and order ──

    def _ask_view(self) -> None:
        menu = StayingMenu(self)
        shown = [column.key for column in self.model.columns]
        order = QMenu(self._words.tr("Sort by"), menu)
        menu.addMenu(order)
        menu.addSeparator()
        columns = [column for column in COLUMNS if column.key != "tier" or self.has_tiers]
        for column in columns[1:]:
            action = menu.addAction(self._words.text(column.label))
            action.setCheckable(True)
            action.setChecked(column.key in shown)
            action.triggered.connect(partial(self._toggle_column, column.key))
        group = QActionGroup(order)
        for key in ("", *(column.key for column in columns)):
            name = self._words.text(BY_KEY[key].label) if key else self._words.tr("Latest visitors first")
            action = order.addAction(name)
            action.setCheckable(True)
            action.setChecked(key == (self._sort.column if self._sort else ""))
            action.triggered.connect(partial(self._sort_by, key))
            group.addAction(action)
        menu.aboutToHide.connect(menu.deleteLater)
        corner = self.view.mapToGlobal(QPoint(self.view.width(), self.view.height() + theme.current().px(4)))
        menu.popup(corner - QPoint(menu.sizeHint().width(), 0))

    def _ask_more(self) -> None:
        menu = QMenu(self)
        for button in (self.export, self.post, self.paper):
            menu.addAction(button.label).triggered.connect(button.clicked)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height() + theme.current().px(4))))

    def _toggle_column(self, key: str, on: bool) -> None:
        shown = {column.key for column in self.model.columns} ^ {key}
        self.columns_chosen.emit(tuple(column.key for column in COLUMNS if column.key in shown))

    def _sort_by(self, key: str, _on: bool = False) -> None:
        from kassa.services.register import Sort

        self.sort_chosen.emit(Sort(key, BY_KEY[key].falling) if key else None)

    # ── keys between search and table ──

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.count and event.type() == QEvent.Type.Resize:
            self._tell_count()
        if watched is self.search and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            down = event.key() in (Qt.Key.Key_Down, Qt.Key.Key_PageDown)
            if down and self.model.rowCount():
                self.table.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return super().eventFilter(watched, event)

    def _tell_chosen(self) -> None:
        self.chosen.tell(self.table.count_chosen())

    def _type(self, text: str) -> None:
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.search.insert(text)

    # ── looks ──

    def _space(self) -> None:
        px = theme.current().px
        inset = px(8)
        self._around.setContentsMargins(inset, px(2), inset, inset)
        room = self.width() - 2 * px(28)
        self._show_acts(all_of_them=True)
        if not self._beside(room):
            self._show_acts(all_of_them=False)
        beside = self._beside(room)
        self.head.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
        self.search.setFixedHeight(px(46))
        left = room - self.view.sizeHint().width() - 2 * px(12)
        search = min(px(_SEARCH), max(px(_LEAST_SEARCH), left - self.filters.wanted_width()), left // 2)
        self.filters.fit(left - search)
        self.search.setFixedWidth(left // 2 if self.filters.compact else search)
        for widget in (self.table, self.nobody_found, self.nobody_yet):
            widget.setMinimumHeight(px(_LEAST_TABLE))

    def _show_acts(self, *, all_of_them: bool) -> None:
        """All acts as buttons with their keys, or, where large text leaves no room for that, the rarer in a menu."""
        self.more.setVisible(not all_of_them)
        self.export.setVisible(all_of_them)
        self.post.setVisible(all_of_them)
        self.paper.setVisible(all_of_them)
        self.new.set_label(self.new.label, "F4" if all_of_them else "")
        for button in (self.more, self.export, self.post, self.paper, self.new, self.bring):
            button.setFixedHeight(theme.current().px(48))

    def _beside(self, room: int) -> bool:
        return self.title.sizeHint().width() + self.acts.sizeHint().width() + theme.current().px(16) <= room

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._space()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "asking"):
            self._space()


def _share(progress: Progress) -> int:
    """How far something is, in percent."""
    return 100 * progress.done // max(1, progress.total)

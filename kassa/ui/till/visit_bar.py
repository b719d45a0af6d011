"""The amount, the quick items and the one primary button."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from kassa.domain.programme import Item, Programme
from kassa.ui import theme
from kassa.ui.till.item_keys import QUICK_KEY, item_keys
from kassa.ui.till.visit import Visit
from kassa.ui.widgets.amount import AmountField
from kassa.ui.widgets.brush import RETURN
from kassa.ui.widgets.buttons import PillToggle, PrimaryButton
from kassa.ui.widgets.numberpad import NumberPad
from kassa.words import Words

_GAP = 10
_AMOUNT = 206
_COUNT = 24


class VisitBar(QFrame):
    """Types into the ``Visit`` given by ``begin``.

    ``stamp`` is Enter or the button; ``woken`` says that somebody typed or tapped here while no visit was begun.
    """

    stamp = Signal()
    woken = Signal()

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._visit: Visit | None = None
        self._asked: tuple[Programme, tuple[str, ...] | None] | None = None
        self._keys: dict[str, str] = {}
        self._buttons: frozenset[str] = frozenset()
        self._quiet = False
        self._stray = False
        self.amount = AmountField(words, "SEK", words.tr("Amount"))
        self.amount.changed.connect(self._typed)
        self.amount.entered.connect(self._entered)
        self.amount.edit.installEventFilter(self)
        self.pills: dict[str, PillToggle] = {}
        self.more = PillToggle(words.tr("More"), checkable=False)
        self.more.clicked.connect(self._open_more)
        self.pad_button = PillToggle("", icon="keypad", checkable=False)
        self.pad_button.setAccessibleName(words.tr("Number pad"))
        self.pad_button.clicked.connect(self._open_pad)
        self.pad = NumberPad(words, self.amount, self)
        self.pad.entered.connect(self._entered)
        self.button = PrimaryButton(words.tr("Stamp"), RETURN)
        self.button.clicked.connect(self._entered)
        self.button.installEventFilter(self)
        self._items = QHBoxLayout()
        self._choices = QWidget()
        choices = QHBoxLayout(self._choices)
        choices.setContentsMargins(0, 0, 0, 0)
        choices.addLayout(self._items)
        choices.addWidget(self.more)
        choices.addWidget(self.pad_button)
        choices.addStretch(1)
        self._row = QHBoxLayout()
        self._row.addWidget(self.amount)
        self._row.addWidget(self._choices, 1)
        self._row.addWidget(self.button)
        self._rows = QVBoxLayout(self)
        self._rows.addLayout(self._row)
        self._two_rows = False
        for widget in (self.more, self.pad_button, self.button):
            widget.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._space()
        self.rest()

    @property
    def home(self) -> QWidget:
        """Where the cursor stands while a visit is typed."""
        return self.button if self.amount.isHidden() else self.amount.edit

    def set_programme(self, programme: Programme, buttons: Sequence[str] | None = None) -> None:
        """The items and the currency; ``buttons`` are the items that stand in sight, in their order, by default all.

        Does nothing while they are the same.
        """
        asked = (programme, None if buttons is None else tuple(buttons))
        if self._asked == asked:
            return
        self._asked = asked
        order = self._in_order(programme, buttons)
        self._buttons = frozenset(rule.id for rule in order) if buttons is None else frozenset(buttons)
        self.amount.set_currency(programme.currency)
        self.amount.setVisible(programme.amount != "never")
        self.pad_button.setVisible(programme.amount != "never")
        self._keys = item_keys(programme.items, programme.quick_item)
        while (item := self._items.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.pills.clear()
        for rule in order:
            pill = PillToggle(rule.name, self._keys.get(rule.id, ""))
            pill.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            pill.setProperty("item", rule.id)
            pill.clicked.connect(self._pill_clicked)
            self.pills[rule.id] = pill
            self._items.addWidget(pill)
        self._show_counts()

    def _in_order(self, programme: Programme, buttons: Sequence[str] | None) -> list[Item]:
        first = {item: place for place, item in enumerate(buttons or (programme.quick_item,))}
        return sorted(programme.items, key=lambda rule: first.get(rule.id, len(first)))

    def begin(self, visit: Visit) -> None:
        """A new visit: everything empty, the cursor in the amount."""
        self._visit = visit
        self._clear()
        self.button.setEnabled(True)
        self.home.setFocus(Qt.FocusReason.OtherFocusReason)

    def take(self, visit: Visit) -> None:
        """The visit that what was typed belongs to, when its customer came up after the first keys."""
        self._visit = visit
        visit.amount = self.amount.minor
        self.button.setEnabled(True)
        self._show_counts()

    def resume(self, visit: Visit) -> None:
        """A visit that was begun before, with what was typed in it."""
        minor = visit.amount
        self.begin(visit)
        self.amount.set_minor(minor)
        self._show_counts()

    def rest(self) -> None:
        """No visit: nothing to save."""
        self._visit = None
        self._clear()
        self.button.setEnabled(False)

    def busy(self) -> None:
        """Being saved: a second press does nothing."""
        self.button.setEnabled(False)

    def ready(self) -> None:
        """Saving failed: what was typed can be sent again."""
        self.button.setEnabled(True)

    def _clear(self) -> None:
        self._quiet = True
        self.amount.clear()
        self._quiet = False
        self._forget_stray()
        if self.pad.isVisible():
            self.pad.close()
        self._show_counts()

    def _entered(self) -> None:
        if not self._stray:
            self.stamp.emit()

    def _forget_stray(self) -> None:
        if self._stray:
            self._stray = False
            self.amount.complain("")

    def _typed(self, minor: int | None) -> None:
        if self._quiet:
            return
        self._stray = False
        if self._visit is None and self.amount.text():
            self.woken.emit()
        if self._visit is not None:
            self._visit.amount = minor
            self._show_counts()

    def add(self, item: str) -> None:
        """One more of an item."""
        if self._visit is None:
            self.woken.emit()
        if self._visit is not None:
            self._visit.add(item)
            self._show_counts()

    def _pill_clicked(self) -> None:
        pill = self.sender()
        if isinstance(pill, PillToggle):
            self.add(pill.property("item"))

    def _show_counts(self) -> None:
        visit = self._visit
        for item, pill in self.pills.items():
            pill.set_count(visit.count(item) if visit is not None else 0)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and watched is self.home:
            return self._item_key(event)
        return False

    def _item_key(self, event: QKeyEvent) -> bool:
        if event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier):
            return False
        empty = not self.amount.text()
        if self._stray and event.key() == Qt.Key.Key_Backspace:
            self._forget_stray()
            return True
        if event.text() == "-" or (event.key() == Qt.Key.Key_Backspace and empty):
            if self._visit is not None:
                self._visit.take_last()
                self._show_counts()
            return True
        typed = event.text().upper()
        for item, key in self._keys.items():
            if typed and typed == key and not self._stray:
                self.add(item)
                return True
        if typed.isalpha() or typed == QUICK_KEY:
            # Most likely the next customer's name, typed too early: nothing is stamped by it.
            self._stray = True
            self.amount.complain(self._words.tr("No such item · F2 searches"))
            return True
        return False

    def _open_more(self) -> None:
        menu = QMenu(self)
        for item, pill in self.pills.items():
            if pill.isHidden():
                action = QAction(pill.label.replace("&", "&&"), menu)
                action.setShortcut(self._keys.get(item, ""))
                action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
                action.setData(item)
                menu.addAction(action)
        menu.triggered.connect(self._chosen_in_menu)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.more.mapToGlobal(QPoint(0, -menu.sizeHint().height() - theme.current().px(8))))

    def _chosen_in_menu(self, action: QAction) -> None:
        self.add(action.data())

    def _open_pad(self) -> None:
        self.amount.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.pad.open_above(self.amount)

    def _fit(self) -> None:
        """Shows as many items as there is room for, the quick one and chosen ones always. Large text gets two rows."""
        px = theme.current().px
        gap, around = px(_GAP), px(26 + 22)
        amount = 0 if self.amount.isHidden() else px(_AMOUNT) + gap
        pad = 0 if self.amount.isHidden() else self.pad_button.sizeHint().width() + gap
        more = self.more.sizeHint().width() + gap
        beside = around + amount + self.button.sizeHint().width() + gap
        self._set_rows(beside + more + pad + px(110) > self.width() > 0)
        room = self.width() - pad - (around if self._two_rows else beside)
        # Room for the count is kept from the beginning, so that choosing an item moves no other.
        widths = {item: pill.sizeHint().width() + gap for item, pill in self.pills.items()}
        for item, pill in self.pills.items():
            widths[item] += 0 if pill.count else px(_COUNT)
        everything = sum(widths.values()) <= room and self._buttons.issuperset(self.pills)
        if not everything:
            room -= more
        visit = self._visit
        first = next((item for item in self.pills if item in self._buttons), None)
        kept = {item for item in self.pills if item == first or (visit is not None and visit.count(item))}
        room -= sum(widths[item] for item in kept)
        for item, pill in self.pills.items():
            stands = item in self._buttons
            if item not in kept and stands:
                room -= widths[item]
            pill.setVisible(item in kept or everything or (stands and room >= 0))
        self.more.setVisible(not everything)

    def _set_rows(self, two: bool) -> None:
        if two != self._two_rows:
            self._two_rows = two
            self._rows.removeWidget(self._choices)
            self._row.removeWidget(self._choices)
            if two:
                self._rows.addWidget(self._choices)
            else:
                self._row.insertWidget(1, self._choices, 1)
        px = theme.current().px
        self.amount.setMaximumWidth(16777215 if two else px(_AMOUNT))
        self.setFixedHeight(px(170 if two else 108))

    def _space(self) -> None:
        px = theme.current().px
        self._rows.setContentsMargins(px(26), px(20), px(22), px(20))
        self._rows.setSpacing(px(_GAP))
        self._row.setSpacing(px(_GAP))
        self._items.setSpacing(px(_GAP))
        choices = self._choices.layout()
        if choices is not None:
            choices.setSpacing(px(_GAP))
        self.button.setFixedHeight(px(68))
        self.button.setMinimumWidth(px(150))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.current().px(380), theme.current().px(108))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
            self._fit()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        tokens = theme.current().tokens
        painter = QPainter(self)
        painter.fillRect(self.rect(), tokens.colour("side"))
        painter.fillRect(QRectF(0, 0, self.width(), 1), tokens.colour("line"))

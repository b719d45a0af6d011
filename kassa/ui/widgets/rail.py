"""The rail at the left: the pages, who is at the till, and the lock."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QSizePolicy, QVBoxLayout, QWidget

from kassa.ui import theme
from kassa.ui.widgets import icons
from kassa.ui.widgets.buttons import KeyButton
from kassa.ui.widgets.chips import paint_avatar
from kassa.ui.widgets.label import plain_tooltip

WIDTH = 94
# Its icons alone, where a page needs the room.
NARROW = 60
_SIDE = 4
_BRAND = 55
_TOUCH = 44


class RailEntry(NamedTuple):
    """A page: its name in code, its icon of ``resources/icons``, its translated label, the key that opens it."""

    page: str
    icon: str
    label: str
    key: str = ""


class _RailButton(KeyButton):
    radius = 14.0
    font_px = 14
    height_px = 60

    def __init__(self, icon: str, label: str, key: str = "", checkable: bool = True) -> None:
        self._tight = 0
        self._wide = WIDTH
        super().__init__(label, icon=icon)
        self.setCheckable(checkable)
        self._hint = f"{label} · {key}" if key else label
        self.setAccessibleDescription(key)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def _lines(self, width: float) -> list[str]:
        """The label on one line, or on two when its words need them."""
        metrics = QFontMetricsF(theme.current().font(self.font_px, 600))
        words = self.label.split()
        if metrics.horizontalAdvance(self.label) <= width or len(words) < 2:
            return [self.label]
        best = min(
            range(1, len(words)),
            key=lambda cut: max(
                metrics.horizontalAdvance(" ".join(words[:cut])), metrics.horizontalAdvance(" ".join(words[cut:]))
            ),
        )
        return [" ".join(words[:best]), " ".join(words[best:])]

    def tighten(self, height: int, wide: int = WIDTH) -> None:
        """Shows the icon alone, in so many pixels, where the rail has no room for words; 0 shows both."""
        if (height, wide) != (self._tight, self._wide):
            self._tight, self._wide = height, wide
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        if self._tight:
            return QSize(theme.current().px(self._wide - 2 * _SIDE), self._tight)
        return self.whole_size()

    def whole_size(self) -> QSize:
        """Its size with the words."""
        now = theme.current()
        width = now.px(WIDTH - 2 * _SIDE)
        lines = len(self._lines(width - now.px(2)))
        return QSize(width, now.px(self.height_px + (lines - 1) * 16))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.current().px(_TOUCH), self._tight or theme.current().px(_TOUCH))

    def colours(self) -> tuple[QColor | None, QColor | None, QColor]:
        tokens = theme.current().tokens
        if self.isChecked():
            return tokens.colour("rail_on"), None, tokens.colour("rail_on_text")
        over = self.underMouse() or self.isDown()
        return tokens.colour("rail_over") if over else None, None, tokens.colour("rail_text")

    def _paint_content(self, painter: QPainter, box: QRectF, ink: QColor) -> None:
        now = theme.current()
        room = box.width() - now.px(2)
        font = now.font(self.font_px, 600 if self.isChecked() else 400)
        metrics = QFontMetricsF(font)
        lines = [] if self._tight else self._lines(room)
        side, gap, step = now.px(22), now.px(4) if lines else 0, now.px(17)
        top = box.center().y() - (side + gap + step * len(lines)) / 2
        icons.paint(painter, self._icon, QRectF(QPointF(box.center().x() - side / 2, top), QSizeF(side, side)), ink)
        painter.setFont(font)
        painter.setPen(ink)
        cut = bool(self._tight)
        for number, line in enumerate(lines):
            shown = line
            if metrics.horizontalAdvance(line) > room:
                shown, cut = metrics.elidedText(line, Qt.TextElideMode.ElideRight, room), True
            row = QRectF(box.left(), top + side + gap + number * step, box.width(), step)
            painter.drawText(row, Qt.AlignmentFlag.AlignCenter, shown)
        self.setToolTip(plain_tooltip(self._hint) if cut or self._hint != self.label else "")


class _Person(KeyButton):
    radius = 22.0

    def __init__(self) -> None:
        super().__init__()
        self._initials = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_person(self, initials: str, name: str) -> None:
        self._initials = initials
        self.setAccessibleName(name)
        self.setToolTip(plain_tooltip(name))
        self.setVisible(bool(initials))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.current().px(44), theme.current().px(44))

    def colours(self) -> tuple[QColor | None, QColor | None, QColor]:
        return None, None, theme.current().tokens.colour("reward_text")

    def _paint_content(self, painter: QPainter, box: QRectF, ink: QColor) -> None:
        paint_avatar(painter, box.adjusted(1, 1, -1, -1), self._initials, "reward")


class Rail(QFrame):
    """94 px wide; ``chosen`` says which page, ``lock_asked`` and ``person_asked`` what was pressed at the bottom.

    The pages of every minute stand at the top, those in ``low`` at the bottom with the lock. In a window that large
    text makes small only icons are left, and the rail is as narrow as they are.
    """

    chosen = Signal(str)
    lock_asked = Signal()
    person_asked = Signal()

    def __init__(
        self,
        brand: str,
        entries: Sequence[RailEntry],
        lock_label: str,
        lock_key: str = "",
        parent: QWidget | None = None,
        *,
        low: Sequence[RailEntry] = (),
    ) -> None:
        super().__init__(parent)
        self._brand = brand
        self._narrow = self._placed = False
        self._box = QVBoxLayout(self)
        self._buttons: dict[str, _RailButton] = {}
        group = QButtonGroup(self)
        group.setExclusive(True)
        for entry in (*entries, *low):
            button = _RailButton(entry.icon, entry.label, entry.key)
            group.addButton(button)
            button.clicked.connect(self._clicked)
            self._buttons[entry.page] = button
        for entry in entries:
            self._box.addWidget(self._buttons[entry.page])
        self._box.addStretch(1)
        self.person = _Person()
        self.person.hide()
        self.person.clicked.connect(self.person_asked)
        self._box.addWidget(self.person, 0, Qt.AlignmentFlag.AlignHCenter)
        for entry in low:
            self._box.addWidget(self._buttons[entry.page])
        self.lock = _RailButton("lock", lock_label, lock_key, checkable=False)
        self.lock.clicked.connect(self.lock_asked)
        self._box.addWidget(self.lock)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self._space()

    def choose(self, page: str) -> None:
        """Shows a page as the one that is open, without saying so."""
        self._buttons[page].setChecked(True)

    def set_person(self, initials: str, name: str) -> None:
        """Shows who is at the till; no initials show nobody."""
        self.person.set_person(initials, name)
        self._space()

    def _clicked(self) -> None:
        for page, button in self._buttons.items():
            if button is self.sender():
                self.chosen.emit(page)

    def fit(self, window: int) -> None:
        """Leaves the words away in a window less wide than so many pixels of the design."""
        narrow = window < theme.current().px(theme.ROOMY_WIDTH)
        if narrow != self._narrow:
            self._narrow = narrow
            self._space()

    def minimumSizeHint(self) -> QSize:
        buttons = len(self._buttons) + 1
        head, gap, foot = self._around(tight=True)
        return QSize(theme.current().px(NARROW), head + buttons * (_TOUCH + gap) + self._person_height(gap) + foot)

    def _around(self, tight: bool) -> tuple[int, int, int]:
        """What stands above the buttons, between and below them."""
        px = theme.current().px
        return (px(_BRAND), px(2), px(2)) if tight else (px(_BRAND), px(6), px(8))

    def _person_height(self, gap: int) -> int:
        return self.person.sizeHint().height() + gap if self.person.isVisibleTo(self) else 0

    def _space(self) -> None:
        now = theme.current()
        buttons = [*self._buttons.values(), self.lock]
        head, gap, foot = self._around(tight=False)
        whole = sum(button.whole_size().height() + gap for button in buttons)
        low = self._placed and head + whole + self._person_height(gap) + foot > self.height()
        tight = 0
        if low or self._narrow:
            # Large text on a small screen: the words go, what can be touched stays.
            head, gap, foot = self._around(tight=True)
            room = self.height() - head - self._person_height(gap) - foot
            tight = max(_TOUCH, min(room // len(buttons) - gap, now.px(_TOUCH)))
        wide = NARROW if tight else WIDTH
        for button in buttons:
            button.tighten(tight, wide)
        self.setFixedWidth(now.px(wide))
        self._box.setContentsMargins(now.px(_SIDE), head, now.px(_SIDE), foot)
        self._box.setSpacing(gap)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._placed = True
        self._space()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), now.tokens.colour("rail"))
        painter.setFont(now.font(16, 700))
        painter.setPen(now.tokens.colour("rail_on_text"))
        painter.drawText(QRectF(0, now.px(14), self.width(), now.px(24)), Qt.AlignmentFlag.AlignCenter, self._brand)

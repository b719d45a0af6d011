"""Buttons that say what they do and which key does it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QFocusEvent, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from kassa.ui import theme
from kassa.ui.widgets import brush, icons
from kassa.ui.widgets.label import plain_tooltip

_POINTED = (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)


class KeyButton(QPushButton):
    """A label, perhaps an icon before it, and perhaps the key printed after it. Subclasses choose the colours."""

    radius = 12.0
    height_px = 44
    side_px = 16
    font_px = 15
    weight = 600

    def __init__(self, label: str = "", key: str = "", *, icon: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = ""
        self._key = ""
        self._icon = icon
        self._ring = False
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.set_label(label, key)

    @property
    def label(self) -> str:
        """What the button says."""
        return self._label

    def set_label(self, label: str, key: str | None = None) -> None:
        """Says something else; ``key`` is left as it was when not given."""
        self._label = label
        self._key = self._key if key is None else key
        # An ampersand in a name is an ampersand, no mnemonic.
        self.setText(label.replace("&", "&&"))
        self.setAccessibleName(label)
        self.setAccessibleDescription(self._key)
        self.updateGeometry()
        self.update()

    def colours(self) -> tuple[QColor | None, QColor | None, QColor]:
        """Fill, edge and text now."""
        raise NotImplementedError

    def key_colours(self) -> tuple[QColor, QColor | None, QColor | None]:
        """Text, fill and edge of the printed key."""
        tokens = theme.current().tokens
        return tokens.colour("muted"), None, tokens.colour("edge")

    def _font_metrics(self) -> QFontMetricsF:
        return QFontMetricsF(theme.current().font(self.font_px, self.weight))

    def _parts(self) -> tuple[float, float, float, float]:
        now = theme.current()
        icon = now.px(20) if self._icon else 0
        text = self._font_metrics().horizontalAdvance(self._label)
        key = brush.key_size(self._key).width()
        gap = now.px(8)
        return icon, text, key, gap

    def sizeHint(self) -> QSize:
        icon, text, key, gap = self._parts()
        parts = [part for part in (icon, text, key) if part]
        width = sum(parts) + gap * (len(parts) - 1) + 2 * theme.current().px(self.side_px)
        height = theme.current().px(self.height_px)
        return QSize(max(round(width + 0.5), height), height)

    def minimumSizeHint(self) -> QSize:
        icon, text, _key, gap = self._parts()
        now = theme.current()
        least = icon + min(text, now.px(56)) + 2 * now.px(8) + (gap if icon else 0)
        return QSize(max(round(least), now.px(44)), now.px(self.height_px))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.ApplicationFontChange):
            self.updateGeometry()
        super().changeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Outside of dialogs most platforms press buttons with the space bar only; cashiers press Enter.
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.click()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ring = event.reason() not in _POINTED
        super().focusInEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        box = QRectF(self.rect())
        radius = min(now.px(self.radius), box.height() / 2)
        fill, edge, ink = self.colours()
        brush.rounded(painter, box, radius, fill, edge)
        self._paint_content(painter, box, ink)
        if self.hasFocus() and self._ring:
            brush.focus_ring(painter, box, radius, ink)

    def _paint_content(self, painter: QPainter, box: QRectF, ink: QColor) -> None:
        now = theme.current()
        icon, text, key, gap = self._parts()
        room = box.width() - 2 * now.px(8)
        parts = [part for part in (icon, text, key) if part]
        if sum(parts) + gap * (len(parts) - 1) > room and key and text:
            # The words matter more than the key.
            key, parts = 0.0, [part for part in (icon, text) if part]
        text = min(text, room - (icon + gap if icon else 0) - (key + gap if key else 0))
        total = icon + text + key + gap * (len(parts) - 1)
        x = box.center().x() - total / 2
        if icon:
            icons.paint(painter, self._icon, QRectF(QPointF(x, box.center().y() - icon / 2), QSizeF(icon, icon)), ink)
            x += icon + gap
        if self._label:
            painter.setFont(now.font(self.font_px, self.weight))
            painter.setPen(ink)
            metrics = self._font_metrics()
            shown = self._label
            if metrics.horizontalAdvance(shown) > text + 0.5:
                shown = metrics.elidedText(shown, Qt.TextElideMode.ElideRight, text)
                if not self.toolTip():
                    self.setToolTip(plain_tooltip(self._label))
            painter.drawText(
                QRectF(x, box.top(), text + 2, box.height()),
                Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
                shown,
            )
            x += text + gap
        if key:
            words, fill, edge = self.key_colours()
            size = brush.key_size(self._key)
            brush.key(painter, QPointF(x, box.center().y() - size.height() / 2), self._key, words, fill, edge)


class PrimaryButton(KeyButton):
    """The one thing to do on a page."""

    radius = 14.0
    font_px = 18
    weight = 700
    side_px = 24
    height_px = 48

    def colours(self) -> tuple[QColor | None, QColor | None, QColor]:
        tokens = theme.current().tokens
        if not self.isEnabled():
            return tokens.colour("track"), None, tokens.colour("muted")
        name = "act_down" if self.isDown() else "act_over" if self.underMouse() else "act"
        return tokens.colour(name), None, tokens.colour("on_act")

    def key_colours(self) -> tuple[QColor, QColor | None, QColor | None]:
        tokens = theme.current().tokens
        if not self.isEnabled():
            return tokens.colour("muted"), None, tokens.colour("edge")
        edge = tokens.colour("on_act")
        edge.setAlpha(110)
        return tokens.colour("on_act"), None, edge


class QuietButton(KeyButton):
    """Everything else to do: white with an edge; ``accent`` gives it the green edge of what acts."""

    def __init__(
        self,
        label: str = "",
        key: str = "",
        *,
        icon: str = "",
        accent: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        self._accent = accent
        super().__init__(label, key, icon=icon, parent=parent)

    def colours(self) -> tuple[QColor | None, QColor | None, QColor]:
        tokens = theme.current().tokens
        if not self.isEnabled():
            return None, tokens.colour("line"), tokens.colour("muted")
        edge = tokens.colour("act" if self._accent else "edge")
        name = "track" if self.isDown() else "ground" if self.underMouse() else "card"
        return tokens.colour(name), edge, tokens.colour("text")


class DarkButton(KeyButton):
    """The act inside a row, such as handing out a reward."""

    def colours(self) -> tuple[QColor | None, QColor | None, QColor]:
        tokens = theme.current().tokens
        if not self.isEnabled():
            return tokens.colour("track"), None, tokens.colour("muted")
        name = "ink_over" if self.underMouse() or self.isDown() else "ink"
        return tokens.colour(name), None, tokens.colour("on_ink")

    def key_colours(self) -> tuple[QColor, QColor | None, QColor | None]:
        tokens = theme.current().tokens
        if not self.isEnabled():
            return tokens.colour("muted"), None, tokens.colour("edge")
        return tokens.colour("on_ink"), tokens.colour("ink_key"), None


class PillToggle(KeyButton):
    """A quick item: pressed again it counts up (the page decides), and shows ``Kaffe ×2``."""

    radius = 24.0
    height_px = 48

    def __init__(
        self, label: str = "", key: str = "", *, icon: str = "", parent: QWidget | None = None, checkable: bool = True
    ) -> None:
        self._name = label
        self._count = 0
        super().__init__(label, key, icon=icon, parent=parent)
        self.setCheckable(checkable)

    @property
    def count(self) -> int:
        """How many are chosen; 0 is none."""
        return self._count

    def set_count(self, count: int) -> None:
        """Shows how many are chosen."""
        self._count = max(0, count)
        if self.isCheckable():
            self.setChecked(self._count > 0)
        self.set_label(f"{self._name} ×{self._count}" if self._count else self._name)

    def nextCheckState(self) -> None:
        """Counting is the page's; a click alone changes nothing."""

    def colours(self) -> tuple[QColor | None, QColor | None, QColor]:
        tokens = theme.current().tokens
        if not self.isEnabled():
            return None, tokens.colour("line"), tokens.colour("muted")
        if self._count or self.isChecked():
            return tokens.colour("act_soft"), tokens.colour("act"), tokens.colour("text")
        name = "track" if self.isDown() else "ground" if self.underMouse() else "card"
        return tokens.colour(name), tokens.colour("edge"), tokens.colour("text")


class IconButton(KeyButton):
    """A small act told by an icon; ``name`` is its accessible name and tooltip."""

    radius = 10.0

    def __init__(self, icon: str, name: str, *, colour: str = "muted", parent: QWidget | None = None) -> None:
        self._ink = colour
        super().__init__("", parent=parent)
        self.set_icon(icon, name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_icon(self, icon: str, name: str) -> None:
        """Shows another icon, for what the button does now."""
        self._icon = icon
        self.setAccessibleName(name)
        self.setToolTip(plain_tooltip(name))
        self.update()

    def colours(self) -> tuple[QColor | None, QColor | None, QColor]:
        tokens = theme.current().tokens
        over = self.isDown() or self.underMouse()
        return tokens.colour("track") if over else None, None, tokens.colour(self._ink)

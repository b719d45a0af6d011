"""An empty register teaches: bring a list, add somebody, type in the paper cards, or look at the sample shop."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from kassa.ui import theme
from kassa.ui.first import sample
from kassa.ui.widgets import brush, icons
from kassa.ui.widgets.buttons import KeyButton
from kassa.ui.widgets.label import Label
from kassa.ui.widgets.scroll import PageScroll
from kassa.words import Words

_WIDEST = 860
_NARROW = 620


class Door(KeyButton):
    """A way to begin, as one large button: an icon, what it is and what it does; ``dashed`` where files are dropped."""

    radius = 14.0

    def __init__(
        self, icon: str, title: str, text: str, key: str = "", *, dashed: bool = False, parent: QWidget | None = None
    ) -> None:
        self._dashed = dashed
        self.title = Label(title, "heading", wrap=True)
        self.words = Label(text, "muted", wrap=True)
        super().__init__("", key, parent=parent)
        self._picture = icon
        self.setAccessibleName(f"{title}. {text}")
        self._column = QVBoxLayout(self)
        for label in (self.title, self.words):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            self._column.addWidget(label)
        self._column.addStretch(1)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._space()

    def _space(self) -> None:
        px = theme.current().px
        if self._dashed:
            self._column.setContentsMargins(px(90), px(22), px(24), px(22))
        else:
            self._column.setContentsMargins(px(18), px(64), px(18), px(16))
        self._column.setSpacing(px(4))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._column.totalHeightForWidth(width)

    def sizeHint(self) -> QSize:
        wide = theme.current().px(560 if self._dashed else 260)
        return QSize(wide, self.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:
        now = theme.current()
        return QSize(now.px(160), self.heightForWidth(max(self.width(), now.px(160))))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_column"):
            self._space()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        tokens = now.tokens
        painter = QPainter(self)
        box, radius = QRectF(self.rect()), now.px(14)
        over = self.underMouse() or self.isDown()
        if self._dashed:
            brush.rounded(painter, box, radius, tokens.colour("act_soft"))
            pen = QPen(tokens.colour("act"), now.px(2))
            pen.setDashPattern([4.0, 3.0])
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), radius, radius)
        else:
            brush.rounded(painter, box, radius, tokens.colour("card"), tokens.colour("act" if over else "line"))
        side = now.px(44 if self._dashed else 36)
        top = box.center().y() - side / 2 if self._dashed else now.px(18)
        disc = QRectF(now.px(24 if self._dashed else 18), top, side, side)
        brush.rounded(painter, disc, side / 2, tokens.colour("act" if self._dashed else "act_soft"))
        inner = disc.adjusted(side / 4, side / 4, -side / 4, -side / 4)
        ink = tokens.colour("on_act" if self._dashed else "act_soft_text")
        icons.paint(painter, self._picture, inner, ink)
        if self._key:
            size = brush.key_size(self._key)
            at = QPointF(box.right() - size.width() - now.px(16), disc.center().y() - size.height() / 2)
            brush.key(painter, at, self._key, tokens.colour("muted"), None, tokens.colour("edge"))
        if self.hasFocus() and self._ring:
            brush.focus_ring(painter, box, radius, tokens.colour("text"))


class EmptyRegister(QWidget):
    """``import_asked``, ``new_asked`` and ``paper_asked`` say which way was chosen; the sample shop opens by itself."""

    import_asked = Signal()
    new_asked = Signal()
    paper_asked = Signal()

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        tr = words.tr
        self.heading = Label(tr("Nobody in the register yet"), "title", wrap=True)
        self.text = Label(tr("Bring in the customers that you have, or begin with the next one."), "note", wrap=True)
        self.text.set_colour("muted")
        self.bring = Door(
            "import",
            tr("Drop your customer list here"),
            tr("From another till, a spreadsheet or the telephone's contacts. Or press to choose the file."),
            dashed=True,
        )
        self.new = Door("plus", tr("A new customer"), tr("A name, a telephone or just a card is enough."), "F4")
        self.paper = Door("card", tr("Paper cards"), tr("Type a name and its stamps, one card after the other."))
        self.sample = Door(
            "shop", tr("The sample shop"), tr("Look around in a window of its own; yours stays as it is.")
        )
        self.bring.clicked.connect(self.import_asked)
        self.new.clicked.connect(self.new_asked)
        self.paper.clicked.connect(self.paper_asked)
        self.sample.clicked.connect(self._open_sample)
        self._lay_out()

    def _lay_out(self) -> None:
        px = theme.current().px
        inside = QWidget()
        inside.setMaximumWidth(px(_WIDEST))
        column = QVBoxLayout(inside)
        column.setContentsMargins(px(28), px(20), px(28), px(20))
        column.setSpacing(px(8))
        column.addStretch(2)
        column.addWidget(self.heading)
        column.addWidget(self.text)
        column.addSpacing(px(10))
        column.addWidget(self.bring)
        column.addSpacing(px(4))
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(px(12))
        for door in (self.new, self.paper, self.sample):
            self._row.addWidget(door, 1)
        column.addLayout(self._row)
        column.addStretch(3)
        middle = QWidget()
        across = QHBoxLayout(middle)
        across.setContentsMargins(0, 0, 0, 0)
        across.addStretch(1)
        across.addWidget(inside, 1000)
        across.addStretch(1)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(PageScroll(middle))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < theme.current().px(_NARROW)
        across = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._row.setDirection(across)

    def _open_sample(self) -> None:
        if sample.open_sample(self._words):
            told = self._words.tr("The sample shop opens in a window of its own in a moment.")
        else:
            told = self._words.tr("The sample shop can't be started here. Start it yourself: kassa demo")
        self.text.set_text(told)

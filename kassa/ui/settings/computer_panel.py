"""This computer: its language, its looks, the till's name."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSignalBlocker, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSizePolicy, QSlider, QWidget

from kassa.config import LARGEST_TEXT, LONGEST_TILL, SMALLEST_TEXT, Config
from kassa.ui import theme
from kassa.ui.settings.fields import Field, Line, WordChoices
from kassa.ui.widgets import brush
from kassa.ui.widgets.label import Label
from kassa.ui.widgets.panel import Panel
from kassa.words import OWN_NAMES, Words

_STEP = 5
_SETTLE_MS = 500


class SizeSlider(QSlider):
    """A text size in percent, as large as the screen has room for; ``settled`` once the hand rests."""

    settled = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        app = QApplication.instance()
        room = int(theme.largest_scale(app) * 100) if isinstance(app, QApplication) else LARGEST_TEXT
        self.setRange(SMALLEST_TEXT // _STEP, min(LARGEST_TEXT, room) // _STEP)
        self.setPageStep(5)
        self._rest = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._rest.timeout.connect(self._settle)
        self.valueChanged.connect(self._moved)
        self.sliderReleased.connect(self._settle)

    @property
    def percent(self) -> int:
        """The size that the handle stands at."""
        return self.value() * _STEP

    def set_percent(self, percent: int) -> None:
        """Shows a size without saying so."""
        with QSignalBlocker(self):
            self.setValue(round(percent / _STEP))

    def _moved(self) -> None:
        if not self.isSliderDown():
            self._rest.start()

    def _settle(self) -> None:
        self._rest.stop()
        self.settled.emit(self.percent)

    def wheelEvent(self, event: QWheelEvent) -> None:
        # The wheel scrolls the page; it shall not change what stands under it on the way.
        event.ignore()


class SizePreview(QWidget):
    """A line as the till writes it, in the size that would be chosen."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = "Maria Lindqvist"
        self._line = words.tr("{stamps} of {boxes} stamps").format(stamps=8, boxes=10)
        self._percent = 100
        self.setAccessibleName(words.tr("How it would look"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_size(self, percent: int) -> None:
        """Shows a text size."""
        self._percent = percent
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(100, 128)

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        as_if = theme.Theme(now.tokens, now.dark, self._percent / 100)
        painter = QPainter(self)
        brush.rounded(painter, self.rect().toRectF(), now.px(12), now.tokens.colour("ground"))
        big, small = as_if.font(22, 700), as_if.font(15)
        left, gap = now.px(16), as_if.px(4)
        height = QFontMetrics(big).height() + gap + QFontMetrics(small).height()
        top = (self.height() - height) // 2
        painter.setFont(big)
        painter.setPen(now.tokens.colour("text"))
        painter.drawText(left, top + QFontMetrics(big).ascent(), self._name)
        painter.setFont(small)
        painter.setPen(now.tokens.colour("muted"))
        painter.drawText(left, top + QFontMetrics(big).height() + gap + QFontMetrics(small).ascent(), self._line)


class ComputerPanel(Panel):
    """What was chosen, as it was chosen: ``language_picked``, ``theme_picked``, ``size_picked`` (percent) and
    ``till_named``.
    """

    language_picked = Signal(str)
    theme_picked = Signal(str)
    size_picked = Signal(int)
    till_named = Signal(str)

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(words.tr("This computer"), parent=parent)
        self._spoken = words.language
        self.language = WordChoices(tuple(OWN_NAMES.items()))
        self.language.set_value(self._spoken)
        self.language.picked.connect(self.language_picked)
        self.theme = WordChoices(
            (
                ("system", words.tr("As the computer")),
                ("light", words.tr("Light")),
                ("dark", words.tr("Dark")),
            )
        )
        self.theme.picked.connect(self.theme_picked)
        self.text_size = SizeSlider()
        self.share = Label("", "figure")
        self.preview = SizePreview(words)
        self.text_size.valueChanged.connect(self._show_size)
        self.text_size.settled.connect(self.size_picked)
        self.till = Line(LONGEST_TILL)
        self.till.settled.connect(self.till_named)
        sizes = QWidget()
        self._sizes = QHBoxLayout(sizes)
        self._sizes.setContentsMargins(0, 0, 0, 0)
        self._sizes.addWidget(self.text_size, 1)
        self._sizes.addWidget(self.share)
        sizes.setFocusProxy(self.text_size)
        named = words.tr("Stands beside every visit noted here. A new name counts from the next start.")
        for field in (
            Field(words.tr("Language"), self.language),
            Field(words.tr("Colours"), self.theme),
            Field(words.tr("Text size"), sizes),
        ):
            self.add(field)
        self.text_size.setAccessibleName(words.tr("Text size"))
        self.add(self.preview)
        self.add(Field(words.tr("The till's name"), self.till, named))
        self._space_sizes()

    def show_config(self, config: Config, till: str) -> None:
        """Shows what is chosen; ``till`` is what this till is called while nothing is."""
        self.language.set_value(self._spoken)
        self.theme.set_value(config.theme)
        self.text_size.set_percent(round(theme.current().scale * 100))
        self._show_size()
        self.till.set_value(config.till or "")
        self.till.setPlaceholderText(till)

    def _show_size(self) -> None:
        self.share.set_text(f"{self.text_size.percent} %")
        self.preview.show_size(self.text_size.percent)

    def _space_sizes(self) -> None:
        self._sizes.setSpacing(theme.current().px(14))
        self.share.setMinimumWidth(theme.current().px(52))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_sizes"):
            self._space_sizes()
        super().changeEvent(event)

"""The amount: typed as people of the language write it, kept as minor units."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from kassa.domain.money import LARGEST, digits_of
from kassa.ui import theme
from kassa.ui.widgets import brush
from kassa.ui.widgets.curtain import Private
from kassa.ui.widgets.label import Label
from kassa.words import Money, Words

_SPACES = re.compile(r"[\s\u00a0\u2009\u202f']")
_CURRENCY = re.compile(r"(kr|:-|sek|nok|dkk|pln|zł|zl|eur|€|gbp|£|usd|\$)\.?", re.IGNORECASE)
_LARGE = 28
_GROUPED = re.compile(r"\d{1,3}([.,]\d{3})+")


def decimal_mark(language: str) -> str:
    """The sign before the decimals in a language."""
    return "." if language == "en" else ","


def parse_amount(text: str, currency: str, language: str) -> int | None:
    """Minor units of ``89``, ``89,50``, ``1 234,50`` or ``89.50``; None when it is no amount.

    Spaces group thousands, and so does the sign that the language has no other use for (``1,234.50`` in English). Both
    comma and point are taken as the decimal mark, because keypads have only one; three digits after a lone one that the
    language groups with are thousands.
    """
    plain = _CURRENCY.sub("", _SPACES.sub("", text))
    if not plain or not plain.isascii() or not re.fullmatch(r"[\d.,]+", plain):
        return None
    digits = digits_of(currency)
    mark = decimal_mark(language)
    grouping = "," if mark == "." else "."
    whole, part = plain, ""
    at = max(plain.rfind(","), plain.rfind("."))
    if at >= 0 and not (plain[at] == grouping and _GROUPED.fullmatch(plain) and plain.count(mark) == 0):
        whole, part = plain[:at], plain[at + 1 :]
        if plain[at] in whole:
            return None
    if "," in whole or "." in whole:
        if not _GROUPED.fullmatch(whole) or ("," in whole and "." in whole):
            return None
        whole = whole.replace(",", "").replace(".", "")
    if len(part) > digits or not (whole or part):
        return None
    minor = int(whole or "0") * 10**digits + int(part.ljust(digits, "0") or "0")
    return minor if minor < LARGEST else None


class AmountDigits(QLineEdit, Private):
    """The digits themselves; the stylesheet knows them by this name."""

    def __init__(self) -> None:
        super().__init__()
        self._private = True
        self.affix = ""
        self.prefixed = False

    def veil_changed(self) -> None:
        self.setEchoMode(QLineEdit.EchoMode.Password if self.veiled else QLineEdit.EchoMode.Normal)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.text() or not self.affix or self.prefixed or self.veiled:
            return
        # Beside what is typed, so that the amount reads as it will be printed.
        metrics = QFontMetricsF(self.font())
        left = self.cursorRect().left() + metrics.horizontalAdvance(self.text()[self.cursorPosition() :])
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(theme.current().tokens.colour("text"))
        at = QPointF(left + theme.current().px(14), (self.height() + metrics.ascent() - metrics.descent()) / 2)
        painter.drawText(at, self.affix)


class AmountField(QFrame):
    """A caption and big digits. ``changed`` gives minor units, or None for nothing or what is no amount;
    ``valid`` tells those two apart. ``entered`` is Enter.
    """

    changed = Signal(object)
    entered = Signal()

    def __init__(self, words: Words, currency: str, caption: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._currency = currency
        self._caption = caption
        self._label = Label(caption, "muted")
        self.edit = AmountDigits()
        self.edit.setAccessibleName(caption)
        self.edit.setInputMethodHints(Qt.InputMethodHint.ImhFormattedNumbersOnly)
        self.edit.setMaxLength(24)
        self.edit.textChanged.connect(self._typed)
        self.edit.returnPressed.connect(self.entered)
        self._box = QVBoxLayout(self)
        self._box.addWidget(self._label)
        self._box.addWidget(self.edit)
        self.setFocusProxy(self.edit)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self._complaint = ""
        self._filled = False
        self._size = _LARGE
        self._dress()

    @property
    def minor(self) -> int | None:
        """What is typed, in minor units; None for nothing or no amount."""
        return parse_amount(self.edit.text(), self._currency, self._words.language)

    @property
    def valid(self) -> bool:
        """Whether it is empty or an amount."""
        return not self.edit.text().strip() or self.minor is not None

    def text(self) -> str:
        """What is typed."""
        return self.edit.text()

    def set_minor(self, minor: int | None) -> None:
        """Writes an amount into the field, as the language writes it."""
        shown = "" if minor is None else self._words.money(Money(minor, self._currency), symbol=False)
        self.edit.setText(shown)

    def set_currency(self, currency: str) -> None:
        """Reads and shows amounts of another currency."""
        self._currency = currency
        self._affix()

    def clear(self) -> None:
        """Empties the field and forgets its complaint."""
        self.edit.clear()
        self.complain("")

    def complain(self, sentence: str) -> None:
        """Says kindly what is wrong, in the caption's place; nothing takes it back."""
        self._complaint = sentence
        self._label.set_text(sentence or self._caption)
        self._label.set_colour("wrong" if sentence else "muted")
        self.edit.setAccessibleDescription(sentence)
        self.update()

    def insert(self, text: str) -> None:
        """Types at the cursor, for the number pad."""
        self.edit.insert(text)

    def _typed(self, text: str) -> None:
        if text and not self.edit.affix:
            self._affix()
        if bool(text) != self._filled or self._fitting() != self._size:
            self._filled = bool(text)
            self._dress()
        if self.valid:
            self.complain("")
        elif re.search(r"[^\d\s.,\u00a0\u202f]", _CURRENCY.sub("", text)):
            self.complain(self._words.tr("Digits only, such as {example}").format(example=self._example()))
        elif self.minor is None and not re.search(r"[.,]$", text.strip()):
            self.complain(self._words.tr("Write it as {example}").format(example=self._example()))
        self.changed.emit(self.minor)

    def _example(self) -> str:
        return "89" if not digits_of(self._currency) else f"89{decimal_mark(self._words.language)}50"

    def _affix(self) -> None:
        whole = self._words.money(Money(0, self._currency))
        symbol = re.sub(r"[\d.,\s\u00a0\u202f]", "", whole)
        self.edit.affix, self.edit.prefixed = symbol, whole.startswith(symbol)
        self._dress()

    def _dress(self) -> None:
        now = theme.current()
        self._box.setContentsMargins(now.px(14), now.px(9), now.px(14), now.px(7))
        self._box.setSpacing(0)
        self._size = self._fitting()
        self.edit.setFont(now.font(self._size, 700, figures=True))
        room = round(QFontMetricsF(now.font(self._size, 700)).horizontalAdvance(self.edit.affix))
        room = room + now.px(8) if room and self._filled else 0
        if self.edit.prefixed:
            self.edit.setTextMargins(room, 0, 0, 0)
        else:
            self.edit.setTextMargins(0, 0, room, 0)
        self.setFixedHeight(now.px(70))
        self.setMinimumWidth(now.px(170))

    def _fitting(self) -> int:
        """The largest size at which all that is typed can be seen with its currency, but no smaller than 18."""
        now, whole = theme.current(), f"{self.edit.text()} {self.edit.affix}"
        room = self.width() - now.px(14 + 14 + 8)
        if len(whole) <= 8:
            return _LARGE
        wide = QFontMetricsF(now.font(_LARGE, 700, figures=True)).horizontalAdvance(whole)
        return max(18, min(_LARGE, int(_LARGE * room / wide)))

    def sizeHint(self) -> QSize:
        return QSize(theme.current().px(218), theme.current().px(70))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._dress()
        super().changeEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.edit.setFocus(Qt.FocusReason.MouseFocusReason)

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        painter = QPainter(self)
        colour = "wrong" if self._complaint else "act" if self.edit.hasFocus() else "edge"
        width = 2.0 if self._complaint or self.edit.hasFocus() else 1.0
        edge = QColor(now.tokens.colour(colour))
        brush.rounded(painter, QRectF(self.rect()), now.px(14), now.tokens.colour("card"), edge, width)
        if self.edit.prefixed and self.edit.text():
            painter.setFont(self.edit.font())
            painter.setPen(now.tokens.colour("text"))
            box = QRectF(self.edit.geometry())
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.edit.affix)

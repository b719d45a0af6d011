"""What stands on the cards' backs, and over which edge the printer turns the paper."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from kassa.services.card_look import LONGEST_TEXT, BackKind, CardLook
from kassa.ui import theme
from kassa.ui.settings.fields import WordChoices
from kassa.ui.widgets.label import Label
from kassa.words import Words

_NONE = "none"


class BackEditor(QWidget):
    """``changed`` carries the parts of the look that the person chose anew, ``typed`` the text being typed."""

    changed = Signal(object)
    typed = Signal(object)

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = words
        self._look = CardLook()
        self._boxes, self._tiers, self._turned = 0, False, True
        self.kinds = WordChoices(
            (
                (_NONE, words.tr("No back")),
                ("stamps", words.tr("Stamp boxes")),
                ("tiers", words.tr("Tiers")),
                ("text", words.tr("Own text")),
            )
        )
        self.kinds.setAccessibleName(words.tr("Back"))
        self.text_name = Label("", "small", wrap=True)
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.edges_name = Label(words.tr("The printer turns the paper"), "small", wrap=True)
        self.edges = WordChoices(
            (("long-edge", words.tr("like a book's page")), ("short-edge", words.tr("like a notepad's page")))
        )
        self.edges.setAccessibleName(words.tr("The printer turns the paper"))
        self.notice = Label(words.tr("Each back ends with a line on privacy."), "muted", wrap=True)
        column = QVBoxLayout(self)
        for widget in (self.kinds, self.text_name, self.text, self.edges_name, self.edges, self.notice):
            column.addWidget(widget)
        self.kinds.picked.connect(self._kind_picked)
        self.edges.picked.connect(self._edge_picked)
        self.text.textChanged.connect(self._text_changed)
        self._dress()

    def offer(self, boxes: int, tiers: bool) -> None:
        """What the programme has for a back: a stamp card of so many boxes (0: none), tiers."""
        self._boxes, self._tiers = boxes, tiers
        self.kinds.choices["stamps"].setVisible(boxes > 0)
        self.kinds.choices["tiers"].setVisible(tiers)
        self.show_look(self._look, self._turned)

    def show_look(self, look: CardLook, turned: bool) -> None:
        """What is chosen now; ``turned`` says whether the sheet is turned at all, which a plastic card isn't."""
        self._look = look
        self.kinds.set_value(_NONE if look.duplex is None else self._kind())
        self.edges.set_value(look.duplex or "long-edge")
        if self.text.toPlainText().split() != look.back_text.split():
            self.text.blockSignals(True)
            self.text.setPlainText(look.back_text)
            self.text.blockSignals(False)
        self._turned = turned
        self._show_parts()

    def in_words(self) -> str:
        """The same in a few words: ``ten stamp boxes``."""
        if self._look.duplex is None:
            return self.words.tr("none")
        told = {
            "stamps": self.words.ntr("{n} stamp box", "{n} stamp boxes", self._boxes).format(n=self._boxes),
            "tiers": self.words.tr("the tiers"),
            "text": self.words.tr("own text"),
        }
        return told[self._kind()]

    def _kind(self) -> BackKind:
        """What really stands there: where the programme lacks what is chosen, the other of the two, or words alone."""
        there: dict[BackKind, bool] = {"stamps": self._boxes > 0, "tiers": self._tiers, "text": True}
        if there[self._look.back]:
            return self._look.back
        return next(kind for kind, is_there in there.items() if is_there)

    def _show_parts(self) -> None:
        printed = self._look.duplex is not None
        alone = self._kind() == "text"
        below = self.words.tr("Words below, if you like")
        self.text_name.set_text(self.words.tr("What stands there") if alone else below)
        self.text.setAccessibleName(self.text_name.full_text())
        for each in (self.text_name, self.text, self.notice):
            each.setVisible(printed)
        for part in (self.edges_name, self.edges):
            part.setVisible(printed and self._turned)

    def _kind_picked(self, kind: str) -> None:
        if kind == _NONE:
            self.changed.emit({"duplex": None})
        else:
            self.changed.emit({"back": kind, "duplex": self._look.duplex or self.edges.value() or "long-edge"})

    def _edge_picked(self, edge: str) -> None:
        self.changed.emit({"duplex": edge})

    def _text_changed(self) -> None:
        text = self.text.toPlainText()
        if len(text) > LONGEST_TEXT:
            cursor = self.text.textCursor()
            place = min(cursor.position(), LONGEST_TEXT)
            self.text.blockSignals(True)
            self.text.setPlainText(text[:LONGEST_TEXT])
            cursor = self.text.textCursor()
            cursor.setPosition(place)
            self.text.setTextCursor(cursor)
            self.text.blockSignals(False)
        self.typed.emit({"back_text": self.text.toPlainText()})

    def _dress(self) -> None:
        self.text.setFixedHeight(theme.current().px(74))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "text"):
            self._dress()
        super().changeEvent(event)

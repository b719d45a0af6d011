"""What is written: the greeting, the text, the fields that go into it, and samples to begin with."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, Signal
from PySide6.QtWidgets import QLineEdit, QMenu, QPlainTextEdit, QWidget

from kassa.domain.letter_text import FIELDS, Field
from kassa.services.mail_text import LONGEST_TITLE
from kassa.ui import theme
from kassa.ui.post.samples import Sample, braced, samples
from kassa.ui.widgets.buttons import PillToggle, QuietButton
from kassa.ui.widgets.flow import FlowBox
from kassa.ui.widgets.label import Label
from kassa.ui.widgets.panel import Panel
from kassa.words import Words

_HIGH = 210
_WITH_COUPON: frozenset[Field] = frozenset({"reward", "coupon", "until"})


class _FieldButton(PillToggle):
    height_px = 44
    font_px = 14
    side_px = 12


class TextPanel(Panel):
    """``changed`` says that something else is written."""

    changed = Signal()

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(words.tr("What it says"), parent=parent)
        self.words = words
        self.title_line = QLineEdit()
        self.title_line.setMaxLength(LONGEST_TITLE)
        self.title_line.setAccessibleName(words.tr("Greeting"))
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(words.tr("Text"))
        self.samples_button = QuietButton(words.tr("Sample texts…"))
        self.fields = FlowBox(6)
        self.field_buttons: dict[Field, _FieldButton] = {}
        # Where a field goes: into what the cursor was in last.
        self._last: QLineEdit | QPlainTextEdit = self.text
        self._lay_out()
        for editor in (self.title_line, self.text):
            editor.installEventFilter(self)
        self.title_line.textChanged.connect(self._said)
        self.text.textChanged.connect(self._said)
        self.samples_button.clicked.connect(self._show_samples)
        self.show_coupon(False)
        self.write(samples(words)[0])

    def _lay_out(self) -> None:
        for field in FIELDS:
            written = braced(field, self.words)
            button = _FieldButton(written, checkable=False)
            button.setAccessibleName(self.words.tr("Put in {field}").format(field=written))
            button.clicked.connect(partial(self._put_in, field))
            self.field_buttons[field] = button
            self.fields.add(button)
        self.add(Label(self.words.tr("Greeting"), "small"))
        self.add(self.title_line)
        self.add(Label(self.words.tr("Text"), "small"))
        self.add(self.text)
        self.add(Label(self.words.tr("Press to put in what differs from one to the next"), "muted", wrap=True))
        self.add(self.fields)
        self.add(self.samples_button)
        self._dress()

    def write(self, sample: Sample) -> None:
        """Puts a sample in the place of what stands there; Ctrl+Z in the text brings that back."""
        self.title_line.setText(sample.title)
        cursor = self.text.textCursor()
        cursor.select(cursor.SelectionType.Document)
        cursor.insertText(sample.text)

    def show_coupon(self, there: bool) -> None:
        """The fields of a coupon are of use only with one."""
        for field in _WITH_COUPON:
            self.field_buttons[field].setVisible(there)
        self.fields.updateGeometry()

    def show_rules(self, stamps: bool, tiers: bool) -> None:
        """The same for fields of stamps and tiers."""
        there: dict[Field, bool] = {"stamps": stamps, "left": stamps, "tier": tiers}
        for field, shown in there.items():
            self.field_buttons[field].setVisible(shown)

    def _put_in(self, field: Field, _on: bool = False) -> None:
        written = braced(field, self.words)
        if isinstance(self._last, QLineEdit):
            self._last.insert(written)
        else:
            self._last.insertPlainText(written)
        self._last.setFocus()

    def _show_samples(self) -> None:
        menu = QMenu(self)
        for sample in samples(self.words):
            menu.addAction(sample.name).triggered.connect(partial(self._take_sample, sample))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.samples_button.mapToGlobal(QPoint(0, self.samples_button.height())))

    def _take_sample(self, sample: Sample, _on: bool = False) -> None:
        self.write(sample)

    def _said(self) -> None:
        self.changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QLineEdit | QPlainTextEdit):
            self._last = watched
        return super().eventFilter(watched, event)

    def _dress(self) -> None:
        self.text.setFixedHeight(theme.current().px(_HIGH))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "text"):
            self._dress()
        super().changeEvent(event)

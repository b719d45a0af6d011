"""The second step: what was understood of a file, before anything is changed, and every part of it to be corrected."""

from __future__ import annotations

from collections.abc import Mapping as Dict
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from kassa.ui import theme
from kassa.ui.importing import examples, figures, reckoning, understood
from kassa.ui.importing.advanced import Advanced
from kassa.ui.importing.columns import ColumnTable, options_for
from kassa.ui.importing.controls import Fold, Tick
from kassa.ui.importing.figures import Tiles
from kassa.ui.importing.panels import ExamplesPanel, PairsPanel, UnderstoodPanel
from kassa.ui.importing.questions import Notice, Question
from kassa.ui.importing.reckoning import ReckoningPanel
from kassa.ui.importing.rejected import RejectedPanel
from kassa.ui.widgets.label import Label
from kassa.ui.widgets.panel import Panel
from kassa.words import Words

if TYPE_CHECKING:
    from kassa.exchange.mapping import Mapping
    from kassa.services.importing import ImportReport
    from kassa.ui.importing.desk import Seen, Unclear

_SIDE = 388
_NARROW = 900
_STAMPS = "stamps"


class PreviewView(QWidget):
    """``changed`` carries the mapping as the person wants it now, ``kind_changed`` what is in the file.

    ``back_asked`` wants it as before the last change, ``earn_changed`` says whether purchases shall give stamps.

    ``save_asked`` and ``use_asked`` are about the choices in a file, ``rejected_asked`` about the rows to be mended.
    """

    changed = Signal(object)
    kind_changed = Signal(str)
    back_asked = Signal()
    earn_changed = Signal(bool)
    save_asked = Signal()
    use_asked = Signal()
    rejected_asked = Signal()

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._seen: Seen | None = None
        self._mapping: Mapping | None = None
        self.trouble = Question()
        self.trouble.answered.connect(self._back_answered)
        self.notice = Notice()
        self.tiles = Tiles()
        self.order = Question()
        self.order.answered.connect(self._order_answered)
        self.card = Question()
        self.card.answered.connect(self._card_answered)
        self.columns = ColumnTable(words)
        self.columns.picked.connect(self._column_picked)
        self.columns.put_back.connect(self._column_put_back)
        self.fold = Fold(words.tr("How the file is read"))
        self.advanced = Advanced(words)
        self.advanced.changed.connect(self.changed)
        self.advanced.kind_changed.connect(self.kind_changed)
        self.advanced.save_asked.connect(self.save_asked)
        self.advanced.use_asked.connect(self.use_asked)
        self.fold.body.addWidget(self.advanced)
        self.reckoning = ReckoningPanel(words)
        self.understood = UnderstoodPanel(words)
        self.examples = ExamplesPanel(words)
        self.pairs = PairsPanel(words)
        self.rejected = RejectedPanel(words)
        self.rejected.save_asked.connect(self.rejected_asked)
        self.earn = Tick(words.tr("Give stamps for these purchases"))
        self.earn.toggled.connect(self.earn_changed)
        self.earning = QWidget()
        self._lay_out()

    def _lay_out(self) -> None:
        now = theme.current()
        told = self._words.tr("Left off, they are history: they count for tiers and figures, and earn nothing.")
        self.earn.setAccessibleDescription(told)
        row = QHBoxLayout(self.earning)
        row.setContentsMargins(now.px(4), 0, 0, 0)
        row.setSpacing(now.px(16))
        self.earn.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row.addWidget(self.earn)
        row.addWidget(Label(told, "muted", wrap=True), 1)
        reading = Panel()
        reading.add(self.fold)
        left, right = QVBoxLayout(), QVBoxLayout()
        for widget in (self.columns, reading, self.pairs, self.rejected):
            left.addWidget(widget)
        for widget in (self.reckoning, self.understood, self.examples):
            right.addWidget(widget)
        for column in (left, right):
            column.setSpacing(now.px(16))
            column.addStretch(1)
        self._side = QWidget()
        right.setContentsMargins(0, 0, 0, 0)
        self._side.setLayout(right)
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._body.setSpacing(now.px(16))
        self._body.addLayout(left, 1)
        self._body.addWidget(self._side)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, now.px(4), 0)
        column.setSpacing(now.px(16))
        for above in (self.notice, self.trouble, self.order, self.card, self.tiles, self.earning):
            column.addWidget(above)
        column.addLayout(self._body, 1)

    def show_seen(self, seen: Seen, mapping: Mapping) -> None:
        """What is understood with this mapping."""
        self._seen, self._mapping = seen, mapping
        words, source = self._words, seen.source
        for widget in (self.tiles, self._side):
            widget.show()
        self._ask()
        self._show_table(seen, mapping)
        self.show_rehearsed(None)
        sales = source.kind == "sales"
        title = words.tr("The first receipts, as they will be") if sales else words.tr("The first, as they will be")
        self.examples.show_examples(title, examples.examples(words, seen))
        self.earning.setVisible(sales)
        survey = seen.survey
        self.pairs.show_pairs(survey.alike, survey.alike_count)

    def show_unclear(self, unclear: Unclear, mapping: Mapping) -> None:
        """Only the columns are known: which of them holds what?"""
        self._seen, self._mapping = None, mapping
        words = self._words
        for widget in (self.tiles, self.order, self.card, self.earning, self._side, self.pairs, self.rejected):
            widget.hide()
        self.trouble.ask(words.text(unclear.why), words.tr("Say below what its columns hold."), ())
        self._show_table(unclear, mapping)

    def _show_table(self, seen: Seen | Unclear, mapping: Mapping) -> None:
        fields = [(field, self._words.text(label)) for field, label in seen.fields]
        self.columns.show_columns(seen.source.columns, options_for(self._words, fields), tuple(mapping.columns))
        self.columns.setVisible(bool(seen.source.columns))
        self.advanced.show_mapping(seen.source, mapping)

    def show_rehearsed(self, report: ImportReport | None) -> None:
        """What was understood, with what the import would do where that is known."""
        if self._seen is None or self._mapping is None:
            return
        survey = self._seen.survey
        rejected = survey.rejected if report is None else report.rejected
        count = survey.rejected_count if report is None else len(report.rejected)
        self.tiles.show_tiles(figures.of_file(self._words, self._seen, count, report))
        kind = self._seen.source.kind
        self.reckoning.show_entries(
            reckoning.of_file(self._words, kind, survey)
            if report is None
            else reckoning.of_report(self._words, kind, report, done=False)
        )
        self.rejected.show_rejected(rejected, count)
        self.reckoning.set_title(
            self._words.tr("How it adds up, compared with your register")
            if report is not None
            else self._words.tr("How it adds up")
        )
        self.understood.show_facts(understood.facts(self._words, self._seen.source, self._mapping))

    def open_question(self) -> Question | None:
        """What must be answered before the import, if anything."""
        return next((question for question in (self.order, self.card) if question.isVisibleTo(self)), None)

    def _ask(self) -> None:
        seen, mapping, words = self._seen, self._mapping, self._words
        if seen is None or mapping is None:
            return
        if understood.asks_day_order(seen.source, mapping):
            written, day_first, month_first = understood.either_way(words, seen.source)
            heading = words.tr("Which day is {date}?").format(date=written or f"{day_first} / {month_first}")
            text = words.tr("Nothing in the file says whether the day or the month stands first.")
            self.order.ask(heading, text, (("yes", day_first), ("no", month_first)))
        else:
            self.order.hide()
        if asks_stamp_card(seen, mapping):
            heading = words.tr("On which card do the stamps go?")
            text = words.tr("The file holds stamps already collected, and you have several stamp cards.")
            self.card.ask(heading, text, seen.stamp_cards)
        else:
            self.card.hide()

    def say(self, text: str, wrong: bool = False) -> None:
        """A sentence about what was done here; nothing for no text."""
        self.notice.say(text, wrong)

    def _back_answered(self, answer: str) -> None:
        self.back_asked.emit()

    def _order_answered(self, answer: str) -> None:
        if self._mapping is not None:
            self.changed.emit(replace(self._mapping, day_first=answer == "yes"))

    def _card_answered(self, card: str) -> None:
        if self._mapping is not None:
            self.changed.emit(replace(self._mapping, stamp_card=card))

    def _column_picked(self, heading: str, field: str) -> None:
        if self._mapping is not None:
            self._map({**self._mapping.columns, heading: field})

    def _column_put_back(self, heading: str) -> None:
        if self._mapping is not None:
            self._map({name: field for name, field in self._mapping.columns.items() if name != heading})

    def _map(self, columns: Dict[str, str]) -> None:
        if self._mapping is not None:
            self.changed.emit(replace(self._mapping, columns=columns))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        now = theme.current()
        narrow = self.width() < now.px(_NARROW)
        self._body.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        self._side.setMinimumWidth(0 if narrow else now.px(_SIDE))
        self._side.setMaximumWidth(16_777_215 if narrow else now.px(_SIDE))


def asks_stamp_card(seen: Seen, mapping: Mapping) -> bool:
    """Whether a person must say to which stamp card the file's stamps belong."""
    held = any(column.field == _STAMPS for column in seen.source.columns)
    return held and mapping.stamp_card is None and len(seen.stamp_cards) > 1

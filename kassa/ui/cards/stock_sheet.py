"""The drawer: how many blank cards are left, what was printed when, and what to do with a sheet that was spoilt.

``StockSheet(words, stock, runs, day, parent)`` takes ``card_stock.stock(session)``, ``card_stock.print_runs(session)``
and the shop's ``ShopDay``. ``accepted`` carries a ``Spoilt``: its ``run`` and ``page`` as ``card_stock.void_page``
takes them; with ``again`` as many new cards are to be printed in their place (``PrintRequest.reprints``, which voids
the old ones itself). Nothing is saved here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kassa.domain.calendar import ShopDay
from kassa.ui import theme, when
from kassa.ui.cards.controls import Stepper
from kassa.ui.cards.rows import FoldRow, Rows
from kassa.ui.till.sheet import Sheet
from kassa.ui.widgets.buttons import QuietButton
from kassa.ui.widgets.flow import FlowBox
from kassa.ui.widgets.label import Label
from kassa.words import Words

if TYPE_CHECKING:
    from kassa.services.card_stock import PrintPage, PrintRun, Stock


@dataclass(frozen=True, slots=True)
class Spoilt:
    """A page of a printing, from 1, whose blank cards are void; ``again``: new ones are printed in their place."""

    run: str
    page: int
    again: bool


class RunPart(QWidget):
    """What lies below a printing's row: who printed it, which of its sheets is meant, and what to do with that."""

    spoilt = Signal(object)

    def __init__(self, words: Words, run: PrintRun, day: ShopDay, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._run = run
        who = " · ".join(filter(None, (run.staff, run.till)))
        printed = words.tr("Printed at {time} by {name}").format(time=day.local(run.at).strftime("%H:%M"), name=who)
        self.by = Label(printed, "muted", wrap=True)
        self.page = Stepper(words.tr("Spoilt sheet"), words.tr("The sheet before"), words.tr("The next sheet"))
        self.page.set_bounds(1, max(1, len(run.pages)))
        self.page.changed.connect(self._tell)
        self.left = Label("", "body", wrap=True)
        self.again = QuietButton(words.tr("Void and print anew"), accent=True)
        self.void = QuietButton(words.tr("Only void"))
        self.again.clicked.connect(self._print_anew)
        self.void.clicked.connect(self._void_only)
        row = QHBoxLayout()
        of = words.tr("Spoilt sheet, of {n}").format(n=len(run.pages))
        row.addWidget(Label(of, "body", wrap=True), 1)
        row.addWidget(self.page)
        buttons = FlowBox(gap=8)
        for button in (self.again, self.void):
            buttons.add(button)
        column = QVBoxLayout(self)
        column.addWidget(self.by)
        column.addLayout(row)
        column.addWidget(self.left)
        column.addWidget(buttons)
        first = next((page.number for page in run.pages if page.blank), 1)
        self.page.set_value(first)
        self._tell()

    def _chosen(self) -> PrintPage | None:
        return next((page for page in self._run.pages if page.number == self.page.value), None)

    def _tell(self) -> None:
        page, words = self._chosen(), self._words
        blank = page.blank if page is not None else 0
        if page is None or not blank:
            told = words.tr("Nobody's card is left on that sheet: all are given or void.")
        else:
            told = words.ntr(
                "{n} of its {all} cards is nobody's yet. Void, it opens nothing, and its code is never printed again.",
                "{n} of its {all} cards are nobody's yet. Void, they open nothing, and their codes are never printed "
                "again.",
                blank,
            ).format(n=blank, all=page.cards)
        self.left.set_text(told)
        for button in (self.again, self.void):
            button.setEnabled(blank > 0)

    def _print_anew(self) -> None:
        self.spoilt.emit(Spoilt(self._run.op, self.page.value, True))

    def _void_only(self) -> None:
        self.spoilt.emit(Spoilt(self._run.op, self.page.value, False))


class StockSheet(Sheet):
    """Figures above, the latest printings below; one that is pressed opens, and there a spoilt sheet is told."""

    width_px = 600

    def __init__(self, words: Words, stock: Stock, runs: tuple[PrintRun, ...], day: ShopDay, parent: QWidget) -> None:
        super().__init__(words, words.tr("The drawer"), "", parent)
        self.save_button.hide()
        self.cancel_button.set_label(words.tr("Close"))
        left = words.ntr("{n} blank card is left", "{n} blank cards are left", stock.blank).format(n=stock.blank)
        self.blank = Label(left, "heading", wrap=True)
        self.form.addWidget(self.blank)
        given = words.ntr("{n} handed out this month", "{n} handed out this month", stock.handed_out)
        waiting = words.ntr("{n} customer needs a printed card", "{n} customers need a printed card", stock.unprinted)
        parts = [given.format(n=stock.handed_out)]
        parts += [waiting.format(n=stock.unprinted)] if stock.unprinted else []
        self.form.addWidget(Label(" · ".join(parts), "muted", wrap=True))
        self.form.addSpacing(theme.current().px(8))
        told = (
            words.tr("Printed, newest first. Was a sheet spoilt? Press its printing.")
            if runs
            else words.tr("No blank cards were printed yet. Choose how many on the page of loyalty cards.")
        )
        self.form.addWidget(Label(told, "caption", wrap=True))
        self.runs: list[FoldRow] = []
        self.parts: list[RunPart] = []
        rows = Rows()
        for run in runs:
            part = RunPart(words, run, day)
            part.spoilt.connect(self._spoilt)
            date = when.full_day(words, day.business_date(run.at))
            row = FoldRow(f"{date} · {run.sheet}", part)
            row.button.set_value(words.tr("{n} of {all} left").format(n=run.blank, all=run.cards))
            rows.add(row)
            self.runs.append(row)
            self.parts.append(part)
        rows.opened.connect(self.relayout)
        for row in self.runs:
            row.button.clicked.connect(self.relayout)
        self.form.addWidget(rows)

    def _spoilt(self, spoilt: Spoilt) -> None:
        for part in self.parts:
            part.setEnabled(False)
        self.accepted.emit(spoilt)

    def show_error(self, text: str) -> None:
        for part in self.parts:
            part.setEnabled(True)
        super().show_error(text)

    def first_field(self) -> QWidget:
        return self.runs[0].button if self.runs else self.cancel_button

    def submit(self) -> None:
        """Enter alone does nothing here: each printing has its own keys."""

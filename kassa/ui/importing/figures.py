"""Figures on cards: what is in a file, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from kassa.ui import theme
from kassa.ui.importing import sentences
from kassa.ui.importing.controls import Disc
from kassa.ui.widgets import brush
from kassa.ui.widgets.label import Label
from kassa.words import Words

if TYPE_CHECKING:
    from kassa.exchange.survey import Survey
    from kassa.services.importing import ImportReport
    from kassa.ui.importing.desk import Seen


class Tile(QFrame):
    """A figure on a card: how many, of what, and what else is to be known of it."""

    def __init__(
        self, icon: str, figure: str, name: str, detail: str = "", tone: str = "act_soft", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.disc = Disc(icon, tone)
        self.figure = Label(figure, "title")
        self.name = Label(name, "strong", wrap=True)
        self.detail = Label(detail, "muted", wrap=True)
        if not detail:
            self.detail.hide()
        self.setAccessibleName(" ".join(part for part in (figure, name, detail) if part))
        head = QHBoxLayout()
        head.addWidget(self.figure, 1)
        head.addWidget(self.disc, 0, Qt.AlignmentFlag.AlignTop)
        self._column = QVBoxLayout(self)
        self._column.addLayout(head)
        self._column.addWidget(self.name)
        self._column.addWidget(self.detail)
        self._column.addStretch(1)
        self._space()

    def _space(self) -> None:
        now = theme.current()
        self._column.setContentsMargins(now.px(16), now.px(12), now.px(14), now.px(14))
        self._column.setSpacing(now.px(2))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._space()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        now = theme.current()
        box = QRectF(self.rect())
        brush.rounded(QPainter(self), box, now.px(14), now.tokens.colour("card"), now.tokens.colour("line"))


class Tiles(QWidget):
    """Figures side by side, as many in a row as have room."""

    least_px = 172

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tiles: list[Tile] = []
        self._rows: list[QHBoxLayout] = []
        self._across = 0
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def show_tiles(self, tiles: Sequence[Tile]) -> None:
        """Shows these instead of those before."""
        for old in self.tiles:
            old.hide()
            old.deleteLater()
        self.tiles = list(tiles)
        self._across = 0
        self._place()

    def _place(self) -> None:
        now = theme.current()
        room = max(1, (self.width() + now.px(14)) // now.px(self.least_px + 14))
        across = min(len(self.tiles), room)
        if not across or across == self._across:
            return
        # Three over two looks better than four over one.
        across = -(-len(self.tiles) // -(-len(self.tiles) // across))
        self._across = across
        for row in self._rows:
            while row.count():
                row.takeAt(0)
            self._column.removeItem(row)
        self._rows = []
        self._column.setSpacing(now.px(14))
        for start in range(0, len(self.tiles), across):
            row = QHBoxLayout()
            row.setSpacing(now.px(14))
            self._column.addLayout(row)
            for tile in self.tiles[start : start + across]:
                row.addWidget(tile, 1)
                tile.show()
            self._rows.append(row)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()


def of_file(words: Words, seen: Seen, rejected: int, report: ImportReport | None = None) -> list[Tile]:
    """What a survey counted, each figure on its card; ``rejected`` rows can't come in, as far as is known.

    ``report`` is what an import would do, where that was tried out.
    """
    survey, sales = seen.survey, seen.source.kind == "sales"
    shown = []
    if sales:
        period = sentences.span(words, survey.first_day, survey.last_day)
        shown.append(_tile(words, "till", survey.receipts, words.ntr("receipt", "receipts", survey.receipts), period))
    if sales:
        reached = words.ntr("{n} without contact", "{n} without contact", survey.without_contact)
        reached = reached.format(n=words.number(survey.without_contact))
        if report is not None and report.sales is not None:
            new = words.ntr("{n} new in the register", "{n} new in the register", report.sales.joined)
            reached = f"{new.format(n=words.number(report.sales.joined))}, {reached}"
        shown.append(_tile(words, "people", survey.people, words.ntr("person", "people", survey.people), reached))
    else:
        rows = words.ntr("in {n} row", "in {n} rows", survey.rows).format(n=words.number(survey.rows))
        shown.append(_tile(words, "people", survey.people, words.ntr("person", "people", survey.people), rows))
        detail = words.tr("everybody can be reached")
        if survey.without_contact:
            detail = words.tr("neither telephone nor e-mail")
        shown.append(_tile(words, "phone", survey.without_contact, words.tr("without contact"), detail, "base"))
    if survey.alike_count:
        name = words.ntr("pair looks like one person", "pairs look like one person", survey.alike_count)
        shown.append(_tile(words, "search", survey.alike_count, name, words.tr("listed below"), "gold"))
    if sales:
        name = words.ntr("refund", "refunds", survey.refunds)
        detail = words.tr("each taken off its purchase, where that is here")
        if report is not None:
            here = words.ntr("{n} of a purchase that is here", "{n} of a purchase that is here", report.updated)
            detail = here.format(n=words.number(report.updated))
        shown.append(_tile(words, "undo", survey.refunds, name, detail, "base"))
        left_out = survey.cancelled + survey.strangers
        if left_out:
            shown.append(_tile(words, "curtain", left_out, words.tr("left out"), _left_out(words, survey), "base"))
    if rejected:
        name = words.ntr("row can't come in", "rows can't come in", rejected)
        shown.append(_tile(words, "warning", rejected, name, words.tr("listed below"), "due"))
    return shown


def of_report(words: Words, kind: str, report: ImportReport) -> list[Tile]:
    """What became of the rows, each figure on its card."""
    sales, rejected = kind == "sales", len(report.rejected)
    created, updated, skipped = report.created, report.updated, report.skipped
    name = (
        words.ntr("new purchase", "new purchases", created)
        if sales
        else words.ntr("new customer", "new customers", created)
    )
    new_numbers = words.ntr(
        "{n} has a new number: theirs is taken here", "{n} have a new number: theirs are taken here", report.renumbered
    ).format(n=words.number(report.renumbered))
    shown = [_tile(words, "plus", created, name, new_numbers if report.renumbered else "")]
    if report.sales is not None:
        joined = report.sales.joined
        shown.append(_tile(words, "people", joined, words.ntr("new customer", "new customers", joined)))
    if updated:
        name = (
            words.ntr("refund", "refunds", updated)
            if sales
            else words.ntr("customer updated", "customers updated", updated)
        )
        detail = words.tr("taken off their purchases") if sales else words.tr("were here, and something was added")
        shown.append(_tile(words, "pencil", updated, name, detail))
    if skipped:
        name = (
            words.ntr("receipt passed over", "receipts passed over", skipped)
            if sales
            else words.ntr("customer already here", "customers already here", skipped)
        )
        detail = words.tr("why, see below") if sales else words.tr("nothing new in the file")
        shown.append(_tile(words, "check", skipped, name, detail, "base"))
    if rejected:
        name = words.ntr("row rejected", "rows rejected", rejected)
        shown.append(_tile(words, "warning", rejected, name, words.tr("listed below, with why"), "due"))
    return shown


def _tile(words: Words, icon: str, count: int, name: str, detail: str = "", tone: str = "act_soft") -> Tile:
    return Tile(icon, words.number(count), name, detail, tone)


def _left_out(words: Words, survey: Survey) -> str:
    parts = []
    if survey.strangers:
        told = words.ntr("{n} without a customer", "{n} without a customer", survey.strangers)
        parts.append(told.format(n=words.number(survey.strangers)))
    if survey.cancelled:
        told = words.ntr("{n} cancelled", "{n} cancelled", survey.cancelled)
        parts.append(told.format(n=words.number(survey.cancelled)))
    return ", ".join(parts)

"""How a file's figures add up, line by line: what is in it, what stays out and why, what comes in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kassa.ui import theme
from kassa.ui.widgets.label import Label
from kassa.ui.widgets.panel import Panel
from kassa.words import Words

if TYPE_CHECKING:
    from kassa.exchange.survey import Survey
    from kassa.services.importing import ImportReport


class Entry(NamedTuple):
    """A line of the sum: the ``whole``, what is taken off it (``less``), what is left (``sum``), its ``part``s."""

    kind: Literal["whole", "less", "sum", "part"]
    text: str
    figure: int


def of_file(words: Words, kind: str, survey: Survey) -> tuple[Entry, ...]:
    """What a file holds, before it is compared with the register."""
    if kind == "sales":
        left = survey.receipts - survey.strangers - survey.cancelled
        told = [
            Entry("whole", words.tr("Receipts in the file"), survey.rows),
            Entry("less", words.tr("without a customer"), survey.strangers),
            Entry("less", words.tr("cancelled"), survey.cancelled),
            Entry("less", words.tr("can't come in"), survey.rejected_count),
            Entry("sum", words.tr("To import"), left),
            Entry("part", words.tr("purchases"), left - survey.refunds),
            Entry("part", words.tr("refunds"), survey.refunds),
        ]
    else:
        again = survey.rows - survey.rejected_count - survey.people
        told = [
            Entry("whole", words.tr("Rows in the file"), survey.rows),
            Entry("less", words.tr("about somebody who stands in another row"), again),
            Entry("less", words.tr("can't come in"), survey.rejected_count),
            Entry("sum", words.tr("People to import"), survey.people),
        ]
    return _worth_telling(told)


def of_report(words: Words, kind: str, report: ImportReport, *, done: bool) -> tuple[Entry, ...]:
    """What comes in, or is in (``done``), compared with the register."""
    came, rejected = report.created + report.updated, len(report.rejected)
    total = words.tr("Imported") if done else words.tr("To import")
    told = [Entry("whole", words.tr("Receipts in the file"), report.read)]
    if kind != "sales":
        told = [
            Entry("whole", words.tr("Rows in the file"), report.read),
            Entry("less", words.tr("nothing new in them"), report.skipped),
            Entry("less", words.tr("can't come in"), rejected),
            Entry("sum", total, came),
            Entry("part", words.tr("new customers"), report.created),
            Entry("part", words.tr("rows that add something to a customer"), report.updated),
        ]
        return _worth_telling(told)
    if report.sales is None:
        told.append(Entry("less", words.tr("passed over"), report.skipped))
    else:
        told += [
            Entry("less", words.tr("without a customer"), report.sales.strangers),
            Entry("less", words.tr("cancelled"), report.sales.cancelled),
            Entry("less", words.tr("refunds whose purchase isn't here"), report.sales.adrift),
            Entry("less", words.tr("here already"), report.sales.here),
        ]
    told += [
        Entry("less", words.tr("can't come in"), rejected),
        Entry("sum", total, came),
        Entry("part", words.tr("new purchases"), report.created),
        Entry("part", words.tr("refunds, taken off their purchases"), report.updated),
    ]
    return _worth_telling(told)


def _worth_telling(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """All but nothings, and no parts where one of them is the whole sum."""
    parts = [entry for entry in entries if entry.kind == "part" and entry.figure]
    kept = [entry for entry in entries if entry.kind in ("whole", "sum") or entry.figure]
    return tuple(entry for entry in kept if entry.kind != "part" or len(parts) > 1)


class _Line(QWidget):
    """One line, its figure at the right; a rule above the sum."""

    def __init__(self, words: Words, entry: Entry) -> None:
        super().__init__()
        self._ruled = entry.kind == "sum"
        self._far = entry.kind == "whole" or self._ruled
        role, colour = ("strong", "text") if self._far else ("body", "muted" if entry.kind == "part" else "text")
        sign = "−" if entry.kind == "less" else ""
        self.text = Label(entry.text, "strong" if role == "strong" else "body", wrap=True, colour=colour)
        self.figure = Label(f"{sign}{words.number(entry.figure)}", "figure", colour=colour)
        self.figure.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        self.setAccessibleName(f"{entry.text}: {self.figure.full_text()}")
        now = theme.current()
        row = QHBoxLayout(self)
        row.setContentsMargins(0 if self._far else now.px(14), now.px(7 if self._ruled else 1), 0, now.px(1))
        row.setSpacing(now.px(12))
        row.addWidget(self.text, 1)
        row.addWidget(self.figure, 0, Qt.AlignmentFlag.AlignTop)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._ruled:
            now = theme.current()
            QPainter(self).fillRect(QRectF(0, now.px(2), self.width(), 1), now.tokens.colour("edge"))


class ReckoningPanel(Panel):
    """The sum on a card."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(words.tr("How it adds up"), parent=parent)
        self._words = words
        self._lines: list[_Line] = []
        self.entries: tuple[Entry, ...] = ()
        self.body.setSpacing(0)

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """These and no others."""
        for line in self._lines:
            line.hide()
            line.deleteLater()
        self.entries = tuple(entries)
        self._lines = [_Line(self._words, entry) for entry in entries]
        for line in self._lines:
            self.add(line)

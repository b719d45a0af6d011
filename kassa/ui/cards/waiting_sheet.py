"""Needs printing: who has no printed card, and why; the ones ticked are returned.

``WaitingSheet(words, unprinted, count, parent)`` takes ``card_stock.unprinted(session)`` and how many there are in
all (``Stock.unprinted``). ``accepted`` carries the ids of those ticked, as ``PrintRequest.customers`` takes them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QHBoxLayout, QSizePolicy, QWidget

from kassa.ui import theme
from kassa.ui.till.sheet import Sheet
from kassa.ui.widgets.buttons import QuietButton
from kassa.ui.widgets.chips import Chip, align
from kassa.ui.widgets.flow import FlowBox
from kassa.ui.widgets.label import Label
from kassa.words import Words

if TYPE_CHECKING:
    from kassa.services.card_stock import Unprinted


class WaitingSheet(Sheet):
    """Everybody is ticked at first; the space bar takes somebody off."""

    width_px = 600

    def __init__(self, words: Words, unprinted: tuple[Unprinted, ...], count: int, parent: QWidget) -> None:
        super().__init__(words, words.tr("Needs printing"), words.tr("Choose"), parent)
        self.boxes: dict[str, QCheckBox] = {}
        if not unprinted:
            self.form.addWidget(Label(words.tr("Everybody has a printed card."), "body", wrap=True))
            self.save_button.hide()
            return
        if count > len(unprinted):
            more = words.tr("The first {n} of {all}; the others come when these are printed.")
            self.form.addWidget(Label(more.format(n=len(unprinted), all=count), "muted", wrap=True))
        choose = FlowBox(gap=8)
        self.everybody = QuietButton(words.tr("Everybody"))
        self.nobody = QuietButton(words.tr("Nobody"))
        self.everybody.clicked.connect(self._tick_all)
        self.nobody.clicked.connect(self._tick_none)
        for button in (self.everybody, self.nobody):
            choose.add(button)
        self.form.addWidget(choose)
        align([self._add_row(each) for each in unprinted], 62)
        self._tell()

    def _add_row(self, each: Unprinted) -> Chip:
        words = self.words
        why = words.tr("no card") if each.why == "no card" else words.tr("new code")
        name = each.name or words.tr("Customer #{number}").format(number=each.number)
        box = QCheckBox(name.replace("&", "&&"))
        box.setAccessibleName(f"{name}, #{each.number}, {why}")
        box.setChecked(True)
        box.setMinimumHeight(theme.current().px(44))
        box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        box.toggled.connect(self._tell)
        self.boxes[each.id] = box
        chip = Chip(why, "due" if each.why == "new code" else "base", square=True)
        row = QHBoxLayout()
        row.setSpacing(theme.current().px(10))
        row.addWidget(box, 1)
        row.addWidget(Label(f"#{each.number}", "muted"), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(chip, 0, Qt.AlignmentFlag.AlignVCenter)
        self.form.addLayout(row)
        return chip

    def ticked(self) -> tuple[str, ...]:
        """The ids of those who are ticked, in the list's order."""
        return tuple(customer for customer, box in self.boxes.items() if box.isChecked())

    def _tick_all(self) -> None:
        for box in self.boxes.values():
            box.setChecked(True)

    def _tick_none(self) -> None:
        for box in self.boxes.values():
            box.setChecked(False)

    def _tell(self) -> None:
        count = len(self.ticked())
        label = self.words.ntr("Choose {n} customer", "Choose {n} customers", count).format(n=count)
        self.save_button.set_label(label if count else self.words.tr("Choose"))
        self.save_button.setEnabled(count > 0)

    def first_field(self) -> QWidget:
        return next(iter(self.boxes.values()), self.cancel_button)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # The space bar ticks; Enter says that all are ticked who shall be.
        ticking = isinstance(QApplication.focusWidget(), QCheckBox)
        if ticking and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.submit()
            return
        super().keyPressEvent(event)

    def submit(self) -> None:
        ticked = self.ticked()
        if ticked:
            self.busy()
            self.accepted.emit(ticked)

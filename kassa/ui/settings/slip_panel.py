"""The slip printer: how it is connected, how wide its paper is, and when it prints."""

from __future__ import annotations

import sys

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from kassa.config import LONGEST_ADDRESS, Config
from kassa.errors import KassaError
from kassa.printing import slip_printer
from kassa.ui.settings.fields import Field, Line, WordChoices
from kassa.ui.widgets.buttons import QuietButton
from kassa.ui.widgets.label import Label
from kassa.ui.widgets.panel import Panel
from kassa.words import Words

OFF = "off"
# What is kept before its address: the longest kind and a colon.
_LONGEST = LONGEST_ADDRESS - len("windows:")


class SlipPanel(Panel):
    """``picked`` names what is to be kept of this computer, and its value; ``trial_asked`` wants a slip to look at.

    A way of connecting counts once its address is written.
    """

    picked = Signal(str, object)
    trial_asked = Signal()

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(words.tr("Slips on a receipt printer"), parent=parent)
        self._words = words
        self._kept: tuple[str, str] = (OFF, "")
        told = words.tr(
            "A slip of paper to take along: stamps, rewards, and the card's code. It is no proof of purchase."
        )
        self.add(Label(told, "muted", wrap=True))
        self.kind = WordChoices(
            (
                (OFF, words.tr("Off")),
                ("network", words.tr("Network")),
                ("usb", words.tr("USB")),
                ("windows", words.tr("Windows printer"))
                if sys.platform == "win32"
                else ("file", words.tr("Device file")),
            )
        )
        self.kind.picked.connect(self._kind_picked)
        self.where = Line(_LONGEST)
        self.where.settled.connect(self._written)
        self.paper = WordChoices((("80", "80 mm"), ("58", "58 mm")))
        self.paper.picked.connect(self._paper_picked)
        self.after = WordChoices((("never", words.tr("Never")), ("visit", words.tr("After every visit"))))
        self.after.picked.connect(self._after_picked)
        self.trial = QuietButton(words.tr("Print a test slip"), icon="print")
        self.trial.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.trial.clicked.connect(self.trial_asked)
        by_hand = words.tr("Ctrl P prints the slip of the customer who is open.")
        self.address = Field(words.tr("Where it is"), self.where)
        self._rest = (
            Field(words.tr("Paper"), self.paper),
            Field(words.tr("Prints by itself"), self.after, by_hand),
            self.trial,
        )
        self.missing = Label(words.text(slip_printer.missing()), "body", wrap=True)
        self.missing.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.missing.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.connected = Field(words.tr("Connected by"), self.kind)
        for widget in (self.connected, self.address, *self._rest, self.missing):
            self.add(widget)
        installed = slip_printer.is_installed()
        self.missing.setVisible(not installed)
        self.connected.setVisible(installed)
        self._show_kind(OFF)

    def show_config(self, config: Config) -> None:
        """Shows what is chosen."""
        kind, _, where = (config.slip_printer or OFF).partition(":")
        if (kind, where) != self._kept or self.kind.value() in ("", OFF):
            self._kept = kind, where
            self.kind.set_value(kind)
            self.where.set_value(where)
            self._show_kind(kind)
        self.paper.set_value(str(config.slip_paper))
        self.after.set_value(config.slip_after)

    def complain(self, why: str) -> None:
        """Why the address that was written can't be one."""
        self.address.complain(why)

    def _show_kind(self, kind: str) -> None:
        words = self._words
        hints = {
            "network": words.tr("Its address in your network, such as 192.168.1.50. Its test page shows it."),
            "usb": words.tr("Its vendor and product as lsusb shows them, such as 04b8:0202."),
            "file": words.tr("Its device file, such as /dev/usb/lp0."),
            "windows": words.tr("Its name as Windows shows it under Printers."),
        }
        self.address.explain(hints.get(kind, ""))
        self.address.setVisible(kind in hints and slip_printer.is_installed())
        written = kind != OFF and kind == self._kept[0] and bool(self._kept[1])
        for widget in self._rest:
            widget.setVisible(written and slip_printer.is_installed())

    def _kind_picked(self, kind: str) -> None:
        if kind == OFF:
            self._kept = OFF, ""
            self.picked.emit("slip_printer", None)
        self.where.set_value(self._kept[1] if kind == self._kept[0] else "")
        self._show_kind(kind)

    def _written(self, where: str) -> None:
        kind = self.kind.value()
        try:
            found = slip_printer.slip_printer(kind, where)
        except KassaError as error:
            self.complain(self._words.text(error.text))
            return
        self._kept = kind, found.where
        self.where.setText(found.where)
        self.where.set_value(found.where)
        self._show_kind(kind)
        self.picked.emit("slip_printer", f"{kind}:{found.where}")

    def _paper_picked(self, paper: str) -> None:
        self.picked.emit("slip_paper", int(paper))

    def _after_picked(self, after: str) -> None:
        self.picked.emit("slip_after", after)

"""What is reached from the page: the drawer, who needs printing, the printer, own sheets, the logo; and its answers."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from kassa.domain.people import Hit
from kassa.printing import OwnSheet
from kassa.services.card_look import CardLook
from kassa.ui.cards.dialogs import Dialogs
from kassa.ui.cards.drawer import Drawer
from kassa.ui.till.visit import new_op

if TYPE_CHECKING:
    from kassa.ui.cards.page import CardsPage


class Beside(QObject):
    """``changed`` says that the page has to read the shop anew."""

    changed = Signal()

    def __init__(self, page: CardsPage) -> None:
        super().__init__(page)
        self._page = page
        self.dialogs = Dialogs(page.session, page.words, page.jobs, page)
        self.drawer = Drawer(page.session, page.words, page.jobs, page)
        self.kept_sheet = ""
        self._logo: bytes | None = None
        self._back: dict[str, Callable[[], None]] = {}
        self._connect_dialogs()
        self._connect_drawer()

    @property
    def asks(self) -> bool:
        """Whether a dialog lies over the page."""
        return self.dialogs.sheet is not None or self.drawer.sheet is not None

    def _connect_dialogs(self) -> None:
        page, dialogs = self._page, self.dialogs
        page.sheet.sheets.own_wanted.connect(dialogs.new_sheet)
        page.sheet.sheets.own_edit.connect(dialogs.edit_sheet)
        page.sheet.printer_wanted.connect(self.show_position)
        page.look.logo_wanted.connect(dialogs.choose_logo)
        page.look.logo_dropped.connect(dialogs.take_logo)
        page.look.logo_unwanted.connect(self._remove_logo)
        dialogs.positioned.connect(page.sheet.show_printer)
        dialogs.sheet_kept.connect(self._sheet_kept)
        dialogs.sheet_gone.connect(self._sheet_gone)
        dialogs.logo_changed.connect(self._logo_changed)
        dialogs.refused.connect(page.refused)

    def _connect_drawer(self) -> None:
        page, drawer, tr = self._page, self.drawer, self._page.words.tr
        page.header.offer(
            (
                (tr("The drawer…"), drawer.show_drawer),
                (tr("Needs printing…"), drawer.show_waiting),
                (tr("Posters and post"), page.post_asked.emit),
                (tr("Test page…"), self.show_position),
                (tr("Test your scanner"), page.scanner_wanted.emit),
            )
        )
        drawer.again.connect(self._print_again)
        drawer.chosen.connect(self._print_for)
        drawer.voided.connect(self._voided)
        drawer.refused.connect(page.refused)
        page.toasts.undo_asked.connect(self._undo)

    def show_position(self) -> None:
        """Asks where the printer puts things; the test page is printed there."""
        batch = self._page.batch()
        if batch is not None:
            self.dialogs.position(batch)

    def sheet_to_take(self, known: set[str], chosen: str) -> str:
        """The sheet to choose of those known: the one just kept, or the usual one where what was chosen is gone."""
        kept, self.kept_sheet = self.kept_sheet, ""
        if kept in known:
            return kept
        return chosen if chosen in known else CardLook().sheet

    def _sheet_kept(self, sheet: str) -> None:
        self.kept_sheet = sheet
        self.changed.emit()

    def _sheet_gone(self, sheet: str, numbers: OwnSheet) -> None:
        if self._page.keeper.look.sheet == sheet:
            self._page.keeper.change(sheet=CardLook().sheet)
        self._offer_undo(self._page.words.tr("Sheet removed:"), numbers.name, partial(self._bring_back, numbers))
        self.changed.emit()

    def _bring_back(self, numbers: OwnSheet) -> None:
        self.dialogs.restore_sheet(numbers)

    def _remove_logo(self) -> None:
        self._logo = self._page.look.png
        self.dialogs.set_logo(None)

    def _logo_changed(self) -> None:
        before, self._logo = self._logo, None
        if before is not None:
            self._offer_undo(self._page.words.tr("The logo is removed"), "", partial(self.dialogs.set_logo, before))
        self.changed.emit()

    def _offer_undo(self, told: str, bold: str, back: Callable[[], None]) -> None:
        operation = new_op()
        self._back[operation] = back
        self._page.toasts.say(told, bold, operation)

    def _print_again(self, run: str, page: int, count: int) -> None:
        self._page.who.print_again(run, page, count)
        self._page.header.print.setFocus()

    def _print_for(self, hits: list[Hit]) -> None:
        self._page.who.choose_customers(hits)
        self._page.header.print.setFocus()

    def _voided(self, op: str, count: int) -> None:
        words, toasts = self._page.words, self._page.toasts
        if op:
            told = words.ntr("{n} card is void", "{n} cards are void", count)
            toasts.say(told.format(n=count), "", op)
        else:
            toasts.say(words.tr("The cards are blank again"))
        self.changed.emit()

    def undo(self) -> bool:
        """Undoes what was done beside while its toast is in sight; whether there was any."""
        operation = self._page.toasts.latest_operation()
        if operation is not None:
            self._undo(operation)
        return operation is not None

    def _undo(self, operation: str) -> None:
        self._page.toasts.forget(operation)
        back = self._back.pop(operation, None)
        if back is not None:
            back()
        else:
            self.drawer.undo(operation)

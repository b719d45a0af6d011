"""The till's dialogs: opens them, keeps what was typed when a scan puts one aside, hands their values to ``Acts``."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from kassa.domain.people import Hit, Note
from kassa.errors import KassaError
from kassa.ui.jobs import Job, Jobs
from kassa.ui.till import desk
from kassa.ui.till.acts import Act, Acts
from kassa.ui.till.card_sheets import CardSheets, new_customer
from kassa.ui.till.customer_sheet import CustomerSheet, CustomerValue, read_typed
from kassa.ui.till.desk import Opened
from kassa.ui.till.edit_sheet import EditSheet, EditValue
from kassa.ui.till.greeting import called
from kassa.ui.till.note_sheet import NoteSheet, NoteValue
from kassa.ui.till.return_sheet import ReturnSheet, ReturnValue
from kassa.ui.till.sheet import Sheet
from kassa.words import Words

if TYPE_CHECKING:
    from kassa.services.session import Session


class Sheets(CardSheets):
    """Those about the customer, the notes and the purchases, beside those about cards."""

    def __init__(self, words: Words, jobs: Jobs, acts: Acts, window: QWidget) -> None:
        super().__init__(words, jobs, acts, window)
        self._draft: CustomerValue | None = None
        self._note_drafts: dict[str, NoteValue] = {}
        self._edits: dict[str, EditValue] = {}

    def new_customer(self, *, typed: str = "") -> None:
        """Asks for a new customer: with the draft put aside, or what was searched in vain."""
        draft, self._draft = self._draft, None
        self._ask_customer(draft if draft is not None else read_typed(typed))

    def _ask_more(self, value: CustomerValue) -> None:
        self._ask_customer(value)

    def _ask_customer(self, draft: CustomerValue) -> None:
        sheet = CustomerSheet(self._words, self._window, draft=draft if draft.enough else None)
        sheet.check.connect(self._check)
        sheet.existing.connect(self._existing)
        sheet.accepted.connect(self._join)
        self._open(sheet, None)

    def edit_customer(self, opened: Opened, field: str = "name") -> None:
        """Asks what to change of the customer, the cursor in a field."""
        customer = opened.view.customer
        sheet = EditSheet(self._words, customer, self._window, field)
        kept = self._edits.pop(customer.id, None)
        if kept is not None:
            sheet.take_up(kept)
        sheet.accepted.connect(self._edit)
        self._open(sheet, opened)
        session = self._acts.session
        if session is not None and self.sheet is sheet:
            work = partial(_beside, session, customer.phone)
            self._jobs.run(work, done=self._beside_read, channel="tags")

    def _beside_read(self, beside: tuple[tuple[str, ...], str]) -> None:
        if isinstance(self.sheet, EditSheet):
            tags, phone = beside
            self.sheet.tags.set_known(tags)
            self.sheet.show_phone(phone)

    def note(self, opened: Opened, note: Note | None = None) -> None:
        """Asks for a note, or changes one."""
        customer = opened.view.customer
        sheet = NoteSheet(
            self._words,
            called(self._words, customer),
            opened.shop.today,
            self._window,
            note=note,
            draft=None if note else self._note_drafts.pop(customer.id, None),
            health_agreed=any(each.channel == "health" and each.given for each in customer.consents),
        )
        sheet.accepted.connect(self._save_note)
        sheet.finished.connect(self._finish_note)
        sheet.removed.connect(self._remove_note)
        self._open(sheet, opened)

    def take_back(self, opened: Opened, purchase: str) -> None:
        """Asks what comes back of a purchase."""
        held = next((each for each in opened.view.purchases if each.id == purchase), None)
        if held is None or held.undone:
            return
        who = called(self._words, opened.view.customer)
        sheet = ReturnSheet(self._words, who, held, opened.shop.programme, self._window)
        sheet.accepted.connect(self._return)
        self._open(sheet, opened)

    def _keep(self, sheet: Sheet) -> None:
        if isinstance(sheet, CustomerSheet) and self._opened is None and sheet.value().enough:
            self._draft = sheet.value()
        elif isinstance(sheet, NoteSheet) and self._opened is not None and sheet.is_draft:
            self._note_drafts[self._opened.view.customer.id] = sheet.value()
        elif isinstance(sheet, EditSheet) and sheet.value().changes:
            self._edits[sheet.customer.id] = sheet.value()

    def _check(self, value: CustomerValue) -> None:
        session = self._acts.session
        if session is not None:
            self._jobs.run(
                partial(_duplicates, session, value),
                done=self._duplicates_found,
                failed=self._duplicates_unknown,
                channel="duplicates",
            )

    def _duplicates_found(self, hits: tuple[Hit, ...]) -> None:
        if isinstance(self.sheet, CustomerSheet):
            self.sheet.show_duplicates(hits)

    def _duplicates_unknown(self, error: KassaError) -> None:
        # What is wrong with the fields is said when they are saved.
        if isinstance(self.sheet, CustomerSheet):
            self.sheet.check_failed()

    def _existing(self, customer: str) -> None:
        self._draft = None
        sheet = self.sheet
        if isinstance(sheet, CustomerSheet) and sheet.value().card:
            # The card in the hand is for whoever was in the register all along.
            self._holder(customer)
            return
        self.sheet = None
        if sheet is not None:
            sheet.close_quietly()
        self.customer_wanted.emit(customer)

    def _edit(self, value: EditValue) -> None:
        if not value.changes:
            self._close()
            return
        said = self._words.tr("{name} is changed").format(name=self._who())
        self._run(Act(self._customer(), self._who(), said), partial(_edit, customer=self._customer(), value=value))

    def _save_note(self, value: NoteValue) -> None:
        note = self.sheet.note if isinstance(self.sheet, NoteSheet) else None
        said = self._words.tr("{name} · noted").format(name=self._who())
        work = partial(
            _save_note,
            customer=self._customer(),
            note=note.id if note else "",
            value=value,
            how=self._words.tr("at the till"),
        )
        self._run(Act(self._customer(), self._who(), said), work)

    def _finish_note(self, note: str) -> None:
        said = self._words.tr("{name} · note done").format(name=self._who())
        self._run(Act(self._customer(), self._who(), said), partial(_finish_note, note=note))

    def _remove_note(self, note: str) -> None:
        said = self._words.tr("{name} · note removed").format(name=self._who())
        self._run(Act(self._customer(), self._who(), said), partial(_remove_note, note=note))

    def _return(self, value: ReturnValue) -> None:
        said = self._words.tr("{name} · taken back").format(name=self._who())
        self._run(Act(self._customer(), self._who(), said), partial(_return, value=value))

    def _show_refusal(self, error: KassaError) -> None:
        changed = error.details.get("changed")
        if isinstance(self.sheet, EditSheet) and changed:
            self.sheet.show_changed(changed)
        else:
            super()._show_refusal(error)


def _duplicates(session: Session, value: CustomerValue, _job: Job) -> tuple[Hit, ...]:
    return desk.likely_duplicates(session, new_customer(value))


def _edit(session: Session, op: str, customer: str, value: EditValue) -> Any:
    from kassa.services import customers

    return customers.edit(session, customer, value.changes, op, value.seen)


def _beside(session: Session, phone: str | None, _job: Job) -> tuple[tuple[str, ...], str]:
    """What an editor shows besides the customer: all tags, and the telephone as people write it."""
    from kassa.services import history

    return history.tags(session), history.telephone(session, phone) if phone else ""


def _save_note(session: Session, op: str, customer: str, note: str, value: NoteValue, how: str) -> Any:
    if value.agreed:
        desk.agree_to_health(session, customer, how)
    fields = {
        "text": value.text,
        "kind": value.kind,
        "pinned": value.pinned,
        "due": value.due,
        "assignee": value.assignee,
    }
    return desk.edit_note(session, note, fields, op) if note else desk.add_note(session, customer, fields, op)


def _finish_note(session: Session, op: str, note: str) -> Any:
    return desk.finish_note(session, note, None, op)


def _remove_note(session: Session, op: str, note: str) -> Any:
    return desk.remove_note(session, note, op)


def _return(session: Session, op: str, value: ReturnValue) -> Any:
    return desk.take_back(session, value.purchase, value.amount, value.items, op)

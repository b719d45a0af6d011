"""The till's dialogs: opens them, keeps what was typed when a scan puts one aside, hands their values to ``Acts``."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from kassa.domain.people import Hit, Note
from kassa.errors import KassaError
from kassa.ui.jobs import Job, Jobs
from kassa.ui.till import desk
from kassa.ui.till.acts import Act, Acts
from kassa.ui.till.cards_sheet import CardsSheet, CardValue
from kassa.ui.till.customer_sheet import CustomerSheet, CustomerValue
from kassa.ui.till.desk import Opened
from kassa.ui.till.edit_sheet import EditSheet, EditValue
from kassa.ui.till.greeting import called
from kassa.ui.till.note_sheet import NoteSheet, NoteValue
from kassa.ui.till.return_sheet import ReturnSheet, ReturnValue
from kassa.ui.till.sheet import Sheet
from kassa.ui.widgets.curtain import is_drawn
from kassa.words import Words

if TYPE_CHECKING:
    from kassa.services.customers import NewCustomer
    from kassa.services.session import Session

S = TypeVar("S", bound=Sheet)


class Sheets(QObject):
    """At most one sheet is open. ``customer_wanted`` names a customer to open, ``closed`` frees the cursor."""

    customer_wanted = Signal(str)
    closed = Signal()

    def __init__(self, words: Words, jobs: Jobs, acts: Acts, window: QWidget) -> None:
        super().__init__(window)
        self._words = words
        self._jobs = jobs
        self._acts = acts
        self._window = window
        self.sheet: Sheet | None = None
        self._opened: Opened | None = None
        self._draft: CustomerValue | None = None
        self._note_drafts: dict[str, NoteValue] = {}
        self._edits: dict[str, EditValue] = {}
        self._act: Act | None = None
        acts.done.connect(self._done)
        acts.refused.connect(self._refused)

    @property
    def takes_card(self) -> bool:
        """Whether the open sheet has a place for a blank card."""
        return isinstance(self.sheet, CustomerSheet | CardsSheet)

    def take_card(self, code: str) -> None:
        """Puts a blank card into the open sheet."""
        if isinstance(self.sheet, CustomerSheet | CardsSheet):
            self.sheet.set_card(code)

    def hold(self) -> None:
        """A card is looked up: an Enter that comes before its answer waits."""
        if self.sheet is not None:
            self.sheet.hold()

    def release(self) -> bool:
        """The card's answer is there; whether Enter was pressed meanwhile."""
        return self.sheet is not None and self.sheet.release()

    def submit(self) -> None:
        """Enter in the open sheet."""
        if self.sheet is not None:
            self.sheet.submit()

    def say_error(self, text: str) -> None:
        """Shows a sentence in the open sheet."""
        if self.sheet is not None:
            self.sheet.show_error(text)

    def new_customer(self, *, card: str | None = None, typed: str = "") -> None:
        """Asks for a new customer: with the draft put aside, a card in hand, or what was searched in vain."""
        draft = self._draft
        if draft is None or card is not None:
            draft = CustomerValue(name=draft.name if draft else None, phone=draft.phone if draft else None, card=card)
        if typed and not draft.enough:
            digits = sum(char.isdigit() for char in typed)
            draft = CustomerValue(phone=typed) if digits > len(typed) / 2 else CustomerValue(name=typed)
        self._draft = None
        sheet = CustomerSheet(self._words, self._window, draft=draft if draft.enough else None)
        sheet.check.connect(self._check)
        sheet.existing.connect(self._existing)
        sheet.accepted.connect(self._add)
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
            self._jobs.run(partial(_tags, session), done=self._tags_read, channel="tags")

    def _tags_read(self, tags: tuple[str, ...]) -> None:
        if isinstance(self.sheet, EditSheet):
            self.sheet.tags.set_known(tags)

    def cards(self, opened: Opened) -> None:
        """The customer's cards."""
        sheet = CardsSheet(self._words, called(self._words, opened.view.customer), opened.view.cards, self._window)
        sheet.accepted.connect(self._card)
        self._open(sheet, opened)

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

    def _open(self, sheet: Sheet, opened: Opened | None) -> None:
        self.put_aside()
        if is_drawn():
            # What a sheet shows is nobody else's to read; under the curtain none opens.
            sheet.close_quietly()
            return
        self.sheet, self._opened = sheet, opened
        sheet.left.connect(self._left)
        sheet.open()

    def put_aside(self) -> None:
        """Closes the open sheet; a customer or a note half typed is kept for the next time."""
        sheet = self.sheet
        if sheet is None:
            return
        if self._act is None:
            if isinstance(sheet, CustomerSheet) and self._opened is None and sheet.value().enough:
                self._draft = sheet.value()
            elif isinstance(sheet, NoteSheet) and self._opened is not None and sheet.is_draft:
                self._note_drafts[self._opened.view.customer.id] = sheet.value()
            elif isinstance(sheet, EditSheet) and sheet.value().changes:
                self._edits[sheet.customer.id] = sheet.value()
        self.sheet = None
        sheet.close_quietly()

    def _left(self) -> None:
        self.sheet = None
        self.closed.emit()

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
        self.sheet = None
        if sheet is not None:
            sheet.close_quietly()
        self.customer_wanted.emit(customer)

    def _add(self, value: CustomerValue) -> None:
        name = value.name or self._words.tr("the new customer")
        said = self._words.tr("{name} is in the register").format(name=name)
        self._run(Act("", name, said, undoable=False), partial(_add, value=value))

    def _edit(self, value: EditValue) -> None:
        if not value.changes:
            self._close()
            return
        said = self._words.tr("{name} is changed").format(name=self._who())
        self._run(Act(self._customer(), self._who(), said), partial(_edit, customer=self._customer(), value=value))

    def _card(self, value: CardValue) -> None:
        words = self._words
        said = words.tr("The lost card opens nobody any more") if value.act == "lost" else words.tr("The card is given")
        customer = self._customer()
        self._run(
            Act(customer, self._who(), f"{self._who()} · {said}"),
            partial(_card, customer=customer, value=value),
        )

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

    def _who(self) -> str:
        return called(self._words, self._opened.view.customer) if self._opened is not None else ""

    def _customer(self) -> str:
        return self._opened.view.customer.id if self._opened is not None else ""

    def _run(self, act: Act, work: Callable[[Session, str], Any]) -> None:
        self._act = act
        self._acts.run(act, work)

    def _close(self) -> None:
        sheet, self.sheet, self._act = self.sheet, None, None
        if sheet is not None:
            sheet.close_quietly()
            self.closed.emit()

    def _done(self, act: Act) -> None:
        if act is not self._act:
            return
        added = act.customer == ""
        self._close()
        if added:
            self.customer_wanted.emit(act.result.customer.id)

    def _refused(self, act: Act, error: KassaError) -> None:
        if act is not self._act:
            return
        self._act = None
        changed = error.details.get("changed")
        if isinstance(self.sheet, EditSheet) and changed:
            self.sheet.show_changed(changed)
        else:
            self.say_error(self._words.text(error.text))


def _new(value: CustomerValue) -> NewCustomer:
    from kassa.services.customers import NewCustomer

    return NewCustomer(
        name=value.name,
        phone=value.phone,
        email=value.email,
        address=value.address,
        birthday=value.birthday,
        tags=value.tags,
        card=value.card,
    )


def _duplicates(session: Session, value: CustomerValue, _job: Job) -> tuple[Hit, ...]:
    return desk.likely_duplicates(session, _new(value))


def _add(session: Session, op: str, value: CustomerValue) -> Any:
    return desk.add_customer(session, _new(value), op)


def _edit(session: Session, op: str, customer: str, value: EditValue) -> Any:
    from kassa.services import customers

    return customers.edit(session, customer, value.changes, op, value.seen)


def _tags(session: Session, _job: Job) -> tuple[str, ...]:
    from kassa.services import history

    return history.tags(session)


def _card(session: Session, op: str, customer: str, value: CardValue) -> Any:
    if value.act == "lost":
        return desk.lose_card(session, value.code or "", op)
    if value.act == "replace":
        return desk.replace_card(session, value.code or "", value.new, op)
    return desk.assign_card(session, value.new or "", customer, op)


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

"""Post to chosen customers: greeting postcards and letters with their name, perhaps with a coupon of their own.

A letter is opt-out: whoever said no to letters gets none, and whoever has no address can't. Who was left out, and why,
is part of the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Literal, get_args

from kassa import printing
from kassa.domain.calendar import birthday_in
from kassa.domain.codes import grouped
from kassa.domain.letter_text import Field, fill, first_name
from kassa.domain.programme import Programme, RewardRule, Version
from kassa.errors import KassaError
from kassa.printing import Edge, Rendered
from kassa.printing.coupon import CouponFace
from kassa.printing.letter import Envelope, Window, render_letters
from kassa.printing.postcard import POSTCARD_PAPERS, MailPiece, Sender, render_postcards
from kassa.printing.typeset import unprintable
from kassa.services import coupons, register
from kassa.services.acting import acting, check_allowed, first_reply
from kassa.services.book import read_standing
from kassa.services.card_look import CardLook, look_in
from kassa.services.customers import believed_today
from kassa.services.mail_text import address_lines, check_text, tier_name
from kassa.services.posters import design_of
from kassa.services.programmes import rules_in
from kassa.services.references import customer_in
from kassa.services.register import Question, Register, Row
from kassa.services.session import Session
from kassa.services.settings import shop_block
from kassa.store import mailing as stored
from kassa.store.engine import Transaction
from kassa.words import Words, say

MailKind = Literal["postcard", "letter"]
Why = Literal["no address", "said no", "gone", "letters"]
MOST = 10_000
_MOST_LOOKED_AT = 100_000

Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Mailing:
    """What to send and to whom.

    ``customers`` are references, or a question to the register: everybody who fits it. ``title`` is the greeting in
    large type, ``text`` what follows; both may hold fields (``kassa.domain.letter_text``). ``coupon`` is the id of the
    reward that each gets a coupon for. A postcard's ``paper`` is one of ``POSTCARD_PAPERS``, and ``edge`` the one over
    which the printer turns it; a letter is folded for an ``envelope`` with its ``window`` there. ``birthday_within``
    leaves those whose birthday is today or so many days ahead. ``look`` is the cards' own where it is None; what Kassa
    adds of its own is in ``language``.
    """

    kind: MailKind
    customers: tuple[str, ...] | Question
    title: str
    text: str
    coupon: str | None = None
    paper: str = "a4"
    edge: Edge = "long-edge"
    window: Window = "right"
    envelope: Envelope = "c5"
    birthday_within: int | None = None
    language: str = "en"
    look: CardLook | None = None


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Who gets nothing, and why: no address, a no to letters, no longer here, or letters that no font here draws."""

    customer: str
    name: str | None
    why: Why


@dataclass(frozen=True, slots=True)
class Preview:
    """The first sheet as it would be printed (None when nobody gets anything), to how many, and who is left out."""

    pdf: bytes | None
    pieces: int
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True)
class Mailed:
    """What was printed: to whom, with which coupons (as many or none), on how many pages, and who was left out."""

    customers: tuple[str, ...]
    coupons: tuple[str, ...]
    pages: int
    left_out: tuple[LeftOut, ...]


def preview(session: Session, mailing: Mailing, known: Register | None = None) -> Preview:
    """How it would look; the coupons' codes are examples and nothing is kept. Refuses what ``print_mailing`` would.

    ``known`` is the register as it was read before, perhaps.
    """
    batch = _Batch(session, mailing, known)
    places = POSTCARD_PAPERS[mailing.paper].places if mailing.kind == "postcard" else 1
    if not batch.to:
        return Preview(None, 0, batch.left_out)
    pieces = batch.pieces(places)
    return Preview(batch.render(pieces, verify=False).pdf, len(batch.to), batch.left_out)


def print_mailing(
    session: Session,
    mailing: Mailing,
    out: Path,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
    op: str | None = None,
) -> Mailed:
    """Prints it into a PDF whose coupons are in force with it: both are there whole, or neither.

    Every coupon is read back from its page first. The till goes on serving: the store is only locked while the coupons
    are written down. Raises ``bad_value`` for a text that can't be set, ``unknown_reward``, ``bad_file``.
    """
    check_allowed(session, "mailing")
    contents = (str(out), _contents(mailing))
    first = first_reply(session, "mailing", op, Mailed, *contents)
    if first is not None:
        return first
    batch = _Batch(session, mailing)
    if not batch.to:
        raise KassaError("bad_value", say("There is nobody to write to. Those chosen have no address, or said no."))
    pieces = batch.pieces()
    rendered = batch.render(pieces, True, progress, cancelled)
    codes = tuple(piece.coupon.code for piece in pieces if piece.coupon is not None)
    with acting(session, "mailing", op, *contents) as act:
        repeated = act.first_reply(Mailed)
        if repeated is not None:
            return repeated
        if rules_in(act.transaction).at(act.now).number != batch.version.number:
            raise KassaError("store_busy", say("The programme was changed just now. Look again, then print."))
        if mailing.coupon is not None:
            coupons.give(act, [row.number for row in batch.to], mailing.coupon, codes)
        mailed = act.done(Mailed(tuple(row.id for row in batch.to), codes, rendered.pages, batch.left_out))
        # Last, so that no letter goes out with a coupon that isn't there: what can't be saved takes them back.
        printing.save(out, rendered.pdf)
    return mailed


def _contents(mailing: Mailing) -> list[str]:
    """What makes two mailings the same, in an order that doesn't change from one run of the program to the next."""
    chosen = mailing.customers
    who = (
        [chosen.query, *sorted(chosen.filters.tiers), *sorted(chosen.filters.tags), str(chosen.filters.silent),
         str(chosen.filters.no_contact), str(chosen.filters.no_card), str(chosen.filters.double)]
        if isinstance(chosen, Question)
        else list(chosen)
    )  # fmt: skip
    told = mailing.kind, mailing.title, mailing.text, mailing.coupon or "", mailing.paper, mailing.edge, mailing.window
    return [*told, mailing.envelope, str(mailing.birthday_within), mailing.language, str(mailing.look), *who]


class _Batch:
    """A mailing read against the register: who gets it, and what stands on each piece."""

    def __init__(self, session: Session, mailing: Mailing, known: Register | None = None) -> None:
        self._session, self._mailing, self._words = session, mailing, Words(mailing.language)
        _check_choices(mailing)
        with session.store.reading() as transaction:
            self._versions = rules_in(transaction)
            self.version: Version = self._versions.at(session.now())
            self._today = believed_today(session, transaction, self._versions)
            look = mailing.look or look_in(transaction)
            self._reward = _reward(self.version.programme, mailing.coupon)
            self._used = check_text(mailing.title, mailing.text, self.version.programme, self._reward)
            refusing = stored.refusing(transaction, "letter")
        self._sender = _sender(session, self.version.programme, look)
        rows, gone = _chosen(session, mailing.customers, known)
        if mailing.birthday_within is not None:
            rows = tuple(row for row in rows if _is_near(row.birthday, self._today, mailing.birthday_within))
        left = list(gone)
        self.to: list[Row] = []
        for row in rows:
            why = _why_not(row, refusing)
            if why is None:
                self.to.append(row)
            else:
                left.append(LeftOut(row.id, row.name, why))
        self.left_out = tuple(left)
        if len(self.to) > MOST:
            raise _too_many()

    def pieces(self, most: int | None = None) -> list[MailPiece]:
        """What stands on each, or on the first ones."""
        to = self.to[:most]
        with self._session.store.reading() as transaction:
            codes = [] if self._reward is None else coupons.fresh_codes(self._session, transaction, len(to))
            return [self._piece(transaction, row, codes[number] if codes else None) for number, row in enumerate(to)]

    def render(
        self,
        pieces: Sequence[MailPiece],
        verify: bool,
        progress: Progress | None = None,
        cancelled: Cancelled | None = None,
    ) -> Rendered:
        """The pieces as pages."""
        mailing = self._mailing
        if mailing.kind == "postcard":
            return render_postcards(pieces, self._sender, mailing.paper, mailing.edge, verify, progress, cancelled)
        day = self._words.date(self._today)
        return render_letters(pieces, self._sender, day, mailing.window, mailing.envelope, verify, progress, cancelled)

    def _piece(self, transaction: Transaction, row: Row, code: str | None) -> MailPiece:
        values = self._values(transaction, row, code)
        # Nobody without a name is greeted with an empty space.
        friend = self._words.text(say("friend"))
        nameless: dict[Field, str] = {"first_name": friend, "name": friend}
        return MailPiece(
            address=address_lines(row.name, row.address),
            title=fill(self._mailing.title, values, nameless),
            text=fill(self._mailing.text, values, nameless),
            coupon=None if code is None else self._coupon(code),
            about=row.name or f"#{row.number}",
        )

    def _values(self, transaction: Transaction, row: Row, code: str | None) -> dict[Field, str | None]:
        programme = self.version.programme
        values: dict[Field, str | None] = {
            "first_name": first_name(row.name),
            "name": row.name,
            "shop": programme.shop_name,
            "tier": tier_name(programme, row.tier),
            "reward": self._reward.name if self._reward is not None else None,
            "coupon": None if code is None else grouped(code),
            "until": self._until(),
        }
        if self._used & {"stamps", "left"}:
            standing = read_standing(transaction, self._versions, row.number, self._session.now())
            card = standing.stamp_cards[0]
            values["stamps"], values["left"] = str(card.stamps), str(card.left)
        return values

    def _until(self) -> str | None:
        days = self._reward.valid_days if self._reward is not None else None
        return None if days is None else self._words.date(self._today + timedelta(days=days))

    def _coupon(self, code: str) -> CouponFace:
        assert self._reward is not None
        until = self._until()
        return CouponFace(
            code,
            self._words.text(say("Coupon")),
            self._reward.name,
            "" if until is None else self._words.text(say("To use until {day}", day=until)),
        )


def _sender(session: Session, programme: Programme, look: CardLook) -> Sender:
    block = shop_block(session)
    address, contact, logo = (block.address, block.contact, block.logo) if block is not None else ("", "", None)
    return Sender(programme.shop_name, tuple(address.splitlines()), tuple(contact.splitlines()), design_of(look), logo)


def _check_choices(mailing: Mailing) -> None:
    right = (
        mailing.kind in get_args(MailKind)
        and mailing.paper in POSTCARD_PAPERS
        and mailing.edge in get_args(Edge)
        and mailing.window in get_args(Window)
        and mailing.envelope in get_args(Envelope)
    )
    if not right:
        raise KassaError("bad_value", say("Post is a postcard or a letter, on paper and for an envelope of the list."))


def _reward(programme: Programme, wanted: str | None) -> RewardRule | None:
    if wanted is None:
        return None
    rule = programme.reward(wanted)
    if rule is None:
        raise KassaError("unknown_reward", say("The programme has no reward {reward}.", reward=wanted))
    return rule


def _chosen(
    session: Session, wanted: tuple[str, ...] | Question, known: Register | None
) -> tuple[tuple[Row, ...], list[LeftOut]]:
    if isinstance(wanted, Question):
        found = register.choose(session, register.read(session, known), wanted)
        if len(found) > _MOST_LOOKED_AT:
            raise _too_many()
        return register.rows(session, found), []
    numbers: dict[int, None] = {}
    gone: list[LeftOut] = []
    with session.store.reading() as transaction:
        for reference in wanted:
            try:
                numbers.setdefault(customer_in(transaction, reference)[0])
            except KassaError as error:
                if error.code != "unknown_customer":
                    raise
                gone.append(LeftOut(reference, None, "gone"))
    return register.rows(session, numbers), gone


def _too_many() -> KassaError:
    return KassaError("bad_value", say("At most {most} at once. Choose fewer.", most=MOST))


def _is_near(birthday: str | None, today: date, days: int) -> bool:
    if birthday is None:
        return False
    return any(0 <= (birthday_in(birthday, year) - today).days <= days for year in (today.year, today.year + 1))


def _why_not(row: Row, refusing: frozenset[int]) -> Why | None:
    if row.number in refusing:
        return "said no"
    if not (row.address or "").strip():
        return "no address"
    if unprintable(f"{row.name or ''} {row.address or ''}"):
        return "letters"
    return None

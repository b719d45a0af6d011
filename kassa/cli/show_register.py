"""The register's replies as a person reads them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from kassa.cli.call import Reply
from kassa.cli.page import Page
from kassa.cli.show_till import standing
from kassa.domain.codes import grouped
from kassa.domain.people import Card, Customer, Hit, Note, Purchase
from kassa.words import say

NOTE_KINDS = {
    "ask": say("ask"),
    "likes": say("likes"),
    "family": say("family"),
    "promise": say("promise"),
    "health": say("health"),
    "other": say("note"),
}
NOTE_STATES = {"open": say("open"), "done": say("done"), "removed": say("removed")}
CARD_STATES = {
    "blank": say("blank"),
    "active": say("active"),
    "lost": say("lost"),
    "blocked": say("blocked"),
    "replaced": say("replaced"),
}
CHANNELS = {
    "email": say("e-mail"),
    "sms": say("text message"),
    "letter": say("letter"),
    "analysis": say("analysis of purchases"),
    "health": say("notes on health"),
}


def added(page: Page, reply: Reply) -> None:
    """The new customer, and who it may be already."""
    tr = page.words.tr
    page.line(tr("In the register: {customer}.").format(customer=_called(page, reply["customer"])))
    page.rows(_hits(page, reply["warnings"]), tr("Perhaps the same person"))


def edited(page: Page, reply: Reply) -> None:
    """The customer as it is now."""
    _person(page, reply["customer"])


def consented(page: Page, reply: Reply) -> None:
    """What the customer agrees to now."""
    tr = page.words.tr
    page.line(_called(page, reply["customer"]))
    page.rows(
        (
            page.words.text(CHANNELS[one.channel]),
            tr("yes") if one.given else tr("no"),
            page.moment(one.at),
            one.how or "",
        )
        for one in reply["customer"].consents
    )


def found(page: Page, reply: Reply) -> None:
    """The search's hits, best first."""
    if not reply["results"]:
        page.line(page.words.tr("Nobody fits. Try a part of the name, or the telephone's last digits."))
    page.rows(_hits(page, reply["results"]))


def customer(page: Page, reply: Reply) -> None:
    """The person, what to say, what they have got, what they bought."""
    tr = page.words.tr
    _person(page, reply["customer"])
    if reply["via"] is not None and reply["via"].state != "active":
        state = page.words.text(CARD_STATES[reply["via"].state])
        page.line(tr("Found by card {code}, which is {state}.").format(code=grouped(reply["via"].code), state=state))
    if reply["greeting"] is not None:
        page.line()
        page.line("» " + page.words.text(reply["greeting"]))
    page.rows(_notes(page, reply["notes"]), tr("Notes"))
    standing(page, reply["standing"])
    page.rows(_cards(page, reply["cards"]), tr("Cards"))
    page.rows(_purchases(page, reply["purchases"]), tr("Latest purchases"), right=(1,))


def noted(page: Page, reply: Reply) -> None:
    """The note as it is now."""
    page.rows(_notes(page, [reply["note"]]))


def _called(page: Page, who: Customer) -> str:
    return f"{who.name or page.words.tr('no name')} #{who.number}"


def _person(page: Page, who: Customer) -> None:
    tr, ntr = page.words.tr, page.words.ntr
    page.line(_called(page, who))
    known = [who.phone, who.email, who.address, *(f"[{tag}]" for tag in who.tags)]
    if any(known):
        page.line(" · ".join(part for part in known if part))
    if who.birthday:
        page.line(tr("Birthday: {day}").format(day=_birthday(page, who.birthday)))
    visits = ntr("{n} visit", "{n} visits", who.visits).format(n=who.visits)
    page.line(tr("{visits} since {day}").format(visits=visits, day=page.day(who.since)))


def _birthday(page: Page, birthday: str) -> str:
    if birthday.startswith("--"):
        return page.words.date(date.fromisoformat("2000" + birthday[1:]), "d MMMM")
    return page.words.date(date.fromisoformat(birthday))


def _hits(page: Page, hits: Iterable[Hit]) -> Iterable[tuple[str, ...]]:
    for hit in hits:
        phone = f"…{hit.phone_end}" if hit.phone_end else ""
        last = page.moment(hit.last_visit)
        yield f"#{hit.number}", hit.name or page.words.tr("no name"), phone, _tier(page, hit.tier), last


def _tier(page: Page, tier_id: str | None) -> str:
    levels = page.programme.tiers.levels if tier_id and page.programme.tiers else ()
    return next((level.name for level in levels if level.id == tier_id), tier_id or "")


def _notes(page: Page, notes: Iterable[Note]) -> Iterable[tuple[str, ...]]:
    for note in notes:
        due = page.words.tr("by {day}").format(day=page.day(note.due)) if note.due else ""
        state = "" if note.state == "open" else page.words.text(NOTE_STATES[note.state])
        kind = page.words.text(NOTE_KINDS[note.kind])
        yield "!" if note.pinned else "", kind, note.text, due, note.assignee or "", state, note.id


def _cards(page: Page, cards: Iterable[Card]) -> Iterable[tuple[str, ...]]:
    for card in cards:
        yield grouped(card.code), page.words.text(CARD_STATES[card.state])


def _purchases(page: Page, purchases: Iterable[Purchase]) -> Iterable[tuple[str, ...]]:
    tr = page.words.tr
    for one in purchases:
        items = ", ".join(f"{one_item.quantity} × {_item(page, one_item.item)}" for one_item in one.items)
        back = (
            tr("{amount} taken back").format(amount=page.money(one.returned))
            if one.returned and one.returned.minor
            else ""
        )
        yield page.moment(one.at), page.money(one.amount), items, tr("undone") if one.undone else back, one.id


def _item(page: Page, item_id: str) -> str:
    item = page.programme.item(item_id)
    return item_id if item is None else item.name

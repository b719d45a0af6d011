"""The till's replies as a person reads them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from kassa.cli.call import Reply
from kassa.cli.page import Page
from kassa.domain.standing import Entry, RewardStanding, Standing, TierStanding
from kassa.words import Money, say

KINDS = {
    "head_start": say("head start"),
    "earned": say("earned"),
    "bonus": say("bonus"),
    "spent": say("card filled"),
    "returned": say("taken back"),
    "expired": say("expired"),
    "adjusted": say("adjusted"),
    "undone": say("undone"),
}


def bought(page: Page, reply: Reply) -> None:
    """The result of a visit."""
    tr = page.words.tr
    page.line(tr("Noted as {purchase}.").format(purchase=reply["purchase"].id))
    _entries(page, reply["entries"])
    for one in reply.get("limited", ()):
        text = tr("{card}: {n} more would be over the day's limit of {limit}.")
        page.line(text.format(card=one.name, n=one.refused, limit=one.limit))
    _rewards(page, reply["issued"], tr("New rewards"))
    standing(page, reply["standing"])


def returned(page: Page, reply: Reply) -> None:
    """What a return took back."""
    tr = page.words.tr
    page.line(tr("Taken back."))
    _entries(page, reply["entries"])
    page.rows(((one.name, one.id) for one in reply["withdrawn"]), tr("Rewards withdrawn"))
    standing(page, reply["standing"])


def redeemed(page: Page, reply: Reply) -> None:
    """The reward given, and what the cashier rings up."""
    tr = page.words.tr
    reward: RewardStanding = reply["reward"]
    page.line(tr("Given: {reward}.").format(reward=reward.name))
    if "ring_up" in reply:
        page.line(tr("Ring up: {ring_up}").format(ring_up=reply["ring_up"]))
    standing(page, reply["standing"])


def moved(page: Page, reply: Reply) -> None:
    """What an undoing, a carrying over or a correction wrote."""
    page.line(page.words.tr("Done."))
    _entries(page, reply["entries"])
    if reply["standing"] is not None:
        standing(page, reply["standing"])


def why(page: Page, reply: Reply) -> None:
    """The ledger, oldest first, each line with its arithmetic."""
    if not reply["lines"]:
        page.line(page.words.tr("No stamps and no points yet."))
    page.rows(
        (
            (
                page.moment(line.at),
                _programme_name(page, line.programme),
                page.words.text(KINDS[line.kind]),
                f"{line.delta:+}",
                f"= {line.balance}",
                page.words.text(line.because),
            )
            for line in reply["lines"]
        ),
        right=(3, 4),
    )


def standing(page: Page, now: Standing) -> None:
    """Stamp cards, tier, points, subscriptions and the rewards that can be redeemed."""
    tr, ntr = page.words.tr, page.words.ntr
    rows = []
    for card in now.stamp_cards:
        count = tr("{stamps} of {boxes}").format(stamps=card.stamps, boxes=card.boxes)
        left = ntr("{n} left", "{n} left", card.left).format(n=card.left)
        rows.append((card.name, page.boxes(card.stamps, card.boxes), count, left))
    page.rows(rows, tr("Stamp cards"))
    if now.tier is not None:
        page.rows([(now.tier.name, *_climb(page, now.tier))], tr("Tier"))
    if now.points is not None:
        expiry = now.points.next_expiry
        text = tr("{points} until {day}")
        later = text.format(points=expiry.points, day=page.day(expiry.date)) if expiry else ""
        page.rows([(str(now.points.balance), later)], tr("Points"))
    page.rows(((one.name, str(one.left), _until(page, one.until)) for one in now.subscriptions), tr("Subscriptions"))
    _rewards(page, now.rewards, tr("Rewards"))


def _climb(page: Page, tier: TierStanding) -> tuple[str, str]:
    tr, ntr = page.words.tr, page.words.ntr
    if tier.next is None or tier.left is None:
        climb = ""
    elif isinstance(tier.left, Money):
        climb = tr("{left} to {tier}").format(left=page.money(tier.left), tier=tier.next)
    else:
        climb = ntr("{n} visit to {tier}", "{n} visits to {tier}", tier.left).format(n=tier.left, tier=tier.next)
    return climb, _until(page, tier.until)


def _rewards(page: Page, rewards: Iterable[RewardStanding], title: str) -> None:
    page.rows(((one.name, _until(page, one.valid_until), one.id) for one in rewards), title)


def _until(page: Page, day: date | None) -> str:
    return "" if day is None else page.words.tr("until {day}").format(day=page.day(day))


def _entries(page: Page, entries: Iterable[Entry]) -> None:
    page.rows(
        (
            (f"{entry.delta:+}", _programme_name(page, entry.programme), page.words.text(KINDS[entry.kind]))
            for entry in entries
        ),
        right=(0,),
    )


def _programme_name(page: Page, card_id: str | None) -> str:
    if card_id is None:
        return page.words.tr("Points")
    card = page.programme.stamp_card(card_id)
    return card_id if card is None else card.name

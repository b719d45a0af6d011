"""The owner's replies as a person reads them."""

from __future__ import annotations

from collections.abc import Iterable

from kassa.cli.call import Reply
from kassa.cli.page import Page
from kassa.cli.show_register import CARD_STATES
from kassa.domain.codes import grouped
from kassa.domain.programme import Programme, RewardRule, StampCard
from kassa.services.card_report import CardReport, lines
from kassa.words import Text, say

PER = {"item": say("a stamp per item"), "visit": say("a stamp per visit"), "amount": say("a stamp per amount")}


def printed(page: Page, reply: Reply) -> None:
    """How many cards on how many pages."""
    ntr = page.words.ntr
    codes, pages = len(reply["codes"]), reply["pages"]
    page.line(ntr("{n} card.", "{n} cards.", codes).format(n=codes))
    page.line(ntr("{n} page.", "{n} pages.", pages).format(n=pages))
    for warning in reply.get("warnings", ()):
        page.sentence(warning)


def card(page: Page, reply: Reply) -> None:
    """The card and its state."""
    page.rows([(grouped(reply["card"].code), page.words.text(CARD_STATES[reply["card"].state]))])


def sheets(page: Page, reply: Reply) -> None:
    """The sheets' ids and names."""
    page.rows((sheet.id, page.words.name(sheet.name)) for sheet in reply["sheets"])


def designs(page: Page, reply: Reply) -> None:
    """The designs' ids and names."""
    page.rows((one["id"], page.words.name(one["name"])) for one in reply["designs"])


def report(page: Page, reply: Reply) -> None:
    """The figures of a report, line by line."""
    page.rows((page.words.text(what), page.words.number(count)) for what, count in lines(CardReport(**reply)))


def imported(page: Page, reply: Reply) -> None:
    """How many rows, and why some did not come in."""
    read = reply["read"]
    page.line(page.words.ntr("{n} row read.", "{n} rows read.", read).format(n=read))
    _fared(page, reply)


def imported_sales(page: Page, reply: Reply) -> None:
    """How many receipts, and why some did not come in."""
    read = reply["read"]
    page.line(page.words.ntr("{n} receipt read.", "{n} receipts read.", read).format(n=read))
    _fared(page, reply)


def _fared(page: Page, reply: Reply) -> None:
    tr = page.words.tr
    page.rows(
        [
            (tr("new"), str(reply["created"])),
            (tr("updated"), str(reply["updated"])),
            (tr("already there"), str(reply["skipped"])),
            (tr("refused"), str(len(reply["rejected"]))),
        ],
        right=(1,),
    )
    new = reply["renumbered"]
    if new:
        told = page.words.ntr(
            "{n} has a new number: theirs is taken here", "{n} have a new number: theirs are taken here", new
        )
        page.line(told.format(n=new))
    problems(page, ((one.line, one.column, one.why) for one in reply["rejected"]), tr("Refused"))


def programme_problems(page: Page, reply: Reply) -> None:
    """What is wrong in a programme file."""
    if not reply["problems"]:
        page.line(page.words.tr("The file is right. kassa programme apply puts it into force."))
    problems(page, ((one.line, None, one.why) for one in reply["problems"]), "")


def applied(page: Page, reply: Reply) -> None:
    """The new version's number."""
    page.line(page.words.tr("In force as version {version}.").format(version=reply["version"]))
    if "not_counted" in reply:
        kept = page.words.tr("Kept for a later version of Kassa, and not counted yet: {sections}.")
        page.line(kept.format(sections=", ".join(reply["not_counted"])))


def checked(page: Page, reply: Reply) -> None:
    """Sound, or what is wrong."""
    if reply["ok"]:
        page.line(page.words.tr("The store is sound."))
    for problem in reply["problems"]:
        page.sentence(problem)


def programme(page: Page, reply: Reply) -> None:
    """The rules in force, from the customer's side."""
    tr = page.words.tr
    rules: Programme = page.programme
    page.line(tr("{shop}, version {version} of the rules").format(shop=rules.shop_name, version=reply["version"]))
    page.rows(((one.name, page.minor(one.price), one.id) for one in rules.items), tr("Items"), right=(1,))
    page.rows((_stamp_card(page, one) for one in rules.stamp_cards), tr("Stamp cards"))
    page.rows((_reward(page, one) for one in rules.rewards), tr("Rewards"))
    if rules.tiers is not None:
        spend = rules.tiers.measure == "spend"
        rows = ((one.name, page.minor(one.start) if spend else str(one.start), one.id) for one in rules.tiers.levels)
        page.rows(rows, tr("Tiers"), right=(1,))


def problems(page: Page, rows: Iterable[tuple[object, object, object]], title: str) -> None:
    """Lines of a file that were refused, and why."""
    page.rows(
        (
            (str(line), str(column or ""), page.words.text(why) if isinstance(why, Text) else str(why))
            for line, column, why in rows
        ),
        title,
        right=(0,),
    )


def _stamp_card(page: Page, card: StampCard) -> tuple[str, ...]:
    reward = page.programme.reward(card.reward)
    what = page.programme.item(card.item) if card.item else None
    per = page.words.text(PER[card.per])
    detail = what.name if what else page.minor(card.step)
    return (
        card.name,
        page.boxes(card.head_start, card.boxes),
        per,
        detail,
        "→ " + (reward.name if reward else card.reward),
        card.id,
    )


def _reward(page: Page, rule: RewardRule) -> tuple[str, ...]:
    days = rule.valid_days
    valid = page.words.ntr("{n} day", "{n} days", days).format(n=days) if days is not None else ""
    value = (
        page.minor(rule.value) if rule.value is not None else f"{rule.percent:g} %" if rule.percent is not None else ""
    )
    return rule.name, value, valid, rule.id

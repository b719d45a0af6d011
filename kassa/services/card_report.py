"""The report on cards: how many lie in the drawer, are in people's hands, or were lost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kassa import printing
from kassa.exchange import export
from kassa.services.acting import check_allowed
from kassa.services.card_stock import stock
from kassa.services.programmes import rules_in, shop_day, versions_in
from kassa.services.session import Session
from kassa.words import Text, Words, say


@dataclass(frozen=True, slots=True)
class CardReport:
    """The figures of a business date.

    ``stock`` are the blank cards left, ``handed_out`` those given to somebody this month, ``unprinted`` the customers
    who have no printed card in use; the others are what became of the cards that were somebody's.
    """

    day: date
    stock: int
    handed_out: int
    active: int
    lost: int
    blocked: int
    replaced: int
    unprinted: int


def report_cards(session: Session, out: Path | None = None, *, words: Words | None = None) -> CardReport:
    """Counts the cards; with ``out`` (``.pdf``, ``.csv`` or ``.xlsx``) into a file too, in the language of ``words``.

    Raises ``bad_value`` for another kind of file and ``bad_file`` for one that can't be written.
    """
    check_allowed(session, "report")
    if out is not None and out.suffix.lower() != ".pdf":
        export.check_name(out)
    now = session.now()
    shop, day = "", now.date()
    with session.store.reading() as transaction:
        if versions_in(transaction) is not None:
            programme = rules_in(transaction).at(now).programme
            shop, day = programme.shop_name, shop_day(programme).business_date(now)
    counted = stock(session)
    report = CardReport(
        day, counted.blank, counted.handed_out, counted.active, counted.lost, counted.blocked, counted.replaced,
        counted.unprinted,
    )  # fmt: skip
    if out is not None:
        _save(report, shop, out, words or Words("en"))
    return report


def lines(report: CardReport) -> tuple[tuple[Text, int], ...]:
    """The figures in words, in the order in which an owner asks for them."""
    return (
        (say("Blank cards in the drawer"), report.stock),
        (say("Handed out this month"), report.handed_out),
        (say("In use"), report.active),
        (say("Reported lost"), report.lost),
        (say("Blocked"), report.blocked),
        (say("Replaced"), report.replaced),
        (say("Customers without a printed card"), report.unprinted),
    )


def _save(report: CardReport, shop: str, out: Path, words: Words) -> None:
    title = words.text(say("Loyalty cards"))
    told = [(words.text(what), count) for what, count in lines(report)]
    if out.suffix.lower() == ".pdf":
        subtitle = words.text(say("{shop}, {day}", shop=shop, day=report.day))
        rendered = printing.render_figures(title, subtitle, [(what, words.number(count)) for what, count in told])
        printing.save(out, rendered.pdf)
        return
    sheet = export.Sheet(title, (words.text(say("Figure")), words.text(say("Number of cards"))), len(told))
    export.write_table(out, sheet, [(what, str(count)) for what, count in told])

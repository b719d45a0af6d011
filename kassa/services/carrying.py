"""A half-full paper card, brought over onto the customer's open card."""

from __future__ import annotations

from kassa.domain.programme import StampCard
from kassa.services.book import Book
from kassa.words import say_n


def carry_onto(book: Book, rule: StampCard, stamps: int) -> None:
    """The first card then holds the larger of ``stamps`` and the head start, which is counted in them."""
    because = say_n("a paper card with {n} stamp", "a paper card with {n} stamps", stamps)
    given = (book.rule(rule.id) or rule).head_start
    book.add(rule.id, max(0, stamps - given), "adjusted", because)
    book.carry(rule.id, book.act.number)

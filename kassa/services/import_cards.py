"""What comes with people in a file: the cards in their wallets, and the stamps on their paper cards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kassa.domain.programme import StampCard
from kassa.services.acting import Act
from kassa.services.book import Book
from kassa.services.carrying import carry_onto
from kassa.services.programmes import rules_in
from kassa.store import cards, customers, operations


def give_cards(act: Act, holders: Mapping[str, int]) -> None:
    """Cards that nobody has yet become these customers'; a code that was never printed here is a card from now on."""
    new = []
    for code, customer in holders.items():
        card = cards.get(act.transaction, code)
        if card is None:
            new.append((code, customer))
        elif card.state == "blank":
            cards.change(act.transaction, act.number, card, "active", customer)
    cards.append(act.transaction, act.number, new, None)


def carry_over(act: Act, customer: int, rule: StampCard, stamps: int) -> bool:
    """Carries a paper card over as an operation of its own; False, and nothing, where one was carried before."""
    versions = rules_in(act.transaction)
    if Book(act, versions, customer, act.now).carried(rule.id) is not None:
        return False
    actor = act.session.actor
    number = operations.claim_part(
        act.transaction, "carry", customers.public(customer), act.now, actor.staff, actor.till, act.number
    )
    carry_onto(Book(replace(act, number=number), versions, customer, act.now), rule, stamps)
    return True

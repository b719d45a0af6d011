"""Is the store sound: the file itself, the balances against the ledger, the references."""

from __future__ import annotations

from kassa.domain import stamps
from kassa.errors import KassaError
from kassa.services.session import Session
from kassa.store import checks
from kassa.words import Text, say


def check(session: Session) -> tuple[Text, ...]:
    """Everything that is wrong with the store; nothing when it is sound."""
    problems: list[Text] = []
    try:
        with session.store.reading() as transaction:
            problems += [say("The file: {what}", what=what) for what in checks.file_problems(transaction)]
            problems += [
                say("A reference leads nowhere: {what}", what=what) for what in checks.stray_references(transaction)
            ]
            for card in checks.stamp_cards(transaction):
                if stamps.replay(card.lines) != card.card:
                    problems.append(
                        say(
                            "The balance of customer #{number} on {card} is not what the ledger says.",
                            number=card.customer,
                            card=card.programme,
                        )
                    )
            problems += [say("Rewards: {what}", what=what) for what in checks.reward_problems(transaction)]
            problems += [say("Search: {what}", what=what) for what in checks.search_problems(transaction)]
    except KassaError as error:
        if error.code != "store_damaged":
            raise
        problems.append(error.text)
    return tuple(problems)

"""Coupons: a reward sent in a letter, whose own ten digits the till redeems by scanning, once.

A coupon is an ordinary reward with a code; what it may give stands in the programme, and it is redeemed, expires and
is undone as any other. Its code is never a card's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kassa.domain import codes
from kassa.domain.programme import RewardRule
from kassa.errors import KassaError
from kassa.services.acting import Act, acting
from kassa.services.book import last_day, reward_standing
from kassa.services.programmes import rules_in, shop_day
from kassa.services.references import customer_in
from kassa.services.session import Session
from kassa.store import cards, coupons, customers, rewards
from kassa.store.engine import Transaction
from kassa.words import say


@dataclass(frozen=True, slots=True)
class Coupon:
    """A coupon: its ten digits, whose it is, the id and the name of its reward, and what may be done with it.

    ``state`` is ``available``, ``redeemed``, ``withdrawn`` or ``expired``; ``valid_until`` is the last day.
    """

    code: str
    customer: str
    reward: str
    name: str
    state: str
    valid_until: date | None


def coupon_rewards(session: Session) -> tuple[RewardRule, ...]:
    """What a coupon may give: the rewards of the programme in force."""
    with session.store.reading() as transaction:
        return rules_in(transaction).at(session.now()).programme.rewards


def coupon(session: Session, code: str) -> Coupon | None:
    """The coupon of those ten digits (grouping ignored); None when they are none."""
    plain = codes.plain(code.strip())
    if not codes.is_code(plain):
        return None
    with session.store.reading() as transaction:
        number = coupons.reward_of(transaction, plain)
        stored = None if number is None else rewards.get(transaction, number)
        if number is None or stored is None:
            return None
        versions = rules_in(transaction)
        today = shop_day(versions.at(session.now()).programme).business_date(session.now())
        shown = reward_standing(versions, stored, today)
        return Coupon(
            plain, customers.public(stored.customer), rewards.public(number), shown.name, shown.state, shown.valid_until
        )


def issue_coupons(session: Session, references: Sequence[str], reward: str, op: str | None = None) -> dict[str, str]:
    """Gives each of the customers that reward and a code for it: their ids with the codes, in the order given.

    Raises ``unknown_reward``, and what finds customers. Undone, those not yet redeemed are withdrawn.
    """
    with acting(session, "coupons", op, list(references), reward) as act:
        first: dict[str, str] | None = act.first_reply(dict)
        if first is not None:
            return first
        numbers = [customer_in(act.transaction, reference)[0] for reference in references]
        given = give(act, list(dict.fromkeys(numbers)), reward)
        return act.done({customers.public(number): code for number, code in given.items()})


def give(act: Act, holders: Sequence[int], reward: str, fresh: Sequence[str] | None = None) -> Mapping[int, str]:
    """The same inside another operation; ``fresh`` are codes drawn before, as they stand in what was printed."""
    version = rules_in(act.transaction).at(act.now)
    rule = version.programme.reward(reward)
    if rule is None:
        raise KassaError("unknown_reward", say("The programme has no reward {reward}.", reward=reward))
    drawn = fresh if fresh is not None else fresh_codes(act.session, act.transaction, len(holders))
    given = dict(zip(holders, drawn, strict=True))
    day = shop_day(version.programme).business_date(act.now)
    # Thousands at once: the other tills wait for this transaction.
    issued = rewards.issue_to_many(
        act.transaction,
        {f"coupon:{code}": holder for holder, code in given.items()},
        reward=reward,
        version=version.number,
        operation=act.number,
        issued_at=act.now,
        valid_until=last_day(rule, day),
    )
    coupons.append(act.transaction, [(code, issued[f"coupon:{code}"]) for code in given.values()])
    return given


def fresh_codes(session: Session, transaction: Transaction, count: int) -> list[str]:
    """Codes that no card and no coupon has."""
    fresh: dict[str, None] = {}
    while len(fresh) < count:
        drawn = [codes.new_code(session.random) for _ in range(count - len(fresh))]
        known = cards.taken(transaction, drawn) | coupons.taken(transaction, drawn)
        fresh.update((code, None) for code in drawn if code not in known)
    return list(fresh)

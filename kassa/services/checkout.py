"""At the till: a purchase is noted, taken back, or a reward redeemed. One use case a function, one transaction each."""

from __future__ import annotations

from bisect import insort
from dataclasses import replace
from datetime import date, datetime, timedelta

from kassa.domain import codes, earning, stamps
from kassa.domain.calendar import is_believable
from kassa.domain.earning import Basket, Came, Line
from kassa.domain.money import form_money
from kassa.domain.people import BoughtItem, Purchase
from kassa.domain.programme import Programme
from kassa.domain.tiers import Held, Spent
from kassa.errors import KassaError
from kassa.services.acting import Act, acting, already_undone
from kassa.services.book import Book, reward_standing
from kassa.services.programmes import rules_in, shop_day
from kassa.services.references import customer_in, number_in
from kassa.services.replies import Bought, Limited, Order, Redeemed, Returned, WithdrawnReward
from kassa.services.session import Session
from kassa.services.taking_back import sources
from kassa.store import coupons, customers, ledger, operations, purchases, rewards, search, search_places
from kassa.store.engine import Transaction
from kassa.store.purchases import StoredPurchase
from kassa.words import Money, say

_LARGEST = 10**12
_MOST = 1000
_SKEW = timedelta(minutes=2)


def buy(session: Session, order: Order) -> Bought:
    """Notes a purchase after the sale: stamps land, cards fill, rewards are issued, the tier rises.

    The same receipt number on one business day is one purchase: told again, it is answered as the first time. Raises
    ``bad_amount``, ``bad_value``, and whatever keeps the customer from being found.
    """
    order = replace(order, receipt=(order.receipt or "").strip() or None)
    contents = (order.customer, order.amount, order.items, order.non_earning, order.receipt, order.at)
    with acting(session, "buy", order.op, *contents) as act:
        first = act.first_reply(Bought)
        if first is not None:
            return first
        customer, _ = customer_in(act.transaction, order.customer)
        at = _moment(act, order.at)
        book = Book(act, rules_in(act.transaction), customer, at)
        basket = _basket(order, book.programme)
        _late_entry_allowed(act, book, order.at)
        if order.receipt:
            again = purchases.with_receipt(act.transaction, order.receipt, book.day)
            if again is not None:
                return act.done(_told_again(book, basket, again), subject=purchases.public(again))
        number, limited, after = note_purchase(book, basket, order.receipt, session.actor.staff, session.actor.till)
        shown = _shown(act, number, book, basket, order)
        reply = Bought(shown, tuple(book.entries), book.shown(book.issued), limited, book.standing(after))
        return act.done(reply, subject=shown.id)


def note_purchase(
    book: Book, basket: Basket, receipt: str | None, staff: str | None, till: str
) -> tuple[int, tuple[Limited, ...], Held | None]:
    """Keeps a purchase and all that follows from it: its number, what a day limit refused, the tier it led to."""
    transaction, customer = book.transaction, book.customer
    bought = purchases.spent(transaction, customer)
    before = book.held(bought)
    net = earning.bought_amount(basket, book.programme) or 0
    number = purchases.append(
        transaction,
        customer=customer,
        operation=book.act.number,
        at=book.at,
        business_date=book.day,
        version=book.version,
        basket=basket,
        net=net,
        receipt=receipt,
        staff=staff,
        till=till,
    )
    limited = _stamp(book, basket, number)
    insort(bought, Spent(book.day, net), key=lambda spent: spent.day)
    after = book.held(bought)
    book.welcome(before, after, number)
    tier, sure = (after.tier.id, after.until) if after else (None, None)
    if customers.note_visit(transaction, customer, book.at, tier, sure):
        search.touch(transaction, customer, search_places.of_visit(book.at))
    return number, limited, after


def _shown(act: Act, number: int, book: Book, basket: Basket, order: Order) -> Purchase:
    currency = book.programme.currency
    items = (
        BoughtItem(line.item, line.quantity, None if line.amount is None else Money(line.amount, currency))
        for line in basket.lines
    )
    return Purchase(
        id=purchases.public(number),
        at=book.at,
        business_date=book.day,
        amount=None if basket.amount is None else Money(basket.amount, currency),
        returned=None,
        items=tuple(items),
        receipt=order.receipt,
        undone=False,
        staff=act.session.actor.staff,
        till=act.session.actor.till,
    )


def _moment(act: Act, told: datetime | None) -> datetime:
    if told is None:
        return act.now
    if not is_believable(told):
        raise KassaError("bad_value", say("That time can't be right. Check the date and the time."))
    if told > act.now + _SKEW:
        raise KassaError("bad_value", say("That time hasn't come yet. Check the date and the time."))
    return told


def _late_entry_allowed(act: Act, book: Book, told: datetime | None) -> None:
    if told is None or act.session.actor.role == "owner":
        return
    if book.day != shop_day(book.programme).business_date(act.now):
        raise KassaError("not_allowed", say("Only the owner may note what happened on another day."))


def _basket(order: Order, programme: Programme) -> Basket:
    if order.amount is not None:
        if programme.amount == "never":
            raise KassaError("bad_amount", say("This shop notes visits without an amount. Leave it out."))
        _check_amount(order.amount)
    for item in order.items:
        if programme.item(item.item) is None:
            raise KassaError("bad_value", say("There is no item {item} in the programme.", item=item.item))
        if not 1 <= item.quantity <= _MOST:
            raise KassaError("bad_value", say("How many of {item}? From 1 to {most}.", item=item.item, most=_MOST))
        if item.amount is not None:
            _check_amount(item.amount)
    basket = Basket(
        order.amount, tuple(Line(item.item, item.quantity, item.amount) for item in order.items), order.non_earning or 0
    )
    bought = earning.bought_amount(basket, programme)
    if programme.amount == "required" and bought is None:
        raise KassaError("bad_amount", say("Type the amount first."))
    if order.non_earning is not None:
        _check_amount(order.non_earning)
        if order.non_earning > (bought or 0):
            raise KassaError("bad_amount", say("The part that earns nothing can't be more than the whole."))
    return basket


def _check_amount(amount: int) -> None:
    if amount < 0:
        raise KassaError("bad_amount", say("An amount can't be negative. Use a return to take a purchase back."))
    if amount > _LARGEST:
        raise KassaError("bad_amount", say("That amount is too large. Check it."))


def _told_again(book: Book, basket: Basket, number: int) -> Bought:
    stored = purchases.get(book.transaction, number)
    assert stored is not None
    if stored.customer != book.customer or stored.basket != basket:
        raise KassaError(
            "bad_value",
            say("Receipt {receipt} is already noted that day, for another purchase.", receipt=stored.receipt or ""),
            purchase=purchases.public(number),
        )
    shown = purchases.one_shown(book.transaction, number, book.programme.currency)
    return Bought(shown, (), (), (), book.standing(book.tier()))


def _stamp(book: Book, basket: Basket, purchase: int) -> tuple[Limited, ...]:
    limited = []
    for name, rule in book.rules():
        count, because = earning.stamps_for(rule, basket, book.programme)
        allowed = count
        if count and rule.max_per_day is not None:
            already = ledger.stamps_on(book.transaction, book.customer, name, book.day)
            allowed = stamps.allowed_today(rule, count, already)
        if allowed < count:
            limited.append(Limited(name, rule.name, count - allowed, rule.max_per_day or 0))
            because = say(
                "{arithmetic}, of which the day's limit of {limit} lets {allowed} through",
                arithmetic=because, limit=rule.max_per_day, allowed=allowed,
            )  # fmt: skip
        if allowed:
            book.add(name, allowed, "earned", because, purchase)
    return tuple(limited)


def take_back(
    session: Session,
    purchase: str,
    amount: int | None = None,
    items: tuple[tuple[str, int], ...] | None = None,
    at: datetime | None = None,
    op: str | None = None,
) -> Returned:
    """Takes a purchase back, whole or in part: what it earned less what the rest would have earned leaves again.

    ``amount`` is minor units, ``items`` are (item, quantity); with neither, all that is left comes back. It is never
    refused because stamps are spent. Raises ``unknown_purchase``, ``bad_amount`` (a second return, or too much),
    ``already_undone``, ``too_late`` (a cashier after the shop's days).
    """
    with acting(session, "return", op, purchase, amount, items, at) as act:
        first = act.first_reply(Returned)
        if first is not None:
            return first
        stored = purchase_in(act.transaction, purchase)
        moment = _moment(act, at)
        book = Book(act, rules_in(act.transaction), stored.customer, moment)
        if stored.undone:
            raise already_undone()
        _return_allowed(act, book, stored, moment, at)
        whole_of = book.versions.number(stored.version).programme
        came = came_after(stored, amount, items, whole_of)
        tier = return_part(book, stored, came)
        withdrawn = tuple(WithdrawnReward(each.id, each.reward, each.name) for each in book.shown(book.withdrawn))
        return act.done(
            Returned(tuple(book.entries), withdrawn, book.standing(tier)), subject=purchases.public(stored.id)
        )


def purchase_in(transaction: Transaction, purchase: str) -> StoredPurchase:
    """The purchase of a public id; ``unknown_purchase`` when there is none."""
    unknown = say("There is no purchase {purchase}.", purchase=purchase)
    stored = purchases.get(transaction, number_in(purchase, "p", "unknown_purchase", unknown))
    if stored is None:
        raise KassaError("unknown_purchase", unknown)
    return stored


def _return_allowed(act: Act, book: Book, stored: StoredPurchase, moment: datetime, told: datetime | None) -> None:
    if told is not None and moment < stored.at:
        raise KassaError("bad_value", say("A return can't come before its purchase. Check the time."))
    _late_entry_allowed(act, book, told)
    last = stored.business_date + timedelta(days=book.programme.return_days)
    if act.session.actor.role == "cashier" and book.day > last:
        raise KassaError("too_late", say("The time for returns ended on {day}. Ask the owner.", day=last))


def came_after(
    stored: StoredPurchase, amount: int | None, items: tuple[tuple[str, int], ...] | None, programme: Programme
) -> Came:
    """All that has come back once this return has too."""
    before = stored.came
    if earning.remaining(stored.basket, before, programme) is None:
        raise KassaError("bad_amount", say("All of that purchase has come back already."))
    if amount is not None and items:
        raise KassaError("bad_value", say("Give an amount or items that come back, not both."))
    total = earning.bought_amount(stored.basket, programme)
    everything = Came(total or 0, counts_of(stored.basket), True)
    if amount is None and not items:
        return everything
    if amount is not None:
        left = (total or 0) - before.amount
        if amount <= 0 or total is None or amount > left:
            shown = form_money(max(left, 0), programme.currency)
            raise KassaError("bad_amount", say("At most {left} of that purchase can come back.", left=shown))
        came = Came(before.amount + amount, before.items)
    else:
        came = _items_came(stored, items or (), total, programme)
    return everything if earning.remaining(stored.basket, came, programme) is None else came


def _items_came(
    stored: StoredPurchase, items: tuple[tuple[str, int], ...], total: int | None, programme: Programme
) -> Came:
    bought, back = dict(counts_of(stored.basket)), dict(stored.came.items)
    worth = stored.came.amount
    for item, quantity in items:
        left = bought.get(item, 0) - back.get(item, 0)
        if quantity < 1 or quantity > left:
            raise KassaError("bad_amount", say("At most {left} × {item} can come back.", left=max(left, 0), item=item))
        already = earning.value_of(stored.basket, item, back.get(item, 0), programme)
        back[item] = back.get(item, 0) + quantity
        worth += earning.value_of(stored.basket, item, back[item], programme) - already
    return Came(min(worth, total or 0), tuple(back.items()))


def counts_of(basket: Basket) -> tuple[tuple[str, int], ...]:
    counts: dict[str, int] = {}
    for line in basket.lines:
        counts[line.item] = counts.get(line.item, 0) + line.quantity
    return tuple(counts.items())


def return_part(book: Book, stored: StoredPurchase, came: Came) -> Held | None:
    """Takes back earned(purchase) − earned(what remains), by the rules that granted it; gives the tier. Rules: 2, 3."""
    programme = book.versions.number(stored.version).programme
    before = book.tier()
    rest = earning.remaining(stored.basket, came, programme)
    net = 0 if rest is None else earning.bought_amount(rest, programme) or 0
    if not purchases.came_back(book.transaction, stored, came, net):
        raise KassaError("store_busy", say("Another till changed this purchase just now. Try again."))
    already = dict(stored.came.items)
    new = tuple((item, count - already.get(item, 0)) for item, count in came.items if count > already.get(item, 0))
    purchases.append_return(
        book.transaction,
        book.act.number,
        stored.id,
        book.at,
        Came(came.amount - stored.came.amount, new),
        stored.net - net,
    )
    for name, earned in sources(book.transaction, stored).items():
        rule = book.versions.number(earned.version).programme.stamp_card(name)
        kept = 0
        if rest is not None and rule is not None:
            kept = min(earning.stamps_for(rule, rest, programme)[0], earned.granted)
        because = say("{left} of {granted} stamps remain after the return", left=kept, granted=earned.granted)
        book.remove(name, earned.newest(earned.live - kept), "returned", because, stored.id)
    return book.settle_tier(before)


def redeem(session: Session, reward: str, at: datetime | None = None, op: str | None = None) -> Redeemed:
    """Redeems a reward, once; ``reward`` is its id, or the ten digits of the coupon that it was sent with.

    Raises ``unknown_reward``, ``reward_withdrawn``, ``reward_expired`` or ``reward_used`` with ``by``, ``at``,
    ``till``.
    """
    with acting(session, "redeem", op, reward, at) as act:
        first = act.first_reply(Redeemed)
        if first is not None:
            return first
        unknown = say("There is no reward {reward}.", reward=reward)
        number = coupons.reward_of(act.transaction, codes.plain(reward.strip()))
        if number is None:
            number = number_in(reward, "r", "unknown_reward", unknown)
        stored = rewards.get(act.transaction, number)
        if stored is None:
            raise KassaError("unknown_reward", unknown)
        book = Book(act, rules_in(act.transaction), stored.customer, _moment(act, at))
        _late_entry_allowed(act, book, at)
        if stored.state == "withdrawn":
            raise KassaError(
                "reward_withdrawn",
                say("That reward was taken back with its purchase.")
                if stored.purchase is not None
                else say("That reward was taken back."),
            )
        if stored.state == "redeemed":
            raise _used(book, number)
        if at is not None and at < stored.issued_at:
            raise KassaError("bad_value", say("The reward wasn't given yet at that time. Check the time."))
        _not_expired(stored.valid_until, book.today if at is None else book.day)
        if not rewards.redeem(act.transaction, number, act.number, book.at):
            raise _used(book, number)
        redeemed = rewards.get(act.transaction, number)
        assert redeemed is not None
        rule = book.versions.number(stored.version).programme.reward(stored.reward)
        shown = reward_standing(book.versions, redeemed, book.today)
        return act.done(
            Redeemed(shown, rule.ring_up if rule else None, book.standing(book.tier())), subject=rewards.public(number)
        )


def _not_expired(valid_until: date | None, day: date) -> None:
    if valid_until is not None and day > valid_until:
        raise KassaError("reward_expired", say("The reward was valid through {day}.", day=valid_until))


def _used(book: Book, number: int) -> KassaError:
    stored = rewards.get(book.transaction, number)
    assert stored is not None and stored.redeemed is not None and stored.redeemed_at is not None
    redemption = operations.get(book.transaction, stored.redeemed)
    who, day = redemption.staff or redemption.till, shop_day(book.programme).business_date(stored.redeemed_at)
    return KassaError(
        "reward_used",
        say("That reward is already used: {who}, {day}.", who=who, day=day),
        by=redemption.staff,
        at=stored.redeemed_at.isoformat(),
        till=redemption.till,
    )

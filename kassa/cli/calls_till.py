"""The till's verbs: purchases, rewards, corrections."""

from __future__ import annotations

from kassa.cli.call import Call, Reply
from kassa.cli.options import wrong
from kassa.services import checkout, corrections
from kassa.services.replies import Order, OrderItem
from kassa.words import say


def buy(call: Call) -> Reply:
    """What the purchase did."""
    order = Order(
        customer=call["customer"],
        amount=call.money("amount"),
        items=tuple(OrderItem(one.item, one.quantity, amount) for one, amount in call.portions()),
        non_earning=call.money("non_earning"),
        receipt=call["receipt"],
        at=call["at"],
        op=call["op"],
    )
    done = checkout.buy(call.session, order)
    reply = {"purchase": done.purchase, "entries": done.entries, "issued": done.issued, "standing": done.standing}
    return {**reply, "limited": done.limited} if done.limited else reply


def take_back(call: Call) -> Reply:
    """What the return took back."""
    done = checkout.take_back(
        call.session,
        call["purchase"],
        amount=call.money("amount"),
        items=_counts(call),
        at=call["at"],
        op=call["op"],
    )
    return {"entries": done.entries, "withdrawn": done.withdrawn, "standing": done.standing}


def redeem(call: Call) -> Reply:
    """The reward as given."""
    done = checkout.redeem(call.session, call["reward"], at=call["at"], op=call["op"])
    reply = {"reward": done.reward, "standing": done.standing}
    return {**reply, "ring_up": done.ring_up} if done.ring_up else reply


def undo(call: Call) -> Reply:
    """What the undoing wrote."""
    done = corrections.undo(call.session, call["operation"], op=call["op"])
    return {"entries": done.entries, "standing": done.standing}


def carry(call: Call) -> Reply:
    """What was carried over."""
    done = corrections.carry(call.session, call["customer"], call["programme"], call["stamps"], op=call["op"])
    return {"entries": done.entries, "standing": done.standing}


def adjust(call: Call) -> Reply:
    """What was corrected."""
    done = corrections.adjust(
        call.session,
        call["customer"],
        call["unit"],
        call["delta"],
        call["reason"],
        programme=call["programme"],
        op=call["op"],
    )
    return {"entries": done.entries, "standing": done.standing}


def why(call: Call) -> Reply:
    """The ledger of a customer, each line with its arithmetic."""
    return {"lines": corrections.why(call.session, call["customer"])}


def _counts(call: Call) -> tuple[tuple[str, int], ...] | None:
    if call["items"] is None:
        return None
    for place, (_, amount) in enumerate(call.portions()):
        if amount is not None:
            field = f"items[{place}].amount"
            raise wrong(say("{field} isn't needed: an item comes back at what it was bought for.", field=field), field)
    return tuple((one.item, one.quantity) for one, _ in call.portions())

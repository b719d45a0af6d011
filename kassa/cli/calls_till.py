"""The till's verbs: purchases, rewards, corrections."""

from __future__ import annotations

from kassa.cli.call import Call, Reply
from kassa.services import checkout


def buy(call: Call) -> Reply:
    """What the purchase did."""
    order = checkout.Order(
        customer=call["customer"],
        amount=call.money("amount"),
        items=_items(call),
        non_earning=call.money("non_earning"),
        receipt=call["receipt"],
        at=call["at"],
        op=call["op"],
    )
    done = checkout.buy(call.session, order)
    return {"purchase": done.purchase, "entries": done.entries, "issued": done.issued, "standing": done.standing}


def take_back(call: Call) -> Reply:
    """What the return took back."""
    done = checkout.take_back(
        call.session,
        call["purchase"],
        amount=call.money("amount"),
        items=None if call["items"] is None else _items(call),
        at=call["at"],
        op=call["op"],
    )
    return {"entries": done.entries, "withdrawn": done.withdrawn, "standing": done.standing}


def redeem(call: Call) -> Reply:
    """The reward as given."""
    done = checkout.redeem(call.session, call["reward"], at=call["at"], op=call["op"])
    return {"reward": done.reward, "standing": done.standing}


def undo(call: Call) -> Reply:
    """What the undoing wrote."""
    done = checkout.undo(call.session, call["operation"], op=call["op"])
    return {"entries": done.entries, "standing": done.standing}


def carry(call: Call) -> Reply:
    """What was carried over."""
    done = checkout.carry(call.session, call["customer"], call["programme"], call["stamps"], op=call["op"])
    return {"entries": done.entries, "standing": done.standing}


def adjust(call: Call) -> Reply:
    """What was corrected."""
    done = checkout.adjust(
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
    return {"lines": checkout.why(call.session, call["customer"])}


def _items(call: Call) -> tuple[checkout.OrderItem, ...]:
    return tuple(checkout.OrderItem(one.item, one.quantity, amount) for one, amount in call.portions())

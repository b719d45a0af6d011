"""Who is meant: a customer by id, ``#number``, card, telephone or e-mail; a purchase, reward or note by its id."""

from __future__ import annotations

from kassa.domain import codes
from kassa.domain.people import Via
from kassa.errors import KassaError
from kassa.exchange.contacts import read_email, read_phone, region_of
from kassa.services.programmes import versions_in
from kassa.store import cards, customers, history
from kassa.store.engine import Transaction
from kassa.words import Text, say

_LONGEST = 300


def number_in(identity: str, prefix: str, code: str, text: Text) -> int:
    """The number in an opaque id such as ``p12``; the refusal ``code`` when it is no such id."""
    digits = identity.strip()[1:]
    if identity.strip()[:1] != prefix or not (digits.isascii() and digits.isdigit()) or len(digits) > 15:
        raise KassaError(code, text)
    return int(digits)


def customer_in(transaction: Transaction, reference: str) -> tuple[int, Via | None]:
    """The customer's number, and the card that led there.

    Raises ``unknown_customer``, ``unknown_card``, ``ambiguous``, or with ``by``, ``at`` and ``till`` ``card_lost`` and
    ``card_blocked``.
    """
    meant = reference.strip()
    if len(meant) > _LONGEST:
        raise _nobody(meant[:40])
    direct = _direct(meant)
    if direct is not None:
        if not customers.exists(transaction, direct):
            raise _nobody(meant)
        return direct, None
    code = codes.plain(meant)
    if codes.is_code(code):
        via = _by_card(transaction, code)
        if via is not None:
            return via
    found = _by_contact(transaction, meant)
    if len(found) == 1:
        return found[0], None
    if found:
        candidates = [hit for hit, _ in customers.hits(transaction, found)]
        raise KassaError(
            "ambiguous",
            say("Several people have {contact}. Choose one by name or number.", contact=meant),
            candidates=[{"id": each.id, "number": each.number, "name": each.name} for each in candidates],
        )
    if codes.is_code(code):
        raise KassaError("unknown_card", say("The card {code} isn't this shop's.", code=codes.grouped(code)))
    raise _nobody(meant)


def _direct(meant: str) -> int | None:
    if meant[:1] in ("c", "#"):
        digits = meant[1:].strip()
        if digits.isascii() and digits.isdigit() and len(digits) <= 15:
            return int(digits)
    return None


def _nobody(meant: str) -> KassaError:
    return KassaError("unknown_customer", say("Nobody in the register is {who}. Search by name instead.", who=meant))


def _by_card(transaction: Transaction, code: str) -> tuple[int, Via] | None:
    card = cards.get(transaction, code)
    if card is None:
        return None
    shown = codes.grouped(code)
    if card.state == "blank":
        raise KassaError("unknown_card", say("The card {code} is blank: nobody has it yet.", code=shown), state="blank")
    if card.state == "lost":
        text = say("The card {code} was reported lost. Give its owner a new one.", code=shown)
        raise KassaError("card_lost", text, **_since(transaction, code))
    if card.state == "blocked" and card.customer is None:
        text = say("The card {code} is from a spoilt sheet and nobody's. Throw it away and take another.", code=shown)
        raise KassaError("card_blocked", text, spoilt=True, **_since(transaction, code))
    if card.state == "blocked":
        text = say("The card {code} is blocked. Ask the owner of the shop.", code=shown)
        raise KassaError("card_blocked", text, **_since(transaction, code))
    assert card.customer is not None
    return int(card.customer[1:]), Via(code, card.state)


def _since(transaction: Transaction, code: str) -> dict[str, str | None]:
    """Who made the card what it is, when and where; nothing of whom it belongs to."""
    done = history.last_of_card(transaction, code)
    return {} if done is None else {"by": done.staff, "at": done.at.isoformat(), "till": done.till}


def _by_contact(transaction: Transaction, meant: str) -> list[int]:
    if "@" in meant:
        email = read_email(meant)
        return customers.with_email(transaction, email) if email else []
    phone = read_phone(meant, region_in(transaction))
    return customers.with_phone(transaction, phone) if phone else []


def region_in(transaction: Transaction) -> str | None:
    """The shop's country, in which telephones without one are read; Sweden while there is no programme."""
    held = versions_in(transaction)
    return region_of(held.all[-1].programme.timezone) if held else "SE"

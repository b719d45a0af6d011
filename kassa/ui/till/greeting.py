"""The one line to say to the person at the counter, built from what the store found worth saying."""

from __future__ import annotations

from dataclasses import dataclass

from kassa.domain.people import Customer, Greeting
from kassa.words import Words


@dataclass(frozen=True)
class Line:
    """What to say, why (may be empty), and the note whose question it asks."""

    say: str
    why: str = ""
    note: str | None = None


def first_name(name: str | None) -> str:
    """What one calls a person across the counter; empty for somebody without a name."""
    return (name or "").split(maxsplit=1)[0] if (name or "").strip() else ""


def called(words: Words, customer: Customer) -> str:
    """The customer's name, or for somebody who has only a card the number."""
    return customer.name or words.tr("Customer #{number}").format(number=customer.number)


def greeting_line(words: Words, greeting: Greeting, customer: Customer) -> Line:
    """The greeting in words: what can be said aloud in quotes, what is only good to know beside it."""
    name = first_name(customer.name)
    hello = words.tr("Hi {name}!").format(name=name) if name else words.tr("Hi!")
    text = words.text(greeting.say)
    if greeting.kind in ("ask", "tier", "absence") and text:
        return Line(_spoken(words, f"{hello} {text}"), note=greeting.note)
    return Line(_spoken(words, hello), text)


def _spoken(words: Words, line: str) -> str:
    return words.tr("“{line}”").format(line=line)

"""The one line to say to the person at the counter, built from what the store found worth saying."""

from __future__ import annotations

from dataclasses import dataclass

from kassa.domain.people import Customer, Greeting
from kassa.ui import when
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


def greeting_line(words: Words, greeting: Greeting, customer: Customer, tier_name: str | None) -> Line:
    """The greeting in words. ``tier_name`` is the name of the tier just reached, if the greeting is about one."""
    name = first_name(customer.name)
    hello = words.tr("Hi {name}!").format(name=name) if name else words.tr("Hi!")
    if greeting.kind == "ask" and greeting.text:
        return Line(_spoken(words, f"{hello} {greeting.text}"), note=greeting.note)
    if greeting.kind == "birthday":
        return _birthday(words, greeting.days or 0, name, hello)
    if greeting.kind == "tier" and tier_name:
        reached = words.tr("You have reached {tier}, congratulations!").format(tier=tier_name)
        return Line(_spoken(words, f"{hello} {reached}"), words.tr("New level"))
    if greeting.kind == "absence" and greeting.days:
        again = words.tr("Lovely to see you again!")
        since = words.tr("Last here {span} ago").format(span=when.span(words, greeting.days))
        return Line(_spoken(words, f"{hello} {again}"), since)
    if greeting.kind == "first":
        return Line(_spoken(words, f"{hello} {words.tr('Welcome to us!')}"), words.tr("First visit"))
    return Line(_spoken(words, hello))


def _birthday(words: Words, days: int, name: str, hello: str) -> Line:
    if days == 0:
        wish = words.tr("Happy birthday, {name}!").format(name=name) if name else words.tr("Happy birthday!")
        return Line(_spoken(words, wish), words.tr("Birthday today"))
    if days > 0:
        why = words.ntr("Birthday in {n} day", "Birthday in {n} days", days).format(n=days)
        return Line(_spoken(words, f"{hello} {words.tr('It will soon be your birthday!')}"), why)
    why = words.ntr("Birthday {n} day ago", "Birthday {n} days ago", -days).format(n=-days)
    return Line(_spoken(words, f"{hello} {words.tr('Many happy returns!')}"), why)


def _spoken(words: Words, line: str) -> str:
    return words.tr("“{line}”").format(line=line)

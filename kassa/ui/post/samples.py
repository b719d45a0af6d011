"""Texts to begin with, in the shop's language, with their fields in it."""

from __future__ import annotations

from dataclasses import dataclass

from kassa.domain.letter_text import FIELDS, Field
from kassa.words import Words


@dataclass(frozen=True, slots=True)
class Sample:
    """A text: what it is for, its greeting in large type, and what follows."""

    name: str
    title: str
    text: str


def braced(field: Field, words: Words) -> str:
    """A field as it is written in the shop's language: ``{förnamn}``."""
    return f"{{{FIELDS[field][words.language]}}}"


def samples(words: Words) -> tuple[Sample, ...]:
    """Thanks, a birthday, and for somebody who hasn't been here for long."""
    name, shop = braced("first_name", words), braced("shop", words)
    close = words.tr("Warm regards\nAll of us at {shop}").format(shop=shop)
    return (
        Sample(
            words.tr("Thank you"),
            words.tr("Thank you, {first_name}!").format(first_name=name),
            words.tr(
                "Dear {first_name},\n\nthank you for coming to us. It is customers like you who make this place what "
                "it is, and we wanted to say so on paper for once."
            ).format(first_name=name)
            + f"\n\n{close}",
        ),
        Sample(
            words.tr("Birthday"),
            words.tr("Happy birthday, {first_name}!").format(first_name=name),
            words.tr(
                "Dear {first_name},\n\nit is your birthday soon, and that calls for something nice. Look in when you "
                "are near: we would like to wish you well in person."
            ).format(first_name=name)
            + f"\n\n{close}",
        ),
        Sample(
            words.tr("We miss you"),
            words.tr("We miss you, {first_name}!").format(first_name=name),
            words.tr(
                "Dear {first_name},\n\nit has been a while since we saw you, and your place is still here. Tell us if "
                "something wasn't right, or just come by: you are very welcome."
            ).format(first_name=name)
            + f"\n\n{close}",
        ),
    )

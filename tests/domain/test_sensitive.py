"""Notes that deserve a second thought, and the many that don't."""

from __future__ import annotations

import pytest

from kassa.domain.sensitive import touches


@pytest.mark.parametrize(
    ("text", "touched"),
    [
        ("Allergisk mot nötter", "health"),
        ("Uczulona na orzechy", "health"),
        ("Har diabetes, inget socker", "health"),
        ("Hennes man ligger på sjukhus", "health"),
        ("Er gravid, termin i mai", "health"),
        ("Firar inte jul, muslim", "belief"),
        ("Sjunger i kyrkan på söndagar", "belief"),
        ("Havremjölk i kaffet. Kanelbulle på fredagar", None),
        ("Dottern Ella läser på KTH sedan i höstas", None),
        ("Köper alltid blommor till bröllopsdagen 14/8", None),
        ("Liker kanelboller på fredag, sykler til jobben", None),
        ("Har en hund som heter Sickan", None),
        ("Tre kaffe, stort parti böcker", None),
    ],
)
def test_what_a_note_touches_on(text: str, touched: str | None) -> None:
    assert touches(text) == touched

"""A shop's first day: what is guessed, and what the ready-made programmes become in each language and currency."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from kassa import paths
from kassa.errors import KassaError
from kassa.exchange.programme_file import read_programme
from kassa.services import programmes, starting
from kassa.services.starting import READY_MADE, Answers, Guess, System, guess
from kassa.words import LANGUAGES, Words
from tests.builders import make_shop

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
MONEY = {"sv": "SEK", "en": "GBP", "nb": "NOK", "pl": "PLN"}


def answers(programme: str = "ten_stamps", **others: str) -> Answers:
    """A café's answers."""
    told = {"shop": "Åsas Kafé", "language": "sv", "currency": "SEK", "timezone": "Europe/Stockholm", **others}
    return Answers(programme=programme, **told)


@pytest.mark.parametrize(
    ("system", "expected"),
    [
        (System("sv", "SE", "Europe/Stockholm"), Guess("SEK", "Europe/Stockholm")),
        (System("nb", "NO", "Europe/Oslo"), Guess("NOK", "Europe/Oslo")),
        (System("pl", "PL", "Europe/Warsaw"), Guess("PLN", "Europe/Warsaw")),
        (System("en", "GB", "Europe/London"), Guess("GBP", "Europe/London")),
        # An English computer in Stockholm stands in Stockholm.
        (System("en", "US", "Europe/Stockholm"), Guess("SEK", "Europe/Stockholm")),
        # Windows names one zone for all of central Europe.
        (System("sv", "SE", "Europe/Berlin"), Guess("SEK", "Europe/Stockholm")),
        (System("pl", "PL", "Europe/Berlin"), Guess("PLN", "Europe/Warsaw")),
        # A clock without a place tells nothing; the locale does, and else the language.
        (System("nb", "NO", "UTC"), Guess("NOK", "Europe/Oslo")),
        (System("en", "US", "Etc/UTC"), Guess("USD", "America/New_York")),
        (System("pl", "", ""), Guess("PLN", "Europe/Warsaw")),
        (System("en", "", "Nowhere/Atlantis"), Guess("GBP", "Europe/London")),
        (System("xx", "XX", "Etc/Unknown"), Guess("GBP", "Europe/London")),
    ],
)
def test_where_the_shop_stands_is_guessed(system: System, expected: Guess) -> None:
    assert guess(system, NOW) == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_place_can_be_chosen_and_is_named(language: str) -> None:
    places = starting.places(language)
    currencies = {choice.code for choice in places.currencies}
    assert {"SEK", "NOK", "PLN", "GBP", "EUR", "DKK"} <= currencies
    zones = {choice.code: choice.name for choice in places.timezones}
    assert {"Europe/Stockholm", "Europe/Oslo", "Europe/Warsaw", "Europe/London"} <= set(zones)
    for zone in zones:
        ZoneInfo(zone)
    assert (
        zones["Europe/Warsaw"]
        == {
            "sv": "Warszawa, Polen",
            "en": "Warsaw, Poland",
            "nb": "Warszawa, Polen",
            "pl": "Warszawa, Polska",
        }[language]
    )


@pytest.mark.parametrize("name", READY_MADE)
def test_the_files_themselves_are_programmes(name: str) -> None:
    rules = read_programme((paths.resources() / "programmes" / f"{name}.toml").read_bytes())
    card = rules.stamp_cards[0]
    assert starting.boxes_of(name) == (card.boxes, card.head_start)


@pytest.mark.parametrize("name", READY_MADE)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("currency", ["SEK", "GBP", "PLN", "JPY", "KWD"])
def test_every_choice_is_a_programme_in_any_language_and_money(name: str, language: str, currency: str) -> None:
    chosen = answers(name, language=language, currency=currency, shop='Åsas "Kafé" \\ & <b>')
    rules = read_programme(starting.document(chosen).encode())
    assert (rules.shop_name, rules.currency, rules.timezone) == (chosen.shop, currency, "Europe/Stockholm")
    if name == "by_amount":
        step, worth = starting.step_and_worth(currency)
        assert (rules.stamp_cards[0].step, rules.rewards[0].value) == (step.minor, worth.minor)
        assert starting.whole_money(Words(language), worth).replace("\u00a0", " ") in rules.rewards[0].name


@pytest.mark.parametrize("name", READY_MADE)
def test_every_text_that_a_person_reads_in_a_file_can_be_translated(name: str) -> None:
    """Each name in the file is in the table of texts, so that none stays English by mistake."""
    rules = read_programme((paths.resources() / "programmes" / f"{name}.toml").read_bytes())
    named = [each.name for each in rules.items]
    named += [each.name for each in rules.rewards]
    named += [each.name for each in rules.stamp_cards]
    named += [tier.name for tier in rules.tiers.levels] if rules.tiers else []
    named += [each.ring_up for each in rules.rewards if each.ring_up]
    assert set(named) <= set(starting._texts("5"))


def test_starting_puts_it_in_force_as_a_file_would_be_and_once(tmp_path: Path) -> None:
    shop = make_shop(tmp_path, None)
    assert not starting.is_begun(shop.session)
    op = str(uuid4())
    assert starting.start(shop.session, answers(), op) == starting.start(shop.session, answers(), op) == 1
    assert starting.is_begun(shop.session)
    assert programmes.current(shop.session).programme.shop_name == "Åsas Kafé"
    assert len(programmes.history(shop.session)) == 1
    shop.close()


@pytest.mark.parametrize(
    "wrong",
    [{"shop": "  "}, {"shop": "x" * 81}, {"shop": "a\u0007b"}, {"programme": "nothing"}],
)
def test_answers_that_cannot_be_make_nothing(tmp_path: Path, wrong: dict[str, str]) -> None:
    shop = make_shop(tmp_path, None)
    with pytest.raises(KassaError) as refused:
        starting.start(shop.session, answers(**wrong))
    assert refused.value.code == "bad_value"
    assert not starting.is_begun(shop.session)
    shop.close()


def test_looking_whether_a_shop_is_new_makes_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "shop"
    assert starting.is_new(str(folder))
    assert not folder.exists()
    folder.mkdir()
    assert starting.is_new(str(folder))
    (folder / "letter.txt").write_text("mine", "utf-8")
    assert not starting.is_new(str(folder))
    assert not starting.is_new("postgresql://till@server/shop")

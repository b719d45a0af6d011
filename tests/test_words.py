"""Four languages: the catalogues are whole and level with the source, and values come out as a person writes them."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message

from kassa import paths, words
from kassa.words import LANGUAGES, Money, Words, say, say_n, system_language
from tests import messages
from tests.messages import SENTENCES, TRANSLATED

SOURCE = [file for file in sorted((messages.ROOT / "kassa").rglob("*.py")) if file.name != "words.py"]
QUOTES = {"sv": "””", "nb": "«»", "pl": "„”"}
ENDS = (".", ":", "…", "!", "?")
# Kassa is a companion, never the cash register: what it must never call its own doing, and the ways in which it may be
# said: the number on the till's own, what a slip is not, and the printer's name.
FORBIDDEN = {
    "sv": {"kvitto": ("kassakvittots nummer", "detta är inget kvitto", "kvittoskrivare"), "registrera köp": ()},
    "nb": {"kvittering": ("dette er ingen kvittering", "kvitteringsskriver"), "registrer kjøp": ()},
    "pl": {"paragon": ("numer paragonu", "to nie jest paragon"), "zarejestruj zakup": ()},
}


@cache
def po(language: str) -> Catalog:
    return messages.read(language)


@cache
def said() -> dict[messages.Key, list[str]]:
    return messages.sentences()


def sentences(language: str) -> list[Message]:
    return [message for message in po(language) if message.id]


def forms(message: Message) -> list[tuple[str, str]]:
    """Each translated form beside the English one that it stands for."""
    if isinstance(message.id, str):
        return [(message.id, str(message.string))]
    assert isinstance(message.string, tuple)
    return [(message.id[0 if place == 0 else 1], one) for place, one in enumerate(message.string)]


def values(template: str) -> set[str]:
    """The names in braces; a catalogue has names only, nothing that reaches into a value."""
    found = set()
    for _, name, form, conversion in Formatter().parse(template):
        if name is not None:
            assert name.isidentifier() and not form and not conversion, template
            found.add(name)
    return found


@cache
def parsed(file: Path) -> ast.Module:
    return ast.parse(file.read_bytes())


def calls() -> Iterator[tuple[str, str, ast.Call]]:
    """Every sentence of the source: where it is, by what it is said, and the call."""
    for file in SOURCE:
        for name, call in messages.calls(parsed(file)):
            yield f"{file.relative_to(messages.ROOT)}:{call.lineno}", name, call


@pytest.mark.parametrize("language", TRANSLATED)
def test_everything_that_is_said_is_translated_and_nothing_else(language: str) -> None:
    assert messages.missing(messages.merged(language, said())) == [], "python -m tests.messages"
    assert {message.id for message in sentences(language)} == set(said()), "python -m tests.messages"
    assert not po(language).obsolete
    assert [message.id for message in sentences(language) if message.fuzzy] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_what_is_compiled_is_what_is_written(language: str) -> None:
    compiled = messages.catalogue_file(language).with_suffix(".mo").read_bytes()
    assert compiled == messages.as_mo(messages.merged(language, said())), "python -m tests.messages"


@pytest.mark.parametrize(("language", "plurals"), [("sv", 2), ("nb", 2), ("pl", 3)])
def test_what_counts_has_every_plural(language: str, plurals: int) -> None:
    assert po(language).num_plurals == plurals
    counting = [message for message in sentences(language) if not isinstance(message.id, str)]
    assert len(counting) > 20
    assert [message.id for message in counting if len([one for _, one in forms(message) if one]) != plurals] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_holds_its_sources_values(language: str) -> None:
    for message in sentences(language):
        for source, translated in forms(message):
            optional = {"n"} if not isinstance(message.id, str) else set()
            assert values(translated) - optional == values(source) - optional, (source, translated)
            if "{n}" in source and source != message.id[0]:
                assert "{n}" in translated, (source, translated)


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_begins_and_ends_as_its_source(language: str) -> None:
    for message in sentences(language):
        for source, translated in forms(message):
            assert translated == translated.strip(), translated
            for end in ENDS:
                assert source.endswith(end) == translated.endswith(end), (source, translated)
            if source[0].isalpha() and translated[0].isalpha() and not source.startswith(("Ctrl", "Enter", "kassa")):
                assert source[0].isupper() == translated[0].isupper(), (source, translated)


@pytest.mark.parametrize("language", TRANSLATED)
def test_quotation_marks_are_the_languages_own(language: str) -> None:
    foreign = set("“”„«»’‘") - set(QUOTES[language])
    for message in sentences(language):
        for source, translated in forms(message):
            assert not foreign & set(translated), translated
            if "“" in source:
                assert any(mark in translated for mark in (*QUOTES[language], '"')), (source, translated)


@pytest.mark.parametrize("language", TRANSLATED)
def test_kassa_is_no_cash_register(language: str) -> None:
    for message in sentences(language):
        for _, translated in forms(message):
            for word, allowed in FORBIDDEN[language].items():
                rest = translated.lower()
                for whole in allowed:
                    rest = rest.replace(whole, "")
                assert word not in rest, translated


@pytest.mark.parametrize("language", TRANSLATED)
def test_commands_and_keys_stay_as_they_are_typed(language: str) -> None:
    for message in sentences(language):
        for source, translated in forms(message):
            for typed in ("--", "KASSA_", "kassa programme apply", "kassa import customers", "kassa demo", "Ctrl "):
                assert source.count(typed) == translated.count(typed), (source, translated)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_rail_has_room_for_its_words(language: str) -> None:
    for label in ("At the till", "Loyalty cards", "Lock"):
        assert max(len(word) for word in Words(language).tr(label).split()) <= 8, label


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_catalogue_begins_with_its_glossary_and_no_date(language: str) -> None:
    text = messages.catalogue_file(language).read_text("utf-8")
    assert text.startswith("# Kassa in ") and "# Glossary" in text
    assert "Date:" not in text and "Generated-By" not in text
    assert messages.as_po(messages.merged(language, said())).decode().partition('msgid ""')[0] in text


def test_a_sentence_is_literal() -> None:
    for place, name, call in calls():
        found = messages.templates(name, call)
        assert len(found) == SENTENCES[name] and None not in found, f"{place}: {ast.unparse(call)}"


def test_a_sentence_is_given_the_values_that_it_names() -> None:
    checked = 0
    chained = {
        id(node.func.value): node
        for file in SOURCE
        for node in ast.walk(parsed(file))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format"
    }
    for file in SOURCE:
        for name, call in messages.calls(parsed(file)):
            holder = call if name in ("say", "say_n") else chained.get(id(call))
            if holder is None or any(keyword.arg is None for keyword in holder.keywords):
                continue
            named = set().union(*(values(one) for one in messages.templates(name, call) if one))
            given = {str(keyword.arg) for keyword in holder.keywords} | ({"n"} if name == "say_n" else set())
            assert named - {"n"} == given - {"n"} and ("n" not in named or "n" in given), ast.unparse(holder)
            checked += 1
    assert checked > 300


def test_a_counting_sentence_is_never_said_without_a_count() -> None:
    keys = list(said())
    counting = {key[0] for key in keys if isinstance(key, tuple)}
    assert counting.isdisjoint(key for key in keys if isinstance(key, str))
    assert len(counting) == sum(isinstance(key, tuple) for key in keys)


@pytest.mark.parametrize(
    ("language", "counted"),
    [
        ("sv", ["1 besök", "2 besök", "5 besök", "22 besök"]),
        ("en", ["1 visit", "2 visits", "5 visits", "22 visits"]),
        ("nb", ["1 besøk", "2 besøk", "5 besøk", "22 besøk"]),
        ("pl", ["1 wizyta", "2 wizyty", "5 wizyt", "22 wizyty"]),
    ],
)
def test_counting(language: str, counted: list[str]) -> None:
    shown = Words(language)
    assert [shown.ntr("{n} visit", "{n} visits", n).format(n=n) for n in (1, 2, 5, 22)] == counted
    assert [shown.text(say_n("{n} visit", "{n} visits", n)) for n in (1, 2, 5, 22)] == counted


def test_below_zero_counts_as_above() -> None:
    assert Words("pl").text(say_n("{n} visit", "{n} visits", -1)) == "-1 wizyta"
    assert Words("en").text(say_n("{n} visit", "{n} visits", -1)) == "-1 visit"


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_said_is_nothing_shown(language: str) -> None:
    assert Words(language).tr("") == "" and Words(language).text(say("")) == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_value_is_never_a_template(language: str) -> None:
    for own in ("{name} {0}", "{", "}", "{question.__class__}", "%s", "Undo"):
        assert Words(language).text(say("{question}", question=own)) == own


def test_a_text_may_hold_texts() -> None:
    inner = say_n("{n} visit", "{n} visits", 2)
    assert Words("pl").text(say("{reason}", reason=inner)) == "2 wizyty"
    assert str(say("{reason}", reason=inner)) == "2 visits"


@pytest.mark.parametrize(
    ("language", "currency", "shown", "number"),
    [
        ("sv", "SEK", "1 189,50 kr", "1 189,50"),
        ("nb", "NOK", "1 189,50 kr", "1 189,50"),
        ("pl", "PLN", "1 189,50 zł", "1 189,50"),
        ("en", "GBP", "£1,189.50", "1,189.50"),
        ("en", "SEK", "SEK 1,189.50", "1,189.50"),
        ("pl", "SEK", "1 189,50 SEK", "1 189,50"),
        ("sv", "EUR", "1 189,50 €", "1 189,50"),
    ],
)
def test_money(language: str, currency: str, shown: str, number: str) -> None:
    amount = Money(118950, currency)
    assert plain(Words(language).money(amount)) == shown
    assert plain(Words(language).money(amount, symbol=False)) == number
    assert plain(Words(language).text(say("{reason}", reason=amount))) == shown


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


def test_money_without_minor_units_and_below_zero() -> None:
    assert plain(Words("sv").money(Money(1189, "JPY"), symbol=False)) == "1 189"
    assert plain(Words("en").money(Money(-8900, "SEK"))) == "-SEK 89.00"


@pytest.mark.parametrize(
    ("language", "full", "short"),
    [
        ("sv", "19 november 2026", "to 19 nov."),
        ("en", "19 November 2026", "Thu 19 Nov"),
        ("nb", "19. november 2026", "to. 19. nov."),
        ("pl", "19 listopada 2026", "czw 19 lis"),
    ],
)
def test_dates(language: str, full: str, short: str) -> None:
    day = date(2026, 11, 19)
    assert Words(language).date(day) == full
    assert Words(language).text(say("{reason}", reason=day)) == full
    assert Words(language).text(say("{reason}", reason=datetime(2026, 11, 19, 8, 5, tzinfo=UTC))) == f"{full} 08:05"
    assert Words(language).date(day, "EEEEEE d MMM") == short


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        *[("sv", "sv"), ("sv_SE.UTF-8", "sv"), ("nb-NO", "nb"), ("no", "nb"), ("nn_NO@euro", "nb"), ("PL", "pl")],
        *[("Norwegian Bokmål_Norway.1252", "nb"), ("Polish_Poland", "pl"), ("de", "en"), ("", "en"), ("C.UTF-8", "en")],
    ],
)
def test_a_language_is_one_of_four_however_it_is_asked_for(asked: str, language: str) -> None:
    assert Words(asked) == Words(language)
    assert Words(asked).language == language
    assert Words(asked).tr("Undo")


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "pl_PL.UTF-8"}, "pl"),
        ({"LANG": "pl_PL.UTF-8", "LC_MESSAGES": "sv_SE"}, "sv"),
        ({"LANG": "pl_PL.UTF-8", "LC_MESSAGES": "sv_SE", "LC_ALL": "nb_NO"}, "nb"),
        ({"LANG": "pl_PL.UTF-8", "LC_ALL": "C.UTF-8"}, "en"),
        ({"LANG": "fi_FI.UTF-8", "LANGUAGE": "fi:sv:en"}, "sv"),
        ({"LANG": "C", "LANGUAGE": "sv"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
    ],
)
def test_the_computers_language(environment: dict[str, str], language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert system_language() == language


@pytest.mark.parametrize("content", [None, b"", b"no catalogue", b"\xde\x12\x04\x95" + b"\xff" * 40])
def test_a_catalogue_gone_or_damaged_leaves_english(
    content: bytes | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if content is not None:
        broken = tmp_path / "i18n" / "sv" / "LC_MESSAGES" / "kassa.mo"
        broken.parent.mkdir(parents=True)
        broken.write_bytes(content)
    monkeypatch.setattr(paths, "resources", lambda: tmp_path)
    words._catalogue.cache_clear()
    try:
        assert Words("sv").tr("Undo") == "Undo"
        assert Words("sv").ntr("{n} visit", "{n} visits", 2) == "{n} visits"
    finally:
        words._catalogue.cache_clear()


def test_words_alone_load_no_babel() -> None:
    asked = "import sys; from kassa.words import Words; Words('pl').tr('Undo'); print('babel' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", asked], cwd=messages.ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"


@pytest.mark.parametrize(("language", "shown"), [("sv", "12\u00a0345"), ("pl", "12\u00a0345"), ("en", "12,345")])
def test_a_count_is_written_as_the_language_writes_it(language: str, shown: str) -> None:
    told = Words(language).text(say_n("{n} row", "{n} rows", 12_345))
    assert shown in told
    assert Words(language).number(12_345) == shown
    assert Words(language).number(999) == "999"

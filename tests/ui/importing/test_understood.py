"""What is said of a file before it comes in: facts with what they rest on, questions where nothing decides."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kassa.exchange.mapping import AS_FOUND, Mapping
from kassa.exchange.reading import Source, open_source
from kassa.ui.importing import sentences, understood
from kassa.ui.importing.running import Pace
from kassa.words import Words

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture
def words() -> Words:
    return Words("en")


def told(words: Words, source: Source, mapping: Mapping = AS_FOUND) -> dict[str, str]:
    return {fact.text: fact.why for fact in understood.facts(words, source, mapping)}


def customers(tmp_path: Path, text: str, mapping: Mapping = AS_FOUND) -> Source:
    file = tmp_path / "list.csv"
    file.write_text(text, encoding="utf-8")
    return open_source(file, "customers", mapping)


def test_a_tills_file_is_told_by_name_letters_and_days(words: Words) -> None:
    source = open_source(DATA / "loyverse_receipts_by_item.csv", "sales")
    assert told(words, source) == {
        "Sales from Loyverse": "known by its columns",
        "Text with usual letters (UTF-8)": "parted by commas",
        "The day stands before the month": "28/03/2026 can't be read in another way",
        "Amounts with a decimal point": "",
    }


def test_a_list_tells_its_old_letters_and_that_surnames_stand_first(words: Words) -> None:
    facts = told(words, open_source(DATA / "egen_lista.csv", "customers"))
    assert facts["Text with older Windows letters (Windows-1252)"] == "parted by semicolons"
    assert facts["The surname stands first"] == "as in “Gustafsson, Monica”"
    assert facts["The day stands before the month"] == "21/11 can't be read in another way"


def test_a_workbook_tells_its_sheet_and_where_the_heading_stands(words: Words) -> None:
    facts = told(words, open_source(DATA / "zettle_receipts.xlsx", "sales"))
    assert facts["Excel workbook, sheet “Kvitton”"] == "column names on line 17"


def test_dates_that_begin_with_the_year_are_no_matter_of_days_and_months(words: Words) -> None:
    source = open_source(DATA / "square_customers.csv", "customers")
    assert not [fact for fact in told(words, source) if "month" in fact]
    assert not understood.asks_day_order(source, Mapping())


def test_what_nothing_decides_is_asked_with_a_date_of_the_file(words: Words, tmp_path: Path) -> None:
    source = customers(tmp_path, "Name,Birthday\nAnna Berg,03/06/1990\nBo Ek,\n")
    assert understood.asks_day_order(source, Mapping())
    assert understood.either_way(words, source) == ("03/06/1990", "3 June 1990", "6 March 1990")
    assert not [fact for fact in told(words, source) if "month" in fact]


def test_a_day_without_a_year_is_asked_without_one(words: Words, tmp_path: Path) -> None:
    source = customers(tmp_path, "Name,Birthday\nAnna Berg,2/4\n")
    assert understood.either_way(words, source) == ("2/4", "2 April", "4 February")


def test_an_answer_is_told_as_the_persons_own(words: Words, tmp_path: Path) -> None:
    mapping = Mapping(day_first=False, format="list")
    source = customers(tmp_path, "Name,Birthday\nAnna Berg,03/06/1990\n", mapping)
    assert not understood.asks_day_order(source, mapping)
    assert told(words, source, mapping)["The month stands before the day"] == "chosen by you"
    assert told(words, source, mapping)["Your own list of customers"] == "chosen by you"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (3, "a few seconds left"),
        (11, "about 20 seconds left"),
        (49, "about 50 seconds left"),
        (75, "about a minute left"),
        (95, "about 2 minutes left"),
        (1000, "about 17 minutes left"),
    ],
)
def test_time_left_is_said_roughly(words: Words, seconds: float, said: str) -> None:
    assert sentences.time_left(words, seconds) == said


def test_the_pace_is_not_guessed_too_early_and_follows_what_changes() -> None:
    pace = Pace()
    assert pace.left(0.6, 10, 1000) is None, "a first moment says nothing"
    assert pace.left(2.0, 100, 1000) == pytest.approx(14)
    slow = [pace.left(second, 100 + 10 * (second - 2), 1000) for second in range(3, 30)]
    assert slow[-1] == pytest.approx(63, rel=0.05), "ten a second now"
    assert pace.left(40, 500, 0) is None


def test_a_span_says_its_year_once(words: Words) -> None:
    assert sentences.span(words, date(2026, 3, 1), date(2026, 9, 2)) == "1 Mar – 2 Sept 2026"
    assert sentences.span(words, date(2025, 3, 1), date(2026, 9, 2)) == "1 Mar 2025 – 2 Sept 2026"
    assert sentences.span(words, date(2025, 3, 1), date(2025, 3, 1)) == "1 Mar 2025"
    assert sentences.span(words, None, None) == ""


def test_long_file_names_keep_both_ends() -> None:
    name = sentences.short_name(Path("/x") / f"{'a' * 60}_2026.csv", 30)
    assert len(name) <= 30
    assert name.startswith("aaa")
    assert name.endswith("_2026.csv")

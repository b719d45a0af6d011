"""``kassa export …``: a file for the owner, and how many rows are in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Kassa

VERBS = ("customers", "ledger", "purchases")


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize("what", VERBS)
def test_it_says_how_many_rows(kassa: Kassa, maria: str, tmp_path: Path, what: str, ending: str) -> None:
    kassa.do("buy", maria, "--amount", "42.00", "--item", "coffee=2")
    file = tmp_path / f"out.{ending}"
    rows = {"customers": 1, "ledger": 2, "purchases": 1}[what]
    assert kassa.do("export", what, str(file)) == {"rows": rows}
    assert file.stat().st_size > 100
    assert kassa("export", what, str(file)).out == f"{rows} row{'s' if rows > 1 else ''} written.\n"


def test_the_pipe_writes_files_too(kassa: Kassa, maria: str, tmp_path: Path) -> None:
    (reply,) = kassa.pipe({"do": "export customers", "file": str(tmp_path / "out.csv")})
    assert reply == {"ok": True, "rows": 1}
    assert "+46701740613" in (tmp_path / "out.csv").read_text("utf-8-sig")


def test_the_ledger_is_explained_in_the_language_asked_for(kassa: Kassa, maria: str, tmp_path: Path) -> None:
    kassa.do("buy", maria, "--item", "coffee")
    told = []
    for kassa.language in ("en", "sv"):
        kassa.do("export", "ledger", str(tmp_path / "out.csv"))
        told.append((tmp_path / "out.csv").read_text("utf-8-sig").splitlines()[-1].split(",")[-1])
    assert told[0] != told[1]


@pytest.mark.parametrize("what", VERBS)
def test_a_name_without_an_ending_is_refused(kassa: Kassa, tmp_path: Path, what: str) -> None:
    error = kassa.refused("export", what, str(tmp_path / "out"))
    assert (error["code"], error["field"]) == ("bad_value", "file")
    assert ".csv" in error["message"] and ".xlsx" in error["message"]


@pytest.mark.parametrize("what", VERBS)
def test_a_folder_that_is_not_there_is_refused(kassa: Kassa, tmp_path: Path, what: str) -> None:
    assert kassa.refused("export", what, str(tmp_path / "gone" / "out.csv"))["code"] == "bad_file"


def test_a_store_that_is_not_there_is_refused(nowhere: Kassa, tmp_path: Path) -> None:
    assert nowhere.refused("export", "customers", str(tmp_path / "out.csv"))["code"] == "store_missing"
    assert not (tmp_path / "out.csv").exists()


def test_whose_number_is_taken_gets_another_and_it_is_told(kassa: Kassa, maria: str, tmp_path: Path) -> None:
    file = tmp_path / "out.csv"
    kassa.do("export", "customers", str(file))
    # As another shop's Kassa would have written it.
    file.write_text(file.read_text("utf-8").replace("@", "@f").replace("Maria", "Astrid").replace("174 06", "174 07"))
    told = kassa("import", "customers", str(file)).out
    assert "1 has a new number: theirs is taken here" in told
    assert kassa.do("import", "customers", str(file))["renumbered"] == 0

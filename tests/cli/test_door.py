from __future__ import annotations

import io
from pathlib import Path

import pytest

from kassa.cli import door
from kassa.cli.verbs import VERBS
from kassa.words import LANGUAGES
from tests.cli.conftest import PROGRAMME, Kassa

OP = "0b6f3f1e-6c3e-4a43-9d55-0d5b5ff9a001"


def test_a_customer_from_joining_to_the_free_coffee(kassa: Kassa) -> None:
    added = kassa.do("add", "--name", "Maria Lindqvist", "--phone", "070-174 06 13", "--tags", "bok,te")
    maria = added["customer"]["id"]
    assert added["customer"]["tags"] == ["bok", "te"]
    assert added["warnings"] == []
    bought = kassa.do("buy", maria, "--amount", "336.00", "--item", "coffee=8", "--receipt", "1001")
    assert [one["name"] for one in bought["issued"]] == ["Valfri kaffedryck"]
    assert bought["purchase"]["id"]
    reward = bought["issued"][0]["id"]
    assert kassa.do("redeem", reward)["reward"]["state"] == "redeemed"
    refused = kassa.refused("redeem", reward)
    assert refused["code"] == "reward_used"
    assert {"by", "at", "till"} <= set(refused)
    assert kassa.do("find", "lind mar")["results"][0]["id"] == maria
    assert kassa.do("show", "0701740613")["purchases"][0]["amount"] == "336.00"
    assert {line["kind"] for line in kassa.do("why", maria)["lines"]} == {"head_start", "earned", "spent"}


def test_the_words_for_a_person_say_the_same(kassa: Kassa, maria: str) -> None:
    kassa.do("note", maria, "Hur var resan till Lofoten?", "--kind", "ask")
    bought = kassa("buy", maria, "--item", "coffee=3")
    assert "●●●●●○○○○○  5 of 10  5 left" in bought.out
    shown = kassa("show", maria).out
    assert "Maria Lindqvist #" in shown
    assert "» Hur var resan till Lofoten?" in shown
    assert "3 × Kaffe" in shown
    assert "{" not in shown
    assert "Kaffekortet" in kassa("why", maria).out
    assert "Maria Lindqvist" in kassa("find", "maria").out


def test_the_till_and_the_staff_are_named_in_the_ledger(kassa: Kassa, maria: str) -> None:
    kassa.environment["KASSA_STAFF"] = "Elin"
    kassa.do("buy", maria, "--item", "coffee=1")
    assert {(line["staff"], line["till"]) for line in kassa.do("why", maria)["lines"]} == {("Elin", "bar")}


def test_several_who_fit_are_named(kassa: Kassa, maria: str) -> None:
    other = kassa.do("add", "--name", "Mario", "--phone", "0701740613")["customer"]
    error = kassa.refused("show", "0701740613")
    assert error["code"] == "ambiguous"
    assert {one["id"] for one in error["candidates"]} == {maria, other["id"]}
    assert f"#{other['number']}  Mario" in kassa("show", "0701740613").err


def test_a_birthday_is_written_as_people_say_it(kassa: Kassa, maria: str) -> None:
    kassa.do("edit", maria, "--birthday", "--02-29")
    assert "Birthday: 29 February\n" in kassa("show", maria).out
    kassa.do("edit", maria, "--birthday=1990-06-03")
    assert "Birthday: 3 June 1990\n" in kassa("show", maria).out


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reply_has_words_in_every_language(kassa: Kassa, maria: str, tmp_path: Path, language: str) -> None:
    kassa.language = language
    file = tmp_path / "cafe.toml"
    file.write_text(PROGRAMME, encoding="utf-8")
    bought = kassa("buy", maria, "--item", "coffee=9", "--amount", "400.00")
    purchase = kassa.do("show", maria)["purchases"][0]["id"]
    reward = kassa.do("show", maria)["standing"]["rewards"][0]["id"]
    said = [
        bought,
        kassa("add", "--name", "Maria Lindqvist", "--phone", "070-174 06 13"),
        kassa("find", "maria"),
        kassa("find", "nobody at all"),
        kassa("note", maria, "te", "--kind", "promise", "--due", "2026-12-01"),
        kassa("consent", maria, "letter", "false"),
        kassa("redeem", reward),
        kassa("undo", reward),
        kassa("return", purchase, "--amount", "100.00"),
        kassa("why", maria),
        kassa("show", maria),
        kassa("adjust", maria, "stamps", "1", "spilt"),
        kassa("cards", "print", str(tmp_path / "a.pdf"), "cr80", "--customers", maria),
        kassa("cards", "lost", kassa.do("show", maria)["cards"][0]["code"]),
        kassa("programme", "show"),
        kassa("programme", "check", str(file)),
        kassa("programme", "apply", str(file)),
        kassa("sheets"),
        kassa("check"),
        kassa("--help"),
        kassa("buy", "--help"),
    ]
    for one in said:
        assert (one.status, one.err) == (0, "")
        assert one.out.strip()
        assert "{" not in one.out
        assert "�" not in one.out


def test_a_terminal_without_circles_gets_other_boxes(kassa: Kassa, maria: str) -> None:
    shown = kassa("show", maria, encoding="ascii")
    assert "##........" in shown.out


def test_edit_clears_with_an_empty_value_and_leaves_the_rest(kassa: Kassa, maria: str) -> None:
    edited = kassa.do("edit", maria, "--phone", "", "--birthday", "--06-03")["customer"]
    assert (edited["name"], edited["phone"], edited["birthday"]) == ("Maria Lindqvist", None, "--06-03")
    assert kassa.refused("edit", maria)["code"] == "bad_value"


def test_notes_from_written_to_removed(kassa: Kassa, maria: str) -> None:
    note = kassa.do("note", maria, "ringer om boken", "--kind", "promise", "--due", "2026-12-01", "--pinned")["note"]
    assert (note["kind"], note["due"], note["pinned"]) == ("promise", "2026-12-01", True)
    edited = kassa.do("note", "edit", note["id"], "--due", "", "--no-pinned")["note"]
    assert (edited["due"], edited["pinned"], edited["text"]) == (None, False, "ringer om boken")
    assert kassa.do("note", "done", note["id"], "--outcome", "kept")["note"]["state"] == "done"
    assert kassa.do("note", "remove", note["id"])["note"]["state"] == "removed"


def test_a_consent_is_recorded(kassa: Kassa, maria: str) -> None:
    consents = kassa.do("consent", maria, "sms", "true", "--how", "i kassan")["customer"]["consents"]
    assert [(one["channel"], one["given"], one["how"]) for one in consents if one["channel"] == "sms"] == [
        ("sms", True, "i kassan")
    ]


def test_a_return_an_undo_a_carry_and_an_adjustment(kassa: Kassa, maria: str) -> None:
    carried = kassa.do("carry", maria, "coffee-card", "4")
    assert carried["standing"]["stamp_cards"][0]["stamps"] == 4
    purchase = kassa.do("buy", maria, "--item", "coffee=2", "--amount", "84.00")["purchase"]["id"]
    returned = kassa.do("return", purchase, "--item", "coffee=1")
    assert returned["standing"]["stamp_cards"][0]["stamps"] == 5
    assert kassa.refused("return", purchase, "--amount", "1000.00")["code"] == "bad_amount"
    adjusted = kassa.do("adjust", maria, "stamps", "-2", "spilt", "--programme", "coffee-card")
    assert adjusted["standing"]["stamp_cards"][0]["stamps"] == 3
    kassa.do("buy", maria, "--item", "coffee=1", "--op", OP)
    assert kassa.do("undo", OP.upper())["standing"]["stamp_cards"][0]["stamps"] == 3


@pytest.mark.parametrize(
    ("words", "code", "status"),
    [
        (["buy", "#9999"], "unknown_customer", 1),
        (["return", "nothing"], "unknown_purchase", 1),
        (["redeem", "nothing"], "unknown_reward", 1),
        (["buy", "MARIA", "--amount", "89,50"], "bad_amount", 2),
        (["buy", "MARIA", "--amount", "-1.00"], "bad_amount", 2),
        (["buy", "MARIA", "--amount", "1.001"], "bad_amount", 2),
        (["buy", "MARIA", "--item", "coffee=1=-1.00"], "bad_amount", 2),
        (["buy", "MARIA", "--amount", "1.00", "--non-earning", "-1.00"], "bad_amount", 2),
        (["buy", "MARIA", "--amount", "999999999999.00"], "bad_amount", 2),
        (["buy", "MARIA", "--item", "coffee=1000000"], "bad_value", 2),
        (["buy", "MARIA", "--op", "p12"], "bad_value", 2),
        (["carry", "MARIA", "coffee-card", "-1"], "bad_value", 2),
        (["carry", "MARIA", "coffee-card", "10"], "bad_value", 2),
        (["adjust", "MARIA", "stamps", "0", "why"], "bad_value", 2),
        (["adjust", "MARIA", "points", "1", "why"], "bad_value", 2),
        (["undo", "nothing"], "bad_value", 2),
        (["note", "done", "n99"], "bad_value", 2),
        (["note", "MARIA", "19850709-9805"], "bad_value", 2),
        (["note", "MARIA", "allergi", "--kind", "health"], "not_allowed", 1),
        (["show", "407-193 8261"], "unknown_card", 1),
        (["show", "4071938260"], "unknown_customer", 1),
        (["show", "MARIA", "--at", "2190-01-01T00:00:00Z"], "bad_value", 2),
        (["cards", "assign", "1234567890", "MARIA"], "unknown_card", 1),
        (["cards", "print", "/tmp", "nosheet", "--blank", "1"], "bad_value", 2),
        (["add"], "bad_value", 2),
        (["add", "--phone", "12"], "bad_value", 2),
        (["buy", "MARIA", "--item", "tea=1"], "bad_value", 2),
        (["buy", "MARIA", "--at", "2199-01-01T00:00:00Z"], "bad_value", 2),
        (["programme", "apply", "nowhere.toml"], "bad_file", 2),
        (["import", "customers", "nowhere.csv"], "bad_file", 2),
        (["backup"], "bad_value", 2),
        (["caf\udce9"], "bad_value", 2),
        (["find", "caf\udce9"], "bad_value", 2),
        (["find", "-x\udce9"], "bad_value", 2),
        (["note", "MARIA", "a\0b"], "bad_value", 2),
        (["find"], "bad_value", 2),
    ],
)
def test_a_refusal_has_its_code_and_its_status(
    kassa: Kassa, maria: str, words: list[str], code: str, status: int
) -> None:
    words = [maria if word == "MARIA" else word for word in words]
    assert kassa.refused(*words)["code"] == code
    assert kassa(*words).status == status


@pytest.mark.parametrize("verb", sorted(set(VERBS) - {"programme apply"}))
def test_every_verb_but_one_finds_the_store_missing(nowhere: Kassa, verb: str) -> None:
    examples = {"true|false": "true", "-2": "1"}
    required = [one.form.example.split("|")[0] for one in VERBS[verb].fields if one.required]
    said = nowhere("--json", *verb.split(), *(examples.get(word, word) for word in required))
    assert (said.json["error"]["code"], said.status) == ("store_missing", 3)
    assert not nowhere.store.exists()


def test_a_wrong_programme_makes_no_store(nowhere: Kassa, tmp_path: Path) -> None:
    file = tmp_path / "cafe.toml"
    file.write_text(PROGRAMME.replace("boxes = 10", 'boxes = "ten"'), encoding="utf-8")
    error = nowhere.refused("programme", "apply", str(file))
    assert error["code"] == "bad_file"
    assert error["problems"][0]["line"] == 1 + PROGRAMME[: PROGRAMME.index("boxes")].count("\n")
    assert not nowhere.store.exists()


def test_the_programme_is_shown_in_the_files_own_shape(kassa: Kassa, tmp_path: Path) -> None:
    reply = kassa.do("programme", "show")
    assert reply["version"] == 1
    assert reply["programme"]["item"][0]["price"] == "42.00"
    assert "Kaffekortet" in kassa("programme", "show").out
    file = tmp_path / "cafe.toml"
    file.write_text(PROGRAMME + "\n[nonsense]\n", encoding="utf-8")
    problems = kassa.do("programme", "check", str(file))["problems"]
    assert problems[0]["line"] == PROGRAMME.count("\n") + 2
    assert "nonsense" in problems[0]["why"]
    file.write_text(PROGRAMME, encoding="utf-8")
    assert kassa.do("programme", "check", str(file)) == {"problems": []}
    assert kassa.do("programme", "apply", str(file), "--from", "2027-01-01") == {"version": 2}


def test_a_sound_store_says_so(kassa: Kassa, maria: str) -> None:
    assert kassa.do("check") == {"ok": True, "problems": []}
    assert kassa("check").out == "The store is sound.\n"


def test_a_damaged_store_is_unsound_and_refused(kassa: Kassa, maria: str) -> None:
    file = kassa.store / "kassa.db"
    file.write_bytes(file.read_bytes()[:8192])
    assert kassa.refused("find", "maria")["code"] == "store_damaged"
    said = kassa("--json", "check")
    assert (said.status, said.json["ok"], said.json["error"]["code"]) == (3, False, "store_damaged")
    assert said.json["problems"] == [said.json["error"]["message"]]
    assert kassa("check").status == 3
    assert kassa.pipe({"do": "check"}) == [said.json]
    assert kassa("find", "maria").status == 3


def test_cards_from_the_printer_to_the_owner(kassa: Kassa, maria: str, tmp_path: Path) -> None:
    assert "avery-l4785" in [one["id"] for one in kassa.do("sheets")["sheets"]]
    printed = kassa.do("cards", "print", str(tmp_path / "a.pdf"), "avery-l4785", "--blank", "2")
    assert (len(printed["codes"]), printed["pages"]) == (2, 1)
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    first, second = printed["codes"]
    assert kassa.refused("show", first)["state"] == "blank"
    assert kassa.do("cards", "assign", first, maria)["card"] == {
        **kassa.do("show", maria)["cards"][0],
        "code": first,
        "state": "active",
        "customer": maria,
    }
    assert kassa.do("cards", "replace", first, "--new", second)["card"]["code"] == second
    assert kassa.do("show", first)["via"] == {"code": first, "state": "replaced"}
    assert kassa.do("cards", "lost", second)["card"]["state"] == "lost"
    assert kassa.refused("show", second)["code"] == "card_lost"


def test_a_retried_print_gives_the_same_cards(kassa: Kassa, tmp_path: Path) -> None:
    words = ("cards", "print", str(tmp_path / "a.pdf"), "cr80", "--blank", "2", "--op", OP)
    assert kassa.do(*words) == kassa.do(*words)


def test_customers_are_imported(kassa: Kassa) -> None:
    file = str(Path(__file__).parents[1] / "data" / "square_customers.csv")
    dry = kassa.do("import", "customers", file, "--dry-run")
    assert dry["created"] > 0
    assert kassa.do("find", "")["results"] == []
    report = kassa.do("import", "customers", file)
    assert report["created"] == dry["created"]
    assert report["read"] == report["created"] + report["updated"] + report["skipped"] + len(report["rejected"])
    assert "rows read" in kassa("import", "customers", file).out


def test_the_demo_without_a_window_says_where_it_is(nowhere: Kassa) -> None:
    said = nowhere("demo", "--customers", "3", "--purchases", "10", "--seed", "7", "--no-window")
    assert said.json == {"store": str(nowhere.store)}
    assert nowhere.do("check")["ok"] is True
    assert len(nowhere.do("find", "")["results"]) == 3
    assert nowhere.windows == []
    assert nowhere("demo", "--no-window").status != 0


def test_the_demo_opens_the_window_where_there_is_a_screen(nowhere: Kassa) -> None:
    assert nowhere("demo", "--customers", "3", "--purchases", "3").status == 0
    assert nowhere.windows == [str(nowhere.store)]


def test_the_demo_says_first_that_there_is_no_screen(nowhere: Kassa, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    said = nowhere("demo")
    assert said.status == 1
    assert "--no-window" in said.err
    assert not nowhere.store.exists()


def test_help_and_version(nowhere: Kassa) -> None:
    overview = nowhere("--help").out
    assert all(f"  {verb} " in overview for verb in VERBS)
    assert nowhere("buy", "--help").out.splitlines()[2].startswith("kassa buy CUSTOMER [--amount 89.00]")
    assert nowhere("--version").out.startswith("kassa ")
    assert "version" in nowhere.do("--version")
    assert nowhere("--json", "--nonsense").json["error"]["code"] == "bad_value"


def test_a_bug_is_one_sentence_and_a_log(kassa: Kassa, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("oh")

    monkeypatch.setattr(door, "_use_case", broken)
    said = kassa("find", "x")
    assert said.status == 1
    assert said.err.count("\n") == 1
    assert kassa("--json", "find", "x").json["error"]["code"] == "bug"
    logs = list((tmp_path / "home").rglob("kassa.log"))
    assert "ZeroDivisionError: oh" in logs[0].read_text()
    assert logs[0].stat().st_mode & 0o077 == 0


class Closed(io.BytesIO):
    def __init__(self, error: OSError) -> None:
        super().__init__()
        self.error = error

    def write(self, _: object) -> int:
        raise self.error


def test_a_reader_that_has_gone_is_no_trouble(kassa: Kassa) -> None:
    said = kassa("sheets", stdout=Closed(BrokenPipeError()))
    assert (said.status, said.err) == (0, "")


def test_a_full_disk_under_the_answer_is_told(kassa: Kassa) -> None:
    said = kassa("sheets", stdout=Closed(OSError(28, "No space left on device")))
    assert said.status == 1
    assert "No space left" in said.err


def test_the_report_counts_the_cards(kassa: Kassa, tmp_path: Path) -> None:
    kassa.do("cards", "print", str(tmp_path / "k.pdf"), "cr80", "--blank", "3")
    told = kassa.do("report", "cards", "--out", str(tmp_path / "cards.csv"))
    assert (told["stock"], told["active"], told["lost"]) == (3, 0, 0)
    assert (tmp_path / "cards.csv").exists()
    assert ["Blank", "cards", "in", "the", "drawer", "3"] in [
        line.split() for line in kassa("report", "cards").out.splitlines()
    ]
    assert kassa.refused("report", "weather")["code"] == "bad_value"

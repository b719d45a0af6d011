"""A shop's day with a program that stands on its own, installed or bundled: the same walk for each."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
from alembic import command

from kassa.store import migrate, search
from kassa.store.engine import APPLICATION_ID, Store, encrypted
from kassa.store.search import SearchText
from kassa.ui.pages import RAIL, Place
from tests.builders import make_shop
from tests.window.conftest import RealWindow

DATA = Path(__file__).resolve().parent.parent / "data"
PROGRAMME = Path(__file__).resolve().parent.parent.parent / "resources" / "demo" / "programme.toml"
_ENTRIES = "94x600+0+0"


@dataclass(frozen=True)
class Program:
    """A ``kassa`` by its file, in an environment where neither this checkout nor its Python is to be found."""

    file: Path

    def environment(self) -> dict[str, str]:
        """The caller's, without what could lead to the checkout."""
        astray = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "KASSA_STORE")
        return {name: value for name, value in os.environ.items() if name not in astray} | {"PATH": "/usr/bin:/bin"}

    def say(self, *words: str, **environment: str) -> str:
        """What it prints; it must not refuse, and must not complain."""
        done = subprocess.run(
            [self.file, *words],
            env=self.environment() | environment,
            cwd="/",
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, ""), (words, done)
        return done.stdout

    def do(self, store: Path, *words: str) -> Any:
        """A verb's reply."""
        return json.loads(self.say("--store", str(store), "--json", *words))


def zones_of_its_own(kassa: Program, folder: Path) -> None:
    """A computer without a table of time zones, as Windows is, makes no difference."""
    kassa.say("--store", str(folder / "zones"), "programme", "apply", str(PROGRAMME), PYTHONTZPATH="")


def every_language(kassa: Program) -> None:
    """Words of its own in each, and money and dates where the computer speaks another one."""
    told = {language: kassa.say("--lang", language, "--help") for language in ("en", "nb", "pl", "sv")}
    assert len(set(told.values())) == 4
    assert "kassa" in kassa.say("--help", LC_ALL="de_AT.UTF-8", LANGUAGE="de")


def a_shop_from_files(kassa: Program, folder: Path) -> None:
    """Rules, customers and sales in; cards printed and read back; the register out as a workbook."""
    store = folder / "shop"
    kassa.do(store, "programme", "apply", str(PROGRAMME))
    customers = kassa.do(store, "import", "customers", str(DATA / "square_customers.csv"))
    assert customers["format"] == "square"
    assert customers["created"] > 100
    sales = kassa.do(store, "import", "sales", str(DATA / "loyverse_receipts_by_item.csv"))
    assert sales["format"] == "loyverse"
    assert sales["created"] > 0
    assert kassa.do(store, "import", "customers", str(DATA / "egen_lista.csv"))["read"] > 0
    assert kassa.do(store, "import", "sales", str(DATA / "zettle_receipts.xlsx"))["read"] > 0

    cards = kassa.do(store, "cards", "print", str(folder / "cards.pdf"), "cr80", "--blank", "20", "--verify", "true")
    assert len(cards["codes"]) == 20
    assert (folder / "cards.pdf").read_bytes().startswith(b"%PDF")
    guest = str(kassa.do(store, "find", "a", "--limit", "1")["results"][0]["id"])
    bought = kassa.do(store, "buy", guest, "--amount", "89.00", "--item", "coffee=2")
    assert bought["entries"]

    rows = kassa.do(store, "export", "customers", str(folder / "customers.xlsx"))["rows"]
    sheet = openpyxl.load_workbook(folder / "customers.xlsx", read_only=True).worksheets[0]
    assert len(list(sheet.iter_rows(min_row=2, values_only=True))) == rows
    assert kassa.do(store, "check")["ok"]
    for language, amount in (("sv", "89,00 kr"), ("pl", "89,00 SEK"), ("en", "SEK 89.00")):
        assert amount in kassa.say("--store", str(store), "--lang", language, "show", guest)


def a_sample_shop(kassa: Program, folder: Path) -> Path:
    """The demo; where its store is."""
    store = folder / "demo"
    kassa.do(store, "demo", "--no-window", "--customers", "100", "--purchases", "1000")
    assert kassa.do(store, "find", "")["results"]
    return store


def an_older_shop(kassa: Program, folder: Path) -> None:
    """A store of the first version is brought up, and a copy kept."""
    store = folder / "old"
    _leave_an_older_shop(store)
    assert kassa.do(store, "find", "anna")["results"][0]["name"] == "Anna Berg"
    assert [path.name for path in (store / "backups").iterdir()] == [f"before-{migrate.head()}.db"]


def _leave_an_older_shop(folder: Path) -> None:
    key = "ab" * 32
    (folder / "backups").mkdir(parents=True)
    (folder / "kassa.key").write_text(key, "ascii")
    store = Store(encrypted(folder / "kassa.db", key, wal=False), str(folder))
    with store.writing() as connection:
        config = migrate._config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.exec_driver_sql("INSERT INTO customer (id, name, since) VALUES (1001, 'Anna Berg', '2026-01-01')")
        search.put(connection, 1001, SearchText(1001, "Anna Berg"), lambda: 1)
    store.close()


def every_page_is_shown(kassa: Program, display: str, folder: Path) -> None:
    """Each page of the rail comes at its key, and nothing broke on the way there."""
    shop = make_shop(folder)
    try:
        shop.join("Maria Lindqvist")
        window = RealWindow(display, shop, (str(kassa.file),))
        for place in [*RAIL[1:], RAIL[0]]:
            _turn_to(window, place)
        assert window.close() == ""
    finally:
        shop.close()
    assert list(Path(os.environ["XDG_STATE_HOME"]).rglob("*.log")) == []


def _turn_to(window: RealWindow, place: Place) -> None:
    before = window.sight(_ENTRIES)
    window.key(place.key.replace("Ctrl", "ctrl"))
    window.until(lambda: window.sight(_ENTRIES) != before, place.name)
    window.until(lambda: window.sight() == window.sight(), f"{place.name}, at rest")


def a_customer_is_served(kassa: Program, display: str, folder: Path) -> None:
    """In its window, by keyboard: typed, Enter, an item and an amount, Enter."""
    shop = make_shop(folder)
    maria = shop.join("Maria Lindqvist", phone="0701744512")
    shop.join("Marcus Lind", phone="0701749003")
    try:
        window = RealWindow(display, shop, (str(kassa.file),))
        try:
            window.type("lindq mar")
            window.key("Return")
            window.type("+89")
            window.key("Return")
            window.visits(maria, 1)
            bought = window.shows(maria).purchases[0]
            assert bought.amount is not None
            assert bought.amount.minor == 8900
            assert [(line.item, line.quantity) for line in bought.items] == [("coffee", 1)]
            # By this the desktop knows whose menu entry and icon are the window's.
            assert window.id in window.xdotool("search", "--onlyvisible", "--class", "^kassa$").split()
        finally:
            complaints = window.close()
        assert complaints == ""
    finally:
        shop.close()

"""Twice the text on the smallest screen, 1280×720: every page, sheet and dialog is whole, in Polish and in Swedish."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from kassa.services import card_printing, cards, customers, notes
from kassa.services.starting import System
from kassa.ui import theme
from kassa.ui.customers.page import CustomersPage
from kassa.ui.first import page as first_page
from kassa.ui.first.page import FirstPage
from kassa.ui.importing.page import ImportPage
from kassa.ui.jobs import Jobs
from kassa.ui.main_window import MainWindow
from kassa.ui.pages import CARDS, CUSTOMERS, HELP, IMPORT, PAPER_CARDS, POST, PROGRAMME, SCANNER, SETTINGS, TILL
from kassa.ui.paper_cards.page import PaperCardsPage
from kassa.ui.programme.page import ProgrammePage
from kassa.ui.till import desk
from kassa.words import Words
from tests.builders import CAFE, Shop, make_shop
from tests.ui.readable import unreadable

LONG = "Aleksandra Maria Wiśniewska-Brzęczyszczykiewicz"
EMAIL = "aleksandra.wisniewska@example.com"
NAMES = (LONG, EMAIL)
DATA = Path(__file__).parents[1] / "data"


class Reader:
    """Somebody who needs large text, before the whole window."""

    def __init__(self, qtbot: QtBot, shop: Shop, language: str) -> None:
        self.qtbot, self.shop, self.jobs, self.language = qtbot, shop, Jobs(), language
        self.window = MainWindow(Words(language), self.jobs)
        qtbot.addWidget(self.window)
        self.window.resize(1280, 720)
        self.window.show()
        self.window.start(shop.session, desk.shop(shop.session))
        self.settle()
        self.complaints: list[str] = []

    def settle(self) -> None:
        for _ in range(2):
            self.qtbot.waitUntil(lambda: self.jobs.count == 0, timeout=30_000)
            QApplication.processEvents()

    def go(self, page: str) -> QWidget:
        self.window.show_page(page)
        self.settle()
        made = self.window.pages.page(page)
        assert made is not None
        return made

    def look(self, what: str, window: QWidget | None = None, *, names: tuple[str, ...] = ()) -> None:
        """Reads the page in front from its top to its foot."""
        self.settle()
        seen = window or self.window
        scrolls = [each for each in seen.findChildren(QScrollArea) if each.isVisible()]
        ends = [each.verticalScrollBar() for each in scrolls if each.verticalScrollBar().maximum()]
        found = dict.fromkeys(unreadable(seen, NAMES + names))
        if (seen.width(), seen.height()) != (1280, 720):
            found[f"{seen.width()} × {seen.height()}"] = None
            seen.resize(1280, 720)
        page = self.window.pages.currentWidget()
        assert page is not None
        wanted = page.minimumSizeHint()
        if wanted.width() > page.width() or wanted.height() > page.height():
            found[f"wants {wanted.width()} × {wanted.height()} of {page.width()} × {page.height()}"] = None
        folder = os.environ.get("SEEN")
        if folder:
            seen.grab().save(f"{folder}/{self.language}-{what}.png")
        for bar in ends:
            while bar.value() < bar.maximum():
                bar.setValue(bar.value() + bar.pageStep())
                found.update(dict.fromkeys(unreadable(seen, NAMES + names)))
                if folder:
                    seen.grab().save(f"{folder}/{self.language}-{what}-{bar.value()}.png")
            bar.setValue(0)
        self.complaints += [f"{what}: {each}" for each in found]

    def is_content(self) -> None:
        """Nothing was found."""
        assert not self.complaints, "\n" + "\n".join(self.complaints)


@pytest.fixture(params=["sv", "pl"])
def reader(request: pytest.FixtureRequest, qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Reader]:
    theme.apply(qapp, "light", 2.0)
    shop = make_shop(tmp_path)
    made = Reader(qtbot, shop, request.param)
    yield made
    made.jobs.close()
    shop.close()


def somebody(shop: Shop) -> str:
    """A customer of whom there is much to show."""
    made = shop.join(LONG, phone="0701744512")
    changes = {
        "email": EMAIL,
        "birthday": "1990-06-03",
        "address": "Storgatan 1\n111 22 Stockholm",
        "tags": ["bokcirkeln", "lunch", "stamgäst"],
    }
    customers.edit(shop.session, made, changes)
    customers.consent(shop.session, made, "sms", True, "vid kassan")
    notes.add(shop.session, made, "Bröllopet i Visby", kind="ask")
    notes.add(shop.session, made, "Röda rummet", kind="promise", assignee="Elin", due=shop.clock().date())
    for _ in range(11):
        shop.buy(made, 123400, coffee=1)
    code = card_printing.print_cards(
        shop.session, card_printing.PrintRequest(shop.folder.parent / "b.pdf", "cr80", None, 1, verify=False)
    ).codes[0]
    cards.assign(shop.session, code, made)
    return made


def test_the_till(reader: Reader) -> None:
    reader.look("till-empty")
    maria = somebody(reader.shop)
    till = reader.window.till
    reader.window.open_at_till(maria)
    reader.look("till-open")
    till.search.field.setText("aleks")
    reader.look("till-hits")
    till.search.field.setText("zzz")
    reader.look("till-nobody")
    till.bar.amount.edit.setText("89")
    till.stamp()
    reader.look("till-result")
    for name, act in (
        ("new", till.new_customer),
        ("note", till.favours.new_note),
        ("edit", till.favours.edit_customer),
        ("cards", till.favours.show_cards),
        ("return", partial(till.favours.open_purchase, customers.show(reader.shop.session, maria).purchases[0].id)),
    ):
        act()
        reader.look(f"sheet-{name}")
        till.sheets.put_aside()
    reader.window.lock_up()
    reader.look("lock")
    reader.is_content()


def test_the_register(reader: Reader) -> None:
    page = reader.go(CUSTOMERS)
    assert isinstance(page, CustomersPage)
    reader.look("customers-empty")
    maria = somebody(reader.shop)
    for number in range(30):
        reader.shop.join(f"Kund {number}", phone=f"070174{number:04}")
    page.refresh()
    reader.look("customers", names=tuple(each for each in ("bokcirkeln", "lunch", "stamgäst")))
    page.table.selectAll()
    reader.look("customers-chosen")
    page.table.choose_one()
    page.front.search.setText("zzzz")
    reader.qtbot.wait(200)
    reader.look("customers-none")
    page.show_everybody()
    reader.window.export()
    reader.look("export")
    reader.window._export.stop()  # type: ignore[union-attr]
    page.open_customer(maria)
    reader.settle()
    detail = page.stack.currentWidget()
    for part in range(5):
        detail.show_part(part)  # type: ignore[union-attr]
        reader.look(f"person-{part}")
    reader.is_content()


def test_one_customers_sheets(reader: Reader) -> None:
    maria = somebody(reader.shop)
    page = reader.go(CUSTOMERS)
    assert isinstance(page, CustomersPage)
    page.open_customer(maria)
    reader.settle()
    from kassa.ui.customers.person import CustomerDetail

    detail = page.stack.currentWidget()
    assert isinstance(detail, CustomerDetail)
    opened = detail.favours.opened
    assert opened is not None
    for name, act in (
        ("edit", partial(detail.sheets.edit_customer, opened)),
        ("consent", partial(detail.sheets.consent, opened, "health")),
        ("adjust", partial(detail.sheets.adjust, opened)),
        ("carry", partial(detail.sheets.carry, opened)),
        ("undo", partial(detail.sheets.undo_purchase, opened, opened.view.purchases[0])),
    ):
        act()
        reader.look(f"person-{name}")
        detail.sheets.put_aside()
    reader.is_content()


@pytest.mark.parametrize("name", ["loyverse_receipts_by_item.csv", "egen_lista.csv"])
def test_an_import(reader: Reader, tmp_path: Path, name: str) -> None:
    page = reader.go(IMPORT)
    assert isinstance(page, ImportPage)
    reader.look("import")
    lines = (DATA / name).read_bytes().splitlines(keepends=True)[:121]
    file = tmp_path / name
    file.write_bytes(b"".join(lines))
    told = (name, *b"".join(lines).decode("cp1252" if name == "egen_lista.csv" else "utf-8-sig").splitlines())
    page.open_file(file)
    reader.settle()
    page.preview.fold.button.setChecked(True)
    reader.look("preview", names=told)
    page.bring_in()
    reader.look("summary", names=told)
    page.begin_again()
    reader.look("import-past", names=told)
    page.running.begin(f"Importing {name}", page.look.kind)
    page.running.show_progress(1200, 2500, 5.0)
    page._show(page.running)
    reader.look("running", names=told)
    reader.is_content()


def test_the_paper_cards(reader: Reader) -> None:
    page = reader.go(PAPER_CARDS)
    assert isinstance(page, PaperCardsPage)
    reader.look("paper")
    for name in ("Maria Lindqvist", LONG, "Maria Lindkvist"):
        page.form.name.setText(name)
        page.form.stamps.setText("7")
        page.form.submit()
        reader.settle()
    page.form.name.setText("x, y, 99")
    page.form.submit()
    page.form.take_card("1234567897")
    reader.look("paper-rows")
    reader.is_content()


def test_the_rules(reader: Reader, tmp_path: Path) -> None:
    page = reader.go(PROGRAMME)
    assert isinstance(page, ProgrammePage)
    reader.look("programme")
    file = tmp_path / "cafe.toml"
    file.write_text(CAFE.replace("boxes = 10", "boxes = 5"), "utf-8")
    page.look(file)
    reader.look("programme-proposal")
    reader.is_content()


@pytest.mark.parametrize("place", [SETTINGS, HELP, TILL, CARDS, POST, SCANNER])
def test_the_other_pages(reader: Reader, place: str) -> None:
    reader.go(place)
    reader.look(place, names=(str(reader.shop.folder),))
    reader.is_content()


@pytest.mark.parametrize("language", ["sv", "pl"])
def test_the_first_run(qtbot: QtBot, qapp: QApplication, monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    theme.apply(qapp, "light", 2.0)
    monkeypatch.setattr(first_page, "read_system", lambda words: System(words.language, "SE", "Europe/Stockholm"))
    jobs = Jobs()
    page = FirstPage(Words(language), jobs)
    qtbot.addWidget(page)
    page.resize(1280, 720)
    page.show()
    qtbot.waitUntil(lambda: jobs.count == 0)
    bar = page._scroll.verticalScrollBar()
    found: dict[str, None] = {}
    while True:
        found.update(dict.fromkeys(unreadable(page)))
        if os.environ.get("SEEN"):
            page.grab().save(f"{os.environ['SEEN']}/{language}-first-{bar.value()}.png")
        if bar.value() == bar.maximum():
            break
        bar.setValue(bar.value() + bar.pageStep())
    jobs.close()
    assert list(found) == []

"""The page of posters and post on a real store: what it shows, saves and undoes is read back from the paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from kassa.errors import KassaError
from kassa.printing import Pages
from kassa.services import coupons, customers, settings
from kassa.services.register import Filters, Question
from kassa.ui import theme
from kassa.ui.cards import paper
from kassa.ui.jobs import Jobs
from kassa.ui.post.page import PostPage
from kassa.ui.post.wish import Kind
from kassa.words import LANGUAGES, Words, say
from tests.builders import Shop, make_shop
from tests.printing.looking import codes, told
from tests.ui.readable import unreadable

ADDRESS = "Storgatan 5, 753 10 Uppsala"


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    made = make_shop(tmp_path)
    made.join("Maria Lindqvist", address=ADDRESS, tags=("Bokcirkel",))  # type: ignore[arg-type]
    made.join("Marcus Lind", address=ADDRESS)
    made.join("Nils Utan")
    yield made
    made.close()


@pytest.fixture
def page(shop: Shop, words: Words, qtbot: QtBot) -> Iterator[PostPage]:
    made = opened(shop, words, qtbot)
    yield made
    assert made.jobs.close()


def opened(shop: Shop, words: Words, qtbot: QtBot) -> PostPage:
    page = PostPage(shop.session, words, Jobs())
    qtbot.addWidget(page)
    page.resize(1282, 768)
    page.show()
    page.refresh()
    settled(page, qtbot)
    return page


def settled(page: PostPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: page.settled and page.jobs.count == 0, timeout=20_000)


def chosen(page: PostPage, qtbot: QtBot, kind: Kind) -> None:
    QTest.mouseClick(page.kinds.choices[kind], Qt.MouseButton.LeftButton)
    settled(page, qtbot)


def saved(page: PostPage, qtbot: QtBot, out: Path, monkeypatch: pytest.MonkeyPatch) -> bytes:
    monkeypatch.setattr(page.press, "choose_file", lambda wish: out)
    QTest.mouseClick(page.head.save, Qt.MouseButton.LeftButton)
    settled(page, qtbot)
    return out.read_bytes()


def badge(page: PostPage) -> tuple[str, str]:
    return page.stage.badge.state, page.stage.badge.text


def test_it_opens_on_a_poster_and_saves_it(
    page: PostPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert page.kinds.kind() == "poster"
    assert page.stage.has_page()
    assert page.poster.headline.placeholderText() == "Collect stamps with us"
    QTest.keyClicks(page.poster.headline, "Fika hos oss")
    settled(page, qtbot)
    pdf = saved(page, qtbot, tmp_path / "poster.pdf", monkeypatch)
    assert "Fika hos oss" in told(pdf)
    assert badge(page) == ("good", "1 page · saved as poster.pdf")


def test_a_talker_has_only_the_papers_that_it_can_be_folded_from(page: PostPage, qtbot: QtBot) -> None:
    papers = page.poster.papers
    assert [papers.itemText(at) for at in range(papers.count())] == ["A4", "A5", "Letter"]
    chosen(page, qtbot, "talker")
    assert [papers.itemText(at) for at in range(papers.count())] == ["A4", "Letter"]
    assert page.stage.has_page()


def test_post_says_how_many_get_some_and_who_gets_none(page: PostPage, qtbot: QtBot) -> None:
    chosen(page, qtbot, "letter")
    assert badge(page) == ("good", "2 letters · 1 gets none")
    assert page.head.print.label == "Print 2 letters"
    assert not page.post.nobody_row.isHidden()
    assert page.post.nobody.full_text() == "No address (1): Nils Utan"
    assert page.post.envelope_row.isVisibleTo(page)
    assert not page.post.paper_row.isVisibleTo(page)


def test_a_postcard_shows_its_two_sides(page: PostPage, qtbot: QtBot) -> None:
    chosen(page, qtbot, "postcard")
    assert badge(page) == ("good", "2 postcards · 1 gets none")
    assert page.stage.pager.text == "page 1 of 2 · front side"
    QTest.keyClick(page, Qt.Key.Key_PageDown)
    settled(page, qtbot)
    assert page.stage.pager.text == "page 2 of 2 · back side"


def test_whom_it_goes_to_is_chosen(page: PostPage, shop: Shop, qtbot: QtBot) -> None:
    chosen(page, qtbot, "letter")
    people = page.post.people
    people.choices["some"].click()
    people.filters.choose(Filters(tags=frozenset({"Bokcirkel"})))
    settled(page, qtbot)
    assert badge(page) == ("good", "1 letter")
    people.choices["birthday"].click()
    settled(page, qtbot)
    assert page.stage.empty_title.text() == "Nobody gets any post"
    assert not page.head.save.isEnabled()
    people.choices["chosen"].click()
    settled(page, qtbot)
    QTest.keyClicks(people.names.search, "marcus")
    qtbot.waitUntil(lambda: people.names.results.chosen() is not None)
    QTest.keyClick(people.names.search, Qt.Key.Key_Return)
    settled(page, qtbot)
    assert badge(page) == ("good", "1 letter")
    assert people.in_words() == "1 customer chosen"
    assert "Marcus Lind" in told(page._drawn.pdf if page._drawn else b"")


def test_the_registers_table_hands_over_whom_it_shows(page: PostPage, qtbot: QtBot) -> None:
    page.write_to(Question("maria"))
    settled(page, qtbot)
    assert page.kinds.kind() == "letter"
    assert badge(page) == ("good", "1 letter")
    page.write_to(Question())
    settled(page, qtbot)
    assert page.post.people.choices["all"].isChecked()
    assert badge(page) == ("good", "2 letters · 1 gets none")


def test_fields_go_where_the_cursor_was(page: PostPage, qtbot: QtBot) -> None:
    chosen(page, qtbot, "letter")
    page.writing.title_line.clear()
    page.writing.title_line.setFocus()
    QTest.keyClicks(page.writing.title_line, "Hej ")
    page.writing.field_buttons["name"].click()
    settled(page, qtbot)
    assert page.writing.title_line.text() == "Hej {name}"
    page.writing.text.setPlainText("")
    page.writing.text.setFocus()
    page.writing.field_buttons["stamps"].click()
    settled(page, qtbot)
    assert page.writing.text.toPlainText() == "{stamps}"
    words = told(page._drawn.pdf if page._drawn else b"")
    assert "Hej Ma" in words


def test_a_wrong_field_is_told_where_the_page_is_judged(page: PostPage, qtbot: QtBot) -> None:
    chosen(page, qtbot, "letter")
    page.writing.text.setPlainText("Hej {nam}")
    settled(page, qtbot)
    state, text = badge(page)
    assert state == "wrong"
    assert "{nam}" in text
    assert not page.head.print.isEnabled()
    page.writing.text.setPlainText("Hej {name}")
    settled(page, qtbot)
    assert page.head.print.isEnabled()


def test_coupons_are_in_force_once_saved_and_taken_back_by_undo(
    page: PostPage, shop: Shop, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen(page, qtbot, "postcard")
    assert page.writing.field_buttons["coupon"].isHidden()
    page.post.coupon.set_value("free-coffee")
    page.post.coupon.picked.emit("free-coffee")
    settled(page, qtbot)
    assert not page.writing.field_buttons["coupon"].isHidden()
    pdf = saved(page, qtbot, tmp_path / "cards.pdf", monkeypatch)
    read = codes(pdf)
    assert len(read) == 2
    assert [known.state for code in read if (known := coupons.coupon(shop.session, code))] == ["available"] * 2
    assert badge(page) == ("good", "2 postcards · saved as cards.pdf")
    [toast] = page.toasts.toasts
    assert toast.text.full_text() == "2 coupons are valid now"
    page.undo_last()
    settled(page, qtbot)
    assert [known.state for code in read if (known := coupons.coupon(shop.session, code))] == ["withdrawn"] * 2


def test_a_full_folder_is_told_and_no_coupon_is_in_force(
    page: PostPage, shop: Shop, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen(page, qtbot, "letter")
    page.post.coupon.set_value("free-coffee")
    monkeypatch.setattr(page.press, "choose_file", lambda wish: tmp_path / "nowhere" / "post.pdf")
    page.save()
    settled(page, qtbot)
    assert page.toasts.toasts[-1].failure
    maria = customers.find(shop.session, "maria")[0].id
    assert customers.show(shop.session, maria).standing.rewards == ()


def test_it_is_printed(page: PostPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "paper.pdf"))
    monkeypatch.setattr(page.press, "choose_printer", lambda wish, title: printer)
    chosen(page, qtbot, "postcard")
    QTest.mouseClick(page.head.print, Qt.MouseButton.LeftButton)
    settled(page, qtbot)
    assert badge(page) == ("good", "2 postcards · sent to the printer")
    with Pages((tmp_path / "paper.pdf").read_bytes()) as pages:
        assert len(pages) == 2
        assert pages.size(0) == pytest.approx((297, 210), abs=1)


def test_coupons_that_no_printer_took_are_not_valid(
    page: PostPage, shop: Shop, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object, **__: object) -> int:
        raise KassaError("bad_file", say("The printer doesn't answer."), pages=0)

    monkeypatch.setattr(paper, "print_pages", gone)
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFileName(str(tmp_path / "paper.pdf"))
    monkeypatch.setattr(page.press, "choose_printer", lambda wish, title: printer)
    chosen(page, qtbot, "letter")
    page.post.coupon.set_value("free-coffee")
    page.print_out()
    settled(page, qtbot)
    assert page.toasts.toasts[-1].failure
    maria = customers.find(shop.session, "maria")[0].id
    assert customers.show(shop.session, maria).standing.rewards == ()


def test_without_an_address_of_its_own_the_shop_is_told(page: PostPage, shop: Shop, qtbot: QtBot) -> None:
    chosen(page, qtbot, "letter")
    assert page.post.no_sender.isVisibleTo(page)
    settings.change_shop(shop.session, {"address": "Torget 1"})
    page.refresh()
    settled(page, qtbot)
    assert not page.post.no_sender.isVisibleTo(page)
    assert "Torget 1" in told(page._drawn.pdf if page._drawn else b"")


@pytest.mark.parametrize("language", LANGUAGES)
def test_samples_stand_in_every_language_with_their_fields(shop: Shop, qtbot: QtBot, language: str) -> None:
    page = opened(shop, Words(language), qtbot)
    chosen(page, qtbot, "letter")
    for sample in range(3):
        from kassa.ui.post.samples import samples

        page.writing.write(samples(page.words)[sample])
        settled(page, qtbot)
        assert badge(page)[0] == "good", badge(page)
        assert "Ma" in told(page._drawn.pdf if page._drawn else b"")
    assert page.jobs.close()


def test_every_control_has_a_name_and_a_finger_hits_it(page: PostPage, qtbot: QtBot) -> None:
    for kind in page.kinds.choices:
        chosen(page, qtbot, kind)
        for fold in page.post.rows.folds:
            page.post.rows.open_one(fold)
            for widget in page.findChildren(QWidget):
                if widget.isVisibleTo(page) and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
                    named = QAccessible.queryAccessibleInterface(widget)
                    assert named is not None
                    assert named.text(QAccessible.Text.Name), widget
                if isinstance(widget, QAbstractButton) and widget.isVisibleTo(page):
                    assert widget.height() >= theme.current().px(44), widget.accessibleName()


@pytest.mark.parametrize("language", ["pl", "sv"])
@pytest.mark.parametrize("size", [1.0, 2.0])
def test_all_of_it_can_be_read_on_the_smallest_screen(
    shop: Shop, qtbot: QtBot, qapp: QApplication, language: str, size: float
) -> None:
    theme.apply(qapp, "light", size)
    page = opened(shop, Words(language), qtbot)
    page.resize(1180, 720)
    found = dict.fromkeys(unreadable(page))
    for kind in page.kinds.choices:
        page.kinds.choose(kind)
        settled(page, qtbot)
        for fold in page.post.rows.folds if page.wish().is_post else [None]:
            page.post.rows.open_one(fold)
            bar = page.column.verticalScrollBar()
            for place in range(0, bar.maximum() + 1, max(1, bar.pageStep() // 2)):
                bar.setValue(place)
                found.update(dict.fromkeys(unreadable(page)))
    assert list(found) == []
    assert page.jobs.close()

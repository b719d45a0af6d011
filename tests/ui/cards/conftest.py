"""The cards page on a real shop."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kassa.services import card_look, customers
from kassa.services.card_look import CardLook
from kassa.store import cards as stored_cards
from kassa.ui.cards.page import CardsPage
from kassa.ui.jobs import Jobs
from kassa.words import Words
from tests.builders import Shop, make_shop


class Desk:
    """The page as its owner works it."""

    def __init__(self, qtbot: QtBot, shop: Shop, words: Words) -> None:
        self.qtbot, self.shop, self.jobs = qtbot, shop, Jobs()
        self.page = CardsPage(shop.session, words, self.jobs)
        qtbot.addWidget(self.page)
        self.page.resize(1282, 768)
        self.page.show()

    def open(self) -> CardsPage:
        """The page as it stands once it has read the shop and drawn the first page."""
        self.page.refresh()
        self.settle()
        return self.page

    def settle(self) -> None:
        """Waits until nothing is under way."""
        page = self.page
        self.qtbot.waitUntil(
            lambda: (
                self.jobs.count == 0
                and page.viewer.settled
                and not page.keeper.busy
                and not page.miniatures._soon.isActive()
            ),
            timeout=20_000,
        )

    def badge(self) -> tuple[str, str]:
        """How the codes are judged, and in which words."""
        return self.page.stage.badge.state, self.page.stage.badge.text

    def kept(self) -> CardLook:
        """How the shop's cards look by its store."""
        return card_look.card_look(self.shop.session)

    def active(self) -> set[str]:
        """The codes of the cards in use."""
        hits = customers.find(self.shop.session, "")
        return {card.code for hit in hits for card in customers.show(self.shop.session, hit.id).cards}

    def blanks(self) -> int:
        """How many blank cards the register has."""
        with self.shop.session.store.reading() as transaction:
            return stored_cards.counts(transaction).get("blank", 0)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    """A shop of three customers, none of whom has a card."""
    made = make_shop(tmp_path)
    for name in ("Maria Lindqvist", "Marcus Lind", "<b>Åsa</b> Berg"):
        made.join(name)
    yield made
    made.close()


@pytest.fixture
def desk(shop: Shop, words: Words, qtbot: QtBot) -> Iterator[Desk]:
    """The page, open and settled."""
    made = Desk(qtbot, shop, words)
    made.open()
    yield made
    assert made.jobs.close()


@pytest.fixture
def another(shop: Shop, words: Words, qtbot: QtBot) -> Iterator[Callable[[], Desk]]:
    """Further pages on the same shop, as at another till."""
    made: list[Desk] = []

    def make() -> Desk:
        made.append(Desk(qtbot, shop, words))
        made[-1].open()
        return made[-1]

    yield make
    for each in made:
        assert each.jobs.close()

"""The settings' questions to the services and to this computer, each off the window's thread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kassa import config
from kassa.config import Config
from kassa.errors import KassaError
from kassa.services import programmes, settings, starting
from kassa.services.settings import Place, QuickItem, ShopBlock
from kassa.services.starting import Choice
from kassa.ui.jobs import Job
from kassa.ui.settings.picture import read_logo
from kassa.ui.slip import desk as slip
from kassa.ui.till.item_keys import item_keys
from kassa.words import Words, say

if TYPE_CHECKING:
    from kassa.services.session import Session


@dataclass(frozen=True)
class Known:
    """Everything that the page shows; no ``shop`` while there is no programme. ``keys`` are the items' letters."""

    shop: ShopBlock | None
    keys: Mapping[str, str]
    place: Place
    config: Config
    timezones: tuple[Choice, ...]


def load(_job: Job, *, session: Session, words: Words) -> Known:
    """How everything is set now."""
    zones = starting.places(words.language).timezones
    shop = settings.shop_block(session)
    keys: dict[str, str] = {}
    if shop is not None:
        programme = programmes.current(session).programme
        keys = item_keys(programme.items, programme.quick_item)
    return Known(shop, keys, settings.place(session), config.read(), zones)


def change(session: Session, op: str, changes: Mapping[str, str | int], seen: Mapping[str, str | int]) -> None:
    """Sets something of the shop, unless somebody else has changed what was ``seen``."""
    settings.change_shop(session, changes, op, seen=seen)


def choose_logo(session: Session, op: str, file: Path) -> None:
    """Makes a picture the shop's logo."""
    settings.set_logo(session, read_logo(file), op)


def set_logo(session: Session, op: str, png: bytes | None) -> None:
    """Sets or takes away the logo."""
    settings.set_logo(session, png, op)


def order_items(session: Session, op: str, items: Sequence[QuickItem]) -> None:
    """Sets the buttons at the till."""
    settings.order_items(session, items, op)


def keep(_job: Job, *, changes: Mapping[str, Any]) -> Config:
    """Keeps something of this computer."""
    try:
        return config.change(**changes)
    except OSError as error:
        why = error.strerror or str(error)
        raise KassaError(
            "store_missing",
            say("That can't be kept: {file} can't be written ({why}).", file=str(config.path()), why=why),
        ) from None


def print_trial(_job: Job, *, session: Session, language: str) -> None:
    """Prints a slip of nobody's."""
    slip.print_trial(session, language)

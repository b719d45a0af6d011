"""A real window in a process of its own, on an X server without a monitor, worked by ``xdotool`` as by a person."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from kassa.domain.people import CustomerView
from kassa.services import card_printing, customers
from tests.builders import Shop, make_shop
from tests.screen import as_hardware

PATIENCE = 20.0


class RealWindow:
    """``kassa`` on a shop's store: the checkout's, or a program that is installed."""

    def __init__(self, display: str, shop: Shop, program: Sequence[str] = (sys.executable, "-m", "kassa")) -> None:
        self.shop = shop
        self._environment = {
            **os.environ,
            "DISPLAY": display,
            "QT_QPA_PLATFORM": "xcb",
            "KASSA_STORE": str(shop.folder),
            "LC_ALL": "C.UTF-8",
        }
        self._process = subprocess.Popen([*program, "--lang", "en"], env=self._environment, stderr=subprocess.PIPE)
        self.id = self.xdotool("search", "--sync", "--onlyvisible", "--name", "^Kassa · ").split()[0]
        self.xdotool("windowfocus", "--sync", self.id)

    def xdotool(self, *words: str) -> str:
        """One call; the answer."""
        done = subprocess.run(
            ["xdotool", *words],
            env=self._environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=True,
            preexec_fn=as_hardware,
        )
        return done.stdout

    def type(self, text: str, delay: int = 100) -> None:
        """Types as a person does."""
        self.xdotool("type", "--delay", str(delay), text)

    def key(self, *keys: str) -> None:
        """Presses keys by X's names."""
        self.xdotool("key", "--delay", "40", *keys)

    def scan(self, code: str) -> None:
        """Types as a wedge scanner does: eight milliseconds a digit, then Enter."""
        self.xdotool("type", "--delay", "8", "--args", "1", code, "key", "--delay", "8", "Return")

    def dimmed(self) -> bool:
        """Whether a sheet lies over the page: the search column is no longer bright."""
        return self.sight("1x1+200+600")[0] < 200

    def sight(self, part: str = "100%") -> bytes:
        """A byte of brightness for each pixel of a part of the window, ``WIDTHxHEIGHT+LEFT+TOP``."""
        done = subprocess.run(
            ["import", "-window", self.id, "-crop", part, "-depth", "8", "gray:-"],
            env=self._environment,
            capture_output=True,
            timeout=PATIENCE,
            check=True,
        )
        return done.stdout

    def shows(self, customer: str) -> CustomerView:
        """What the store holds of somebody."""
        return customers.show(self.shop.session, customer)

    def picture(self) -> Path:
        """What the window shows now, kept beside the store for whoever reads the failure."""
        path = self.shop.folder.parent / "window.png"
        subprocess.run(["import", "-window", self.id, str(path)], env=self._environment, timeout=PATIENCE, check=True)
        return path

    def until(self, true: Callable[[], bool], what: str) -> None:
        """Looks again and again until something is so."""
        deadline = time.monotonic() + PATIENCE
        while not true():
            assert self._process.poll() is None, "the window's process ended"
            assert time.monotonic() < deadline, f"{what}: {self.picture()}"
            time.sleep(0.02)

    def visits(self, customer: str, number: int) -> None:
        """Waits until somebody has so many purchases."""
        self.until(lambda: len(self.shows(customer).purchases) == number, f"{number} purchases")

    def close(self) -> str:
        """Ends the program; what it complained of."""
        self._process.terminate()
        _, told = self._process.communicate(timeout=PATIENCE)
        return told.decode()


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    """A café whose clock is the computer's, as the window's is."""
    made = make_shop(tmp_path)
    yield made
    made.close()


@pytest.fixture
def blank(shop: Shop) -> str:
    """A blank card."""
    request = card_printing.PrintRequest(shop.folder.parent / "blank.pdf", "cr80", None, 1, verify=False)
    return card_printing.print_cards(shop.session, request).codes[0]


@pytest.fixture
def window(screen: str, shop: Shop) -> Iterator[RealWindow]:
    """The window on a café with Maria (a card in her pocket) and Marcus."""
    shop.join("Maria Lindqvist", phone="0701744512")
    shop.join("Marcus Lind", phone="0701749003")
    opened = RealWindow(screen, shop)
    yield opened
    assert opened.close() == ""

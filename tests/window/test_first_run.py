"""The first day: four questions by keyboard, a customer served; and keys typed before the window can take them."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from kassa.services import customers, programmes
from kassa.services.opening import open_session
from kassa.services.session import Session
from tests.builders import Shop
from tests.screen import as_hardware

PATIENCE = 20.0


class Started:
    """``kassa`` on a folder, as somebody starts it: nobody waits for anything but the window itself."""

    def __init__(self, display: str, store: Path) -> None:
        self.environment = {
            **os.environ,
            "DISPLAY": display,
            "QT_QPA_PLATFORM": "xcb",
            "KASSA_STORE": str(store),
            "LC_ALL": "C.UTF-8",
            "TZ": "Europe/Stockholm",
        }
        self.process = subprocess.Popen([sys.executable, "-m", "kassa"], env=self.environment, stderr=subprocess.PIPE)

    def xdotool(self, *words: str) -> str:
        done = subprocess.run(
            ["xdotool", *words],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=True,
            preexec_fn=as_hardware,
        )
        return done.stdout

    def come_to_front(self, title: str) -> None:
        window = self.xdotool("search", "--sync", "--onlyvisible", "--name", title).split()[0]
        self.xdotool("windowfocus", "--sync", window)

    def until(self, true: Callable[[], bool], what: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while not true():
            assert self.process.poll() is None, "the window's process ended"
            assert time.monotonic() < deadline, what
            time.sleep(0.02)

    def close(self) -> str:
        self.process.terminate()
        _, told = self.process.communicate(timeout=PATIENCE)
        return told.decode()


def _visits(session: Session, name: str) -> int:
    found = customers.find(session, name)
    return len(customers.show(session, found[0].id).purchases) if found else 0


def test_a_new_shop_is_begun_by_keyboard_and_serves_its_first_customer(screen: str, tmp_path: Path) -> None:
    store = tmp_path / "shop"
    window = Started(screen, store)
    try:
        window.come_to_front("^Kassa$")
        window.xdotool("type", "--delay", "60", "Annas Kafe")
        assert not store.exists()
        # Language, currency, place, programme: what was guessed is right.
        window.xdotool("key", "--delay", "150", *["Return"] * 5)
        window.come_to_front("^Kassa · Annas Kafe")
        session = open_session(str(store), till="test")
        rules = programmes.current(session).programme
        assert (rules.currency, rules.timezone) == ("SEK", "Europe/Stockholm")
        window.xdotool("key", "F4")
        window.xdotool("type", "--delay", "60", "Maria Lind")
        window.xdotool("key", "Return")
        window.until(lambda: bool(customers.find(session, "maria")), "Maria joins")
        time.sleep(0.3)
        window.xdotool("key", "Return")
        window.until(lambda: _visits(session, "maria") == 1, "Maria's first visit")
        session.close()
    finally:
        assert window.close() == ""


def test_keys_typed_the_moment_the_window_appears_are_not_lost(screen: str, shop: Shop) -> None:
    shop.join("Maria Lindqvist")
    shop.join("Marcus Lind")
    window = Started(screen, shop.folder)
    try:
        # The frame is called Kassa alone until the shop is open.
        window.come_to_front("^Kassa")
        window.xdotool(
            *("type", "--delay", "5", "--args", "1", "marcus", "key", "--delay", "5", "Return"),
            *("type", "--delay", "5", "--args", "1", "+", "key", "--delay", "5", "Return"),
        )
        window.until(lambda: _visits(shop.session, "marcus") == 1, "the visit of who was typed first")
        assert _visits(shop.session, "maria") == 0
    finally:
        assert window.close() == ""

"""Key pressed → hits painted at a million customers, beside the same window that always shows the same list.

Run: ``python -m tests.bench.bench_keys [--store FOLDER] [--customers N] [--rounds N]``; without a store one is built.
Both windows are one: only what answers the search is changed, word by word in turn.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, QObject
from PySide6.QtWidgets import QApplication

from kassa.domain.people import Hit
from kassa.services.session import Session
from kassa.ui import theme
from kassa.ui.jobs import Jobs
from kassa.ui.main_window import MainWindow
from kassa.ui.till import desk
from kassa.words import Words
from tests.bench.common import p50, p99, row
from tests.screen import virtual_screen

BOUND = 2.0
WORDS = (
    "lind mar",
    "anna andersson",
    "kowalski",
    "björk",
    "qvist",
    "4512",
    "0701744",
    "jansen ol",
    "smith",
    "eriksson eva",
    "linqvist",
    "xyzzy",
    "mats s",
    "9003",
    "ån",
    "maria",
)


class Painted(QObject):
    """Counts what is painted in the list of hits."""

    def __init__(self) -> None:
        super().__init__()
        self.times = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.times += 1
        return False


class Keys:
    """Types words into the window's search and measures each key until its hits are on the screen."""

    def __init__(self, window: MainWindow) -> None:
        self.column = window.till.search
        self.painted = Painted()
        self.column.list.viewport().installEventFilter(self.painted)
        window.till.finding.answered.connect(self._answered)
        self._due = 0

    def _answered(self, query: str, hits: object) -> None:
        self._due = self.painted.times + 1

    def type(self, word: str) -> Iterator[float]:
        """Milliseconds for each letter of a word."""
        self.column.field.clear()
        self._wait("")
        for end in range(1, len(word) + 1):
            begun = time.perf_counter()
            self.column.field.insert(word[end - 1])
            self._wait(word[:end])
            yield (time.perf_counter() - begun) * 1000

    def _wait(self, query: str) -> None:
        while self.column.query != query or self.painted.times < self._due:
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def measure(store: str, rounds: int) -> tuple[list[float], list[float]]:
    """Milliseconds a key, searching and with the constant list."""
    from kassa.services.opening import open_session

    app = QApplication([])
    theme.apply(app, "light", 1.0)
    session = open_session(store, till="bench")
    jobs = Jobs()
    window = MainWindow(Words("en"), jobs)
    window.show()
    window.start(session, desk.shop(session))
    jobs.wait_all()
    keys = Keys(window)
    find, constant = desk.find, desk.find(session, "")

    def always(session: Session, query: str) -> tuple[Hit, ...]:
        return constant

    searched: list[float] = []
    fixed: list[float] = []
    for turn in range(rounds + 1):
        for word in WORDS:
            for answer, times in ((find, searched), (always, fixed)):
                desk.find = answer
                times.extend(keys.type(word))
        if turn == 0:  # warms the caches
            searched.clear()
            fixed.clear()
    jobs.close()
    session.close()
    return searched, fixed


def main() -> int:
    """Print the row; 1 when the bound is broken."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--store")
    parser.add_argument("--customers", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=10)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, virtual_screen() as display:
        store = options.store
        if store is None:
            from kassa.services import demo

            store = str(Path(folder) / "store")
            demo.build(store, customers=options.customers, purchases=options.customers)
        os.environ.update(DISPLAY=display, QT_QPA_PLATFORM="xcb")
        searched, fixed = measure(store, options.rounds)
    ratio = p99(searched) / p99(fixed)
    figure = (
        f"{ratio:.2f} × ({p99(searched):.1f} ms beside {p99(fixed):.1f}; p50 {p50(searched):.1f} and {p50(fixed):.1f})"
    )
    return int(not row("key pressed → painted, p99", figure, f"≤ {BOUND:g} × a constant list", ratio <= BOUND))


if __name__ == "__main__":
    raise SystemExit(main())

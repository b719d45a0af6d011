"""The customers page at a million: pages and jumps far down beside the same table of one constant row; filters; a sort.

Run: ``python -m tests.bench.bench_register [--store FOLDER] [--customers N] [--rounds N]``; without one it is built.
Both tables are one: only what the model answers is changed, in turn. A page counts as painted when every row in sight
holds its customer, not a bar that stands for one.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from array import array
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from kassa.services.opening import open_session
from kassa.services.register import Filters, Row, Sort
from kassa.ui import theme
from kassa.ui.customers import model as models
from kassa.ui.customers.page import CustomersPage
from kassa.ui.jobs import Jobs
from kassa.words import Words
from tests.bench.common import p50, p99, row
from tests.screen import virtual_screen

FRAMES = 33.0
FILTERED = 100.0
FAR = 900_000
PAGES = 40
FILTERS = (
    Filters(no_contact=True),
    Filters(silent=12),
    Filters(tiers=frozenset({"gold"})),
    Filters(tags=frozenset({"granne"})),
    Filters(silent=3, no_contact=True),
)


class Painted(QObject):
    """Counts the paints of the table that show every customer in sight."""

    def __init__(self, page: CustomersPage) -> None:
        super().__init__()
        self._page = page
        self.times = 0
        self.numbers: array[int] = array("I")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and seen(self._page):
            self.times += 1
            self.numbers = self._page.model.numbers
        return False


def seen(page: CustomersPage) -> bool:
    """Whether every row in sight is read."""
    first, last = page.table.in_sight()
    return last >= first and not page.model.missing(first, last)


class Measured:
    """The page, worked by its keys."""

    def __init__(self, store: str) -> None:
        self.jobs = Jobs()
        self.session = open_session(store, till="bench")
        self.page = CustomersPage(self.session, Words("en"), self.jobs)
        self.page.resize(1282, 768)
        self.painted = Painted(self.page)
        self.page.table.viewport().installEventFilter(self.painted)
        self.page.show()
        self.page.table.setFocus()
        self.page.refresh()
        self.wait(lambda: self.page.asking.register is not None)
        self.rest()

    def wait(self, until: Callable[[], bool]) -> None:
        while not until():
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 50)

    def rest(self) -> None:
        """Until nothing is under way."""
        timers = (self.page.asking.rest, self.page.feed._later)
        self.wait(lambda: self.jobs.count == 0 and not any(timer.isActive() for timer in timers))

    def page_down(self) -> float:
        """Milliseconds from the key to the end of the paint that shows every customer of the page."""
        begun, before = time.perf_counter(), self.painted.times
        QTest.keyClick(self.page.table, Qt.Key.Key_PageDown)
        self.wait(lambda: self.painted.times > before)
        return (time.perf_counter() - begun) * 1000

    def filter(self, filters: Filters) -> float:
        """Milliseconds from the choice to the paint that shows the first of those whom it lets through."""
        begun, before = time.perf_counter(), self.page.model.numbers
        self.page.front.filters.choose(filters)
        self.wait(lambda: self.painted.numbers is not before)
        return (time.perf_counter() - begun) * 1000

    def jump(self, place: int) -> float:
        """Milliseconds from letting go of the scroll bar to the paint that shows every customer there."""
        begun, before = time.perf_counter(), self.painted.times
        self.page.table.verticalScrollBar().setValue(place * self.page.table.rowHeight(0))
        self.wait(lambda: self.painted.times > before)
        return (time.perf_counter() - begun) * 1000


def pages(measured: Measured, far: int) -> list[float]:
    """Pages down from far down, one after the other as a person turns them."""
    measured.page.table.show_row(far)
    times = []
    for _ in range(PAGES):
        measured.rest()
        times.append(measured.page_down())
    return times


def jumps(measured: Measured, far: int, start: int) -> list[float]:
    """Jumps to where nobody looked before."""
    times = []
    for turn in range(PAGES):
        measured.rest()
        times.append(measured.jump(far + (turn + start) * 997 % (far // 10)))
    return times


def constant(measured: Measured) -> Callable[[], None]:
    """Makes every row one and the same customer, at hand at once; what is returned undoes it."""
    model = measured.page.model
    [one] = [row for row in [model.row(measured.page.table.in_sight()[0])] if row is not None]

    def always(self: models.RegisterModel, place: int) -> Row:
        return one

    def nothing(self: models.RegisterModel, first: int, last: int) -> array[int]:
        return array("I")

    was = models.RegisterModel.row, models.RegisterModel.missing
    models.RegisterModel.row, models.RegisterModel.missing = always, nothing  # type: ignore[method-assign]

    def back() -> None:
        models.RegisterModel.row, models.RegisterModel.missing = was  # type: ignore[method-assign]

    return back


def beside(what: str, over: float, times: list[float], fixed: list[float]) -> bool:
    """One row: how many milliseconds ``over`` constant rows it took, and how the two were spread."""
    spread = f"p50 {p50(times):.0f} beside {p50(fixed):.0f}, p99 {p99(times):.0f} beside {p99(fixed):.0f}"
    return row(what, f"{max(0, over):.0f} ms over constant rows ({spread})", f"≤ {FRAMES:g} ms over", over <= FRAMES)


def measure(store: str, rounds: int) -> bool:
    """Prints the rows; whether all bounds held."""
    app = QApplication([])
    theme.apply(app, "light", 1.0)
    measured = Measured(store)
    far = min(FAR, measured.page.model.rowCount() // 10 * 9)
    down: list[float] = []
    jumped: list[float] = []
    fixed: list[float] = []
    fixed_jumps: list[float] = []
    for turn in range(rounds):
        down += pages(measured, far)
        jumped += jumps(measured, far, turn * PAGES)
        back = constant(measured)
        fixed += pages(measured, far)
        fixed_jumps += jumps(measured, far, turn * PAGES)
        back()
    kept = beside(f"customers page, a page down at row {far:,}, p99", p99(down) - p99(fixed), down, fixed)
    kept &= beside("a jump to where nobody looked before, p50", p50(jumped) - p50(fixed_jumps), jumped, fixed_jumps)
    filtered: dict[Filters, list[float]] = {filters: [] for filters in FILTERS}
    for _ in range(rounds):
        for filters, times in filtered.items():
            times.append(measured.filter(filters))
            measured.rest()
            measured.filter(Filters())
            measured.rest()
    slowest = max(p50(times) for times in filtered.values())
    kept &= row(
        "a filter's first rows painted, the slowest of five filters, p50",
        f"{slowest:.0f} ms (quickest {min(p50(times) for times in filtered.values()):.0f})",
        f"≤ {FILTERED:g} ms",
        slowest <= FILTERED,
    )
    begun = time.perf_counter()
    measured.page._sort(Sort("name"))
    before = measured.page.model.numbers
    worst = 0.0
    while measured.page.model.numbers is before:
        began = time.perf_counter()
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)
        QTest.keyClick(measured.page.table, Qt.Key.Key_Down)
        worst = max(worst, time.perf_counter() - began)
        time.sleep(0.016)
    taken = time.perf_counter() - begun
    kept &= row(
        "sorted by name, 1,000,000 customers; longest that the window stood still meanwhile",
        f"{taken:.1f} s; {worst * 1000:.0f} ms",
        "no bound",
        True,
    )
    measured.jobs.close()
    measured.session.close()
    return kept


def main() -> int:
    """Print the rows; 1 when a bound is broken."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--store")
    parser.add_argument("--customers", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, virtual_screen() as display:
        store = options.store
        if store is None:
            from kassa.services import demo

            store = str(Path(folder) / "store")
            demo.build(store, customers=options.customers, purchases=options.customers)
        os.environ.update(DISPLAY=display, QT_QPA_PLATFORM="xcb")
        return int(not measure(store, options.rounds))


if __name__ == "__main__":
    raise SystemExit(main())

"""How long until the till's window is on the screen, and how much memory it takes, beside a bare PySide6 window.

Run: ``python -m tests.bench.bench_start [--store FOLDER] [--runs N]``; without a store one is built, 100,000 customers.
Both windows start in turn on the same Xvfb; the clock stops at the X server's MapNotify, not at what a program says.
"""

from __future__ import annotations

import argparse
import ctypes
import ctypes.util
import os
import select
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

from tests.bench.common import row
from tests.screen import virtual_screen

BARE = """
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication([])
window = QWidget()
window.resize(1366, 768)
window.show()
app.exec()
"""
TIME_BOUND = 1.6
MEMORY_BOUND = 2.0
_SUBSTRUCTURE_NOTIFY = 1 << 19
_MAP_NOTIFY = 19


class Watcher:
    """Waits for the X server to say that a window was mapped."""

    def __init__(self, display: str) -> None:
        self.x = ctypes.CDLL(ctypes.util.find_library("X11"))
        self.x.XOpenDisplay.restype = ctypes.c_void_p
        for name in ("XDefaultRootWindow", "XPending", "XConnectionNumber"):
            getattr(self.x, name).argtypes = [ctypes.c_void_p]
        self.x.XDefaultRootWindow.restype = ctypes.c_ulong
        self.x.XSelectInput.argtypes = [ctypes.c_void_p, ctypes.c_ulong, ctypes.c_long]
        self.x.XNextEvent.argtypes = [ctypes.c_void_p, ctypes.c_void_p]
        self.x.XSync.argtypes = [ctypes.c_void_p, ctypes.c_int]
        self.display = self.x.XOpenDisplay(display.encode())
        self.x.XSelectInput(self.display, self.x.XDefaultRootWindow(self.display), _SUBSTRUCTURE_NOTIFY)
        self.x.XSync(self.display, 0)

    def forget(self) -> None:
        """Drop what happened until now."""
        event = (ctypes.c_long * 24)()
        while self.x.XPending(self.display):
            self.x.XNextEvent(self.display, ctypes.byref(event))

    def mapped(self, seconds: float = 30) -> float:
        """The moment at which the next window is mapped."""
        until = time.perf_counter() + seconds
        event = (ctypes.c_long * 24)()
        while time.perf_counter() < until:
            while self.x.XPending(self.display):
                self.x.XNextEvent(self.display, ctypes.byref(event))
                if ctypes.cast(event, ctypes.POINTER(ctypes.c_int))[0] == _MAP_NOTIFY:
                    return time.perf_counter()
            select.select([self.x.XConnectionNumber(self.display)], [], [], 0.5)
        raise TimeoutError("no window appeared")


def start_once(command: list[str], environment: dict[str, str], watcher: Watcher, settle: float) -> tuple[float, float]:
    """Seconds until mapped, and megabytes held after ``settle`` seconds more."""
    watcher.forget()
    begun = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    try:
        took = watcher.mapped() - begun
        time.sleep(settle)
        memory = psutil.Process(process.pid).memory_info().rss / 2**20
    finally:
        process.terminate()
        process.wait()
    return took, memory


def main() -> int:
    """Print the table; 1 when a bound is broken."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--store")
    parser.add_argument("--customers", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=9)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, virtual_screen() as display:
        store = options.store
        if store is None:
            from kassa.services import demo

            store = str(Path(folder) / "store")
            demo.build(store, customers=options.customers, purchases=options.customers)
        environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "KASSA_STORE": store}
        kassa = [shutil.which("kassa", path=str(Path(sys.executable).parent)) or "kassa"]
        watcher = Watcher(display)
        bare: list[tuple[float, float]] = []
        till: list[tuple[float, float]] = []
        for run in range(options.runs + 1):
            one = start_once([sys.executable, "-c", BARE], environment, watcher, 2.0)
            two = start_once(kassa, environment, watcher, 4.0)
            if run:  # the first run fills the disk cache
                bare.append(one)
                till.append(two)
    took, bare_took = (statistics.median(took for took, _ in runs) * 1000 for runs in (till, bare))
    held, bare_held = (statistics.median(held for _, held in runs) for runs in (till, bare))
    figure = f"{took / bare_took:.2f} × ({took:.0f} ms beside {bare_took:.0f})"
    fast = row(
        "process start → window mapped", figure, f"≤ {TIME_BOUND:g} × a bare window", took <= TIME_BOUND * bare_took
    )
    figure = f"{held / bare_held:.2f} × ({held:.0f} MB beside {bare_held:.0f})"
    small = row(
        "memory of the open till", figure, f"≤ {MEMORY_BOUND:g} × a bare window", held <= MEMORY_BOUND * bare_held
    )
    return int(not (fast and small))


if __name__ == "__main__":
    raise SystemExit(main())

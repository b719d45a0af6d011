"""A screen of one's own: an X server without a monitor, for tests and benches that open real windows."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress


def as_hardware(process: int = 0) -> None:
    """Gives a process (0: this one) a device's promptness, where that is allowed: keys don't wait for programs."""
    with suppress(OSError, AttributeError):
        os.sched_setscheduler(process, os.SCHED_RR, os.sched_param(10))


@contextmanager
def virtual_screen(width: int = 1366, height: int = 768) -> Iterator[str]:
    """Yields the ``DISPLAY`` of a fresh Xvfb of so many pixels; raises FileNotFoundError where there is no Xvfb."""
    reader, writer = os.pipe()
    try:
        server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writer), "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp"],
            pass_fds=[writer],
            stderr=subprocess.DEVNULL,
        )
    finally:
        os.close(writer)
    try:
        as_hardware(server.pid)
        number = os.read(reader, 16).decode().strip()
        assert number, "Xvfb ended before it had a screen"
        yield f":{number}"
    finally:
        os.close(reader)
        server.terminate()
        server.wait()

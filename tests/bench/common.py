"""What every bench shares: percentiles, ratios within one run, and the row that it prints."""

from __future__ import annotations

import math
import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest of ``values`` that at least ``share`` (0–1) of them don't exceed."""
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def p50(values: Sequence[float]) -> float:
    return percentile(values, 0.5)


def p99(values: Sequence[float]) -> float:
    return percentile(values, 0.99)


def seconds(act: Callable[[], object]) -> float:
    """How long one call takes, by the wall's clock."""
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def in_turn(rounds: int, *acts: Callable[[], object]) -> list[list[float]]:
    """Seconds of each act, called in turn ``rounds`` times, so that a busy machine is unfair to all alike."""
    times: list[list[float]] = [[] for _ in acts]
    for _ in range(rounds):
        for act, taken in zip(acts, times, strict=True):
            taken.append(seconds(act))
    return times


def durable_append(folder: Path, size: int = 4096) -> Callable[[], None]:
    """The cheapest durable write there is: ``size`` bytes at the end of a file of ``folder``, and fdatasync."""
    file = os.open(folder / "appended", os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)
    page = os.urandom(size)
    # os.fsync is all that macOS and Windows have; both call it durable there.
    flush = getattr(os, "fdatasync", os.fsync)

    def append() -> None:
        os.write(file, page)
        flush(file)

    return append


def row(what: str, figure: str, bound: str, kept: bool) -> bool:
    """Print one line of the table, and say whether its bound held."""
    print(f"| {what} | {figure} | {bound}{'' if kept else ' **broken**'} |", flush=True)
    return kept

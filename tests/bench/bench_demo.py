"""A sample shop of a million customers and a million purchases: how long it takes, and how much memory.

Run: ``python -m tests.bench.bench_demo [--customers N] [--purchases N] [--store FOLDER]``.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.common import row

MILLION = 1_000_000
MINUTES = 5
MEMORY = 1024


def main(argv: list[str]) -> int:
    """Build in a process of its own, so that its memory is its own; 1 when a bound is broken."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--customers", type=int, default=MILLION)
    parser.add_argument("--purchases", type=int, default=MILLION)
    parser.add_argument("--store")
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        store = options.store or str(Path(folder) / "shop")
        begun = time.perf_counter()
        subprocess.run(
            [sys.executable, "-c", _BUILD, store, str(options.customers), str(options.purchases)], check=True
        )
        taken = time.perf_counter() - begun
    # Linux counts kibibytes.
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    what = f"`demo --customers {options.customers} --purchases {options.purchases}`"
    quick = row(f"{what}, time", f"{taken / 60:.1f} min", f"≤ {MINUTES} min", taken <= MINUTES * 60)
    small = row(f"{what}, memory", f"{peak:.0f} MB", f"≤ {MEMORY} MB", peak <= MEMORY)
    return 0 if quick and small else 1


_BUILD = """
import sys
from kassa.services import demo
demo.build(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
"""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

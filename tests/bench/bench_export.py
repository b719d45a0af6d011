"""The register as a workbook and as CSV: how long, and how much memory.

Run: ``python -m tests.bench.bench_export [--customers N] [--store FOLDER]``. Each export has a process of its own, so
that its memory is its own; "flat" is the peak at full size beside that at a tenth.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from kassa.services import demo, exporting, opening
from tests.bench.common import row

CUSTOMERS = 100_000
WORKBOOK_SECONDS, CSV_SECONDS = 20, 5
FLAT = 1.3


def main(argv: list[str]) -> int:
    """Print the rows; 1 when a bound is broken."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--customers", type=int, default=CUSTOMERS)
    parser.add_argument("--store")
    # What a process of this bench's own does: export STORE's customers into FILE.
    parser.add_argument("--write", nargs=2, metavar=("STORE", "FILE"))
    options = parser.parse_args(argv)
    if options.write:
        write(*options.write)
        return 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store = options.store or str(folder / "shop")
        if not options.store:
            demo.build(store, customers=options.customers, purchases=options.customers)
        demo.build(str(folder / "few"), customers=options.customers // 10, purchases=options.customers // 10)
        few, _ = exported(folder / "few", folder / "few.xlsx")
        peak, taken = exported(Path(store), folder / "all.xlsx")
        _, plain = exported(Path(store), folder / "all.csv")
    what = f"export of {options.customers:,} customers"
    kept = [
        row(f"{what} to XLSX", f"{taken:.1f} s", f"≤ {WORKBOOK_SECONDS} s", taken <= WORKBOOK_SECONDS),
        row(f"{what} to CSV", f"{plain:.1f} s", f"≤ {CSV_SECONDS} s", plain <= CSV_SECONDS),
        row("its memory beside a tenth's", f"{peak / few:.2f} × ({peak:.0f} MB)", f"≤ {FLAT:g} ×", peak <= FLAT * few),
    ]
    return 0 if all(kept) else 1


def write(store: str, file: str) -> None:
    """Export a store; tells the peak of memory in MB and how many seconds."""
    session = opening.open_session(store, till="office")
    begun = time.perf_counter()
    exporting.export_customers(session, Path(file))
    taken = time.perf_counter() - begun
    session.close()
    # Linux counts kibibytes.
    print(json.dumps((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, taken)))


def exported(store: Path, file: Path) -> tuple[float, float]:
    """Peak of memory and seconds of an export."""
    command = [sys.executable, "-m", "tests.bench.bench_export", "--write", str(store), str(file)]
    peak, taken = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return peak, taken


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

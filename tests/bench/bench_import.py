"""A shop moves in: customers from Square's file, receipts from Loyverse's, and the till that serves meanwhile.

Run: ``python -m tests.bench.bench_import [--customers N] [--receipts N]``. Each import is a process of its own, so that
its memory is its own; "flat" is the peak at full size beside that at a tenth.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice, repeat
from pathlib import Path

from kassa.services import checkout, demo, importing, opening, programmes
from kassa.services.replies import Order, OrderItem
from kassa.services.session import Session
from tests.bench.common import p50, p99, row, seconds
from tests.bench.other_tills import loyverse_receipts, square_customers
from tests.builders import CAFE

CUSTOMERS, RECEIPTS = 100_000, 155_000
CUSTOMERS_SECONDS, RECEIPTS_SECONDS = 35, 60
# The engine's cache, 32 MB, fills up in the larger only.
FLAT = 2.0
BUY_MILLISECONDS = 100
# How often a till serves somebody: busier than any.
BETWEEN_VISITS = 0.05
VISITS_ALONE = 300
FILES: dict[str, Callable[[Path, int], None]] = {"customers": square_customers, "sales": loyverse_receipts}


def main(argv: list[str]) -> int:
    """Print the rows; 1 when a bound is broken."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--customers", type=int, default=CUSTOMERS)
    parser.add_argument("--receipts", type=int, default=RECEIPTS)
    # What a process of this bench's own does: import FILE as KIND into STORE.
    parser.add_argument("--bring", nargs=3, metavar=("KIND", "STORE", "FILE"))
    options = parser.parse_args(argv)
    if options.bring:
        bring(*options.bring)
        return 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_shop(folder / "new")
        kept = [
            moves_in(folder, "customers", options.customers, "customers from Square's file", CUSTOMERS_SECONDS),
            moves_in(folder, "sales", options.receipts, "receipts from Loyverse's file", RECEIPTS_SECONDS),
            serves_meanwhile(folder, "customers", options.customers),
            serves_meanwhile(folder, "sales", options.receipts // 2),
        ]
    return 0 if all(kept) else 1


def make_shop(store: Path) -> None:
    """A shop with a programme and nobody in it."""
    session = opening.open_session(str(store), till="bench", create=True)
    rules = store.parent / "cafe.toml"
    rules.write_text(CAFE, "utf-8")
    programmes.apply(session, rules)
    session.close()


def bring(kind: str, store: str, file: str) -> None:
    """Import a file; tells how many rows, how many seconds and the peak of memory in MB."""
    session = opening.open_session(store, till="office")
    work = importing.import_customers if kind == "customers" else importing.import_sales
    begun = time.perf_counter()
    report = work(session, Path(file))
    taken = time.perf_counter() - begun
    session.close()
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(
        f"{kind}: {report.read} in {taken:.0f} s, {used.ru_utime + used.ru_stime:.0f} of them its own", file=sys.stderr
    )
    # Linux counts kibibytes.
    print(json.dumps({"read": report.read, "seconds": taken, "peak": used.ru_maxrss / 1024}))


def importing_process(kind: str, store: Path, file: Path) -> subprocess.Popen[str]:
    """An import of its own, under way."""
    command = [sys.executable, "-m", "tests.bench.bench_import", "--bring", kind, str(store), str(file)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def figures(process: subprocess.Popen[str]) -> dict[str, float]:
    """What a finished import told of itself."""
    told, _ = process.communicate()
    if process.returncode:
        raise SystemExit(process.returncode)
    found: dict[str, float] = json.loads(told)
    return found


def moves_in(folder: Path, kind: str, count: int, what: str, bound: float) -> bool:
    """How long the whole file takes, and its memory beside a tenth of it."""
    peaks = []
    taken = 0.0
    for size in (count // 10, count):
        file, store = folder / f"{kind}.csv", folder / "shop"
        FILES[kind](file, size)
        shutil.copytree(folder / "new", store)
        told = figures(importing_process(kind, store, file))
        assert told["read"] == size, told
        peaks.append(told["peak"])
        taken = told["seconds"]
        shutil.rmtree(store)
    quick = row(f"{count:,} {what}", f"{taken:.0f} s", f"≤ {bound:g} s", taken <= bound)
    few, many = peaks
    flat = row(
        f"its memory beside a tenth's, {kind}",
        f"{many / few:.2f} × ({many:.0f} MB)",
        f"≤ {FLAT:g} ×",
        many <= FLAT * few,
    )
    return quick and flat


def serves_meanwhile(folder: Path, kind: str, count: int) -> bool:
    """What ``buy`` takes at a till of a shop with customers while another process imports."""
    file, store = folder / f"{kind}.csv", folder / f"busy-{kind}"
    FILES[kind](file, count)
    demo.build(str(store), customers=5000, purchases=10_000)
    session = opening.open_session(str(store), till="till")
    alone = visits(session, islice(repeat(True), VISITS_ALONE))
    process = importing_process(kind, store, file)
    took = visits(session, iter(lambda: process.poll() is None, False))
    figures(process)
    session.close()
    shutil.rmtree(store)
    print(
        f"{len(took)} visits during it, p50 {p50(took) * 1e3:.1f} ms, longest {max(took) * 1e3:.0f} ms; before it p50 "
        f"{p50(alone) * 1e3:.1f} ms, p99 {p99(alone) * 1e3:.0f} ms",
        file=sys.stderr,
    )
    late = p99(took) * 1e3
    return row(
        f"`buy` p99 while another process imports {kind}",
        f"{late:.0f} ms ({p99(alone) * 1e3:.0f} before it)",
        f"≤ {BUY_MILLISECONDS} ms",
        late <= BUY_MILLISECONDS,
    )


def visits(session: Session, meanwhile: Iterator[bool]) -> list[float]:
    """Seconds of each visit at a busy till, for as long as ``meanwhile`` goes on."""
    chance = random.Random(1)
    took = []
    for _ in meanwhile:
        order = Order(f"#{chance.randint(1001, 6000)}", amount=8900, items=(OrderItem("coffee"),))
        took.append(seconds(partial(checkout.buy, session, order)))
        time.sleep(BETWEEN_VISITS)
    return took


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""What a visit costs on disk: ``buy`` with everything it moves, beside the cheapest durable write on the same disk.

Run: ``python -m tests.bench.bench_buy [--store FOLDER] [--customers N] [--visits N]``; a store given is written to.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from pathlib import Path

from kassa.services import checkout, customers, demo, opening
from kassa.services.replies import Order, OrderItem
from kassa.services.session import Session
from tests.bench.common import durable_append, in_turn, p50, p99, row

BOUND = 10.0
AIM = 5.0


def main(argv: list[str]) -> int:
    """Print the row; 1 when the bound is broken."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--store")
    parser.add_argument("--customers", type=int, default=100_000)
    parser.add_argument("--visits", type=int, default=600)
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        store = options.store or str(Path(folder) / "shop")
        if not options.store:
            demo.build(store, customers=options.customers, purchases=options.customers)
        session = opening.open_session(store, till="bench")
        try:
            return 0 if measure(session, Path(folder), options.visits) else 1
        finally:
            session.close()


def measure(session: Session, folder: Path, visits: int) -> bool:
    """Visits of customers spread over the whole register, in turn with appends to a file of ``folder``."""
    chance = random.Random(1)
    newest = max(hit.number for hit in customers.find(session, "", limit=1000))
    oldest = 1 if newest < 1000 else 1001
    buyers = iter([f"#{chance.randint(oldest, newest)}" for _ in range(visits + 20)])
    coffee = (OrderItem("coffee"),)

    def buy() -> None:
        checkout.buy(session, Order(next(buyers), amount=8900, items=coffee))

    append = durable_append(folder)
    in_turn(20, buy, append)
    bought, appended = in_turn(visits, buy, append)
    ratio = p50(bought) / p50(appended)
    print(
        f"buy p50 {p50(bought) * 1e3:.2f} ms, p99 {p99(bought) * 1e3:.2f} ms; "
        f"append p50 {p50(appended) * 1e3:.2f} ms, p99 {p99(appended) * 1e3:.2f} ms",
        file=sys.stderr,
    )
    return row(
        "`buy`, durable, search index moved with it, p50",
        f"{ratio:.1f} × an append + fdatasync ({p50(bought) * 1e3:.1f} ms)",
        f"≤ {BOUND:g} ×, aim {AIM:g}",
        ratio <= BOUND,
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

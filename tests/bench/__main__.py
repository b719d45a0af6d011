"""All benches, one table: ``python -m tests.bench [name …]``.

Each ``bench_*.py`` runs in a process of its own, so that no one's memory or caches help or hurt the next; its
lines of three columns are rows of the table, everything else it says goes to stderr. Status 1 when one fails.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
NAMES = sorted(path.stem.removeprefix("bench_") for path in HERE.glob("bench_*.py"))
HEAD = ("| what | figure | bound |", "| --- | --- | --- |")


def main(wanted: list[str]) -> int:
    if unknown := set(wanted) - set(NAMES):
        print(f"No such bench: {', '.join(sorted(unknown))}. There are: {', '.join(NAMES)}", file=sys.stderr)
        return 2
    print(*HEAD, sep="\n", flush=True)
    failed = [name for name in NAMES if (not wanted or name in wanted) and not _run(name)]
    for name in failed:
        print(f"bench_{name} did not hold", file=sys.stderr)
    return 1 if failed else 0


def _run(name: str) -> bool:
    begun = time.monotonic()
    command = [sys.executable, "-m", f"tests.bench.bench_{name}"]
    with subprocess.Popen(
        command, cwd=HERE.parent.parent, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as bench:
        assert bench.stdout
        for line in bench.stdout:
            if line.strip() not in HEAD:
                row = line.startswith("|") and line.count("|") == HEAD[0].count("|")
                print(line, end="", flush=True, file=sys.stdout if row else sys.stderr)
    print(f"bench_{name}: {time.monotonic() - begun:.0f} s", file=sys.stderr, flush=True)
    return bench.returncode == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

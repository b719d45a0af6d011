"""Everything that must hold before a change is shared, in one command: ``uv run tests/check.py [step …]``.

Runs every step even when one fails, then sums up; the exit status is 0 only when all of them passed. The bundle's
minutes are spent only when it is named: ``uv run tests/check.py bundle``.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kassa import system

ROOT = Path(__file__).resolve().parent.parent
TOOLS = Path(sys.executable).parent
# What else the tests need of Linux, by Debian's package: a program, or files of which one must be there.
NEEDED = {
    "xvfb": "Xvfb",
    "xdotool": "xdotool",
    "git": "git",
    "imagemagick": "import",
    "postgresql": "/usr/lib/postgresql/*/bin/initdb",
    "cups-daemon": "/usr/sbin/cupsd",
}
_COUNT = re.compile(r"(\d+) (passed|failed|errors?)\b")


@dataclass(frozen=True)
class Outcome:
    """One step's result; ``passed`` and ``failed`` count tests, a step without tests leaves them 0."""

    name: str
    right: bool
    seconds: float
    passed: int = 0
    failed: int = 0


def main(wanted: list[str]) -> int:
    if unknown := set(wanted) - set(STEPS):
        print(f"No such step: {', '.join(sorted(unknown))}. There are: {', '.join(STEPS)}", file=sys.stderr)
        return 2
    outcomes = [_run(name) for name in STEPS if (name in wanted if wanted else name not in WHEN_NAMED)]
    print("\n── summary ──")
    for outcome in outcomes:
        print(f"{'ok    ' if outcome.right else 'FAILED'}  {outcome.name:<8} {outcome.seconds:6.1f} s")
    failed = sum(outcome.failed or not outcome.right for outcome in outcomes)
    print(f"{sum(outcome.passed for outcome in outcomes)} passed, {failed} failed")
    return 1 if failed else 0


def _run(name: str) -> Outcome:
    print(f"\n── {name} ──", flush=True)
    begun = time.monotonic()
    status, passed, failed = STEPS[name]()
    return Outcome(name, status == 0, time.monotonic() - begun, passed, failed)


def _system() -> tuple[int, int, int]:
    """The system's share of what the tests need: installed where we may, named where we may not."""
    missing = _missing_packages()
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        print("installing " + " ".join(missing), flush=True)
        # dpkg refuses to work without the sbin folders, which a bare environment leaves out.
        path = os.pathsep.join(
            [os.environ.get("PATH", ""), "/usr/local/sbin", "/usr/sbin", "/sbin", "/usr/bin", "/bin"]
        )
        environment = {**os.environ, "PATH": path, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update"], ["install", "-y", "--no-install-recommends", *missing]):
            subprocess.run(["apt-get", "-q", *command], env=environment, stdout=subprocess.DEVNULL, check=False)
        missing = _missing_packages()
    if missing:
        print("The tests need system packages that are not installed. On Debian and Ubuntu:")
        print("  sudo apt install " + " ".join(missing))
        return 1, 0, 0
    print("nothing missing")
    return 0, 0, 0


def _missing_packages() -> list[str]:
    if sys.platform != "linux":
        return []
    absent = [
        package for package, sign in NEEDED.items() if not (shutil.which(sign) or any(Path("/").glob(sign.lstrip("/"))))
    ]
    return [*system.missing_packages("xcb"), *absent]


def _tool(*command: str) -> Callable[[], tuple[int, int, int]]:
    def run() -> tuple[int, int, int]:
        return subprocess.run([str(TOOLS / command[0]), *command[1:]], cwd=ROOT, check=False).returncode, 0, 0

    return run


def _pytest(*arguments: str) -> Callable[[], tuple[int, int, int]]:
    def run() -> tuple[int, int, int]:
        command = [sys.executable, "-m", "pytest", "-q", *arguments]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
            assert process.stdout
            closing = ""
            for line in process.stdout:
                print(line, end="", flush=True)
                closing = line if line.strip() else closing
        counts = {"passed": 0, "failed": 0}
        for count, what in _COUNT.findall(closing):
            counts["passed" if what == "passed" else "failed"] += int(count)
        return process.returncode, counts["passed"], counts["failed"]

    return run


STEPS: dict[str, Callable[[], tuple[int, int, int]]] = {
    "system": _system,
    "format": _tool("ruff", "format", "--check", "."),
    "lint": _tool("ruff", "check", "."),
    "types": _tool("mypy"),
    "layers": _tool("lint-imports"),
    "tests": _pytest("-n", "2", "-m", "not window and not slow and not bundle"),
    "window": _pytest("-m", "window and not slow and not bundle"),
    "slow": _pytest("-m", "slow"),
    "bundle": _pytest("-s", "-m", "bundle"),
}
WHEN_NAMED = {"bundle"}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

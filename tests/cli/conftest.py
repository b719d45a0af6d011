"""A ``kassa`` to call without a process, and a shop to call it on."""

from __future__ import annotations

import io
import json
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from kassa.cli.door import run
from kassa.cli.options import read_options
from kassa.cli.terminal import Terminal
from kassa.words import Words

PROGRAMME = """
[shop]
name = "Bokkaféet"
currency = "SEK"
timezone = "Europe/Stockholm"
day_starts = "04:00"
quick_item = "coffee"

[[item]]
id = "coffee"
name = "Kaffe"
price = "42.00"

[[item]]
id = "bun"
name = "Bulle"
price = "30.00"

[[reward]]
id = "free-coffee"
name = "Valfri kaffedryck"
kind = "item"
item = "coffee"
valid_days = 90
ring_up = "Kaffe, rabatt 100 %"

[[stamp_card]]
id = "coffee-card"
name = "Kaffekortet"
boxes = 10
head_start = 2
per = "item"
item = "coffee"
reward = "free-coffee"

[tiers]
measure = "spend"

[[tier]]
id = "base"
name = "Bas"

[[tier]]
id = "gold"
name = "Guld"
from = "2000.00"
"""


@dataclass(frozen=True)
class Said:
    """What one call of ``kassa`` said and how it ended."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one document on stdout."""
        return json.loads(self.out)

    @property
    def replies(self) -> list[Any]:
        """The pipe's replies."""
        return [json.loads(line) for line in self.out.splitlines()]


@dataclass
class Kassa:
    """``kassa`` with a store, called with the words after it; ``windows`` are the stores that a window opened on."""

    store: Path
    environment: dict[str, str] = field(default_factory=dict)
    windows: list[str] = field(default_factory=list)
    language: str = "en"

    def __call__(
        self, *words: str, stdin: bytes = b"", stdout: io.BytesIO | None = None, encoding: str = "utf-8"
    ) -> Said:
        out, err = stdout or io.BytesIO(), io.BytesIO()
        options = read_options(
            ("--store", str(self.store), "--till", "bar", "--lang", self.language, *words), self.environment
        )
        status = run(options, Terminal(io.BytesIO(stdin), out, err, encoding), self._window)
        assert b"Traceback" not in out.getvalue() + err.getvalue()
        return Said(status, out.getvalue().decode(encoding), err.getvalue().decode(encoding))

    def do(self, *words: str) -> Any:
        """The reply of a call that must not be refused."""
        said = self("--json", *words)
        assert said.status == 0, said
        return said.json

    def refused(self, *words: str) -> Any:
        """The refusal of a call; what it says as JSON and as words must agree."""
        said, plain = self("--json", *words), self(*words)
        assert said.status == plain.status != 0, said
        error = said.json["error"]
        assert plain.err.startswith(error["message"] + "\n")
        assert plain.out == ""
        return error

    def pipe(self, *requests: Any) -> list[Any]:
        """The replies to requests, each a value or a raw line."""
        lines = [one if isinstance(one, bytes) else json.dumps(one).encode() for one in requests]
        said = self("pipe", stdin=b"".join(line + b"\n" for line in lines))
        assert said.status == 0
        assert len(said.replies) == len(lines)
        return said.replies

    def _window(self, where: str, words: Words, till: str) -> int:
        self.windows.append(where)
        return 0


@pytest.fixture(scope="session")
def _opened_shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli")
    file = folder / "cafe.toml"
    file.write_text(PROGRAMME, encoding="utf-8")
    kassa = Kassa(folder / "shop")
    kassa.do("programme", "apply", str(file))
    return kassa.store


@pytest.fixture
def nowhere(tmp_path: Path) -> Kassa:
    """``kassa`` with a store that isn't there."""
    return Kassa(tmp_path / "shop")


@pytest.fixture
def kassa(nowhere: Kassa, _opened_shop: Path) -> Kassa:
    """``kassa`` in a shop with a programme and nobody in the register."""
    shutil.copytree(_opened_shop, nowhere.store)
    return nowhere


@pytest.fixture
def maria(kassa: Kassa) -> str:
    """The id of a customer."""
    customer: str = kassa.do("add", "--name", "Maria Lindqvist", "--phone", "070-174 06 13")["customer"]["id"]
    return customer

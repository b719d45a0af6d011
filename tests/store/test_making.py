"""A first run that the power cut: the next one begins anew, and nobody else's files are touched."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from kassa.errors import KassaError
from kassa.store import making, opening
from kassa.store.opening import open_store

ROOT = Path(__file__).resolve().parents[2]
LONG_AGO = time.time() - 3600


def refusal(folder: Path, create: bool = True) -> str:
    with pytest.raises(KassaError) as error:
        open_store(str(folder), create=create)
    return error.value.code


def interrupted(folder: Path, *names: str) -> None:
    folder.mkdir()
    (folder / "backups").mkdir()
    for name in names:
        (folder / name).write_text("half")
        os.utime(folder / name, (LONG_AGO, LONG_AGO))


# In the order in which they come to be.
@pytest.mark.parametrize("names", [(), ("kassa.key",), ("kassa.key", "kassa.db.new-journal")])
def test_what_an_interrupted_first_run_left_is_no_shop_and_gives_way(tmp_path: Path, names: tuple[str, ...]) -> None:
    folder = tmp_path / "shop"
    interrupted(folder, "kassa.db.new", *names)
    assert refusal(folder, create=False) == "store_missing"
    assert (folder / "kassa.db.new").read_text() == "half"
    open_store(str(folder), create=True).close()
    assert sorted(each.name for each in folder.iterdir()) == ["backups", "kassa.db", "kassa.key"]
    open_store(str(folder)).close()


_KILLED = """
import os, signal, sys
from pathlib import Path
from kassa.store import making, migrate
from kassa.store.opening import open_store

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

def half_way(connection, upgrade=migrate.upgrade):
    upgrade(connection)
    die()

where, moment = sys.argv[1:]
if moment == "begun":
    os.close = die
elif moment == "keyed":
    os.fsync = die
elif moment == "filling":
    migrate.upgrade = half_way
elif moment == "filled":
    Path.rename = die
else:
    making._sync = die
open_store(where, create=True)
"""


@pytest.mark.parametrize(
    ("moment", "left"),
    [
        ("begun", {"kassa.db.new"}),
        ("keyed", {"backups", "kassa.db.new", "kassa.key"}),
        ("filling", {"backups", "kassa.db.new", "kassa.key", "kassa.db.new-journal"}),
        ("filled", {"backups", "kassa.db.new", "kassa.key"}),
        ("named", {"backups", "kassa.db", "kassa.key"}),
    ],
)
def test_killed_at_any_moment_the_next_first_run_succeeds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: str, left: set[str]
) -> None:
    folder = tmp_path / "shop"
    killed = subprocess.run([sys.executable, "-c", _KILLED, folder, moment], cwd=ROOT, check=False, timeout=60)
    assert killed.returncode < 0
    assert {each.name for each in folder.iterdir()} == left
    monkeypatch.setattr(making, "_MAKING_SECONDS", 0)
    open_store(str(folder), create=True).close()
    open_store(str(folder)).close()


def test_a_first_run_under_way_elsewhere_is_waited_for(tmp_path: Path) -> None:
    folder = tmp_path / "shop"
    folder.mkdir()
    (folder / "kassa.db.new").touch()
    (folder / "kassa.key").write_text("half")
    assert refusal(folder) == "store_busy"
    assert (folder / "kassa.key").read_text() == "half"


def test_two_first_runs_at_once_make_one_shop(tmp_path: Path) -> None:
    codes: list[str] = []
    start = threading.Barrier(4)

    def run() -> None:
        start.wait()
        try:
            open_store(str(tmp_path / "shop"), create=True).close()
            codes.append("made")
        except KassaError as error:
            codes.append(error.code)

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert codes.count("made") >= 1
    assert set(codes) <= {"made", "store_busy", "store_missing"}
    open_store(str(tmp_path / "shop")).close()


@pytest.mark.parametrize("mine", ["photo.jpg", "backups/kassa-2026-11-22.kassa", "kassa.db-wal", "kassa.db.old"])
def test_anything_else_in_the_folder_is_somebodys(tmp_path: Path, mine: str) -> None:
    folder = tmp_path / "shop"
    interrupted(folder, "kassa.db.new", "kassa.key")
    (folder / mine).write_text("mine")
    before = {each: each.read_bytes() for each in folder.rglob("*") if each.is_file()}
    assert refusal(folder) == "store_missing"
    assert {each: each.read_bytes() for each in folder.rglob("*") if each.is_file()} == before


def test_a_key_alone_may_be_all_that_is_left_of_a_shop(tmp_path: Path) -> None:
    folder = tmp_path / "shop"
    interrupted(folder, "kassa.key")
    assert refusal(folder) == "store_missing"
    assert (folder / "kassa.key").read_text() == "half"


def test_a_first_run_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("kassa.store.making.os.fsync", full)
    assert refusal(tmp_path / "shop") == "store_full"
    assert list((tmp_path / "shop").iterdir()) == []
    monkeypatch.undo()
    open_store(str(tmp_path / "shop"), create=True).close()


def test_a_migration_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kassa.store.migrate.upgrade", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        open_store(str(tmp_path / "shop"), create=True)
    assert list((tmp_path / "shop").iterdir()) == []


def test_opening_a_shop_that_is_there_needs_no_migrations(tmp_path: Path) -> None:
    open_store(str(tmp_path / "shop"), create=True).close()
    code = (
        "import sys; from kassa.store.opening import open_store; open_store(sys.argv[1], create=True);"
        "sys.exit('alembic' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code, tmp_path / "shop"], cwd=ROOT, check=True, timeout=60)
    assert opening.HEAD

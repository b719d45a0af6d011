"""Taking turns: an import pauses where somebody waits to write, and only there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread
from time import monotonic

import pytest

from kassa.store.engine import Store
from kassa.store.opening import open_store
from kassa.store.turns import Turns, Waiting


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = open_store(str(tmp_path / "shop"), create=True)
    yield made
    made.close()


def taken(turns: Turns) -> float:
    """Seconds that others were let."""
    begun = monotonic()
    turns.let_others()
    return monotonic() - begun


def test_nobody_waits_and_nobody_pauses(tmp_path: Path) -> None:
    with Turns(tmp_path) as turns:
        assert taken(turns) < 0.01
        waiting = Waiting(tmp_path)
        waiting.begin()
        assert taken(turns) < 0.01
    assert list((tmp_path / "backups").iterdir()) == []


def test_whoever_never_begins_is_waited_for_once(tmp_path: Path) -> None:
    with Turns(tmp_path) as turns:
        Waiting(tmp_path)
        assert taken(turns) >= 0.02
        assert taken(turns) < 0.01


def test_without_an_import_nothing_is_written(tmp_path: Path) -> None:
    Waiting(tmp_path).begin()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_takes_no_file_has_its_pauses_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "backups").write_text("no folder")
    with Turns(tmp_path) as turns:
        assert taken(turns) > 0.001


def test_whoever_waits_writes_next(store: Store) -> None:
    written, asked = list[str](), Event()

    def till() -> None:
        asked.set()
        with store.writing() as connection:
            connection.exec_driver_sql("INSERT INTO meta VALUES ('till', 'x')")
            written.append("till")

    with Turns(Path(store.where)) as turns:
        other = Thread(target=till)
        with store.writing_part() as connection:
            connection.exec_driver_sql("INSERT INTO meta VALUES ('part', 'x')")
            other.start()
            asked.wait()
            # Only once it says so it surely waits.
            until = monotonic() + 5
            while not (Path(store.where) / "backups" / "import.turns").stat().st_size and monotonic() < until:
                pass
        turns.let_others()
        with store.writing_part() as connection:
            written.append("import")
        other.join()
    assert written == ["till", "import"]


def test_a_part_is_not_synced_and_what_comes_after_it_is(store: Store) -> None:
    for part in (store.writing_part(), store.writing_part(removes=True)):
        with part as connection:
            assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 1
    for whole in (store.writing(), store.removing(), store.writing()):
        with whole as connection:
            assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
    with store.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1

"""Opening a store: what a new one is, and that whatever is wrong with one is a coded refusal that changes nothing."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kassa.errors import KassaError
from kassa.services import customers
from kassa.store.opening import open_store
from tests.builders import Shop
from tests.store.conftest import PEOPLE

ROOT = Path(__file__).resolve().parents[2]


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {str(each.relative_to(folder)): each.read_bytes() for each in sorted(folder.rglob("*")) if each.is_file()}


def refused(folder: Path, create: bool = False) -> str:
    """The code of the refusal, once it is sure that nothing was changed."""
    before = contents(folder) if folder.is_dir() else {}
    with pytest.raises(KassaError) as error:
        open_store(str(folder), create=create).close()
    assert (contents(folder) if folder.is_dir() else {}) == before
    assert str(error.value.text)
    return error.value.code


def test_a_new_store_is_its_users_alone(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "shop"
    old = os.umask(0)
    try:
        open_store(str(folder), create=True).close()
    finally:
        os.umask(old)
    modes = {each.name: stat.S_IMODE(each.stat().st_mode) for each in [folder, *folder.iterdir()]}
    assert modes == {"shop": 0o700, "backups": 0o700, "kassa.db": 0o600, "kassa.key": 0o600}


def test_the_files_beside_the_database_are_its_users_alone_too(opened: Callable[[], Shop], folder: Path) -> None:
    opened().join("Ny")
    beside = [each for each in folder.iterdir() if each.name.startswith("kassa.db-")]
    assert {each.name for each in beside} == {"kassa.db-wal", "kassa.db-shm"}
    assert {stat.S_IMODE(each.stat().st_mode) for each in beside} == {0o600}


def test_no_name_can_be_read_in_the_files(opened: Callable[[], Shop], folder: Path) -> None:
    shop = opened()
    shop.join("Zacharias Quist")
    names = [name.encode() for name in (*PEOPLE, "Zacharias Quist")]
    words = [
        *names,
        *(name.lower() for name in names),
        b"zacharias",
        b"lindqvist",
        b"CREATE TABLE",
        b"coffee",
        b"SQLite format",
    ]
    while_open = contents(folder)
    shop.close()
    for name, data in [*while_open.items(), *contents(folder).items()]:
        assert not [word for word in words if word in data], name


@pytest.mark.parametrize("awkward", ["med mellanslag", "100% #1?x=1", "åäö 你好", "a'b\"c;--", "x" * 200])
def test_a_folder_may_be_called_anything(tmp_path: Path, awkward: str) -> None:
    open_store(str(tmp_path / awkward), create=True).close()
    open_store(str(tmp_path / awkward)).close()
    assert (tmp_path / awkward / "kassa.db").is_file()


def test_an_empty_folder_may_be_given(tmp_path: Path) -> None:
    assert refused(tmp_path) == "store_missing"
    open_store(str(tmp_path), create=True).close()
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o700


@pytest.mark.parametrize("create", [False, True])
@pytest.mark.parametrize(
    ("what", "code"),
    [
        ("another file", "store_missing"), ("no database", "store_missing"), ("no key", "store_damaged"),
        ("empty database", "store_damaged"), ("empty key", "store_damaged"), ("garbled key", "store_damaged"),
        ("short key", "store_damaged"), ("another's key", "store_damaged"), ("text", "store_damaged"),
        ("a plain database", "store_damaged"), ("truncated", "store_damaged"), ("half", "store_damaged"),
        ("one page", "store_damaged"), ("zeros", "store_damaged"), ("a folder", "store_missing"),
        ("a key folder", "store_missing"),
    ],
)  # fmt: skip
def test_whatever_is_wrong_is_refused_and_left_alone(folder: Path, what: str, code: str, create: bool) -> None:
    database, key = folder / "kassa.db", folder / "kassa.key"
    raw = database.read_bytes()
    if what in ("no database", "another file", "a folder"):
        database.unlink()
    if what in ("no key", "another file", "a key folder"):
        key.unlink()
    if what == "another file":
        (folder / "photo.jpg").write_bytes(b"x")
    elif what == "a plain database":
        plain_database(database)
    elif what.endswith("folder"):
        (key if "key" in what else database).mkdir()
    spoilt = {
        "empty database": (database, b""), "empty key": (key, b""), "garbled key": (key, b"\xff\xfe\x00"),
        "short key": (key, key.read_bytes()[:63] if key.is_file() else b""), "another's key": (key, b"0" * 64),
        "text": (database, b"not a database, " * 1000), "truncated": (database, raw[:100]),
        "half": (database, raw[: len(raw) // 2 // 4096 * 4096]), "one page": (database, raw[:4096]),
        "zeros": (database, bytes(len(raw))),
    }  # fmt: skip
    if what in spoilt:
        file, data = spoilt[what]
        file.write_bytes(data)
    assert refused(folder, create) == code


def plain_database(file: Path) -> None:
    file.unlink()
    with contextlib.closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE customer (name TEXT)")
        connection.execute("PRAGMA application_id = 0x4B415353")
        connection.commit()


def test_a_plain_database_in_a_foreign_folder_is_no_shop(tmp_path: Path) -> None:
    (tmp_path / "other.db").touch()
    plain_database(tmp_path / "other.db")
    assert refused(tmp_path, create=True) == "store_missing"


@pytest.mark.parametrize("create", [False, True])
def test_a_file_is_no_folder(tmp_path: Path, create: bool) -> None:
    file = tmp_path / "file"
    file.write_text("mine")
    assert refused(file, create) == "store_missing"
    assert refused(file / "below", create) == "store_missing"
    assert file.read_text() == "mine"


@pytest.mark.parametrize("where", ["x" * 5000, "postgresql://shop@localhost/kassa", "/proc/no/such", "/dev/null"])
@pytest.mark.parametrize("create", [False, True])
def test_places_where_no_store_can_be(where: str, create: bool) -> None:
    with pytest.raises(KassaError) as error:
        open_store(where, create=create)
    assert error.value.code == "store_missing"


def test_create_opens_a_store_that_is_there(opened: Callable[[], Shop], folder: Path) -> None:
    open_store(str(folder), create=True).close()
    assert {hit.name for hit in customers.find(opened().session, "")} == set(PEOPLE)


def test_encrypted_by_the_right_key_but_no_shop_of_kassas(folder: Path) -> None:
    import sqlcipher3.dbapi2 as sqlcipher

    with contextlib.closing(sqlcipher.connect(folder / "kassa.db")) as connection:
        connection.execute(f"PRAGMA key = \"x'{(folder / 'kassa.key').read_text()}'\"")
        connection.execute("PRAGMA application_id = 7")
    assert refused(folder) == "store_damaged"


@pytest.mark.parametrize(("version", "code"), [("9999", "store_newer"), (None, "store_damaged")])
def test_a_newer_schema_is_left_to_the_newer_kassa(
    opened: Callable[[], Shop], folder: Path, version: str | None, code: str
) -> None:
    shop = opened()
    with shop.session.store.writing() as transaction:
        if version is None:
            transaction.exec_driver_sql("DELETE FROM alembic_version")
        else:
            transaction.exec_driver_sql("UPDATE alembic_version SET version_num = ?", (version,))
    shop.close()
    assert refused(folder) == code
    assert refused(folder, create=True) == code


# The rights are given up late: nobody needs any to the checkout and its Python.
_AS_NOBODY = """
import encodings.ascii, os, sys
from kassa.errors import KassaError
from kassa.store.opening import open_store
import kassa.store.making, kassa.store.migrate, kassa.store.search, alembic.ddl.sqlite
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
for where in sys.argv[1:]:
    for create in False, True:
        try:
            store = open_store(where, create=create)
            with store.reading() as connection:
                connection.exec_driver_sql("SELECT count(*) FROM customer").scalar_one()
            with store.writing() as connection:
                connection.exec_driver_sql("UPDATE customer SET version = 7")
            print("written")
        except KassaError as error:
            print(error.code)
"""


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that everybody can reach; root, who sees no permissions, gives it away."""
    place = Path(tempfile.mkdtemp(prefix="kassa-rights-"))
    place.chmod(0o755)
    yield place
    for each in [place, *place.rglob("*")]:
        each.chmod(0o755)
    shutil.rmtree(place)


def test_what_may_not_be_read_or_written_is_refused(stocked: Path, place: Path) -> None:
    modes = [(".", 0o700), (".", 0o000), (".", 0o500), ("kassa.key", 0o000), ("kassa.db", 0o000), ("kassa.db", 0o400)]
    folders = [Path(shutil.copytree(stocked, place / f"shop{number}")) for number, _ in enumerate(modes)]
    if os.geteuid() == 0:
        for each in place.rglob("*"):
            os.chown(each, 65534, 65534)
    for folder, (name, mode) in zip(folders, modes, strict=True):
        (folder / name).chmod(mode)
    done = subprocess.run(
        [sys.executable, "-c", _AS_NOBODY, *folders, "/kassa-shop"],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.stderr == ""
    assert done.stdout.split() == ["written"] * 2 + ["store_missing"] * 12

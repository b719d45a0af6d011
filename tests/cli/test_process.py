"""What only a process of its own can show."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.cli.conftest import Kassa

KASSA = [sys.executable, "-m", "kassa"]
ROOT = Path(__file__).parents[2]


def environment(**more: str) -> Mapping[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DISPLAY", "QT_QPA_PLATFORM", "PYTHONUNBUFFERED")
    }
    return {**kept, "LANG": "C.UTF-8", **more}


def kassa_process(*words: str | bytes, **more: str) -> subprocess.CompletedProcess[bytes]:
    done = subprocess.run(
        [*KASSA, *words], check=False, cwd=ROOT, env=environment(**more), input=b"", capture_output=True, timeout=60
    )
    assert b"Traceback" not in done.stderr
    return done


@pytest.mark.parametrize("words", [(b"find", b"caf\xe9"), (b"--store", b"\xff", b"find")])
def test_words_that_are_not_unicode_are_bad_value(words: tuple[bytes, ...], tmp_path: Path) -> None:
    done = kassa_process("--json", *words, KASSA_STORE=str(tmp_path))
    assert done.returncode == 2
    assert json.loads(done.stdout)["error"]["code"] == "bad_value"


def test_a_broken_installation_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "sqlalchemy.py").write_text("")
    done = kassa_process("find", "x", PYTHONPATH=str(tmp_path))
    assert done.returncode == 1
    assert done.stderr.count(b"\n") == 1


def test_no_screen_is_a_sentence(tmp_path: Path) -> None:
    done = kassa_process(KASSA_STORE=str(tmp_path / "shop"))
    assert done.returncode == 1
    assert done.stderr.count(b"\n") == 1
    assert not (tmp_path / "shop").exists()


def _interruptible() -> None:
    """Whoever runs the tests behind a shell's ``&`` hands on that Ctrl+C is ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_each_reply_is_there_before_the_next_request(kassa: Kassa) -> None:
    with subprocess.Popen(
        [*KASSA, "--store", str(kassa.store), "pipe"],
        cwd=ROOT,
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=_interruptible,  # noqa: PLW1509 — nothing here runs in threads yet
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        # A reply held back would be waited for without end.
        watchdog = threading.Timer(30, process.kill)
        watchdog.start()
        for name in ("Åsa Øster", "张伟"):
            process.stdin.write(json.dumps({"do": "add", "name": name}, ensure_ascii=False).encode() + b"\n")
            process.stdin.flush()
            reply = json.loads(process.stdout.readline())
            assert reply["ok"], reply
            assert reply["customer"]["name"] == name
        watchdog.cancel()
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 130
        assert process.stderr.read() == b""


def test_a_reader_that_has_gone_is_no_trouble() -> None:
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [*KASSA, "--help"], check=False, cwd=ROOT, env=environment(), stdout=write, stderr=subprocess.PIPE, timeout=60
    )
    os.close(write)
    assert (done.returncode, done.stderr) == (0, b"")


def test_closed_streams_are_no_trouble() -> None:
    done = subprocess.run(
        ["sh", "-c", f"{sys.executable} -m kassa --version >&- 2>&- <&-"], cwd=ROOT, env=environment(), check=False
    )
    assert done.returncode == 0


def test_the_window_is_opened_before_anything_heavy_is_loaded() -> None:
    probe = (
        "import sys, types; app = types.ModuleType('kassa.app');"
        "app.run = lambda *words: print(*sorted(sys.modules)) or 0;"
        "sys.modules['kassa.app'] = app; import kassa.system; kassa.system.missing_for_window = lambda: None;"
        "from kassa.__main__ import main; sys.exit(main(['--lang', 'sv']))"
    )
    done = subprocess.run([sys.executable, "-c", probe], cwd=ROOT, env=environment(), capture_output=True, check=True)
    loaded = done.stdout.decode().split()
    heavy = "click sqlalchemy alembic reportlab babel phonenumbers rapidfuzz qrcode zxingcpp sqlcipher3 asyncio".split()
    assert not set(heavy) & {name.partition(".")[0] for name in loaded}
    assert not [name for name in loaded if name.startswith(("kassa.services", "kassa.store"))]

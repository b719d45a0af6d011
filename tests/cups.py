"""A print server of one's own: cupsd with its own folder, socket and queues, whose printers keep what they are sent.

Nothing of the computer's own printing is touched, and no rights are needed. What a printer would print lies in
``Cups.jobs()`` as the PDF that came through the queue, with the options that came with it.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

CUPSD = "/usr/sbin/cupsd"
# Runs with the job's number, user, title, copies and options; what is to be printed comes on its standard input.
_KEEP = """#!/bin/sh
if [ $# = 0 ]; then echo 'direct keep "Unknown" "Keeps what it prints"'; exit 0; fi
printf '%s' "$5" > "{out}/$1.options"
printf '%s' "$3" > "{out}/$1.title"
cat ${{6:+"$6"}} > "{out}/$1.part" && mv "{out}/$1.part" "{out}/$1.pdf"
"""
_FILES = """
ServerRoot {root}
ServerBin {root}/bin
StateDir {root}/state
CacheDir {root}/cache
DataDir /usr/share/cups
DocumentRoot {root}/doc
RequestRoot {root}/spool
TempDir {root}/spool/temp
AccessLog {root}/log/access
ErrorLog {root}/log/error
PageLog {root}/log/page
SystemGroup {group}
Sandboxing relaxed
{user}
"""
_SERVER = """
Listen {root}/socket
Browsing Off
DefaultAuthType None
WebInterface No
MaxLogSize 0
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  <Limit All>
    Order allow,deny
    Allow all
  </Limit>
</Policy>
"""
_QUEUE = """
<{kind} {name}>
Info {name}
DeviceURI keep:/{name}
State {state}
Accepting {accepting}
Shared No
JobSheets none none
OpPolicy default
ErrorPolicy abort-job
</{kind}>
"""
_PPD = """*PPD-Adobe: "4.3"
*FormatVersion: "4.3"
*FileVersion: "1.0"
*LanguageVersion: English
*LanguageEncoding: ISOLatin1
*PCFileName: "KASSA.PPD"
*Manufacturer: "Kassa"
*Product: "({name})"
*ModelName: "{name}"
*ShortNickName: "{name}"
*NickName: "{name}"
*PSVersion: "(3010.000) 0"
*LanguageLevel: "3"
*ColorDevice: True
*DefaultColorSpace: RGB
*FileSystem: False
*cupsVersion: 2.4
*cupsFilter2: "application/pdf application/pdf 0 -"
*OpenUI *PageSize/Media Size: PickOne
*OrderDependency: 10 AnySetup *PageSize
*DefaultPageSize: A4
*PageSize A4/A4: ""
*PageSize Letter/Letter: ""
*CloseUI: *PageSize
*OpenUI *PageRegion/Media Size: PickOne
*OrderDependency: 10 AnySetup *PageRegion
*DefaultPageRegion: A4
*PageRegion A4/A4: ""
*PageRegion Letter/Letter: ""
*CloseUI: *PageRegion
*DefaultImageableArea: A4
*ImageableArea A4: "12 12 583 830"
*ImageableArea Letter: "12 12 600 780"
*DefaultPaperDimension: A4
*PaperDimension A4: "595.276 841.89"
*PaperDimension Letter: "612 792"
*HWMargins: 12 12 12 12
{sizes}*OpenUI *Resolution/Resolution: PickOne
*OrderDependency: 10 AnySetup *Resolution
*DefaultResolution: {dots}dpi
*Resolution {dots}dpi/{dots} dpi: ""
*CloseUI: *Resolution
{sides}*DefaultFont: Courier
*Font Courier: Standard "(002.004S)" Standard ROM
"""
_ANY_SIZE = """*VariablePaperSize: True
*MaxMediaWidth: 900
*MaxMediaHeight: 1300
*NonUIOrderDependency: 10 AnySetup *CustomPageSize
*CustomPageSize True: ""
*ParamCustomPageSize Width: 1 points 36 900
*ParamCustomPageSize Height: 2 points 36 1300
*ParamCustomPageSize WidthOffset: 3 points 0 0
*ParamCustomPageSize HeightOffset: 4 points 0 0
*ParamCustomPageSize Orientation: 5 int 0 0
"""
_SIDES = """*OpenUI *Duplex/Double-Sided: PickOne
*OrderDependency: 10 AnySetup *Duplex
*DefaultDuplex: None
*Duplex None/Off: ""
*Duplex DuplexNoTumble/Long: ""
*Duplex DuplexTumble/Short: ""
*CloseUI: *Duplex
"""


@dataclass(frozen=True)
class Queue:
    """A printer: its resolution, whether it turns paper, takes paper of any size, has stopped, takes jobs."""

    name: str
    dots: int = 300
    turns: bool = True
    any_size: bool = True
    stopped: bool = False
    accepting: bool = True


@dataclass(frozen=True)
class Arrived:
    """One job as the printer got it."""

    title: str
    options: dict[str, str]
    pdf: bytes


class Cups:
    """A running server."""

    def __init__(self, root: Path, process: subprocess.Popen[bytes]) -> None:
        self.root, self._process = root, process

    @property
    def socket(self) -> str:
        """What ``CUPS_SERVER`` is set to by who prints here."""
        return str(self.root / "socket")

    def jobs(self, count: int, patience: float = 20.0) -> list[Arrived]:
        """So many jobs, in the order in which they were sent; waits until they are here."""
        out = self.root / "out"
        deadline = time.monotonic() + patience
        while len(found := sorted(out.glob("*.pdf"), key=lambda file: int(file.stem))) < count:
            assert time.monotonic() < deadline, f"{len(found)} of {count} jobs came; {self.complaints()}"
            time.sleep(0.02)
        return [
            Arrived(
                file.with_suffix(".title").read_text("utf-8"),
                _options(file.with_suffix(".options").read_text("utf-8")),
                file.read_bytes(),
            )
            for file in found
        ]

    def complaints(self) -> str:
        """What the server logged last."""
        with suppress(OSError):
            return (self.root / "log" / "error").read_text("utf-8", "replace")[-2000:]
        return ""

    def go_away(self) -> None:
        """The server is gone; nobody answers any more."""
        self._process.kill()
        self._process.wait()
        Path(self.socket).unlink(missing_ok=True)


@contextmanager
def private_cups(queues: Sequence[Queue]) -> Iterator[Cups]:
    """Runs a server with these queues, the first one the usual; this thread and new ones print there meanwhile.

    ``FileNotFoundError`` where there is no cupsd: Debian's package is cups-daemon.
    """
    # A socket's path is short, and pytest's folders are not.
    root = Path(tempfile.mkdtemp(prefix="kassa-cups-"))
    try:
        _write(root, queues)
        command = [CUPSD, "-f", "-c", str(root / "cupsd.conf"), "-s", str(root / "cups-files.conf")]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            server = Cups(root, process)
            try:
                with _in_use(_listening(server, process)):
                    yield server
            finally:
                process.terminate()
    finally:
        shutil.rmtree(root, ignore_errors=True)


def _write(root: Path, queues: Sequence[Queue]) -> None:
    for folder in (
        "bin/backend",
        "bin/filter",
        "bin/daemon",
        "spool/temp",
        "cache",
        "state",
        "log",
        "ppd",
        "doc",
        "out",
    ):
        (root / folder).mkdir(parents=True)
    (root / "bin/daemon/cups-exec").symlink_to("/usr/lib/cups/daemon/cups-exec")
    backend = root / "bin/backend/keep"
    backend.write_text(_KEEP.format(out=root / "out"))
    # Root's server runs a backend as root only when nobody else may.
    backend.chmod(0o700)
    user, group = _names()
    # Root's server is told nobody to become; everybody else's becomes nobody else.
    told = "" if os.geteuid() == 0 else f"User {user}\nGroup {group}"
    (root / "cups-files.conf").write_text(_FILES.format(root=root, user=told, group=group))
    (root / "cupsd.conf").write_text(_SERVER.format(root=root))
    (root / "printers.conf").write_text(
        "".join(
            _QUEUE.format(
                kind="Printer" if place else "DefaultPrinter",
                name=queue.name,
                state="Stopped" if queue.stopped else "Idle",
                accepting="Yes" if queue.accepting else "No",
            )
            for place, queue in enumerate(queues)
        )
    )
    for queue in queues:
        sides, sizes = _SIDES if queue.turns else "", _ANY_SIZE if queue.any_size else ""
        described = _PPD.format(name=queue.name, dots=queue.dots, sides=sides, sizes=sizes)
        (root / "ppd" / f"{queue.name}.ppd").write_text(described)


def _names() -> tuple[str, str]:
    """Who runs this, and in which group."""
    import grp
    import pwd

    return pwd.getpwuid(os.geteuid()).pw_name, grp.getgrgid(os.getegid()).gr_name


def _listening(server: Cups, process: subprocess.Popen[bytes]) -> str:
    deadline = time.monotonic() + 20
    while not Path(server.socket).exists():
        assert process.poll() is None, f"cupsd ended: {server.complaints()}"
        assert time.monotonic() < deadline, f"cupsd doesn't listen: {server.complaints()}"
        time.sleep(0.02)
    return server.socket


@contextmanager
def _in_use(socket: str) -> Iterator[None]:
    """New threads ask the environment where the server is, this one may know another already."""
    library = ctypes.CDLL("libcups.so.2")
    before = os.environ.get("CUPS_SERVER")
    os.environ["CUPS_SERVER"] = socket
    library.cupsSetServer(socket.encode())
    try:
        yield
    finally:
        if before is None:
            del os.environ["CUPS_SERVER"]
        else:
            os.environ["CUPS_SERVER"] = before
        library.cupsSetServer(before.encode() if before is not None else None)


def _options(text: str) -> dict[str, str]:
    told = (word.partition("=") for word in text.split())
    return {name: value for name, _, value in told}

"""What the computer must have before a window can open: Qt's system libraries, and a screen.

Qt itself only aborts when one of them is missing, so this is asked before the first import of QtWidgets.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path

from kassa.words import Text, say

# Sonames that the Qt of PySide6-Essentials 6.11 is linked against but doesn't bring, with the Debian package of each.
_EVERY = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}
_BY_PLATFORM = {
    "xcb": {
        "libX11-xcb.so.1": "libx11-xcb1",
        "libxcb.so.1": "libxcb1",
        "libxcb-cursor.so.0": "libxcb-cursor0",
        "libxcb-icccm.so.4": "libxcb-icccm4",
        "libxcb-image.so.0": "libxcb-image0",
        "libxcb-keysyms.so.1": "libxcb-keysyms1",
        "libxcb-randr.so.0": "libxcb-randr0",
        "libxcb-render-util.so.0": "libxcb-render-util0",
        "libxcb-render.so.0": "libxcb-render0",
        "libxcb-shape.so.0": "libxcb-shape0",
        "libxcb-shm.so.0": "libxcb-shm0",
        "libxcb-sync.so.1": "libxcb-sync1",
        "libxcb-util.so.1": "libxcb-util1",
        "libxcb-xfixes.so.0": "libxcb-xfixes0",
        "libxcb-xkb.so.1": "libxcb-xkb1",
        "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    },
    "wayland": {
        "libwayland-client.so.0": "libwayland-client0",
        "libwayland-cursor.so.0": "libwayland-cursor0",
    },
}
_LOADER_CACHE = Path("/etc/ld.so.cache")


def missing_for_window() -> Text | None:
    """Why no window can open on this computer, as a sentence that says what to do; None when one can."""
    if sys.platform != "linux":
        return None
    screens = _screens()
    if not screens:
        return say(
            "There is no screen here for Kassa's window. Start it on the computer's own desktop; "
            "without one, the command line does the same work: kassa --help"
        )
    packages = min((missing_packages(screen) for screen in screens), key=len)
    if packages:
        return say(
            "Kassa's window needs parts of the system that are not installed. "
            "On Debian and Ubuntu this installs them: sudo apt install {packages}",
            packages=" ".join(packages),
        )
    return None


def missing_packages(platform: str) -> tuple[str, ...]:
    """The Debian packages whose libraries Qt's ``platform`` (``xcb``, ``wayland``, ``offscreen`` …) would not find."""
    libraries = _EVERY | _BY_PLATFORM.get(platform, {})
    return tuple(sorted({libraries[soname] for soname in _missing(libraries)}))


def _missing(sonames: Iterable[str]) -> list[str]:
    # Loading thirty libraries costs more than the window's first paint can spare, so the loader's own index answers
    # first; one that it doesn't list may still be found through LD_LIBRARY_PATH or another libc.
    cache = _LOADER_CACHE.read_bytes() if _LOADER_CACHE.is_file() else b""
    return [soname for soname in sonames if soname.encode() + b"\0" not in cache and not _loads(soname)]


def _loads(soname: str) -> bool:
    import ctypes

    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True


def _screens() -> list[str]:
    """Qt's platforms that have something to draw on here, in no order."""
    wanted = [entry.partition(":")[0] for entry in os.environ.get("QT_QPA_PLATFORM", "").split(";") if entry]
    if not wanted:
        wanted = ["xcb", "wayland"]
    return [platform for platform in (entry.partition("-")[0] for entry in wanted) if _has_screen(platform)]


def _has_screen(platform: str) -> bool:
    if platform == "xcb":
        return _x_answers(os.environ.get("DISPLAY", ""))
    if platform == "wayland":
        name = os.environ.get("WAYLAND_DISPLAY", "")
        return bool(name) and Path(os.environ.get("XDG_RUNTIME_DIR", "/"), name).exists()
    return True


def _x_answers(display: str) -> bool:
    """Whether a display of this computer has a server behind it; another computer's is taken at its word."""
    host, _, number = display.rpartition(":")
    if not number or host not in ("", "unix"):
        return bool(number)
    path = f"/tmp/.X11-unix/X{number.partition('.')[0]}"
    if f"{path}\n" in _sockets():
        return True
    # A server outside our container isn't listed, and one that died leaves its socket behind: only asking tells.
    return Path(path).exists() and _connects(path)


def _sockets() -> str:
    listed = Path("/proc/net/unix")
    return listed.read_text() if listed.is_file() else ""


def _connects(path: str) -> bool:
    import socket

    with socket.socket(socket.AF_UNIX) as door:
        return door.connect_ex(path) == 0

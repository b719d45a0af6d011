"""What belongs to this computer and its user, not to the shop: language, looks, the till's name, its printers' ways.

A TOML file in the platform's folder for settings. Nothing in it is worth a till that doesn't open: what can't be read
is logged and taken as not said. Options of the command line win over it.

It is read before the first paint, so nothing heavy is imported for what seldom happens.
"""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import platformdirs

from kassa.words import LANGUAGES

THEMES = ("system", "light", "dark")
CAMERA_VIEWS, SLIP_MOMENTS = ("shown", "hidden"), ("never", "visit")
LONGEST_ADDRESS = 300
SMALLEST_TEXT, LARGEST_TEXT = 100, 200
LONGEST_TILL = 100
_LARGEST_FILE = 64 * 1024
FARTHEST_OFF = 20.0
LEAST_SCALE, MOST_SCALE = 0.95, 1.05
_LONGEST_PRINTER = 300
_MOST_COLUMNS, _MOST_PRINTERS = 100, 50


@dataclass(frozen=True, slots=True)
class PrinterTuning:
    """How pages are moved on their way to one printer, by the name the system gives it, so that cards land in place.

    ``x`` (to the right) and ``y`` (down) are millimetres, ``back_x`` and ``back_y`` those of a page's back as one looks
    at it, each at most ``FARTHEST_OFF``; ``scale`` is a factor. ``ValueError`` for anything else. A file has no name.
    """

    name: str
    x: float = 0.0
    y: float = 0.0
    back_x: float = 0.0
    back_y: float = 0.0
    scale: float = 1.0

    def __post_init__(self) -> None:
        # Said so that what is no number at all (nan) is refused too.
        if not all(abs(off) <= FARTHEST_OFF for off in (self.x, self.y, self.back_x, self.back_y)):
            raise ValueError(f"{self.name} is moved by more than {FARTHEST_OFF} mm")
        if not LEAST_SCALE <= self.scale <= MOST_SCALE:
            raise ValueError(f"{self.name} is scaled by less than {LEAST_SCALE} or more than {MOST_SCALE}")

    @property
    def moves(self) -> bool:
        """Whether it changes anything."""
        return self != PrinterTuning(self.name)


@dataclass(frozen=True, slots=True)
class Config:
    """What was chosen here; None (or nothing) where the computer's own way is followed.

    ``text_size`` is in percent, ``columns`` are those of the customers table in their order, ``window`` is the
    window's left, top, width and height in logical pixels. ``camera`` is the id of the one that reads cards, or
    ``any``, ``camera_view`` whether its picture stands at the till. ``slip_printer`` is ``network:``, ``usb:``,
    ``file:`` or ``windows:`` and where it is, ``slip_paper`` the millimetres that its paper is wide, ``slip_after``
    when it prints by itself.
    """

    language: str | None = None
    theme: Literal["system", "light", "dark"] = "system"
    text_size: int | None = None
    till: str | None = None
    columns: tuple[str, ...] = ()
    window: tuple[int, int, int, int] | None = None
    printers: tuple[PrinterTuning, ...] = ()
    camera: str | None = None
    camera_view: Literal["shown", "hidden"] = "shown"
    slip_printer: str | None = None
    slip_paper: Literal[58, 80] = 80
    slip_after: Literal["never", "visit"] = "never"

    def tuning(self, printer: str) -> PrinterTuning:
        """What is remembered for the printer of that name; nothing is moved on one that is new."""
        return next((known for known in self.printers if known.name == printer), None) or PrinterTuning(printer)

    @property
    def scale(self) -> float | None:
        """The text size as a factor."""
        return None if self.text_size is None else self.text_size / 100


def path() -> Path:
    """The file."""
    return Path(platformdirs.user_config_dir("kassa", appauthor=False)) / "kassa.toml"


def read() -> Config:
    """What was chosen; never raises. A value that can't be is left out, the others hold."""
    values = _values()
    kept: dict[str, Any] = {}
    for each in dataclasses.fields(Config):
        if each.name not in values:
            continue
        try:
            kept[each.name] = _READ[each.name](values[each.name])
        except (TypeError, ValueError) as error:
            _complain(each.name, error)
    return Config(**kept)


def write(config: Config) -> None:
    """Keeps ``config``: the file is whole or as it was. Raises ``OSError`` where it can't be written."""
    import tempfile

    target = path()
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, aside = tempfile.mkstemp(prefix="kassa-", suffix=".toml", dir=target.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.writelines(_lines(config))
            file.flush()
            os.fsync(file.fileno())
        Path(aside).replace(target)
    except BaseException:
        with suppress(OSError):
            Path(aside).unlink()
        raise


def change(**changes: Any) -> Config:
    """Keeps what is in ``changes`` and leaves the rest; what is chosen now. Raises ``OSError`` as ``write`` does."""
    changed = dataclasses.replace(read(), **changes)
    write(changed)
    return changed


def tune(tuning: PrinterTuning) -> Config:
    """Remembers how a printer is tuned; what is chosen now. Raises ``OSError`` as ``write`` does."""
    others = [known for known in read().printers if known.name != tuning.name]
    return change(printers=(*others, tuning)[-_MOST_PRINTERS:])


def _values() -> dict[str, Any]:
    try:
        with path().open("rb") as file:
            data = file.read(_LARGEST_FILE)
        import tomllib

        # Cut off, a file too large for what it may hold is no TOML, or ends where nothing of ours stands.
        return tomllib.loads(data.decode("utf-8-sig"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError) as error:
        _complain("all of it", error)
        return {}


def _complain(what: str, error: Exception) -> None:
    import logging

    logging.getLogger(__name__).warning("%s: %s is ignored: %s", path(), what, error)


def _one_of(value: Any, known: tuple[str, ...]) -> str:
    if value not in known:
        raise ValueError(f"it is none of {', '.join(known)}")
    return str(value)


def _language(value: Any) -> str:
    return _one_of(value, LANGUAGES)


def _theme(value: Any) -> str:
    return _one_of(value, THEMES)


def _text_size(value: Any) -> int:
    if type(value) is not int or not SMALLEST_TEXT <= value <= LARGEST_TEXT:
        raise ValueError(f"it is no whole number from {SMALLEST_TEXT} to {LARGEST_TEXT}")
    return value


def _till(value: Any) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > LONGEST_TILL or not value.isprintable():
        raise ValueError("it is no name")
    return value


def _columns(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value) or len(value) > _MOST_COLUMNS:
        raise ValueError("it is no list of names")
    return tuple(value)


def _window(value: Any) -> tuple[int, int, int, int]:
    if not isinstance(value, list) or len(value) != 4 or not all(type(part) is int for part in value):
        raise ValueError("it is no list of four whole numbers")
    left, top, width, height = value
    if max(abs(part) for part in value) > 100_000 or width < 1 or height < 1:
        raise ValueError("no window is there")
    return left, top, width, height


def _printers(value: Any) -> tuple[PrinterTuning, ...]:
    if not isinstance(value, list) or len(value) > _MOST_PRINTERS:
        raise ValueError("it is no list of printers")
    kept = []
    for entry in value:
        try:
            kept.append(_printer(entry))
        except (TypeError, ValueError) as error:
            _complain("one of printers", error)
    return tuple(kept)


def _printer(value: Any) -> PrinterTuning:
    if not isinstance(value, dict) or not isinstance(value.get("name"), str):
        raise TypeError("it has no name")
    if not value["name"].strip() or len(value["name"]) > _LONGEST_PRINTER:
        raise ValueError("it is no printer's name")
    known = {each.name for each in dataclasses.fields(PrinterTuning)} - {"name"}
    numbers = {key: number for key, number in value.items() if key in known}
    if not all(type(number) in (int, float) for number in numbers.values()):
        raise TypeError("it is moved by what is no number")
    return PrinterTuning(value["name"], **{key: float(number) for key, number in numbers.items()})


def _address(value: Any) -> str:
    if not isinstance(value, str) or not value.strip() or len(value) > LONGEST_ADDRESS or not value.isprintable():
        raise ValueError("it names nothing")
    return value


def _camera_view(value: Any) -> str:
    return _one_of(value, CAMERA_VIEWS)


def _slip_paper(value: Any) -> int:
    if type(value) is not int or value not in (58, 80):
        raise ValueError("it is neither 58 nor 80")
    return value


def _slip_after(value: Any) -> str:
    return _one_of(value, SLIP_MOMENTS)


_READ = {
    "language": _language,
    "theme": _theme,
    "text_size": _text_size,
    "till": _till,
    "columns": _columns,
    "window": _window,
    "printers": _printers,
    "camera": _address,
    "camera_view": _camera_view,
    "slip_printer": _address,
    "slip_paper": _slip_paper,
    "slip_after": _slip_after,
}


def _lines(config: Config) -> Iterable[str]:
    for each in dataclasses.fields(Config):
        value = getattr(config, each.name)
        if value is not None and value != ():
            yield f"{each.name} = {_toml(value)}\n"


def _toml(value: str | float | PrinterTuning | tuple[str | int | PrinterTuning, ...]) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, PrinterTuning):
        pairs = (f"{key} = {_toml(kept)}" for key, kept in dataclasses.asdict(value).items())
        return f"{{{', '.join(pairs)}}}"
    return _quoted(value) if isinstance(value, str) else str(value)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(sign if sign.isprintable() else f"\\U{ord(sign):08X}" for sign in escaped) + '"'

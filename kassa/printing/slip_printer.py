"""Receipt printers that print slips: by network, by USB, as a device file, or as a Windows printer; by python-escpos.

python-escpos is an extra that few shops need, so it is looked for only when a slip is to be printed. A printer says
neither whether it is out of paper nor whether it printed: all that is known here is whether it took the image.
"""

from __future__ import annotations

import errno
import os
import re
import socket
import sys
import threading
from dataclasses import dataclass
from importlib import import_module, util
from typing import Literal, cast, get_args

from kassa.errors import KassaError
from kassa.printing.raster import Picture
from kassa.printing.slip import Paper
from kassa.words import Text, say

Kind = Literal["network", "usb", "file", "windows"]
KINDS: tuple[Kind, ...] = get_args(Kind)

# What python-escpos leaves to be installed beside it.
_LIBRARIES: dict[Kind, str] = {"usb": "pyusb", "windows": "pywin32"}
_PORT = 9100
_ANSWER_S = 4
_PATIENCE_S = 12
_HOST = re.compile(r"(?=.{1,253}$)[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")
_USB = re.compile(r"(?:0x)?([0-9A-Fa-f]{4})\s*:\s*(?:0x)?([0-9A-Fa-f]{4})")


@dataclass(frozen=True, slots=True)
class SlipPrinter:
    """Which printer: ``where`` is ``192.168.1.50`` or ``printer.local:9100`` (network), ``04b8:0202`` (USB, vendor and
    product), ``/dev/usb/lp0`` (device file), or a Windows printer's name.
    """

    kind: Kind
    where: str
    paper: Paper = 80


def slip_printer(kind: str, where: str, paper: int = 80) -> SlipPrinter:
    """A printer as somebody wrote it down; ``bad_value`` says what the address should look like."""
    where = where.strip()
    if kind == "network":
        _host(where)
    elif kind == "usb":
        where = "{:04x}:{:04x}".format(*_usb_ids(where))
    elif kind == "file" and not where.startswith("/"):
        raise KassaError("bad_value", say("A device file begins with a slash, such as /dev/usb/lp0."))
    elif kind == "windows" and not where:
        raise KassaError("bad_value", say("Write the printer's name as Windows shows it under Printers."))
    return SlipPrinter(cast(Kind, kind), where, 58 if paper == 58 else 80)


def is_installed() -> bool:
    """Whether python-escpos is here."""
    return util.find_spec("escpos") is not None


def missing() -> Text:
    """How python-escpos comes here."""
    return say(
        'Slips need Kassa installed with its part for receipt printers: uv tool install "kassa[escpos]", or '
        'pipx install "kassa[escpos]". Then start Kassa again.'
    )


def print_slip(picture: Picture, printer: SlipPrinter) -> None:
    """Hands the image to the printer and cuts; waits for it some seconds, so never call it where a person waits.

    ``bad_file`` says what to look after when the printer isn't there or takes nothing, or what is not installed.
    """
    if not is_installed():
        raise KassaError("bad_file", missing())
    failed: list[Exception] = []

    def send() -> None:
        try:
            _send(_commands(picture), printer)
        except Exception as error:  # goes on in the thread that waits
            failed.append(error)

    # A device file blocks for as long as its printer is off or without paper; no job of ours may hang on that.
    sending = threading.Thread(target=send, name="slip", daemon=True)
    sending.start()
    sending.join(_PATIENCE_S)
    if sending.is_alive():
        raise KassaError("bad_file", say("The slip printer takes nothing. Is it switched on, and has it paper?"))
    for error in failed:
        told = _told(error, printer)
        if told is None:
            raise error
        raise KassaError("bad_file", told) from error


def _commands(picture: Picture) -> bytes:
    """What makes a printer print the image and cut."""
    from PIL import Image

    device = import_module("escpos.printer").Dummy()
    # Without its profile's width python-escpos complains on stdout; what the paper takes is known here.
    media = {"width": {"pixels": picture.width}}
    device.profile.profile_data = {**device.profile.profile_data, "media": media}
    device.hw("INIT")
    device.image(Image.frombytes("L", (picture.width, picture.height), picture.data), impl="bitImageRaster")
    device.cut()
    return bytes(device.output)


def _send(commands: bytes, printer: SlipPrinter) -> None:
    if printer.kind == "network":
        with socket.create_connection(_host(printer.where), timeout=_ANSWER_S) as connection:
            connection.sendall(commands)
    elif printer.kind == "file":
        # A device that isn't there shall not be made as a file.
        with os.fdopen(os.open(printer.where, os.O_WRONLY), "wb") as file:
            file.write(commands)
    else:
        makers = import_module("escpos.printer")
        maker = makers.Usb if printer.kind == "usb" else makers.Win32Raw
        if not maker.is_usable():
            raise KassaError(
                "bad_file",
                say(
                    'Such a slip printer also needs {library}: uv tool install "kassa[escpos]" --with {library}, or '
                    "pipx inject kassa {library}. Then start Kassa again.",
                    library=_LIBRARIES[printer.kind],
                ),
            )
        device = maker(*_usb_ids(printer.where)) if printer.kind == "usb" else maker(printer.where)
        device.open()
        try:
            device._raw(commands)
        finally:
            device.close()


def _host(where: str) -> tuple[str, int]:
    host, colon, port = where.partition(":")
    if _HOST.fullmatch(host) is None or (colon and not (port.isdecimal() and 0 < int(port) < 65536)):
        raise KassaError(
            "bad_value", say("Write the printer's address in your network, such as 192.168.1.50 or printer.local:9100.")
        )
    return host, int(port) if colon else _PORT


def _usb_ids(where: str) -> tuple[int, int]:
    found = _USB.fullmatch(where.strip())
    if found is None:
        raise KassaError(
            "bad_value", say("Write the printer's vendor and product as lsusb shows them, such as 04b8:0202.")
        )
    return int(found[1], 16), int(found[2], 16)


def _told(error: Exception, printer: SlipPrinter) -> Text | None:
    """What a failure means for the one at the till; None when it is no failure of the world's."""
    kind, where = printer.kind, printer.where
    # python-escpos tells of what it met with an error of its own.
    reason = error if isinstance(error, OSError) else error.__context__
    number = reason.errno if isinstance(reason, OSError) else None
    if number in (errno.EACCES, errno.EPERM):
        return say(
            "You may not use the slip printer {where}. On Linux the group lp may: sudo usermod -aG lp followed by "
            "your user name; then sign in again.",
            where=where,
        )
    if not isinstance(error, _worldly()):
        return None
    if kind == "network":
        return say(
            "No slip printer answers at {where}. Is it switched on, with its network cable in? If its address is "
            "another by now, change it in the settings.",
            where=where,
        )
    return say(
        "The slip printer {where} isn't there. Is it switched on, with its cable in? If it is another by now, "
        "change it in the settings.",
        where=where,
    )


def _worldly() -> tuple[type[Exception], ...]:
    """What drivers raise when the printer or its cable is to blame; pyusb without its library raises a ValueError."""
    found: list[type[Exception]] = [OSError, import_module("escpos.exceptions").Error]
    for module, name in (("usb.core", "NoBackendError"), ("pywintypes", "error")):
        if module.partition(".")[0] in sys.modules:
            found.append(getattr(import_module(module), name))
    return tuple(found)

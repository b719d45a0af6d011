"""A QR code that leads to a web page: on posters, where a card's would be a lie."""

from __future__ import annotations

from typing import Any

from kassa.printing.qr import QUIET
from kassa.printing.values import Colour


def draw_link(canvas: Any, address: str, left: float, bottom: float, side: float, colour: Colour) -> None:
    """The code of an address with its quiet zone, as large as the square there; lengths in points."""
    import qrcode
    from qrcode.constants import ERROR_CORRECT_M

    symbol = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0)
    symbol.add_data(address)
    symbol.make(fit=True)
    rows = symbol.modules
    module = side / (len(rows) + 2 * QUIET)
    path = canvas.beginPath()
    for down, row in enumerate(rows):
        start: int | None = None
        for across, dark in enumerate((*row, False)):
            if dark and start is None:
                start = across
            elif not dark and start is not None:
                top = bottom + side - (QUIET + down) * module
                path.rect(left + (QUIET + start) * module, top - module, (across - start) * module, module)
                start = None
    canvas.setFillColorRGB(*colour)
    # One fill for the whole symbol: pieces of their own would show seams.
    canvas.drawPath(path, stroke=0, fill=1)

"""What a camera's picture holds: loyalty cards' codes, and whether there is any other code that could be taken for one.

No Qt here, so that any frame can be fed: a grey picture in, a ``Found`` out.
"""

from __future__ import annotations

from dataclasses import dataclass

from kassa.domain.codes import is_code
from kassa.printing.raster import Picture

_KINDS = "QRCode,Code128"


@dataclass(frozen=True, slots=True)
class Found:
    """The cards in sight by their ten digits, and whether a code was in sight that is no card's."""

    cards: frozenset[str] = frozenset()
    foreign: bool = False


def find_codes(picture: Picture) -> Found:
    """Every code in a grey picture. Takes 5 to 30 ms, in which other threads go on."""
    import zxingcpp

    rows = range(0, picture.height * picture.stride, picture.stride)
    dense = picture.stride == picture.width
    data = picture.data if dense else b"".join(picture.data[start : start + picture.width] for start in rows)
    seen = zxingcpp.read_barcodes(
        memoryview(data).cast("B", [picture.height, picture.width]),
        formats=zxingcpp.barcode_formats_from_str(_KINDS),
        try_invert=False,
    )
    texts = [code.text for code in seen if code.valid]
    cards = frozenset(text for text in texts if is_code(text))
    return Found(cards, len(cards) < len(set(texts)))

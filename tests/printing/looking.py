"""Looking at a rendered page with eyes that aren't ours: its colours, its codes, where its words stand."""

from __future__ import annotations

import pypdfium2
import zxingcpp
from PIL import Image

from kassa.printing import Pages


def seen(pdf: bytes, page: int = 0, dots_per_inch: float = 150) -> Image.Image:
    """A page as a picture."""
    with Pages(pdf) as pages:
        drawn = pages.picture(page, dots_per_inch)
    return Image.frombuffer("RGB", (drawn.width, drawn.height), drawn.data, "raw", "BGRX", drawn.stride, 1).copy()


def codes(pdf: bytes, page: int = 0) -> list[str]:
    """What a reader finds on a page, in any direction."""
    return [found.text for found in zxingcpp.read_barcodes(seen(pdf, page, 300))]


def told(pdf: bytes, page: int = 0) -> str:
    """A page's text in one line."""
    with Pages(pdf) as pages:
        return " ".join(pages.text(page).split())


def letters(pdf: bytes, words: str, page: int = 0) -> tuple[float, float, float, float]:
    """Where these words stand last: left, top, right, bottom in millimetres from the page's top left."""
    document = pypdfium2.PdfDocument(pdf)
    opened = document[page]
    high = opened.get_size()[1]
    text = opened.get_textpage()
    places = list(iter(text.search(words).get_next, None))
    assert places, words
    first, count = places[-1]
    boxes = [text.get_charbox(at) for at in range(first, first + count)]
    left, bottom = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, top = max(box[2] for box in boxes), max(box[3] for box in boxes)
    document.close()
    return left / 72 * 25.4, (high - top) / 72 * 25.4, right / 72 * 25.4, (high - bottom) / 72 * 25.4

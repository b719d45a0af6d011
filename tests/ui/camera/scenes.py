"""What a camera at the counter sees: real cards, rendered from the PDF that is printed, held as people hold them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from PIL import Image, ImageDraw, ImageFilter
from PySide6.QtGui import QImage

from kassa.printing import CardFace, Front, Pages, Picture, render_cards, sheet

MARIA, MARCUS = "4071938261", "1234567894"
FRAME = (1280, 720)
_COUNTER = (150, 138, 120)


@cache
def card(code: str, design: str = "forest", code128: bool = False, dots: int = 300) -> Image.Image:
    """A card's front as it comes out of the printer."""
    front = Front("Bokkaféet", "Stamkort", ("08-123 45 67",), design, code128=code128)
    pdf = render_cards([CardFace(code, "Maria Lindqvist")], sheet("cr80"), front).pdf
    with Pages(pdf) as pages:
        seen = pages.picture(0, dots)
    return Image.frombytes("RGB", (seen.width, seen.height), seen.data, "raw", "BGRX", seen.stride)


def scene(
    *cards: Image.Image,
    wide: float = 0.45,
    angle: float = 0.0,
    blur: float = 0.0,
    noise: float = 0.0,
    light: float = 1.0,
    tilt: float = 0.0,
    at: Sequence[tuple[float, float]] = ((0.5, 0.5), (0.25, 0.3), (0.75, 0.75)),
) -> Image.Image:
    """A frame of the counter with cards on it.

    A card takes ``wide`` of the frame's width, lies at ``angle`` degrees and leans back by ``tilt`` (0 to 1); the
    camera's lens blurs (pixels), its chip adds ``noise`` (standard deviation), and there is so much ``light``.
    """
    frame = Image.new("RGB", FRAME, _COUNTER)
    for one, (x, y) in zip(cards, at, strict=False):
        size = round(FRAME[0] * wide)
        held = one.resize((size, round(size * one.height / one.width)), Image.Resampling.LANCZOS)
        held = held.convert("RGBA")
        if tilt:
            held = _leaning(held, tilt)
        held = held.rotate(angle, Image.Resampling.BICUBIC, expand=True)
        frame.paste(held, (round(x * FRAME[0] - held.width / 2), round(y * FRAME[1] - held.height / 2)), held)
    if blur:
        frame = frame.filter(ImageFilter.GaussianBlur(blur))
    pixels = np.asarray(frame, np.float32) * light
    if noise:
        pixels = pixels + np.random.default_rng(7).normal(0, noise, pixels.shape)
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def _leaning(held: Image.Image, tilt: float) -> Image.Image:
    """The card's upper edge farther away than its lower one."""
    wide, high = held.size
    inset = wide * tilt * 0.2
    corners = [(inset, 0.0), (wide - inset, 0.0), (float(wide), float(high)), (0.0, float(high))]
    plain = [(0, 0), (wide, 0), (wide, high), (0, high)]
    rows = []
    for (x, y), (u, v) in zip(corners, plain, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
    solved = np.linalg.solve(np.array(rows, float), np.array([value for point in plain for value in point], float))
    return held.transform(held.size, Image.Transform.PERSPECTIVE, tuple(solved), Image.Resampling.BICUBIC)


def foreign(text: str = "https://example.org/menu") -> Image.Image:
    """A code that is no card's, as it stands on a table or on a telephone."""
    import qrcode

    symbol = qrcode.QRCode(border=4, box_size=12)
    symbol.add_data(text)
    symbol.make()
    drawn = Image.new("RGB", (900, 560), "white")
    rows = symbol.get_matrix()
    pen = ImageDraw.Draw(drawn)
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            if dark:
                pen.rectangle((40 + x * 12, 40 + y * 12, 51 + x * 12, 51 + y * 12), fill="black")
    return drawn


def grey(frame: Image.Image) -> Picture:
    """A frame as the decoder takes it."""
    plain = frame.convert("L")
    return Picture(plain.width, plain.height, plain.width, True, plain.tobytes())


def image(frame: Image.Image) -> QImage:
    """A frame as Qt gives it."""
    plain = frame.convert("RGB")
    held = QImage(plain.tobytes(), plain.width, plain.height, plain.width * 3, QImage.Format.Format_RGB888)
    return held.copy()

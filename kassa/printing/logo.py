"""The shop's logo on a card: read once, fitted into its place, on a plate where the card's ground would swallow it."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from kassa.errors import KassaError
from kassa.printing.designs import contrast, luminance
from kassa.printing.ornaments import MM
from kassa.printing.values import Colour
from kassa.words import say

if TYPE_CHECKING:
    from PIL.Image import Image

_HIGH, _WIDE = 13.0, 38.0
_RIM = 1.3
_CORNER = 1.5
_SIDE = 1024
# Of 255: a see-through logo that is lighter than this would vanish on the plate.
_LIGHT = 200
# How light a ground has to be for a dark logo, and how well a light one has to be seen.
_PAPER = 0.75
_SEEN = 3.0
_BLACK, _WHITE = (0.0, 0.0, 0.0), (1.0, 1.0, 1.0)


class Logo:
    """A PNG that was read, and the ground that it stands on, dark unless told; ``bad_file`` when it can't be read.

    ``dark`` is what a light one stands on where the ground is light too.
    """

    def __init__(self, png: bytes, ground: Colour = _BLACK, dark: Colour = _BLACK) -> None:
        whole = _read(png)
        self._dark = dark if _is_light(whole) else None
        self._plated = luminance(ground) < _PAPER if self._dark is None else contrast(_WHITE, ground) < _SEEN
        # See-through margins would push the logo out of line with the type below.
        self._image = whole.crop(whole.getchannel("A").getbbox() or (0, 0, *whole.size))

    def size(self, scale: float, room: float) -> tuple[float, float]:
        """How wide and high it is drawn, its plate included, no wider than ``room``. Lengths in points."""
        rim = self._rim(scale)
        most_wide, most_high = min(_WIDE * MM * scale, room) - 2 * rim, _HIGH * MM * scale - 2 * rim
        size = min(most_wide / self._image.width, most_high / self._image.height)
        return self._image.width * size + 2 * rim, self._image.height * size + 2 * rim

    def draw(self, canvas: Any, left: float, top: float, scale: float, room: float, field: Colour) -> float:
        """Draws it with its top left there; where its bottom is."""
        from reportlab.lib.utils import ImageReader

        rim, (wide, high) = self._rim(scale), self.size(scale, room)
        bottom = top - high
        if self._plated:
            canvas.setFillColorRGB(*(field if self._dark is None else self._dark))
            canvas.roundRect(left, bottom, wide, high, _CORNER * MM * scale, stroke=0, fill=1)
        image = ImageReader(self._image)
        canvas.drawImage(image, left + rim, bottom + rim, wide - 2 * rim, high - 2 * rim, mask="auto")
        return float(bottom)

    def _rim(self, scale: float) -> float:
        return _RIM * MM * scale if self._plated else 0.0


def _read(png: bytes) -> Image:
    from PIL import Image as Pillow

    try:
        with Pillow.open(BytesIO(png), formats=("PNG",)) as opened:
            # A small file can claim any size: what is larger than a logo may be is never unpacked.
            if max(opened.size) <= _SIDE:
                return opened.convert("RGBA")
    # A damaged picture makes Pillow raise nearly anything (SyntaxError for a broken chunk).
    except (OSError, ValueError, SyntaxError, EOFError, Pillow.DecompressionBombError) as error:
        raise _unreadable() from error
    raise _unreadable()


def _unreadable() -> KassaError:
    return KassaError("bad_file", say("The shop's logo can't be read. Choose another one in the settings."))


def _is_light(image: Image) -> bool:
    """Whether what is not see-through is nearly white, and some of it is see-through."""
    small = image.resize((32, 32))
    pixels = small.tobytes()
    seen = [sum(pixels[at : at + 3]) / 3 for at in range(0, len(pixels), 4) if pixels[at + 3] > 128]
    return 0 < len(seen) < 0.95 * 32 * 32 and sum(seen) / len(seen) > _LIGHT

"""What goes into the printer's hands and what comes back, as frozen values; importing this costs nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from kassa.words import Text

Progress = Callable[[int, int], None]
"""Called with how much is done and how much there is."""

Cancelled = Callable[[], bool]
"""Asked now and then; True stops the work."""


DEFAULT_DESIGN = "forest"

Edge = Literal["long-edge", "short-edge"]
"""The paper's edge that a printer turns it over for its back."""

Colour = tuple[float, float, float]
"""Red, green and blue, each from 0 to 1."""


class CancelledError(Exception):
    """Somebody pressed Cancel: nothing was written."""


@dataclass(frozen=True, slots=True)
class CardFace:
    """One card: its ten digits, and whose it is. Without a name the card gets a line to write one on."""

    code: str
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Front:
    """What stands on every card of a batch: the shop, a line under it, how to reach the shop.

    ``contact`` holds up to four lines. ``design`` is the id of how it looks, ``colours`` the shop's own two for it (the
    card's ground and its type); ``logo`` a PNG, for the designs that it leads; ``code128`` asks for bars beside the QR
    code.
    """

    shop: str
    line: str = ""
    contact: tuple[str, ...] = ()
    design: str = DEFAULT_DESIGN
    logo: bytes | None = None
    code128: bool = False
    colours: tuple[Colour, Colour] | None = None


@dataclass(frozen=True, slots=True)
class Back:
    """What stands on the back of every card, in the shop's language.

    ``edge`` is the one that the printer turns the paper over. ``boxes`` of a stamp card with the first ``stamped`` of
    them stamped, or ``rows`` with the tiers' names and what each takes; ``notice`` is the small print.
    """

    edge: Edge
    title: str
    boxes: int = 0
    stamped: int = 0
    rows: tuple[tuple[str, str], ...] = ()
    text: str = ""
    notice: str = ""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A batch as PDF bytes.

    ``by_hand`` lists the codes whose name has letters that no font on this computer can draw rightly: they got the line
    to write on. ``unembedded`` lists the codes whose name relies on the reader's own Chinese, Japanese or Korean font.
    ``left_out`` says why a Code 128 that was asked for isn't there.
    """

    pdf: bytes
    pages: int
    by_hand: tuple[str, ...] = ()
    unembedded: tuple[str, ...] = ()
    left_out: Text | None = None

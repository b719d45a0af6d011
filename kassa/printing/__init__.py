"""Printing: values in, PDF bytes out. It knows nothing of the store, and importing it costs next to nothing.

``sheet(id) -> Sheet`` and ``all_sheets() -> tuple[Sheet, ...]``
    the sheets of paper and their geometry; an unknown id is ``bad_value``.
``design(id=None) -> Design`` and ``all_designs() -> tuple[Design, ...]``
    how a card may look, the usual way when nothing is said; an unknown id is ``bad_value``, a design's file with a
    mistake ``bad_file``.
``colour("#RRGGBB") -> Colour`` and ``coloured(design, ground, ink) -> Design``
    the design in the shop's own two colours; ``bad_value`` when type couldn't be read in them.
``own_sheet(OwnSheet(...)) -> Sheet``
    a sheet by the owner's measurements; ``bad_value`` names the one that can't be right.
``render_cards(faces, sheet, front, start=1, progress=None, cancelled=None, *, back=None) -> Rendered``
    cards as PDF bytes in memory: for a preview, or to print. With a back, each page is followed by that of its backs.
``checked_cards(faces, sheet, front, start=1, verify=True, progress=None, cancelled=None, *, back=None) -> Rendered``
    the same with every code read back first.
``render_test_page(sheet, words, edge=None, start=1) -> Rendered``
    a page of outlines, crosses and rulers without any code, ``words`` being what ``explained(words, sheet)`` says.
``verify_cards(pdf, faces, sheet, start=1, progress=None, cancelled=None, *, backs=False, code128=False) -> int``
    reads every code of a rendered PDF; how many, or ``bad_value`` naming the card.
``read_codes(pdf, sheet, page=0) -> tuple[str, ...]``
    the codes that can be read on one page, whatever they are.
``save(out, pdf)``
    a PDF into a file, aside then renamed; ``bad_file``.
``Pages(pdf)``
    a PDF's pages as pixels and text, from any thread.

The values: ``CardFace(code, name=None)``; ``Front(shop, line, contact, design, logo, code128, colours)``, where
``line`` ("Loyalty card") is already in the shop's language and ``contact`` holds up to four lines;
``Back(edge, title, boxes, stamped, rows, text, notice)``; ``Rendered(pdf, pages, by_hand, unembedded, left_out)``.
``progress(done, total)`` counts up to ``total``; once ``cancelled()`` is true, ``CancelledError`` is raised and
nothing is left behind.
"""

from __future__ import annotations

from kassa.printing.calibration import Explained, explained, measure_of, moved, render_test_page
from kassa.printing.colouring import coloured
from kassa.printing.designs import Design, all_designs, colour, design
from kassa.printing.figures import render_figures
from kassa.printing.own_sheets import OwnSheet, own_sheet
from kassa.printing.pdf import checked_cards, render_cards, save
from kassa.printing.raster import Pages, Picture
from kassa.printing.sheets import Sheet, all_sheets, sheet
from kassa.printing.values import Back, Cancelled, CancelledError, CardFace, Colour, Edge, Front, Progress, Rendered
from kassa.printing.verify import read_codes, verify_cards

__all__ = [
    "Back",
    "Cancelled",
    "CancelledError",
    "CardFace",
    "Colour",
    "Design",
    "Edge",
    "Explained",
    "Front",
    "OwnSheet",
    "Pages",
    "Picture",
    "Progress",
    "Rendered",
    "Sheet",
    "all_designs",
    "all_sheets",
    "checked_cards",
    "colour",
    "coloured",
    "design",
    "explained",
    "measure_of",
    "moved",
    "own_sheet",
    "read_codes",
    "render_cards",
    "render_figures",
    "render_test_page",
    "save",
    "sheet",
    "verify_cards",
]

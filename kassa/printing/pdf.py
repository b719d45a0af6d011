"""Pages of cards as one PDF, and the PDF as a file that is there whole or not at all."""

from __future__ import annotations

import errno
import os
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from kassa.errors import KassaError
from kassa.printing.back import BackDrawing
from kassa.printing.canvas import new_canvas
from kassa.printing.card import FrontDrawing
from kassa.printing.ornaments import MM
from kassa.printing.sheets import Sheet
from kassa.printing.values import Back, Cancelled, CancelledError, CardFace, Front, Progress, Rendered
from kassa.printing.verify import verify_cards
from kassa.words import say

_MARK = 4.0
_MARK_GAP = 1.0
_MARK_INK = (0.25, 0.25, 0.25)
# How many cards are drawn between two looks at whether somebody pressed Cancel.
_BREATH = 50


def render_cards(
    faces: Sequence[CardFace],
    sheet: Sheet,
    front: Front,
    start: int = 1,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
    *,
    back: Back | None = None,
) -> Rendered:
    """The cards as a PDF, beginning at place ``start`` (from 1) of the first sheet; with a ``back`` after each page.

    Refusals are ``bad_value``: no cards, a place that the sheet hasn't got, cards too small for a readable code.
    """
    if not faces:
        raise KassaError("bad_value", say("There are no cards to print. Choose customers, or how many blank cards."))
    sheet.check_place(start)
    file = BytesIO()
    canvas = new_canvas(file, sheet.page_size, front.shop)
    drawing = FrontDrawing(canvas, front, sheet)
    backs = None if back is None else BackDrawing(canvas, back, front, sheet)
    left_out = None
    if front.code128 and drawing.strip is None:
        left_out = say(
            "The cards of {sheet} have no room for a Code 128 that a scanner could read. They have the QR code alone.",
            sheet=sheet.name,
        )
    by_hand: list[str] = []
    unembedded: list[str] = []
    used = range(start, start)
    pages = 0
    for number, face in enumerate(faces):
        if number % _BREATH == 0:
            if cancelled is not None and cancelled():
                raise CancelledError
            if progress is not None:
                progress(number, len(faces))
        if not used:
            _begin_page(canvas, sheet)
        name = drawing.name(face)
        if name is None and face.name and face.name.strip():
            by_hand.append(face.code)
        elif name is not None and not all(run.embedded for line in name.lines for run in line):
            unembedded.append(face.code)
        used = range(used.start, used.stop + 1)
        drawing.draw(face, name, *_corner(sheet, sheet.place(used[-1])))
        if used[-1] == sheet.places or number == len(faces) - 1:
            canvas.showPage()
            pages += 1
            if back is not None and backs is not None:
                _back_page(canvas, sheet, back, backs, used)
                pages += 1
            used = range(1, 1)
    if cancelled is not None and cancelled():
        raise CancelledError
    canvas.save()
    if progress is not None:
        progress(len(faces), len(faces))
    return Rendered(file.getvalue(), pages, tuple(by_hand), tuple(unembedded), left_out)


def checked_cards(
    faces: Sequence[CardFace],
    sheet: Sheet,
    front: Front,
    start: int = 1,
    verify: bool = True,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
    *,
    back: Back | None = None,
) -> Rendered:
    """``render_cards``, and with ``verify`` every code read back from the rendered pages."""
    parts = 2 if verify else 1

    def whole(part: int) -> Progress | None:
        if progress is None:
            return None
        return lambda done, total: progress(part * total + done, parts * total)

    rendered = render_cards(faces, sheet, front, start, whole(0), cancelled, back=back)
    if verify:
        bars = front.code128 and rendered.left_out is None
        verify_cards(rendered.pdf, faces, sheet, start, whole(1), cancelled, backs=back is not None, code128=bars)
    return rendered


def save(out: Path, pdf: bytes) -> None:
    """Writes the file aside and renames it, so that nobody ever sees half of it; ``bad_file`` when it can't."""
    try:
        if out.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(out))
        if out.exists() and not out.is_file():
            # Renaming over a device or a pipe would take its place.
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(out))
        aside = out.with_name(f".{out.name}.{os.getpid()}.part")
        try:
            with aside.open("wb") as file:
                file.write(pdf)
                file.flush()
                os.fsync(file.fileno())
            aside.replace(out)
        finally:
            aside.unlink(missing_ok=True)
    except (OSError, ValueError) as error:
        raise _not_saved(out, error) from error


def _not_saved(out: Path, error: Exception) -> KassaError:
    reason = error.errno if isinstance(error, OSError) else None
    if reason in (errno.ENOSPC, errno.EDQUOT):
        return KassaError("bad_file", say("The disk is full. Make room, or save the cards in another folder."))
    if reason == errno.EISDIR:
        return KassaError("bad_file", say("{file} is a folder. Give the cards a file name.", file=str(out)))
    if reason == errno.ENOENT:
        return KassaError("bad_file", say("There is no folder {folder}. Choose another one.", folder=str(out.parent)))
    return KassaError(
        "bad_file",
        say("{file} can't be written. Close it if it is open elsewhere, or choose another folder.", file=str(out)),
    )


def _corner(sheet: Sheet, place: tuple[float, float]) -> tuple[float, float]:
    """A card's bottom left in points, from its top left in millimetres."""
    return place[0] * MM, (sheet.page_size[1] - place[1] - sheet.card[1]) * MM


def _back_page(canvas: Any, sheet: Sheet, back: Back, backs: BackDrawing, used: range) -> None:
    # A sheet to cut has its lines on the front; a second set would be off by as much as the printer is.
    if sheet.bleed:
        _begin_page(canvas, sheet)
    for place in used:
        backs.draw(*_corner(sheet, sheet.back_place(place, back.edge)))
    canvas.showPage()


def _begin_page(canvas: Any, sheet: Sheet) -> None:
    """The page's boxes and the lines to cut along, under everything else."""
    left, top = sheet.origin[0] * MM, (sheet.page_size[1] - sheet.origin[1]) * MM
    if sheet.bleed:
        right, bottom = left + sheet.card[0] * MM, top - sheet.card[1] * MM
        over = sheet.bleed * MM
        canvas.setTrimBox((left, bottom, right, top))
        canvas.setBleedBox((left - over, bottom - over, right + over, top + over))
    if sheet.marks == "none":
        return
    canvas.setStrokeColorRGB(*_MARK_INK)
    canvas.setLineWidth(0.25)
    columns = sorted(
        {left + (column * sheet.pitch[0] + side) * MM for column in range(sheet.grid[0]) for side in (0, sheet.card[0])}
    )
    rows = sorted(
        {top - (row * sheet.pitch[1] + side) * MM for row in range(sheet.grid[1]) for side in (0, sheet.card[1])}
    )
    gap = (sheet.bleed + _MARK_GAP) * MM
    length = _MARK * MM
    for x in columns:
        canvas.line(x, rows[0] - gap, x, rows[0] - gap - length)
        canvas.line(x, rows[-1] + gap, x, rows[-1] + gap + length)
    for y in rows:
        canvas.line(columns[0] - gap, y, columns[0] - gap - length, y)
        canvas.line(columns[-1] + gap, y, columns[-1] + gap + length, y)

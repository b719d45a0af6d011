"""Debian's gLabels as the cards' yardstick: a label file with the same sheet, fields and code, merged from a CSV.

``command()`` finds it and, for root on a computer with apt, installs it.
"""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import quoteattr

from kassa.domain.codes import grouped
from kassa.printing import CardFace, Sheet

_NAMES = ("glabels-batch", "glabels-3-batch")
_UNTURNED = 'a0="1" a1="0" a2="0" a3="1" a4="0" a5="0"'


def command() -> str | None:
    """The batch printer's name on this computer; None when it isn't there and can't be had."""
    if _found() is None and shutil.which("apt-get") and os.geteuid() == 0:
        for words in (("update",), ("install", "-y", "--no-install-recommends", "glabels")):
            subprocess.run(["apt-get", *words], check=False, capture_output=True)
    return _found()


def _found() -> str | None:
    return next((name for name in _NAMES if shutil.which(name)), None)


def write_csv(file: Path, faces: Sequence[CardFace]) -> None:
    """The cards as both programs read them."""
    with file.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(("code", "grouped", "name"))
        rows.writerows((face.code, grouped(face.code), face.name or "") for face in faces)


def write_label(file: Path, cards: Path, sheet: Sheet, shop: str, line: str, contact: Sequence[str]) -> None:
    """A plain card in gLabels' own format: ground, field, code, the shop's texts, the holder's name and the digits."""
    wide, high = sheet.card
    objects = [
        _box(0, 0, wide, high, "0x17352eff"),
        _box(wide - 29.2, 4.2, 25, 25, "0xffffffff"),
        _text(5.1, 4.5, 48, 8, 17.3, "Bold", shop),
        _text(5.1, 12.5, 48, 5, 8, "Regular", line),
        _text(5.1, high - 14, 48, 5, 9.3, "Bold", '<Field name="name"/>'),
        _text(5.1, high - 8.5, 48, 5, 8.4, "Regular", '<Field name="grouped"/>'),
        *(_text(wide - 34, high - 13 + 3 * at, 30, 4, 6.2, "Regular", told) for at, told in enumerate(contact)),
        _code(wide - 25.7, 7.7, 18),
    ]
    file.write_text(
        f"""<?xml version="1.0"?>
<Glabels-document xmlns="http://glabels.org/xmlns/3.0/">
  <Template brand="Own" part="sheet" size={quoteattr(sheet.page)} description="Cards">
    <Label-rectangle id="0" width="{wide}mm" height="{high}mm" round="{sheet.corner}mm" x_waste="0" y_waste="0">
      <Layout nx="{sheet.grid[0]}" ny="{sheet.grid[1]}" x0="{sheet.origin[0]}mm" y0="{sheet.origin[1]}mm"
              dx="{sheet.pitch[0]}mm" dy="{sheet.pitch[1]}mm"/>
    </Label-rectangle>
  </Template>
  <Objects id="0" rotate="False">
    {"".join(objects)}
  </Objects>
  <Merge type="Text/Comma/Line1Keys" src={quoteattr(str(cards))}/>
  <Data/>
</Glabels-document>
""",
        encoding="utf-8",
    )


def _box(x: float, y: float, wide: float, high: float, colour: str) -> str:
    return (
        f'<Object-box {_UNTURNED} x="{x}mm" y="{y}mm" w="{wide}mm" h="{high}mm" line_width="0" line_color="{colour}" '
        f'fill_color="{colour}"/>'
    )


def _code(x: float, y: float, side: float) -> str:
    return (
        f'<Object-barcode {_UNTURNED} x="{x}mm" y="{y}mm" w="{side}mm" h="{side}mm" backend="libqrencode" '
        'style="IEC18004" text="False" checksum="False" color="0x000000ff" field="code"/>'
    )


def _text(x: float, y: float, wide: float, high: float, size: float, weight: str, content: str) -> str:
    return (
        f'<Object-text {_UNTURNED} x="{x}mm" y="{y}mm" w="{wide}mm" h="{high}mm" justify="Left" valign="Top" '
        f'auto_shrink="False"><Span font_family="Inter" font_size="{size}" font_weight="{weight}" font_italic="False" '
        f'color="0xffffffff" line_spacing="1">{content}</Span></Object-text>'
    )

"""How a file is to be read where it isn't left to be found out; can be kept in a file and used again."""

from __future__ import annotations

from collections.abc import Mapping as Columns
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["customers", "sales"]
DecimalMark = Literal[".", ","]


@dataclass(frozen=True, slots=True)
class Shape:
    """How a table lies in its file; None: found out. ``heading_line`` counts from 1, ``sheet`` is a workbook's."""

    encoding: str | None = None
    delimiter: str | None = None
    heading_line: int | None = None
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class Mapping:
    """What a person decided about a file; None: found out from the file.

    ``columns`` says for a heading which field it holds, ``note`` to keep it as a note, or ``ignore``; a heading that it
    doesn't name is found out. ``stamp_card`` is the id of the card that collected stamps go to.
    """

    format: str | None = None
    shape: Shape = Shape()
    columns: Columns[str, str] = field(default_factory=dict)
    day_first: bool | None = None
    decimal: DecimalMark | None = None
    last_name_first: bool | None = None
    stamp_card: str | None = None

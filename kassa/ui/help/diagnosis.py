"""What a wedge scanner typed, key by key, and what is wrong with it. Pure: keys in, findings out.

A scanner is a keyboard: it presses the keys on which a code's digits stand on the keyboard that it was told of. Where
the computer has another keyboard something else arrives, by which that keyboard can be told.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from kassa.domain.codes import LENGTH, is_code

BETWEEN_MS = 35
ENTER_MS = 150
_BY_HAND_MS = 80

Kind = Literal[
    "nothing", "by hand", "slow", "late enter", "no enter", "tab", "enter twice", "layout", "shift", "shift lock",
    "num lock", "prefix", "suffix", "zeros", "length", "check digit", "other",
]  # fmt: skip

ENTERS = ("\r", "\n")
_ENDS = (*ENTERS, "\t")

# What the keys 1 to 9 and 0 give without Shift, where that isn't the digits.
_LAYOUTS = {
    "French": "&é\"'(-è_çà",
    "Belgian": "&é\"'(§è!çà",
    "Czech": "+ěščřžýáíé",
    "Slovak": "+ľščťžýáíé",
    "Hungarian": "123456789ö",
    "Lithuanian": "ąčęėįšųū90",
}
# And with Shift, where they do.
_SHIFTED = {
    "Swedish, Norwegian, Danish": '!"#¤%&/()=',
    "Polish, American": "!@#$%^&*()",
    "British": '!"£$%^&*()',
    "German": '!"§$%&/()=',
    "Italian": '!"£$%&/()=',
    "Spanish": '!"·$%&/()=',
}
# The number pad while Num Lock is off: keys without text come by their names.
_PAD = {
    "<End>": "1", "<Down>": "2", "<PageDown>": "3", "<Left>": "4", "<Clear>": "5", "<Right>": "6", "<Home>": "7",
    "<Up>": "8", "<PageUp>": "9", "<Insert>": "0",
}  # fmt: skip


class Key(NamedTuple):
    """One key: its text (Enter is CR, a key without text its name as ``<Home>``), and the milliseconds since the key
    before; ``shift`` says that Shift was held.
    """

    text: str
    ms: float = 0.0
    shift: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong; ``detail`` is a keyboard's name, a text that doesn't belong, or a number as text."""

    kind: Kind
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """``code`` is the card's, where it could be told; with no findings the scan would have opened its customer."""

    code: str | None
    findings: tuple[Finding, ...]
    slowest: float

    @property
    def fine(self) -> bool:
        """Whether Kassa takes such a scan."""
        return not self.findings


def diagnose(keys: Sequence[Key]) -> Diagnosis:
    """What is wrong with one scan: its code first, then its end, then its pace."""
    body, tail = _parted(keys)
    if not body:
        return Diagnosis(None, (Finding("nothing"),), 0.0)
    code, findings = _code_of(body)
    slowest = max((key.ms for key in body[1:]), default=0.0)
    gaps = sorted(key.ms for key in body[1:])
    if len(gaps) >= 3 and gaps[len(gaps) // 2] >= _BY_HAND_MS:
        # Somebody typed: what else is wrong with it is no scanner's doing.
        return Diagnosis(code, (Finding("by hand", str(round(slowest))),), slowest)
    findings += _end_of(tail)
    if slowest >= BETWEEN_MS:
        findings.append(Finding("slow", str(round(slowest))))
    return Diagnosis(code, tuple(findings), slowest)


def _parted(keys: Sequence[Key]) -> tuple[Sequence[Key], Sequence[Key]]:
    """The keys of the code, and from the first Enter or Tab after it on the others."""
    start = next((at for at, key in enumerate(keys) if key.text not in _ENDS), len(keys))
    end = next((at for at, key in enumerate(keys) if at > start and key.text in _ENDS), len(keys))
    return keys[start:end], keys[end:]


def _end_of(tail: Sequence[Key]) -> list[Finding]:
    if not tail:
        return [Finding("no enter")]
    findings = []
    if tail[0].text == "\t":
        findings.append(Finding("tab"))
    elif tail[0].ms > ENTER_MS:
        findings.append(Finding("late enter", str(round(tail[0].ms))))
    after = "".join(key.text for key in tail[1:])
    if after.strip():
        findings.append(Finding("suffix", after.strip()))
    elif tail[0].text in ENTERS and any(key.text in ENTERS for key in tail[1:]):
        findings.append(Finding("enter twice"))
    return findings


def _code_of(body: Sequence[Key]) -> tuple[str | None, list[Finding]]:
    text = "".join(key.text for key in body)
    plain = _around(text)
    if plain is not None:
        return plain[0], plain[1]
    pad = "".join(_PAD.get(key.text, "") for key in body)
    if is_code(pad) and len(body) == LENGTH:
        return pad, [Finding("num lock")]
    foreign = _foreign(body, text)
    if foreign is not None:
        return foreign
    return None, [_what_else(text)]


def _around(text: str) -> tuple[str, list[Finding]] | None:
    """A code in a text, and what stands before and after it."""
    if text.isascii() and text.isdigit() and len(text) != LENGTH:
        # Ten right digits inside a longer number are chance: one in ten has them.
        return None
    # A prefix may end in a digit as ``]Q1`` does, so every place is tried, the last first.
    for start in range(len(text) - LENGTH, -1, -1):
        code = text[start : start + LENGTH]
        if is_code(code):
            before, after = text[:start], text[start + LENGTH :]
            found = [Finding("prefix", before)] if before else []
            return code, found + ([Finding("suffix", after)] if after else [])
    return None


def _foreign(body: Sequence[Key], text: str) -> tuple[str, list[Finding]] | None:
    """The code as another keyboard's keys say it, and which keyboard that is."""
    for name, row in _LAYOUTS.items():
        found = _around(_read(text, row))
        if found is not None:
            return found[0], [Finding("layout", name), *found[1]]
    script = "".join(str(unicodedata.digit(each, each)) for each in text)
    found = _around(script) if script != text else None
    if found is not None:
        return found[0], [Finding("layout", "Arabic, Persian"), *found[1]]
    for name, row in _SHIFTED.items():
        found = _around(_read(text, row))
        if found is not None:
            held = any(key.shift for key in body)
            return found[0], [Finding("shift" if held else "shift lock", name), *found[1]]
    return None


def _read(text: str, row: str) -> str:
    digits = dict(zip(row, "1234567890", strict=True))
    return "".join(digits.get(each, each) for each in text)


def _what_else(text: str) -> Finding:
    digits = text.isascii() and text.isdigit()
    if digits and len(text) < LENGTH and is_code(text.zfill(LENGTH)):
        return Finding("zeros", str(LENGTH - len(text)))
    if digits and len(text) == LENGTH:
        return Finding("check digit")
    if digits:
        return Finding("length", str(len(text)))
    return Finding("other", text)

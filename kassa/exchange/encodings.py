"""In which encoding a text was saved, told from its bytes, as far as bytes can tell."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO

from kassa.exchange.files import Progress, bad_file
from kassa.words import Text, say

_CHUNK = 1 << 20
_WIDE_MARKS = {
    codecs.BOM_UTF32_LE: "utf-32",  # before UTF-16's, which is its beginning
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
# ł ą ż ź inside a word, Ł Ż Ź beginning one or among capitals, ń before -ski: in Windows-1252 these bytes are
# ³ ¹ ¿ Ÿ £ ¯ and ñ, which don't stand there in any language.
_POLISH = re.compile(
    rb"[a-z\xf3][\xb3\xb9\xbf\x9f][a-z\xf3]|[\xa3\xaf\x8f][a-z]|[A-Z\xd3][\xa3\xaf\xa5\x8f][A-Z\xd3]|\xf1sk"
)
# å ø è à, which Windows-1250 doesn't have.
_WESTERN = re.compile(rb"[\xe5\xf8\xc5\xd8\xe8\xe0]")


def is_known(encoding: str) -> bool:
    """Whether there is an encoding of text of this name."""
    try:
        return bool("ab".encode(encoding)) and b"ab".decode(encoding, "replace") is not None
    except (LookupError, ValueError):
        return False


def find_wide(head: bytes) -> str | None:
    """UTF-16 or UTF-32, where a file that begins so is in one of them."""
    for mark, encoding in _WIDE_MARKS.items():
        if head.startswith(mark):
            return encoding
    # Half of the bytes of western text in UTF-16 are zero, nearly all on one side.
    high, low = head[::2].count(0), head[1::2].count(0)
    if max(high, low) * 8 > len(head) and min(high, low) * 4 <= max(high, low):
        return "utf-16-le" if low > high else "utf-16-be"
    return None


def windows_of(data: bytes) -> str:
    """Which of the encodings with one byte for a letter makes most sense of a text."""
    return "windows-1250" if len(_POLISH.findall(data)) > len(_WESTERN.findall(data)) else "windows-1252"


def find_encoding(file: BinaryIO, size: int, progress: Progress | None = None) -> str:
    """The encoding of a text of ``size`` bytes, by Python's name; ``bad_file`` when it is no text, or damaged.

    UTF-8, UTF-16 and UTF-32 are certain. What else there is, is Windows-1252, or Windows-1250 where Polish letters
    make sense of its words; a text with neither is the same in both.
    """
    head = file.read(4096)
    wide = find_wide(head)
    if wide is not None:
        return wide
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if 0 in head:
        raise bad_file(say("This is no text and no workbook: save the list as .xlsx or CSV."), 1)
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for chunk in _chunks(file, size, progress):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return _windows(file, size, progress)
    return "utf-8"


def unreadable(line: int) -> Text:
    """The sentence for letters that an encoding doesn't have."""
    return say("The letters on line {line} can't be read: save the list as CSV in UTF-8.", line=line)


def _chunks(file: BinaryIO, size: int, progress: Progress | None) -> Iterator[bytes]:
    file.seek(0)
    done = 0
    while chunk := file.read(_CHUNK):
        yield chunk
        done += len(chunk)
        if progress is not None:
            progress(done, max(done, size))


def _windows(file: BinaryIO, size: int, progress: Progress | None) -> str:
    """Hardly a byte is wrong in Windows-1252, so damaged UTF-8 is told from it by how much of it is sound."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    sound = broken = lines = first_broken = polish = western = 0
    for chunk in _chunks(file, size, progress):
        text = decoder.decode(chunk)
        if not text.isascii():
            wrong = text.count("\ufffd")
            if wrong and not broken:
                first_broken = lines + text.count("\n", 0, text.index("\ufffd")) + 1
            broken += wrong
            sound += len(text) - len(text.encode("ascii", "ignore")) - wrong
            polish += len(_POLISH.findall(chunk))
            western += len(_WESTERN.findall(chunk))
        lines += text.count("\n")
    if decoder.decode(b"", final=True):
        broken += 1
        first_broken = first_broken or lines + 1
    if sound > broken:
        raise bad_file(unreadable(first_broken), first_broken)
    return "windows-1250" if polish > western else "windows-1252"

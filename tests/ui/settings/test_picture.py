"""Whatever an owner drops as a logo: a small PNG comes out, or a sentence."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage

from kassa.errors import KassaError
from kassa.ui.settings.drawing import clean_drawing
from kassa.ui.settings.picture import read_logo
from tests.services.test_settings import png

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 40 20">{}</svg>'
BOX = '<rect width="40" height="20" fill="#1F7A63"/>'


def saved(tmp_path: Path, data: bytes | str, name: str = "logo.png") -> Path:
    file = tmp_path / name
    file.write_bytes(data.encode() if isinstance(data, str) else data)
    return file


def refusal(file: Path) -> str:
    with pytest.raises(KassaError) as error:
        read_logo(file)
    assert error.value.code == "bad_file"
    return str(error.value.text)


def picture(tmp_path: Path, width: int, height: int, form: str = "PNG") -> Path:
    canvas = QImage(width, height, QImage.Format.Format_RGB32)
    canvas.fill(QColor("#1F7A63"))
    file = tmp_path / f"made.{form.lower()}"
    assert canvas.save(str(file))
    return file


def size(data: bytes) -> tuple[int, int]:
    made = QImage.fromData(data)
    return made.width(), made.height()


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_a_picture_becomes_a_png(tmp_path: Path, form: str) -> None:
    made = read_logo(picture(tmp_path, 300, 200, form))
    assert made.startswith(b"\x89PNG")
    assert size(made) == (300, 200)


def test_a_large_one_is_made_small(tmp_path: Path) -> None:
    assert size(read_logo(picture(tmp_path, 4000, 1000))) == (1024, 256)


def test_one_that_cannot_be_squeezed_becomes_smaller_still(tmp_path: Path) -> None:
    noise = QImage(800, 800, QImage.Format.Format_RGB32)
    value = 1
    for y in range(800):
        for x in range(800):
            value = (value * 1103515245 + 12345) & 0x7FFFFFFF
            noise.setPixel(x, y, 0xFF000000 | value >> 6)
    file = tmp_path / "noise.png"
    assert noise.save(str(file))
    made = read_logo(file)
    assert len(made) <= 200 * 1024
    assert size(made)[0] >= 200


def test_the_files_name_may_lie(tmp_path: Path) -> None:
    jpeg = picture(tmp_path, 30, 20, "JPEG").read_bytes()
    assert size(read_logo(saved(tmp_path, jpeg, "logo.png"))) == (30, 20)
    assert size(read_logo(saved(tmp_path, SVG.format(BOX), "logo.jpg"))) == (1024, 512)


@pytest.mark.parametrize("data", [b"", b"hello", b"GIF89a" + b"\0" * 60, b"BM" + b"\0" * 100, b"<html></html>", b"<"])
def test_what_is_no_picture(tmp_path: Path, data: bytes) -> None:
    assert "no picture" in refusal(saved(tmp_path, data))


def test_a_picture_that_breaks_off(tmp_path: Path) -> None:
    whole = picture(tmp_path, 300, 200).read_bytes()
    assert "no picture" in refusal(saved(tmp_path, whole[: len(whole) // 2]))


def test_a_broken_jpeg(tmp_path: Path, qt_is_silent: list[str]) -> None:
    whole = picture(tmp_path, 300, 200, "JPEG").read_bytes()
    assert "no picture" in refusal(saved(tmp_path, whole[:300] + b"\xff" * 3000))
    qt_is_silent.clear()  # Qt's own decoder says aloud what it couldn't read


def test_a_picture_that_would_fill_the_memory_is_never_unpacked(tmp_path: Path) -> None:
    """Four hundred million pixels in a kilobyte."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 20_000, 20_000, 8, 2, 0, 0, 0)
    bomb = (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 60_000))
        + chunk(b"IEND", b"")
    )
    assert "20000 × 20000" in refusal(saved(tmp_path, bomb))
    forty = bomb.replace(chunk(b"IHDR", head), chunk(b"IHDR", struct.pack(">IIBBBBB", 8000, 5000, 8, 2, 0, 0, 0)))
    assert "8000 × 5000" in refusal(saved(tmp_path, forty))


def test_a_file_too_large_to_be_read(tmp_path: Path) -> None:
    assert "too large" in refusal(saved(tmp_path, png() + b"\0" * 21 * 1024 * 1024))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert "can't be read" in refusal(tmp_path / "gone.png")
    assert "can't be read" in refusal(tmp_path)


def test_a_picture_that_shows_nothing(tmp_path: Path) -> None:
    clear = QImage(50, 50, QImage.Format.Format_ARGB32)
    clear.fill(0)
    file = tmp_path / "clear.png"
    assert clear.save(str(file))
    assert "empty" in refusal(file)
    assert "empty" in refusal(saved(tmp_path, SVG.format("")))


def test_a_drawing_keeps_its_shape_and_its_clear_ground(tmp_path: Path) -> None:
    made = QImage.fromData(read_logo(saved(tmp_path, SVG.format('<rect width="20" height="20" fill="red"/>'))))
    assert (made.width(), made.height()) == (1024, 512)
    assert made.pixelColor(100, 100) == QColor("red")
    assert made.pixelColor(900, 100).alpha() == 0


@pytest.mark.parametrize(
    "inside",
    [
        '<image xlink:href="file:///etc/passwd" width="9" height="9"/>',
        '<image href="http://example.org/a.png" width="9" height="9"/>',
        "<script>alert(1)</script>",
        '<foreignObject><body xmlns="http://www.w3.org/1999/xhtml">x</body></foreignObject>',
        '<rect onload="x()" fill="url(http://example.org/#a)" width="1" height="1"/>',
        "<style>@import url(file:///x.css); rect { fill: red }</style>",
        '<use href="http://example.org/a.svg#b"/>',
        '<line x2="40" stroke="red" stroke-dasharray="0.0001"/>',
        '<line x2="40" style="stroke:red;stroke-dasharray:0.0001"/>',
        '<animate attributeName="x" dur="1s"/>',
    ],
)
def test_what_reaches_out_of_a_drawing_goes(inside: str) -> None:
    clean = clean_drawing(SVG.format(inside + BOX).encode())
    assert clean is not None
    assert b"#1F7A63" in clean
    for sign in (b"file:", b"http://example", b"script", b"foreign", b"onload", b"@import", b"dasharray", b"animate"):
        assert sign not in clean


def test_what_a_drawing_links_to_inside_itself_is_painted(tmp_path: Path) -> None:
    stops = '<linearGradient id="stops"><stop stop-color="#FF0000"/></linearGradient>'
    link = '<linearGradient id="red" xlink:href="#stops"/><rect id="box" width="20" height="20" fill="#0000FF"/>'
    drawn = '<rect width="20" height="20" fill="url(#red)"/><use xlink:href="#box" x="20"/>'
    logo = QImage.fromData(read_logo(saved(tmp_path, SVG.format(f"<defs>{stops}{link}</defs>{drawn}"), "logo.svg")))
    assert logo.pixelColor(256, 256).name() == "#ff0000"
    assert logo.pixelColor(768, 256).name() == "#0000ff"


def test_a_thing_may_be_used_but_not_multiplied() -> None:
    once = '<defs><g id="a"><rect width="1" height="1"/></g></defs><use xlink:href="#a"/>'
    clean = clean_drawing(SVG.format(once).encode())
    assert clean is not None and clean.count(b"#a") == 1
    laughs = '<g id="l0"><rect width="1" height="1"/></g>' + "".join(
        f'<g id="l{n}">' + f'<use xlink:href="#l{n - 1}"/>' * 10 + "</g>" for n in range(1, 12)
    )
    clean = clean_drawing(SVG.format(laughs + '<use xlink:href="#l11"/>').encode())
    assert clean is not None and clean.count(b"use") == 1


@pytest.mark.parametrize(
    "data",
    [
        b'<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><svg xmlns="http://www.w3.org/2000/svg">&b;</svg>',
        b'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>',
        b"<svg",
        b"<svg xmlns='http://www.w3.org/2000/svg'>" + b"<g>" * 100 + b"</g>" * 100 + b"</svg>",
        b"<svg xmlns='http://www.w3.org/2000/svg'>" + b"<g/>" * 20_001 + b"</svg>",
        b"<svg xmlns='http://www.w3.org/2000/svg'><title>" + b"x" * 2_100_000 + b"</title></svg>",
    ],
)
def test_a_drawing_that_is_a_trap(data: bytes) -> None:
    assert clean_drawing(data) is None


def test_a_drawing_with_a_doctype_as_old_programs_write_it(tmp_path: Path) -> None:
    old = '<?xml version="1.0"?>\n<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/svg11.dtd">\n'
    assert size(read_logo(saved(tmp_path, old + SVG.format(BOX)))) == (1024, 512)

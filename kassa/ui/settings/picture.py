"""A picture of the owner's as a logo: whatever the file says of itself, what comes out is a small PNG or a sentence."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QImageWriter, QPainter

from kassa.errors import KassaError
from kassa.services.settings import LOGO_BYTES, LOGO_SIDE
from kassa.ui.settings.drawing import clean_drawing
from kassa.words import say

LARGEST_FILE = 20 * 1024 * 1024
MOST_PIXELS = 24_000_000
_SIDES = (LOGO_SIDE, 768, 512, 384, 256, 128)


def read_logo(file: Path) -> bytes:
    """The picture as a PNG of at most 1,024 pixels a side and 200 KB; ``bad_file`` for what is none."""
    try:
        with file.open("rb") as opened:
            data = opened.read(LARGEST_FILE + 1)
    except OSError as error:
        why = error.strerror or str(error)
        raise KassaError("bad_file", say("{file} can't be read: {why}.", file=file.name, why=why)) from None
    if len(data) > LARGEST_FILE:
        raise KassaError("bad_file", say("{file} is too large for a logo. Save it smaller.", file=file.name))
    picture = _painted(data) if _is_drawing(data) else _decoded(data)
    if picture is None or picture.isNull():
        raise KassaError("bad_file", say("{file} holds no picture. Choose a PNG, JPEG or SVG file.", file=file.name))
    if not _shows_something(picture):
        raise KassaError("bad_file", say("{file} would be an empty logo. Save it as PNG first.", file=file.name))
    return _small(picture)


def _is_drawing(data: bytes) -> bool:
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    return start.startswith(b"<")


def _decoded(data: bytes) -> QImage | None:
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    if not reader.canRead() or reader.format().data() not in (b"png", b"jpeg"):
        return None
    size = reader.size()
    if not size.isValid() or size.isEmpty():
        return None
    if size.width() * size.height() > MOST_PIXELS:
        raise KassaError(
            "bad_file",
            say(
                "The picture is {width} × {height} pixels, far more than a logo needs. Save it at 1,000 or fewer.",
                width=size.width(),
                height=size.height(),
            ),
        )
    return reader.read()


def _painted(data: bytes) -> QImage | None:
    drawing = clean_drawing(data)
    if drawing is None:
        return None
    from PySide6.QtSvg import QSvgRenderer

    renderer = QSvgRenderer(QByteArray(drawing))
    size = renderer.viewBoxF().size() if not renderer.viewBoxF().isEmpty() else renderer.defaultSize().toSizeF()
    if not renderer.isValid() or size.isEmpty():
        return None
    share = LOGO_SIDE / max(size.width(), size.height())
    canvas = QImage(
        QSize(max(1, round(size.width() * share)), max(1, round(size.height() * share))),
        QImage.Format.Format_ARGB32_Premultiplied,
    )
    canvas.fill(Qt.GlobalColor.transparent)
    painter = QPainter(canvas)
    renderer.render(painter)
    painter.end()
    return canvas


def _shows_something(picture: QImage) -> bool:
    tiny = picture.scaled(64, 64, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
    tiny = tiny.convertToFormat(QImage.Format.Format_ARGB32)
    return any(tiny.pixelColor(x, y).alpha() for x in range(64) for y in range(64))


def _small(picture: QImage) -> bytes:
    picture = picture.convertToFormat(QImage.Format.Format_ARGB32)
    for side in _SIDES:
        fitted = picture
        if max(picture.width(), picture.height()) > side:
            fitted = picture.scaled(
                side, side, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        QImageWriter(buffer, QByteArray(b"png")).write(fitted)
        told = bytes(buffer.data().data())
        if len(told) <= LOGO_BYTES:
            return told
    raise AssertionError("a picture of 128 pixels is never so large")

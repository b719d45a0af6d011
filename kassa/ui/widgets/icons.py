"""Line icons from ``resources/icons``, in any colour and sharp at any scale."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from kassa import paths


@cache
def _source(name: str) -> str:
    return (paths.resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8")


@cache
def _renderer(name: str, colour: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(_source(name).replace("currentColor", colour).encode()))


def paint(painter: QPainter, name: str, box: QRectF, colour: QColor) -> None:
    """Paints an icon into a square box."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _renderer(name, colour.name()).render(painter, box)


def pixmap(name: str, size: int, colour: QColor, ratio: float = 1.0) -> QPixmap:
    """An icon ``size`` logical pixels wide for a screen of that device pixel ratio."""
    picture = QPixmap(round(size * ratio), round(size * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    paint(painter, name, QRectF(0, 0, size, size), colour)
    painter.end()
    return picture


def icon(name: str, size: int, colour: QColor, ratio: float = 2.0) -> QIcon:
    """The same for Qt's own controls."""
    return QIcon(pixmap(name, size, colour, ratio))


def program() -> QIcon:
    """Kassa's own, in the sizes that window frames and task bars show."""
    icon = QIcon()
    for size in (16, 32, 48, 128):  # X11 is handed all of them at once, so no larger ones
        icon.addFile(str(paths.resources() / "app" / "hicolor" / f"{size}x{size}" / "apps" / "kassa.png"))
    return icon

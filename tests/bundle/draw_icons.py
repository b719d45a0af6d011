"""Draws the program's icon at every size that the platforms want: ``uv run python -m tests.bundle.draw_icons``.

``resources/app/kassa.svg`` is the original, ``kassa-small.svg`` the same thought where no more than a tick has room.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from PIL import Image
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

APP = Path(__file__).resolve().parent.parent.parent / "resources" / "app"
THEME_SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
WINDOWS_SIZES = (16, 20, 24, 32, 40, 48, 64, 128, 256)
MACOS_SIZES = (16, 32, 64, 128, 256, 512, 1024)
_SMALL = 32


def drawn(size: int) -> Image.Image:
    """The icon, so many pixels wide and high; a ``QGuiApplication`` must be there."""
    picture = QImage(size, size, QImage.Format.Format_RGBA8888_Premultiplied)
    picture.fill(0)
    painter = QPainter(picture)
    QSvgRenderer(str(APP / ("kassa-small.svg" if size <= _SMALL else "kassa.svg"))).render(painter)
    painter.end()
    plain = picture.convertToFormat(QImage.Format.Format_RGBA8888)
    return Image.frombytes("RGBA", (size, size), bytes(plain.constBits()))


def theme_place(size: int) -> Path:
    """Where an icon theme has the icon of that size."""
    return APP / "hicolor" / f"{size}x{size}" / "apps" / "kassa.png"


def main() -> int:
    """Writes them all anew."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    application = QGuiApplication([])
    for size in THEME_SIZES:
        theme_place(size).parent.mkdir(parents=True, exist_ok=True)
        drawn(size).save(theme_place(size), optimize=True)
    for name, sizes in (("kassa.ico", WINDOWS_SIZES), ("kassa.icns", MACOS_SIZES)):
        *others, largest = [drawn(size) for size in sizes]
        largest.save(APP / name, sizes=[(size, size) for size in sizes], append_images=others)
    application.quit()
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Draws packaging/cdo-desktop.ico, the mark of the top bar, for the file managers of Windows.

Usage: .venv/bin/python packaging/make_icon.py. To be run again when the mark is drawn otherwise.
An .ico file is a directory of pictures; each is stored here as PNG (Windows Vista and later).
"""

import os
import struct
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from PySide6.QtCore import QBuffer, QIODevice, QRectF, Qt  # noqa: E402
from PySide6.QtGui import QPainter, QPixmap  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from cdo_desktop.settings import Settings  # noqa: E402
from ui.look import LIGHT, Look, add_fonts  # noqa: E402
from ui.top_bar import paint_mark  # noqa: E402

TARGET = Path(__file__).with_name("cdo-desktop.ico")
SIZES = (16, 24, 32, 48, 64, 256)


def main() -> None:
    """Write the file."""
    app = QApplication([])
    add_fonts()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(Path(folder) / "settings.json")
        settings.set("look.mode", LIGHT)
        look = Look(app, settings)
        TARGET.write_bytes(_ico([(size, _png(look, size)) for size in SIZES]))


def _png(look: Look, size: int) -> bytes:
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    paint_mark(painter, QRectF(0, 0, size, size), look, "topbar", "topbar-text")
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    pixmap.save(buffer, "PNG")
    return bytes(buffer.data().data())


def _ico(pictures: list[tuple[int, bytes]]) -> bytes:
    """ICONDIR, an ICONDIRENTRY for each picture (256 is written as 0), the pictures."""
    head = struct.pack("<HHH", 0, 1, len(pictures))
    at, entries, bodies = len(head) + 16 * len(pictures), b"", b""
    for size, png in pictures:
        edge = size % 256
        entries += struct.pack("<BBBBHHII", edge, edge, 0, 0, 1, 32, len(png), at + len(bodies))
        bodies += png
    return head + entries + bodies


if __name__ == "__main__":
    main()

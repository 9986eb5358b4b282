"""A picture file as the one page of a preview, read by Qt in the size it is shown in."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QImageReader, QPainter

from cdo_desktop.errors import Refused
from cdo_desktop.files import existing
from cdo_desktop.work.page_pictures import PagePicture

PICTURES = (".png", ".jpg", ".jpeg", ".bmp", ".gif")
"""Files that are shown as the picture they are."""


def picture_page(path: Path, room: tuple[int, int]) -> PagePicture:
    """The picture as large as it fits into a room of pixels, never larger than it is; a height of
    0 = only the width counts. For the worker.

    Raises Refused CDO-U101, CDO-U515: no picture, or one too large for Qt's own limit of memory.
    """
    reader = QImageReader(str(existing(path)))
    reader.setAutoTransform(True)
    reader.setDecideFormatFromContent(True)
    image = reader.read()
    if image.isNull():
        raise Refused("CDO-U515", file=path.name)
    whole = image.size()
    wide, tall = room
    fits = QSize(min(wide, whole.width()), min(tall or whole.height(), whole.height()))
    smooth = Qt.TransformationMode.SmoothTransformation
    if tall:
        image = image.scaled(fits, Qt.AspectRatioMode.KeepAspectRatio, smooth)
    else:
        image = image.scaledToWidth(fits.width(), smooth)
    return _page_of(image, whole)


def _page_of(image: QImage, whole: QSize) -> PagePicture:
    """Glass is white, as paper is."""
    flat = QImage(image.size(), QImage.Format.Format_RGB32)
    flat.fill(Qt.GlobalColor.white)
    _laid_on(flat, image)
    size = (float(whole.width()), float(whole.height()))
    facts = (flat.width(), flat.height(), flat.bytesPerLine())
    return PagePicture(0, 1, size, *facts, bytes(flat.constBits()))


def _laid_on(ground: QImage, image: QImage) -> None:
    painter = QPainter(ground)
    painter.drawImage(0, 0, image)
    painter.end()

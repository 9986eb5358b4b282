"""Pages of a PDF as pictures, for a preview and for printers; drawn by PDFium."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pypdfium2

from cdo_desktop.closing import Closes
from cdo_desktop.errors import Refused
from cdo_desktop.files import existing

_LARGEST = 12_000
"""Points of an edge of a page that are still drawn: a sheet of some metres is no print."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A page, drawn: four bytes a point (blue, green, red, unused), line by line."""

    width: int
    height: int
    stride: int
    """Bytes of a line."""
    points: bytes = field(repr=False)


class PdfPages(Closes):
    """An open PDF. To be used in one thread, and closed."""

    def __init__(self, path: Path) -> None:
        """Raises Refused CDO-U101, CDO-K471."""
        self._name = path.name
        try:
            self._document = pypdfium2.PdfDocument(existing(path))
        except pypdfium2.PdfiumError as error:
            raise Refused("CDO-K471", file=path.name) from error
        if self._document.get_formtype():
            self._document.init_forms()  # or the signatures would not be drawn

    def __len__(self) -> int:
        return len(self._document)

    def size(self, number: int) -> tuple[float, float]:
        """Width and height of a page (from 0) in points."""
        wide, tall = self._document.get_page_size(number)
        return float(wide), float(tall)

    def picture(self, number: int, scale: float) -> Picture:
        """Draw a page (from 0), so many dots for a point of 1/72 inch. Raises Refused CDO-K471."""
        if max(self.size(number)) * scale > _LARGEST:
            raise Refused("CDO-K471", file=self._name)
        try:
            page = self._document[number]
            bitmap = page.render(scale=scale, prefer_bgrx=True, may_draw_forms=True)
        except pypdfium2.PdfiumError as error:
            raise Refused("CDO-K471", file=self._name) from error
        found = Picture(bitmap.width, bitmap.height, bitmap.stride, bytes(bitmap.buffer))
        bitmap.close()
        page.close()
        return found

    def close(self) -> None:
        """Let go of the file."""
        self._document.close()

"""A PDF document that is written page by page: memory does not grow with the number of pages.

reportlab keeps every page until the end. Here a finished page goes to the file at once, and only
its number and offset are kept; the page tree, the fonts and the cross-reference table follow when
all pages are there (ISO 32000-1 §7.5 leaves the order of objects open).
"""

from __future__ import annotations

from datetime import datetime
from typing import IO, Any

from reportlab.lib.utils import TimeStamp
from reportlab.pdfbase import pdfdoc

from cdo_desktop import __version__

_HEAD = b"%PDF-1.7\n%\xe4\xb8\xad\xe6\x96\x87\n"


class StreamedDocument(pdfdoc.PDFDocument):  # type: ignore[misc]
    """The same input gives the same bytes: time and identity come from what is given."""

    def __init__(self, sink: IO[bytes], created: datetime) -> None:
        super().__init__(compression=1, invariant=1, lang="zh-CN")
        self._sink = sink
        self._at = 0
        self._timeStamp = _moment(created)
        self.setProducer(f"cdo-desktop {__version__}")
        self.links: list[Any] = []
        """Annotations of the page being drawn, written into the page itself."""
        self._put(_HEAD)

    def addPage(self, page: Any) -> None:
        """Take a finished page: its content and itself are written now."""
        stream = pdfdoc.PDFStream(content=page.stream, filters=[pdfdoc.PDFZCompress])
        page.Contents = self.Reference(stream)
        self.updateSignature(page.stream)
        page.stream = None
        page.Annots = pdfdoc.PDFArray([*page.Annots, *self.links])
        self.links = []
        name = self.thisPageName()
        self.Pages.addPage(self.Reference(page, name))
        self.pageCounter += 1
        self.inObject = None
        self._write(page.Contents.name)
        self._write(name)

    def SaveToFile(self, filename: object, canvas: Any) -> None:
        """Write what is left: fonts, page tree, cross-reference table, trailer."""
        for font in self.delayedFonts:
            font.addObjects(self)
        self.info.invariant = self.invariant
        self.info.digest(self.signature)
        root, info = self.Reference(self.Catalog), self.Reference(self.info)
        self.Outlines.prepare(self, canvas)
        if self.Outlines.ready < 0:
            self.Catalog.Outlines = None
        number = 0
        while (number := number + 1) in self.numberToId:  # formatting adds further objects
            if self.idToObject[self.numberToId[number]] is not _WRITTEN:
                self._write(self.numberToId[number])
        self._finish(number, root, info)

    def _finish(self, size: int, root: Any, info: Any) -> None:
        table = pdfdoc.PDFCrossReferenceTable()
        table.addsection(0, [self.numberToId[number] for number in range(1, size)])
        start = self._put(table.format(self))
        trailer = pdfdoc.PDFTrailer(startxref=start, Size=size, Root=root, Info=info, ID=self.ID())
        self._put(trailer.format(self))

    def ID(self) -> bytes:
        """The identity of the file: a digest of what it shows, in both halves."""
        text: bytes = pdfdoc.PDFText(self.signature.digest(), enc="raw").format(pdfdoc.DummyDoc())
        return b"[" + text + text + b"]"

    def _write(self, name: str) -> None:
        """Write one object and let go of it."""
        entry = pdfdoc.PDFIndirectObject(name, self.idToObject[name])
        self.idToOffset[name] = self._put(entry.format(self))
        self.idToObject[name] = _WRITTEN

    def _put(self, content: bytes) -> int:
        start = self._at
        self._sink.write(content)
        self._at += len(content)
        return start


_WRITTEN = object()
"""Stands for an object that is in the file already."""


def _moment(at: datetime) -> TimeStamp:
    """reportlab's own form of a time, with its offset."""
    stamp = TimeStamp(invariant=1)
    offset = at.utcoffset()
    if offset is None:
        raise ValueError("a time without an offset")
    minutes = int(offset.total_seconds() // 60)
    stamp.t, stamp.YMDhms = at.timestamp(), at.timetuple()[:6]
    stamp.dhh, stamp.dmm = int(minutes / 60), abs(minutes) % 60
    return stamp

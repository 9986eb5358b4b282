"""A PDF on paper: asked by the system's own dialog, drawn page by page on the worker."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import repeat
from pathlib import Path

from PySide6.QtCore import QObject, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QImage, QPageLayout, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from cdo_desktop.errors import Refused
from cdo_desktop.tasks import Cancelled, Run
from cdo_desktop.work.page_pictures import POINTS, PagePicture, pages_to_print
from ui.jobs import Jobs
from ui.tr import tr


class PdfPrinting(QObject):
    """Asks how a file is to be printed, and has it done."""

    done = Signal(object)
    """How many pages went to the printer."""
    failed = Signal(object)
    """The exception: nothing, or not all, was printed."""

    def __init__(self, jobs: Jobs, before: QWidget) -> None:
        """`before`: the widget in front of which it is asked."""
        super().__init__(before)
        self._jobs, self._before = jobs, before

    def ask(self, path: Path, title: str) -> QPrintDialog:
        """Open the system's dialog; what is accepted there is printed."""
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(tr("{title}（打印）").format(title=title))  # not the name of the file
        printer.setFullPage(True)  # the page has its own margins
        dialog = QPrintDialog(printer, self._before)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(tr("打印“{title}”").format(title=title))
        dialog.accepted.connect(partial(self.start, path, title, printer))
        QDialog.open(dialog)  # QPrintDialog's own wants a slot by its name
        return dialog

    def start(self, path: Path, title: str, printer: QPrinter) -> None:
        """Print on a printer that is set up."""
        words = tr("打印“{title}”").format(title=title)
        job = self._jobs.start(words, lambda run: printed(path, printer, run))
        job.done.connect(self.done)
        job.failed.connect(self.failed)


def printed(path: Path, printer: QPrinter, run: Run) -> int:
    """Draw the pages that were asked for; how many, with all copies. For one thread, the worker.

    Only one page is in memory at a time. Raises Refused CDO-U101, CDO-K471, CDO-U500 (the printer
    takes nothing), CDO-U102 (it would be printed over itself), Cancelled: the printing is given up.
    """
    if printer.outputFileName() and Path(printer.outputFileName()) == path:
        raise Refused("CDO-U102", file=path.name)
    painter, number = QPainter(), 0
    try:
        for page in _in_order(path, printer, run):
            _orient(printer, page)
            if number and not printer.newPage():
                raise Refused("CDO-U500", printer=printer.printerName())
            if not number and not painter.begin(printer):
                raise Refused("CDO-U500", printer=printer.printerName())
            _draw(painter, printer, page)
            number += 1
    except Cancelled:
        printer.abort()
        raise
    finally:
        if painter.isActive():
            painter.end()
    return number


def _in_order(path: Path, printer: QPrinter, run: Run) -> Iterator[PagePicture]:
    """The pages, each as often as it is wanted by a printer that makes no copies by itself."""
    copies = 1 if printer.supportsMultipleCopies() else max(1, printer.copyCount())
    sets, each = (copies, 1) if printer.collateCopies() else (1, copies)
    for _ in range(sets):
        for page in pages_to_print(path, printer.resolution(), _range(printer), run):
            yield from repeat(page, each)


def _range(printer: QPrinter) -> range | None:
    if printer.printRange() is not QPrinter.PrintRange.PageRange:
        return None
    return range(max(1, printer.fromPage()) - 1, printer.toPage())


def _orient(printer: QPrinter, page: PagePicture) -> None:
    wide, tall = page.size
    how = QPageLayout.Orientation
    printer.setPageOrientation(how.Landscape if wide > tall else how.Portrait)


def _draw(painter: QPainter, printer: QPrinter, page: PagePicture) -> None:
    """In its own size; smaller where the paper is, never larger."""
    paper = QRectF(printer.pageLayout().fullRectPixels(printer.resolution()))
    scale = printer.resolution() / POINTS
    size = QSizeF(page.size[0] * scale, page.size[1] * scale)
    if size.width() > paper.width() or size.height() > paper.height():
        size = size.scaled(paper.size(), Qt.AspectRatioMode.KeepAspectRatio)
    target = QRectF(0, 0, size.width(), size.height())
    target.moveCenter(paper.center())
    form = QImage.Format.Format_RGB32
    painter.drawImage(target, QImage(page.points, page.width, page.height, page.stride, form))

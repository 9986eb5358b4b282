"""Printing: pages of A4, previewed first; what a list shows as a table with its title."""

from __future__ import annotations

from collections.abc import Iterator, Set
from html import escape

from PySide6.QtCore import QMarginsF, Qt
from PySide6.QtGui import QFont, QPageLayout, QPageSize, QTextDocument
from PySide6.QtPrintSupport import QPrinter, QPrintPreviewDialog
from PySide6.QtWidgets import QWidget

from cdo_desktop.domain.listing import Summary
from ui.models.columns import Column
from ui.models.record_list import RecordList
from ui.theme import FAMILIES
from ui.tr import tr

_STYLE = """
<style>
body, h1, th, td { color: #000000; }
body { font-size: 9pt; } h1 { font-size: 14pt; }
th { background-color: #eef2f5; text-align: left; } td, th { padding: 3px; }
</style>
"""


_PART = 0.85
"""How much of the window a preview covers."""


class Preview(QPrintPreviewDialog):
    """A page of HTML before it is printed; holds what Qt only borrows, and falls without."""

    def __init__(
        self, parent: QWidget, title: str, html: str, how: QPageLayout.Orientation
    ) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(title)
        page = QPageSize(QPageSize.PageSizeId.A4)
        printer.setPageLayout(QPageLayout(page, how, QMarginsF()))  # the document has 2 cm
        super().__init__(printer, parent)
        self._printer = printer
        self._document = QTextDocument(self)
        self._document.setDefaultFont(_paper_font())
        self._document.setHtml(html)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("打印预览：{title}").format(title=title))
        self.resize(parent.window().size() * _PART)
        self.paintRequested.connect(self._document.print_)


def _paper_font() -> QFont:
    """In points: what is measured in pixels of the screen comes out as dots of the printer."""
    font = QFont()
    font.setFamilies(list(FAMILIES))
    font.setPointSize(10)
    return font


def print_list(parent: QWidget, title: str, model: RecordList, hidden: Set[str]) -> None:
    """Show the preview of a list; printing is one button in it."""
    html = list_as_html(title, model, hidden)
    Preview(parent, title, html, QPageLayout.Orientation.Landscape).open()


def list_as_html(title: str, model: RecordList, hidden: Set[str]) -> str:
    """The rows of a list with the columns it shows, as a table whose head repeats on each page."""
    columns = [c for c in model.columns if not c.checks and c.key not in hidden]
    head = "".join(f"<th>{escape(column.label)}</th>" for column in columns)
    body = "".join(_lines(model, columns))
    table = f'<table width="100%" border="1" cellspacing="0"><thead><tr>{head}</tr></thead>{body}'
    return f"<html><head>{_STYLE}</head><body><h1>{escape(title)}</h1>{table}</table></body></html>"


def _lines(model: RecordList, columns: list[Column[Summary]]) -> Iterator[str]:
    for row in range(model.rowCount()):
        summary = model.summary(row)
        if summary is not None:
            cells = "".join(f"<td>{escape(column.text(summary))}</td>" for column in columns)
            yield f"<tr>{cells}</tr>"

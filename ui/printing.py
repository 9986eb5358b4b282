"""Printing what a list shows: a table with its title on pages of A4, previewed first."""

from __future__ import annotations

from collections.abc import Iterator, Set
from html import escape

from PySide6.QtCore import QMarginsF, Qt
from PySide6.QtGui import QPageLayout, QPageSize, QTextDocument
from PySide6.QtPrintSupport import QPrinter, QPrintPreviewDialog
from PySide6.QtWidgets import QWidget

from cdo_desktop.domain.listing import Summary
from ui.models.columns import Column
from ui.models.record_list import RecordList

_STYLE = """
<style>
body { font-size: 9pt; } h1 { font-size: 14pt; }
th { background-color: #eef2f5; text-align: left; } td, th { padding: 3px; }
</style>
"""


def print_list(parent: QWidget, title: str, model: RecordList, hidden: Set[str]) -> None:
    """Show the preview of a list; printing is one button in it."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    printer.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4),
            QPageLayout.Orientation.Landscape,
            QMarginsF(15, 15, 15, 15),
            QPageLayout.Unit.Millimeter,
        )
    )
    document = QTextDocument(parent)
    document.setHtml(list_as_html(title, model, hidden))
    preview = QPrintPreviewDialog(printer, parent)
    preview.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    preview.setWindowTitle(f"打印预览：{title}")
    preview.paintRequested.connect(document.print_)
    preview.finished.connect(document.deleteLater)
    preview.open()


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

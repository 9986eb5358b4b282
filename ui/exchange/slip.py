"""The slip that goes with a package: what is handed over, its digests, two lines to sign on."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QPageLayout, QPageSize, QTextDocument
from PySide6.QtPrintSupport import QPrinter, QPrintPreviewDialog
from PySide6.QtWidgets import QWidget

from cdo_desktop.domain.ledger import LedgerEntry
from cdo_desktop.sentences import sentence
from ui.exchange.ledger_words import scope_words
from ui.exchange.wording import grouped, whole_minute

_STYLE = """
<style>
body { font-size: 10.5pt; } h1 { font-size: 18pt; } td { padding: 4px; }
.mono { font-family: monospace; font-size: 10pt; } .small { font-size: 8.5pt; }
</style>
"""
_LIMITS = "CDO-E901"


def print_slip(parent: QWidget, entry: LedgerEntry, content: str, to: str) -> None:
    """Show the preview of a slip; printing is one button in it."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(f"交接单 {entry.file_name}")
    page = QPageSize(QPageSize.PageSizeId.A4)
    margins = QMarginsF(20, 20, 20, 20)
    orientation, unit = QPageLayout.Orientation.Portrait, QPageLayout.Unit.Millimeter
    printer.setPageLayout(QPageLayout(page, orientation, margins, unit))
    document = QTextDocument(parent)
    document.setHtml(slip_html(entry, content, to))
    preview = QPrintPreviewDialog(printer, parent)
    preview.setWindowTitle(f"打印预览：交接单 {entry.file_name}")
    preview.paintRequested.connect(document.print_)
    preview.finished.connect(document.deleteLater)
    preview.finished.connect(preview.deleteLater)
    preview.open()


def slip_html(entry: LedgerEntry, content: str, to: str) -> str:
    """The slip as the printer takes it."""
    facts = (
        ("签名包", entry.file_name),
        ("编号", f"第 {entry.sequence} 号 · {scope_words(entry.scope)}"),
        ("内容", content),
        ("制作时间", whole_minute(entry.created_at)),
        ("移交单位", entry.sender.name),
        ("接收单位", to or entry.recipient.name),
    )
    digests = (
        ("文件摘要（SHA-256）", entry.container_digest),
        ("内容摘要（SHA-256）", entry.content_digest),
    )
    lines = "".join(f"<tr><td>{escape(n)}</td><td>{escape(v)}</td></tr>" for n, v in facts)
    lines += "".join(
        f'<tr><td>{escape(name)}</td><td class="mono">{grouped(value)}</td></tr>'
        for name, value in digests
    )
    signs = "<tr><td>移交人（签名）：</td><td>接收人（签名）：</td></tr>"
    signs += "<tr><td>日期：</td><td>日期：</td></tr>"
    return (
        f"<html><head>{_STYLE}</head><body><h1>签名包交接单</h1>"
        f'<table width="100%" border="1" cellspacing="0">{lines}</table>'
        "<p>接收人请先核对文件摘要，再签名。签收只表示收到文件，不表示平台已接收或受理。</p>"
        f'<table width="100%" cellspacing="24">{signs}</table>'
        f'<p class="small">{escape(sentence(_LIMITS).says)}</p></body></html>'
    )

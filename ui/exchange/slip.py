"""The slip that goes with a package: what is handed over, its digests, two lines to sign on."""

from __future__ import annotations

from html import escape

from PySide6.QtGui import QPageLayout
from PySide6.QtWidgets import QWidget

from cdo_desktop.domain.ledger import LedgerEntry
from cdo_desktop.sentences import sentence
from ui.exchange.ledger_words import scope_words
from ui.exchange.wording import grouped, whole_minute
from ui.printing import Preview

_STYLE = """
<style>
body, h1, td, p { color: #000000; }
body { font-size: 10.5pt; } h1 { font-size: 18pt; } td { padding: 4px; }
.mono { font-family: monospace; font-size: 10pt; } .small { font-size: 8.5pt; }
</style>
"""
_PRACTICE = "（练习，不作移交凭据）"
_LIMITS = "CDO-E901"


def print_slip(
    parent: QWidget, entry: LedgerEntry, content: str, to: str, *, practice: bool
) -> None:
    """Show the preview of a slip; printing is one button in it."""
    html = slip_html(entry, content, to, practice=practice)
    title = f"交接单 {entry.file_name}"
    Preview(parent, title, html, QPageLayout.Orientation.Portrait).open()


def slip_html(entry: LedgerEntry, content: str, to: str, *, practice: bool = False) -> str:
    """The slip as the printer takes it; one of the sample workspace says that it is practice."""
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
        f"<html><head>{_STYLE}</head><body><h1>签名包交接单{_PRACTICE if practice else ''}</h1>"
        f'<table width="100%" border="1" cellspacing="0">{lines}</table>'
        "<p>接收人请先核对文件摘要，再签名。签收只表示收到文件，不表示平台已接收或受理。</p>"
        f'<table width="100%" cellspacing="24">{signs}</table>'
        f'<p class="small">{escape(sentence(_LIMITS).says)}</p></body></html>'
    )

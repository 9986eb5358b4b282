"""The slip that goes with a package: what is handed over, its digests, two lines to sign on."""

from __future__ import annotations

from base64 import b64encode
from html import escape

from PySide6.QtGui import QPageLayout
from PySide6.QtWidgets import QWidget

from cdo_desktop.domain.ledger import LedgerEntry
from cdo_desktop.sentences import sentence
from cdo_desktop.work.package_codes import PackageCode, drawn_code
from ui.exchange.ledger_words import scope_words
from ui.exchange.wording import grouped, whole_minute
from ui.printing import Preview
from ui.tr import tr

_STYLE = """
<style>
body, h1, td, p { color: #000000; }
body { font-size: 10.5pt; } h1 { font-size: 18pt; } td { padding: 4px; }
.seal { color: #666666; padding-top: 40px; padding-bottom: 60px; }
.mono { font-family: monospace; font-size: 10pt; } .small { font-size: 8.5pt; }
</style>
"""
_PRACTICE = tr("（练习，不作移交凭据）")
_LIMITS = "CDO-E901"
_EDGE = 96
"""Pixels of the QR code on paper, of 1/96 inch."""


def print_slip(
    parent: QWidget, entry: LedgerEntry, content: str, to: str, *, practice: bool
) -> None:
    """Show the preview of a slip; printing is one button in it."""
    html = slip_html(entry, content, to, practice=practice)
    title = tr("交接单 {entry.file_name}").format(entry=entry)
    Preview(parent, title, html, QPageLayout.Orientation.Portrait).open()


def slip_html(entry: LedgerEntry, content: str, to: str, *, practice: bool = False) -> str:
    """The slip as the printer takes it; one of the sample workspace says that it is practice."""
    facts = (
        (tr("签名包"), entry.file_name),
        (
            tr("编号"),
            tr("第 {entry.sequence} 号 · {0}").format(scope_words(entry.scope), entry=entry),
        ),
        (tr("内容"), content),
        (tr("制作时间"), whole_minute(entry.created_at)),
        (tr("移交单位"), entry.sender.name),
        (tr("接收单位"), to or entry.recipient.name),
    )
    digests = (
        (tr("文件摘要（SHA-256）"), entry.container_digest),
        (tr("内容摘要（SHA-256）"), entry.content_digest),
    )
    code = drawn_code(entry.content_digest, entry.package_id)
    lines = "".join(f"<tr><td>{escape(n)}</td><td>{escape(v)}</td></tr>" for n, v in facts)
    lines += "".join(
        f'<tr><td>{escape(name)}</td><td class="mono">{grouped(value)}</td></tr>'
        for name, value in digests
    )
    hands = (tr("移交人（签名）："), tr("接收人（签名）："))
    signs = "".join(f"<td>{words}</td>" for words in hands)
    days = f"<td>{tr('日期：')}</td>" * 2
    units = "".join(f"<td>{words}</td>" for words in (tr("移交单位"), tr("接收单位")))
    seal = f'<td class="seal">{tr("（加盖公章）")}</td>' * 2
    title = tr("签名包交接单") + (_PRACTICE if practice else "")
    first = tr("接收人请先核对文件摘要，再签名。签收只表示收到文件，不表示平台已接收或受理。")
    return (
        f"<html><head>{_STYLE}</head><body><h1>{title}</h1>"
        f'<table width="100%" border="1" cellspacing="0">{lines}</table>{_code(code)}<p>{first}</p>'
        f'<table width="100%" cellspacing="24"><tr>{signs}</tr><tr>{days}</tr>'
        f"<tr>{units}</tr><tr>{seal}</tr></table>"
        f'<p class="small">{escape(sentence(_LIMITS).says)}</p></body></html>'
    )


def _code(code: PackageCode) -> str:
    """The QR code of the package beside what one compares without a camera."""
    picture = b64encode(code.picture).decode("ascii")
    words = tr("扫描二维码，或通过电话核对短指纹（内容摘要的前 20 位）：")
    edge = f'width="{_EDGE}" height="{_EDGE}"'
    return (
        f'<table width="100%"><tr><td><img src="data:image/png;base64,{picture}" {edge}></td>'
        f'<td width="80%"><p class="small">{words}</p>'
        f'<p class="mono">{escape(code.fingerprint)}</p></td></tr></table>'
    )

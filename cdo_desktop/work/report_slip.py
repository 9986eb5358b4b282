"""签名包交接单: what is handed over, and how the receiver checks it without our program."""

from __future__ import annotations

from pathlib import Path

from cdo_desktop.domain.package import package_code, short_fingerprint
from cdo_desktop.domain.report_parts import (
    Code,
    Facts,
    Plain,
    Report,
    ReportPart,
    Shown,
    Table,
    Words,
)
from cdo_desktop.domain.roles import role_label
from cdo_desktop.domain.verdict import Verdict
from cdo_desktop.errors import Refused
from cdo_desktop.files import existing
from cdo_desktop.package.card import receiver_card
from cdo_desktop.package.drafting import SealedPackage
from cdo_desktop.package.verifying import Receiver, verify_package
from cdo_desktop.sentences import sentence
from cdo_desktop.tasks import Run
from cdo_desktop.work.finishing import sealed_of
from cdo_desktop.work.print_parts import DAY
from cdo_desktop.workbench import Workbench

TITLE = "签名包交接单"
_BY_HAND = ("交出人（签名）", "接收人（签名）", "交接时间")
_BLANK = "\n"
"""Room to write in."""


def slip_report(bench: Workbench, package: Path | None, run: Run) -> Report:
    """The slip of a package that lies before us. Raises Refused CDO-U101, U477, U478."""
    if package is None:
        raise Refused("CDO-U477")
    now = bench.clock.now()
    verification = verify_package(existing(package), Receiver(now=now), run, deep=False)
    if verification.verdict is Verdict.INVALID:
        raise Refused("CDO-U478", file=package.name)
    sealed = sealed_of(verification)
    practice = [Words(sentence("CDO-E512").says)] if verification.is_practice else []
    parts: tuple[ReportPart, ...] = (
        *practice,
        _facts(sealed),
        _signers(sealed),
        _code(sealed),
        Facts("交接", tuple((label, _BLANK) for label in _BY_HAND)),
        Words(sentence("CDO-E901").says, is_fine=True),
        Plain("接收核验卡", receiver_card(sealed)),
    )
    return Report(TITLE, sealed.manifest.facts.sender.name, now, parts)


def _facts(sealed: SealedPackage) -> Facts:
    facts = sealed.manifest.facts
    to = f"{facts.recipient.name}（{facts.recipient.code}）" if facts.recipient else ""
    counts = sealed.manifest.counts.values()
    records, gone = sum(one.records for one in counts), sum(one.tombstones for one in counts)
    return Facts(
        "交接的签名包",
        (
            ("文件", f"{sealed.path.name}（{sealed.size:,} 字节）"),
            ("种类", facts.kind.label),
            ("包编号", facts.package_id),
            ("发送单位", f"{facts.sender.name}（{facts.sender.code}）"),
            ("接收单位", to),
            ("制作时间", f"{facts.created_at:{DAY}}"),
            ("内容", f"{records:,} 条记录，{gone:,} 条删除"),
            ("文件摘要", sealed.container_digest),
            ("内容摘要", sealed.content_digest),
        ),
    )


def _signers(sealed: SealedPackage) -> Table:
    rows: list[tuple[Shown, ...]] = [
        (number, one.name, role_label(one.role), one.org_name, one.suite.name, one.sha256)
        for number, one in enumerate(sealed.certificates, 1)
    ]
    head = ("序号", "签名人", "角色", "单位", "算法", "证书指纹")
    return Table("签名", head, (10, 18, 24, 30, 24, 50), rows, len(rows))


def _code(sealed: SealedPackage) -> Code:
    lines = ("短指纹（可通过电话核对）：", short_fingerprint(sealed.content_digest))
    return Code(package_code(sealed.content_digest, sealed.manifest.facts.package_id), lines)

"""Commands on receipts: receipt make, receipt take."""

from __future__ import annotations

from pathlib import Path

import click

from cdo_desktop.cli.base import (
    FILE,
    HELP,
    asking,
    command,
    passphrase_option,
    writing,
)
from cdo_desktop.cli.output import GOOD, Output
from cdo_desktop.cli.packages import entry_document
from cdo_desktop.cli.verification import trust_options
from cdo_desktop.domain.receipt import ItemResult
from cdo_desktop.errors import Refused
from cdo_desktop.work import answering, ledger, receiving
from cdo_desktop.workbench import Desk

MOST_RECEIPTS = 999_999


def register(group: click.Group) -> None:
    """Add the commands to the group."""

    @group.group("receipt", help="回执。", context_settings=HELP)
    def receipt() -> None:
        """Commands on receipts."""

    _make(receipt)
    _take(receipt)


def _make(receipt: click.Group) -> None:
    @command(receipt, "make", "平台一方：核验收到的包，写出签名的回执。")
    @click.argument("package", type=FILE)
    @click.option("--key", "key_file", type=FILE, required=True, help="平台的密钥文件")
    @click.option(
        "--reject", "rejects", multiple=True, metavar="代码=理由", help="退回一条，可写多次"
    )
    @click.option("--received-only", is_flag=True, help="只说收到，还没有受理")
    @click.option(
        "--sequence",
        type=click.IntRange(1, MOST_RECEIPTS),
        default=1,
        show_default=True,
        help="对这个包的第几份回执",
    )
    @click.option("--number", default="", help="回执编号")
    @click.option("-o", "--output", type=FILE, required=True, help="回执 .cdopkg")
    @trust_options
    @passphrase_option
    def make(
        out: Output,
        package: Path,
        key_file: Path,
        rejects: tuple[str, ...],
        received_only: bool,
        sequence: int,
        number: str,
        output: Path,
        trust: Path | None,
        roots: Path | None,
        pin: str,
        passphrase_file: Path | None,
    ) -> int:
        if received_only and rejects:
            raise click.UsageError("--received-only 与 --reject 只能用一个")
        sealed, made = answering.make_receipt(
            Desk(),
            package,
            key_file,
            asking(passphrase_file, "平台密钥口令"),
            dict(_rejection(text) for text in rejects),
            output,
            receiving.TrustGiven(trust, roots, pin),
            out.run,
            sequence=sequence,
            receipt_no=number,
            result=ItemResult.RECEIVED if received_only else ItemResult.ACCEPTED,
        )
        document = {
            "receipt": str(output),
            "packageId": sealed.package_id,
            "receiptNo": made.receipt_no,
            "result": made.result.value,
            "result_label": made.result.label,
            "items": len(made.items),
            "findings": [
                {"code": f.code, "place": f.place, "message": f.text} for f in made.findings
            ],
        }
        said = f"已写出回执 {output}：{made.result.label}，{len(made.items)} 条。"
        out.answer(document, [said, *(f"  {f.text}（{f.place}，{f.code}）" for f in made.findings)])
        return GOOD


def _rejection(text: str) -> tuple[str, str]:
    code, _, reason = text.partition("=")
    if not code.strip() or not reason.strip():
        raise Refused("CDO-U108", what=text)
    return code.strip(), reason.strip()


def _take(receipt: click.Group) -> None:
    @command(receipt, "take", "导入平台的回执；核验不了就什么都不改。")
    @click.argument("workspace", type=FILE)
    @click.argument("file", type=FILE)
    @trust_options
    def take(
        out: Output, workspace: Path, file: Path, trust: Path | None, roots: Path | None, pin: str
    ) -> int:
        given = receiving.TrustGiven(trust, roots, pin)
        with writing(workspace) as bench:
            taken = receiving.take_receipt(bench, file, given, out.run)
            page = ledger.pages(bench, taken.entry.package_id)[0]
        counts: dict[str, int] = {}
        for item in page.items:
            counts[item.state.label] = counts.get(item.state.label, 0) + 1
        document = entry_document(taken.entry) | {
            "receiptNo": taken.receipt.receipt_no,
            "result": taken.receipt.result.value,
            "result_label": taken.receipt.result.label,
            "verdict": taken.verification.verdict.value,
            "decides": taken.decides,
            "repeated": taken.repeated,
            "items": counts,
        }
        said = "这份回执已经导入过，没有变化" if taken.repeated else "已导入回执"
        detail = "，".join(f"{label} {number} 条" for label, number in counts.items())
        out.answer(
            document, [f"{said} {taken.receipt.receipt_no}：{document['state']}。{detail}。"]
        )
        return GOOD

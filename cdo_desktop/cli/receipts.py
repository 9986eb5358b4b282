"""Commands on receipts: receipt make, receipt take."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from cdo_desktop.cli.base import (
    FILE,
    HELP,
    Command,
    asking,
    command,
    passphrase_option,
    writing,
)
from cdo_desktop.cli.hints import todo
from cdo_desktop.cli.output import GOOD, WANTING, Output
from cdo_desktop.cli.packages import entry_document
from cdo_desktop.cli.verification import trust_options
from cdo_desktop.domain.receipt import ItemResult, Receipt
from cdo_desktop.domain.verdict import Reason
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


@dataclass(frozen=True, slots=True)
class _Answer:
    """What the platform answers."""

    rejects: tuple[str, ...]
    received_only: bool
    sequence: int | None
    previous: Path | None
    number: str

    @property
    def rejected(self) -> dict[str, str]:
        """Code or id -> reason. Raises Refused, and UsageError if it contradicts itself."""
        if self.received_only and self.rejects:
            raise click.UsageError("--received-only 与 --reject 只能用一个")
        return dict(_rejection(text) for text in self.rejects)

    @property
    def otherwise(self) -> ItemResult:
        """What is said of everything that is not rejected."""
        return ItemResult.RECEIVED if self.received_only else ItemResult.ACCEPTED


def _answer_options(function: Command) -> Command:
    """The options that make up an `_Answer`."""
    for option in (
        click.option("--number", default="", help="回执编号"),
        click.option(
            "--sequence",
            type=click.IntRange(1, MOST_RECEIPTS),
            help="对这个包的第几份回执；不写时接着以前的编号",
        ),
        click.option(
            "--previous", type=FILE, help="对这个包的前一份回执；在包或新回执旁边的会自动找到"
        ),
        click.option("--received-only", is_flag=True, help="只说收到，还没有受理"),
        click.option(
            "--reject", "rejects", multiple=True, metavar="代码=理由", help="退回一条，可写多次"
        ),
    ):
        function = option(function)
    return function


def _make(receipt: click.Group) -> None:
    @command(receipt, "make", "平台一方：核验收到的包，写出签名的回执。")
    @click.argument("package", type=FILE)
    @click.option("--key", "key_file", type=FILE, required=True, help="平台的密钥文件")
    @_answer_options
    @click.option("-o", "--output", type=FILE, required=True, help="回执 .cdopkg")
    @trust_options
    @passphrase_option
    def make(
        out: Output,
        package: Path,
        key_file: Path,
        output: Path,
        trust: Path | None,
        roots: Path | None,
        pin: str,
        passphrase_file: Path | None,
        **answer: Any,
    ) -> int:
        desk, given, said = Desk(), receiving.TrustGiven(trust, roots, pin), _Answer(**answer)
        rejected, ask = said.rejected, asking(passphrase_file, "平台密钥口令")
        doubts = answering.doubts(desk, key_file, given, out.run)
        for doubt in doubts:
            out.say(doubt.message() + todo(doubt))
        sealed, made = answering.make_receipt(
            *(desk, package, key_file, ask, rejected, output, given, out.run),
            previous=said.previous,
            sequence=said.sequence,
            receipt_no=said.number,
            result=said.otherwise,
        )
        sequence = sealed.manifest.facts.sequence
        document = {"receipt": str(output), "packageId": sealed.package_id, "sequence": sequence}
        document["practice"] = sealed.manifest.facts.practice
        lines = _made_lines(output, made, sequence)
        out.answer(document | _made_document(made, doubts), lines)
        return GOOD


def _made_document(made: Receipt, doubts: Sequence[Reason]) -> dict[str, Any]:
    return {
        "receiptNo": made.receipt_no,
        "result": made.result.value,
        "result_label": made.result.label,
        "items": len(made.items),
        "findings": _finding_documents(made),
        "notes": [{"code": one.code, "message": one.message()} for one in doubts],
    }


def _made_lines(output: Path, made: Receipt, sequence: int) -> list[str]:
    said = f"已写出回执 {output}：{made.result.label}，{len(made.items)} 条。"
    place = f"这是对这个包的第 {sequence} 份回执。"
    if sequence == 1:
        place += "以前出具过、但不在包或新回执旁边的，请用 --previous 指定后重新出具。"
    return [said, place, *_finding_lines(made)]


def _finding_documents(receipt: Receipt) -> list[dict[str, str]]:
    found = receipt.findings
    return [{"code": one.code, "place": one.place, "message": one.text} for one in found]


def _finding_lines(receipt: Receipt) -> list[str]:
    """What the platform found about the package itself."""
    return [f"  {one.text}（{one.place}，{one.code}）" for one in receipt.findings]


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
        out.answer(_taken_document(taken, page), _taken_lines(taken, page))
        return WANTING if taken.forks else GOOD


def _taken_document(taken: receiving.Taken, page: ledger.LedgerPage) -> dict[str, Any]:
    return entry_document(taken.entry) | {
        "receiptNo": taken.receipt.receipt_no,
        "result": taken.receipt.result.value,
        "result_label": taken.receipt.result.label,
        "verdict": taken.verification.verdict.value,
        "notes": [
            {"code": one.code, "message": one.message()} for one in taken.verification.reasons
        ],
        "decides": taken.decides,
        "forks": taken.forks,
        "repeated": taken.repeated,
        "items": _counts(page),
        "findings": _finding_documents(taken.receipt),
    }


def _counts(page: ledger.LedgerPage) -> dict[str, int]:
    return dict(Counter(item.state.label for item in page.items))


def _taken_lines(taken: receiving.Taken, page: ledger.LedgerPage) -> list[str]:
    said = "这份回执已经导入过，没有变化" if taken.repeated else "已导入回执"
    # of a receipt taken before the verification only says that, in words meant for a platform
    notes = () if taken.repeated else taken.verification.reasons
    state = ledger.state_label(taken.entry.state)
    detail = "，".join(f"{label} {number} 条" for label, number in _counts(page).items())
    if not (taken.decides or taken.repeated):
        said = "已记入台账、但不算数的回执"
        state = f"{taken.receipt.result.label}。包的状态仍是{state}"
    return [
        f"{said} {taken.receipt.receipt_no}：{state}。{detail}。",
        *_finding_lines(taken.receipt),
        *(f"  {one.message()}{todo(one)}（{one.code}）" for one in notes),
    ]

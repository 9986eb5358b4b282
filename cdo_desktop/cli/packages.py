"""Commands on packages: export, handed, ledger, verify, receipt make, receipt take."""

from __future__ import annotations

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
    reading,
    writing,
)
from cdo_desktop.cli.output import GOOD, UNCHECKED, WANTING, Output
from cdo_desktop.domain.ledger import LedgerEntry
from cdo_desktop.domain.package import ScopeMode
from cdo_desktop.domain.people import Org
from cdo_desktop.domain.receipt import ItemResult
from cdo_desktop.domain.roles import role_label
from cdo_desktop.domain.verdict import Verdict
from cdo_desktop.errors import Refused
from cdo_desktop.sentences import sentence
from cdo_desktop.work import handing_over, keys, ledger, receiving
from cdo_desktop.work.receiving import Verification
from cdo_desktop.workbench import Desk

EXITS = {
    Verdict.VALID: GOOD,
    Verdict.VALID_WITH_NOTES: GOOD,
    Verdict.INVALID: WANTING,
    Verdict.CANNOT_BE_CHECKED: UNCHECKED,
}


def register(group: click.Group) -> None:
    """Add the commands to the group."""
    _export(group)
    _handed(group)
    _ledger(group)
    _verify(group)

    @group.group("receipt", help="回执。", context_settings=HELP)
    def receipt() -> None:
        """Commands on receipts."""

    _make(receipt)
    _take(receipt)


def _trust_options(function: Command) -> Command:
    for option in (
        click.option("--pin", default="", help="对方证书的 SHA-256，电话核对过"),
        click.option("--roots", type=FILE, help="根清单 root.json，用来核对信任清单的根签名"),
        click.option("--trust", type=FILE, help="信任清单包 .cdopkg"),
    ):
        function = option(function)
    return function


def _export(group: click.Group) -> None:
    @command(group, "export", "把审核通过的记录写成签名包，写完从介质重读并逐一比对。")
    @click.argument("workspace", type=FILE)
    @click.option("--key", "key_file", type=FILE, required=True, help="签名的密钥文件")
    @click.option("--cosign", type=FILE, help="第二个签名的密钥文件（如 SM2 之外再加 P-256）")
    @click.option(
        "--scope", type=click.Choice(["full", "delta"]), default="full", show_default=True
    )
    @click.option("--to", "recipient", default="", metavar="名称:代码", help="接收单位")
    @click.option("-o", "--output", type=FILE, required=True, help="签名包 .cdopkg")
    @passphrase_option
    def export(
        out: Output,
        workspace: Path,
        key_file: Path,
        cosign: Path | None,
        scope: str,
        recipient: str,
        output: Path,
        passphrase_file: Path | None,
    ) -> int:
        certificate = keys.read_certificate(key_file)
        with writing(workspace) as bench:
            if certificate.org_code != bench.org.code:
                out.say(sentence("CDO-E730").says.format(org=certificate.org_name))
            done = handing_over.export(
                bench,
                output,
                key_file,
                asking(passphrase_file, f"{certificate.name} 的密钥口令"),
                out.run,
                scope=ScopeMode(scope),
                recipient=_org(recipient),
                cosigner=cosign,
            )
        out.say(sentence("CDO-E901").says)
        out.answer(_export_document(done), _export_lines(done))
        return WANTING if done.behind else GOOD


def _org(text: str) -> Org | None:
    if not text:
        return None
    name, _, code = text.replace("：", ":").rpartition(":")
    if not name or len(code.strip()) != 18:
        raise Refused("CDO-U107", what=text)
    return Org(code.strip().upper(), name.strip())


def _export_document(done: handing_over.Exported) -> dict[str, Any]:
    return {
        "package": str(done.sealed.path),
        "packageId": done.sealed.package_id,
        "contentDigest": done.sealed.content_digest,
        "containerDigest": done.sealed.container_digest,
        "records": done.records,
        "tombstones": done.tombstones,
        "scope": done.entry.scope,
        "unchanged": done.unchanged,
        "card": str(done.card),
        "behind": [
            {
                "id": one.record.id,
                "code": one.record.code,
                "title": one.record.title,
                "reason": one.reason,
            }
            for one in done.behind
        ],
    }


def _export_lines(done: handing_over.Exported) -> list[str]:
    scope = "全量" if done.entry.scope == ScopeMode.FULL else "增量"
    return [
        *(f"  留下：{one.record.title}：{one.reason}" for one in done.behind),
        f"已导出（{scope}）{done.records} 条到 {done.sealed.path}，重读比对一致。",
        f"内容摘要 {done.sealed.content_digest}",
        f"文件摘要 {done.sealed.container_digest}",
        f"接收核验卡 {done.card}",
        "已导出不等于已接收：请交接后等平台的回执。",
    ]


def _handed(group: click.Group) -> None:
    @command(group, "handed", "登记签名包已交给对方。")
    @click.argument("workspace", type=FILE)
    @click.argument("package", type=FILE)
    @click.option("--to", required=True, help="交给谁")
    def handed(out: Output, workspace: Path, package: Path, to: str) -> int:
        with writing(workspace) as bench:
            entry = handing_over.hand_over(bench, package, to, out.run)
        document = _entry_document(entry)
        out.answer(
            document, [f"已登记：{entry.file_name} 交给 {to}。现在的状态：{document['state']}。"]
        )
        return GOOD


def _ledger(group: click.Group) -> None:
    @command(group, "ledger", "交换台账：每个包、每条记录到了哪一步。")
    @click.argument("workspace", type=FILE)
    @click.option("--package", default="", help="只看一个包（packageId 或文件名）")
    def show(out: Output, workspace: Path, package: str) -> int:
        with reading(workspace) as bench:
            pages = ledger.pages(bench, package)
        documents = [
            _entry_document(page.entry)
            | {
                "items": [
                    {
                        "id": item.record_id,
                        "code": item.code,
                        "title": item.title,
                        "kind": item.kind,
                        "revisionId": item.revision_id,
                        "tombstone": item.tombstone,
                        "state": item.state.label,
                        "state_key": item.state.value,
                        "reason": item.reason,
                    }
                    for item in page.items
                ],
                "events": [
                    {"state": event.state, "at": event.at, "who": event.who, "note": event.note}
                    for event in page.events
                ],
                "receipts": [
                    {
                        "receiptNo": one.receipt_no,
                        "result": one.result,
                        "receivedAt": one.received_at,
                    }
                    for one in page.receipts
                ],
            }
            for page in pages
        ]
        out.answer({"packages": documents}, [line for d in documents for line in _ledger_lines(d)])
        return GOOD


def _entry_document(entry: LedgerEntry) -> dict[str, Any]:
    return {
        "packageId": entry.package_id,
        "file": entry.file_name,
        "series": entry.series,
        "sequence": entry.sequence,
        "scope": entry.scope,
        "createdAt": entry.created_at,
        "to": entry.recipient.as_json(),
        "contentDigest": entry.content_digest,
        "containerDigest": entry.container_digest,
        "state": ledger.state_label(entry.state),
        "state_key": entry.state,
    }


def _ledger_lines(document: dict[str, Any]) -> list[str]:
    head = (
        f"{document['series']} 第 {document['sequence']} 号  {document['file']}  "
        f"{document['createdAt'][:16]}  {document['state']}"
    )
    items = [
        f"    {item['state']:　<4}{item['code']:<26}{item['title']}  {item['reason']}"
        for item in document["items"]
    ]
    return [head, *items]


def _verify(group: click.Group) -> None:
    @command(group, "verify", "核验一个包：有效、有效但有提示、无法完全核验、无效，逐条说明理由。")
    @click.argument("file", type=FILE)
    @_trust_options
    @click.option("--deep", is_flag=True, help="连同每条记录一起核验")
    def verify(
        out: Output, file: Path, trust: Path | None, roots: Path | None, pin: str, deep: bool
    ) -> int:
        given = receiving.TrustGiven(trust, roots, pin)
        found = receiving.verify(Desk(), file, given, out.run, deep=deep)
        document = verification_document(found)
        out.answer(document, _verification_lines(found, document))
        return EXITS[found.verdict]


def verification_document(found: Verification) -> dict[str, Any]:
    """A verification as a script reads it."""
    facts = found.manifest.facts if found.manifest else None
    return {
        "verdict": found.verdict.value,
        "verdict_label": found.verdict.label,
        "reasons": [
            {
                "code": reason.code,
                "place": reason.place,
                "message": reason.message(),
                "todo": reason.todo(),
                "weight": reason.weight,
            }
            for reason in found.reasons
        ],
        "signatures": [
            {
                "place": one.place,
                "standing": one.standing,
                "name": one.name,
                "role": role_label(one.role),
                "role_key": one.role,
                "org": one.org_name,
                "orgCode": one.org_code,
                "suite": one.suite,
                "certSha256": one.cert_sha256,
                "claimedTime": one.claimed_time.isoformat() if one.claimed_time else None,
            }
            for one in found.standings
        ],
        "kind": facts.kind.value if facts else None,
        "packageId": facts.package_id if facts else None,
        "from": facts.sender.as_json() if facts else None,
        "createdAt": facts.created_at.isoformat() if facts else None,
        "scope": facts.scope.mode.value if facts else None,
        "records": sum(one.records for one in found.manifest.counts.values())
        if found.manifest
        else 0,
        "contentDigest": found.content_digest,
        "containerDigest": found.container_digest,
        "trustAge": found.trust.age() if found.trust else None,
        "deep": found.is_deep,
    }


def _verification_lines(found: Verification, document: dict[str, Any]) -> list[str]:
    lines = [f"{found.verdict.label}：{found.path.name}"]
    if document["from"]:
        sender = document["from"]["name"]
        lines.append(
            f"来自 {sender}，{document['createdAt'][:16]}，记录 {document['records']} 条。"
        )
    lines += [
        f"  签名 {one['place'][-7:-4]}  {one['name']}  {one['role']}  {one['org']}  {one['suite']}"
        for one in document["signatures"]
    ]
    lines += [
        f"  {reason['message']}{reason['todo']}（{reason['place']}，{reason['code']}）"
        for reason in document["reasons"]
    ]
    if document["trustAge"]:
        lines.append(document["trustAge"])
    return [*lines, sentence("CDO-E901").says]


def _make(receipt: click.Group) -> None:
    @command(receipt, "make", "平台一方：核验收到的包，写出签名的回执。")
    @click.argument("package", type=FILE)
    @click.option("--key", "key_file", type=FILE, required=True, help="平台的密钥文件")
    @click.option(
        "--reject", "rejects", multiple=True, metavar="代码=理由", help="退回一条，可写多次"
    )
    @click.option("--received-only", is_flag=True, help="只说收到，还没有受理")
    @click.option("--sequence", default=1, show_default=True, help="对这个包的第几份回执")
    @click.option("--number", default="", help="回执编号")
    @click.option("-o", "--output", type=FILE, required=True, help="回执 .cdopkg")
    @_trust_options
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
        sealed, made = receiving.make_receipt(
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
        out.answer(document, [f"已写出回执 {output}：{made.result.label}，{len(made.items)} 条。"])
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
    @_trust_options
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
        document = _entry_document(taken.entry) | {
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

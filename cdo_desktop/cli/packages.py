"""Commands on packages made here: export, handed, ledger."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from cdo_desktop.cli.base import (
    FILE,
    asking,
    command,
    passphrase_option,
    reading,
    writing,
)
from cdo_desktop.cli.hints import typed
from cdo_desktop.cli.output import GOOD, WANTING, Output
from cdo_desktop.cli.previews import needed, other_units_document, preview
from cdo_desktop.cli.usage import WORDS
from cdo_desktop.cli.words import minute
from cdo_desktop.domain.ledger import LedgerEntry, LedgerItem
from cdo_desktop.domain.package import PackageKind, ScopeMode
from cdo_desktop.domain.people import Org
from cdo_desktop.domain.roles import role_label
from cdo_desktop.errors import Refused
from cdo_desktop.sentences import sentence
from cdo_desktop.work import finishing, handing_over, keys, ledger
from cdo_desktop.workbench import Desk, is_named


def register(group: click.Group) -> None:
    """Add the commands to the group."""
    _export(group)
    _handed(group)
    _ledger(group)


def _export(group: click.Group) -> None:
    @command(group, "export", "把审核通过的记录写成签名包，写完从介质重读并逐一比对。")
    @click.argument("workspace", type=FILE)
    @click.option("--key", "key_file", type=FILE, help="签名的密钥文件")
    @click.option("--cosign", type=FILE, help="第二个签名的密钥文件（如 SM2 之外再加 P-256）")
    @click.option(
        "--scope", type=click.Choice(["full", "delta"]), default="full", show_default=True
    )
    @click.option("--to", "recipient", default="", metavar="名称:代码", help="接收单位")
    @click.option("-o", "--output", type=FILE, help="签名包 .cdopkg")
    @click.option("--preview", "only_preview", is_flag=True, help="只看会导出什么，不签名、不写出")
    @click.option("--cosign-passphrase-file", type=FILE, help="第二个密钥的口令文件")
    @passphrase_option
    def export(
        out: Output,
        workspace: Path,
        key_file: Path | None,
        cosign: Path | None,
        cosign_passphrase_file: Path | None,
        scope: str,
        recipient: str,
        output: Path | None,
        only_preview: bool,
        passphrase_file: Path | None,
    ) -> int:
        if only_preview:
            return preview(out, workspace, ScopeMode(scope))
        key_file, output = needed(key_file, "--key"), needed(output, "-o")
        signers = [keys.read_certificate(file) for file in (key_file, cosign) if file]
        asked = [f"{certificate.name} 的密钥口令" for certificate in signers]
        with writing(workspace) as bench:
            for found in finishing.finish_all(bench, out.run):
                out.say(sentence("CDO-E739").says.format(file=found.file_name))
            for certificate in signers:
                _say_doubts(out, certificate, bench.org)
            done = handing_over.export(
                bench,
                output,
                key_file,
                asking(passphrase_file, asked[0]),
                out.run,
                scope=ScopeMode(scope),
                recipient=_org(recipient),
                cosigner=cosign,
                cosigner_passphrase=asking(cosign_passphrase_file or passphrase_file, asked[-1]),
            )
        if scope != done.entry.scope:
            out.say("还没有平台已受理的包，不能做增量，这次导出的是全量。")
        if done.sealed.manifest.facts.practice:
            out.say(sentence("CDO-E512").says)
        if warning := done.others.warning():
            out.say(warning)
        out.say(sentence("CDO-E901").says)
        out.answer(_export_document(done), _export_lines(done))
        return WANTING if done.behind else GOOD


def _say_doubts(out: Output, certificate: keys.Certificate, own: Org) -> None:
    """What a receiver will object to: another organisation's certificate, one that runs out."""
    if certificate.org_code != own.code:
        out.say(sentence("CDO-E730").says.format(org=certificate.org_name))
    if not keys.may_sign(certificate, PackageKind.CATALOG_EXPORT):
        out.say(sentence("CDO-E732").says.format(role=role_label(certificate.role)))
    if notice := keys.notice(Desk(), certificate):
        out.say(notice.message() + notice.todo())


def _org(text: str) -> Org | None:
    if not text:
        return None
    name, _, code = text.replace("：", ":").rpartition(":")
    found = Org(code.strip().upper(), name.strip())
    if not is_named(found):
        raise Refused("CDO-U107", what=text)
    return found


def _export_document(done: handing_over.Exported) -> dict[str, Any]:
    return {
        "package": str(done.sealed.path),
        "packageId": done.sealed.package_id,
        "practice": done.sealed.manifest.facts.practice,
        "contentDigest": done.sealed.content_digest,
        "containerDigest": done.sealed.container_digest,
        "records": done.records,
        "tombstones": done.tombstones,
        "scope": done.entry.scope,
        "unchanged": done.unchanged,
        "otherUnits": other_units_document(done.others),
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
    @click.option("--to", type=WORDS, required=True, help="交给谁")
    def handed(out: Output, workspace: Path, package: Path, to: str) -> int:
        with writing(workspace) as bench:
            entry = handing_over.hand_over(bench, package, to, out.run)
        document = entry_document(entry)
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
        documents = [_page_document(page) for page in pages]
        out.answer({"packages": documents}, [line for d in documents for line in _ledger_lines(d)])
        return GOOD


def _page_document(page: ledger.LedgerPage) -> dict[str, Any]:
    return entry_document(page.entry) | {
        "unfinished": page.unfinished_at,
        "items": [_item_document(item) for item in page.items],
        "events": [
            {
                "state": ledger.state_label(event.state),
                "state_key": event.state,
                "at": event.at,
                "who": event.who,
                "note": event.note,
            }
            for event in page.events
        ],
        "receipts": [_receipt_document(one) for one in page.receipts],
    }


def _receipt_document(shown: ledger.ShownReceipt) -> dict[str, Any]:
    receipt = shown.receipt
    return {
        "receiptNo": receipt.receipt_no,
        "sequence": receipt.sequence,
        "result": receipt.result,
        "result_label": ledger.state_label(receipt.result),
        "receivedAt": receipt.received_at,
        "takenAt": receipt.taken_at,
        "who": shown.who,
        "decides": shown.decides,
    }


def _item_document(item: LedgerItem) -> dict[str, Any]:
    return {
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


def entry_document(entry: LedgerEntry) -> dict[str, Any]:
    """A package of the ledger as a script reads it."""
    return {
        "packageId": entry.package_id,
        "file": entry.file_name,
        "series": ledger.series_label(entry.series),
        "series_key": entry.series,
        "sequence": entry.sequence,
        "scope": entry.scope,
        "createdAt": entry.created_at,
        "to": entry.recipient.as_json(),
        "contentDigest": entry.content_digest,
        "containerDigest": entry.container_digest,
        "state": ledger.state_label(entry.state),
        "state_key": entry.state,
    }


def unfinished_words(place: str) -> str:
    """What is to be said of a package that is being written, or was when the program was killed."""
    told = sentence("CDO-E740")
    facts = {"path": place}
    return (told.says + told.todo).format_map(facts) + typed("CDO-E740", facts)


def sent_back_lines(answer: ledger.Answer | None, revision_id: str) -> list[str]:
    """Why the platform sent a record back; nothing if it did not."""
    if answer is None:
        return []
    receipt = answer.receipt
    told = f"{receipt.receipt_no}，{minute(receipt.received_at)}" if receipt else ""
    since = "" if answer.item.revision_id == revision_id else "（送出之后又改过）"
    why = "；".join(answer.reasons) or "没有写明理由"
    return [f"平台退回{since}：{why}（回执 {told}，包 {answer.entry.file_name}）"]


def sent_back_document(answer: ledger.Answer | None) -> dict[str, Any] | None:
    """The same as a script reads it."""
    if answer is None:
        return None
    receipt = answer.receipt
    return {
        "package": answer.entry.file_name,
        "packageId": answer.entry.package_id,
        "revisionId": answer.item.revision_id,
        "receiptNo": receipt.receipt_no if receipt else "",
        "receivedAt": receipt.received_at if receipt else "",
        "reasons": list(answer.reasons),
    }


def _ledger_lines(document: dict[str, Any]) -> list[str]:
    head = (
        f"{document['series']} 第 {document['sequence']} 号  {document['file']}  "
        f"{minute(document['createdAt'])}  {document['state']}"
    )
    if document["unfinished"]:
        return [head, f"    {unfinished_words(document['unfinished'])}"]
    items = [
        f"    {item['state']:　<4}{item['code']:<26}{item['title']}  {item['reason']}"
        for item in document["items"]
    ]
    return [head, *map(_receipt_line, document["receipts"]), *items]


def _receipt_line(receipt: dict[str, Any]) -> str:
    counts = "以此为准" if receipt["decides"] else "不算数"
    return (
        f"    回执 第 {receipt['sequence']} 份  {receipt['receiptNo']}  "
        f"{minute(receipt['receivedAt'])}  {receipt['result_label']}  "
        f"{receipt['who']} 于 {minute(receipt['takenAt'])} 导入  {counts}"
    )

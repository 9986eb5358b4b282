"""Commands on review forms: opinion, and review export, verify, countersign, take."""

from __future__ import annotations

from collections.abc import Sequence
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
from cdo_desktop.cli.hints import todo
from cdo_desktop.cli.output import GOOD, Output
from cdo_desktop.cli.usage import WORDS
from cdo_desktop.cli.verification import EXITS, trust_options, verification_document
from cdo_desktop.cli.words import minute
from cdo_desktop.domain.project_check import check_document
from cdo_desktop.domain.record import Record
from cdo_desktop.domain.roles import role_label
from cdo_desktop.domain.statement import Decision
from cdo_desktop.errors import Refused
from cdo_desktop.sentences import sentence
from cdo_desktop.work import keys, review_forms
from cdo_desktop.work.judging import TrustGiven
from cdo_desktop.work.project_checks import PROJECT, check_project
from cdo_desktop.work.review_forms import FormVerdict, Opinion, SignedForm, sheet_lines
from cdo_desktop.work.typed import record_called
from cdo_desktop.workbench import Desk, Workbench


def register(group: click.Group) -> None:
    """Add the commands to the group."""
    _opinion(group)

    @group.group("review", help="审查表：导出、核验、加签、取回。", context_settings=HELP)
    def review() -> None:
        """Commands on the files of review forms."""

    for add_to in (_export, _verify, _countersign, _take):
        add_to(review)


def opinion_options(function: Command) -> Command:
    """--decision, --text, --condition, --by and --key: what is said, and by whom."""
    for option in (
        click.option("--key", "key_file", type=FILE, required=True, help="签名的密钥文件"),
        click.option("--by", default="", help="签署人姓名；与密钥登记的姓名不同时拒绝"),
        click.option("--condition", "conditions", multiple=True, help="条件，可写多次"),
        click.option("--text", default="", help="意见"),
        click.option("--decision", required=True, help="同意、修改后同意、不同意"),
    ):
        function = option(function)
    return function


def _said(decision: str, text: str, conditions: Sequence[str], by: str) -> Opinion:
    """Raises Refused for a word that is no decision."""
    for one in Decision:
        if decision in (one.label, one.value):
            return Opinion(one, text, tuple(conditions), by)
    choices = "、".join(one.label for one in Decision)
    raise Refused("CDO-U103", what=decision, choices=choices)


def _opinion(group: click.Group) -> None:
    @command(group, "opinion", "对一条记录出具意见并签署；签署的内容先全文显示，签署后按流程流转。")
    @click.argument("workspace", type=FILE)
    @click.argument("record", type=WORDS)
    @opinion_options
    @passphrase_option
    def opinion(
        out: Output,
        workspace: Path,
        record: str,
        decision: str,
        text: str,
        conditions: tuple[str, ...],
        by: str,
        key_file: Path,
        passphrase_file: Path | None,
    ) -> int:
        said = _said(decision, text, conditions, by)
        with writing(workspace) as bench:
            done = _signed_here(
                out, bench, record_called(bench, record), said, key_file, passphrase_file
            )
            document = _signed_document(done) | _record_document(bench, done.record)
        out.say(sentence("CDO-E901").says)
        out.answer(document, [*_signed_lines(done), f"现在的状态：{document['state']}。"])
        return GOOD


def _signed_here(
    out: Output,
    bench: Workbench,
    record: Record,
    said: Opinion,
    key: Path,
    passphrase_file: Path | None,
) -> SignedForm:
    """The first signature on a new form, or the next one on the form that is kept here."""
    ask = _asking(key, passphrase_file)
    newest = review_forms.newest_form(bench, record.id, out.run)
    if newest and review_forms.takes_more(bench, newest[1], record):
        with review_forms.own_folder() as folder:
            offer = review_forms.offer_here(bench, newest[0], folder, said, key, out.run)
            _show(out, offer.shown)
            return review_forms.countersign_here(bench, offer, offer.shown.token, key, ask, out.run)
    linked = review_forms.linked_records(bench, record)
    checks = _checks(bench, record, out)
    with review_forms.prepare(bench, record, linked, out.run, checks=checks) as form:
        offer = review_forms.offer_first(bench, form, said, key, out.run)
        _show(out, offer.shown)
        return review_forms.sign_first(bench, form, offer, offer.shown.token, key, ask, out.run)


def _checks(bench: Workbench, record: Record, out: Output) -> dict[str, Any]:
    """What the automatic checks of a project say: it is signed with the form."""
    if record.kind != PROJECT:
        return {}
    found = check_project(bench, record, out.run)
    return {"checks": [check_document(one) for one in found]}


def _asking(key: Path, passphrase_file: Path | None) -> Any:
    certificate = keys.read_certificate(key)
    return asking(passphrase_file, f"{certificate.name} 的密钥口令")


def _show(out: Output, shown: review_forms.ShownForm) -> None:
    """What is going to be signed, from the bytes that are signed, before anything is asked."""
    for line in sheet_lines(shown):
        out.say(line)


def _export(review: click.Group) -> None:
    @command(review, "export", "把签署过的审查表写成文件，旁边写出接收核验卡。")
    @click.argument("workspace", type=FILE)
    @click.argument("record", type=WORDS)
    @click.option("-o", "--output", type=FILE, required=True, help="审查表 .cdopkg")
    def export(out: Output, workspace: Path, record: str, output: Path) -> int:
        with reading(workspace) as bench:
            found = record_called(bench, record)
            sealed, card = review_forms.export(bench, found, output, out.run)
        document = {
            "package": str(output),
            "packageId": sealed.package_id,
            "version": sealed.manifest.facts.sequence,
            "contentDigest": sealed.content_digest,
            "containerDigest": sealed.container_digest,
            "signatures": len(sealed.signatures),
            "card": str(card),
        }
        lines = [
            f"已写出审查表 {output}，已有 {len(sealed.signatures)} 个签名。",
            f"接收核验卡 {card}",
        ]
        out.answer(document, lines)
        return GOOD


def _verify(review: click.Group) -> None:
    @command(review, "verify", "核验审查表：每个签名人的意见、还差谁的签名。")
    @click.argument("file", type=FILE)
    @trust_options
    def verify(out: Output, file: Path, trust: Path | None, roots: Path | None, pin: str) -> int:
        found = review_forms.verify(Desk(), file, TrustGiven(trust, roots, pin), out.run)
        out.answer(_verdict_document(found), _verdict_lines(found))
        return EXITS[found.verdict]


def _countersign(review: click.Group) -> None:
    @command(review, "countersign", "在收到的审查表上签署意见，写回同一个文件。")
    @click.argument("file", type=FILE)
    @opinion_options
    @trust_options
    @passphrase_option
    def countersign(
        out: Output,
        file: Path,
        decision: str,
        text: str,
        conditions: tuple[str, ...],
        by: str,
        key_file: Path,
        trust: Path | None,
        roots: Path | None,
        pin: str,
        passphrase_file: Path | None,
    ) -> int:
        desk, given = Desk(), TrustGiven(trust, roots, pin)
        said, ask = _said(decision, text, conditions, by), _asking(key_file, passphrase_file)
        offer = review_forms.offer_next(desk, file, said, key_file, given, out.run)
        _show(out, offer.shown)
        done = review_forms.countersign(
            desk, offer, offer.shown.token, key_file, ask, given, out.run
        )
        out.say(sentence("CDO-E901").says)
        out.answer(_signed_document(done), _signed_lines(done))
        return GOOD


def _take(review: click.Group) -> None:
    @command(review, "take", "把签回来的审查表导入形成它的工作区；核验不了就什么都不改。")
    @click.argument("workspace", type=FILE)
    @click.argument("file", type=FILE)
    @trust_options
    def take(
        out: Output, workspace: Path, file: Path, trust: Path | None, roots: Path | None, pin: str
    ) -> int:
        given = TrustGiven(trust, roots, pin)
        with writing(workspace) as bench:
            taken = review_forms.take(bench, file, given, out.run)
            document = _verdict_document(taken.verdict) | _record_document(bench, taken.record)
        document |= {"repeated": taken.repeated, "new": [one.number for one in taken.new]}
        said = (
            "这些签名以前都导入过，没有变化"
            if taken.repeated
            else f"已导入 {len(taken.new)} 个意见"
        )
        lines = [f"{said}。", *_verdict_lines(taken.verdict)]
        out.answer(document, [*lines, f"现在的状态：{document['state']}。"])
        return GOOD


def _verdict_document(found: FormVerdict) -> dict[str, Any]:
    """A verification of a form as a script reads it."""
    manifest = found.verification.manifest
    return verification_document(found.verification) | {
        "words": found.words,
        "version": manifest.facts.sequence if manifest else None,
        "opinions": [
            {
                "number": one.number,
                "name": one.standing.name,
                "role": role_label(one.statement.role),
                "role_key": one.statement.role,
                "org": one.standing.org_name,
                "orgCode": one.standing.org_code,
                "standing": one.standing.standing,
                "decision": one.statement.decision.label,
                "decision_key": one.statement.decision.value,
                "text": one.statement.text,
                "conditions": list(one.statement.conditions),
                "at": one.statement.at.isoformat(),
            }
            for one in found.opinions
        ],
        "wanted": [
            {"role": one.label, "role_keys": list(one.roles), "orgCode": one.org or None}
            for one in found.wanted
        ],
    }


def _verdict_lines(found: FormVerdict) -> list[str]:
    lines = [found.words]
    for one in found.opinions:
        said, who = one.statement, one.standing
        lines.append(
            f"  {one.number}. {who.org_name} {who.name}（{role_label(said.role)}）"
            f"{minute(said.at.isoformat())}：{said.decision.label}"
        )
        lines += [f"     {part}" for part in said.text.split("\n") if part]
        lines += [f"     条件 {n}：{text}" for n, text in enumerate(said.conditions, 1)]
    reasons = found.verification.reasons
    return [*lines, *(f"  {one.message()}{todo(one)}（{one.code}）" for one in reasons)]


def _signed_document(done: SignedForm) -> dict[str, Any]:
    sealed = done.sealed
    return _verdict_document(done.verdict) | {
        "packageId": sealed.package_id,
        "contentDigest": sealed.content_digest,
        "containerDigest": sealed.container_digest,
        "number": len(sealed.signatures),
    }


def _signed_lines(done: SignedForm) -> list[str]:
    number = len(done.sealed.signatures)
    return [f"已签署，这是第 {number} 个签名。", *_verdict_lines(done.verdict)]


def _record_document(bench: Workbench, record: Record | None) -> dict[str, Any]:
    """The record as it stands now."""
    assert record is not None  # signed or taken in a workspace
    flow = bench.library.flow_of(bench.library.version(record.kind, record.standard))
    state = flow.state(record.review)
    return {"id": record.id, "title": record.title, "state": state.label, "state_key": state.key}

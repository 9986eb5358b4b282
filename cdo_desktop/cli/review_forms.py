"""Commands on review forms: opinion, and review export, verify, countersign, take."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
from cdo_desktop.cli.output import GOOD, WANTING, Output
from cdo_desktop.cli.review_prints import (
    found_document,
    found_lines,
    is_spoilt,
    print_alone,
    print_document,
    print_lines,
    reason_lines,
    reasons_document,
)
from cdo_desktop.cli.review_words import (
    record_document,
    signed_document,
    signed_lines,
    verdict_document,
    verdict_lines,
)
from cdo_desktop.cli.usage import WORDS
from cdo_desktop.cli.verification import EXITS, trust_options
from cdo_desktop.domain.record import Record
from cdo_desktop.domain.statement import Decision
from cdo_desktop.errors import Refused
from cdo_desktop.sentences import sentence
from cdo_desktop.work import keys, review_forms
from cdo_desktop.work.judging import TrustGiven
from cdo_desktop.work.project_checks import signed_checks
from cdo_desktop.work.reports import own_fonts
from cdo_desktop.work.review_beside import PDF, PrintDone, may_be_named
from cdo_desktop.work.review_export import export_printed, take_printed
from cdo_desktop.work.review_forms import Opinion, SignedForm, sheet_lines
from cdo_desktop.work.review_print import unsigned_print
from cdo_desktop.work.review_print_check import check_beside
from cdo_desktop.work.review_printed import (
    Printing,
    countersign_here_printed,
    countersign_printed,
    sign_first_printed,
)
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
    @click.option("--pdf", type=FILE, help="打印件 .pdf：在上面写出可见的签名")
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
        pdf: Path | None,
        passphrase_file: Path | None,
    ) -> int:
        said, ask = _said(decision, text, conditions, by), _asking(key_file, passphrase_file)
        printing = Printing(pdf, own_fonts()) if pdf else None
        with writing(workspace) as bench:
            found = record_called(bench, record)
            done, told = _signed_here(out, bench, found, said, key_file, ask, printing)
            document = signed_document(done) | record_document(bench, done.record)
        document |= {"print": print_document(told)}
        lines = [*signed_lines(done), f"现在的状态：{document['state']}。", *print_lines(told)]
        out.say(sentence("CDO-E901").says)
        out.answer(document, lines)
        return GOOD


def _signed_here(
    out: Output,
    bench: Workbench,
    record: Record,
    said: Opinion,
    key: Path,
    ask: Callable[[], str],
    printing: Printing | None,
) -> tuple[SignedForm, PrintDone | None]:
    """The first signature on a new form, or the next one on the form that is kept here."""
    entry = review_forms.form_here(bench, record, out.run)
    if entry is not None:
        with review_forms.own_folder() as folder:
            offer = review_forms.offer_here(bench, entry, folder, said, key, out.run)
            if printing and printing.path:
                may_be_named(printing.path, offer.shown)
            _show(out, offer.shown)
            token = offer.shown.token
            return countersign_here_printed(bench, offer, token, key, ask, printing, out.run)
    if printing and printing.path:
        may_be_named(printing.path)
    linked = review_forms.linked_records(bench, record)
    checks = signed_checks(bench, record, out.run)
    draft = unsigned_print(bench, record, linked, checks, own_fonts(), out.run)
    if printing is None:  # the print that is drawn beside tells the same of its fonts
        for one in draft.notices:
            out.say(f"{one.message()}{todo(one)}（{one.code}）")
    with review_forms.prepare(bench, record, linked, out.run, files=[draft], checks=checks) as form:
        offer = review_forms.offer_first(bench, form, said, key, out.run)
        _show(out, offer.shown)
        token = offer.shown.token
        return sign_first_printed(bench, form, offer, token, key, ask, printing, out.run)


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
            sealed, card, told = export_printed(bench, found, output, own_fonts(), out.run)
        document = {
            "package": str(output),
            "packageId": sealed.package_id,
            "version": sealed.manifest.facts.sequence,
            "contentDigest": sealed.content_digest,
            "containerDigest": sealed.container_digest,
            "signatures": len(sealed.signatures),
            "card": str(card),
            "print": print_document(told),
        }
        lines = [
            f"已写出审查表 {output}，已有 {len(sealed.signatures)} 个签名。",
            f"接收核验卡 {card}",
            *print_lines(told),
        ]
        out.answer(document, lines)
        return GOOD


def _verify(review: click.Group) -> None:
    @command(
        review,
        "verify",
        "核验审查表：每个签名人的意见、还差谁的签名；旁边有打印件的一并核对。也可以只核对打印件。",
    )
    @click.argument("file", type=FILE)
    @trust_options
    def verify(out: Output, file: Path, trust: Path | None, roots: Path | None, pin: str) -> int:
        desk, given = Desk(), TrustGiven(trust, roots, pin)
        if file.suffix.lower() == PDF:
            return print_alone(out, desk, file, given)
        found = review_forms.verify(desk, file, given, out.run)
        beside = check_beside(file, found, desk.clock.now())
        document = verdict_document(found) | {"print": found_document(beside)}
        out.answer(document, [*verdict_lines(found), *found_lines(beside)])
        return WANTING if is_spoilt(beside) else EXITS[found.verdict]


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
        printing = Printing(fonts=own_fonts())
        done, told = countersign_printed(
            desk, offer, offer.shown.token, key_file, ask, given, printing, out.run
        )
        document = signed_document(done) | {"print": print_document(told)}
        out.say(sentence("CDO-E901").says)
        out.answer(document, [*signed_lines(done), *print_lines(told)])
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
            taken, notices = take_printed(bench, file, given, out.run)
            document = verdict_document(taken.verdict) | record_document(bench, taken.record)
        document |= {"repeated": taken.repeated, "new": [one.number for one in taken.new]}
        document["notices"] = reasons_document(notices)
        said = (
            "这些签名以前都导入过，没有变化"
            if taken.repeated
            else f"已导入 {len(taken.new)} 个意见"
        )
        lines = [f"{said}。", *verdict_lines(taken.verdict)]
        lines += reason_lines(notices)
        out.answer(document, [*lines, f"现在的状态：{document['state']}。"])
        return GOOD

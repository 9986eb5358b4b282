"""The part of the demonstration about a project: from intake to two signatures and the print."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from cdo_desktop import paths
from cdo_desktop.domain.project_check import Outcome, check_document
from cdo_desktop.domain.record import Record
from cdo_desktop.domain.statement import Decision
from cdo_desktop.domain.verdict import Verdict
from cdo_desktop.tasks import Run
from cdo_desktop.work import notes, review_forms, reviewing
from cdo_desktop.work.counts import PROJECT
from cdo_desktop.work.judging import TrustGiven
from cdo_desktop.work.project_checks import check_project, overrule
from cdo_desktop.work.review_beside import PrintDone
from cdo_desktop.work.review_export import export_printed
from cdo_desktop.work.review_forms import Opinion
from cdo_desktop.work.review_print import unsigned_print
from cdo_desktop.work.review_print_check import check_beside
from cdo_desktop.work.review_printed import Printing, countersign_printed, sign_first_printed
from cdo_desktop.work.typed import Entry
from cdo_desktop.work.values_file import add_from_file
from cdo_desktop.workbench import Desk, Workbench

NAME = "项目审查表"
_CLERK, _CDO = "王晓燕", "李文涛"
_OVERRULED = ("必要性", "属于惠民补贴发放的薄弱环节，有必要，今年应当办。")
_FIRST = Opinion(Decision.AGREE, "依据充分，沿用现有平台，预编目录已报送。同意申报。")
_SECOND = Opinion(
    Decision.AGREE_IF,
    "原则同意。县级平台已归集低保数据，比对应走共享平台，不得另行导入名单。",
    ("补充代发银行对账接口的安全方案", "上线前完成密码应用安全性评估"),
)
_PROVEN = (Verdict.VALID, Verdict.VALID_WITH_NOTES)


class Say(Protocol):
    """Tells a step, and which file came of it."""

    def __call__(self, what: str, file: Path | None = None) -> None:
        """Tell it."""


class ProjectReview:
    """One project on its way: filed, checked, signed here and there, taken back."""

    def __init__(
        self,
        bench: Workbench,
        folder: Path,
        say: Say,
        given: TrustGiven,
        passphrase: Callable[[], str],
        run: Run,
    ) -> None:
        self._bench = bench
        self._folder = folder
        self._say = say
        self._given = given
        self._passphrase = passphrase
        self._run = run

    def steps(self) -> bool:
        """All of them; whether form and print were found good at the end."""
        record = self._file(self._taken_in())
        self._first(record)
        package = self._out(record)
        self._second(package)
        self._back(package)
        return self._verified(package)

    def _taken_in(self) -> Record:
        sample = paths.resources() / "sample"
        source = sample / "project.json"
        record = add_from_file(self._bench, PROJECT, source)
        named = f"“{record.title}”（{record.code}）"
        self._say(f"登记项目{named}，预编目录关联到目录里的资源。", source)
        file = sample / "sample.xlsx"
        record = notes.attach(self._bench, record.id, Entry("文件", "", "附件", 1), file)
        self._say("给项目挂上附件，它的摘要随审查表一起签名。", file)
        return record

    def _file(self, record: Record) -> Record:
        for check in check_project(self._bench, record, self._run):
            if check.result is not Outcome.PASS:
                self._say(f"核查“{check.label}”：{check.result.label}。{check.sentence}")
        found = Counter(one.result.label for one in check_project(self._bench, record, self._run))
        counts = "，".join(f"{word} {number}" for word, number in found.items())
        self._say(f"自动核查 {found.total()} 项：{counts}。")
        done = reviewing.move(self._bench, "file", [record.id], _CLERK, "", self._run)
        stayed = "".join(one.reason for one in done.stayed)
        self._say(f"{_CLERK}申报项目{f'，没有成功：{stayed}' if stayed else '。'}")
        label, reason = _OVERRULED
        self._say(f"{_CDO}对“{label}”作出判断，理由印在审查表上：{reason}")
        return overrule(self._bench, record.id, label, reason, _CDO, self._run)

    def _first(self, record: Record) -> None:
        """The chief data officer of the bureau signs in the workspace."""
        bench, run = self._bench, self._run
        linked = review_forms.linked_records(bench, record)
        checks = {"checks": [check_document(one) for one in check_project(bench, record, run)]}
        files = [unsigned_print(bench, record, linked, checks, {}, run)]
        pdf = self._folder / f"{NAME}.pdf"
        with review_forms.prepare(bench, record, linked, run, files=files, checks=checks) as form:
            key = self._folder / "首席数据官.cdokey"
            offer = review_forms.offer_first(bench, form, _FIRST, key, run)
            self._say(
                f"形成审查表：关联记录 {len(linked)} 条，附件 {len(offer.shown.attachments)} 件"
                f"（含{files[0].name}），短指纹 {offer.shown.fingerprint}。"
            )
            token, printing = offer.shown.token, Printing(pdf)
            done, told = sign_first_printed(
                bench, form, offer, token, key, self._passphrase, printing, run
            )
        self._say(f"第一个签名（部门首席数据官）：{done.verdict.words}")
        self._print(told)

    def _out(self, record: Record) -> Path:
        package = self._folder / f"{NAME}.cdopkg"
        _, card, _ = export_printed(self._bench, record, package, {}, self._run)
        self._say("导出练习用的审查表，打印件在旁边，一起送数据局。", package)
        self._say("随审查表的接收核验卡。", card)
        return package

    def _second(self, package: Path) -> None:
        """The executive signs on another desk, from the file alone."""
        desk, key = Desk(), self._folder / "首席数据执行官.cdokey"
        offer = review_forms.offer_next(desk, package, _SECOND, key, self._given, self._run)
        token = offer.shown.token
        given = (self._passphrase, self._given, Printing(), self._run)
        done, told = countersign_printed(desk, offer, token, key, *given)
        self._say(f"数据局只凭文件加签（首席数据执行官）：{done.verdict.words}", package)
        self._print(told)

    def _print(self, told: PrintDone | None) -> None:
        assert told is not None  # one was asked for
        for notice in told.notices:
            self._say(notice.message())
        if told.is_signed:
            self._say("同一次输入口令，打印件上也有了这个签名人的可见签名。", told.path)

    def _back(self, package: Path) -> None:
        taken = review_forms.take(self._bench, package, TrustGiven(), self._run)
        record = taken.record
        flow = self._bench.library.flow_of(self._bench.library.kind(PROJECT))
        self._say(f"导入签回的审查表：项目的状态成为“{flow.state(record.review).label}”。")

    def _verified(self, package: Path) -> bool:
        desk = Desk()
        found = review_forms.verify(desk, package, self._given, self._run)
        self._say(f"核验审查表：{found.words}", package)
        beside = check_beside(package, found, desk.clock.now())
        if beside is None:
            self._say("审查表旁边没有打印件。")
            return False
        number = len(beside.signatures)
        self._say(f"核对打印件：{beside.verdict.label}，可见签名 {number} 个。", beside.path)
        is_signed = number == len(found.opinions) and not found.wanted
        return found.verdict in _PROVEN and beside.verdict in _PROVEN and is_signed

"""The command demo: the whole main job on the sample workbook, without a screen."""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from cdo_desktop import paths
from cdo_desktop.cli.base import FILE, command
from cdo_desktop.cli.demo_project import NAME, ProjectReview
from cdo_desktop.cli.output import GOOD, WANTING, Output
from cdo_desktop.domain.listing import ListQuery
from cdo_desktop.domain.people import Org
from cdo_desktop.errors import Refused
from cdo_desktop.sentences import sentence
from cdo_desktop.tasks import Cancelled
from cdo_desktop.work import (
    answering,
    bulk,
    checking,
    editing,
    handing_over,
    importing,
    issuing,
    keys,
    ledger,
    receiving,
    reviewing,
    trusting,
)
from cdo_desktop.work.review_beside import print_beside
from cdo_desktop.work.typed import Entry
from cdo_desktop.workbench import Desk, Workbench

PASSPHRASE = "练习口令"
_ONLY_PRACTICE = {"CDO-E512", "CDO-E515"}
"""What is said of the package and of the trust list: both are made to practise with."""
PLATFORM = Org("11511900MB1Q7K3P24", "巴中市数据共享平台（示例）")


def register(group: click.Group) -> None:
    """Add the command to the group."""

    @command(
        group,
        "demo",
        "演示：用示例表格从导入办到回执，再审查一个项目，每一步都说明做了什么、文件在哪里。",
    )
    @click.argument("folder", type=FILE, default=Path("demo-out"))
    def demo(out: Output, folder: Path) -> int:
        if folder.exists() and not folder.is_dir():
            raise Refused("CDO-U102", file=folder.name)
        if folder.exists() and any(folder.iterdir()):
            raise Refused("CDO-U109", folder=str(folder))
        folder.mkdir(parents=True, exist_ok=True)
        told = _Told(out)
        with _swept(folder):
            document = _Demonstration(folder, told).run()
        out.answer({"steps": told.steps, **document})
        return GOOD if document["ok"] else WANTING


@contextmanager
def _swept(folder: Path) -> Iterator[None]:
    """Stopped means nothing happened: the folder was empty before, and is again."""
    try:
        yield
    except (Cancelled, KeyboardInterrupt):
        shutil.rmtree(folder)
        raise


@dataclass
class _Told:
    """What the demonstration has said, as lines at once and as a document at the end."""

    out: Output
    steps: list[dict[str, str]] = field(default_factory=list)

    def __call__(self, what: str, file: Path | None = None) -> None:
        number = len(self.steps) + 1
        self.steps.append({"what": what, "file": str(file) if file else ""})
        line = f"{number:>2}. {what}" + (f"\n    → {file}" if file else "")
        if self.out.as_json:
            self.out.say(line)
        else:
            click.echo(line)


class _Demonstration:
    """One run through the main job."""

    def __init__(self, folder: Path, say: _Told) -> None:
        self._folder = folder
        self._say = say
        self._run = say.out.run
        self._desk = Desk()
        sample = paths.resources() / "sample"
        self._sheet = sample / "sample.xlsx"
        self._script = tomllib.loads((sample / "demo.toml").read_text("utf-8"))

    def run(self) -> dict[str, Any]:
        """All steps; gives the closing facts."""
        owner = Org(self._script["org_code"], self._script["org"])
        path = self._folder / "示例.cdo"
        region = self._script["region"]
        with self._desk.create(path, owner, region, "bazhong", practice=True) as bench:
            profile = bench.library.profile.label
            self._say(f"新建练习工作区，单位“{owner.name}”，适用的地方规定“{profile}”。", path)
            self._import(bench)
            self._check(bench, "检查")
            self._mend(bench)
            errors = self._check(bench, "再检查")
            self._review(bench)
            trust, roots = self._trust(bench)
            package = self._export(bench)
            verified = self._verify(package, trust, roots)
            state = self._receipt(bench, package, trust, roots)
            given = receiving.TrustGiven(trust, roots)
            review = ProjectReview(bench, self._folder, self._say, given, _practice, self._run)
            reviewed = review.steps()
            self._close(bench)
        good = not errors and verified and state == "accepted" and reviewed
        form = self._folder / f"{NAME}.cdopkg"
        return {
            "ok": good,
            "workspace": str(path),
            "package": str(package),
            "state": state,
            "reviewForm": str(form),
            "print": str(print_beside(form)),
        }

    def _import(self, bench: Workbench) -> None:
        for kind in ("system", "demand", "resource"):
            found = importing.rehearse(bench, self._sheet, kind, self._run)
            label = bench.library.kind(kind).label
            self._say(
                f"预演导入{label}：新增 {found.writes} 条，信息项 {found.rehearsal.items} 个，"
                f"错误 {found.errors} 处。还没有写入。",
                self._sheet,
            )
            if kind == "resource":
                copy = self._folder / "批注副本.xlsx"
                importing.annotated_copy(found, copy, self._run)
                self._say("把问题批注到表格的副本，可以发回给填表的科室。", copy)
            done = importing.write(bench, found, self._run)
            self._say(f"写入{label} {done.written} 条，是一步，可以整个撤销。")

    def _check(self, bench: Workbench, what: str) -> int:
        found = checking.check_workspace(bench, self._run)
        self._say(f"{what}全部 {found.records} 条：错误 {found.errors}，警告 {found.warnings}。")
        return found.errors

    def _mend(self, bench: Workbench) -> None:
        ids = bench.workspace.ids(ListQuery(with_problems=True))
        done = bulk.mend(bench, ids, self._run)
        self._say(f"一键修正 {len(done.findings)} 处只有一种正确答案的问题。")
        for entry in self._script["set"]:
            record = self._called(bench, entry["kind"], entry["title"])
            wanted = [
                Entry(one["element"], one["text"], one.get("group", ""), one.get("row", 0))
                for one in entry["entry"]
            ]
            saved = editing.set_values(bench, record, wanted)
            self._say(f"改好“{saved.title}”：{entry['why']}")
        for title in self._script["delete"]:
            editing.delete(bench, [self._called(bench, "resource", title)])
            self._say(f"“{title}”是重复的一条，放进回收站。")
        for fill in self._script["fill"]:
            wanted = [Entry(element, text) for element, text in fill["values"].items()]
            ids = bench.workspace.ids(ListQuery(fill["kind"]))
            filled = bulk.fill(bench, fill["kind"], wanted, ids, self._run)
            self._say(f"批量补填 {fill['why']}：{filled.changed} 条。")

    def _called(self, bench: Workbench, kind: str, title: str) -> str:
        found = bench.workspace.by_titles(kind, [title])
        if title not in found:
            raise Refused("CDO-S203", what=title)
        return found[title]["id"]

    def _review(self, bench: Workbench) -> None:
        for move, by, word in (("submit", "王晓燕", "提交"), ("approve", "李文涛", "审核通过")):
            ids = reviewing.waiting_for(bench, move)
            done = reviewing.move(bench, move, ids, by, "", self._run)
            stayed = f"，留下 {len(done.stayed)} 条" if done.stayed else ""
            self._say(f"{by}{word} {len(done.moved)} 条{stayed}。")

    def _key(self, name: str, who: str, role: str, org: Org, suite: str = "p256") -> Path:
        path = self._folder / f"{name}.cdokey"
        made = keys.make_key(self._desk, path, suite, who, role, org, _practice)
        self._say(
            f"生成练习用密钥“{name}”（{suite}，口令“{PASSPHRASE}”），指纹 {made.sha256[:16]}…", path
        )
        return path

    def _trust(self, bench: Workbench) -> tuple[Path, Path]:
        org = bench.org
        root = self._key("根", "市数据局", "root", PLATFORM)
        self._key("首席数据官", "李文涛", "dept_cdo", org)
        self._key("首席数据官-SM2", "李文涛", "dept_cdo", org, "sm2")
        self._key("平台", "共享平台", "platform", PLATFORM)
        self._key("首席数据执行官", "陈明", "cdo_executive", PLATFORM)
        draft, roots = self._folder / "信任清单草稿.json", self._folder / "root.json"
        issuing.new_trust(self._desk, draft, roots, [root], 1)
        for name in ("首席数据官", "首席数据官-SM2", "平台", "首席数据执行官"):
            certificate = keys.read_certificate(self._folder / f"{name}.cdokey")
            issuing.add_signer(draft, certificate, certificate.role)
        bundle = self._folder / "信任清单.cdopkg"
        issuing.sign_trust(*(self._desk, draft, root, _practice, bundle, self._run), practice=True)
        taken, _ = trusting.import_trust(bench, bundle, roots, self._run)
        self._say(f"练习用的信任清单第 {taken.version} 版由根密钥签名，已导入练习工作区。", bundle)
        return bundle, roots

    def _export(self, bench: Workbench) -> Path:
        package = self._folder / "目录导出.cdopkg"
        done = handing_over.export(
            bench,
            package,
            self._folder / "首席数据官.cdokey",
            _practice,
            self._run,
            recipient=PLATFORM,
            cosigner=self._folder / "首席数据官-SM2.cdokey",
        )
        self._say(f"导出练习包：{done.records} 条，P-256 与 SM2 各签一次，重读比对一致。", package)
        self._say("随包的接收核验卡：不用本软件也能核验。", done.card)
        return package

    def _verify(self, package: Path, trust: Path, roots: Path) -> bool:
        """Whether nothing is to be said of the package but that it is practice."""
        given = receiving.TrustGiven(trust, roots)
        found = receiving.verify(self._desk, package, given, self._run, deep=True)
        why = "".join(reason.message() for reason in found.reasons)
        self._say(f"核验：{found.verdict.label}。{why}", package)
        return {reason.code for reason in found.reasons} == _ONLY_PRACTICE

    def _receipt(self, bench: Workbench, package: Path, trust: Path, roots: Path) -> str:
        handing_over.hand_over(bench, package, PLATFORM.name, self._run)
        self._say("登记交接：状态成为“已交接”，还不是“已接收”。")
        receipt = self._folder / "回执.cdopkg"
        given = receiving.TrustGiven(trust, roots)
        _, made = answering.make_receipt(
            self._desk,
            package,
            self._folder / "平台.cdokey",
            _practice,
            {},
            receipt,
            given,
            self._run,
        )
        self._say(
            f"平台一方核验后签发练习用的回执 {made.receipt_no}：{made.result.label}。", receipt
        )
        taken = receiving.take_receipt(bench, receipt, receiving.TrustGiven(), self._run)
        items = ledger.pages(bench, taken.entry.package_id)[0].items
        words = sorted({item.state.label for item in items})
        self._say(f"导入回执：{len(items)} 条成为“{'、'.join(words)}”。")
        return taken.entry.state

    def _close(self, bench: Workbench) -> None:
        broken = bench.workspace.broken_links(self._run)
        word = "完好" if not broken else f"有 {len(broken)} 处不符"
        self._say(f"核对历史：{len(bench.workspace.steps())} 步，{word}。", bench.workspace.path)
        self._say(sentence("CDO-E901").says)


def _practice() -> str:
    return PASSPHRASE

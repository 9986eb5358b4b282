"""Commands on the workspace as a whole: new, history, undo, redo, backup, doctor."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from cdo_desktop.cli.base import (
    FILE,
    WORKSPACE_PASSPHRASE,
    asking,
    command,
    passphrase_option,
    reading,
    workspace_passphrase,
    writing,
)
from cdo_desktop.cli.output import GOOD, WANTING, Output
from cdo_desktop.cli.packages import unfinished_words
from cdo_desktop.cli.usage import WORDS
from cdo_desktop.cli.words import minute
from cdo_desktop.domain.listing import RevisionInfo, StepInfo
from cdo_desktop.domain.people import Org
from cdo_desktop.standard.flows import Flow
from cdo_desktop.work import editing, keeping, ledger
from cdo_desktop.work.reviewing import person_called
from cdo_desktop.work.typed import record_called
from cdo_desktop.workbench import Desk, Workbench

_KINDS = {"do": "修改", "undo": "撤销", "redo": "重做", "note": "记事"}


def register(group: click.Group) -> None:
    """Add the commands to the group."""
    _making(group)
    _history(group)
    _keeping(group)
    _examining(group)


def _making(group: click.Group) -> None:
    @command(group, "new", "新建工作区。")
    @click.argument("workspace", type=FILE)
    @click.option("--org", type=WORDS, required=True, help="单位名称")
    @click.option("--org-code", required=True, help="统一社会信用代码")
    @click.option("--region", default="", help="行政区划代码，如 511922")
    @click.option("--profile", default="national", show_default=True, help="national 或 bazhong")
    @click.option("--encrypt", is_flag=True, help="用口令加密工作区文件")
    @click.option("--practice", is_flag=True, help="练习用：导出的包都写明是练习，以后不能改")
    @passphrase_option
    def new(
        out: Output,
        workspace: Path,
        org: str,
        org_code: str,
        region: str,
        profile: str,
        encrypt: bool,
        practice: bool,
        passphrase_file: Path | None,
    ) -> int:
        words = _new_passphrase(passphrase_file) if encrypt else None
        owner = Org(org_code.strip().upper(), org)
        desk = Desk()
        with desk.create(workspace, owner, region, profile, words, practice=practice) as bench:
            for note in keeping.notes_on_new(bench):
                out.say(note)
            document = _workspace_document(bench)
            what = "练习工作区" if practice else "工作区"
            said = f"已新建{what} {workspace}（{org}，{document['profile_label']}）。"
            out.answer(document, [said])
        return GOOD


def _history(group: click.Group) -> None:
    @command(group, "history", "历史：工作区的步骤，或一条记录的版本；--verify 核对哈希链。")
    @click.argument("workspace", type=FILE)
    @click.argument("record", required=False)
    @click.option("--verify", is_flag=True, help="从头核对整条历史")
    @click.option("--limit", default=50, show_default=True, help="最多显示多少步")
    def history(out: Output, workspace: Path, record: str | None, verify: bool, limit: int) -> int:
        with reading(workspace) as bench:
            if verify:
                return _verify(out, bench)
            if record:
                _show_revisions(out, bench, record)
            else:
                _show_steps(out, bench, limit)
        return GOOD

    for name, act, help in (
        ("undo", editing.undo, "撤销最近一步（也可撤销一整次导入）。"),
        ("redo", editing.redo, "重做刚撤销的一步。"),
    ):
        _stepping(group, name, act, help)


def _keeping(group: click.Group) -> None:
    @command(group, "backup", "备份工作区，并打开核对。")
    @click.argument("workspace", type=FILE)
    @click.option("-o", "--output", type=FILE, help="备份文件；不写则放到工作区旁的备份文件夹")
    def backup(out: Output, workspace: Path, output: Path | None) -> int:
        with reading(workspace) as bench:
            made = keeping.back_up(bench, output, out.run)
        document = {
            "file": str(made.path),
            "records": made.records,
            "steps": made.steps,
            "tested": True,
        }
        out.answer(document, [f"已备份到 {made.path}，打开核对过：{made.records} 条记录。"])
        return GOOD

    @command(group, "restore-backup", "用备份恢复工作区；现有文件会先留一份。")
    @click.argument("workspace", type=FILE)
    @click.argument("backup", type=FILE)
    @click.option(
        "--replace",
        is_flag=True,
        help="现有文件是另一个工作区、或读不出时也替换（现有文件仍留一份）",
    )
    def restore_backup(out: Output, workspace: Path, backup: Path, replace: bool) -> int:
        done = keeping.restore_backup(
            Desk(), backup, workspace, workspace_passphrase(), whatever_is_there=replace
        )
        document = {
            "file": str(workspace),
            "records": done.backup.records,
            "kept": str(done.kept) if done.kept else None,
        }
        lines = [f"已从 {backup} 恢复：{done.backup.records} 条记录。"]
        out.answer(document, lines + ([f"原来的文件留在 {done.kept}。"] if done.kept else []))
        return GOOD


def _examining(group: click.Group) -> None:
    @command(group, "doctor", "检查工作区文件和历史是否完好。")
    @click.argument("workspace", type=FILE)
    def doctor(out: Output, workspace: Path) -> int:
        with reading(workspace) as bench:
            found = keeping.examine(bench, out.run)
            begun = ledger.unfinished(bench)
        document = {
            "healthy": found.healthy,
            "damage": found.damage,
            "brokenLinks": [_fault(step, what) for step, what in found.broken_links],
            "volume": found.volume,
            "encrypted": found.encrypted,
            "practice": bench.is_practice,
            "records": found.records,
            "deleted": found.deleted,
            "steps": found.steps,
            "size": found.size,
            "profile": found.profile,
            "standards": list(found.standards),
            "unfinished": [page.unfinished_at for page in begun],
        }
        waiting = (
            f"签名包“{page.entry.file_name}”：{unfinished_words(page.unfinished_at)}"
            for page in begun
        )
        out.answer(document, [*_diagnosis_lines(found), *waiting])
        return GOOD if found.healthy else WANTING


def _new_passphrase(passphrase_file: Path | None) -> str:
    """From the file or the variable by which it will be opened; else as of a key."""
    given = workspace_passphrase() if passphrase_file is None else None
    return given or asking(passphrase_file, "工作区口令", new=True)()


def _stepping(group: click.Group, name: str, act: Any, help: str) -> None:
    @command(group, name, help)
    @click.argument("workspace", type=FILE)
    @click.option("--by", type=WORDS, help="办理人姓名；不写则是登录这台电脑的人")
    def step(out: Output, workspace: Path, by: str | None) -> int:
        with writing(workspace) as bench:
            at_desk = bench.done_by(person_called(bench, by)) if by else bench
            done, records = act(at_desk, out.run)
        document = {"step": done.seq, "name": done.name, "records": records}
        word = "已撤销" if name == "undo" else "已重做"
        out.answer(document, [f"{word}“{done.name}”，涉及 {records} 条记录。"])
        return GOOD


def _verify(out: Output, bench: Workbench) -> int:
    broken = bench.workspace.broken_links(out.run)
    document = {
        "verified": not broken,
        "steps": len(bench.workspace.steps()),
        "broken": [_fault(step, what) for step, what in broken],
    }
    good = f"历史完好：{document['steps']} 步，每一步都与它的内容和前一步相符。"
    bad = [f"第 {step} 步不符：{keeping.fault_label(what)}。" for step, what in broken]
    out.answer(document, bad or [good])
    return WANTING if broken else GOOD


def _fault(step: int, what: str) -> dict[str, Any]:
    return {"step": step, "what": what, "message": keeping.fault_label(what)}


def _show_steps(out: Output, bench: Workbench, limit: int) -> None:
    steps = bench.workspace.steps(limit)
    out.answer({"steps": [_step_document(step) for step in steps]}, map(_step_line, steps))


def _step_document(step: StepInfo) -> dict[str, Any]:
    return {
        "step": step.seq,
        "kind": step.kind,
        "name": step.name,
        "who": step.who,
        "at": step.at,
        "machine": step.machine,
        "records": step.records,
        "undone": step.undone,
    }


def _step_line(step: StepInfo) -> str:
    undone = "（已撤销）" if step.undone else ""
    return f"{step.seq:>5}  {minute(step.at)}  {step.who}  {_KINDS[step.kind]}  {step.name}{undone}"


def _show_revisions(out: Output, bench: Workbench, record: str) -> None:
    found = record_called(bench, record)
    flow = bench.library.flow_of(bench.library.version(found.kind, found.standard))
    infos = bench.workspace.revisions(found.id)
    document = {
        "id": found.id,
        "title": found.title,
        "revisions": [_revision(flow, i) for i in infos],
    }
    lines = (
        f"{one.number:>4}  {minute(one.at)}  {one.who}  {flow.state(one.review).label}  "
        f"{one.step_name}  {one.why}"
        for one in infos
    )
    out.answer(document, [found.title, *lines])


def _revision(flow: Flow, info: RevisionInfo) -> dict[str, Any]:
    return {
        "revision": info.number,
        "revisionId": info.revision_id,
        "parents": list(info.parents),
        "review": flow.state(info.review).label,
        "review_key": info.review,
        "deleted": info.deleted,
        "who": info.who,
        "at": info.at,
        "machine": info.machine,
        "why": info.why,
        "step": info.step,
        "name": info.step_name,
    }


def _workspace_document(bench: Workbench) -> dict[str, Any]:
    info = bench.workspace.info
    return {
        "workspace": str(bench.workspace.path),
        "id": info.id,
        "org": info.org.as_json(),
        "region": info.region,
        "profile": info.profile,
        "profile_label": bench.library.profile.label,
        "encrypted": bench.workspace.encrypted,
        "practice": bench.is_practice,
    }


def _diagnosis_lines(found: keeping.Diagnosis) -> list[str]:
    lines = [
        f"记录 {found.records} 条，回收站 {found.deleted} 条，历史 {found.steps} 步，"
        f"{found.size / 1024 / 1024:.1f} MB，位于{found.volume_label}。",
        f"适用的地方规定：{found.profile}。",
        *found.standards,
    ]
    if found.damage:
        lines.append(f"文件损坏：{found.damage}。请从最近的备份恢复。")
    lines += [
        f"历史第 {step} 步不符：{keeping.fault_label(what)}。" for step, what in found.broken_links
    ]
    if found.healthy:
        lines.append("文件和历史都完好。")
    if found.encrypted:
        lines.append(f"文件已加密；命令行从环境变量 {WORKSPACE_PASSPHRASE} 取口令。")
    return lines

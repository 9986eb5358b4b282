"""A workspace of projects and systems of a city, made repeatably; and a review form to print."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from benchmarks.sheets import FIELDS, PLACES, THINGS
from benchmarks.workspaces import ACT, OWNER, UNITS
from cdo_desktop.domain.identity import new_id
from cdo_desktop.domain.listing import Assessment
from cdo_desktop.domain.package import PackageRef
from cdo_desktop.domain.people import Org
from cdo_desktop.domain.record import Record
from cdo_desktop.domain.report_parts import Facts, Table
from cdo_desktop.report.form_parts import (
    AttachmentLine,
    CheckLine,
    ConditionLine,
    OpinionBox,
    ReviewForm,
)
from cdo_desktop.standard.library import Library
from cdo_desktop.store.workspace import Workspace

ABILITIES = (
    *(
        "在线申报",
        "受理审核",
        "现场核查",
        "证照制发",
        "材料归集",
        "进度查询",
        "短信提醒",
        "满意评价",
    ),
    *(
        "风险预警",
        "轨迹回放",
        "视频巡查",
        "名单比对",
        "资金发放",
        "合同备案",
        "信用记分",
        "档案移交",
    ),
)


def functions_of(number: int) -> list[str]:
    """What project or system `number` does: eight functions, of which others share some."""
    fields = [FIELDS[(number // 16 + k) % len(FIELDS)] for k in range(8)]
    abilities = [ABILITIES[(number * 3 + k * 5) % len(ABILITIES)] for k in range(8)]
    return [field + ability for field, ability in zip(fields, abilities, strict=True)]


def make_projects(path: Path, projects: int, systems: int) -> Record:
    """Make the workspace in one step; gives a project that resembles some of the others."""
    path.unlink(missing_ok=True)
    with (
        Workspace.create(path, OWNER, "511921", "bazhong", ACT) as workspace,
        workspace.unit(ACT, "生成") as unit,
    ):
        library = workspace.library
        made = [unit.save(one, Assessment()) for one in _projects(library, projects)]
        for one in _systems(library, systems):
            unit.save(one, Assessment())
    return made[len(made) // 2]


def _projects(library: Library, number: int) -> Iterator[Record]:
    for place in range(number):
        title = f"{PLACES[place % len(PLACES)]}{FIELDS[place // 12 % len(FIELDS)]}平台第{place}期"
        values = {
            "title": title,
            "year": "2026",
            "total": "86.5",
            "secret": "非涉密",
            "summary": "建设" + "、".join(functions_of(place)) + "的办理功能，供全县业务协同使用。",
            "shared_scene": f"{THINGS[place % len(THINGS)]}的登记、审核、统计",
        }
        rows = tuple({"id": new_id(), "name": name} for name in functions_of(place))
        yield _record(library, "project", place, title, values, {"functions": rows})


def _systems(library: Library, number: int) -> Iterator[Record]:
    for place in range(number):
        title = f"{PLACES[place % len(PLACES)]}{THINGS[place // 12 % len(THINGS)]}系统{place}"
        summary = "；".join(functions_of(place * 7 + 3)) + "。"
        yield _record(library, "system", place, title, {"title": title, "summary": summary}, {})


def _record(
    library: Library,
    kind: str,
    place: int,
    title: str,
    values: dict[str, str],
    groups: dict[str, tuple[dict[str, str], ...]],
) -> Record:
    org = Org(OWNER.code, UNITS[place % len(UNITS)])
    standard = library.kind(kind).standard
    return Record(new_id(), kind, standard, org, "", title, values, groups)


def review_form() -> ReviewForm:
    """The form of a project with everything on it, and two opinions to be signed."""
    text = "建设低保申请受理、家庭经济状况核对、救助金发放三项业务的办理功能，与省平台对接。"
    entries = tuple((f"申报要素{number}", text[: 6 + number]) for number in range(1, 31))
    facts = (Facts("项目概况", entries), Facts("建设内容", (("内容", text * 12),)))
    functions = tuple((str(n), name, text) for n, name in enumerate(functions_of(5) * 4, 1))
    table = Table("功能清单", ("序号", "功能", "说明"), (1, 3, 8), functions, len(functions))
    checks = tuple(CheckLine(f"核查项{n}", "通过", text, "《办法》第二条") for n in range(1, 17))
    conditions = (ConditionLine("补充等级保护备案证明"), ConditionLine("删去自建的数据交换通道"))
    boxes = (
        OpinionBox("部门首席数据官意见", "opinion-1", role="部门首席数据官"),
        OpinionBox(
            "数据局意见", "opinion-2", "修改后同意", text, conditions, role="首席数据执行官"
        ),
    )
    files = tuple(AttachmentLine(f"附件{n}.pdf", n << 20, f"{n:064x}") for n in range(1, 11))
    package = PackageRef(f"urn:uuid:{new_id()}", "sha256:" + "ab" * 32)
    created = ACT.at - timedelta(days=1)
    return ReviewForm(
        *("信息化项目审查表", OWNER.name, "XM-0001", created, (*facts, table)),
        *(checks, boxes, files, package),
    )

"""What an import says of names, codes and references before it is written, as the check says it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import xlsxwriter
from desk_steps import bench_of, record_now
from import_sheets import GOOD, imported, put_right, rehearsed, sheet

from cdo_desktop.domain.listing import ListQuery
from cdo_desktop.exchange.entries import Outcome
from cdo_desktop.standard.library import Library
from cdo_desktop.tasks import Run
from cdo_desktop.work import checking, editing, importing


@pytest.fixture
def bench(workspace, act):
    return bench_of(workspace, act)


def found_codes(found: importing.Rehearsed) -> list[str]:
    return [finding.code for finding in found.findings]


CODED = ("信息资源代码",)


def coded(name: str, number: int, **more: str) -> dict[str, str]:
    code = f"307022/{number:06d}"
    return {"信息资源名称": name, "信息资源代码": code, "信息资源分类": "307022", **more}


@pytest.mark.parametrize(
    ("one", "other", "code"),
    [
        ("孤儿 信息（表）", "孤儿信息表", "CDO-V301"),
        ("残疾人補貼信息", "残疾人补贴信息", "CDO-V302"),
    ],
)
def test_duplicates_that_are_not_neighbours_are_found_by_the_import(
    bench, tmp_path, one, other, code
):
    rows = [coded(one, 1), coded("殡葬服务信息", 2), coded(other, 3)]
    found = rehearsed(bench, sheet(tmp_path / "表.xlsx", *rows, more=CODED))
    (finding,) = [f for f in found.findings if f.code == code]
    assert (finding.place.line, finding.place.column) == (4, 1)
    assert one in finding.message() and other in finding.message()
    importing.write(bench, found, Run())
    checked = checking.check_workspace(bench, Run())
    assert [f.code for f in checked.findings].count(code) == 1, "as the check says it"


def test_a_duplicate_of_what_the_workspace_has_is_found(bench, tmp_path):
    imported(bench, sheet(tmp_path / "表.xlsx", coded("残疾人补贴信息", 1), more=CODED))
    found = rehearsed(bench, sheet(tmp_path / "新.xlsx", coded("残疾人補貼信息", 2), more=CODED))
    assert "CDO-V302" in found_codes(found)


def test_a_record_renamed_to_what_another_is_called_is_found(bench, tmp_path):
    rows = [coded("殡葬服务信息", 1), coded("孤儿信息", 2)]
    imported(bench, sheet(tmp_path / "表.xlsx", *rows, more=CODED))
    path = sheet(tmp_path / "新.xlsx", coded("孤儿 信息", 1), more=CODED)
    assert "CDO-V301" in found_codes(rehearsed(bench, path))


def test_what_is_called_alike_and_does_not_change_is_no_finding_of_the_import(bench, tmp_path):
    rows = [coded("孤儿信息", 1), coded("殡葬服务信息", 2), coded("孤儿 信息", 3)]
    path = sheet(tmp_path / "表.xlsx", *rows, more=CODED)
    imported(bench, path)
    assert "CDO-V301" not in found_codes(rehearsed(bench, path))
    changed = rehearsed(
        bench, sheet(tmp_path / "新.xlsx", {**rows[0], "更新周期": "每年"}, *rows[1:], more=CODED)
    )
    (finding,) = [f for f in changed.findings if f.code == "CDO-V301"]
    assert finding.place.line == 2, "on the one that would be written"


def test_another_code_alone_counts_as_changed_and_writes_nothing(bench, tmp_path):
    (record,) = imported(bench, sheet(tmp_path / "表.xlsx", coded("孤儿信息", 1), more=CODED))
    path = sheet(tmp_path / "新.xlsx", coded("孤儿信息", 9), more=CODED)
    found = rehearsed(bench, path)
    assert (found.rehearsal.counts[Outcome.CHANGED], found.writes) == (1, 0)
    assert "CDO-W220" in found_codes(found) and "CDO-W803" not in found_codes(found)
    assert importing.write(bench, found, Run()).written == 0
    assert record_now(bench, record).revision_id == record.revision_id
    assert "CDO-W220" in found_codes(rehearsed(bench, path)), "until somebody has put it right"


def demands(path: Path, system: str) -> Path:
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["所需资源名称", "需求部门", "支撑应用", "需求描述"])
        page.write_row(1, 0, ["河长履职数据需求", "巴中市民政局", system, "河长履职"])
    return path


def test_a_reference_is_not_said_to_lead_nowhere_before_it_is_tied(bench, tmp_path):
    system = editing.new_record(bench, "system", {"title": "河长制系统", "org": bench.org.name})
    (system,) = editing.add(bench, [system])

    def said(name: str) -> list[str]:
        found = importing.rehearse(bench, demands(tmp_path / "需求.xlsx", name), "demand", Run())
        (entry,) = found.rehearsal.entries
        tied = any(
            isinstance(value, dict) and value.get("id") == system.id
            for value in entry.record.values.values()
        )
        assert tied is (name == system.title)
        return found_codes(found)

    assert "CDO-V122" not in said("河长制系统")
    assert "CDO-V122" in said("没有的系统")


def test_a_reference_that_can_be_tied_by_now_is_a_change(bench, tmp_path):
    path = demands(tmp_path / "需求.xlsx", "河长制系统")
    importing.write(bench, importing.rehearse(bench, path, "demand", Run()), Run())
    system = editing.new_record(bench, "system", {"title": "河长制系统", "org": bench.org.name})
    editing.add(bench, [system])
    found = importing.rehearse(bench, path, "demand", Run())
    (entry,) = found.rehearsal.entries
    assert (entry.outcome, len(entry.changes)) == (Outcome.CHANGED, 1)
    importing.write(bench, found, Run())
    again = importing.rehearse(bench, path, "demand", Run())
    assert again.rehearsal.counts[Outcome.UNCHANGED] == 1


def test_the_own_class_of_the_profile_numbers_what_names_it(bench, tmp_path):
    library = Library("bazhong")
    settings = {**library.profile.settings, "catalog_prefix": "307023"}
    library.profile = replace(library.profile, settings=settings)
    bench.workspace.library = library
    path = tmp_path / "表.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("目录")
        page.write_row(0, 0, ["类", "项", "目", *GOOD][: 3 + len(GOOD)])
        values = {**GOOD, "信息资源分类": ""}
        page.write_row(1, 0, ["部门", "省级", "四川省", *values.values()])
    mapping = put_right(bench, path, "信息资源分类=")
    found = rehearsed(bench, path, mapping=mapping)
    importing.write(bench, found, Run())
    (record,) = bench.workspace.each_record(ListQuery())
    assert record.code == "307023/000001"

"""Trying to read a workbook: what can be put right by hand is told, with what was seen."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter
from desk_steps import asked_to_stop, bench_of, code_of, steps_of, stopped
from import_sheets import GOOD, sheet

from cdo_desktop import paths
from cdo_desktop.errors import Refused
from cdo_desktop.tasks import Run
from cdo_desktop.work import import_columns, layouts
from cdo_desktop.work.import_trying import Wish, attempt, sheets_left, targets


@pytest.fixture
def bench(workspace, act):
    return bench_of(workspace, act)


def tried(bench, path: Path, wish: Wish | None = None, kind: str = "resource"):
    return attempt(bench, path, kind, Run(), wish or Wish())


def odd(path: Path) -> Path:
    """A sheet nobody would recognise, and a hidden one."""
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("乱")
        page.write_row(0, 0, ["关于报送的说明"])
        page.write_row(1, 0, ["甲", "乙"])
        page.write_row(2, 0, ["殡葬信息", "每年"])
        book.add_worksheet("底稿").hide()
    return path


def test_what_can_be_recognised_is_rehearsed(bench, tmp_path):
    found = tried(bench, sheet(tmp_path / "表.xlsx"))
    assert found.refused is None
    assert found.rehearsed.writes == 1
    assert [(one.name, one.hidden) for one in found.sheets] == [("目录", False)]
    assert found.mapping["目录"].column_of("", "update_cycle") > 0
    assert steps_of(bench) == []


def test_without_a_header_the_lines_that_were_seen_are_given(bench, tmp_path):
    found = tried(bench, odd(tmp_path / "乱.xlsx"))
    assert found.rehearsed is None
    assert found.refused.code == "CDO-W110"
    assert found.sheets[0].head[1] == ("甲", "乙")
    assert [(one.name, one.hidden) for one in found.sheets] == [("乱", False), ("底稿", True)]


def test_a_header_is_named_by_hand_and_its_columns_one_by_one(bench, tmp_path):
    path = odd(tmp_path / "乱.xlsx")
    found = tried(bench, path, Wish("乱", 2))
    assert found.refused.code == "CDO-W113"
    mapping = found.mapping["乱"].with_target(1, "title").with_target(2, "update_cycle")
    again = tried(bench, path, Wish("乱", 2, mapping={"乱": mapping}))
    (entry,) = again.rehearsed.rehearsal.entries
    assert (entry.record.title, entry.record.values["update_cycle"]) == ("殡葬信息", "每年")


def test_a_sheet_of_another_list_is_refused_with_a_proposal(bench, tmp_path):
    found = tried(bench, sheet(tmp_path / "表.xlsx"), kind="system")
    assert found.refused.code == "CDO-W111"
    assert list(found.mapping) == ["目录"]
    assert found.mapping["目录"].kind == "system"


@pytest.mark.parametrize("wish", [Wish("没有这张"), Wish("乱", 999)])
def test_what_there_is_not_is_told_and_the_sheet_can_still_be_seen(bench, tmp_path, wish):
    found = tried(bench, odd(tmp_path / "乱.xlsx"), wish)
    assert found.refused.code in ("CDO-W115", "CDO-W116")
    assert found.mapping == {}
    assert found.sheets[0].head


def test_what_is_no_workbook_cannot_be_tried(bench, tmp_path):
    path = tmp_path / "坏的.xlsx"
    path.write_bytes(b"no workbook")
    with pytest.raises(Refused) as caught:
        tried(bench, path)
    assert code_of(caught) == "CDO-W101"


def test_trying_can_be_stopped(bench, tmp_path):
    path = sheet(tmp_path / "表.xlsx")

    def trying(bench, run: Run):
        attempt(bench, path, "resource", run, Wish())

    assert stopped(trying, bench, asked_to_stop())


def test_everything_a_column_can_be(bench):
    found = targets(bench.library.kind("resource"))
    labels = [one.label for one in found]
    assert labels[0] == "不导入"
    assert "信息项 · 数据类型" in labels
    assert [one.part for one in found if one.target == "classification"] == [0, 1, 2, 3, 4]
    assert len(set(labels)) == len(labels)


# -- layouts that are offered ----------------------------------------------------------------------


@pytest.fixture
def user_folder(tmp_path, monkeypatch) -> Path:
    folder = tmp_path / "用户"
    monkeypatch.setattr(paths, "user_data", lambda: folder)
    return folder


def test_layouts_are_offered_for_their_list_the_own_ones_first(bench, tmp_path, user_folder):
    path = sheet(tmp_path / "表.xlsx", headings={"更新周期": "多久一次"})
    found = tried(bench, path)
    layouts.keep_layout("民政口径", found.rehearsed.rehearsal)
    assert list(layouts.offered("resource"))[:2] == ["民政口径", "L1"]
    assert layouts.offered("system") == {}
    assert layouts.own_names() == ["民政口径"]


def test_a_broken_layout_is_offered_and_refused_when_it_is_chosen(bench, tmp_path, user_folder):
    (user_folder / "layouts").mkdir(parents=True)
    (user_folder / "layouts" / "坏的.json").write_bytes(b"{")
    assert "坏的" in layouts.offered("system")
    with pytest.raises(Refused) as caught:
        tried(bench, sheet(tmp_path / "表.xlsx"), Wish(layout="坏的"))
    assert code_of(caught) == "CDO-W112"


# -- what stands in the columns --------------------------------------------------------------------


def looked(bench, path: Path):
    found = tried(bench, path)
    first = {name: one.first_line for name, one in found.mapping.items()}
    looks = import_columns.look(path, first, Run())
    kind = bench.library.kind("resource")
    return looks, import_columns.conversions(bench.library, kind, found.mapping, looks)


def test_samples_of_a_column_without_the_header(bench, tmp_path):
    rows = [{"更新周期": word} for word in ("每月", "每年", "每月")]
    looks, _ = looked(bench, sheet(tmp_path / "表.xlsx", *rows))
    number = [*GOOD].index("更新周期") + 1
    assert looks["目录"].columns[number].samples == ["每月", "每年"]
    assert looks["目录"].lines == 4
    assert looks["目录"].head[0][number - 1] == "更新周期"


def test_words_that_become_others_are_counted_the_most_frequent_first(bench, tmp_path):
    rows = [{"更新周期": "月", "是否向社会开放": "N"}, {"是否向社会开放": "N"}]
    _, found = looked(bench, sheet(tmp_path / "表.xlsx", *rows))
    assert [(one.text, one.word, one.lines) for one in found] == [("N", "否", 2), ("月", "每月", 1)]


def test_a_column_of_many_different_texts_is_no_list(bench, tmp_path):
    rows = [{"更新周期": f"第{number}种", "信息资源名称": f"资源{number}"} for number in range(401)]
    looks, found = looked(bench, sheet(tmp_path / "表.xlsx", *rows))
    met = looks["目录"].columns[[*GOOD].index("更新周期") + 1]
    assert met.too_many
    assert met.words == {}
    assert len(met.samples) == 4
    assert found == []


def test_looking_at_columns_can_be_stopped(tmp_path):
    path = sheet(tmp_path / "表.xlsx", *[{} for _ in range(2100)])

    def looking(path: Path, run: Run):
        import_columns.look(path, {"目录": 2}, run)

    assert stopped(looking, path, asked_to_stop())


# -- sheets that were not read ---------------------------------------------------------------------


def test_the_sheets_of_other_lists_and_those_not_recognised_are_told_apart(bench, tmp_path):
    path = tmp_path / "三张.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("目录")
        page.write_row(0, 0, list(GOOD))
        page.write_row(1, 0, list(GOOD.values()))
        page = book.add_worksheet("系统")
        page.write_row(0, 0, ["系统名称", "主管单位", "建设时间", "系统状态", "年度运维费用"])
        page = book.add_worksheet("封面")
        page.write_row(0, 0, ["说明", "请各单位按时上报"])
    left = sheets_left(tried(bench, path).rehearsed)
    assert [(one.name, one.kind) for one in left] == [("系统", "system"), ("封面", "")]

"""Reverse cataloguing: drafts from what is there, as one step, or nothing."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from desk_steps import (
    approved,
    asked_to_stop,
    bench_of,
    code_of,
    record_now,
    steps_of,
    stopped,
)

from cdo_desktop.domain.listing import ListQuery
from cdo_desktop.errors import Refused
from cdo_desktop.tasks import Run
from cdo_desktop.work import editing, reversing

DDL = "CREATE TABLE burial (name varchar(64) COMMENT '姓名', died date COMMENT '死亡日期');\n"


@pytest.fixture
def bench(workspace, act):
    return bench_of(workspace, act)


def test_a_draft_for_every_table_as_one_step(bench, tmp_path):
    source = tmp_path / "库.sql"
    source.write_text(DDL + DDL.replace("burial", "marriage"))
    made, _ = reversing.reverse(bench, str(source), Run())
    assert len(made) == 2
    assert {record.review for record in made} == {"draft"}
    assert [row["name"] for row in made[0].groups["items"]] == ["姓名", "死亡日期"]
    assert made[0].org == bench.org
    assert len(steps_of(bench)) == 1
    editing.undo(bench)
    assert bench.workspace.count(ListQuery()) == 0


def test_from_a_data_file_and_from_a_database(bench, tmp_path):
    (tmp_path / "死亡.csv").write_text("姓名,死亡日期\n张三,2026-01-02\n", "utf-8")
    assert len(reversing.reverse(bench, str(tmp_path / "死亡.csv"), Run())[0]) == 1
    with closing(sqlite3.connect(tmp_path / "库.db")) as database, database:
        database.execute("CREATE TABLE burial (name TEXT, died DATE)")
    made, _ = reversing.reverse(bench, f"sqlite:///{tmp_path / '库.db'}", Run())
    assert [record.kind for record in made] == ["resource"]


def test_stopped_means_nothing_was_made(bench, tmp_path):
    source = tmp_path / "库.sql"
    source.write_text(DDL)
    assert stopped(reversing.reverse, bench, str(source), asked_to_stop())
    assert steps_of(bench) == []


@pytest.mark.parametrize("source", ["没有.sql", "没有.csv", "sqlite:///没有.db"])
def test_what_is_not_there_is_refused(bench, tmp_path, monkeypatch, source):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Refused) as caught:
        reversing.reverse(bench, source, Run())
    assert code_of(caught) == "CDO-U101"
    assert steps_of(bench) == []


def test_a_password_is_not_repeated(bench):
    with pytest.raises(Refused) as caught:
        reversing.reverse(bench, "nosuchdb://user:hunter2@host/db", Run())
    error: BaseException | None = caught.value
    while error is not None:
        assert "hunter2" not in str(error)
        error = error.__cause__


# -- the same source again -------------------------------------------------------------------------

BURIAL = (
    "CREATE TABLE burial (name varchar(64) COMMENT '姓名', died date COMMENT '死亡日期'{more});"
)


def reversed_from(bench, tmp_path, text: str):
    source = tmp_path / "库.sql"
    source.write_text(text, "utf-8")
    made, notes = reversing.reverse(bench, str(source), Run())
    return made, {note.code: note.message() for note in notes}


def items_of(bench, record) -> list[str]:
    rows = record_now(bench, record).groups["items"]
    return [row.get("name") or row["field"] for row in rows]


@pytest.fixture
def burial(bench, tmp_path):
    """What the first run made."""
    made, _ = reversed_from(bench, tmp_path, BURIAL.format(more=""))
    return made[0]


def test_the_same_source_again_makes_nothing_and_says_so(bench, tmp_path, burial):
    made, notes = reversed_from(bench, tmp_path, BURIAL.format(more=""))
    assert made == []
    assert list(notes) == ["CDO-S220"]
    assert bench.workspace.count(ListQuery()) == 1
    assert len(steps_of(bench)) == 1


def test_what_the_source_has_more_is_added_as_one_step(bench, tmp_path, burial):
    text = BURIAL.format(more=", place varchar(9) COMMENT '安葬地点'")
    made, notes = reversed_from(bench, tmp_path, text + DDL.replace("burial", "marriage"))
    assert [record.title for record in made] == ["marriage"]
    assert "安葬地点" in notes["CDO-S219"]
    assert items_of(bench, burial) == ["姓名", "死亡日期", "安葬地点"]
    assert len(steps_of(bench)) == 2
    editing.undo(bench)
    assert items_of(bench, burial) == ["姓名", "死亡日期"]
    assert bench.workspace.count(ListQuery()) == 1


def test_a_resource_that_was_given_a_better_name_is_known_again(bench, tmp_path, burial):
    entries = [
        editing.Entry("信息资源名称", "殡葬信息"),
        editing.Entry("信息项名称", "逝者", "items", 1),
    ]
    editing.set_values(bench, burial.id, entries)
    made, notes = reversed_from(bench, tmp_path, BURIAL.format(more=", x int COMMENT '编号'"))
    assert made == []
    assert "殡葬信息" in notes["CDO-S219"]
    assert items_of(bench, burial) == ["逝者", "死亡日期", "编号"]


def test_what_the_source_says_otherwise_is_told_and_left(bench, tmp_path, burial):
    text = "CREATE TABLE burial (name varchar(128) COMMENT '姓名');"
    _, notes = reversed_from(bench, tmp_path, text)
    assert list(notes) == ["CDO-S220", "CDO-S221"]
    assert "已没有死亡日期" in notes["CDO-S221"]
    assert "“64”，来源里是“128”" in notes["CDO-S221"]
    assert record_now(bench, burial) == burial


def test_a_row_without_a_name_is_told_by_its_number(bench, tmp_path, burial):
    editing.set_values(bench, burial.id, [editing.Entry("数据长度", "9", "items", 3)])
    _, notes = reversed_from(bench, tmp_path, BURIAL.format(more=""))
    assert "已没有第 3 行。" in notes["CDO-S221"]


def test_what_was_approved_becomes_a_draft_and_that_is_said(bench, tmp_path, make_record):
    resource = make_record(title="burial", items=("姓名",))
    approved(bench, [resource])
    _, notes = reversed_from(bench, tmp_path, BURIAL.format(more=""))
    assert "已审核" in notes["CDO-S222"]
    assert record_now(bench, resource).review == "draft"
    assert items_of(bench, resource) == ["姓名", "死亡日期"]


def test_another_units_or_a_deleted_one_is_not_it(bench, tmp_path, burial, make_record):
    editing.delete(bench, [burial.id])
    other = make_record(title="burial", org="别家局", org_code="11511900MB1Q7K3P24")
    editing.add(bench, [other])
    made, _ = reversed_from(bench, tmp_path, BURIAL.format(more=""))
    assert [record.org for record in made] == [bench.org]
    assert made[0].id not in (burial.id, other.id)


def test_two_tables_of_one_name_are_not_taken_for_changes_of_each_other(bench, tmp_path):
    text = (
        "CREATE TABLE a (x int COMMENT '编号') COMMENT='人员表';"
        "CREATE TABLE b (y int COMMENT '序号') COMMENT='人员表';"
    )
    made, _ = reversed_from(bench, tmp_path, text)
    assert len(made) == 2
    before = [record_now(bench, record) for record in made]
    assert reversed_from(bench, tmp_path, text)[0] == []
    assert [record_now(bench, record) for record in made] == before
    editing.delete(bench, [made[0].id])
    again, _ = reversed_from(bench, tmp_path, text)
    assert [items_of(bench, record) for record in again] == [["编号"]]
    assert record_now(bench, made[1]) == before[1]

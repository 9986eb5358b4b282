"""Reverse cataloguing: drafts from what is there, as one step, or nothing."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from desk_steps import asked_to_stop, bench_of, code_of, steps_of, stopped

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

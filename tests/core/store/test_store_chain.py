"""The history's chain: whole as the program writes it, and every later change of it is found."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from store_steps import added, changed, fine, rows, tampered

from cdo_desktop.domain.canonical import digest, sha256_hex
from cdo_desktop.store.workspace import Workspace
from cdo_desktop.tasks import Cancelled, Run


@pytest.fixture(scope="module")
def made_history(tmp_path_factory, new_workspace, act, make_record):
    """Five steps: two new records, a change, a deletion, its undoing, a note; closed."""
    path = Path(shutil.copy(new_workspace, tmp_path_factory.mktemp("history")))
    with Workspace.open(path, act) as workspace:
        [first, _] = added(workspace, act, make_record(), make_record(title="流动人口"))
        [second] = changed(workspace, act, first.with_value("office", "办公室"), name="改科室")
        changed(workspace, act, replace(second, deleted=True), name="删除")
        workspace.undo(act, fine)
        with workspace.unit(replace(act, why="按月报送"), "导出", kind="note") as unit:
            unit.tell({"package": "urn:uuid:1", "records": 2})
    return path


@pytest.fixture
def history(made_history, tmp_path):
    """A copy of it, to be spoilt."""
    return Path(shutil.copy(made_history, tmp_path))


def broken(path, act):
    with Workspace.open(path, act) as workspace:
        return workspace.broken_links(Run())


def test_a_history_as_it_was_written_is_whole(history, act):
    assert broken(history, act) == []
    assert rows(history, "SELECT count(*) FROM revision") == [(5,)]


def test_an_empty_history_is_whole(workspace, run):
    assert workspace.broken_links(run) == []


def test_a_stranger_can_check_the_first_link(history):
    """As docs say it, without the program: the digest of the facts, the hash over it."""
    columns = "seq, kind, name, target, who_id, who_name, at, machine, why, digest, hash"
    seq, kind, name, target, who_id, who, at, machine, why, value, link = rows(
        history, f"SELECT {columns} FROM step WHERE seq = 1"
    )[0]
    made = rows(history, "SELECT revision_id, number, title, deleted FROM revision WHERE step = 1")
    facts = {
        **{"seq": seq, "kind": kind, "name": name, "target": target, "payload": {}},
        **{"who": {"id": who_id, "name": who}, "at": at, "machine": machine, "why": why},
        "revisions": [[*shown, deleted == 1] for *shown, deleted in sorted(made)],
    }
    assert digest(facts) == value
    assert sha256_hex(("0" * 64 + value).encode()) == link


def other(column: str) -> str:
    """Another first digit, whatever it was: a digest need not hold any given sign."""
    first = f"CASE substr({column}, 1, 1) WHEN '0' THEN '1' ELSE '0' END"
    return f"{column} = ({first}) || substr({column}, 2)"


ALTERED = {
    "a value": ("revision", "\"values\" = replace(\"values\", '办公室', '办公厅')", "step = 2"),
    "a value's key": ("revision", "\"values\" = replace(\"values\", 'office', 'remark')", "step=2"),
    "a row": ("revision", "groups = replace(groups, '姓名', '姓氏')", "step = 2"),
    "values that are no JSON": ("revision", "\"values\" = '{'", "step = 2"),
    "a parent": ("revision", "parents = upper(parents)", "step = 4"),
    "no parents": ("revision", "parents = '[]'", "step = 2"),
    "parents that are no JSON": ("revision", "parents = '['", "step = 2"),
    "the state": ("revision", "review = 'approved'", "step = 1"),
    "the code": ("revision", "code = '307022/000009'", "step = 1"),
    "the name shown": ("revision", "title = '别的名称'", "step = 1"),
    "the count of revisions": ("revision", "number = 7", "step = 1"),
    "a deletion taken away": ("revision", "deleted = 0", "step = 3"),
    "a deletion made up": ("revision", "deleted = 1", "step = 2"),
    "the provider": ("revision", "org_name = '公安局'", "step = 1"),
    "the standard": ("revision", "standard = '1272-2017'", "step = 1"),
    "who changed it": ("revision", "who_name = '李建国'", "step = 1"),
    "when it was changed": ("revision", "at = '2026-03-12T09:30:01+08:00'", "step = 1"),
    "where it was changed": ("revision", "machine = '民政局-04'", "step = 1"),
    "why it was changed": ("revision", "why = '补正'", "step = 1"),
    "the record it belongs to": ("revision", "record_id = 'a'", "step = 1"),
    "the step it belongs to": ("revision", "step = 1", "step = 2"),
    "its digest": ("revision", other("record_digest"), "step = 1"),
    "its identity": ("revision", other("revision_id"), "step = 2"),
    "the step's name": ("step", "name = '改名称'", "seq = 2"),
    "the step's kind": ("step", "kind = 'note'", "seq = 2"),
    "the step's target": ("step", "target = 2", "seq = 4"),
    "who took the step": ("step", "who_name = '李建国'", "seq = 1"),
    "the person's record": ("step", "who_id = 'x'", "seq = 1"),
    "when it was taken": ("step", "at = '2026-03-11T09:30:00+08:00'", "seq = 1"),
    "where it was taken": ("step", "machine = 'x'", "seq = 1"),
    "why it was taken": ("step", "why = '按季报送'", "seq = 5"),
    "the payload": ("step", "payload = replace(payload, '2', '3')", "seq = 5"),
    "a payload that is no JSON": ("step", "payload = '{'", "seq = 5"),
    "the step's digest": ("step", other("digest"), "seq = 1"),
    "the hash": ("step", other("hash"), "seq = 1"),
    "the last hash": ("step", other("hash"), "seq = 5"),
}


@pytest.mark.parametrize("what", ALTERED)
def test_what_was_altered_is_found(history, act, what):
    table, change, where = ALTERED[what]
    assert tampered(history, f"UPDATE {table} SET {change} WHERE {where}") >= 1
    found = broken(history, act)
    assert found, what
    assert int(where.replace(" ", "").split("=")[1]) in {step for step, _ in found}


TAKEN = {
    "a revision": "DELETE FROM revision WHERE step = 2",
    "one revision of two": "DELETE FROM revision WHERE seq = 2",
    "the first step": "DELETE FROM step WHERE seq = 1",
    "a step": "DELETE FROM step WHERE seq = 3",
    "a note": "DELETE FROM step WHERE seq = 5",
    "the last step with all it made": "DELETE FROM step WHERE seq >= 4",
}


@pytest.mark.parametrize("what", [what for what in TAKEN if what != "a note"])
def test_what_was_taken_away_is_found(history, act, what):
    assert tampered(history, TAKEN[what]) >= 1
    assert broken(history, act)


@pytest.mark.parametrize(
    "change",
    [
        "seq = 1, revision = 1, revision_id = (SELECT revision_id FROM revision WHERE seq = 1)",
        "review = 'approved'",
        "deleted = 1",
        "title = '别的名称'",
        "code = '307022/000009'",
    ],
    ids=["turned back", "approved", "deleted", "renamed", "given another code"],
)
def test_a_record_that_shows_what_its_history_does_not_say_is_found(history, act, change):
    assert tampered(history, f"UPDATE record SET {change} WHERE n = 1") == 1
    assert broken(history, act)


def test_a_record_taken_away_is_found(history, act):
    assert tampered(history, "DELETE FROM record WHERE n = 2") == 1
    assert broken(history, act)


def test_checking_can_be_stopped(history, act):
    run = Run()
    run.stop()
    with Workspace.open(history, act) as workspace, pytest.raises(Cancelled):
        workspace.broken_links(run)

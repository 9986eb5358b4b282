"""The journal of the typing: one file for each program, read when its program is dead."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from desk_steps import BUREAU, bench_of, code_of, desk_of, left_in, unwritable

from cdo_desktop.errors import DiskTrouble
from cdo_desktop.store.workspace import Workspace
from cdo_desktop.work import editing, unsaved
from cdo_desktop.work.unsaved import edited_rows, journal_for, left_behind, typed_cell, typed_value


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's own folder of this test."""
    monkeypatch.setattr(unsaved, "user_data", lambda: tmp_path / "data")
    return tmp_path / "data" / "unsaved"


@pytest.fixture
def record(bench, make_record):
    return editing.add(bench, [make_record()])[0]


def written(bench, *entries):
    """A journal as a program leaves it that is killed: the file stays, the lock falls."""
    journal = journal_for(bench)
    journal.write(entries)
    journal.close()
    return journal


def test_what_a_dead_program_was_typing_is_found_again(bench, record, act, folder):
    value = typed_value(record, "title", "社会救助对象", act.at)
    cell = typed_cell(record, ("items", record.groups["items"][0]["id"], "name"), "姓", act.at)
    rows = edited_rows(record, "items", record.groups["items"][:1], act.at)
    written(bench, value, cell, rows)
    found = left_behind(bench)
    assert set(found.entries) == {value, cell, rows}
    assert rows.rows == record.groups["items"][:1]
    found.close()


def test_entries_come_in_the_order_of_time(bench, record, act):
    late = typed_value(record, "title", "后", act.at + timedelta(minutes=1))
    soon = typed_value(record, "summary", "先", act.at)
    written(bench, late)
    written(bench, soon)
    assert left_behind(bench).entries == [soon, late]


def test_a_journal_lies_with_the_user_and_only_the_user_may_look(bench, record, act, folder):
    written(bench, typed_value(record, "title", "甲", act.at))
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [path.suffix for path in folder.iterdir()] == [".json"]
    beside = left_in(bench.workspace.path.parent)
    assert not [name for name in beside if "typed" in name]


def test_without_anything_typed_there_is_no_file(bench, record, act, folder):
    journal = journal_for(bench)
    journal.write([typed_value(record, "title", "甲", act.at)])
    journal.write([])
    journal.close()
    assert left_in(folder) == []


_LIVING = """
import sys
from pathlib import Path
from cdo_desktop.work import unsaved
unsaved.user_data = lambda: Path(sys.argv[1])
journal = unsaved.Journal(Path(sys.argv[2]), sys.argv[3], Path(sys.argv[4]))
assert journal.take()
print("taken", flush=True)
sys.stdin.read()
"""


def test_the_journal_of_a_living_program_is_left_to_it(bench, record, act, folder):
    journal = written(bench, typed_value(record, "title", "甲", act.at))
    path, id_ = bench.workspace.path, bench.workspace.info.id
    arguments = [str(part) for part in (folder.parent, journal.path, id_, path)]
    with subprocess.Popen(
        [sys.executable, "-c", _LIVING, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as living:
        assert living.stdout.readline() == "taken\n"
        assert left_behind(bench).entries == []
        living.kill()
    found = left_behind(bench)
    assert [entry.text for entry in found.entries] == ["甲"]
    found.close()


def test_two_programs_do_not_read_the_same_journal(bench, record, act):
    written(bench, typed_value(record, "title", "甲", act.at))
    first = left_behind(bench)
    assert left_behind(bench).entries == []
    first.close()
    assert left_behind(bench).entries == first.entries


def test_who_only_reads_neither_writes_a_journal_nor_is_offered_one(bench, record, act):
    written(bench, typed_value(record, "title", "甲", act.at))
    with Workspace.open_to_read(bench.workspace.path) as looked_at:
        reader = bench_of(looked_at, act)
        assert journal_for(reader) is None
        assert left_behind(reader).entries == []


def test_what_belongs_to_an_encrypted_workspace_is_not_kept_in_clear(act, tmp_path, folder):
    path = tmp_path / "加密.cdo"
    with desk_of(act).create(path, BUREAU, "", "national", "春天的雨") as secret:
        assert journal_for(secret) is None
        assert left_behind(secret).entries == []
    assert not folder.exists()


def test_a_copy_of_the_workspace_is_not_offered_what_was_typed_into_it(
    bench, record, act, tmp_path
):
    written(bench, typed_value(record, "title", "甲", act.at))
    original, other = bench.workspace.path, tmp_path / "副本.cdo"
    bench.workspace.close()
    shutil.copy(original, other)
    with Workspace.open(other, act) as copy:
        assert left_behind(bench_of(copy, act)).entries == []
    original.unlink()  # moved, not copied
    with Workspace.open(other, act) as moved:
        assert [entry.text for entry in left_behind(bench_of(moved, act)).entries] == ["甲"]


def test_what_is_not_wanted_goes_and_the_rest_stays(bench, record, act, folder):
    one = typed_value(record, "title", "甲", act.at)
    two = typed_value(record, "summary", "乙", act.at)
    written(bench, one, two)
    found = left_behind(bench).keep_only([two])
    assert found.entries == [two]
    found.close()
    found = left_behind(bench)
    assert found.entries == [two]
    assert found.keep_only([]).entries == []
    assert left_in(folder) == []


@pytest.mark.parametrize(
    "spoil",
    [
        lambda body: body[: len(body) // 2],
        lambda body: b"",
        lambda body: b"\xff\xfe\x00",
        lambda body: b"[1, 2]",
        lambda body: body.replace(b'"form":1', b'"form":9'),
        lambda body: body.replace(b'"title"', b'"titel"'),
        lambda body: body.replace(b"09:30:00+08:00", b"09:30:00"),
        lambda body: body.replace(b'{\\"id\\":', b'{\\"no\\":'),
    ],
)
def test_a_damaged_journal_is_set_aside_and_the_others_are_read(bench, record, act, folder, spoil):
    bad = written(bench, edited_rows(record, "items", record.groups["items"], act.at)).path
    body = bad.read_bytes()
    assert spoil(body) != body
    bad.write_bytes(spoil(body))
    good = typed_value(record, "title", "甲", act.at)
    written(bench, good)
    found = left_behind(bench)
    assert found.entries == [good]
    [aside] = found.set_aside
    assert aside.read_bytes() == spoil(body)
    found.close()
    assert left_behind(bench).set_aside == ()  # told once


def test_a_journal_that_cannot_be_read_is_told(bench, record, act):
    path = written(bench, typed_value(record, "title", "甲", act.at)).path
    path.unlink()
    path.mkdir()
    [aside] = left_behind(bench).set_aside
    assert aside.is_dir()


def test_a_full_disk_is_told_and_leaves_what_was_kept_before(bench, record, act):
    journal = journal_for(bench)
    one = typed_value(record, "title", "甲", act.at)
    journal.write([one])
    with unwritable(r"typed\.json"), pytest.raises(DiskTrouble) as trouble:
        journal.write([replace(one, text="甲乙")])
    assert code_of(trouble) == "CDO-U201"
    journal.close()
    assert left_behind(bench).entries == [one]


@pytest.mark.skipif(os.name == "nt", reason="there a folder is no file in the way")
def test_a_folder_that_cannot_be_made_is_disk_trouble(bench, record, act, folder):
    folder.parent.mkdir(parents=True)
    folder.write_text("在路上")
    with pytest.raises(DiskTrouble):
        journal_for(bench).write([typed_value(record, "title", "甲", act.at)])

"""Restoring: a preview says what would change, and changes nothing."""

from __future__ import annotations

import os
import shutil

import pytest
from desk_steps import asked_to_stop, code_of, later, stopped

from cdo_desktop.errors import Refused
from cdo_desktop.tasks import Run
from cdo_desktop.work import editing, keeping
from cdo_desktop.work.restoring import backups_of, preview_restore, try_backup
from cdo_desktop.work.typed import Entry


def backup(bench):
    return keeping.back_up(bench, None, Run()).path


def test_backups_stand_newest_first(bench):
    assert backups_of(bench.workspace.path) == []
    first = backup(bench)
    later(bench, 1)
    second = backup(bench)
    os.utime(first, (1, 1))
    found = backups_of(bench.workspace.path)
    assert [one.path for one in found] == [second, first]
    assert found[0].size == second.stat().st_size


def test_a_preview_names_what_comes_back_changes_and_goes(bench, make_record):
    kept, changed, gone = editing.add(
        bench, [make_record(), make_record(title="殡葬信息"), make_record(title="婚姻登记信息")]
    )
    path = backup(bench)
    editing.set_values(bench, changed.id, [Entry("summary", "后来改写的摘要。")])
    editing.delete(bench, [gone.id])
    made = editing.add(bench, [make_record(title="福利机构信息")])[0]
    steps = len(bench.workspace.steps())
    found = preview_restore(bench, path, None, Run())
    [difference] = found.differences
    assert difference.label == bench.library.kind(kept.kind).label
    assert difference.back == [gone.title]
    assert difference.changed == [changed.title]
    assert difference.gone == [made.title]
    assert (found.changes, found.same_workspace) == (3, True)
    assert len(found.lost) == 3
    assert found.backup.records == 3
    assert len(bench.workspace.steps()) == steps


def test_a_fresh_backup_would_change_nothing(bench, make_record):
    editing.add(bench, [make_record()])
    found = preview_restore(bench, backup(bench), None, Run())
    assert (found.differences, found.changes, found.lost) == ((), 0, ())


def test_a_backup_can_be_tried(bench, make_record):
    editing.add(bench, [make_record()])
    assert try_backup(backup(bench)).records == 1


def test_a_spoilt_backup_is_refused(bench, make_record, tmp_path):
    editing.add(bench, [make_record()])
    path = shutil.copy(backup(bench), tmp_path / "坏.cdo")
    content = bytearray(path.read_bytes())
    content[4096:8192] = b"\x00" * 4096
    path.write_bytes(content)
    with pytest.raises(Refused) as error:
        preview_restore(bench, path, None, Run())
    assert code_of(error).startswith("CDO-S")


def test_a_preview_can_be_stopped(bench):
    assert stopped(preview_restore, bench, backup(bench), None, asked_to_stop())

"""One writer at a time: a second one learns who it is, and a dead one holds nothing."""

import os

import pytest
from store_steps import EVERYTHING, added, started

from cdo_desktop.errors import Busy, DiskTrouble
from cdo_desktop.store.lock import WriterLock
from cdo_desktop.store.workspace import Workspace

HOLD = """
import sys, time
from pathlib import Path
from datetime import datetime, UTC
from cdo_desktop.domain.people import Act, Person
from cdo_desktop.store.workspace import Workspace

act = Act(Person("李建国"), datetime(2026, 3, 12, 8, 0, tzinfo=UTC), "民政局-07")
workspace = Workspace.open(Path(sys.argv[1]), act)
print("held", flush=True)
time.sleep(600)
"""


def test_a_second_writer_learns_who_holds_it(workspace, act):
    with pytest.raises(Busy) as busy:
        Workspace.open(workspace.path, act)
    assert busy.value.code == "CDO-S301"
    since = act.at.astimezone().strftime("%Y-%m-%d %H:%M")
    assert (
        f"正由“民政局-03”上的“王芳”（{since} 起，进程 {os.getpid()}）使用。" in busy.value.happened
    )
    assert workspace.count(EVERYTHING) == 0


def test_a_writer_who_died_holds_nothing(workspace, act, make_record):
    path = workspace.path
    added(workspace, act, make_record())
    workspace.close()
    with started(HOLD, path) as holder:
        assert holder.stdout.readline().strip() == "held"
        with pytest.raises(Busy) as busy:
            Workspace.open(path, act)
        assert "李建国" in busy.value.happened
        holder.kill()
    with Workspace.open(path, act) as mine:
        assert mine.count(EVERYTHING) == 1
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize(
    "card", ["{", "[]", '{"who": "王芳", "machine": "a", "since": "昨天", "process": 1}']
)
def test_a_card_that_cannot_be_read_is_nobody(tmp_path, act, card):
    first, second = WriterLock(tmp_path / "a.cdo"), WriterLock(tmp_path / "a.cdo")
    first.take(act)
    (tmp_path / ".a.cdo.holder").write_text(card, "utf-8")
    with pytest.raises(Busy) as busy:
        second.take(act)
    assert "另一个程序" in busy.value.happened
    second.release()  # it was never taken: the first one keeps it
    with pytest.raises(Busy):
        second.take(act)
    first.release()
    assert list(tmp_path.iterdir()) == []


def test_a_card_that_cannot_be_written_leaves_no_lock(tmp_path, act):
    (tmp_path / ".a.cdo.holder").mkdir()
    lock = WriterLock(tmp_path / "a.cdo")
    with pytest.raises(DiskTrouble):
        lock.take(act)
    (tmp_path / ".a.cdo.holder").rmdir()
    WriterLock(tmp_path / "a.cdo").take(act)

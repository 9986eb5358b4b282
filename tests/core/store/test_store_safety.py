"""What a full disk, a killed program and flipped bytes leave of a workspace: never half a step."""

import random
import shutil
import sys
from pathlib import Path

import hostile
import pytest
from sqlalchemy import event
from store_steps import EVERYTHING, added, changed, rows, script, titles

from cdo_desktop.errors import DiskTrouble
from cdo_desktop.store.workspace import Workspace

BY_THE_SYSTEM = pytest.mark.skipif(sys.platform == "win32", reason="there are no such limits there")


# -- a full disk ---------------------------------------------------------------------------------


def limit_pages(workspace, pages):
    """Let the file grow to this many pages at most, as a full disk would."""
    workspace._engine.dispose()

    def limited(connection, _):
        connection.execute(f"PRAGMA max_page_count = {pages}").fetchone()

    event.listen(workspace._engine, "connect", limited)
    return lambda: (
        event.remove(workspace._engine, "connect", limited),
        workspace._engine.dispose(),
    )


def test_a_full_disk_stops_a_step_and_nothing_of_it_is_there(workspace, act, make_record, run):
    [kept] = added(workspace, act, make_record(title="已存"))
    free = limit_pages(workspace, 1)  # no page more than there are
    with pytest.raises(DiskTrouble) as trouble:
        added(workspace, act, *(make_record(title=f"第{n}项") for n in range(600)))
    assert trouble.value.code == "CDO-U201"
    assert "磁盘已满" in trouble.value.happened
    assert titles(workspace) == ["已存"]
    assert workspace.record(kept.id) == kept
    free()
    added(workspace, act, make_record(title="腾出空间以后"))
    assert titles(workspace) == ["已存", "腾出空间以后"]
    assert workspace.damage() == ""
    assert workspace.broken_links(run) == []


LIMITED = """
import resource, sys
from pathlib import Path
import conftest
from store_steps import added, titles
from cdo_desktop.errors import DiskTrouble
from cdo_desktop.standard.library import Library
from cdo_desktop.store.workspace import Workspace
from cdo_desktop.tasks import Run

act = conftest.ACT
make = conftest.record_maker(Library())
path, what = Path(sys.argv[1]), sys.argv[2]
with Workspace.open(path, act) as workspace:
    size = path.stat().st_size
    resource.setrlimit(resource.RLIMIT_FSIZE, (size // 2, size * 8))
    try:
        if what == "save":
            added(workspace, act, *(make(title=f"第{n}项") for n in range(900)))
        else:
            workspace.back_up(path.with_name("备份.cdo"), Run())
    except DiskTrouble as trouble:
        print(trouble.code, *titles(workspace))
    resource.setrlimit(resource.RLIMIT_FSIZE, (size * 8, size * 8))
"""


@BY_THE_SYSTEM
@pytest.mark.parametrize("what", ["save", "backup"])
def test_a_file_that_may_not_grow_is_disk_trouble(workspace, act, make_record, run, what):
    added(workspace, act, make_record(title="已存"))
    workspace.close()
    done = script(LIMITED, workspace.path, what)
    assert done.stdout.split() in (["CDO-S305", "已存"], ["CDO-U201", "已存"]), done.stderr
    assert list(workspace.path.parent.iterdir()) == [workspace.path]
    with Workspace.open(workspace.path, act) as again:
        assert titles(again) == ["已存"]
        assert again.damage() == ""
        assert again.broken_links(run) == []


# -- a killed program ----------------------------------------------------------------------------


KILLED = """
import os, signal, sys
from pathlib import Path
import conftest
from store_steps import FINE, added
from cdo_desktop.standard.library import Library
from cdo_desktop.store import workspace as room
from cdo_desktop.store.volumes import Volume
from cdo_desktop.tasks import Run

act = conftest.ACT
make = conftest.record_maker(Library())
path, what, volume = Path(sys.argv[1]), sys.argv[2], Volume(sys.argv[3])
room.volume_of = lambda path: volume
workspace = room.Workspace.open(path, act)
die = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
for number in range(3):
    added(workspace, act, make(title=f"第{number}步"), name=f"第{number}步")
if what == "between steps":
    die()
elif what == "in a step":
    with workspace.unit(act, "导入") as unit:
        for number in range(1200):
            unit.save(make(title=f"丢{number}"), FINE)
        die()
elif what == "at the end of a step":
    room.undo.settle = die
    added(workspace, act, *(make(title=f"丢{number}") for number in range(600)))
elif what == "in a backup":
    workspace.back_up(path.with_name("备份.cdo"), Run(die))
elif what == "while closing":
    workspace._engine.dispose()
    die()
"""
DEATHS = ["between steps", "in a step", "at the end of a step", "in a backup", "while closing"]


@BY_THE_SYSTEM
@pytest.mark.parametrize(
    ("what", "volume"),
    [*((what, "local") for what in DEATHS), ("in a step", "network"), ("in a step", "removable")],
)
def test_a_killed_program_loses_at_most_the_unfinished_step(workspace, act, run, what, volume):
    path = workspace.path
    workspace.close()
    done = script(KILLED, path, what, volume)
    assert done.returncode == -9, done.stderr
    assert not path.with_name("备份.cdo").exists()
    with Workspace.open_to_read(path) as reader:
        assert titles(reader) == ["第0步", "第1步", "第2步"]
    with Workspace.open(path, act) as again:
        assert titles(again) == ["第0步", "第1步", "第2步"]
        assert again.search("丢")[1] == 0
        assert again.damage() == ""
        assert again.broken_links(run) == []
    assert rows(path, "PRAGMA journal_mode") == [("delete",)]


# -- flipped bytes -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def whole(tmp_path_factory, new_workspace, act, make_record):
    """The bytes of a workspace with records, a change and a deletion."""
    path = Path(shutil.copy(new_workspace, tmp_path_factory.mktemp("whole")))
    with Workspace.open(path, act) as workspace:
        saved = added(workspace, act, *(make_record(title=f"低保信息{n}") for n in range(6)))
        changed(workspace, act, *(record.with_value("office", "办公室") for record in saved[:3]))
    return path.read_bytes()


def flipped(whole, seed):
    """The bytes with one that is used changed; the header and the schema get their share."""
    chance = random.Random(seed)
    content = bytearray(whole)
    end = 100 if seed % 10 == 0 else 8192 if seed % 10 == 1 else len(content)
    used = [place for place in range(end) if content[place]]
    content[chance.choice(used)] ^= 1 << chance.randrange(8)
    return bytes(content)


def test_flipped_bytes_are_read_well_or_refused(whole, tmp_path):
    said = set()
    for seed in range(120):
        path = tmp_path / f"{seed}.cdo"
        path.write_bytes(flipped(whole, seed))
        said.add(hostile.read_all(path))
        path.unlink()
    assert {"", "CDO-S303"} <= said
    assert list(tmp_path.iterdir()) == []


def test_flipped_bytes_are_written_well_or_refused(whole, tmp_path, act):
    said = set()
    for seed in range(1000, 1050):
        path = tmp_path / f"{seed}.cdo"
        path.write_bytes(flipped(whole, seed))
        said.add(hostile.write_some(path, act))
        assert not [beside for beside in tmp_path.iterdir() if beside.name.endswith("lock")]
    assert {"", "CDO-S303"} <= said


@pytest.mark.parametrize("page", range(0, 40, 3))
def test_a_page_of_noise_is_read_well_or_refused(whole, tmp_path, page):
    content = bytearray(whole)
    content[page * 4096 : (page + 1) * 4096] = random.Random(page).randbytes(4096)
    path = tmp_path / "a.cdo"
    path.write_bytes(content)
    assert hostile.read_all(path) in {
        *("", "CDO-S303", "CDO-S305", "CDO-S306", "CDO-S309", "CDO-S205"),
    }


def test_a_workspace_that_was_not_touched_says_nothing(whole, tmp_path, act):
    path = tmp_path / "a.cdo"
    path.write_bytes(whole)
    assert hostile.read_all(path) == ""
    assert hostile.write_some(path, act) == ""
    with Workspace.open_to_read(path) as workspace:
        assert workspace.count(EVERYTHING) == 6

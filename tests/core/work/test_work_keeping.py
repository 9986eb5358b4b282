"""Keeping: backups that count, restores that lose nothing, and what the doctor says."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing

import pytest
from desk_steps import (
    asked_to_stop,
    bench_of,
    code_of,
    desk_of,
    later,
    left_in,
    steps_of,
    stopped,
    unwritable,
)
from sqlcipher3 import dbapi2 as driver

from cdo_desktop.domain.listing import ListQuery
from cdo_desktop.domain.people import Org
from cdo_desktop.errors import Busy, DiskTrouble, Refused
from cdo_desktop.store.volumes import Volume
from cdo_desktop.store.workspace import Workspace
from cdo_desktop.tasks import Run
from cdo_desktop.work import editing, keeping
from cdo_desktop.work.typed import Entry

BUREAU = Org("11511900MB0000019E", "巴中市民政局")
SECRET = "红豆-3-南国"


@pytest.fixture
def bench(workspace, act):
    return bench_of(workspace, act)


def saved(bench, make_record, title: str = "殡葬信息"):
    return editing.add(bench, [make_record(title=title)])[0]


def titles_in(path, act, passphrase: str | None = None) -> list[str]:
    with Workspace.open(path, act, passphrase) as opened:
        lines = opened.summaries(opened.numbers(ListQuery())).values()
        return sorted(line.title for line in lines)


def restored(act, backup, workspace, passphrase: str | None = None, **more):
    return keeping.restore_backup(desk_of(act), backup, workspace, passphrase, **more)


# -- backups ---------------------------------------------------------------------------------------


def test_a_backup_is_opened_and_counted(bench, make_record, tmp_path):
    saved(bench, make_record)
    made = keeping.back_up(bench, tmp_path / "备份.cdo", Run())
    assert (made.records, made.steps) == (1, 1)


def test_backups_without_a_name_lie_together_also_within_one_second(bench, make_record):
    names = [keeping.back_up(bench, None, Run()).path.name for _ in range(2)]
    assert names == ["民政局-20260312-093000.cdo", "民政局-20260312-093000-2.cdo"]
    assert left_in(keeping.backup_folder(bench.workspace.path)) == sorted(names)


def test_a_backup_takes_no_name_that_is_taken(bench, tmp_path):
    (tmp_path / "备份.cdo").write_text("别人的")
    with pytest.raises(Refused) as caught:
        keeping.back_up(bench, tmp_path / "备份.cdo", Run())
    assert code_of(caught) == "CDO-U102"
    assert (tmp_path / "备份.cdo").read_text() == "别人的"


def overtaken(bench, act, target=None) -> tuple[Run, list]:
    """A run during which another program backs up the same workspace in the same second."""
    rival: list = []

    def overtake(progress: object) -> None:
        if not rival:
            rival.append(None)
            with Workspace.open_to_read(bench.workspace.path) as opened:
                rival[0] = keeping.back_up(bench_of(opened, act), target, Run()).path

    return Run(overtake, every=0), rival


def test_a_name_that_another_program_takes_meanwhile_is_not_taken_from_it(bench, act):
    run, rival = overtaken(bench, act)
    made = keeping.back_up(bench, None, run).path
    names = [path.name for path in (*rival, made)]
    assert names == ["民政局-20260312-093000.cdo", "民政局-20260312-093000-2.cdo"]
    assert left_in(made.parent) == sorted(names)


def test_nor_is_a_name_that_a_person_gave(bench, act, tmp_path):
    target = tmp_path / "备份.cdo"
    run, rival = overtaken(bench, act, target)
    with pytest.raises(Refused) as caught:
        keeping.back_up(bench, target, run)
    assert code_of(caught) == "CDO-U102"
    assert rival == [target]
    assert keeping.tested(target, None).steps == 0
    assert others_in(tmp_path) == ["备份.cdo"]


def others_in(folder) -> list[str]:
    """What lies in a folder beside the workspace itself."""
    return [name for name in left_in(folder) if "民政局.cdo" not in name]


def test_stopped_or_on_a_full_disk_nothing_is_left(bench, tmp_path):
    assert stopped(keeping.back_up, bench, None, asked_to_stop())
    with pytest.raises(DiskTrouble), unwritable("民政局-"):
        keeping.back_up(bench, None, Run())
    assert others_in(tmp_path) == []


def test_where_no_folder_can_be_made_that_is_said(bench):
    keeping.backup_folder(bench.workspace.path).write_text("一个文件")
    with pytest.raises(DiskTrouble) as caught:
        keeping.back_up(bench, None, Run())
    assert code_of(caught).startswith("CDO-U20")


def test_old_backups_are_thinned_and_nothing_else(bench):
    folder = keeping.backup_folder(bench.workspace.path)
    made = []
    for _ in range(4):
        made.append(keeping.back_up(bench, None, Run()).path)
        later(bench, 40)
    (folder / "笔记.txt").write_text("我的")
    later(bench, 1)
    assert keeping.thin_backups(bench) == []
    shutil.copy(made[0], folder / made[0].name.replace("0930", "1030"))
    assert len(keeping.thin_backups(bench)) == 1
    assert (folder / "笔记.txt").exists()
    assert made[-1].exists()


def test_the_second_backup_of_a_second_is_thinned_too(bench):
    made = {keeping.back_up(bench, None, Run()).path for _ in range(3)}
    later(bench, 40)
    newest = keeping.back_up(bench, None, Run()).path
    gone = keeping.thin_backups(bench)
    assert len(gone) == 2
    assert {path.name for path in {*made, newest} - {*gone}} == set(left_in(newest.parent))


def test_a_name_with_brackets_is_thinned_too(act, tmp_path, new_workspace):
    path = shutil.copy(new_workspace, tmp_path / "民政[局].cdo")
    with Workspace.open(path, act) as opened:
        bench = bench_of(opened, act)
        first = keeping.back_up(bench, None, Run()).path
        shutil.copy(first, first.with_name(first.name.replace("0930", "1030")))
        later(bench, 40)
        assert len(keeping.thin_backups(bench)) == 1


# -- restoring -------------------------------------------------------------------------------------


@pytest.fixture
def backup(bench, make_record, tmp_path):
    """A backup with one record, made before a second one was added; the workspace is closed."""
    saved(bench, make_record, "先有的")
    made = keeping.back_up(bench, tmp_path / "备份.cdo", Run()).path
    saved(bench, make_record, "后来的")
    bench.close()
    return made


def test_restored_and_what_was_there_is_kept(bench, act, backup):
    path = bench.workspace.path
    done = restored(act, backup, path)
    assert done.backup.records == 1
    assert titles_in(path, act) == ["先有的"]
    assert titles_in(done.kept, act) == ["先有的", "后来的"]


def test_restored_to_a_new_name_nothing_is_kept(act, backup, tmp_path):
    assert restored(act, backup, tmp_path / "新的.cdo").kept is None
    assert titles_in(tmp_path / "新的.cdo", act) == ["先有的"]


def test_an_open_workspace_is_not_replaced(bench, act, backup):
    path = bench.workspace.path
    with Workspace.open(path, act), pytest.raises(Busy):
        restored(act, backup, path)
    assert titles_in(path, act) == ["先有的", "后来的"]


def test_what_a_crash_left_beside_the_old_file_is_not_played_into_the_new(
    bench, act, backup, make_record, tmp_path
):
    path = bench.workspace.path
    with Workspace.open(path, act) as crashed:
        saved(bench_of(crashed, act), make_record, "崩溃前的")
        beside = {suffix: path.with_name(path.name + suffix).read_bytes() for suffix in ("-wal",)}
        body = path.read_bytes()
    path.write_bytes(body)
    for suffix, content in beside.items():
        path.with_name(path.name + suffix).write_bytes(content)
    done = restored(act, backup, path)
    assert titles_in(path, act) == ["先有的"]
    assert titles_in(done.kept, act) == ["先有的", "后来的", "崩溃前的"]
    assert [name for name in left_in(tmp_path) if name.startswith("民政局.cdo")] == ["民政局.cdo"]


def test_a_full_disk_leaves_the_workspace_as_it_was_with_what_a_crash_left(
    bench, act, backup, tmp_path
):
    path = bench.workspace.path
    log = path.with_name(f"{path.name}-wal")
    log.write_bytes(b"steps")
    before = others_in(tmp_path)
    with pytest.raises(DiskTrouble), unwritable(r"^\.+民政局\.cdo\..*part$"):
        restored(act, backup, path)
    assert others_in(tmp_path) == before
    assert log.read_bytes() == b"steps"


def test_a_backup_with_steps_beside_it_is_refused(bench, act, backup, tmp_path):
    (tmp_path / "备份.cdo-wal").write_bytes(b"x" * 100)
    with pytest.raises(Refused) as caught:
        restored(act, backup, bench.workspace.path)
    assert code_of(caught) == "CDO-S216"
    assert titles_in(bench.workspace.path, act) == ["先有的", "后来的"]


def test_the_backup_of_another_workspace_is_refused(bench, act, backup, tmp_path):
    other = tmp_path / "别家.cdo"
    Workspace.create(other, Org(BUREAU.code, "别家局"), "511902", "national", act).close()
    with pytest.raises(Refused) as caught:
        restored(act, other, bench.workspace.path)
    assert code_of(caught) == "CDO-S214"
    assert "别家局" in caught.value.happened
    assert titles_in(bench.workspace.path, act) == ["先有的", "后来的"]
    done = restored(act, other, bench.workspace.path, whatever_is_there=True)
    assert titles_in(bench.workspace.path, act) == []
    assert titles_in(done.kept, act) == ["先有的", "后来的"]


def test_a_workspace_does_not_restore_itself(bench, act, backup):
    path = bench.workspace.path
    with pytest.raises(Refused) as caught:
        restored(act, path, path)
    assert code_of(caught) == "CDO-S215"


def a_stranger(path):
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE TABLE record (id)")
        database.execute("CREATE TABLE step (id)")


@pytest.mark.parametrize(
    "made", [lambda p: p.write_bytes(b""), lambda p: p.write_text("x" * 99), a_stranger]
)
def test_what_is_no_workspace_is_not_restored(bench, act, backup, tmp_path, made):
    path = tmp_path / "不是.cdo"
    made(path)
    with pytest.raises(Refused) as caught:
        restored(act, path, bench.workspace.path)
    assert code_of(caught) in ("CDO-S306", "CDO-S309", "CDO-S303")
    assert titles_in(bench.workspace.path, act) == ["先有的", "后来的"]


def test_a_damaged_workspace_is_replaced_and_kept(bench, act, backup):
    path = bench.workspace.path
    damaged = path.read_bytes()[:5000]
    path.write_bytes(damaged)
    done = restored(act, backup, path)
    assert titles_in(path, act) == ["先有的"]
    assert done.kept.read_bytes() == damaged


def test_what_may_be_encrypted_is_replaced_only_if_that_is_said(bench, act, backup, tmp_path):
    path = tmp_path / "密.cdo"
    Workspace.create(path, BUREAU, "511902", "national", act, SECRET).close()
    for given in (None, "错的"):
        with pytest.raises(Refused) as caught:
            keeping.restore_backup(desk_of(act), backup, path, given)
        assert code_of(caught) in ("CDO-S223", "CDO-S231")
    done = restored(act, backup, path, whatever_is_there=True)
    assert titles_in(path, act) == ["先有的"]
    assert titles_in(done.kept, act, SECRET) == []


def test_an_encrypted_backup_wants_its_passphrase(act, tmp_path, make_record):
    path = tmp_path / "密.cdo"
    with Workspace.create(path, BUREAU, "511902", "national", act, SECRET) as made:
        bench = bench_of(made, act)
        saved(bench, make_record, "先有的")
        backup = keeping.back_up(bench, None, Run()).path
        assert keeping.examine(bench, Run()).encrypted
    for wrong in (None, "错的"):
        with pytest.raises(Refused) as caught:
            restored(act, backup, path, wrong)
        assert code_of(caught) in ("CDO-S306", "CDO-S307")
        assert SECRET not in str(caught.value)
    restored(act, backup, path, SECRET)
    assert titles_in(path, act, SECRET) == ["先有的"]


# -- the doctor ------------------------------------------------------------------------------------


def test_a_sound_workspace_is_said_to_be_sound(bench, make_record):
    saved(bench, make_record)
    found = keeping.examine(bench, Run())
    assert found.healthy
    assert (found.records, found.deleted, found.steps) == (1, 0, 1)
    assert found.volume_label


def test_what_was_changed_behind_the_programs_back_is_found_and_said(bench, act, make_record):
    record = saved(bench, make_record)
    editing.set_values(bench, record.id, [Entry("更新周期", "每年")])
    path = bench.workspace.path
    bench.close()
    with closing(driver.connect(str(path))) as database, database:
        database.execute("UPDATE revision SET title = '改过' WHERE number = 1")
        database.execute("UPDATE step SET name = '改过' WHERE seq = 2")
        database.execute("UPDATE record SET title = '改过'")
        database.execute('UPDATE revision SET "values" = \'{"title":"x"}\' WHERE number = 2')
    with Workspace.open_to_read(path) as opened:
        found = keeping.examine(bench_of(opened, act), Run())
    assert not found.healthy
    assert {step for step, _ in found.broken_links} == {1, 2}
    told = [keeping.fault_label(what) for _, what in found.broken_links]
    assert all(any("一" <= sign <= "鿿" for sign in word) for word in told)


@pytest.mark.parametrize("what", ["missing", "digest", "hash", "revision abc", "record abc"])
def test_every_fault_has_its_words(what):
    assert keeping.fault_label(what).isascii() is False


# -- a new workspace -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "region", "told"),
    [
        (BUREAU.code, "511902", 0),
        ("11511900MB0000011X", "511902", 1),
        (BUREAU.code, "999999", 1),
        (BUREAU.code, "", 0),
    ],
)
def test_what_is_doubtful_about_a_new_workspace_is_said(act, tmp_path, code, region, told):
    bench = desk_of(act).create(tmp_path / "新.cdo", Org(code, "某局"), region, "national")
    with bench:
        assert len(keeping.notes_on_new(bench)) == told
        assert steps_of(bench) == []


@pytest.mark.parametrize("volume", list(Volume))
def test_only_a_doubtful_disk_is_said_again_at_every_opening(bench, volume):
    bench.workspace.volume = volume
    notes = keeping.notes_on_opened(bench)
    assert len(notes) == (volume is not Volume.LOCAL)
    assert keeping.notes_on_new(bench) == notes
    assert not any("已建立" in note for note in notes)

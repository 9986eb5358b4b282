"""Backups that were opened and counted before they count, and what is put back from them."""

import shutil
from datetime import UTC, datetime, timedelta

import pytest
from store_steps import EVERYTHING, added, fine, titles

from cdo_desktop.domain.people import Org
from cdo_desktop.errors import Busy, Refused
from cdo_desktop.store import backup as backups
from cdo_desktop.store.backup import restored_from, superfluous
from cdo_desktop.store.workspace import Workspace
from cdo_desktop.tasks import Cancelled, Progress, Run

NOON = datetime(2026, 3, 12, 12, 0, tzinfo=UTC)


def test_a_backup_holds_what_the_workspace_holds(workspace, act, make_record, tmp_path, run):
    added(workspace, act, make_record(), make_record(title="二"))
    backup = workspace.back_up(tmp_path / "备份.cdo", run)
    assert (backup.records, backup.steps) == (2, 1)
    with Workspace.open(backup.path, act) as copy:
        assert titles(copy) == titles(workspace)
        assert copy.info == workspace.info
        assert copy.broken_links(run) == []
        copy.undo(act, fine)
    assert workspace.count(EVERYTHING) == 2


def test_a_backup_is_one_file(workspace, act, make_record, tmp_path, run):
    folder = tmp_path / "备份"
    folder.mkdir()
    added(workspace, act, make_record())
    workspace.back_up(folder / "a.cdo", run)
    assert [path.name for path in folder.iterdir()] == ["a.cdo"]


def test_a_backup_says_how_far_it_is_and_can_be_stopped(workspace, tmp_path):
    seen: list[Progress] = []
    workspace.back_up(tmp_path / "a.cdo", Run(seen.append))
    assert {progress.note for progress in seen} == {"备份"}
    stopped = Run()
    stopped.stop()
    with pytest.raises(Cancelled):
        workspace.back_up(tmp_path / "b.cdo", stopped)
    assert not list(tmp_path.glob("*b.cdo*"))


def test_a_backup_never_takes_a_name_that_is_taken(workspace, tmp_path, run):
    (tmp_path / "a.cdo").write_bytes(b"mine")
    with pytest.raises(Refused) as refused:
        workspace.back_up(tmp_path / "a.cdo", run)
    assert refused.value.code == "CDO-U102"
    assert (tmp_path / "a.cdo").read_bytes() == b"mine"


def test_a_backup_into_a_folder_that_is_not_there_is_refused(workspace, tmp_path, run):
    with pytest.raises(Refused) as refused:
        workspace.back_up(tmp_path / "没有" / "a.cdo", run)
    assert refused.value.code == "CDO-S302"


def test_a_backup_that_is_not_sound_does_not_stay(workspace, tmp_path, run, monkeypatch):
    def spoilt(engine, target, passphrase, run, *, new):
        target.write_bytes(b"SQLite format 3\x00" + bytes(4000))

    monkeypatch.setattr("cdo_desktop.store.workspace.copy_database", spoilt)
    with pytest.raises(Refused):
        workspace.back_up(tmp_path / "a.cdo", run)
    assert not (tmp_path / "a.cdo").exists()


def test_a_spoilt_backup_is_refused(workspace, act, make_record, tmp_path, run):
    added(workspace, act, *(make_record(title=f"第{n}项") for n in range(30)))
    whole = workspace.back_up(tmp_path / "a.cdo", run).path.read_bytes()
    spoilt = tmp_path / "spoilt.cdo"
    spoilt.write_bytes(whole[:8192] + b"\xff" * 20480 + whole[28672:])
    with pytest.raises(Refused) as refused:
        backups.tested(spoilt, None)
    assert refused.value.code == "CDO-S303"
    spoilt.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(Refused):
        backups.tested(spoilt, None)


def test_the_backup_of_an_encrypted_workspace_has_its_passphrase(tmp_path, act, make_record, run):
    org = Org("11511900MB0000019E", "巴中市民政局")
    path = tmp_path / "密.cdo"
    with Workspace.create(path, org, "", "national", act, passphrase="口令") as workspace:
        added(workspace, act, make_record())
        backup = workspace.back_up(tmp_path / "备份.cdo", run)
    assert backup.records == 1
    assert "巴中市民政局".encode() not in backup.path.read_bytes()
    with Workspace.open_to_read(backup.path, "口令") as copy:
        assert copy.count(EVERYTHING) == 1
    with pytest.raises(Refused):
        backups.tested(backup.path, "别的口令")


# -- putting back --------------------------------------------------------------------------------


@pytest.fixture
def backed_up(workspace, act, make_record, tmp_path, run):
    """(workspace's path, backup): the backup has one record, the closed workspace two."""
    added(workspace, act, make_record(title="一"))
    backup = workspace.back_up(tmp_path / "备份.cdo", run).path
    added(workspace, act, make_record(title="二"))
    workspace.close()
    return workspace.path, backup


def test_a_backup_is_put_back_and_the_old_file_kept(backed_up, act):
    path, backup = backed_up
    kept = restored_from(backup, path, act, "20260312-0930")
    assert kept == path.with_name("民政局.before-restore-20260312-0930.cdo")
    with Workspace.open(path, act) as now:
        assert titles(now) == ["一"]
    with Workspace.open(kept, act) as old:
        assert titles(old) == ["一", "二"]


def test_put_back_twice_in_a_second_both_old_files_are_kept(backed_up, act):
    path, backup = backed_up
    first, second = (restored_from(backup, path, act, "20260312-0930") for _ in range(2))
    assert [kept.name for kept in (first, second)] == [
        "民政局.before-restore-20260312-0930.cdo",
        "民政局.before-restore-20260312-0930-2.cdo",
    ]
    with Workspace.open(first, act) as old:
        assert titles(old) == ["一", "二"]


def test_a_backup_is_put_back_where_nothing_is(backed_up, act, tmp_path):
    assert restored_from(backed_up[1], tmp_path / "新.cdo", act, "s") is None
    with Workspace.open(tmp_path / "新.cdo", act) as now:
        assert titles(now) == ["一"]


def test_nothing_is_put_back_under_an_open_workspace(backed_up, act):
    path, backup = backed_up
    with Workspace.open(path, act) as workspace:
        with pytest.raises(Busy):
            restored_from(backup, path, act, "s")
        assert titles(workspace) == ["一", "二"]
    assert len(list(path.parent.glob("*.cdo"))) == 2


def test_what_a_crash_left_beside_the_old_file_stays_with_the_old_file(
    workspace, act, make_record, tmp_path, run
):
    """Its log must not be played into the backup, and its steps must not be lost."""
    added(workspace, act, make_record(title="一"))
    backup = workspace.back_up(tmp_path / "备份.cdo", run).path
    added(workspace, act, make_record(title="二"))
    crashed = tmp_path / "crashed" / "a.cdo"
    crashed.parent.mkdir()
    for suffix in ("", "-wal"):
        shutil.copyfile(f"{workspace.path}{suffix}", f"{crashed}{suffix}")
    kept = restored_from(backup, crashed, act, "s")
    with Workspace.open(crashed, act) as now:
        assert titles(now) == ["一"]
        assert now.damage() == ""
    with Workspace.open(kept, act) as old:
        assert titles(old) == ["一", "二"]
    assert sorted(path.name for path in crashed.parent.iterdir()) == sorted(
        [kept.name, crashed.name]
    )


# -- thinning ------------------------------------------------------------------------------------


def ago(**time: float) -> datetime:
    return NOON - timedelta(**time)


@pytest.mark.parametrize(
    ("stamps", "gone"),
    [
        ([], []),
        ([ago(days=400)], []),
        ([ago(minutes=5), ago(hours=3), ago(hours=23)], []),
        ([ago(days=2), ago(days=2, hours=1), ago(days=2, hours=3)], [1, 2]),
        ([ago(days=2), ago(days=3), ago(days=4)], []),
        ([ago(days=40), ago(days=41), ago(days=90)], [1]),
        ([ago(days=365), ago(days=730)], []),
        ([ago(hours=1), ago(days=2), ago(days=2, hours=2), ago(days=50), ago(days=51)], [2, 4]),
    ],
)
def test_which_backups_may_go(stamps, gone):
    assert sorted(superfluous(stamps, NOON)) == sorted(stamps[place] for place in gone)


def test_thinning_twice_takes_nothing_more_and_never_the_newest():
    stamps = [ago(hours=7 * n) for n in range(400)]
    left = sorted(set(stamps) - set(superfluous(stamps, NOON)))
    assert superfluous(left, NOON) == []
    assert NOON in left
    assert 30 < len(left) < 50

"""What the window asks of the core to start: settings, profiles, the sample, who holds a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from cdo_desktop import paths
from cdo_desktop.domain.listing import ListQuery
from cdo_desktop.errors import DiskTrouble, Refused
from cdo_desktop.settings import Settings
from cdo_desktop.tasks import Cancelled, Run
from cdo_desktop.work import keeping
from cdo_desktop.work.starting import (
    make_sample_anew,
    open_or_read,
    open_sample,
    profile_for,
    profiles,
    put_sample,
    sample_path,
)
from cdo_desktop.workbench import Desk
from ui.dropped import FileType, recognised


def test_settings_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "new folder" / "settings.json"
    settings = Settings(path)
    settings.set("look.zoom", 1.25)
    settings.set("workspaces.recent", ["甲.cdo"])
    settings.save()
    again = Settings(path)
    assert again.get("look.zoom", 1.0) == 1.25
    assert again.get("workspaces.recent", []) == ["甲.cdo"]


@pytest.mark.parametrize("content", ["", "{", "[]", "null", '{"look.zoom": "large"}'])
def test_broken_settings_are_as_good_as_none(tmp_path: Path, content: str) -> None:
    path = tmp_path / "settings.json"
    path.write_text(content, "utf-8")
    assert Settings(path).get("look.zoom", 1.0) == 1.0


@pytest.mark.parametrize(
    ("region", "profile"),
    [("511902", "bazhong"), ("511900", "bazhong"), ("510100", "national"), ("", "national")],
)
def test_the_region_says_which_profile_fits(region: str, profile: str) -> None:
    assert profile_for(region).key == profile
    assert profiles()[0].key == "national"


def test_a_free_workspace_is_opened_for_writing(desk: Desk, thousand_copy: Path) -> None:
    opened = open_or_read(desk, thousand_copy)
    with opened.bench:
        assert opened.held == ""
        assert not opened.bench.workspace.read_only


def test_a_held_workspace_is_opened_to_read_and_names_the_holder(
    desk: Desk, thousand_copy: Path
) -> None:
    with desk.open(thousand_copy):
        opened = open_or_read(desk, thousand_copy)
        with opened.bench:
            assert opened.bench.workspace.read_only
            assert "王芳" in opened.held
            assert "民政局-03" in opened.held


def test_what_cannot_be_read_either_is_refused(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="CDO-U101"):
        open_or_read(desk, tmp_path / "没有.cdo")


def test_the_sample_is_made_once_and_opened_afterwards(desk: Desk) -> None:
    with open_sample(desk, Run()).bench as bench:
        made = bench.workspace.count(ListQuery())
        identity = bench.workspace.info.id
        assert all(bench.workspace.count(ListQuery(kind)) for kind in ("resource", "system"))
    with open_sample(desk, Run()).bench as bench:
        assert bench.workspace.count(ListQuery()) == made
        assert bench.workspace.info.id == identity


def test_a_sample_stopped_halfway_leaves_nothing(desk: Desk) -> None:
    run = Run()
    run.stop()
    with pytest.raises(Cancelled):
        open_sample(desk, run)
    assert not sample_path().exists()
    assert sample_path().parent == paths.user_data()


def test_the_sample_is_made_anew_and_the_one_before_lies_beside(desk: Desk) -> None:
    with open_sample(desk, Run()).bench as bench:
        before = bench.workspace.info.id
        keeping.back_up(bench, None, Run())
    aside = put_sample(desk, make_sample_anew(desk, Run()))
    with open_sample(desk, Run()).bench as bench:
        assert bench.workspace.info.id != before
        assert bench.workspace.count(ListQuery()) > 0
    with desk.open(aside) as bench:
        assert bench.workspace.info.id == before
        assert bench.is_practice, "nobody must take it for real work"
    assert list(keeping.backup_folder(aside).glob("*.cdo"))
    assert sorted(path.suffix for path in aside.parent.iterdir()) == [".backups", ".cdo", ".cdo"]


def test_a_sample_that_cannot_be_moved_stays(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    open_sample(desk, Run()).bench.close()
    made = make_sample_anew(desk, Run())
    real = Path.rename

    def refusing(path: Path, target: Path) -> Path:
        if path == made:
            raise PermissionError(13, "held by another program")
        return real(path, target)

    monkeypatch.setattr(Path, "rename", refusing)
    with pytest.raises(DiskTrouble):
        put_sample(desk, made)
    assert sample_path().is_file()


@pytest.mark.parametrize("name", ["一千条.cdo", "示例工作区.cdo"])
def test_a_workspace_elsewhere_is_no_practice(tmp_path: Path, name: str) -> None:
    assert not paths.is_sample(tmp_path / name)


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (["甲.CDO"], (FileType.WORKSPACE, [Path("甲.CDO")])),
        (["说明.txt", "目录.XLSX"], (FileType.SHEET, [Path("目录.XLSX")])),
        (["目录.csv"], (FileType.SHEET, [Path("目录.csv")])),
        (
            ["回执.cdopkg", "目录.csv", "包.CDOPKG"],
            (FileType.PACKAGE, [Path("回执.cdopkg"), Path("包.CDOPKG")]),
        ),
        (["说明.txt"], None),
        ([], None),
    ],
)
def test_dropped_files_are_recognised(names: list[str], found: object) -> None:
    assert recognised(Path(name) for name in names) == found

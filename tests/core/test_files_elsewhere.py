"""What the system says of another file is not said of the one that is written or read."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

import cdo_desktop
from cdo_desktop import paths
from cdo_desktop.domain.people import Act
from cdo_desktop.errors import DiskTrouble
from cdo_desktop.files import disk_trouble, made_folder, replacing, write_bytes
from cdo_desktop.package.verifying import read_trouble
from cdo_desktop.store.workspace import Workspace

PACKAGE = Path(cdo_desktop.__file__).parent
LOST = [
    PACKAGE / "standard" / "kinds" / "没有.toml",
    PACKAGE / "exchange" / "layouts" / "没有.toml",
    paths.resources() / "fonts" / "没有.ttf",
]
"""Files of the program that an incomplete copy of it lacks."""


@pytest.mark.parametrize("lost", LOST, ids=lambda path: path.parent.name)
def test_a_lost_file_of_the_program_is_no_fault_of_the_target(tmp_path: Path, lost: Path):
    target = tmp_path / "目录.xlsx"
    with pytest.raises(DiskTrouble) as caught, replacing(target) as part:
        part.write_bytes(lost.read_bytes())
    assert caught.value.code == "CDO-U206"
    assert "没有" in caught.value.happened
    assert "目录.xlsx" not in str(caught.value)
    assert "重新安装" in caught.value.todo
    assert list(tmp_path.iterdir()) == []


def test_nor_of_the_workspace(workspace: Workspace, act: Act):
    with pytest.raises(DiskTrouble) as caught, workspace.unit(act, "新增"):
        LOST[0].read_bytes()
    assert caught.value.code == "CDO-U206"
    assert workspace.path.name not in str(caught.value)


def test_nor_of_the_package_that_is_verified():
    with pytest.raises(OSError) as lost:
        LOST[0].read_bytes()
    assert read_trouble(lost.value, Path("u/目录.cdopkg")).code == "CDO-U206"


def test_the_target_in_the_programs_own_folder_is_still_the_target():
    """Somebody works in the folder he has unpacked the program into."""
    root = PACKAGE.parent
    trouble = disk_trouble(_said(errno.ENOSPC, root / ".目录.xlsx.part"), root / "目录.xlsx")
    assert (trouble.code, trouble.facts["file"]) == ("CDO-U201", "目录.xlsx")


def test_another_file_that_is_gone_is_named_itself(tmp_path: Path):
    source = tmp_path / "别处" / "来源.xlsx"
    target = tmp_path / "写到" / "目录.xlsx"
    target.parent.mkdir()
    with pytest.raises(DiskTrouble) as caught, replacing(target) as part:
        part.write_bytes(source.read_bytes())
    assert caught.value.code == "CDO-U101"
    assert "来源.xlsx" in caught.value.happened


def test_another_file_that_cannot_be_read_is_named_itself(tmp_path: Path):
    source = tmp_path / "别处" / "来源.xlsx"
    trouble = disk_trouble(_said(errno.EACCES, source), tmp_path / "写到" / "目录.xlsx")
    assert (trouble.code, trouble.facts["file"]) == ("CDO-U204", "来源.xlsx")


def _said(number: int, path: Path) -> OSError:
    return OSError(number, os.strerror(number), str(path))


@pytest.mark.parametrize("beside", [".目录.xlsx.part", "目录.xlsx", "", "tmp123/001"])
def test_what_stands_where_the_target_goes_is_the_target(tmp_path: Path, beside: str):
    target = tmp_path / "目录.xlsx"
    trouble = disk_trouble(_said(errno.ENOENT, tmp_path / beside), target)
    assert (trouble.code, trouble.facts["file"]) == ("CDO-U203", "目录.xlsx")


def test_a_folder_above_is_the_targets(tmp_path: Path):
    (tmp_path / "文件").write_text("x")
    with pytest.raises(DiskTrouble) as caught:
        made_folder(tmp_path / "文件" / "一" / "二")
    assert caught.value.facts["file"] == "二"


def test_a_folder_that_is_not_there_is_said_of_the_target(tmp_path: Path):
    with pytest.raises(DiskTrouble) as caught:
        write_bytes(tmp_path / "没有" / "目录.xlsx", b"x")
    assert (caught.value.code, caught.value.facts["file"]) == ("CDO-U203", "目录.xlsx")

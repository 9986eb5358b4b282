"""The import page on a workspace of two records, and sheets that differ from it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
import xlsxwriter
from import_steps import BURIALS, HEAD, LOW, idle
from pytestqt.qtbot import QtBot

from cdo_desktop.clock import FixedClock
from cdo_desktop.domain.people import Act, Person
from cdo_desktop.store.workspace import Workspace
from cdo_desktop.tasks import Run
from cdo_desktop.work import importing
from cdo_desktop.workbench import Workbench
from ui.main_window import MainWindow


@pytest.fixture
def sheet_of(tmp_path: Path) -> Callable[..., Path]:
    """A workbook from its rows, the header first."""

    def made(name: str, *rows: Sequence[str], hidden: Sequence[str] = ()) -> Path:
        path = tmp_path / name
        with xlsxwriter.Workbook(path) as book:
            page = book.add_worksheet("目录")
            for line, row in enumerate(rows):
                page.write_row(line, 0, row)
            for one in hidden:
                book.add_worksheet(one).hide()
        return path

    return made


@pytest.fixture
def two(tmp_path: Path, new_workspace: Path, act: Act, sheet_of: Callable[..., Path]) -> Path:
    """A workspace with two records that came from a sheet."""
    path = Path(shutil.copy(new_workspace, tmp_path / "两条.cdo"))
    first = sheet_of("旧.xlsx", HEAD, (*LOW, "街道名称", "64"), (*BURIALS, "姓名", "20"))
    with Workspace.open(path, Act(Person("王芳"), act.at, act.machine)) as workspace:
        bench = Workbench(workspace, FixedClock(act.at), act.who, act.machine)
        importing.write(bench, importing.rehearse(bench, first, "resource", Run()), Run())
    return path


@pytest.fixture
def desk_window(qtbot: QtBot, window: MainWindow, two: Path) -> MainWindow:
    """The window with the two records open."""
    with qtbot.waitSignal(window.shell.session.opened, timeout=10_000):
        window.open_path(two)
    idle(qtbot, window)
    return window


@pytest.fixture
def changed(sheet_of: Callable[..., Path]) -> Path:
    """低保 changes in three places, 殡葬 stays, 婚姻 is new, one row has no name."""
    low = (*LOW[:2], "低保对象的家庭成员、保障标准和金额。", "每年", LOW[4])
    return sheet_of(
        "新.xlsx",
        HEAD,
        ("", *LOW[1:], "街道名称", "64"),
        (*low, "街道名称", "64"),
        (*low, "保障人数", "8"),
        (*BURIALS, "姓名", "20"),
        ("婚姻登记信息", "307022", "结婚和离婚登记。", "N年", "社会事务科", "男方姓名", "20"),
    )

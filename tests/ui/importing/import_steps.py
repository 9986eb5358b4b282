"""Steps at the import page that its tests take again and again."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.importing.target_editor import TargetEditor
from ui.main_window import MainWindow
from ui.pages.import_page import ImportPage

HEAD = (
    "信息资源名称",
    "信息资源分类",
    "信息资源摘要",
    "更新周期",
    "责任科室",
    "信息项名称",
    "数据长度",
)
LOW = ("城镇低保人员信息", "307022", "低保对象的家庭成员和保障标准。", "每月", "社会救助科")
BURIALS = ("殡葬信息", "307022", "火化和安葬情况。", "每年", "社会事务科")


def idle(qtbot: QtBot, window: MainWindow) -> None:
    """Until nothing is under way any more."""
    qtbot.waitUntil(lambda: not window.shell.jobs.live, timeout=10_000)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def page_of(qtbot: QtBot, window: MainWindow, path: Path, kind: str = "resource") -> ImportPage:
    """The import page with this sheet rehearsed."""
    window.roads.sheet(kind, path)
    idle(qtbot, window)
    idle(qtbot, window)
    assert isinstance(window.page, ImportPage)
    return window.page


def map_by_keys(qtbot: QtBot, window: MainWindow, row: int, keys: str) -> None:
    """Open what a column can be with Enter, type, take the first with Enter."""
    table = window.page.view.mapping.table
    table.setFocus()
    table.choose_row(row)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    editor = table.findChild(TargetEditor)
    assert editor is not None
    qtbot.keyClicks(editor, keys)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    QApplication.processEvents()
    idle(qtbot, window)
    idle(qtbot, window)

"""Every model of the window keeps Qt's rules while it is really used: none is left out."""

from __future__ import annotations

import importlib
import pkgutil
import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractListModel,
    QModelIndex,
    Qt,
    qInstallMessageHandler,
)
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QAbstractItemView, QWidget
from pytestqt.qtbot import QtBot

import ui
from cdo_desktop import paths
from cdo_desktop.tasks import Run
from cdo_desktop.work import editing, importing
from cdo_desktop.workbench import Desk
from ui.main_window import MainWindow
from ui.models.table import Index
from ui.pages.import_page import ImportPage
from ui.pages.items_page import ItemsPage
from ui.pages.list_page import ListPage
from ui.places import PLACES

SAMPLE = paths.resources() / "sample" / "sample.xlsx"
LIST = "resource"
_NOWHERE = QModelIndex()


def own_models() -> set[type[QAbstractItemModel]]:
    """Every class of model that the window defines."""
    for module in pkgutil.walk_packages(ui.__path__, "ui."):
        importlib.import_module(module.name)

    def below(kind: type) -> Iterator[type]:
        for one in kind.__subclasses__():
            yield one
            yield from below(one)

    return {one for one in below(QAbstractItemModel) if one.__module__.startswith("ui.")}


class ModelsTested:
    """Puts a tester on every model that appears; it complains through Qt, which fails the test."""

    MODE = QAbstractItemModelTester.FailureReportingMode.Warning

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._testers: dict[QAbstractItemModel, QAbstractItemModelTester] = {}
        self.shown: set[type] = set()
        """Classes of which a model under test has had rows."""

    def look(self) -> None:
        """Take in what is new, and note what has rows."""
        views = self._window.findChildren(QAbstractItemView)
        found = {view.model() for view in views} | set(
            self._window.findChildren(QAbstractItemModel)
        )
        for model in found - self._testers.keys() - {None}:
            if type(model).__module__.startswith("ui."):
                self._testers[model] = QAbstractItemModelTester(model, self.MODE, self._window)
        self.shown |= {type(model) for model in self._testers if model.rowCount(QModelIndex())}


@pytest.fixture
def mended_sample(tmp_path: Path, new_workspace: Path, desk: Desk) -> Path:
    """The sample sheet imported, and one record changed since: its sheet differs from it."""
    path = Path(shutil.copy(new_workspace, tmp_path / "示例.cdo"))
    with desk.open(path) as bench:
        importing.write(bench, importing.rehearse(bench, SAMPLE, LIST, Run()), Run())
        [number, *_] = bench.workspace.search("信息")[0]
        record = bench.workspace.record(bench.workspace.summaries([number])[number].id)
        changed = record.with_value("summary", "改过的摘要。")
        editing.save(bench, changed, record.revision_id)
    return path


@pytest.fixture
def testers(qtbot: QtBot, window: MainWindow, mended_sample: Path) -> ModelsTested:
    """The window with the sample open, its models under test."""
    made = ModelsTested(window)
    with qtbot.waitSignal(window.shell.session.opened, timeout=10_000):
        window.open_path(mended_sample)
    rest(qtbot, window, made)
    return made


def rest(qtbot: QtBot, window: MainWindow, testers: ModelsTested) -> None:
    """Until nothing is under way any more; then look what there is."""
    for _ in range(3):
        qtbot.waitUntil(lambda: not window.shell.jobs.live, timeout=30_000)
        qtbot.wait(20)
    testers.look()


def test_every_model_keeps_qts_rules_in_use(
    qtbot: QtBot, window: MainWindow, testers: ModelsTested
) -> None:
    then = partial(rest, qtbot, window, testers)
    for place in PLACES:
        window.go(place.key)
        then()
    finds(window, then)
    edits(window, then)
    imports(qtbot, window, then)
    missing = {kind.__name__ for kind in own_models() - testers.shown}
    assert missing == set(), f"没有带着内容检验过：{missing}"


def finds(window: MainWindow, then: partial[None]) -> None:
    """Search, filter, sort, select, check everything."""
    window.jump()
    QTest.keyClicks(window.top.search, "xx")
    then()
    QTest.keyClick(window.top.search, Qt.Key.Key_Escape)
    window.go(LIST)
    page = window.page
    assert isinstance(page, ListPage)
    page.find()
    QTest.keyClicks(page.pane.find_box, "xx")
    then()
    page.pane.clear_filters()
    for section in range(len(page.pane.model.columns)):
        page.pane.table.horizontalHeader().setSortIndicator(section, Qt.SortOrder.DescendingOrder)
        then()
    page.pane.model.check_all(True)
    window.ask_page("check_all")
    then()
    page.pane.model.check_all(False)


def edits(window: MainWindow, then: partial[None]) -> None:
    """Rows of a record inserted, changed, deleted, taken back."""
    window.ask_page("whole_page")
    then()
    page = window.page
    assert isinstance(page, ItemsPage) and page.grid is not None
    for act in ("insert", "append", "down", "delete"):
        page.grid.act(act)
        then()
    window.undo()
    then()


def imports(qtbot: QtBot, window: MainWindow, then: partial[None]) -> None:
    """The same sheet again: mapping, entries, what differs of the record that was changed."""
    window.roads.sheet(LIST, SAMPLE)
    then()
    page = window.page
    assert isinstance(page, ImportPage)
    for table in page.findChildren(QAbstractItemView):
        for row in range(min(table.model().rowCount(), 60) if table.model() else 0):
            table.setCurrentIndex(table.model().index(row, 0))
            then.args[2].look()
    then()


class Wrong(QAbstractListModel):
    """Says that it has grown, and has not."""

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        return "一" if role == Qt.ItemDataRole.DisplayRole else None

    def grow(self) -> None:
        """Tell of a row that never comes."""
        self.beginInsertRows(QModelIndex(), 1, 1)
        self.endInsertRows()


def test_a_model_that_breaks_the_rules_is_caught(qtbot: QtBot, qtlog: Any) -> None:
    said: list[str] = []
    wrong = Wrong()
    with qtlog.disabled():
        before = qInstallMessageHandler(lambda kind, context, message: said.append(message))
        tester = QAbstractItemModelTester(wrong, ModelsTested.MODE, wrong)
        wrong.grow()
        qInstallMessageHandler(before)
    assert tester.model() is wrong
    assert ["rowCount" in message for message in said] == [True]

"""Every page and dialog walked through: names, tooltips, Tab, the wheel, keys."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from access_faults import faults
from exchange_steps import TITLES, Office, made_office, trusting_office
from keyboard_steps import Typist
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QPushButton,
    QStyle,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from cdo_desktop import paths
from cdo_desktop.domain.listing import ListQuery
from cdo_desktop.domain.people import Act
from cdo_desktop.work.recovering import offers
from cdo_desktop.work.unsaved import typed_value
from ui.dialogs.tree_chooser import TreeChooser
from ui.dialogs.unsaved import UnsavedDialog
from ui.exchange.handover_dialog import HandoverDialog
from ui.exchange.key_dialogs import ImportKeyDialog, MakeKeyDialog
from ui.exchange.known_files import KnownFiles
from ui.exchange.pin_dialog import PinDialog
from ui.exchange.trust_dialog import TrustDialog
from ui.forms.chooser_editors import TreeEditor
from ui.main_window import MainWindow
from ui.pages.list_page import ListPage
from ui.places import PLACES

SHEET = paths.resources() / "sample" / "sample.xlsx"


@pytest.fixture(scope="session")
def at_rest_office(tmp_path_factory, new_workspace: Path, make_record, act: Act) -> Office:
    """Three records, a package, a receipt; made once, never changed."""
    records = [make_record(title=title, items=("姓名", "金额")) for title in TITLES]
    return made_office(tmp_path_factory.mktemp("office"), new_workspace, records, act)


@pytest.fixture
def office(at_rest_office: Office, tmp_path: Path, act: Act) -> Office:
    return trusting_office(at_rest_office.copied(tmp_path / "office"), act)


@pytest.fixture
def typist(qtbot: QtBot, window: MainWindow) -> Typist:
    window.resize(1366, 768)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return Typist(qtbot, window)


@pytest.fixture
def at_work(typist: Typist, office: Office) -> Typist:
    """Before the window, with that office's workspace open and its key known."""
    KnownFiles(typist.window.shell.settings).remember_key(office.cdo_key)
    typist.window.open_path(office.workspace)
    typist.waits()
    return typist


def _shown(typist: Typist) -> list[str]:
    """The faults of the page that is shown, or of the dialog before it."""
    typist.waits()
    active = QApplication.activeWindow()
    root = active if isinstance(active, QDialog) else typist.window.page
    assert root.findChildren(QWidget)
    if root is typist.window.page:
        assert not isinstance(active, QDialog)
    return faults(root)


def test_the_first_page(typist: Typist) -> None:
    assert _shown(typist) == []
    assert faults(typist.window.top) == []
    assert faults(typist.window.rail) == []


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.key)
def test_the_places_of_the_rail(at_work: Typist, place) -> None:
    at_work.window.go(place.key)
    assert _shown(at_work) == []


def test_the_frame_around_an_open_workspace(at_work: Typist) -> None:
    for part in (at_work.window.top, at_work.window.rail, at_work.window.status):
        assert faults(part) == []


def test_every_part_of_a_record(at_work: Typist) -> None:
    at_work.window.go("resource")
    at_work.waits()
    page = at_work.window.page
    assert isinstance(page, ListPage)
    page.view.banner.chosen.emit("edit")  # approved: it can be typed into once one has begun
    page.pane.model.check_all()
    bar = page.view.panes()[0]
    assert bar.count() > 4
    found = {}
    for tab in range(bar.count()):
        bar.setCurrentIndex(tab)
        bar.setFocus()
        found[bar.tabText(tab)] = _shown(at_work)
    assert {tab: wrong for tab, wrong in found.items() if wrong} == {}


def _items(window: MainWindow, office: Office) -> None:
    workspace = window.shell.session.bench.workspace
    [first, *_] = workspace.ids(ListQuery("resource"))
    window.roads.follow("items", ("resource", first, "items"))


def _bulk_edit(window: MainWindow, office: Office) -> None:
    window.go("resource")
    ids = window.shell.session.bench.workspace.ids(ListQuery("resource"))
    window.page.does.act("edit:update_cycle", ids)


def _export(window: MainWindow, office: Office) -> None:
    window.export_package()


PAGES: dict[str, Callable[[MainWindow, Office], object]] = {
    "import": lambda window, office: window.take_sheet(SHEET),
    "items": _items,
    "export": _export,
    "verify-package": lambda window, office: window.roads.files([office.package]),
    "verify-receipt": lambda window, office: window.roads.files([office.receipt]),
    "keys": lambda window, office: window.keys(),
    "backups": lambda window, office: window.backups(),
}
DIALOGS: dict[str, Callable[[MainWindow, Office], object]] = {
    "new-workspace": lambda window, office: window.new_workspace(),
    "bulk-edit": _bulk_edit,
    "diagnostics": lambda window, office: window.diagnostics(),
    "make-key": lambda window, office: MakeKeyDialog(window.shell, window.page).open(),
    "import-key": lambda window, office: ImportKeyDialog(window.shell, window.page).open(),
    "pin": lambda window, office: PinDialog(window.shell, window.page).open(),
    "trust": lambda window, office: TrustDialog(window.shell, window.page).open(),
    "handover": lambda window, office: HandoverDialog(window.shell, window.page).open(),
}


@pytest.mark.parametrize("scene", PAGES)
def test_the_pages_below(at_work: Typist, office: Office, scene: str) -> None:
    before = at_work.window.page
    PAGES[scene](at_work.window, office)
    at_work.waits()
    assert at_work.window.page is not before
    assert _shown(at_work) == []


@pytest.mark.parametrize("scene", DIALOGS)
def test_the_dialogs(at_work: Typist, office: Office, scene: str) -> None:
    DIALOGS[scene](at_work.window, office)
    at_work.waits()
    dialog = QApplication.activeWindow()
    assert isinstance(dialog, QDialog)
    assert _shown(at_work) == []
    dialog.reject()
    at_work.waits()


def _typed_away(window: MainWindow) -> QDialog:
    """What a program that was killed left behind."""
    bench = window.shell.session.bench
    record = bench.workspace.record(bench.workspace.ids(ListQuery("resource"))[0])
    left = typed_value(record, "summary", "没有保存的摘要。", bench.clock.now())
    return UnsavedDialog(window.shell, offers(bench, [left]), window)


def _tree(window: MainWindow) -> QDialog:
    """The chooser of the first field that has one."""
    window.page.view.banner.chosen.emit("edit")  # what is approved cannot be typed into
    editor = window.page.view.findChild(TreeEditor)
    editor.choose()
    return window.findChild(TreeChooser)


@pytest.mark.parametrize("make", [_typed_away, _tree], ids=["unsaved", "tree"])
def test_what_opens_over_a_record(at_work: Typist, make: Callable[[MainWindow], QDialog]) -> None:
    at_work.window.go("resource")
    at_work.waits()
    dialog = make(at_work.window)
    dialog.open()
    assert _shown(at_work) == []
    dialog.reject()
    at_work.waits()


# -- the walk itself finds what is wrong -----------------------------------------------------------


def _mute(ground: QWidget) -> QWidget:
    return QLineEdit(ground)


def _icon(ground: QWidget) -> QWidget:
    icon = ground.style().standardIcon(QStyle.StandardPixmap.SP_DialogOkButton)
    return QToolButton(ground, icon=icon, accessibleName="好", focusPolicy=_BY_TAB)


def _no_focus(ground: QWidget) -> QWidget:
    return QPushButton("好", ground, focusPolicy=Qt.FocusPolicy.NoFocus)


def _wheel(ground: QWidget) -> QWidget:
    box = QComboBox(ground, accessibleName="周期")
    box.addItems(["每日", "每月", "每年"])
    box.setCurrentIndex(1)
    return box


def _twice(ground: QWidget) -> QWidget:
    first, _ = (QPushButton(word, ground, shortcut="Ctrl+7") for word in "甲乙")
    return first


_BY_TAB = Qt.FocusPolicy.TabFocus
_WRONG = {
    "no name": _mute,
    "no tooltip": _icon,
    "no focus": _no_focus,
    "turned by the wheel": _wheel,
    "key given twice": _twice,
}


@pytest.mark.parametrize("fault", _WRONG)
def test_the_walk_finds(qtbot: QtBot, fault: str) -> None:
    ground = QWidget()
    qtbot.addWidget(ground)
    QLineEdit(ground, accessibleName="先有焦点").setFocus()
    _WRONG[fault](ground)
    ground.show()
    ground.activateWindow()
    qtbot.waitUntil(ground.isActiveWindow)
    assert [words.partition(":")[0] for words in faults(ground)] == [fault]


def test_the_walk_finds_where_a_proxy_hides_what_is_before(qtbot: QtBot) -> None:
    """Tab into a group goes to its proxy; what stands before that in the group is passed over."""
    ground = QWidget()
    qtbot.addWidget(ground)
    QLineEdit(ground, accessibleName="先有焦点").setFocus()
    inner = QWidget(ground)
    QPushButton("被跳过的", inner, focusPolicy=_BY_TAB)
    inner.setFocusProxy(QPushButton("好", inner, focusPolicy=_BY_TAB))
    ground.show()
    ground.activateWindow()
    qtbot.waitUntil(ground.isActiveWindow)
    [found] = faults(ground)
    assert "Tab never comes to QPushButton “被跳过的”" in found

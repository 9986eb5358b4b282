"""What a close look at the screens found: broken lines, colours, names, sizes."""

from __future__ import annotations

import pytest
from form_rows import field_row
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from cdo_desktop.standard.roles import Role
from ui.dialogs.bulk_edit import BulkEditDialog
from ui.dialogs.tree_chooser import TreeChooser, TreeSource
from ui.exchange.item_results import ItemResults
from ui.forms.field_row import FieldRow
from ui.look import Look
from ui.main_window import MainWindow
from ui.widgets.buttons import button
from ui.widgets.filter_chip import FilterChip
from ui.widgets.flow import FlowLayout

LARGEST = 2.0
NO_CODES = TreeSource(lambda code: (), lambda code: code, lambda text: (), lambda code: code)


@pytest.fixture
def zoomed(opened: MainWindow) -> MainWindow:
    """The smallest window there is to be, with the largest text."""
    opened.resize(1366, 768)
    opened.shell.look.set_zoom(LARGEST)
    return opened


def _lines(row: FieldRow) -> float:
    """How many lines the label of a row takes."""
    name: QLabel = row._name
    return name.heightForWidth(name.width()) / name.fontMetrics().lineSpacing()


def _row(window: MainWindow, label: str) -> FieldRow:
    kind = window.shell.session.bench.library.kind("resource")
    return field_row(window, next(one.key for one in kind.elements if one.label == label))


@pytest.mark.parametrize("zoom", [1.0, 1.5, LARGEST])
def test_eight_characters_and_the_required_mark_stand_on_one_line(
    qtbot: QtBot, opened: MainWindow, zoom: float
) -> None:
    opened.shell.look.set_zoom(zoom)
    row = _row(opened, "信息资源格式分类")
    assert row._required
    qtbot.waitUntil(lambda: row._name.width() > opened.shell.look.theme.px(100))
    assert _lines(row) < 1.5


def test_no_label_leaves_a_single_character_in_its_last_line(look: Look, qtbot: QtBot) -> None:
    """Nine characters and the mark are too many for a line: two of them go to the next."""
    label = QLabel()
    qtbot.addWidget(label)
    look.put_type(label, "body")
    label.setWordWrap(True)
    label.setText("* 信息资源提供方代\u2060码")
    wide = label.fontMetrics().horizontalAdvance("* 信息资源提供方代")
    narrow = label.fontMetrics().horizontalAdvance("* 信息资源提供方")
    assert label.heightForWidth(wide + 2) == label.heightForWidth(narrow + 2)


def test_a_label_holds_its_last_two_characters_together(opened: MainWindow) -> None:
    assert "代\u2060码" in _row(opened, "信息资源提供方代码")._name.text()


def test_a_field_is_high_enough_for_what_was_found_there(opened: MainWindow, qtbot: QtBot) -> None:
    row = _row(opened, "信息资源名称")
    row.editor.show_text("低保" * 40)
    row.editor.changed.emit()
    qtbot.waitUntil(lambda: bool(row._findings))
    found, wanted = row._findings, row.layout().totalHeightForWidth
    for findings in ([], found):
        row._show_findings(findings)
        qtbot.waitUntil(lambda: row.height() == wanted(row.width()))
    message = row._messages.itemAt(0).widget()
    qtbot.waitUntil(message.isVisible)
    qtbot.waitUntil(lambda: row.height() == wanted(row.width()))
    assert row.editor.line.geometry().bottom() < message.geometry().top()


@pytest.mark.parametrize(
    ("kind", "state", "token"),
    [("list", "error", "err-bg"), ("line", "error", "err-bg"), ("line", "", "surface")],
)
def test_a_field_with_an_error_is_filled_whatever_one_types_into(
    opened: MainWindow, qtbot: QtBot, kind: str, state: str, token: str
) -> None:
    field: QWidget = QComboBox() if kind == "list" else QLineEdit()
    field.setProperty("state", state)
    qtbot.addWidget(field)
    field.resize(200, 30)
    field.show()
    picture = field.grab().toImage()
    assert picture.pixelColor(100, 5) == opened.shell.look.theme.colour(token)


def test_a_right_credit_code_is_said_to_be_right_in_green(opened: MainWindow) -> None:
    editor = _row(opened, "信息资源提供方代码").editor
    editor.show_text("11511921MB999999XT")
    colour = editor._note.palette().color(QPalette.ColorRole.WindowText)
    assert colour == opened.shell.look.theme.colour("ok")


def test_the_chip_for_all_is_called_by_what_it_is_all_of(opened: MainWindow, look: Look) -> None:
    chips = opened.page.pane.filters.findChildren(FilterChip)
    assert chips[0].accessibleName() == "全部记录，1000 条"
    results = ItemResults(look)
    names = [chip.accessibleName() for chip in results.findChildren(FilterChip)]
    assert "全部逐条结果，0 条" in names
    results.deleteLater()


def test_what_can_grow_in_a_line_gives_way_before_the_line_is_broken(qtbot: QtBot) -> None:
    ground = QWidget()
    qtbot.addWidget(ground)
    flow = FlowLayout(ground, gap=6)
    find, last = QLineEdit(), QPushButton("列")
    find.setMinimumWidth(60)
    for widget in (find, QPushButton("有问题"), last):
        flow.addWidget(widget)
    wanted = sum(flow.itemAt(place).sizeHint().width() for place in range(3)) + 12
    for width in (wanted + 40, wanted - 30):
        flow.setGeometry(QRect(0, 0, width, 100))
        assert last.y() <= find.geometry().center().y()
        assert last.geometry().right() == width - 1
    flow.setGeometry(QRect(0, 0, wanted - find.sizeHint().width() + 50, 100))
    assert last.y() > find.geometry().bottom()


def test_no_dialog_is_larger_than_its_window(zoomed: MainWindow, qtbot: QtBot) -> None:
    look, library = zoomed.shell.look, zoomed.shell.session.bench.library
    share = library.kind("resource").roles[Role.SHARE_TYPE]
    dialogs = [
        TreeChooser(look, "选择信息资源分类", NO_CODES, zoomed),
        BulkEditDialog(zoomed.shell, "resource", share, ("x",), zoomed),
    ]
    for dialog in dialogs:
        qtbot.addWidget(dialog)
        assert dialog.width() < zoomed.width()
        assert dialog.height() < zoomed.height()


def test_what_is_found_begins_with_its_heading(opened: MainWindow, qtbot: QtBot) -> None:
    popup = opened.search
    popup.search("民政")
    qtbot.waitUntil(popup.isVisible)
    assert popup._model.hits[0].is_heading
    first = popup._list.visualRect(popup._model.index(0))
    assert popup._list.viewport().rect().contains(first.adjusted(0, 0, -1, -1))
    popup.hide()


def test_a_page_without_a_notice_goes_down_to_its_edge(opened: MainWindow, qtbot: QtBot) -> None:
    page = opened.page
    assert page.banner.isHidden()
    below = page._splitter.mapTo(page, QPoint(0, page._splitter.height())).y()
    assert below == page.height()


def test_the_icon_of_a_button_keeps_away_from_its_words(look: Look, qtbot: QtBot) -> None:
    plain, worded = button(look, "", icon="plus"), button(look, "新建", icon="plus")
    for made in (plain, worded):
        qtbot.addWidget(made)
    assert plain.iconSize().width() == plain.iconSize().height()
    assert worded.iconSize().width() == worded.iconSize().height() + look.theme.px(4)
    picture = worded.icon().pixmap(worded.iconSize()).toImage()
    empty = range(picture.width() - 3, picture.width())
    assert all(picture.pixelColor(x, picture.height() // 2).alpha() == 0 for x in empty)

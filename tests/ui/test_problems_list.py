"""问题: of this record and of all; each leads to its field; when what was checked is said."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from form_rows import field_row
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from ui_words import named

from cdo_desktop.domain.findings import Finding, Place
from cdo_desktop.standard.library import Library
from cdo_desktop.standard.model import Severity
from cdo_desktop.work import editing, notes
from cdo_desktop.work.checking import assess
from cdo_desktop.work.sources import rules_words
from cdo_desktop.work.typed import Entry
from ui.forms.field_row import FieldRow
from ui.full_check import FullCheck
from ui.main_window import MainWindow
from ui.pages.bottom_pane import FOLDED
from ui.pages.problems_pane import ProblemsPane, _place_words
from ui.pages.record_view import RecordView


def _view(window: MainWindow) -> RecordView:
    return window.page.view


def _pane(window: MainWindow) -> ProblemsPane:
    return _view(window)._bottom.problems


def _model(window: MainWindow) -> QAbstractItemModel:
    return _pane(window).table.model()


def _shown(window: MainWindow) -> list[Finding]:
    return [_model(window).row(row) for row in range(_model(window).rowCount())]


def _check(qtbot: QtBot, window: MainWindow) -> None:
    _view(window).check_all()
    qtbot.waitUntil(lambda: not window.shell.jobs.live, timeout=60_000)


def _focused_row(window: MainWindow) -> FieldRow | None:
    widget: QWidget | None = QApplication.focusWidget()
    while widget is not None and not isinstance(widget, FieldRow):
        widget = widget.parentWidget()
    return widget


def _all(qtbot: QtBot, window: MainWindow) -> None:
    """Everything is checked and shown."""
    _check(qtbot, window)
    _pane(window).everywhere.click()


def test_the_problems_of_the_record_errors_first_each_leads_to_its_field(
    qtbot: QtBot, opened: MainWindow
) -> None:
    found = _shown(opened)
    assert found
    order = list(Severity)
    assert [order.index(one.severity) for one in found] == sorted(
        order.index(one.severity) for one in found
    )
    _view(opened).next_problem()
    row = _focused_row(opened)
    assert row is not None
    assert row.element.key == found[0].place.element
    assert row.element.label in _view(opened)._bottom.help.words
    _view(opened).next_problem(back=True)
    assert _pane(opened).table.currentIndex().row() == len(found) - 1


def test_a_record_without_problems_says_when_and_by_which_definition(
    qtbot: QtBot, opened: MainWindow
) -> None:
    bench = opened.shell.session.bench
    kind = bench.library.kind("resource")
    record = _view(opened).edit.record
    rules = rules_words([kind.standard], bench.library.profile)
    assert re.fullmatch(rf"\d\d:\d\d 按{rules}检查过", _pane(opened)._checked)
    _pane(opened).show_record(kind, record.id, [], "09:30 检查过")
    assert _pane(opened).words == "09:30 检查过，没有问题。"


def test_before_the_first_check_of_all_it_says_so_and_offers_it(
    qtbot: QtBot, opened: MainWindow
) -> None:
    pane = _pane(opened)
    pane.everywhere.click()
    assert pane.words == "还没有检查。按 F7 检查全部清单。"
    assert pane.everywhere.accessibleName() == "全部记录的问题，还没有数"
    named(pane, "现在检查").click()
    assert pane.words == "正在检查全部清单…"
    qtbot.waitUntil(lambda: not opened.shell.jobs.live, timeout=60_000)
    assert _shown(opened)
    assert pane.words == ""


def test_the_problems_of_all_name_record_field_and_message(
    qtbot: QtBot, opened: MainWindow
) -> None:
    _all(qtbot, opened)
    last = opened.shell.full_check.last
    assert _shown(opened) == list(last.findings)
    errors = [one for one in last.findings if one.severity is Severity.ERROR]
    texts = [_model(opened).index(0, column).data() for column in range(3)]
    assert texts[0] == last.checked.title_of(errors[0])
    assert texts[2] == errors[0].message()
    kind = opened.shell.session.bench.library.kind("resource")
    assert texts[1] == kind.by_key[errors[0].place.element].label
    QAbstractItemModelTester(_model(opened))


@pytest.mark.parametrize("severity", list(Severity))
def test_only_one_severity_is_shown_if_it_is_pressed(
    qtbot: QtBot, opened: MainWindow, severity: Severity
) -> None:
    _all(qtbot, opened)
    every = _shown(opened)
    button = _pane(opened).filter._buttons[severity]
    button.setChecked(True)
    assert _shown(opened) == [one for one in every if one.severity is severity]
    number = len(_shown(opened))
    assert button.accessibleName().endswith(f"，{number:,} 条")
    if not number:
        named(_pane(opened), "看全部问题").click()
    else:
        button.setChecked(False)
    assert _shown(opened) == every


def test_next_problem_goes_across_the_records_errors_first(
    qtbot: QtBot, opened: MainWindow
) -> None:
    _all(qtbot, opened)
    errors = [one for one in _shown(opened) if one.severity is Severity.ERROR]
    assert len({one.place.record for one in errors}) > 2
    for wanted in errors[:3]:
        _view(opened).next_problem()
        qtbot.waitUntil(lambda id_=wanted.place.record: _view(opened).edit.record.id == id_)
        qtbot.waitUntil(lambda: _focused_row(opened) is not None)
        assert _focused_row(opened).element.key == wanted.place.element
    _view(opened).next_problem(back=True)
    qtbot.waitUntil(lambda: _view(opened).edit.record.id == errors[1].place.record)
    assert _pane(opened).whole


def test_a_problem_of_another_list_leads_there_and_on_from_there(
    qtbot: QtBot, opened: MainWindow
) -> None:
    bench = opened.shell.session.bench
    (system,) = editing.add(bench, [editing.new_record(bench, "system", {"name": "救助系统"})])
    _all(qtbot, opened)
    found = next(one for one in _shown(opened) if one.place.record == system.id)
    row = _shown(opened).index(found)
    _pane(opened).table.opened.emit(row)
    qtbot.waitUntil(lambda: opened.place == "system")
    qtbot.waitUntil(lambda: _focused_row(opened) is not None)
    assert _view(opened).edit.record.id == system.id
    assert _focused_row(opened).element.key == found.place.element
    assert _pane(opened).whole
    assert _pane(opened).table.currentIndex().row() == row


def test_what_is_mended_goes_from_the_list_of_all_and_the_next_follows(
    qtbot: QtBot, opened: MainWindow
) -> None:
    _all(qtbot, opened)
    errors = [one for one in _shown(opened) if one.severity is Severity.ERROR]
    _view(opened).next_problem()
    qtbot.waitUntil(lambda: _focused_row(opened) is not None)
    row = _focused_row(opened)
    row.editor.show_text("业务办理过程中形成的信息。")
    row.typed.emit(row.element, "业务办理过程中形成的信息。")
    assert _view(opened).flush()
    assert [one for one in _shown(opened) if one.severity is Severity.ERROR] == errors[1:]
    assert _pane(opened).foot.startswith("检查后又有 1 步改动，请重新检查（F7）。")
    _view(opened).next_problem()
    qtbot.waitUntil(lambda: _view(opened).edit.record.id == errors[1].place.record)


def test_the_foot_says_when_what_was_checked_by_which_rules_remarks_do_not_age_it(
    qtbot: QtBot, opened: MainWindow
) -> None:
    _all(qtbot, opened)
    bench = opened.shell.session.bench
    at = bench.clock.now().astimezone().strftime("%H:%M")
    rules = rules_words([bench.library.kind("resource").standard], bench.library.profile)
    assert _pane(opened).foot == f"{at} 按{rules}检查过 1,000 条。"
    assert rules.startswith("《政务信息资源目录编制指南》")
    notes.remark(bench, _view(opened).edit.record.id, None, "看一下")
    opened.page.refresh()
    assert "检查后" not in _pane(opened).foot


def test_another_workspace_has_not_been_checked(
    qtbot: QtBot, opened: MainWindow, new_workspace: Any, tmp_path: Any
) -> None:
    _check(qtbot, opened)
    assert opened.shell.full_check.last is not None
    other = tmp_path / "另一个.cdo"
    other.write_bytes(new_workspace.read_bytes())
    with qtbot.waitSignal(opened.shell.session.opened, timeout=10_000):
        opened.open_path(other)
    assert opened.shell.full_check.last is None
    qtbot.waitUntil(lambda: not opened.shell.jobs.live)


def test_a_check_that_is_under_way_is_not_begun_twice_and_can_be_stopped(
    qtbot: QtBot, opened: MainWindow
) -> None:
    check: FullCheck = opened.shell.full_check
    job = _view(opened).check_all()
    assert _view(opened).check_all() is job
    job.stop()
    qtbot.waitUntil(lambda: not opened.shell.jobs.live)
    assert not check.running
    assert check.last is None


def test_the_pane_is_folded_remembered_and_opened_by_the_help_key(
    qtbot: QtBot, opened: MainWindow
) -> None:
    bottom, view = _view(opened)._bottom, _view(opened)
    before = bottom.height()
    view.fold_bottom()
    qtbot.waitUntil(lambda: bottom.height() < before)
    assert not _pane(opened).table.isVisible()
    assert bottom.tabs.isVisible()
    assert opened.shell.settings.get(FOLDED, False)
    assert RecordView(opened.shell)._bottom.folded
    _row = field_row(opened, "summary")
    _row.field.setFocus()
    view.help_field()
    assert bottom.help.isVisible()
    assert _row.element.label in bottom.help.words
    assert not opened.shell.settings.get(FOLDED, True)
    qtbot.waitUntil(lambda: bottom.height() == before)


@pytest.mark.parametrize("compact", [True, False])
def test_in_a_low_window_the_help_is_a_tab(qtbot: QtBot, opened: MainWindow, compact: bool) -> None:
    opened.resize(1440, 700 if compact else 900)
    bottom = _view(opened)._bottom
    qtbot.waitUntil(lambda: bottom.tabs.count() == (3 if compact else 2))
    assert bottom.help.isVisible() is not compact
    _view(opened).help_field()
    assert bottom.help.isVisible()
    assert bottom.tabs.currentIndex() == (2 if compact else 0)


def test_head_and_history_say_what_has_changed_since_the_review(
    qtbot: QtBot, opened: MainWindow
) -> None:
    bench, record = opened.shell.session.bench, _view(opened).edit.record
    head = _view(opened)._head
    assert head._changes.isHidden()
    with bench.step("审核通过") as unit:
        approved = replace(record, review="approved")
        unit.save(approved, assess(bench, approved), record.revision_id)
    editing.set_values(bench, record.id, [Entry("更新周期", "每年"), Entry("摘要", "改写。")])
    opened.page.refresh()
    assert head._changes.text() == "自上次审核以来变更 2 项"
    qtbot.mouseClick(head._changes, Qt.MouseButton.LeftButton)
    history = _view(opened)._parts.history
    assert history.isVisible()
    assert history.words == "自上次审核（第 2 版，已审核）以来变更 2 项"
    rows = [
        tuple(history.changes.model().index(row, column).data() for column in range(3))
        for row in range(2)
    ]
    assert ("更新周期", "每月", "每年") in rows
    history.table.choose_row(2)
    assert history.words == "自第 1 版（草稿）以来变更 2 项"


def test_the_group_of_a_row_is_named_where_a_kind_has_several(library: Library) -> None:
    at = Place("r", "file", "files", 2)
    finding = Finding("CDO-V101", Severity.ERROR, at, {"label": "文件"})
    assert _place_words(library.kind("project"), finding) == "附件第 2 行 文件"
    item = replace(finding, place=Place("r", "item_name", "items", 2))
    assert _place_words(library.kind("resource"), item).startswith("第 2 行 ")

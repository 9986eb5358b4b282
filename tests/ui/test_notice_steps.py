"""A notice stands for one step; undo says what it undid; a record that leaves the list is named."""

from __future__ import annotations

import pytest
from form_rows import items_grid
from pytestqt.qtbot import QtBot
from ui_words import named, shown_texts

from cdo_desktop.domain.listing import Assessment, ListQuery
from cdo_desktop.work import editing
from cdo_desktop.work.typed import Entry
from ui.main_window import MainWindow
from ui.pages.items_page import ItemsPage
from ui.pages.list_page import ListPage


def idle(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not window.shell.jobs.live, timeout=20_000)


def page_of(window: MainWindow) -> ListPage:
    assert isinstance(window.page, ListPage)
    return window.page


def current(window: MainWindow) -> str:
    pane = page_of(window).pane
    summary = pane.model.summary(pane.table.currentIndex().row())
    return summary.title if summary else ""


def set_value(window: MainWindow, row: int, key: str, value: str) -> str:
    """Somebody changes a record elsewhere; its title."""
    bench = window.shell.session.bench
    summary = page_of(window).pane.model.summary(row)
    editing.set_values(bench, summary.id, [Entry(key, value)])
    return summary.title


# -- one notice, one step ----------------------------------------------------------------------


def deleted_one(qtbot: QtBot, window: MainWindow) -> None:
    page_of(window).pane.table.choose_row(3)
    window.ask_page("delete_record")
    idle(qtbot, window)
    assert "undo" in page_of(window).banner.offers


@pytest.mark.parametrize("how", ["step", "undo"])
def test_a_notice_with_undo_goes_with_the_next_step(
    qtbot: QtBot, opened: MainWindow, how: str
) -> None:
    deleted_one(qtbot, opened)
    if how == "step":
        set_value(opened, 5, "title", "别人改的")
        opened.shell.session.stepped.emit()
    else:
        opened.undo()
        idle(qtbot, opened)
    assert "undo" not in page_of(opened).banner.offers
    assert "已删除" not in page_of(opened).banner.words or page_of(opened).banner.isHidden()


def test_a_notice_stays_while_nothing_happens(qtbot: QtBot, opened: MainWindow) -> None:
    deleted_one(qtbot, opened)
    opened.shell.session.stepped.emit()
    opened.shell.session.changed.emit()
    assert "undo" in page_of(opened).banner.offers


def test_undo_of_a_notice_never_takes_back_what_was_typed_since(
    qtbot: QtBot, opened: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    deleted_one(qtbot, opened)
    page = page_of(opened)

    def saving() -> bool:
        set_value(opened, 5, "title", "刚输入的名称")
        opened.shell.session.stepped.emit()
        return True

    monkeypatch.setattr(page, "flush", saving)
    named(page.banner, "撤销").click()
    idle(qtbot, opened)
    workspace = opened.shell.session.bench.workspace
    assert workspace.count(ListQuery("resource", text="刚输入的名称")) == 1
    assert workspace.count(ListQuery("resource")) == 999
    assert "Ctrl+Z" in page.banner.words


def test_the_notice_of_a_paste_goes_with_the_next_step(qtbot: QtBot, opened: MainWindow) -> None:
    grid = items_grid(opened)
    grid.paste_block(grid.view.area(), [["姓名全称"]])
    idle(qtbot, opened)
    qtbot.waitUntil(lambda: page_of(opened).flush())
    assert "undo" in grid.banner.offers
    opened.undo()
    idle(qtbot, opened)
    assert "undo" not in grid.banner.offers


# -- what was undone ---------------------------------------------------------------------------


def test_undo_and_redo_say_which_step_and_lead_to_the_record(
    qtbot: QtBot, opened: MainWindow
) -> None:
    title = set_value(opened, 7, "title", "改过的名称")
    opened.shell.session.changed.emit()
    opened.undo()
    idle(qtbot, opened)
    banner = page_of(opened).banner
    assert banner.words.startswith("已撤销：修改“")
    named(banner, "看这一条").click()
    assert current(opened) == title
    opened.redo()
    idle(qtbot, opened)
    assert banner.words.startswith("已重做：")
    assert banner.offers == [], "the record is in front of one's eyes"


def test_what_is_undone_is_said_on_whatever_page_is_shown(qtbot: QtBot, opened: MainWindow) -> None:
    set_value(opened, 7, "title", "改过的名称")
    opened.go("system")
    opened.undo()
    idle(qtbot, opened)
    assert opened.page.banner.words.startswith("已撤销：")
    named(opened.page.banner, "看这一条").click()
    assert current(opened) == "民政业务信息第0007号"


def test_undoing_a_new_record_leads_nowhere(qtbot: QtBot, opened: MainWindow) -> None:
    opened.ask_page("new_record")
    idle(qtbot, opened)
    opened.undo()
    idle(qtbot, opened)
    assert page_of(opened).banner.words == "已撤销：新建数据目录。"
    assert page_of(opened).banner.offers == []


# -- a record leaves the list ------------------------------------------------------------------


@pytest.fixture
def faulty(qtbot: QtBot, opened: MainWindow) -> MainWindow:
    """The hundred records with errors, the sixth of them current."""
    pane = page_of(opened).pane
    pane.show_query(ListQuery("resource", with_errors=True))
    qtbot.waitUntil(lambda: pane.model.rowCount() == 100)
    pane.table.choose_row(5)
    return opened


def mended(qtbot: QtBot, window: MainWindow) -> str:
    """The current record loses its errors, and the list is read again."""
    bench, pane = window.shell.session.bench, page_of(window).pane
    title = current(window)
    record = bench.workspace.record(pane.model.summary(pane.table.currentIndex().row()).id)
    act = bench.act()
    with bench.workspace.unit(act, "改好") as unit:
        unit.save(record, Assessment(0, 0, 100), record.revision_id)
    window.shell.session.changed.emit()
    idle(qtbot, window)
    return title


def test_the_list_stays_where_it_was_and_says_who_left(qtbot: QtBot, faulty: MainWindow) -> None:
    pane, banner = page_of(faulty).pane, page_of(faulty).banner
    after = pane.model.summary(6).title
    title = mended(qtbot, faulty)
    assert pane.table.currentIndex().row() == 5
    assert current(faulty) == after
    assert banner.words == f"“{title}”已没有错误，不在当前筛选里了。"
    named(banner, "看这一条").click()
    assert current(faulty) == title
    assert not pane.filters.is_set


def test_another_filter_begins_at_its_first_row_and_says_nothing(
    qtbot: QtBot, faulty: MainWindow
) -> None:
    pane = page_of(faulty).pane
    pane.filters.take(ListQuery("resource", text="第0042号"))
    qtbot.waitUntil(lambda: pane.model.rowCount() == 1)
    assert page_of(faulty).banner.isHidden()


def test_the_last_one_leaves_an_empty_list_that_says_so(qtbot: QtBot, faulty: MainWindow) -> None:
    pane = page_of(faulty).pane
    pane.filters.take(ListQuery("resource", text="第0050号", with_errors=True))
    qtbot.waitUntil(lambda: pane.model.rowCount() == 1)
    title = mended(qtbot, faulty)
    assert pane.model.rowCount() == 0
    assert title in page_of(faulty).banner.words


def test_what_an_action_did_and_who_left_by_it_are_said_together(
    qtbot: QtBot, opened: MainWindow
) -> None:
    pane = page_of(opened).pane
    pane.show_query(ListQuery("resource", with_errors=True, states=("draft",)))
    pane.table.choose_row(5)
    title = current(opened)
    page_of(opened).does.act("edit:update_cycle", page_of(opened)._current_ids())
    page_of(opened).does._edited("已修改 1 条的“更新周期”。")
    assert page_of(opened).banner.words == "已修改 1 条的“更新周期”。"
    mended(qtbot, opened)
    page_of(opened).does._edited("已修改 1 条的“更新周期”。")
    banner = page_of(opened).banner
    assert banner.words == f"已修改 1 条的“更新周期”。“{title}”已没有错误，不在当前筛选里了。"
    assert banner.offers[-1] == "undo"
    assert banner.offers[0].startswith("record:")


def test_coming_back_from_the_whole_page_says_where_the_record_is(
    qtbot: QtBot, faulty: MainWindow
) -> None:
    title = current(faulty)
    faulty.ask_page("whole_page")
    assert isinstance(faulty.page, ItemsPage)
    items = faulty.page
    bench = faulty.shell.session.bench
    record = bench.workspace.record(items._record.id)
    with bench.workspace.unit(bench.act(), "改好") as unit:
        unit.save(record, Assessment(0, 0, 100), record.revision_id)
    named(items, "完成").click()
    assert isinstance(faulty.page, ListPage)
    assert title in page_of(faulty).banner.words
    named(page_of(faulty).banner, "看这一条").click()
    assert current(faulty) == title
    assert title in shown_texts(faulty)

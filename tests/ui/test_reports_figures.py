"""The figures of 统计报告: of all and of one 科室, over a period; the roadmap in their place."""

from __future__ import annotations

from pathlib import Path

import pytest
from project_samples import project
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QPushButton
from pytestqt.qtbot import QtBot

from cdo_desktop.domain.listing import ListQuery
from cdo_desktop.work import editing
from cdo_desktop.workbench import Desk
from ui.main_window import MainWindow
from ui.pages.list_page import ListPage
from ui.pages.reports_page import ReportsPage
from ui.reports.figures_view import ROAD


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow, tmp_path: Path, new_workspace, make_record, desk: Desk):
    """Entries of eight offices, one of none, and a late project of one of them."""
    path = tmp_path / "八科.cdo"
    path.write_bytes(new_workspace.read_bytes())
    with desk.open(path) as bench:
        offices = [f"第{number}科" for number in range(1, 9)]
        records = [make_record(title=f"{name}的信息", office=name) for name in offices]
        records.append(make_record(title="没有科室的", office=None, share_type="不予共享"))
        records.append(make_record(title="第1科的第二条", office="第1科"))
        rows = ({"stage": "立项", "plan_from": "2025-10", "plan_to": "2025-11"},)
        records.append(project(bench.library, {"milestones": rows}, office="第2科"))
        editing.add(bench, records)
    with qtbot.waitSignal(window.shell.session.opened, timeout=10_000):
        window.open_path(path)
    window.go("reports")
    assert isinstance(window.page, ReportsPage)
    idle(qtbot, window.page)
    return window.page


def idle(qtbot: QtBot, page: ReportsPage) -> None:
    qtbot.waitUntil(lambda: not page.shell.jobs.live, timeout=20_000)


def said(page: ReportsPage) -> list[str]:
    return [cell.words for cell in page.figures.strip.cells]


def choose(qtbot: QtBot, page: ReportsPage, office: str) -> None:
    place = page.office.findText(office)
    page.office.setCurrentIndex(place)
    page.office.activated.emit(place)
    idle(qtbot, page)


def test_the_strip_says_what_there_is(page: ReportsPage) -> None:
    strip = said(page)
    assert strip[0] == "数据目录：10 条，不含已删除的"
    assert strip[1] == "信息项：20 个，平均每条 2.0 个"
    assert strip[2] == "可共享：90 %，9 条可共享"
    assert strip[5] == "项目审查：0 个已审核，共 1 个项目"


def test_one_office_is_counted_alone_and_stays_chosen(qtbot: QtBot, page: ReportsPage) -> None:
    choose(qtbot, page, "第1科")
    assert said(page)[0].startswith("数据目录：2 条")
    assert [s.text for s in page.figures.stacks.segments] == ["第1科，草稿：2 条"]
    page.refresh()
    idle(qtbot, page)
    assert page.office.currentText() == "第1科"
    choose(qtbot, page, "未填科室")
    assert said(page)[2].startswith("可共享：0 %")
    choose(qtbot, page, "全部科室")
    assert said(page)[0].startswith("数据目录：10 条")


def test_an_office_that_is_gone_gives_way_to_all(qtbot: QtBot, page: ReportsPage) -> None:
    choose(qtbot, page, "第8科")
    bench = page.shell.session.bench
    assert bench is not None
    only = ListQuery("resource", text="第8科的信息")
    (record_id,) = bench.workspace.ids(only)
    editing.delete(bench, [record_id])
    page.refresh()
    idle(qtbot, page)
    assert page.office.currentText() == "全部科室"
    assert said(page)[0].startswith("数据目录：9 条")


def test_the_largest_offices_are_drawn_and_all_can_be_read(page: ReportsPage) -> None:
    drawn = [s.word.split("，")[0] for s in page.figures.stacks.segments]
    assert drawn == ["第1科", "第2科", "第3科", "第4科", "第5科", "第6科"]
    view = page.figures.show_all_offices()
    assert isinstance(view, QDialog)
    assert len(view._rows) == 9
    assert view._rows[0] == ("第1科", "共 2 条：草稿 2")
    view.close()


def test_the_period_is_that_of_the_lines(qtbot: QtBot, page: ReportsPage) -> None:
    lines = page.figures.lines
    assert (len(lines.segments), lines.segments[-1].text) == (
        12,
        "2026-03：已建 10 条，已审核及以后 0 条",
    )
    place = page.figures.period.findText("近 24 个月")
    page.figures.period.setCurrentIndex(place)
    page.figures.period.activated.emit(place)
    idle(qtbot, page)
    assert [lines.segments[0].word, len(lines.segments)] == ["2024-04", 24]


def test_a_part_of_the_ring_leads_to_its_list(
    qtbot: QtBot, window: MainWindow, page: ReportsPage
) -> None:
    ring = page.figures.donut
    place = [segment.word for segment in ring.segments].index("不予共享")
    ring.chosen.emit(place)
    assert isinstance(window.page, ListPage)
    idle(qtbot, page)
    assert window.page.pane.table.model().rowCount() == 1


def test_the_roadmap_shows_late_projects_and_leads_to_them(
    qtbot: QtBot, window: MainWindow, page: ReportsPage
) -> None:
    page.segments.choose(ROAD)
    assert page.road.isVisible()
    assert not page.figures.grid.isVisible()
    (only,) = page.road.gantt.segments
    assert only.value == "计划 2025-10 至 2025-11，实际没有填，延期"
    choose(qtbot, page, "第1科")
    assert (page.road.gantt.segments, page.road.words[:6]) == ((), "还没有项目，")
    choose(qtbot, page, "全部科室")
    page.road.gantt.setFocus()
    qtbot.keyClick(page.road.gantt, Qt.Key.Key_Return)
    assert isinstance(window.page, ListPage)
    idle(qtbot, page)


def test_the_dialog_of_the_printer_is_asked_first(
    qtbot: QtBot, page: ReportsPage, tmp_path: Path
) -> None:
    (tmp_path / "一.pdf").write_bytes(b"%PDF-")
    dialog = page.deeds.printing.ask(tmp_path / "一.pdf", "一")
    assert dialog.isVisible()
    assert dialog.findChildren(QPushButton)
    dialog.reject()
    assert not page.shell.jobs.live

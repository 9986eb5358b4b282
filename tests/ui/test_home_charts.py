"""Charts: every part has words, a tooltip, keys and a place for the mouse; the numbers as text."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from ui.charts.bar_list import Bar, BarList
from ui.charts.chart import Chart
from ui.charts.day_strip import DayStrip, StripDay
from ui.charts.donut import Donut, Slice
from ui.look import Look

BARS = (
    Bar("基础教育股", 76, "29 / 38"),
    Bar("人事师资股", None, "0 / 0"),
    Bar("未填科室", 5, "1 / 20", False),
)
SLICES = (Slice("无条件共享", 74, "c1"), Slice("有条件共享", 46, "c2"), Slice("不予共享", 8, "c3"))


def _strip(look: Look) -> Chart:
    strip, monday = DayStrip(look), date(2026, 11, 16)
    days = [monday + timedelta(days=n) for n in range(16)]
    strip.show_days(
        [StripDay(d, d.weekday() < 5, d.day == 19, int(d.day == 23), "info") for d in days]
    )
    return strip


def _bars(look: Look) -> Chart:
    bars = BarList(look, "科室进度", "c1", 92, 33)
    bars.show_bars(BARS)
    return bars


def _donut(look: Look) -> Chart:
    donut = Donut(look, "共享类型", "数据资源的共享类型", "条")
    donut.show_slices(SLICES)
    return donut


@pytest.fixture(params=[_bars, _donut, _strip])
def chart(request: pytest.FixtureRequest, qtbot: QtBot, look: Look) -> Chart:
    """Each chart with something in it, shown."""
    made: Chart = request.param(look)
    qtbot.addWidget(made)
    made.resize(max(400, made.minimumSizeHint().width()), made.sizeHint().height())
    made.show()
    return made


def _middle(chart: Chart, part: int) -> QPoint:
    """A place inside a part, away from holes and edges."""
    shape = chart.outline(part)
    return shape.toFillPolygons()[0].boundingRect().center().toPoint()


def test_every_part_is_named_to_whoever_cannot_see(chart: Chart) -> None:
    for segment in chart.segments:
        assert segment.text in chart.accessibleName()


def test_every_part_has_a_place_of_its_own_inside_the_chart(chart: Chart) -> None:
    for part in range(len(chart.segments)):
        place = _middle(chart, part)
        assert chart.rect().contains(place)
        assert chart.part_at(place.toPointF()) == part


def test_a_click_chooses_the_part_under_it(qtbot: QtBot, chart: Chart) -> None:
    part = next(n for n, segment in enumerate(chart.segments) if segment.leads)
    with qtbot.waitSignal(chart.chosen) as chosen:
        qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=_middle(chart, part))
    assert chosen.args == [part]


def test_keys_go_from_part_to_part_and_tell_which(qtbot: QtBot, chart: Chart) -> None:
    chart.setFocus()
    last = len(chart.segments) - 1
    assert chart.accessibleDescription() == chart.segments[0].text
    qtbot.keyClick(chart, Qt.Key.Key_Right)
    assert (chart.current, chart.accessibleDescription()) == (1, chart.segments[1].text)
    qtbot.keyClick(chart, Qt.Key.Key_End)
    qtbot.keyClick(chart, Qt.Key.Key_Down)
    assert chart.current == last
    qtbot.keyClick(chart, Qt.Key.Key_Home)
    qtbot.keyClick(chart, Qt.Key.Key_Left)
    assert chart.current == 0


def test_focus_is_visible(qtbot: QtBot, chart: Chart) -> None:
    chart.clearFocus()
    before = chart.grab().toImage()
    chart.activateWindow()
    chart.setFocus()
    qtbot.waitUntil(chart.hasFocus)
    assert chart.grab().toImage() != before


def test_a_part_that_leads_nowhere_is_not_chosen(qtbot: QtBot, look: Look) -> None:
    chart = _bars(look)
    qtbot.addWidget(chart)
    chart.show()
    qtbot.keyClick(chart, Qt.Key.Key_End)
    with qtbot.assertNotEmitted(chart.chosen):
        qtbot.keyClick(chart, Qt.Key.Key_Return)


def test_the_data_can_be_read_and_copied(qtbot: QtBot, chart: Chart) -> None:
    view = chart.show_data()
    copy = next(b for b in view.findChildren(QPushButton) if b.text() == "复制全部")
    copy.click()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines == [f"{one.word}\t{one.value}" for one in chart.segments]
    view.accept()


@pytest.mark.parametrize("make", [_bars, _donut, _strip])
def test_an_empty_chart_says_so_and_takes_keys_quietly(qtbot: QtBot, look: Look, make) -> None:
    chart = make(look)
    qtbot.addWidget(chart)
    chart.show_segments([])
    chart.show()
    qtbot.keyClick(chart, Qt.Key.Key_Right)
    qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert "还没有数据" in chart.accessibleName()


def test_charts_grow_with_the_zoom(chart: Chart, look: Look) -> None:
    before = chart.sizeHint().height()
    look.set_zoom(2.0)
    assert chart.sizeHint().height() > 1.8 * before
    look.set_zoom(1.0)


def test_one_part_alone_fills_the_ring(qtbot: QtBot, look: Look) -> None:
    donut = Donut(look, "共享类型", "共享类型", "条")
    qtbot.addWidget(donut)
    donut.resize(donut.sizeHint())
    donut.show_slices([Slice("无条件共享", 5, "c1"), Slice("不予共享", 0, "c3")])
    image = donut.grab().toImage()
    ring = donut.outline(0).boundingRect()
    for x in (ring.left() + 12, 120 - 12):
        assert image.pixelColor(int(x), donut.height() // 2) == look.theme.colour("c1")

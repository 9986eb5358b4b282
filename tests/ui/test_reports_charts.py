"""Stacked bars, lines and the roadmap: words, keys, places and what is told without colour."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from ui.charts.chart import Chart
from ui.charts.gantt import Bar, Gantt, Line
from ui.charts.legend import Meaning
from ui.charts.line_chart import At, LineChart
from ui.charts.stacked_bars import Stack, StackedBars, ink_on
from ui.look import Look

MEANINGS = (Meaning("草稿", "c5"), Meaning("待审/退回", "c2"), Meaning("已受理", "ok-solid"))
LINES = (
    Meaning("已建", "c1", is_line=True),
    Meaning("已审核及以后", "c4", is_line=True, dashed=True),
)
TODAY = date(2026, 11, 22)
PLANNED = date(2026, 9, 30)


def _stacks(look: Look) -> Chart:
    chart = StackedBars(look, "各科室目录", "条", MEANINGS)
    chart.show_stacks([Stack("基础教育股", (5, 0, 12)), Stack("体育股", (0, 7, 0))])
    return chart


def _lines(look: Look) -> Chart:
    chart = LineChart(look, "编制进度", "条", LINES)
    months = [
        ("11月", "2025-11", (3, 0)),
        ("12月", "2025-12", (128, 92)),
        ("2026-01", "2026-01", (130, 95)),
    ]
    chart.show_points([At(*month) for month in months])
    return chart


def _gantt(look: Look) -> Chart:
    chart = Gantt(look, "项目路线图")
    planned = (date(2026, 4, 1), date(2026, 5, 31))
    bars = (
        Bar("立项", planned, (date(2026, 4, 1), date(2026, 6, 30)), late=True),
        Bar(
            "采购",
            (date(2026, 7, 1), date(2026, 9, 30)),
            (date(2026, 7, 1), date(2026, 7, 31)),
            late=True,
            is_open=True,
        ),
        Bar("验收", (date(2027, 1, 1), date(2027, 1, 31)), None, late=False),
        Bar("没有日期", None, None, late=False),
    )
    chart.show_lines([Line("救助平台", bars), Line("教育平台", bars[2:])], TODAY)
    return chart


WORDS = {
    _stacks: ["基础教育股，草稿：5 条", "基础教育股，已受理：12 条", "体育股，待审/退回：7 条"],
    _lines: [
        "2025-11：已建 3 条，已审核及以后 0 条",
        "2025-12：已建 128 条，已审核及以后 92 条",
        "2026-01：已建 130 条，已审核及以后 95 条",
    ],
    _gantt: [
        "救助平台，立项：计划 2026-04 至 2026-05，实际 2026-04 至 2026-06，延期",
        "救助平台，采购：计划 2026-07 至 2026-09，实际 2026-07 开始，没有填完成，延期",
        "救助平台，验收：计划 2027-01，实际没有填",
        "教育平台，验收：计划 2027-01，实际没有填",
    ],
}


@pytest.fixture(params=list(WORDS))
def made(request: pytest.FixtureRequest, qtbot: QtBot, look: Look) -> tuple[Chart, list[str]]:
    """Each chart with what its parts say."""
    chart: Chart = request.param(look)
    qtbot.addWidget(chart)
    chart.resize(760, max(240, chart.sizeHint().height()))
    chart.show()
    return chart, WORDS[request.param]


def middle(chart: Chart, part: int) -> QPoint:
    return chart.outline(part).boundingRect().center().toPoint()


def test_every_part_says_what_it_is(made: tuple[Chart, list[str]]) -> None:
    chart, words = made
    assert [segment.text for segment in chart.segments] == words
    assert all(text in chart.accessibleName() for text in words)


def test_keys_go_from_part_to_part(qtbot: QtBot, made: tuple[Chart, list[str]]) -> None:
    chart, words = made
    chart.setFocus()
    for text in words[1:]:
        qtbot.keyClick(chart, Qt.Key.Key_Right)
        assert chart.accessibleDescription() == text
    qtbot.keyClick(chart, Qt.Key.Key_Right)
    assert chart.current == len(words) - 1


def test_each_part_is_found_where_it_is_drawn(made: tuple[Chart, list[str]]) -> None:
    chart, words = made
    assert [chart.part_at(QPointF(middle(chart, p))) for p in range(len(words))] == list(
        range(len(words))
    )
    shot = chart.grab().toImage()
    assert (
        len({shot.pixelColor(x, y).rgb() for x in range(0, 760, 3) for y in range(0, 240, 3)}) > 4
    )


def test_the_numbers_can_be_copied_as_a_table(qtbot: QtBot, made: tuple[Chart, list[str]]) -> None:
    chart, words = made
    view = chart.show_data()
    next(b for b in view.findChildren(QPushButton) if b.text() == "复制全部").click()
    copied = QApplication.clipboard().text().split("\n")
    assert copied == [text.replace("：", "\t", 1) for text in words]
    view.close()


@pytest.mark.parametrize("zoom", [1.0, 2.0])
def test_the_parts_stay_inside_at_any_size(
    look: Look, made: tuple[Chart, list[str]], zoom: float
) -> None:
    chart, words = made
    look.set_zoom(zoom)
    chart.resize(chart.minimumSizeHint().width(), max(chart.height(), chart.sizeHint().height()))
    chart.grab()
    for part in range(len(words)):
        assert (
            chart.rect()
            .adjusted(-1, -1, 1, 1)
            .contains(chart.outline(part).boundingRect().toAlignedRect().adjusted(2, 2, -2, -2))
        )


def test_a_bar_is_as_long_as_its_number(qtbot: QtBot, look: Look) -> None:
    chart = _stacks(look)
    qtbot.addWidget(chart)
    chart.resize(700, 200)
    wide = [chart.outline(part).boundingRect().width() for part in range(3)]
    assert wide[1] / wide[0] == pytest.approx(12 / 5, rel=0.03)
    assert wide[2] / wide[0] == pytest.approx(7 / 5, rel=0.03)


@pytest.mark.parametrize("more", [(), (Bar("采购", (date(2026, 1, 1), PLANNED), None, False),)])
@pytest.mark.parametrize("stage", ["立项", "一个长得在条上写不下的阶段"])
def test_late_ones_differ_from_others_also_without_colour(
    qtbot: QtBot, look: Look, stage: str, more: tuple[Bar, ...]
) -> None:
    """The same bars, one of them late: the pictures differ where the mark is, in grey too; also
    where a longer stage is planned for the same days."""
    shots = []
    for late in (True, False):
        chart = Gantt(look, "路线图")
        qtbot.addWidget(chart)
        bar = Bar(stage, (date(2026, 1, 1), date(2026, 1, 31)), None, late)
        chart.show_lines([Line("甲", (bar, *more))], TODAY)
        chart.resize(760, chart.sizeHint().height())
        place = chart.outline(0).boundingRect().toAlignedRect()
        image = chart.grab(place).toImage()
        shots.append(
            [
                image.pixelColor(x, y).lightness()
                for x in range(image.width())
                for y in range(image.height())
            ]
        )
    differing = sum(abs(one - other) > 40 for one, other in zip(*shots, strict=True))
    assert differing > 20


def test_the_word_of_a_stage_stands_beside_a_shorter_one_that_covers_its_beginning(
    qtbot: QtBot, look: Look
) -> None:
    """Both begin on one day: the words of both can be read."""
    shots = []
    for word in ("采购", "　"):
        chart = Gantt(look, "路线图")
        qtbot.addWidget(chart)
        long = Bar(word, (date(2026, 1, 1), PLANNED), None, late=False)
        short = Bar("立项", (date(2026, 1, 1), date(2026, 1, 31)), None, late=False)
        chart.show_lines([Line("甲", (short, long))], TODAY)
        chart.resize(760, chart.sizeHint().height())
        image, clear = chart.grab().toImage(), chart.outline(0).boundingRect().toAlignedRect()
        shots.append(image.copy(clear.right(), clear.top(), 60, clear.height()))
    assert shots[0] != shots[1]


def test_the_ink_can_be_read_on_its_ground() -> None:
    assert ink_on(QColor("#86C5A0")).name().upper() == "#12171C"
    assert ink_on(QColor("#1B7645")).name().upper() == "#FFFFFF"

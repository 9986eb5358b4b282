"""The figures of a workspace, or of one 科室: a strip of numbers above three charts."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from cdo_desktop.work.figures import Figures, OfficeStack, Standing
from ui.charts.data_view import DataView
from ui.charts.donut import Donut, Slice
from ui.charts.legend import Meaning
from ui.charts.line_chart import At, LineChart
from ui.charts.stacked_bars import Stack, StackedBars
from ui.look import Look
from ui.pages.home_panels import SHARE_TOKENS
from ui.reports.figure_strip import Figure, FigureStrip
from ui.reports.road_panel import RoadPanel
from ui.tr import tr
from ui.widgets.panel import Panel
from ui.widgets.quiet_combo import QuietCombo
from ui.widgets.text import label
from ui.widgets.wrap_grid import WrapGrid

CHARTS, ROAD = "charts", "road"
SHOWN_OFFICES = 6
PERIODS = (12, 24, 36, 6)
_CELLS, _THREE, _TWO, _LOW = 6, 1020, 660, 24
_WORDS = {
    Standing.DRAFT: (tr("草稿"), "c5"),
    Standing.WAITS: (tr("待审/退回"), "c2"),
    Standing.APPROVED: (tr("已审核"), "ok-line"),
    Standing.EXPORTED: (tr("已导出"), "c3"),
    Standing.ACCEPTED: (tr("已受理"), "ok-solid"),
}
_LINES = (
    Meaning(tr("已建"), "c1", is_line=True),
    Meaning(tr("已审核及以后"), "c4", is_line=True, dashed=True),
)
_NO_RESOURCES = tr("还没有数据目录。")


class FiguresView(QWidget):
    """Shows a Figures."""

    share_chosen = Signal(object)
    """The ListQuery of a part of the ring."""
    period_chosen = Signal(int)
    """So many months are to be shown."""

    def __init__(self, look: Look, road: RoadPanel) -> None:
        """`road`: what may be looked at in place of the charts."""
        super().__init__()
        self._look, self.road = look, road
        self._found: Figures | None = None
        self.strip = FigureStrip(look, _CELLS)
        meanings = [Meaning(*_WORDS[standing]) for standing in Standing]
        self.stacks = StackedBars(look, tr("各科室目录"), tr("条"), meanings)
        self.lines = LineChart(look, tr("编制进度"), tr("条"), _LINES)
        self.donut = Donut(look, tr("共享类型"), tr("数据资源的共享类型"), tr("条目录"))
        self.period = QuietCombo(tr("编制进度的期间"))
        for months in PERIODS:
            self.period.addItem(tr("近 {months} 个月").format(months=months), months)
        self._none = [label(look, _NO_RESOURCES, tone="3") for _ in range(3)]
        self._offices = Panel(look, tr("各科室目录"), link=tr("全部"))
        self._progress = Panel(look, tr("编制进度"))
        self._shares = Panel(look, tr("共享类型"))
        self.grid = self._laid_out()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.grid)
        self._stack.addWidget(road)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(12)
        down.addWidget(self.strip)
        down.addWidget(self._stack)
        self._offices.link.clicked.connect(self.show_all_offices)
        self.donut.chosen.connect(self._choose_share)
        self.period.activated.connect(self._choose_period)
        look.changed.connect(self._fit)
        self._fit()

    def _laid_out(self) -> WrapGrid:
        self._progress.put_beside(self.period)
        charts = (self.stacks, self.lines, self.donut)
        panels = (self._offices, self._progress, self._shares)
        for panel, chart, none in zip(panels, charts, self._none, strict=True):
            none.setContentsMargins(0, 10, 0, 10)
            panel.put(none, 13, 0, 13, 0)
            panel.put(chart, 13, 6, 13, 8)
            panel.fill()
        parts: list[tuple[QWidget, int]] = [
            (self._offices, 110),
            (self._progress, 106),
            (self._shares, 84),
        ]
        return WrapGrid(parts, self._columns)

    def _fit(self) -> None:
        self.period.setFixedHeight(self._look.theme.px(_LOW))
        self.grid.rearrange()

    def _columns(self, width: int) -> int:
        px = self._look.theme.px
        return 3 if width >= px(_THREE) else 2 if width >= px(_TWO) else 1

    # -- what is shown -------------------------------------------------------------------------

    def show_figures(self, found: Figures) -> None:
        """Show these."""
        self._found = found
        self.strip.show_figures(_strip(found))
        self.stacks.show_stacks([_stack(one) for one in found.stacks[:SHOWN_OFFICES]])
        self._offices.link.setVisible(len(found.stacks) > SHOWN_OFFICES)
        self._offices.link.setText(tr("全部 {0} 个").format(len(found.stacks)))
        self.lines.show_points(
            [At(_short(one.month), one.month, (one.made, one.done)) for one in found.months]
        )
        self._progress.say(_from_to(found))
        self.donut.show_slices(
            [
                Slice(one.word, one.number, SHARE_TOKENS.get(one.word, "c5"), bool(one.query))
                for one in found.shares
            ]
        )
        grew = any(one.made or one.done for one in found.months)
        shown = (bool(found.stacks), grew, bool(found.shares))
        charts = (self.stacks, self.lines, self.donut)
        for is_shown, chart, none in zip(shown, charts, self._none, strict=True):
            chart.setVisible(is_shown)
            none.setVisible(not is_shown)
        self.grid.updateGeometry()

    def show_part(self, key: str) -> None:
        """Show CHARTS or ROAD below the strip."""
        self._stack.setCurrentWidget(self.road if key == ROAD else self.grid)

    def show_all_offices(self) -> DataView | None:
        """Every 科室 with its numbers, as a table."""
        if self._found is None:
            return None
        rows = [(one.office, _said(one)) for one in self._found.stacks]
        view = DataView(self._look, tr("各科室目录"), tr("数量"), rows, self, wide=True)
        view.open()
        return view

    def _choose_share(self, part: int) -> None:
        if self._found is not None:
            self.share_chosen.emit(self._found.shares[part].query)

    def _choose_period(self, place: int) -> None:
        self.period_chosen.emit(self.period.itemData(place))


def _strip(found: Figures) -> list[Figure]:
    each = f"{found.items / found.resources:.1f}" if found.resources else "—"
    words = tr("有 {0:,} 条未填共享类型").format(found.resources - found.typed)
    no_type = words if found.typed < found.resources else tr("{0:,} 条可共享").format(found.shared)
    return [
        Figure(tr("数据目录"), f"{found.resources:,}", tr("条"), tr("不含已删除的")),
        Figure(
            tr("信息项"), f"{found.items:,}", tr("个"), tr("平均每条 {each} 个").format(each=each)
        ),
        Figure(tr("可共享"), _percent(found.shared, found.typed), "%", no_type),
        Figure(
            *(tr("已审核及以后"), _percent(found.done, found.resources), "%"),
            tr("{0:,} 条，共 {1:,} 条").format(found.done, found.resources),
        ),
        Figure(
            *(tr("信息系统"), f"{found.systems:,}", tr("个")),
            tr("数据需求 {0:,} 条").format(found.demands),
        ),
        Figure(
            *(tr("项目审查"), f"{found.reviewed:,}", tr("个已审核")),
            tr("共 {0:,} 个项目").format(found.projects),
        ),
    ]


def _percent(part: int, whole: int) -> str:
    """With one decimal, and none where it says nothing more."""
    return f"{100 * part / whole:.1f}".removesuffix(".0") if whole else "—"


def _stack(one: OfficeStack) -> Stack:
    return Stack(one.office, tuple(one.numbers.get(standing, 0) for standing in Standing))


def _said(one: OfficeStack) -> str:
    counted = ((standing, one.numbers.get(standing, 0)) for standing in Standing)
    parts = "，".join(f"{_WORDS[standing][0]} {number:,}" for standing, number in counted if number)
    return tr("共 {0:,} 条：{parts}").format(one.total, parts=parts)


def _short(month: str) -> str:
    return tr("{0}月").format(int(month[5:])) if month[5:] != "01" else month


def _from_to(found: Figures) -> str:
    ends = (found.months[0].month, found.months[-1].month) if found.months else ("", "")
    return tr("{0} 至 {1}").format(*ends)

"""路线图: the milestones of all projects, planned and as they happened."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea

from cdo_desktop.work.roadmap import Road, is_late
from ui.charts.gantt import Bar, Gantt, Line
from ui.look import Look
from ui.tr import tr
from ui.widgets.panel import Panel
from ui.widgets.text import label

_TALL = 236
_HOW = tr("浅色宽条是计划，深色窄条是实际；带尖头的还没有完成；三角表示延期；虚线是今天")


class RoadPanel(Panel):
    """A Gantt chart that scrolls, or a line that says why there is none."""

    project_chosen = Signal(str)
    """The id of the project whose milestone was chosen."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, tr("项目路线图"), _HOW, tr("查看数据"))
        self._look = look
        self._ids: tuple[str, ...] = ()
        self.gantt = Gantt(look, tr("项目路线图"))
        self._none = label(look, tone="3")
        self._none.setWordWrap(True)
        self._area = QScrollArea(widgetResizable=True, frameShape=QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(self.gantt)
        self._none.setContentsMargins(0, 10, 0, 10)
        self.put(self._none, 13, 0, 13, 0)
        self.put(self._area, 13, 4, 13, 8, stretch=1)
        self.gantt.chosen.connect(self._choose)
        self.link.clicked.connect(self.gantt.show_data)
        look.changed.connect(self._fit)
        self._fit()

    def show_road(self, road: Road, office: str | None = None) -> None:
        """Show the projects, or those of one 科室 alone."""
        lines = [one for one in road.lines if office is None or one.office == office]
        self._ids = tuple(one.id for one in lines)
        made = []
        for one in lines:
            bars = [
                Bar(s.label, s.planned, s.actual, is_late(s, road.today), s.is_open)
                for s in one.spans
            ]
            made.append(Line(one.title or one.code, tuple(bars)))
        self.gantt.show_lines(made, road.today)
        late = sum(any(bar.late for bar in line.bars) for line in made)
        told = tr("{late} 个项目有延期的阶段。").format(late=late) if late else ""
        self.say(told + _HOW)
        self._none.setText(_why_none(road))
        self._none.setVisible(not made)
        self._area.setVisible(bool(made))
        self.link.setVisible(bool(made))

    @property
    def words(self) -> str:
        """What stands in place of the chart; "" where it is shown."""
        return "" if self._none.isHidden() else self._none.text()

    def _choose(self, part: int) -> None:
        self.project_chosen.emit(self._ids[self.gantt.row_of(part)])

    def _fit(self) -> None:
        self.setMinimumHeight(self._look.theme.px(_TALL))


def _why_none(road: Road) -> str:
    if road.lines or not road.without:
        return tr("还没有项目，或这个科室没有填了里程碑的项目。")
    return tr(
        "{road.without:,} 个项目都没有填里程碑。在项目的“里程碑”中填写计划和实际时间。"
    ).format(road=road)

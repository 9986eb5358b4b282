"""统计报告: how the work stands in figures, and the reports an office prints and files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QMenu, QScrollArea, QVBoxLayout, QWidget

from cdo_desktop.domain.report_parts import ReportKind
from cdo_desktop.work.counts import NO_OFFICE
from cdo_desktop.work.figures import Figures
from cdo_desktop.work.listed import newest_step
from cdo_desktop.work.roadmap import Road
from cdo_desktop.workbench import Workbench
from ui.exchange.fitted_splitter import FittedSplitter
from ui.pages.page import Page, PageHeader
from ui.reports.figures_view import CHARTS, PERIODS, ROAD, FiguresView
from ui.reports.made_reports import MadeReport
from ui.reports.reading import FiguresReading
from ui.reports.report_deeds import ReportDeeds
from ui.reports.report_list import ReportList
from ui.reports.report_preview import OPEN, PRINT, ReportPreview
from ui.reports.report_work import PDF, XLSX
from ui.reports.road_panel import RoadPanel
from ui.shell import Shell
from ui.tr import tr
from ui.widgets.buttons import button
from ui.widgets.quiet_combo import QuietCombo
from ui.widgets.segmented import Segmented

RECORD, LIST = "record", "list"
"""What the page wishes for: a record by its id, a list by a query."""
_FORMS = ((PDF, tr("{label}（PDF）…")), (XLSX, tr("{label}（Excel）…")))
_LOWER = 248
"""The least height of list and preview."""


class ReportsPage(Page):
    """Figures above, reports below."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        look = shell.look
        self._bench: Workbench | None = None

        self._months = PERIODS[0]
        self.deeds = ReportDeeds(shell, self, self.banner)
        self.reading = FiguresReading(shell.jobs, self)
        self.road = RoadPanel(look)
        self.figures = FiguresView(look, self.road)
        self.reports = ReportList(look)
        self.preview = ReportPreview(look, shell.jobs)
        segments = ((CHARTS, tr("图表")), (ROAD, tr("路线图")))
        self.segments = Segmented(look, tr("图表或路线图"), segments)
        self.office = QuietCombo(tr("科室"))
        self.office.setSizeAdjustPolicy(QuietCombo.SizeAdjustPolicy.AdjustToContents)
        self.menu = QMenu(self)
        self.make_button = button(look, tr("生成报告"), icon="file-chart-column", kind="primary")
        self.make_button.setMenu(self.menu)
        self._fill_menu()
        self.header = PageHeader(look, tr("统计报告"))
        for one in (self.segments, self.office, self.make_button):
            self.header.add(one)
        self._lower = FittedSplitter(look, Qt.Orientation.Horizontal, self._list_width, 0.56)
        self._lower.addWidget(self.reports)
        self._lower.addWidget(self.preview)
        self.put(self.header, self._scrolling())
        self._connect()
        self._fit()

    def _scrolling(self) -> QScrollArea:
        ground = QWidget()
        ground.setProperty("role", "ground")
        down = QVBoxLayout(ground)
        down.setContentsMargins(16, 12, 16, 12)
        down.setSpacing(12)
        down.addWidget(self.figures)
        down.addWidget(self._lower, 1)
        area = QScrollArea(widgetResizable=True, frameShape=QFrame.Shape.NoFrame)
        area.setAccessibleName(tr("统计报告"))
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(ground)
        return area

    def _connect(self) -> None:
        self.deeds.listed.connect(self._show_reports)
        self.reading.read.connect(self._show_figures)
        self.reading.failed.connect(self.banner.say_error)
        self.reports.chosen.connect(self._show_report)
        self.reports.opened.connect(partial(self.deeds.do, OPEN))
        self.reports.wanted.connect(self.make_button.showMenu)
        self.reports.link.clicked.connect(self._open_folder)
        self.preview.asked.connect(self.deeds.do)
        self.segments.chosen.connect(self.figures.show_part)
        self.office.activated.connect(self._read)
        self.figures.period_chosen.connect(self._choose_period)
        self.figures.share_chosen.connect(partial(self.wished.emit, LIST))
        self.road.project_chosen.connect(partial(self.wished.emit, RECORD))
        self.shell.look.changed.connect(self._fit)

    def _fill_menu(self) -> None:
        for ending, words in _FORMS:
            for kind in ReportKind:
                action = self.menu.addAction(words.format(label=kind.label))
                action.triggered.connect(partial(self.deeds.ask_for, kind, ending))
            self.menu.addSeparator()

    def _list_width(self) -> int:
        return self.shell.look.theme.px(690)

    def _fit(self) -> None:
        self._lower.setMinimumHeight(self.shell.look.theme.px(_LOWER))

    # -- what is shown -------------------------------------------------------------------------

    def refresh(self) -> None:
        bench = self.shell.session.bench
        if bench is None:
            return
        if bench is not self._bench:
            self._bench = bench
            self.banner.hide()
            self.office.clear()
        self._show_reports()
        self._read()

    @Slot()
    def _read(self) -> None:
        """Count again; what is shown stays until the new numbers are there."""
        bench = self.shell.session.bench
        if bench is not None:
            self.reading.begin(bench, self.office.currentData(), self._months)

    def _choose_period(self, months: int) -> None:
        self._months = months
        self._read()

    @Slot(object, object)
    def _show_figures(self, found: Figures, road: Road) -> None:
        self._offer_offices(found.offices)
        if self.office.currentData() != found.office:  # the one asked for is there no more
            self._read()
            return
        self.header.say(tr("统计截至 {0}").format(f"{found.at:%Y-%m-%d %H:%M}"))
        self.figures.show_figures(found)
        self.road.show_road(road, self.office.currentData())

    def _offer_offices(self, offices: tuple[str, ...]) -> None:
        """The offices there are; the one that was chosen stays so while it is there."""
        chosen = self.office.currentData()
        self.office.clear()
        self.office.addItem(tr("全部科室"), None)
        for name in offices:
            self.office.addItem(name or NO_OFFICE, name)
        self.office.setCurrentIndex(offices.index(chosen) + 1 if chosen in offices else 0)

    @Slot(str)
    def _show_reports(self, current: str = "") -> None:
        every = self.deeds.known().every()
        self.reports.show_reports(every, current)
        self.status.emit(tr("报告 {0} 份").format(len(every)))

    @Slot(object)
    def _show_report(self, made: MadeReport | None) -> None:
        bench = self.shell.session.bench
        since = newest_step(bench) - made.step if bench and made else 0
        self.preview.show_report(made, since)

    # -- what the frame asks -------------------------------------------------------------------

    def acts(self) -> Mapping[str, Callable[[], object]]:
        return {"print_page": self._print_current, "check_all": self.refresh}

    def _open_folder(self) -> None:
        self.deeds.open_folder(self.reports.current)

    def _print_current(self) -> None:
        made = self.reports.current
        if made is not None and self.preview[PRINT].isEnabled():
            self.deeds.print_report(made)

    def step(self, by: int) -> None:
        table = self.reports.table
        table.choose_row(table.currentIndex().row() + by)

    def panes(self) -> list[QWidget]:
        upper = self.road.gantt if self.segments.key == ROAD else self.figures.stacks
        return [self.segments, self.reports.pane, self.preview.view.area, upper]

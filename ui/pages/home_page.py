"""工作台: how to begin where nothing is open; else what waits, what is due, how far all is."""

from __future__ import annotations

from functools import partial
from itertools import pairwise

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from cdo_desktop.domain.listing import ListQuery
from cdo_desktop.work.deadlines import Deadline
from cdo_desktop.work.overview import NextStep, Overview, StepKey, overview
from cdo_desktop.work.waiting import Waiting, Waits
from cdo_desktop.workbench import Workbench
from ui.charts.day_strip import WEEK
from ui.jobs import Job
from ui.look import Look
from ui.pages.first_start import FirstStart
from ui.pages.home_panels import DeadlinePanel, ListsPanel, OfficePanel, RecentPanel
from ui.pages.next_steps import StepsPanel
from ui.pages.page import Page, PageHeader
from ui.shell import Shell
from ui.tr import tr
from ui.widgets.buttons import button
from ui.widgets.stat_tile import LEAST, StatTile
from ui.widgets.wrap_grid import WrapGrid

IMPORT, LIST, RECORD = "import", "list", "record"
RECEIPT, EXPORT, PACKAGE, KEYS = "receipt", "export", "exchange", "keys"
"""What the page may wish for, with what: a kind, a ListQuery, a Summary or an id, nothing, nothing,
the id of a package, nothing."""
FIRST_LIST = "resource"
STEPS_HIDDEN = "home.steps.hidden"
"""Settings key: ids of the workspaces in which the steps are not to be shown."""
TILES = 5
_GAP = 12
_SIDE_BY_SIDE = 900
_SUBJECTS = {
    Waits.RETURNED: ("undo-2", "warn-icon", tr("已退回，待修改"), tr("条")),
    Waits.ERRORS: ("mark-error", "err-icon", tr("有错误，不能导出"), tr("个错误")),
    Waits.DRAFTS: ("circle-dashed", "neutral", tr("草稿，待提交"), tr("条")),
    Waits.REVIEW: ("clock", "info", tr("待我审核"), tr("条")),
    Waits.REJECTED: ("package-x", "warn-icon", tr("平台退回，待处理"), tr("条")),
    Waits.REMARKS: ("message-square", "info", tr("意见，待处理"), tr("条记录")),
    Waits.APPROVED: ("pen-line", "ok", tr("已审核，待签署导出"), tr("条")),
    Waits.PROJECTS: ("clipboard-check", "info", tr("项目，待我审查"), tr("个")),
    Waits.EXPIRING: ("key-round", "warn-icon", tr("任职与证书到期"), tr("项")),
}


class HomePage(Page):
    """Both faces of 工作台 in one place of the rail."""

    asked = Signal(str)
    """What was clicked where nothing is open: new, sample, sheet, open."""
    recent_asked = Signal(object)
    """The Path of a workspace opened before."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.first = FirstStart(shell)
        self.first.asked.connect(self.asked)
        self.first.recent_asked.connect(self.recent_asked)
        self.board = Dashboard(shell)
        self.board.status.connect(self.status)
        self.board.wished.connect(self.wished)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.first)
        self._stack.addWidget(self.board)
        self.put(None, self._stack, banner_below=True)

    @property
    def shown(self) -> Page:
        """The face that is shown."""
        return self.first if self._stack.currentWidget() is self.first else self.board

    def refresh(self) -> None:
        is_open = self.shell.session.bench is not None
        self._stack.setCurrentWidget(self.board if is_open else self.first)
        self.shown.refresh()

    def panes(self) -> list[QWidget]:
        return self.shown.panes()


class Dashboard(Page):
    """What waits for whoever works here; counted on the worker, shown when it is known."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        look = shell.look
        self._job: Job | None = None
        self._again = False
        self._counted: Workbench | None = None
        self._waiting: tuple[Waiting, ...] = ()
        self.tiles = [StatTile(look) for _ in range(TILES)]
        for place, tile in enumerate(self.tiles):
            tile.clicked.connect(partial(self._open_tile, place))
        self.due = DeadlinePanel(look)
        self.lists = ListsPanel(look)
        self.recent = RecentPanel(look)
        self.offices = OfficePanel(look)
        self.steps = StepsPanel(look)
        self.due.chosen.connect(self._open_deadline)
        self.lists.chosen.connect(self._open_list)
        self.offices.chosen.connect(self._open_list)
        self.recent.chosen.connect(partial(self.wished.emit, RECORD))
        self.steps.chosen.connect(self._go_on)
        self.steps.unwanted.connect(self._hide_steps)
        self.header = PageHeader(look, tr("工作台"))
        self._buttons = self._add_buttons(look)
        self._grids = self._laid_out()
        self.area = _scrolling(self._grids)
        self.put(self.header, self.area)
        self._set_tab_order()
        self.banner.chosen.connect(self._retry)
        look.changed.connect(self._fit)
        self._show_nothing()

    def _add_buttons(self, look: Look) -> list[QWidget]:
        made: list[QWidget] = []
        for words, icon, kind, wish, subject in (
            (tr("导入表格"), "file-input", "", IMPORT, FIRST_LIST),
            (tr("导入回执"), "inbox", "", RECEIPT, None),
            (tr("导出签名包"), "package-plus", "primary", EXPORT, None),
        ):
            one = button(look, words, icon=icon, kind=kind)
            one.clicked.connect(partial(self.wished.emit, wish, subject))
            self.header.add(one)
            made.append(one)
        return made

    def _laid_out(self) -> list[WrapGrid]:
        tiles = WrapGrid([(tile, 1) for tile in self.tiles], self._tile_columns, _GAP)
        middle = WrapGrid([(self.due, 184), (self.lists, 100)], self._panel_columns, _GAP)
        lower = [(self.recent, 142), (self.offices, 98), (self.steps, 100)]
        return [tiles, middle, WrapGrid(lower, self._panel_columns, _GAP)]

    def _set_tab_order(self) -> None:
        """Tab goes as one reads: buttons, tiles, panels from left to right."""
        due, lists, offices = self.due, self.lists, self.offices
        order: list[QWidget] = [*self._buttons, *self.tiles]
        order += [due.link, due.strip, due.table, lists.bars, lists.donut]
        order += [self.recent.table, offices.link, offices.bars, self.steps.link]
        order += [row.button for row in self.steps.rows]
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    def _tile_columns(self, width: int) -> int:
        """Five in a row, or three above two."""
        px = self.shell.look.theme.px
        fitting = (width + _GAP) // (px(LEAST) + _GAP)
        return TILES if fitting >= TILES else 3 if fitting >= 3 else max(1, fitting)

    def _panel_columns(self, width: int) -> int:
        return 3 if width >= self.shell.look.theme.px(_SIDE_BY_SIDE) else 1

    def _fit(self) -> None:
        for grid in self._grids:
            grid.rearrange()

    # -- what is shown -------------------------------------------------------------------------

    def refresh(self) -> None:
        """Count again; what is shown stays until the new numbers are there."""
        bench = self.shell.session.bench
        if bench is None:
            return
        if self._job is not None:
            self._again = True
            return
        if bench is not self._counted:
            self._show_nothing()
        self._counted = bench
        for one in self._buttons:
            one.setEnabled(self.shell.session.writable)
            one.setToolTip("" if self.shell.session.writable else self.shell.session.held)
        self._job = self.shell.jobs.start(tr("统计"), lambda run: overview(bench, run), quiet=True)
        self._job.done.connect(self._show)
        self._job.failed.connect(self._failed)
        self._job.stopped.connect(self._ended)

    def _ended(self) -> None:
        self._job = None
        if self._again:
            self._again = False
            self.refresh()

    @Slot(object)
    def _failed(self, error: BaseException) -> None:
        self.banner.say_error(error, [("retry", tr("重试"))])
        self._ended()

    @Slot(str)
    def _retry(self, key: str) -> None:
        self.banner.hide()
        self.refresh()

    @Slot(object)
    def _show(self, shown: Overview) -> None:
        bench = self.shell.session.bench
        if bench is not None and bench is self._counted:
            self._show_overview(bench, shown)
        self._ended()

    def _show_nothing(self) -> None:
        for tile in self.tiles:
            tile.show_subject("clock", "text-3", tr("正在统计"), "")
        self._grids[-1].set_shown(self.steps, False)

    def _show_overview(self, bench: Workbench, shown: Overview) -> None:
        day = shown.today
        today = tr("{day.year} 年 {day.month} 月 {day.day} 日　星期{0}").format(
            WEEK[day.weekday()], day=day
        )
        self.header.say(f"{today}{_first_due(shown)}")
        self._waiting = shown.waiting
        for tile, waiting in zip(self.tiles, shown.waiting, strict=True):
            tile.show_subject(*_SUBJECTS[waiting.what])
            note = waiting.note if waiting.number else tr("没有")
            tile.show_number(waiting.number, note, leads=waiting.query is not None)
        self.due.show_due(shown)
        self.lists.show_lists(shown.lists, shown.shares)
        self.recent.show_recent(shown.recent, bench.library, shown.today)
        self.offices.show_offices(shown.offices)
        self.steps.show_steps(shown.steps, self.shell.session.writable)
        self._show_steps(bench, all(step.is_done for step in shown.steps))
        self.status.emit(
            "，".join(tr("{one.label} {one.records:,} 条").format(one=one) for one in shown.lists)
        )

    def _show_steps(self, bench: Workbench, all_done: bool) -> None:
        hidden = bench.workspace.info.id in self.shell.settings.get(STEPS_HIDDEN, [])
        self._grids[-1].set_shown(self.steps, not hidden and not all_done)

    @Slot()
    def _hide_steps(self) -> None:
        bench = self.shell.session.bench
        if bench is not None:
            kept = self.shell.settings.get(STEPS_HIDDEN, [])
            self.shell.settings.set(STEPS_HIDDEN, [*kept, bench.workspace.info.id])
            self._show_steps(bench, all_done=False)

    # -- where it leads ------------------------------------------------------------------------

    def _open_tile(self, place: int) -> None:
        query = self._waiting[place].query if place < len(self._waiting) else None
        if query is not None:
            self.wished.emit(LIST, query)

    @Slot(object)
    def _open_list(self, query: ListQuery) -> None:
        self.wished.emit(LIST, query)

    @Slot(object)
    def _open_deadline(self, due: Deadline) -> None:
        """Lead to the record or the package that it is about; certificates to the keys."""
        if due.record:
            self.wished.emit(RECORD, due.record)
        elif due.package:
            self.wished.emit(PACKAGE, due.package)
        elif due.expires:
            self.wished.emit(KEYS, None)

    @Slot(object)
    def _go_on(self, step: NextStep) -> None:
        if step.query is not None:
            self.wished.emit(LIST, step.query)
        else:
            wish, subject = {
                StepKey.SHEETS: (IMPORT, FIRST_LIST),
                StepKey.DELIVER: (EXPORT, None),
            }[step.key]
            self.wished.emit(wish, subject)

    def panes(self) -> list[QWidget]:
        return [self.tiles[0], self.due.strip, self.lists.bars, self.recent.table]


def _first_due(shown: Overview) -> str:
    if not shown.deadlines:
        return ""
    late = sum(one.left < 0 for one in shown.deadlines)
    if late:
        return tr("　·　{late} 项已超期").format(late=late)
    first = shown.deadlines[0]
    return tr("　·　最近的期限 {first.day:%m-%d}，还有 {first.left} 个工作日").format(first=first)


def _scrolling(grids: list[WrapGrid]) -> QScrollArea:
    ground = QWidget()
    ground.setProperty("role", "ground")
    down = QVBoxLayout(ground)
    down.setContentsMargins(16, 12, 16, 16)
    down.setSpacing(_GAP)
    for grid in grids:
        down.addWidget(grid)
    down.addStretch(1)
    area = QScrollArea(widgetResizable=True, frameShape=QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setAccessibleName(tr("工作台"))
    area.setWidget(ground)
    return area

"""A list and the record that is current in it: one page class for every kind."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QSplitter, QWidget

from cdo_desktop.domain.listing import Summary
from cdo_desktop.errors import CdoError
from cdo_desktop.work import checking, sheets
from cdo_desktop.work.checking import Checked
from ui.notify import WORKBOOK
from ui.pages.list_pane import ListPane
from ui.pages.page import Page, PageHeader
from ui.pages.record_view import RecordView
from ui.shell import Shell
from ui.widgets.buttons import button

IMPORT = "import"
_WIDE = 1400


class ListPage(Page):
    """数据目录, 信息系统, 数据需求, 机构 …: what differs comes from the definition."""

    def __init__(self, shell: Shell, kind_key: str, name: str) -> None:
        super().__init__(shell)
        look = shell.look
        self._kind_key, self._name = kind_key, name
        self._shown: object = None
        self._header = PageHeader(look, name)
        self._import = button(look, "导入表格", kind="primary", icon="file-input")
        self._import.setToolTip("先预演，再写入（Ctrl+I）")
        self._export = button(look, "导出表格", icon="file-output")
        self._check = button(
            look, "重新检查", icon="refresh-cw", tip="检查全部，也检查记录之间（F7）"
        )
        self._import.clicked.connect(self.import_sheet)
        self._export.clicked.connect(self.export_sheet)
        self._check.clicked.connect(self.check_all)
        for made in (self._check, self._export, self._import):
            self._header.add(made)
        self.pane = ListPane(look, name)
        self.pane.setMinimumWidth(look.theme.px(460))
        self.pane.chosen.connect(self._show_record)
        self.pane.counted.connect(self._tell_counts)
        self.pane.asked.connect(self.import_sheet)
        self.view = RecordView(look)
        self.view.stepped.connect(self.step)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self.pane)
        self._splitter.addWidget(self.view)
        self._splitter.setStretchFactor(0, 2)
        self._splitter.setStretchFactor(1, 3)
        self._splitter.setSizes([600, 680])
        self._splitter.splitterMoved.connect(self._keep_sizes)
        self.put(self._header, self._splitter)

    def refresh(self) -> None:
        bench = self.shell.session.bench
        if bench is None:
            return
        writable = self.shell.session.writable
        self._import.setEnabled(writable)
        self._import.setToolTip(self.shell.session.held or "先预演，再写入（Ctrl+I）")
        if bench is not self._shown:
            self._shown = bench
            self.banner.hide()
            self._restore_sizes()
            self.pane.show_bench(bench, bench.library.kind(self._kind_key))
        else:
            self.pane.ask()

    @Slot(object)
    def _show_record(self, summary: Summary | None) -> None:
        bench = self.shell.session.bench
        if summary is None or bench is None:
            self.view.show_nothing("选一条，在这里看它的内容、信息项和问题。")
            return
        try:
            self.view.show_record(bench, summary)
        except CdoError as error:
            self.view.show_nothing(str(error))

    def _tell_counts(self, everything: int, shown: int, with_problems: int) -> None:
        label = self.shell.session.bench.library.kind(self._kind_key).label
        facts = f"{label}  ·  {everything:,} 条"
        self._header.say(facts + (f"  ·  {with_problems:,} 条有问题" if with_problems else ""))
        self.status.emit(f"{self._name} {everything:,} 条，显示 {shown:,}")

    def import_sheet(self) -> None:
        """Wish for the import page, for this kind."""
        if self.shell.session.writable:
            self.wished.emit(IMPORT, self._kind_key)

    def export_sheet(self) -> None:
        """Have a place chosen and write this list as a workbook."""
        bench = self.shell.session.bench
        if bench is not None:
            day = bench.clock.now().strftime("%Y%m%d")
            suggested = bench.workspace.path.with_name(f"{self._name}_{day}.xlsx")
            self.shell.notify.choose_target("导出表格", suggested, WORKBOOK, self._export_to)

    def _export_to(self, path: Path) -> None:
        bench, kinds = self.shell.session.bench, (self._kind_key,)
        self._target = path
        job = self.shell.jobs.start(
            f"导出“{path.name}”", lambda run: sheets.export_workbook(bench, path, run, kinds)
        )
        job.done.connect(self._exported)
        job.failed.connect(self._failed)

    @Slot(object)
    def _exported(self, records: int) -> None:
        self.banner.say("ok", f"已写出 {records} 条到“{self._target}”。")

    def check_all(self) -> None:
        """Check every record of this kind, also against the others."""
        bench, kind = self.shell.session.bench, self._kind_key
        if bench is None:
            return
        self._check.setEnabled(False)
        job = self.shell.jobs.start(
            f"检查{self._name}", lambda run: checking.check_workspace(bench, run, kind)
        )
        job.done.connect(self._checked)
        job.failed.connect(self._failed)
        job.stopped.connect(self._free_check)

    @Slot(object)
    def _checked(self, found: Checked) -> None:
        self._free_check()
        words = f"检查了 {found.records} 条：错误 {found.errors}，警告 {found.warnings}。"
        level = "err" if found.errors else "warn" if found.warnings else "ok"
        links = [("problems", "只看有问题的")] if found.errors + found.warnings else []
        self.banner.say(level, words, links)

    @Slot()
    def _free_check(self) -> None:
        self._check.setEnabled(True)

    @Slot(object)
    def _failed(self, error: BaseException) -> None:
        self._free_check()
        self.banner.say_error(error)

    def show_only_problems(self) -> None:
        """Show only what has errors or warnings."""
        self.pane.show_only_problems()

    def go_to(self, summary: Summary) -> None:
        """Show a record."""
        self.refresh()
        self.pane.go_to(summary)

    def find(self) -> None:
        self.pane.find_box.setFocus()
        self.pane.find_box.selectAll()

    def leave(self) -> bool:
        self.pane.find_box.clear()
        return False

    def next_problem(self, back: bool = False) -> None:
        self.view.next_problem(back)

    def next_section(self) -> None:
        self.view.next_section()

    def step(self, by: int) -> None:
        self.pane.step(by)

    def panes(self) -> list[QWidget]:
        return [self.pane.find_box, self.pane.table, *self.view.panes()]

    def _size_key(self) -> str:
        width = "wide" if self.window().width() >= _WIDE else "narrow"
        return f"sizes.{self._kind_key}.{width}"

    def _keep_sizes(self) -> None:
        self.shell.settings.set(self._size_key(), self._splitter.sizes())

    def _restore_sizes(self) -> None:
        sizes = self.shell.settings.get(self._size_key(), [])
        if len(sizes) == self._splitter.count() and all(type(size) is int for size in sizes):
            self._splitter.setSizes(sizes)

"""统计报告: how the work stands in figures, and the reports an office prints and files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QMenu, QScrollArea, QVBoxLayout, QWidget

from cdo_desktop.domain.report_parts import ReportKind
from cdo_desktop.domain.verdict import Reason
from cdo_desktop.files import copy_file
from cdo_desktop.tasks import Progress
from cdo_desktop.work.listed import newest_step
from cdo_desktop.workbench import Workbench
from ui.exchange.fields import PACKAGES
from ui.exchange.fitted_splitter import FittedSplitter
from ui.folders import documents
from ui.notify import WORKBOOK
from ui.pages.page import Page, PageHeader
from ui.remembered import Remembered
from ui.reports.made_reports import MadeReport, MadeReports
from ui.reports.pdf_printing import PdfPrinting
from ui.reports.report_list import ReportList
from ui.reports.report_preview import AGAIN, FORGET, OPEN, PRINT, SAVE, ReportPreview
from ui.reports.report_work import PDF, XLSX, ReportWork, free_name
from ui.shell import Shell
from ui.tr import tr
from ui.widgets.buttons import button

PDFS = tr("PDF 文件 (*.pdf)")
STOP = "stop"
_FORMS = ((PDF, tr("{label}（PDF）…")), (XLSX, tr("{label}（Excel）…")))
_LOWER = 300
"""The least height of list and preview."""


class ReportsPage(Page):
    """Figures above, reports below."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        look = shell.look
        self._bench: Workbench | None = None
        self.work = ReportWork(shell, self)
        self.printing = PdfPrinting(shell.jobs, self)
        self.reports = ReportList(look)
        self.preview = ReportPreview(look, shell.jobs)
        self.menu = QMenu(self)
        self.make_button = button(look, tr("生成报告"), icon="file-chart-column", kind="primary")
        self.make_button.setMenu(self.menu)
        self._fill_menu()
        self.header = PageHeader(look, tr("统计报告"))
        self.header.add(self.make_button)
        self._lower = FittedSplitter(look, Qt.Orientation.Horizontal, self._list_width, 0.56)
        self._lower.addWidget(self.reports)
        self._lower.addWidget(self.preview)
        self.put(self.header, self._scrolling())
        self._connect()
        self._fit()

    def _scrolling(self) -> QScrollArea:
        ground = QWidget()
        ground.setProperty("role", "ground")
        self.down = QVBoxLayout(ground)
        self.down.setContentsMargins(16, 12, 16, 12)
        self.down.setSpacing(12)
        self.down.addWidget(self._lower, 1)
        area = QScrollArea(widgetResizable=True, frameShape=QFrame.Shape.NoFrame)
        area.setAccessibleName(tr("统计报告"))
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(ground)
        return area

    def _connect(self) -> None:
        self.work.made.connect(self._made)
        self.work.failed.connect(self._failed)
        self.work.stopped.connect(self._stopped)
        self.work.progressed.connect(self._progressed)
        self.printing.failed.connect(self.banner.say_error)
        self.printing.done.connect(self._printed)
        self.reports.chosen.connect(self._show_report)
        self.reports.opened.connect(partial(self._do, OPEN))
        self.reports.wanted.connect(self.make_button.showMenu)
        self.reports.link.clicked.connect(self._open_folder)
        self.preview.asked.connect(self._do)
        self.banner.chosen.connect(self._answer)
        self.shell.look.changed.connect(self._fit)

    def _fill_menu(self) -> None:
        for ending, words in _FORMS:
            for kind in ReportKind:
                action = self.menu.addAction(words.format(label=kind.label))
                action.triggered.connect(partial(self.ask_for, kind, ending))
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
        self._show_reports()

    def known(self) -> MadeReports:
        """The reports of the workspace that is open."""
        bench = self.shell.session.bench
        here = bench.workspace.info.id if bench else ""
        return MadeReports(Remembered(self.shell.settings, here))

    def _show_reports(self, current: str = "") -> None:
        every = self.known().every()
        self.reports.show_reports(every, current)
        self.status.emit(tr("报告 {0} 份").format(len(every)))

    @Slot(object)
    def _show_report(self, made: MadeReport | None) -> None:
        bench = self.shell.session.bench
        since = newest_step(bench) - made.step if bench and made else 0
        self.preview.show_report(made, since)

    # -- making --------------------------------------------------------------------------------

    def ask_for(self, kind: ReportKind, ending: str) -> None:
        """Ask where a report is to be written; for a slip first, of which package."""
        if kind is ReportKind.SLIP:
            then = partial(self._ask_target, kind, ending)
            self.shell.notify.choose_file(tr("选择要交接的签名包"), PACKAGES, then)
        else:
            self._ask_target(kind, ending, None)

    def _ask_target(self, kind: ReportKind, ending: str, package: Path | None) -> None:
        bench = self.shell.session.bench
        if bench is None:
            return
        words = kind.label + (f" {package.stem}" if package else "")
        folder = package.parent if package else self._folder()
        suggested = free_name(folder, words, bench.clock.now().date(), ending)
        title = tr("把“{kind.label}”存为").format(kind=kind)
        filters = PDFS if ending == PDF else WORKBOOK
        answered = partial(self._make, kind, package)
        self.shell.notify.choose_target(title, suggested, filters, answered)

    def _folder(self) -> Path:
        """Where the newest report lies, if that folder is there; else the user's documents."""
        folders = (one.path.parent for one in self.known().every())
        return next((folder for folder in folders if folder.is_dir()), documents())

    def _make(self, kind: ReportKind, package: Path | None, path: Path) -> None:
        bench = self.shell.session.bench
        if bench is None:
            return
        if self.work.busy:
            self.banner.say("warn", tr("上一份报告还没有做完。请等它做完，或先取消。"))
            return
        self._target = path.name
        self.work.make(bench, kind, path, package)
        self._progressed(Progress("", 0, 0))

    @Slot(object)
    def _progressed(self, progress: Progress) -> None:
        much = f"{100 * progress.done // progress.total}%" if progress.total else ""
        words = tr("正在生成“{target}”…").format(target=self._target)
        far = f"{progress.note} {much}".strip()
        stop = [(STOP, tr("取消"))]
        self.banner.say("info", f"{words}{far}", stop, stays=True)

    @Slot(object, object)
    def _made(self, made: MadeReport, notices: Sequence[Reason]) -> None:
        self.known().add(made)
        self._show_reports(made.file)
        told = "".join(one.message() + one.todo() for one in notices)
        words = tr("已生成“{made.path.name}”。").format(made=made)
        self.banner.say("warn" if notices else "ok", words + told)

    @Slot(object)
    def _failed(self, error: BaseException) -> None:
        self.banner.say_error(error)

    @Slot()
    def _stopped(self) -> None:
        words = tr("已取消，没有写出“{target}”。").format(target=self._target)
        self.banner.say("info", words)

    def _answer(self, key: str) -> None:
        if key == STOP:
            self.work.stop()

    # -- what is done with one -----------------------------------------------------------------

    def _do(self, key: str, made: MadeReport | None) -> None:
        if made is None:
            return
        deeds: Mapping[str, Callable[[MadeReport], object]] = {
            OPEN: self.open,
            PRINT: self.print_report,
            SAVE: self.save_as,
            AGAIN: self.make_again,
            FORGET: self.forget,
        }
        deeds[key](made)

    def open(self, made: MadeReport) -> None:
        """Have the system's own program show it."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(made.file))

    def _open_folder(self) -> None:
        made = self.reports.current
        if made is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(made.path.parent)))

    def print_report(self, made: MadeReport) -> None:
        """Ask how it is to be printed."""
        self.printing.ask(made.path, made.path.stem)

    @Slot(object)
    def _printed(self, pages: int) -> None:
        self.banner.say("ok", tr("已送打印机 {pages:,} 页。").format(pages=pages))

    def save_as(self, made: MadeReport) -> None:
        """Have a place chosen for a copy."""
        filters = PDFS if made.is_pdf else WORKBOOK
        answered = partial(self._copy, made)
        self.shell.notify.choose_target(tr("另存为"), made.path, filters, answered)

    def _copy(self, made: MadeReport, path: Path) -> None:
        if path == made.path:
            return
        words = tr("另存“{path.name}”").format(path=path)
        job = self.shell.jobs.start(words, lambda run: (copy_file(made.path, path), path)[1])
        job.done.connect(self._copied)
        job.failed.connect(self.banner.say_error)

    @Slot(object)
    def _copied(self, path: Path) -> None:
        self.banner.say("ok", tr("已另存为“{path}”。").format(path=path))

    def make_again(self, made: MadeReport) -> None:
        """The same kind from what stands in the workspace now, beside the old one, which stays."""
        bench, package = self.shell.session.bench, Path(made.package) if made.package else None
        if bench is None or made.kind not in set(ReportKind):
            return
        kind = ReportKind(made.kind)
        folder = made.path.parent if made.path.parent.is_dir() else self._folder()
        words = kind.label + (f" {package.stem}" if package else "")
        path = free_name(folder, words, bench.clock.now().date(), made.path.suffix.lower())
        self._make(kind, package, path)

    def forget(self, made: MadeReport) -> None:
        """List it no longer; the file stays where it is."""
        self.known().forget(made)
        self._show_reports()
        self.banner.say("info", tr("“{made.path.name}”不再列出，文件没有删除。").format(made=made))

    # -- what the frame asks -------------------------------------------------------------------

    def acts(self) -> Mapping[str, Callable[[], object]]:
        return {"print_page": self._print_current}

    def _print_current(self) -> None:
        made = self.reports.current
        if made is not None and self.preview[PRINT].isEnabled():
            self.print_report(made)

    def step(self, by: int) -> None:
        table = self.reports.table
        table.choose_row(table.currentIndex().row() + by)

    def panes(self) -> list[QWidget]:
        return [self.make_button, self.reports.pane, self.preview.view.area]

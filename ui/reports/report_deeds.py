"""What one does with reports: make one, and open, print, copy, make anew or forget one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from cdo_desktop.domain.report_parts import ReportKind
from cdo_desktop.domain.verdict import Reason
from cdo_desktop.files import copy_file
from cdo_desktop.tasks import Progress
from ui.exchange.fields import PACKAGES
from ui.folders import documents
from ui.notify import WORKBOOK
from ui.remembered import Remembered
from ui.reports.made_reports import MadeReport, MadeReports
from ui.reports.pdf_printing import PdfPrinting
from ui.reports.report_preview import AGAIN, FORGET, OPEN, PRINT, SAVE
from ui.reports.report_work import PDF, ReportWork, free_name
from ui.shell import Shell
from ui.tr import tr
from ui.widgets.banner import Banner

PDFS = tr("PDF 文件 (*.pdf)")
STOP = "stop"


class ReportDeeds(QObject):
    """Asks in front of a page, does it, and says in the page's banner what became of it."""

    listed = Signal(str)
    """The list of reports has changed; the file that is to be current, "" = the one that is."""

    def __init__(self, shell: Shell, page: QWidget, banner: Banner) -> None:
        super().__init__(page)
        self._shell, self._banner = shell, banner
        self._target = ""
        self.work = ReportWork(shell, self)
        self.printing = PdfPrinting(shell.jobs, page)
        self.work.made.connect(self._made)
        self.work.failed.connect(banner.say_error)
        self.work.stopped.connect(self._stopped)
        self.work.progressed.connect(self._progressed)
        self.printing.failed.connect(banner.say_error)
        self.printing.done.connect(self._printed)
        banner.chosen.connect(self._answer)

    def known(self) -> MadeReports:
        """The reports of the workspace that is open."""
        bench = self._shell.session.bench
        here = bench.workspace.info.id if bench else ""
        return MadeReports(Remembered(self._shell.settings, here))

    # -- making --------------------------------------------------------------------------------

    def ask_for(self, kind: ReportKind, ending: str) -> None:
        """Ask where a report is to be written; for a slip first, of which package."""
        if kind is ReportKind.SLIP:
            then = partial(self._ask_target, kind, ending)
            self._shell.notify.choose_file(tr("选择要交接的签名包"), PACKAGES, then)
        else:
            self._ask_target(kind, ending, None)

    def _ask_target(self, kind: ReportKind, ending: str, package: Path | None) -> None:
        folder = package.parent if package else self._folder()
        suggested = self._suggested(kind, folder, package, ending)
        title = tr("把“{kind.label}”存为").format(kind=kind)
        filters = PDFS if ending == PDF else WORKBOOK
        answered = partial(self._make, kind, package)
        self._shell.notify.choose_target(title, suggested, filters, answered)

    def _suggested(self, kind: ReportKind, folder: Path, package: Path | None, ending: str) -> Path:
        """A name that nobody has; without a workspace there is no day to be named."""
        bench = self._shell.session.bench
        words = kind.label + (f" {package.stem}" if package else "")
        if bench is None:
            return folder / f"{words}{ending}"
        return free_name(folder, words, bench.clock.now().date(), ending)

    def _folder(self) -> Path:
        """Where the newest report lies, if that folder is there; else the user's documents."""
        folders = (one.path.parent for one in self.known().every())
        return next((folder for folder in folders if folder.is_dir()), documents())

    def _make(self, kind: ReportKind, package: Path | None, path: Path) -> None:
        bench = self._shell.session.bench
        if bench is None:
            return
        if self.work.busy:
            self._banner.say("warn", tr("上一份报告还没有做完。请等它做完，或先取消。"))
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
        self._banner.say("info", f"{words}{far}", stop, stays=True)

    @Slot(object, object)
    def _made(self, made: MadeReport, notices: Sequence[Reason]) -> None:
        self.known().add(made)
        self.listed.emit(made.file)
        told = "".join(one.message() + one.todo() for one in notices)
        words = tr("已生成“{made.path.name}”。").format(made=made)
        self._banner.say("warn" if notices else "ok", words + told)

    @Slot()
    def _stopped(self) -> None:
        words = tr("已取消，没有写出“{target}”。").format(target=self._target)
        self._banner.say("info", words)

    def _answer(self, key: str) -> None:
        if key == STOP:
            self.work.stop()

    # -- what is done with one -----------------------------------------------------------------

    def do(self, key: str, made: MadeReport | None) -> None:
        """Do a deed of the preview with a report."""
        deeds: Mapping[str, Callable[[MadeReport], object]] = {
            OPEN: self.open,
            PRINT: self.print_report,
            SAVE: self.save_as,
            AGAIN: self.make_again,
            FORGET: self.forget,
        }
        if made is not None:
            deeds[key](made)

    def open(self, made: MadeReport) -> None:
        """Have the system's own program show it."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(made.file))

    def open_folder(self, made: MadeReport | None) -> None:
        """Show the folder in which it lies."""
        if made is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(made.path.parent)))

    def print_report(self, made: MadeReport) -> None:
        """Ask how it is to be printed."""
        self.printing.ask(made.path, made.path.stem)

    @Slot(object)
    def _printed(self, pages: int) -> None:
        self._banner.say("ok", tr("已送打印机 {pages:,} 页。").format(pages=pages))

    def save_as(self, made: MadeReport) -> None:
        """Have a place chosen for a copy."""
        filters = PDFS if made.is_pdf else WORKBOOK
        answered = partial(self._copy, made)
        self._shell.notify.choose_target(tr("另存为"), made.path, filters, answered)

    def _copy(self, made: MadeReport, path: Path) -> None:
        if path == made.path:
            return
        words = tr("另存“{path.name}”").format(path=path)
        job = self._shell.jobs.start(words, lambda run: (copy_file(made.path, path), path)[1])
        job.done.connect(self._copied)
        job.failed.connect(self._banner.say_error)

    @Slot(object)
    def _copied(self, path: Path) -> None:
        self._banner.say("ok", tr("已另存为“{path}”。").format(path=path))

    def make_again(self, made: MadeReport) -> None:
        """The same kind from what stands in the workspace now, beside the old one, which stays."""
        if made.kind not in set(ReportKind):
            return
        kind, package = ReportKind(made.kind), Path(made.package) if made.package else None
        folder = made.path.parent if made.path.parent.is_dir() else self._folder()
        path = self._suggested(kind, folder, package, made.path.suffix.lower())
        self._make(kind, package, path)

    def forget(self, made: MadeReport) -> None:
        """List it no longer; the file stays where it is."""
        self.known().forget(made)
        self.listed.emit("")
        words = tr("“{made.path.name}”不再列出，文件没有删除。").format(made=made)
        self._banner.say("info", words)

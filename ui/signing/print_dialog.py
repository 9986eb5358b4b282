"""A print in front of one's eyes before it goes to paper: its pages, 打印…, 另存为…."""

from __future__ import annotations

import tempfile
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from cdo_desktop.errors import CdoError
from cdo_desktop.files import copy_file
from ui.reports.pdf_printing import PdfPrinting
from ui.reports.pdf_view import PdfView
from ui.reports.report_deeds import PDFS
from ui.shell import Shell
from ui.tr import tr
from ui.widgets.banner import Banner
from ui.widgets.buttons import button
from ui.widgets.dim import Dim
from ui.widgets.room import within

_WIDE, _TALL = 900, 690


class PrintDialog(QDialog):
    """Window-modal. What is drawn for it lies in a folder of its own, gone when it is closed."""

    def __init__(self, shell: Shell, parent: QWidget, path: Path | None = None) -> None:
        super().__init__(parent)
        self._shell = shell
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("打印件"))
        self._own = tempfile.TemporaryDirectory(prefix="cdo-form-", ignore_cleanup_errors=True)
        self.banner = Banner(shell.look)
        self.view = PdfView(shell.look, shell.jobs, tr("打印件"))
        self.view.show_file(None, none=tr("正在准备打印件…"))
        self._printing = PdfPrinting(shell.jobs, self)
        self._printing.done.connect(self._printed)
        self._printing.failed.connect(self.say_error)
        self.print = button(shell.look, tr("打印…"), kind="primary", icon="printer")
        self.save = button(shell.look, tr("另存为…"), icon="save")
        close = button(shell.look, tr("关闭"))
        self.print.clicked.connect(self._ask_printer)
        self.save.clicked.connect(self._ask_where)
        close.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 8, 16, 12)
        foot.setSpacing(8)
        foot.addStretch(1)
        for one in (close, self.save, self.print):
            foot.addWidget(one)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addWidget(self.banner)
        down.addWidget(self.view, 1)
        down.addLayout(foot)
        self.finished.connect(self._own.cleanup)
        self._before = parent.window()
        Dim(self._before, self)
        self._offer(False)
        if path is not None:
            self.show_file(path)

    @property
    def folder(self) -> Path:
        """Where what is drawn for it may lie."""
        return Path(self._own.name)

    def showEvent(self, event: QShowEvent) -> None:
        self.resize(within(self._shell.look, _WIDE, _TALL, self._before))
        super().showEvent(event)

    @Slot(object)
    def show_file(self, path: Path) -> None:
        """Show the print."""
        self.view.show_file(path)
        self._offer(True)

    def _offer(self, ready: bool) -> None:
        for one in (self.print, self.save):
            one.setEnabled(ready)
            one.setToolTip("" if ready else tr("打印件还没有准备好"))

    @Slot(object)
    def say_error(self, error: BaseException) -> None:
        """Say what could not be done; the print stays to be seen, if there is one."""
        self.banner.say_error(error)

    def _ask_printer(self) -> None:
        if self.view.path is not None:
            self._printing.ask(self.view.path, self.view.path.stem)

    @Slot(object)
    def _printed(self, pages: int) -> None:
        self.banner.say("ok", tr("已送到打印机，共 {pages} 页。").format(pages=pages))

    def _ask_where(self) -> None:
        if self.view.path is not None:
            suggested = Path.home() / self.view.path.name
            notify = self._shell.notify
            notify.choose_target(tr("打印件另存到哪里"), suggested, PDFS, self._copy)

    def _copy(self, target: Path) -> None:
        if self.view.path is None:
            return
        try:
            copy_file(self.view.path, target)
        except CdoError as error:
            self.banner.say_error(error)
        else:
            self.banner.say("ok", tr("已另存为“{target.name}”。").format(target=target))

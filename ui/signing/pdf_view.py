"""A PDF page by page; it is drawn on the worker thread, one page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from cdo_desktop.tasks import Run
from cdo_desktop.work.prints import opened_pages
from ui.shell import Shell
from ui.tr import tr
from ui.widgets.buttons import button
from ui.widgets.text import label

_LEAST = 320
_EDGE = 28
"""Pixels that the scroll bar and the margins take."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page that was drawn, of so many."""

    number: int
    count: int
    image: QImage


class PdfView(QWidget):
    """Back, forth, and the page as wide as there is room."""

    drawn = Signal()
    """A page is shown."""
    failed = Signal(object)
    """An exception: it cannot be shown."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        look = shell.look
        self._shell = shell
        self._path = Path()
        self._job: QObject | None = None
        self.number, self.count = 0, 0
        self._where = label(look, "", "small", "2")
        self._back = button(look, tr("上一页"), kind="small")
        self._forth = button(look, tr("下一页"), kind="small")
        self._back.clicked.connect(self._go_back)
        self._forth.clicked.connect(self._go_forth)
        self.page = QLabel()
        self.page.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.page.setAccessibleName(tr("PDF 的一页"))
        self._area = QScrollArea(widgetResizable=True, frameShape=QFrame.Shape.NoFrame)
        self._area.setAccessibleName(tr("PDF 页面"))
        self._area.setWidget(self.page)
        across = QHBoxLayout()
        across.setSpacing(8)
        across.addWidget(self._back)
        across.addWidget(self._forth)
        across.addWidget(self._where, 1)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(6)
        down.addLayout(across)
        down.addWidget(self._area, 1)

    def show_file(self, path: Path) -> None:
        """Show the first page of a file."""
        self._path, self.count = path, 0
        self.page.clear()
        self._draw(0)

    def _go_back(self) -> None:
        self._draw(self.number - 1)

    def _go_forth(self) -> None:
        self._draw(self.number + 1)

    def _draw(self, number: int) -> None:
        path, ratio = self._path, self.devicePixelRatioF()
        wide = max(_LEAST, self._area.width() - _EDGE) * ratio

        def work(run: Run) -> Drawn:
            with opened_pages(path) as pages:
                picture = pages.picture(number, wide / max(1.0, pages.size(number)[0]))
                size = (picture.width, picture.height, picture.stride)
                image = QImage(picture.points, *size, QImage.Format.Format_RGB32).copy()
                return Drawn(number, len(pages), image)

        self._where.setText(tr("正在画第 {0} 页…").format(number + 1))
        for one in (self._back, self._forth):
            one.setEnabled(False)
        job = self._shell.jobs.start(tr("打开附件"), work, quiet=True)
        self._job = job
        job.done.connect(self._show)
        job.failed.connect(self._fail)

    @Slot(object)
    def _show(self, found: Drawn) -> None:
        if self.sender() is not self._job:
            return
        self.number, self.count = found.number, found.count
        picture = QPixmap.fromImage(found.image)
        picture.setDevicePixelRatio(self.devicePixelRatioF())
        self.page.setPixmap(picture)
        self._area.verticalScrollBar().setValue(0)
        self._where.setText(tr("第 {0} 页，共 {1} 页").format(found.number + 1, found.count))
        self._back.setEnabled(found.number > 0)
        self._forth.setEnabled(found.number + 1 < found.count)
        self.drawn.emit()

    @Slot(object)
    def _fail(self, error: BaseException) -> None:
        if self.sender() is self._job:
            self._where.setText("")
            self.failed.emit(error)

"""A PDF or a picture inside the window: one page at a time, drawn by the worker to fit."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from cdo_desktop.tasks import Run
from cdo_desktop.work.page_pictures import PagePicture, page_picture
from ui.jobs import Job, Jobs
from ui.look import Look
from ui.notify import told
from ui.reports.page_sheet import SheetArea
from ui.reports.picture_page import PICTURES, picture_page
from ui.tr import tr
from ui.widgets.buttons import icon_button, line
from ui.widgets.empty_state import EmptyState
from ui.widgets.text import Elided, label

RESIZED_AFTER = 150
"""Milliseconds after the last change of size before the page is drawn anew."""
_RETRY = "retry"


class PdfView(QWidget):
    """`show_file` shows a file's first page; ‹ › and Page Up, Page Down turn."""

    turned = Signal(int, int)
    """(page from 1, pages): a page is shown."""
    failed = Signal(object)
    """The exception: the file cannot be shown. The view says so itself."""
    scrolled = Signal()
    """Another part of the page is in sight."""

    def __init__(self, look: Look, jobs: Jobs, title: str = "") -> None:
        super().__init__()
        self._look, self._jobs = look, jobs
        self._path: Path | None = None
        self._wanted, self._pages = 0, 0
        self._drawn = -1
        self._job: Job | None = None
        self._again = False
        self._whole = True
        self._words = title
        self._area = SheetArea(look)
        self._state = EmptyState(look)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._state)
        self._stack.addWidget(self._area)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addLayout(self._head(title))
        down.addWidget(line())
        down.addWidget(self._stack, 1)
        self._soon = QTimer(self, singleShot=True, interval=RESIZED_AFTER)
        self._soon.timeout.connect(self._draw)
        self._area.turned.connect(self.turn)
        self._area.resized.connect(self._soon.start)
        self._area.verticalScrollBar().valueChanged.connect(self.scrolled)
        self._state.chosen.connect(self._draw)
        look.changed.connect(self._soon.start)
        self.show_file(None)

    def _head(self, title: str) -> QHBoxLayout:
        look = self._look
        self._title, self._place = Elided(look, "section"), label(look, "", "small", "3")
        self._title.setText(title)
        self._wider = icon_button(look, "move-horizontal", tr("按宽度显示"))
        self._wider.setCheckable(True)
        self._wider.toggled.connect(self._set_wide)
        self._back = icon_button(look, "chevron-left", tr("上一页（Page Up）"))
        self._on = icon_button(look, "chevron-right", tr("下一页（Page Down）"))
        self._back.clicked.connect(lambda: self.turn(-1))
        self._on.clicked.connect(lambda: self.turn(1))
        across = QHBoxLayout()
        across.setContentsMargins(13, 4, 9, 4)
        across.setSpacing(8)
        across.addWidget(self._title, 1)
        across.addWidget(self._place)
        for one in (self._wider, self._back, self._on):
            across.addWidget(one)
        return across

    # -- what is shown -------------------------------------------------------------------------

    @property
    def path(self) -> Path | None:
        """The file that is shown."""
        return self._path

    @property
    def page(self) -> int:
        """The page that is shown or being drawn, from 1; 0 for none."""
        return self._wanted + 1 if self._pages else 0

    @property
    def pages(self) -> int:
        """How many the file has; 0 while that is not known."""
        return self._pages

    @property
    def image(self) -> QImage:
        """The page as it is shown; null where none is."""
        return self._area.sheet.image

    @property
    def is_at_end(self) -> bool:
        """Whether the page that is wanted is drawn, and in sight to its last line."""
        is_there = self._stack.currentWidget() is self._area and self._drawn == self._wanted
        return is_there and self._area.shows_end

    @property
    def says(self) -> str:
        """What stands in place of a page; "" where a page is shown."""
        return "" if self._stack.currentWidget() is self._area else self._state.words

    @property
    def area(self) -> QWidget:
        """What takes the focus."""
        return self._area if self._stack.currentWidget() is self._area else self._back

    def show_file(self, path: Path | None, title: str = "", none: str = "") -> None:
        """Show the first page of a file; None shows `none`, why there is no page."""
        self._path, self._wanted, self._pages, self._drawn = path, 0, 0, -1
        self._area.verticalScrollBar().setValue(0)
        self._words = title or (path.name if path else self._words)
        self._title.setText(self._words)
        self._area.sheet.show_image(QImage())
        waits = tr("正在打开…") if path else none or tr("没有要预览的文件。")
        self._say("file-text", waits)
        self._tell()
        if path is not None:
            self._draw()

    def turn(self, by: int) -> None:
        """Go so many pages on; not further than the first and the last."""
        there = max(0, min(self._pages - 1, self._wanted + by))
        if self._pages and there != self._wanted:
            self._wanted = there
            self._area.verticalScrollBar().setValue(0)
            self._draw()

    def _set_wide(self, wide: bool) -> None:
        self._whole = not wide
        self._wider.setToolTip(tr("显示整页") if wide else tr("按宽度显示"))
        self._wider.setAccessibleName(self._wider.toolTip())
        self._draw()

    # -- drawing -------------------------------------------------------------------------------

    @Slot()
    def _draw(self, key: str = "") -> None:
        """Have the page drawn; while one is being drawn only the newest wish is kept."""
        if self._path is None:
            return
        if self._job is not None:
            self._again = True
            return
        path, page, room = self._path, self._wanted, self._area.room(whole=self._whole)

        def work(run: Run) -> tuple[Path, PagePicture]:
            if path.suffix.lower() in PICTURES:
                return path, picture_page(path, room)
            return path, page_picture(path, page, room)

        self._job = self._jobs.start(tr("预览"), work, quiet=True)
        self._job.done.connect(self._show)
        self._job.failed.connect(self._fail)
        self._job.stopped.connect(self._end)

    @Slot(object)
    def _show(self, drawn: tuple[Path, PagePicture]) -> None:
        path, page = drawn
        if path == self._path and not self._again:
            self._pages, self._wanted, self._drawn = page.pages, page.page, page.page
            self._area.sheet.show_image(self._image_of(page))
            self._stack.setCurrentWidget(self._area)
            self._tell()
            self.turned.emit(self.page, self._pages)
        self._end()

    def _image_of(self, page: PagePicture) -> QImage:
        borrowed = QImage(
            page.points, page.width, page.height, page.stride, QImage.Format.Format_RGB32
        )
        image = borrowed.copy()  # the bytes are not held by an image
        image.setDevicePixelRatio(self._area.devicePixelRatio())
        return image

    @Slot(object)
    def _fail(self, error: BaseException) -> None:
        if not self._again:
            self._pages = 0
            self._say("file-text", told(error).text, again=True)
            self._tell()
            self.failed.emit(error)
        self._end()

    @Slot()
    def _end(self) -> None:
        self._job = None
        if self._again:
            self._again = False
            self._draw()

    # -- in words ------------------------------------------------------------------------------

    def _say(self, icon: str, words: str, *, again: bool = False) -> None:
        self._state.say(icon, words, [(_RETRY, tr("重试"))] if again else [])
        self._stack.setCurrentWidget(self._state)

    def _tell(self) -> None:
        place = tr("第 {page} 页，共 {pages} 页").format(page=self.page, pages=self._pages)
        shown = tr("{page} / {pages} 页").format(page=self.page, pages=self._pages)
        self._place.setText(shown if self._pages else "")
        self._place.setToolTip(place)
        self._place.setVisible(bool(self._pages))
        self._back.setEnabled(self._wanted > 0)
        self._on.setEnabled(self._wanted + 1 < self._pages)
        self._wider.setEnabled(bool(self._pages))
        self._area.setAccessibleName(
            tr("预览：{title}，{place}").format(title=self._words, place=place)
        )

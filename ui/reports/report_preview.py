"""One report: its pages, what can be done with it, and whether the data have moved on since."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.jobs import Jobs
from ui.look import Look
from ui.reports.made_reports import MadeReport
from ui.reports.pdf_view import PdfView
from ui.tr import tr
from ui.widgets.buttons import button
from ui.widgets.text import label

OPEN, PRINT, SAVE, AGAIN, FORGET = "open", "print", "save", "again", "forget"
_DEEDS = (
    (OPEN, tr("打开"), "external-link"),
    (PRINT, tr("打印…"), "printer"),
    (SAVE, tr("另存为…"), "save"),
    (AGAIN, tr("用新数据重做"), "refresh-cw"),
    (FORGET, tr("不再列出"), "x"),
)
_SIDE = 148
_NONE = tr("选一份报告，在这里预览。")
_BOOK = tr("Excel 工作簿没有预览，请用“打开”查看。")
_GONE = tr("文件不在“{folder}”里了。可以用新数据重做一份，或不再列出。")


class ReportPreview(QFrame):
    """Pages left, deeds right."""

    asked = Signal(str, object)
    """(which deed, the MadeReport)."""

    def __init__(self, look: Look, jobs: Jobs) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self.setAccessibleName(tr("预览"))
        self._look = look
        self._made: MadeReport | None = None
        self.view = PdfView(look, jobs, tr("预览"))
        self._note = label(look, "", "small", "2")
        self._note.setWordWrap(True)
        self._buttons: dict[str, QPushButton] = {}
        across = QHBoxLayout(self)
        across.setContentsMargins(1, 1, 1, 1)
        across.setSpacing(0)
        across.addWidget(self.view, 1)
        across.addWidget(self._side())
        look.changed.connect(self._fit)
        self._fit()
        self.show_report(None, 0)

    def _side(self) -> QWidget:
        self._column = QWidget()
        down = QVBoxLayout(self._column)
        down.setContentsMargins(10, 10, 10, 10)
        down.setSpacing(8)
        for key, words, icon in _DEEDS:
            made = button(self._look, words, kind="small", icon=icon)
            made.clicked.connect(partial(self._ask, key))
            down.addWidget(made)
            self._buttons[key] = made
        down.addWidget(self._note)
        down.addStretch()
        return self._column

    def __getitem__(self, key: str) -> QPushButton:
        return self._buttons[key]

    @property
    def made(self) -> MadeReport | None:
        """The report that is shown."""
        return self._made

    @property
    def note(self) -> str:
        """What is said of its age."""
        return self._note.text()

    def show_report(self, made: MadeReport | None, steps: int) -> None:
        """Show a report, to which so many steps of the workspace have been added since."""
        before, self._made = self._made, made
        self._note.setText(_aged(made, steps))
        self._note.setVisible(bool(self._note.text()))
        there = made is not None and made.is_there
        self._allow(OPEN, there)
        self._allow(SAVE, there)
        self._allow(PRINT, there and made is not None and made.is_pdf)
        self._allow(AGAIN, made is not None)
        self._allow(FORGET, made is not None)
        if made is None:
            self.view.show_file(None, tr("预览"), _NONE)
        elif not there:
            gone = _GONE.format(folder=made.path.parent)
            self.view.show_file(None, made.path.name, gone)
        elif not made.is_pdf:
            self.view.show_file(None, made.path.name, _BOOK)
        elif before != made or self.view.path != made.path:
            self.view.show_file(made.path, made.path.name)

    def _allow(self, key: str, allowed: bool) -> None:
        self._buttons[key].setEnabled(allowed)
        why = ""
        if not allowed and self._made is not None:
            why = tr("工作簿请打开后再打印") if self._made.is_there else tr("文件不在了")
        self._buttons[key].setToolTip(why)

    def _ask(self, key: str) -> None:
        if self._made is not None:
            self.asked.emit(key, self._made)

    def _fit(self) -> None:
        self._column.setFixedWidth(self._look.theme.px(_SIDE))


def _aged(made: MadeReport | None, steps: int) -> str:
    """A slip is of a package, which stays as it is."""
    if made is None or made.package or steps <= 0:
        return ""
    return tr("生成后又有 {steps:,} 步改动，内容可能已不是最新。").format(steps=steps)

"""The reports that were made, newest first; where a file is gone, its row says so."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from ui.look import Look
from ui.models.columns import Column, Tone
from ui.models.table import TableModel
from ui.reports.made_reports import MadeReport
from ui.tr import tr
from ui.widgets.empty_state import EmptyState
from ui.widgets.marks import Mark
from ui.widgets.panel import Panel
from ui.widgets.row_table import RowTable

MAKE = "make"
_PDF = Mark("file-text", "err-icon", "PDF")
_BOOK = Mark("file-spreadsheet", "ok-solid", "Excel")
_GONE = Mark("mark-warning", "warn-icon", tr("文件不在了"))


def _name(made: MadeReport) -> str:
    return made.path.name if made.is_there else tr("{0}（文件不在了）").format(made.path.name)


def _marked(made: MadeReport) -> tuple[tuple[Mark, str], ...]:
    mark = _GONE if not made.is_there else _PDF if made.is_pdf else _BOOK
    return ((mark, _name(made)),)


def _size(made: MadeReport) -> str:
    if made.is_pdf:
        return tr("{made.pages:,} 页").format(made=made)
    return tr("{made.rows:,} 行").format(made=made)


COLUMNS: tuple[Column[MadeReport], ...] = (
    Column("name", tr("名称"), _name, painted=_marked, tip=lambda one: one.file),
    Column("kind", tr("类别"), lambda one: one.label, 126, yields=2),
    Column("paper", tr("纸张"), lambda one: one.paper or "—", 62, tone=Tone.SECOND, yields=4),
    Column("size", tr("页数"), _size, 74, right=True, tone=Tone.SECOND, yields=1),
    Column("who", tr("生成人"), lambda one: one.who, 76, tone=Tone.SECOND, yields=3),
    Column(
        *("at", tr("生成时间"), lambda one: one.at[:16].replace("T", " "), 126),
        right=True,
        tone=Tone.SECOND,
    ),
)


class ReportList(Panel):
    """A table, or a line that says that there is nothing yet."""

    chosen = Signal(object)
    """The MadeReport that is current now, or None."""
    opened = Signal(object)
    """The MadeReport whose row was double-clicked, or Enter was pressed on."""
    wanted = Signal()
    """Somebody wants to make the first one."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, tr("报告"), link=tr("打开所在文件夹"))
        self._model = TableModel(COLUMNS, self)
        self.table = RowTable(look, self._model, tr("生成的报告"))
        self._empty = EmptyState(look)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        self.put(self._stack, stretch=1)
        self.table.row_chosen.connect(self._tell)
        self.table.opened.connect(self._open)
        self._empty.chosen.connect(lambda key: self.wanted.emit())

    @property
    def current(self) -> MadeReport | None:
        """The one that is current."""
        return self._at(self.table.currentIndex().row())

    def _at(self, row: int) -> MadeReport | None:
        return self._model.row(row) if 0 <= row < self._model.rowCount() else None

    def show_reports(self, made: Sequence[MadeReport], current: str = "") -> None:
        """Show these; the one with this file becomes current, else the one that was, else the
        first."""
        before = current or (self.current.file if self.current else "")
        self._model.show_rows(made)
        self.say(tr("{0} 份").format(len(made)) if made else "")
        self.link.setVisible(bool(made))
        self._empty.say("file-chart-column", tr("还没有报告。"), [(MAKE, tr("生成报告"))])
        self._stack.setCurrentIndex(0 if made else 1)
        files = [one.file for one in made]
        self.table.choose_row(files.index(before) if before in files else 0)
        self.chosen.emit(self.current)

    @property
    def pane(self) -> QWidget:
        """What takes the focus."""
        return self.table if self._model.rowCount() else self._empty

    def _tell(self, row: int) -> None:
        if row >= 0:
            self.chosen.emit(self._at(row))

    def _open(self, row: int) -> None:
        self.opened.emit(self._at(row))

"""Importing a sheet: a rehearsal is shown with counts and findings; only then it is written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from cdo_desktop.standard.model import Severity
from cdo_desktop.tasks import Run
from cdo_desktop.work import importing
from cdo_desktop.work.importing import Imported, Rehearsed
from ui.models.table import TableModel
from ui.notify import SHEETS, WORKBOOK
from ui.pages.import_columns import (
    FINDING_COLUMNS,
    OUTCOMES,
    entry_columns,
    facts_of,
    mapped_columns,
    mapping_columns,
)
from ui.pages.page import Page
from ui.shell import Shell
from ui.widgets.buttons import button
from ui.widgets.outcome_tile import OutcomeTile
from ui.widgets.row_table import RowTable
from ui.widgets.text import Elided, label

BACK = "back"
_SHOWN = 5000
"""Findings shown; all are in the annotated copy."""


class ImportPage(Page):
    """A sheet on its way into a list."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        look = shell.look
        self._file: Path | None = None
        self._found: Rehearsed | None = None
        self._kind = QComboBox(accessibleName="导入到哪张清单")
        self._kind.activated.connect(self._change_kind)
        self._facts = Elided(look, "small", "3")
        self._choose = button(look, "换一个表格…", icon="file-spreadsheet")
        self._choose.clicked.connect(self.choose_file)
        self._tiles = {key: OutcomeTile(look, key, *words) for key, words in OUTCOMES.items()}
        self._entries = TableModel((), self)
        self._findings = TableModel((), self)
        self._mapping = TableModel((), self)
        self._entry_table = RowTable(look, self._entries, "预演出的记录")
        self._finding_table = RowTable(look, self._findings, "预演发现的问题")
        self._finding_title = label(look, "发现的问题", "strong")
        self._map_title = label(look, "列对应", "strong")
        self._write = button(look, "写入", kind="primary", icon="check")
        self._cancel = button(look, "取消")
        self._annotate = button(look, "导出批注表格", icon="file-output")
        self._write.clicked.connect(self.write)
        self._cancel.clicked.connect(self._go_back)
        self._annotate.clicked.connect(self.annotate)
        self.put(self._header(), self._body())
        self._ready()

    def _header(self) -> QFrame:
        look = self.shell.look
        header = QFrame()
        header.setProperty("role", "page-header")
        across = QHBoxLayout(header)
        across.setContentsMargins(16, 8, 16, 8)
        across.setSpacing(8)
        across.addWidget(label(look, "导入预演", "page"))
        across.addSpacing(6)
        across.addWidget(self._facts, 1)
        across.addWidget(label(look, "导入到", tone="2"))
        across.addWidget(self._kind)
        across.addWidget(self._choose)
        return header

    def _body(self) -> QWidget:
        tiles = QHBoxLayout()
        tiles.setContentsMargins(12, 10, 12, 10)
        tiles.setSpacing(10)
        for tile in self._tiles.values():
            tiles.addWidget(tile, 1)
        upper, lower = QWidget(), QWidget()
        down = QVBoxLayout(upper)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addLayout(tiles)
        down.addWidget(self._entry_table, 1)
        below = QVBoxLayout(lower)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(0)
        below.addWidget(_strip(self._finding_title))
        below.addWidget(self._finding_table, 1)
        right = QSplitter(Qt.Orientation.Vertical)
        right.setChildrenCollapsible(False)
        right.addWidget(upper)
        right.addWidget(lower)
        right.setSizes([420, 240])
        across = QSplitter(Qt.Orientation.Horizontal)
        across.setChildrenCollapsible(False)
        across.addWidget(self._left())
        across.addWidget(right)
        across.setStretchFactor(1, 1)
        across.setSizes([376, 800])
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(across, 1)
        column.addWidget(self._foot())
        return body

    def _left(self) -> QWidget:
        left = QFrame()
        left.setProperty("role", "pane")
        down = QVBoxLayout(left)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addWidget(_strip(self._map_title))
        down.addWidget(RowTable(self.shell.look, self._mapping, "列对应"), 1)
        return left

    def _foot(self) -> QFrame:
        foot = QFrame()
        foot.setProperty("role", "foot")
        across = QHBoxLayout(foot)
        across.setContentsMargins(16, 9, 16, 9)
        across.setSpacing(8)
        said = label(self.shell.look, "预演不改动任何数据。写入是一步，可以整个撤销。", tone="2")
        across.addWidget(said, 1)
        for made in (self._cancel, self._annotate, self._write):
            across.addWidget(made)
        return foot

    def begin(self, kind: str, file: Path | None = None) -> None:
        """Begin with a sheet for a list; without a sheet one is asked for."""
        bench = self.shell.session.bench
        if bench is None:
            return
        self._kind.clear()
        for key, known in bench.library.kinds.items():
            self._kind.addItem(known.label, key)
        self._kind.setCurrentIndex(self._kind.findData(kind))
        self._file, self._found = file, None
        self._ready()
        if file is None:
            self.choose_file()
        else:
            self.rehearse()

    def choose_file(self) -> None:
        """Have a sheet chosen."""
        self.shell.notify.choose_file("选择要导入的表格", SHEETS, self._take_file)

    def _take_file(self, file: Path) -> None:
        self._file = file
        self.rehearse()

    def _change_kind(self) -> None:
        if self._file is not None:
            self.rehearse()

    def rehearse(self) -> None:
        """Read the sheet on the worker thread; nothing is written."""
        bench, file, kind = self.shell.session.bench, self._file, self._kind.currentData()
        self._found = None
        self._ready()
        self.banner.hide()
        self._facts.setText(f"正在读取“{file.name}”…")
        job = self.shell.jobs.start(
            f"预演“{file.name}”", lambda run: importing.rehearse(bench, file, kind, run)
        )
        job.done.connect(self._rehearsed)
        job.failed.connect(self._failed)
        job.stopped.connect(self._stopped)

    @Slot(object)
    def _rehearsed(self, found: Rehearsed) -> None:
        self._found = found
        self._ready()

    @Slot(object)
    def _failed(self, error: BaseException) -> None:
        self._ready()
        self.banner.say_error(error)

    @Slot()
    def _stopped(self) -> None:
        self._ready()
        self.banner.say("info", "已停止，什么都没有改动。")

    def write(self) -> None:
        """Write what was rehearsed as one step, on the worker thread."""
        bench, found = self.shell.session.bench, self._found
        if bench is None or found is None:
            return
        for made in (self._write, self._annotate, self._choose, self._kind):
            made.setEnabled(False)

        def work(run: Run) -> Imported:
            return importing.write(bench, found, run)

        job = self.shell.jobs.start(f"写入 {found.writes} 条", work)
        job.done.connect(self._written)
        job.failed.connect(self._failed)
        job.stopped.connect(self._stopped)

    @Slot(object)
    def _written(self, done: Imported) -> None:
        self._found, self._file = None, None
        self._ready()
        self.shell.session.changed.emit()
        self.wished.emit("written", (self._kind.currentData(), done.written))

    def annotate(self) -> None:
        """Have a place chosen and write the user's own sheet with the findings beside the cells."""
        file = self._file
        suggested = file.with_name(f"{file.stem}_批注.xlsx")
        self.shell.notify.choose_target("导出批注表格", suggested, WORKBOOK, self._annotate_to)

    def _annotate_to(self, target: Path) -> None:
        found = self._found
        job = self.shell.jobs.start(
            f"写出“{target.name}”", lambda run: importing.annotated_copy(found, target, run)
        )
        job.done.connect(self._annotated)
        job.failed.connect(self.banner.say_error)

    @Slot(object)
    def _annotated(self, copy: Any) -> None:
        self.banner.say("ok", f"已写出批注表格“{copy.path}”。")

    def _go_back(self) -> None:
        self.wished.emit(BACK, self._kind.currentData())

    def leave(self) -> bool:
        self._go_back()
        return False

    def _ready(self) -> None:
        """Show what there is now, and what can be done with it."""
        found = self._found
        counts = found.rehearsal.counts if found else {}
        for key, tile in self._tiles.items():
            tile.show_number(counts.get(key) if found else None)
        self._entries.show_rows(found.rehearsal.entries if found else (), entry_columns(found))
        self._findings.show_rows(found.findings[:_SHOWN] if found else (), FINDING_COLUMNS)
        self._mapping.show_rows(mapped_columns(found), mapping_columns(found))
        writes = found.writes if found else 0
        self._write.setText(f"写入 {writes} 条" if found else "写入")
        self._write.setEnabled(writes > 0)
        self._write.setToolTip("" if writes else "没有可以写入的记录")
        self._annotate.setEnabled(found is not None)
        for made in (self._choose, self._kind):
            made.setEnabled(True)
        self._facts.setText(facts_of(found) if found else "")
        warnings = sum(f.severity is Severity.WARNING for f in found.findings) if found else 0
        errors = found.errors if found else 0
        self._finding_title.setText(f"发现的问题  错误 {errors}，警告 {warnings}")
        self.status.emit(facts_of(found) if found else "")


def _strip(title: QWidget) -> QFrame:
    strip = QFrame()
    strip.setProperty("role", "strip")
    across = QHBoxLayout(strip)
    across.setContentsMargins(12, 5, 12, 5)
    across.addWidget(title, 1)
    return strip

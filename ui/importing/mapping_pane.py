"""The left pane: the columns of the sheet, the words that are turned into others, the reading."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from cdo_desktop.work.import_columns import Conversion, SheetLook
from cdo_desktop.work.import_trying import Attempt, Target, Wish
from ui.importing.mapping_model import MappedRow, MappingModel
from ui.importing.mapping_table import MappingTable
from ui.importing.reading_form import ReadingForm
from ui.look import Look
from ui.models.columns import Column, Tone
from ui.models.table import TableModel
from ui.tr import tr
from ui.widgets.buttons import button
from ui.widgets.row_table import RowTable
from ui.widgets.text import Elided, label

WIDTH = 376
_LEAST_WIDTH, _CONVERSIONS_SHOWN = 344, 3


class MappingPane(QFrame):
    """Shows how the workbook is read, and says how it is wished to be."""

    mapped = Signal(object, object)
    """(MappedRow, Target): a person has said what a column is."""
    wished = Signal(object)
    """A Wish: read the workbook so."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setProperty("role", "pane")
        self.model = MappingModel(self)
        self.table = MappingTable(look, self.model)
        self.form = ReadingForm(look)
        self._facts = Elided(look, "small", "3")
        self.again = button(
            look, tr("重新识别"), kind="link", tip=tr("放弃手工指定的列、工作表和表头")
        )
        self.again.clicked.connect(self._read_afresh)
        self._conversions = TableModel(_CONVERSIONS, self)
        self.conversions = RowTable(look, self._conversions, tr("取值换算"))
        self.conversions.horizontalHeader().hide()
        self._converted = Elided(look, "small", "3")
        look.changed.connect(self._fit)
        # the cell is still open when it tells: rows change once it is closed
        self.model.mapped.connect(self._pass_on, Qt.ConnectionType.QueuedConnection)
        self.form.wished.connect(self.wished)
        self._lay_out(look)
        self._fit()

    def _lay_out(self, look: Look) -> None:
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addWidget(strip(label(look, tr("列对应"), "strong"), self._facts, self.again))
        down.addWidget(self.table, 1)
        down.addWidget(strip(label(look, tr("取值换算"), "strong"), self._converted))
        down.addWidget(self.conversions)
        down.addWidget(self.form)

    def _fit(self) -> None:
        """Wide enough for the names of the fields; a few conversions, the rest is scrolled to."""
        theme = self._look.theme
        self.setMinimumWidth(theme.px(_LEAST_WIDTH))
        rows = min(_CONVERSIONS_SHOWN, self._conversions.rowCount())
        self.conversions.setFixedHeight(rows * theme.row_height)
        self.conversions.setVisible(rows > 0)

    @Slot(object, object)
    def _pass_on(self, row: MappedRow, target: Target) -> None:
        self.mapped.emit(row, target)

    def _read_afresh(self) -> None:
        self.wished.emit(Wish())

    @property
    def sheet(self) -> str:
        """The sheet of the row that is current, else the first."""
        row = self.table.currentIndex().row()
        rows = self.model.rowCount()
        return self.model.row(max(0, row)).sheet if rows else ""

    def show_mapping(
        self,
        tried: Attempt | None,
        wish: Wish,
        targets: Sequence[Target],
        layouts: Mapping[str, str],
        looks: Mapping[str, SheetLook],
    ) -> None:
        """Show how the workbook was read, or would be; the row one was on stays."""
        place = self.table.keep_place()
        self.model.show_mapping(tried, targets, looks)
        self.table.come_back(place)
        self.form.show_reading(wish, tried, layouts, self.sheet)
        self._facts.setText(_facts(tried))
        self.again.setEnabled(wish != Wish())

    def show_conversions(self, found: Sequence[Conversion]) -> None:
        """Show what the words of the sheet become."""
        self._conversions.show_rows(found)
        self._converted.setText(
            tr("{0} 种，写入时生效").format(len(found)) if found else tr("没有，都照原样")
        )
        self._fit()

    def show_samples(self, looks: Mapping[str, SheetLook], tried: Attempt | None) -> None:
        """The samples of the columns are known now."""
        place = self.table.keep_place()
        self.model.show_mapping(tried, self.model.targets, looks)
        self.table.come_back(place)

    def go_to_pending(self) -> None:
        """Put the keys on the first column that waits to be confirmed."""
        self._go(lambda row: row.column is not None and row.column.standing == "pending")

    def go_to_column(self, sheet: str, number: int) -> None:
        """Make a column of a sheet current."""
        self._go(lambda row: row.sheet == sheet and row.column and row.column.number == number)

    def _go(self, wanted: Callable[[MappedRow], object]) -> None:
        for number in range(self.model.rowCount()):
            if wanted(self.model.row(number)):
                self.table.choose_row(number)
                return


def _facts(tried: Attempt | None) -> str:
    columns = [c for one in tried.mapping.values() for c in one.columns] if tried else []
    named = [column for column in columns if column.heading or column.element]
    used = sum(column.is_used for column in named)
    pending = sum(column.standing == "pending" for column in named)
    if not named:
        return ""
    words = [tr("认出 {used} 列").format(used=used)]
    if pending:
        words.append(tr("{pending} 列待确认").format(pending=pending))
    left = len(named) - used - pending
    return "，".join([*words, tr("{left} 列不导入").format(left=left)] if left else words)


def strip(title: QWidget, facts: QWidget, *more: QWidget) -> QFrame:
    """The head of a part of the page."""
    made = QFrame()
    made.setProperty("role", "strip")
    across = QHBoxLayout(made)
    across.setContentsMargins(12, 4, 8, 4)
    across.setSpacing(8)
    across.addWidget(title)
    across.addWidget(facts, 1)
    for one in more:
        across.addWidget(one)
    return made


_CONVERSIONS: list[Column[Conversion]] = [
    Column(
        "text", tr("表格里"), lambda c: f"“{c.text}”", 128, tip=lambda c: f"{c.label}：{c.text}"
    ),
    Column("word", tr("写入"), lambda c: f"→ {c.word}", tip=lambda c: f"{c.label}：{c.word}"),
    Column(
        "lines",
        tr("行数"),
        lambda c: tr("{c.lines} 行").format(c=c),
        68,
        right=True,
        tone=Tone.THIRD,
    ),
]

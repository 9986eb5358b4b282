"""How the workbook is read: which sheet, where its header is, by which layout; by hand."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout

from cdo_desktop.work.import_trying import Attempt, Wish
from ui.importing.quiet_spin import QuietSpin
from ui.look import Look
from ui.tr import tr
from ui.widgets.buttons import button
from ui.widgets.quiet_combo import QuietCombo
from ui.widgets.text import Elided, label

_LAST_LINE = 1_048_576
_SHORT = QuietCombo.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon


class ReadingForm(QFrame):
    """Three lines below the mapping."""

    wished = Signal(object)
    """A Wish: read it so."""
    raw_wished = Signal(bool)
    """The sheet itself is to be shown, or not any more."""
    keeping_wished = Signal()
    """The mapping is to be kept as a layout."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("role", "foot")
        self._wish = Wish()
        self._tried: Attempt | None = None
        self.sheet = QuietCombo(tr("工作表"))
        self.layout_box = QuietCombo(tr("版式"))
        for box in (self.sheet, self.layout_box):
            box.setSizeAdjustPolicy(_SHORT)
            box.setMinimumContentsLength(6)
        self.row = QuietSpin(tr("表头最下面一行的行号"), 1, _LAST_LINE)
        self._look = look
        look.changed.connect(self._fit)
        self.data_from = Elided(look, "small", "3")
        self.raw = button(
            look, tr("看原表"), kind="small", tip=tr("看表格的前几行，点选哪一行是表头")
        )
        self.raw.setCheckable(True)
        self.keep = button(look, tr("存为我的版式…"), kind="small")
        self.sheet.activated.connect(self._sheet_chosen)
        self.layout_box.activated.connect(self._layout_chosen)
        self.row.valueChanged.connect(self._row_chosen)
        self.raw.toggled.connect(self.raw_wished)
        self.keep.clicked.connect(self.keeping_wished)
        self._lay_out(look)

    def _lay_out(self, look: Look) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(12, 8, 12, 8)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        header = QHBoxLayout()
        header.setSpacing(8)
        header.addWidget(self.row)
        header.addWidget(self.data_from, 1)
        header.addWidget(self.raw)
        for place, words in enumerate((tr("工作表"), tr("表头行"), tr("版式"))):
            grid.addWidget(label(look, words, tone="2"), place, 0)
        grid.addWidget(self.sheet, 0, 1, 1, 2)
        grid.addLayout(header, 1, 1, 1, 2)
        grid.addWidget(self.layout_box, 2, 1)
        grid.addWidget(self.keep, 2, 2)
        grid.setColumnStretch(1, 1)
        self._fit()

    def _fit(self) -> None:
        """The number field is as high as the lists beside it, in every zoom."""
        self.row.setMinimumHeight(self._look.theme.control_height)

    def show_reading(
        self, wish: Wish, tried: Attempt | None, layouts: Mapping[str, str], sheet: str
    ) -> None:
        """Show how it was read; `sheet`: the one that is looked at by hand."""
        self._wish, self._tried = wish, tried
        mapped = list(tried.mapping) if tried else []
        self.sheet.clear()
        several = tr("认出的 {0} 张").format(len(mapped)) if len(mapped) > 1 else tr("自动认")
        self.sheet.addItem(f"{several}：{'、'.join(mapped)}" if mapped else several, "")
        for one in tried.sheets if tried else ():
            self.sheet.addItem(
                tr("{one.name}（隐藏）").format(one=one) if one.hidden else one.name, one.name
            )
        self.sheet.setCurrentIndex(max(0, self.sheet.findData(wish.sheet)))
        self.sheet.setToolTip(self.sheet.currentText())
        self._show_layouts(layouts, mapped)
        one = tried.mapping.get(sheet) if tried else None
        self.row.blockSignals(True)
        self.row.setValue(one.header_line if one else max(1, wish.header_row))
        self.row.blockSignals(False)
        self.data_from.setText(
            tr("数据从第 {one.first_line} 行起").format(one=one) if one else tr("还没有认出表头")
        )
        for field in (self.sheet, self.layout_box, self.row, self.raw):
            field.setEnabled(tried is not None)
        can_keep = tried is not None and tried.rehearsed is not None
        self.keep.setEnabled(can_keep)
        self.keep.setToolTip(
            tr("以后同样的表格，选这个版式就不用再对应")
            if can_keep
            else tr("先对应好各列，预演成功后才能存")
        )

    def _show_layouts(self, layouts: Mapping[str, str], mapped: list[str]) -> None:
        found = self._tried.mapping[mapped[0]].layout if self._tried and mapped else ""
        self.layout_box.clear()
        self.layout_box.addItem(
            tr("自动识别（{found}）").format(found=found) if found else tr("自动识别"), ""
        )
        for name, words in layouts.items():
            self.layout_box.addItem(words, name)
        self.layout_box.setCurrentIndex(max(0, self.layout_box.findData(self._wish.layout)))
        self.layout_box.setToolTip(self.layout_box.currentText())

    def show_raw(self, shown: bool) -> None:
        """Whether the sheet itself is shown."""
        self.raw.blockSignals(True)
        self.raw.setChecked(shown)
        self.raw.blockSignals(False)

    def _sheet_chosen(self, place: int) -> None:
        self.wished.emit(Wish(self.sheet.itemData(place), layout=self._wish.layout))

    def _layout_chosen(self, place: int) -> None:
        self.wished.emit(Wish(self._wish.sheet, layout=self.layout_box.itemData(place)))

    def _row_chosen(self, number: int) -> None:
        self.wished.emit(Wish(self._wish.sheet, number, self._wish.layout))

"""查看数据: what a chart shows, as a table one can read and copy."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from ui.look import Look
from ui.models.columns import Column
from ui.models.table import TableModel
from ui.tr import tr
from ui.widgets.buttons import button
from ui.widgets.row_table import RowTable
from ui.widgets.text import label

Numbers = Sequence[tuple[str, str]]


class DataView(QDialog):
    """The numbers of one chart."""

    def __init__(
        self,
        look: Look,
        name: str,
        value: str,
        rows: Numbers,
        parent: QWidget,
        *,
        wide: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("查看数据：{name}").format(name=name))
        self._rows = rows
        columns: list[Column[tuple[str, str]]] = [
            Column("word", tr("项目"), lambda row: row[0]),
            Column("value", value, lambda row: row[1], 460 if wide else 180, right=not wide),
        ]
        model = TableModel(columns, self)
        model.show_rows(rows)
        table = RowTable(look, model, name)
        copy = button(look, tr("复制全部"), icon="copy")
        copy.clicked.connect(self._copy)
        close = button(look, tr("关闭"), kind="primary")
        close.clicked.connect(self.accept)
        across = QHBoxLayout()
        across.addWidget(copy)
        across.addStretch()
        across.addWidget(close)
        down = QVBoxLayout(self)
        down.addWidget(label(look, name, "section"))
        down.addWidget(table, 1)
        down.addLayout(across)
        self.resize(look.theme.px(900 if wide else 460), look.theme.px(360))

    def _copy(self) -> None:
        lines = ("\t".join(row) for row in self._rows)
        QGuiApplication.clipboard().setText("\n".join(lines))

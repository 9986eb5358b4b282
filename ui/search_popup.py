"""搜索或跳转: what is typed into the top bar, found over records and places."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from cdo_desktop.domain.listing import Summary
from cdo_desktop.workbench import Workbench
from ui.look import Look
from ui.models.columns import Column, Tone
from ui.models.table import TableModel
from ui.places import Place
from ui.widgets.chips import state_chip
from ui.widgets.row_table import RowTable
from ui.widgets.text import label

SHOWN = 12


@dataclass(frozen=True, slots=True)
class Hit:
    """One line: a place or a record."""

    title: str
    group: str
    facts: str
    place: str = ""
    summary: Summary | None = None


class SearchPopup(QFrame):
    """Hangs below the search field; the field keeps the focus, the arrows move here."""

    place_chosen = Signal(str)
    record_chosen = Signal(object)

    def __init__(
        self, look: Look, field: QLineEdit, places: Sequence[Place], window: QWidget
    ) -> None:
        super().__init__(window)
        self._look, self._field, self._places = look, field, places
        self.setProperty("role", "popup")
        self._bench: Callable[[], Workbench | None] = lambda: None
        self._model = TableModel(_COLUMNS, self)
        self._table = RowTable(look, self._model, "搜索结果")
        self._table.horizontalHeader().hide()
        self._table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._table.clicked.connect(self._take)
        self._said = label(look, role="small", tone="3")
        self._said.setContentsMargins(12, 4, 12, 4)
        down = QVBoxLayout(self)
        down.setContentsMargins(1, 6, 1, 4)
        down.setSpacing(0)
        down.addWidget(self._table, 1)
        down.addWidget(self._said)
        field.installEventFilter(self)
        field.textEdited.connect(self.search)
        self.hide()

    def look_in(self, bench: Callable[[], Workbench | None]) -> None:
        """Where the open workspace is asked for."""
        self._bench = bench

    def search(self, text: str) -> None:
        """Show what is found for a text; nothing for no text."""
        wanted = text.strip()
        if not wanted:
            self.hide()
            return
        hits, total = self._found(wanted)
        self._model.show_rows(hits)
        shown = sum(hit.summary is not None for hit in hits)
        more = f"共 {total} 条，列出 {shown} 条。" if total > shown else f"共 {total} 条。"
        words = more if hits else f"没有找到“{wanted}”。换个词，或用拼音首字母试试。"
        self._said.setText(f"{words}  ↑↓ 选择，Enter 打开，Esc 关闭")
        if hits:
            self._table.choose_row(0)
        self._place(len(hits))

    def _found(self, wanted: str) -> tuple[list[Hit], int]:
        bench = self._bench()
        hits = [
            Hit(place.label, "页面", "", place=place.key)
            for place in self._places
            if wanted in place.label and (bench or not place.needs_workspace)
        ]
        if bench is None:
            return hits, 0
        numbers, total = bench.workspace.search(wanted, SHOWN)
        lines = bench.workspace.summaries(numbers)
        kinds = bench.library.kinds
        for line in (lines[n] for n in numbers if n in lines):
            word = state_chip(bench.library.flow_of(kinds[line.kind]), line.review, line.delivery)
            facts = "  ".join(filter(None, (word.word, line.code)))
            hits.append(Hit(line.title, kinds[line.kind].short_label, facts, summary=line))
        return hits, total

    def _place(self, rows: int) -> None:
        theme, field = self._look.theme, self._field
        width = max(field.width(), theme.px(560))
        height = min(rows * theme.row_height + theme.px(44), theme.px(420))
        corner = field.mapTo(self.parentWidget(), QPoint(0, field.height() + 4))
        left = min(corner.x() - (width - field.width()) // 2, self.parentWidget().width() - width)
        self.setGeometry(max(left, 0), corner.y(), width, height)
        self._table.fit()
        self.raise_()
        self.show()

    def _take(self) -> None:
        row = self._table.currentIndex().row()
        if row < 0 or row >= self._model.rowCount():
            return
        hit: Hit = self._model.row(row)
        self._leave()
        if hit.summary is not None:
            self.record_chosen.emit(hit.summary)
        else:
            self.place_chosen.emit(hit.place)

    def _leave(self) -> None:
        self._field.clear()
        self._field.clearFocus()
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self.hide()
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        key, at = event.key(), self._table.currentIndex().row()
        if key == Qt.Key.Key_Escape:
            self._leave()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self.isVisible():
            self._table.choose_row(at + (1 if key == Qt.Key.Key_Down else -1))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.isVisible():
            self._take()
        else:
            return False
        return True


_COLUMNS: list[Column[Hit]] = [
    Column("title", "名称", lambda hit: hit.title),
    Column("facts", "状态和代码", lambda hit: hit.facts, 210, tone=Tone.SECOND),
    Column("group", "哪里", lambda hit: hit.group, 80, right=True, tone=Tone.THIRD),
]

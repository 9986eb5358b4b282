"""The files verified since the program was started, worst first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionViewItem,
    QVBoxLayout,
)

from cdo_desktop.domain.verdict import Verdict
from cdo_desktop.work.inspecting import Inspected
from ui.exchange.verdict_words import VERDICTS, who_words
from ui.look import Look
from ui.models.columns import PAINTED, Column
from ui.models.table import TableModel
from ui.tr import tr
from ui.widgets.cells import CellDelegate
from ui.widgets.row_table import RowTable
from ui.widgets.text import label

ROW = 54
_TONES = {"ok": "ok", "warn": "warn", "err": "err", "plum": "plum"}
Index = QModelIndex | QPersistentModelIndex


def _words(found: Inspected) -> str:
    return f"{found.path.name}，{found.verdict.label}，{who_words(found)}"


_COLUMNS = [
    Column[Inspected](
        *("file", tr("文件"), _words), painted=lambda one: one, tip=lambda one: str(one.path)
    )
]


class _TwoLines(CellDelegate):
    """Shield, name; below it the verdict in its colour, who and when."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(option.rect.width(), self._look.theme.px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        found: Inspected = index.data(PAINTED)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setClipRect(option.rect)
        self._paint_ground(painter, option, index, selected)
        theme, px, place = self._look.theme, self._look.theme.px, option.rect
        shape = VERDICTS[found.verdict]
        icon = self._look.icons.pixmap(shape.icon, shape.token, 18)
        painter.drawPixmap(place.left() + px(12), place.center().y() - px(9), icon)
        words = place.adjusted(px(42), px(7), -px(10), -px(7))
        upper = QRect(words.left(), words.top(), words.width(), words.height() // 2)
        lower = QRect(words.left(), upper.bottom() + 1, words.width(), words.height() // 2)
        painter.setFont(theme.font("body"))
        painter.setPen(theme.colour("sel-text" if selected else "text"))
        self._write(painter, upper, found.path.name, Qt.TextElideMode.ElideMiddle)
        painter.setFont(theme.font("small-strong"))
        painter.setPen(theme.colour(_TONES[shape.level]))
        self._write(painter, lower, found.verdict.label, Qt.TextElideMode.ElideRight)
        left = painter.fontMetrics().horizontalAdvance(found.verdict.label) + px(8)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("sel-text" if selected else "text-2"))
        rest = lower.adjusted(left, 0, 0, 0)
        self._write(painter, rest, who_words(found), Qt.TextElideMode.ElideRight)
        painter.restore()

    def _write(self, painter: QPainter, place: QRect, words: str, mode: Qt.TextElideMode) -> None:
        fitting = painter.fontMetrics().elidedText(words, mode, place.width())
        middle = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        painter.drawText(place, middle, fitting)


class _Table(RowTable):
    def __init__(self, look: Look, model: TableModel) -> None:
        super().__init__(look, model, tr("核验过的文件"))
        self._delegate = _TwoLines(look, self)
        self.setItemDelegate(self._delegate)
        self.horizontalHeader().hide()
        self.fit()

    def fit(self) -> None:
        super().fit()
        self.verticalHeader().setDefaultSectionSize(self._look.theme.px(ROW))


class DropZone(QPushButton):
    """A place to drop files on; a click chooses them."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setAccessibleName(tr("选择要核验的文件，或把 .cdopkg 文件拖到这里"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(self._look.theme.px(200), self._look.theme.px(62))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._look.theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ring = self.hasFocus()
        pen = QPen(theme.colour("focus" if ring else "border-strong"), 2 if ring else 1)
        pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(theme.colour("hover" if self.underMouse() else "surface"))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -2, -2), 6, 6)
        painter.setPen(theme.colour("text-2"))
        painter.setFont(theme.font("body"))
        words = tr("把 .cdopkg 文件拖到这里，或点击选择")
        width = painter.fontMetrics().horizontalAdvance(words) + theme.px(24)
        left = max((self.width() - width) // 2, theme.px(8))
        icon = self._look.icons.pixmap("file-input", "text-2", 16)
        painter.drawPixmap(left, (self.height() - theme.px(16)) // 2, icon)
        rest = QRect(left + theme.px(24), 0, self.width() - left - theme.px(32), self.height())
        fitting = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, rest.width())
        middle = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        painter.drawText(rest, middle, fitting)


class VerifiedList(QFrame):
    """Files, worst verdict first; a place to drop more."""

    chosen = Signal(object)
    """The Inspected that is current, or None."""
    more_wished = Signal()
    """Other files are to be chosen."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("role", "pane")
        self._found: list[Inspected] = []
        self._count = label(look, "", "small", "3")
        self._model = TableModel(_COLUMNS, self)
        self.table = _Table(look, self._model)
        self.table.row_chosen.connect(self._choose)
        self.zone = DropZone(look)
        self.zone.clicked.connect(self.more_wished)
        head = QHBoxLayout()
        head.setContentsMargins(14, 10, 14, 8)
        head.setSpacing(8)
        head.addWidget(label(look, tr("核验过的文件"), "section"))
        head.addWidget(self._count, 1)
        around = QHBoxLayout()
        around.setContentsMargins(12, 10, 12, 12)
        around.addWidget(self.zone)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addLayout(head)
        down.addWidget(self.table, 1)
        down.addLayout(around)

    @property
    def shown(self) -> Sequence[Inspected]:
        """The files in the order of the list."""
        return self._found

    def add(self, found: Inspected) -> None:
        """One more file, or one verified again; it becomes current."""
        others = [one for one in self._found if one.path != found.path]
        grades = list(Verdict)
        self._found = sorted([found, *others], key=lambda one: -grades.index(one.verdict))
        self._count.setText(f"{len(self._found)}")
        self._model.show_rows(self._found)
        self.table.choose_row(self._found.index(found))

    def _choose(self, row: int) -> None:
        self.chosen.emit(self._found[row] if 0 <= row < len(self._found) else None)

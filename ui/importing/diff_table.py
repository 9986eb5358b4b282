"""The differences of one record with a choice per field: inserted bold, removed struck through."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionViewItem

from cdo_desktop.work.import_diff import Piece
from ui.importing.diff_model import AFTER, BEFORE, CHOSEN, EMPTY, PIECES, WHERE, DiffModel
from ui.look import Look
from ui.tr import tr
from ui.widgets.cells import CellDelegate
from ui.widgets.row_table import RowTable

Index = QModelIndex | QPersistentModelIndex
_PADDING, _RADIO, _GAP = 9, 14, 8
_BEFORE_CHANGE = 10
"""So many characters are left in front of the first change where a text is too long."""


class DiffDelegate(CellDelegate):
    """A radio button and the text in stretches; the side that is taken has a green ground."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        if index.column() == WHERE:
            super().paint(painter, option, index)
            return
        painter.save()
        painter.setClipRect(option.rect)
        self._paint_ground(painter, option, index, selected=False)
        theme, px, place = self._look.theme, self._look.theme.px, option.rect
        chosen = index.data(CHOSEN)
        if chosen:
            painter.fillRect(place.adjusted(0, 0, 0, -1), theme.colour("ok-bg"))
        painter.fillRect(place.left(), place.top(), 1, place.height(), theme.colour("border"))
        inner = place.adjusted(px(_PADDING), 0, -px(4), -1)
        if chosen is not None and not self._is_detail(index):
            self._paint_radio(painter, inner, chosen)
        if chosen is not None:
            inner.setLeft(inner.left() + px(_RADIO + _GAP))
        self._paint_pieces(painter, inner, index.data(PIECES) or [], index.column())
        painter.restore()

    @staticmethod
    def _is_detail(index: Index) -> bool:
        model = index.model()
        return isinstance(model, DiffModel) and model.row(index.row()).detail

    def _paint_radio(self, painter: QPainter, inner: QRect, on: bool) -> None:
        theme, edge = self._look.theme, self._look.theme.px(_RADIO)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        disc = QRectF(inner.left() + 0.5, inner.center().y() - edge // 2 + 0.5, edge, edge)
        painter.setPen(QPen(theme.colour("accent" if on else "border-strong"), 1.2))
        painter.setBrush(theme.colour("accent" if on else "surface"))
        painter.drawEllipse(disc)
        if on:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("on-accent"))
            painter.drawEllipse(QPointF(disc.center()), edge * 0.2, edge * 0.2)

    def _paint_pieces(
        self, painter: QPainter, room: QRect, found: Sequence[Piece], column: int
    ) -> None:
        theme = self._look.theme
        if not found:
            painter.setFont(theme.font("body"))
            painter.setPen(theme.colour("text-3"))
            painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), EMPTY)
            return
        left = room.left()
        for text, differs in self._fitting(found, room.width()):
            font = self._font(differs, column)
            width = QFontMetrics(font).horizontalAdvance(text)
            free = room.right() - left + 1
            stretch = QRect(left, room.top(), min(width, free), room.height())
            if differs:
                self._mark(painter, stretch, column)
            painter.setFont(font)
            token = "text" if not differs else "err" if column == BEFORE else "ok"
            painter.setPen(theme.colour(token))
            if width > free:
                elide = Qt.TextElideMode.ElideRight
                text = QFontMetrics(font).elidedText(text, elide, free)
            painter.drawText(stretch.adjusted(0, 0, 2, 0), int(Qt.AlignmentFlag.AlignVCenter), text)
            left += width
            if left > room.right():
                break

    def _mark(self, painter: QPainter, stretch: QRect, column: int) -> None:
        height = self._look.theme.px(20)
        ground = QRect(stretch.left(), stretch.center().y() - height // 2, stretch.width(), height)
        token = "err-bg" if column == BEFORE else "ok-bg"
        painter.fillRect(ground, self._look.theme.colour(token))
        if column == AFTER:  # it may lie on the same green: a line says where it begins and ends
            painter.fillRect(
                QRect(ground.left(), ground.bottom(), ground.width(), 1),
                self._look.theme.colour("ok-line"),
            )

    def _font(self, differs: bool, column: int) -> QFont:
        font = self._look.theme.font("strong" if differs and column == AFTER else "body")
        font.setStrikeOut(differs and column == BEFORE)
        return font

    def _fitting(self, found: Sequence[Piece], width: int) -> list[Piece]:
        """The stretches on one line, begun shortly before the first change if they are long."""
        flat = [(text.replace("\n", " "), differs) for text, differs in found]
        metrics = QFontMetrics(self._look.theme.font("body"))
        whole = sum(metrics.horizontalAdvance(text) for text, _ in flat)
        text, differs = flat[0]
        if whole > width and not differs and len(flat) > 1 and len(text) > _BEFORE_CHANGE + 2:
            flat[0] = (f"…{text[-_BEFORE_CHANGE:]}", False)
        return flat


class DiffTable(RowTable):
    """← keeps what there is, → takes what the sheet says; a click on a side does the same."""

    def __init__(self, look: Look, model: DiffModel) -> None:
        super().__init__(look, model, tr("这一条的差异"))
        self._diff = model
        self._delegate = DiffDelegate(look, self)
        self.setItemDelegate(self._delegate)
        self.clicked.connect(self._clicked)

    def _clicked(self, index: QModelIndex) -> None:
        if index.column() != WHERE:
            self._diff.choose(index.row(), stays=index.column() == BEFORE)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row, key = self.currentIndex().row(), event.key()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if row < 0 or not plain:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._diff.choose(row, stays=key == Qt.Key.Key_Left)
        elif key == Qt.Key.Key_Space:
            self._diff.choose(row, stays=not self._diff.stays(row))
        else:
            super().keyPressEvent(event)

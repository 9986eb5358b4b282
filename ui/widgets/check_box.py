"""A check box as tables paint it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from ui.look import Look

_EDGE = 16


def paint_check_box(painter: QPainter, place: QRect, look: Look, state: Qt.CheckState) -> None:
    """A box in the middle of the height, at the left: empty, ticked, or with a bar for some."""
    theme = look.theme
    edge = theme.px(_EDGE)
    box = QRectF(place.left() + 0.5, place.center().y() - edge // 2 + 0.5, edge - 1, edge - 1)
    empty = state is Qt.CheckState.Unchecked
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.colour("border-strong" if empty else "accent"), 1))
    painter.setBrush(theme.colour("surface" if empty else "accent"))
    painter.drawRoundedRect(box, 3, 3)
    painter.setPen(QPen(theme.colour("on-accent"), max(1.6, edge / 9)))
    unit = box.width() / 16

    def at(x: float, y: float) -> QPointF:
        return QPointF(box.left() + x * unit, box.top() + y * unit)

    if state is Qt.CheckState.Checked:
        painter.drawPolyline([at(3.8, 8.4), at(6.8, 11.4), at(12.4, 5.2)])
    elif state is Qt.CheckState.PartiallyChecked:
        painter.drawLine(at(4, 8), at(12, 8))
    painter.restore()

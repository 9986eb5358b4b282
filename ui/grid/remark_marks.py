"""Remarks in a grid: a corner as in Excel at the row or the cell they hang on, with their words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QPainter

from cdo_desktop.work.notes import Remark
from ui.look import Look
from ui.tr import tr

_CORNER = 7

Said = Mapping[tuple[str, str], str]
"""(id of the row, key of the element or "" for the row as a whole) -> what is said of it."""


def said_in(group: str, remarks: Iterable[Remark]) -> Said:
    """What the open remarks on rows of a group say."""
    said: dict[tuple[str, str], str] = {}
    for comment in (one.comment for one in remarks if one.is_open):
        if comment.group == group:
            place = (comment.row_id, comment.element)
            words = tr("意见（{who}）：{text}").format(who=comment.who, text=comment.text)
            said[place] = "\n".join(filter(None, (said.get(place, ""), words)))
    return said


def paint_corner(look: Look, painter: QPainter, place: QRect) -> None:
    """The corner at the right above, in the colour of remarks."""
    size, corner = look.theme.px(_CORNER), place.topRight()
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.theme.colour("info"))
    left, below = QPoint(corner.x() - size, corner.y()), QPoint(corner.x(), corner.y() + size)
    painter.drawPolygon([left, corner, below])
    painter.restore()

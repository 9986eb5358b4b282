"""What 搜索或跳转 offers: hits in groups, and how a line of them is painted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.look import Look
from ui.models.table import Index
from ui.widgets.chips import ChipOption, chip_size, paint_chip

HIT = Qt.ItemDataRole.UserRole
_HEAD, _LINE, _ICON, _LEFT = 26, 34, 16, 14
_NOWHERE = QModelIndex()


@dataclass(frozen=True, slots=True)
class Hit:
    """One line; what it leads to is a (what, subject) pair, ("", None) for a heading."""

    title: str
    icon: str = ""
    facts: str = ""
    chip: ChipOption | None = None
    marked: frozenset[int] = field(default_factory=frozenset)
    """Places of the signs of the title that matched."""
    what: str = ""
    """"record", "place", "action" or "find"."""
    subject: Any = None

    @property
    def is_heading(self) -> bool:
        """Whether it only names the group below it."""
        return not self.what


class HitModel(QAbstractListModel):
    """The lines of the popup."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hits: Sequence[Hit] = ()

    def show_hits(self, hits: Sequence[Hit]) -> None:
        """Show these lines."""
        self.beginResetModel()
        self._hits = hits
        self.endResetModel()

    @property
    def hits(self) -> Sequence[Hit]:
        """The lines shown."""
        return self._hits

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._hits)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._hits):
            return None
        hit = self._hits[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return hit.title
            case Qt.ItemDataRole.AccessibleTextRole:
                word = hit.chip.word if hit.chip else ""
                return "，".join(filter(None, (hit.title, word, hit.facts)))
            case _ if role == HIT:
                return hit
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and self._hits[index.row()].is_heading:
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)


class HitDelegate(QStyledItemDelegate):
    """Headings small and grey; lines with icon, title with what matched, facts, chip."""

    def __init__(self, look: Look, parent: QObject) -> None:
        super().__init__(parent)
        self._look = look

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        heading = index.data(HIT).is_heading
        return QSize(option.rect.width(), self._look.theme.px(_HEAD if heading else _LINE))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        hit: Hit = index.data(HIT)
        painter.save()
        painter.setClipRect(option.rect)
        if hit.is_heading:
            self._paint_heading(painter, option.rect, hit)
        else:
            self._paint_line(painter, option, hit)
        painter.restore()

    def _paint_heading(self, painter: QPainter, place: QRect, hit: Hit) -> None:
        theme = self._look.theme
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text-3"))
        inner = place.adjusted(theme.px(_LEFT), 0, 0, -2)
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignBottom), hit.title)

    def _paint_line(self, painter: QPainter, option: QStyleOptionViewItem, hit: Hit) -> None:
        theme, place = self._look.theme, option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("sel"))
            painter.drawRoundedRect(place.adjusted(6, 0, -6, 0), 4, 4)
        left = place.left() + theme.px(_LEFT)
        icon = self._look.icons.pixmap(hit.icon, "sel-text" if selected else "text-2", _ICON)
        painter.drawPixmap(left, place.center().y() - theme.px(_ICON) // 2, icon)
        left += theme.px(_ICON + 10)
        right = self._paint_right(painter, place, hit, selected)
        room = QRect(left, place.top(), right - left - theme.px(8), place.height())
        self._paint_title(painter, room, hit, selected)

    def _paint_right(self, painter: QPainter, place: QRect, hit: Hit, selected: bool) -> int:
        """Chip and facts from the right edge inwards; returns where they begin."""
        theme = self._look.theme
        right = place.right() - theme.px(_LEFT)
        if hit.chip is not None:
            width = chip_size(self._look, hit.chip).width()
            box = QRect(right - width, place.top(), width, place.height())
            paint_chip(painter, box, self._look, hit.chip)
            right -= width + theme.px(8)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("sel-text" if selected else "text-3"))
        facts = painter.fontMetrics().elidedText(
            hit.facts, Qt.TextElideMode.ElideMiddle, place.width() // 2
        )
        width = painter.fontMetrics().horizontalAdvance(facts)
        box = QRect(right - width, place.top(), width + 1, place.height())
        painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), facts)
        return right - width

    def _paint_title(self, painter: QPainter, place: QRect, hit: Hit, selected: bool) -> None:
        """Sign runs that matched are bold and underlined."""
        theme = self._look.theme
        left, middle = place.left(), int(Qt.AlignmentFlag.AlignVCenter)
        plain, strong = theme.font("body"), QFont(theme.font("strong"))
        strong.setUnderline(True)
        for text, is_marked in _runs(hit):
            font = strong if is_marked else plain
            width = QFontMetrics(font).horizontalAdvance(text)
            rest = place.right() - left
            if rest <= 0:
                return
            fitting = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, rest)
            token = "sel-text" if selected else "link" if is_marked else "text"
            painter.setFont(font)
            painter.setPen(QPen(theme.colour(token)))
            painter.drawText(QRect(left, place.top(), rest, place.height()), middle, fitting)
            left += width


def _runs(hit: Hit) -> list[tuple[str, bool]]:
    """The title in pieces that matched or did not."""
    runs: list[tuple[str, bool]] = []
    for place, sign in enumerate(hit.title):
        is_marked = place in hit.marked
        if runs and runs[-1][1] == is_marked:
            runs[-1] = (runs[-1][0] + sign, is_marked)
        else:
            runs.append((sign, is_marked))
    return runs

"""A layout that sets its items in a line and goes on in the next, like words; one may grow."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Items left to right, line under line."""

    def __init__(self, parent: QWidget | None = None, gap: int = 6) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arranged(QRect(0, 0, width, 0), apply=False)

    def lines_for(self, width: int) -> int:
        """How many lines all items would take, those too that are hidden now."""
        widths = [item.widget().sizeHint().width() for item in self._items]
        lines, used = 0, width + 1
        for needed in widths:
            if used + self._gap + needed > width:
                lines, used = lines + 1, -self._gap
            used += self._gap + needed
        return lines

    def setGeometry(self, place: QRect) -> None:
        super().setGeometry(place)
        self._arranged(place, apply=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _arranged(self, place: QRect, apply: bool) -> int:
        top = place.top()
        for number, line in enumerate(self._lines(place.width())):
            top += self._gap if number else 0
            if apply:
                self._set_line(line, QPoint(place.left(), top), place.width())
            top += max(item.sizeHint().height() for item in line)
        return top - place.top()

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = []
        used = 0
        for item in self._items:
            if item.isEmpty():
                continue
            needed = (item.minimumSize() if _grows(item) else item.sizeHint()).width()
            if not lines or used + self._gap + needed > width:
                lines.append([])
                used = -self._gap
            lines[-1].append(item)
            used += self._gap + needed
        return lines

    def _set_line(self, line: list[QLayoutItem], corner: QPoint, width: int) -> None:
        """What is left of a line goes to its first item that can grow; it gives what is missing."""
        hints = [item.sizeHint() for item in line]
        tallest = max(hint.height() for hint in hints)
        rest = width - sum(hint.width() for hint in hints) - self._gap * (len(line) - 1)
        for item, hint in zip(line, hints, strict=True):
            if _grows(item):
                given = max(hint.width() + rest, item.minimumSize().width())
                rest -= given - hint.width()
                hint = QSize(given, hint.height())
            lower = QPoint(0, (tallest - hint.height()) // 2)
            item.setGeometry(QRect(corner + lower, hint))
            corner += QPoint(hint.width() + self._gap, 0)


def _grows(item: QLayoutItem) -> bool:
    return bool(item.expandingDirections() & Qt.Orientation.Horizontal)

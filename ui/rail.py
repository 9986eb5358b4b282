"""The rail at the left: the places of the product, in groups; narrow where the window is narrow."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QSizePolicy, QVBoxLayout, QWidget

from ui.look import Look
from ui.places import Place
from ui.widgets.buttons import line
from ui.widgets.text import label

WIDE, NARROW = 160, 52
_HEIGHT, _ICON = 34, 18


class RailButton(QAbstractButton):
    """One place; painted, since the bar at its edge belongs to no style sheet."""

    def __init__(self, look: Look, icon: str, text: str, tip: str) -> None:
        super().__init__()
        self._look, self._icon, self._tip = look, icon, tip
        self._narrow = False
        self.setText(text)
        self.setCheckable(True)
        self.setAccessibleName(text)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_narrow(False)

    def set_narrow(self, narrow: bool) -> None:
        """Only the icon; the words are the tooltip."""
        self._narrow = narrow
        self.setToolTip(f"{self.text()}（{self._tip}）" if self._tip else self.text())
        self.updateGeometry()

    def show_icon(self, icon: str) -> None:
        """Show another icon."""
        self._icon = icon
        self.update()

    def sizeHint(self) -> QSize:
        theme = self._look.theme
        return QSize(theme.px(NARROW if self._narrow else WIDE) - 16, theme.px(_HEIGHT))

    def enterEvent(self, event: object) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: object) -> None:
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        self._paint_ground(painter, box)
        token = "text-off"
        if self.isEnabled():
            token = "link" if self.isChecked() else "text-2"
        left = (self.width() - theme.px(_ICON)) // 2 if self._narrow else theme.px(11)
        pixmap = self._look.icons.pixmap(self._icon, token, _ICON)
        painter.drawPixmap(left, (self.height() - theme.px(_ICON)) // 2, pixmap)
        if self._narrow:
            return
        strong = self.isChecked() and self.isEnabled()
        painter.setFont(theme.font("strong" if strong else "body"))
        painter.setPen(theme.colour(token if token != "text-2" else "text"))
        left += theme.px(_ICON + 9)
        place = QRect(left, 0, self.width() - left, self.height())
        painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter), self.text())

    def _paint_ground(self, painter: QPainter, box: QRectF) -> None:
        theme = self._look.theme
        painter.setPen(Qt.PenStyle.NoPen)
        if self.isChecked() and self.isEnabled():
            painter.setPen(QPen(theme.colour("border"), 1))
            painter.setBrush(theme.colour("surface"))
            painter.drawRoundedRect(box, 4, 4)
            bar = QRectF(0, 8, 3, self.height() - 16)
            painter.fillRect(bar, theme.colour("focus" if theme.dark else "accent"))
        elif self.underMouse() and self.isEnabled():
            painter.setBrush(theme.colour("hover"))
            painter.drawRoundedRect(box, 4, 4)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 4, 4)


class Rail(QFrame):
    """Made from the table of places."""

    chosen = Signal(str)
    """The key of a place."""
    folded = Signal()
    """The user folded or unfolded it by hand."""

    def __init__(self, look: Look, places: Sequence[Place]) -> None:
        super().__init__()
        self._look = look
        self.setProperty("role", "rail")
        self._places = {place.key: place for place in places}
        self._buttons: dict[str, RailButton] = {}
        self._heads: list[QWidget] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(8, 8, 8, 8)
        self._layout.setSpacing(2)
        group = ""
        for number, place in enumerate(places, 1):
            if place.group != group:
                group = place.group
                self._begin_group(group)
            tip = f"Ctrl+{number % 10}" if number <= 10 else ""
            made = RailButton(look, place.icon, place.label, tip)
            made.clicked.connect(partial(self.chosen.emit, place.key))
            self._buttons[place.key] = made
            self._layout.addWidget(made)
        self._fold = RailButton(look, "panel-left-close", "收起侧栏", "Ctrl+B")
        self._fold.setCheckable(False)
        self._fold.clicked.connect(self.toggle)
        self._layout.addWidget(line())
        self._layout.addWidget(self._fold)
        self._narrow = False
        self.set_narrow(False)
        look.changed.connect(self._fit)

    def _begin_group(self, group: str) -> None:
        if group.startswith("-"):
            self._layout.addStretch()
            self._layout.addWidget(line())
            return
        head = label(self._look, group, "small", "3")
        head.setContentsMargins(10, 8, 0, 2)
        head.setToolTip(_GROUP_TIPS.get(group, ""))
        self._heads.append(head)
        self._layout.addWidget(head)

    @property
    def narrow(self) -> bool:
        """Whether only icons are shown."""
        return self._narrow

    def set_narrow(self, narrow: bool) -> None:
        """Show only icons, or icons with words."""
        self._narrow = narrow
        for head in self._heads:
            head.setVisible(not narrow)
        for made in (*self._buttons.values(), self._fold):
            made.set_narrow(narrow)
        self._fold.setText("展开侧栏" if narrow else "收起侧栏")
        self._fold.setAccessibleName(self._fold.text())
        self._fold.show_icon("panel-left-open" if narrow else "panel-left-close")
        self._fit()

    def _fit(self) -> None:
        self.setFixedWidth(self._look.theme.px(NARROW if self._narrow else WIDE))

    def toggle(self) -> None:
        """Fold or unfold by hand; from then on the width of the window does not matter."""
        self.set_narrow(not self._narrow)
        self.folded.emit()

    def show_place(self, key: str) -> None:
        """Mark the place that is shown."""
        for known, made in self._buttons.items():
            made.setChecked(known == key)

    def set_open(self, is_open: bool) -> None:
        """Whether there is a workspace: without one most places are closed."""
        for key, made in self._buttons.items():
            made.setEnabled(is_open or not self._places[key].needs_workspace)


_GROUP_TIPS = {"三张清单": "信息系统清单、数据资源清单、数据需求清单"}

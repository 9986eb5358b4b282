"""The ink-blue bar at the top: menu, workspace, search, undo and redo, who works here."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

from ui.look import Look
from ui.widgets.text import Elided, icon_label, label

HEIGHT = 46


class LogoMark(QWidget):
    """The mark of the program: 数 on a white square."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        return QSize(self._look.theme.px(27), self._look.theme.px(27))

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_mark(QPainter(self), QRectF(self.rect()), self._look, "topbar-text", "topbar")


def paint_mark(painter: QPainter, box: QRectF, look: Look, ground: str, ink: str) -> None:
    """Paint the mark into a square."""
    theme = look.theme
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(ground))
    painter.drawRoundedRect(box, box.width() / 7, box.width() / 7)
    font = theme.font("record")
    font.setPixelSize(round(box.height() * 0.62))
    painter.setFont(font)
    painter.setPen(theme.colour(ink))
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), "数")


class TopBar(QFrame):
    """46 pixels high in both themes."""

    asked = Signal(str)
    """Text typed into the search field."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setProperty("role", "topbar")
        self.menu_button = self._button("menu", "菜单", words=True)
        self.menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._name = Elided(look, "strong")
        self._org = Elided(look, "small", "dim")
        self._practice = label(look, "练习", "small-strong")
        self.search = QLineEdit(placeholderText="搜索或跳转　名称、代码、拼音首字母  Ctrl+K")
        self.search.setAccessibleName("搜索或跳转")
        self.search.addAction(
            look.icons.icon("search", "topbar-dim"), QLineEdit.ActionPosition.LeadingPosition
        )
        self.search.textEdited.connect(self.asked)
        self._undo = self._button("undo-2", "撤销")
        self._redo = self._button("redo-2", "重做")
        self._who = label(look, role="strong")
        self._role = label(look, role="small", tone="dim")
        across = QHBoxLayout(self)
        across.setContentsMargins(10, 0, 16, 0)
        across.setSpacing(8)
        across.addWidget(self.menu_button)
        self._mark = LogoMark(look)
        across.addWidget(self._mark)
        across.addLayout(_two_lines(self._name, self._org), 3)
        across.addWidget(self._practice, 0, Qt.AlignmentFlag.AlignVCenter)
        across.addStretch(1)
        across.addWidget(self.search, 6)
        across.addStretch(2)
        across.addWidget(self._undo)
        across.addWidget(self._redo)
        across.addSpacing(8)
        self._person = icon_label(look, "contact-round", "topbar-dim", 18)
        across.addWidget(self._person)
        across.addLayout(_two_lines(self._who, self._role))
        self._fit()
        look.changed.connect(self._fit)

    def _button(self, icon: str, name: str, words: bool = False) -> QToolButton:
        made = QToolButton()
        made.setText(name)
        made.setAccessibleName(name)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        if words:
            made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._look.put_icon(made, icon, "topbar-text", 18)
        return made

    def put_steps(self, undo: QAction, redo: QAction) -> None:
        """Have the two buttons do these actions, named as they are, with their own light icons."""
        for made, action, icon in ((self._undo, undo, "undo-2"), (self._redo, redo, "redo-2")):
            made.clicked.connect(action.trigger)
            action.changed.connect(lambda made=made, action=action: _follow(made, action))
            self._look.put_icon(made, icon, "topbar-text", 18)
            _follow(made, action)

    def show_workspace(self, name: str, org: str, practice: bool) -> None:
        """Show whose work is open."""
        self._name.setText(name)
        self._org.setText(org)
        self._practice.setVisible(practice)

    def show_person(self, who: str, role: str) -> None:
        """Show who works here."""
        self._person.setVisible(bool(who))
        self._who.setText(who)
        self._role.setText(role)

    def _fit(self) -> None:
        theme = self._look.theme
        self.setFixedHeight(theme.px(HEIGHT))
        self.search.setMinimumWidth(theme.px(240))
        self.search.setMaximumWidth(theme.px(400))
        self._mark.setFixedSize(self._mark.sizeHint())
        self._practice.setStyleSheet(
            f"color: {theme.hex('warn')}; background: {theme.hex('warn-bg')};"
            f"border: 1px solid {theme.hex('warn-line')}; border-radius: 4px; padding: 1px 6px;"
        )
        for action in self.search.actions():
            action.setIcon(self._look.icons.icon("search", "topbar-dim"))


def _follow(made: QToolButton, action: QAction) -> None:
    made.setEnabled(action.isEnabled())
    made.setToolTip(action.toolTip())
    made.setAccessibleName(action.text())


def _two_lines(first: QWidget, second: QWidget) -> QVBoxLayout:
    down = QVBoxLayout()
    down.setContentsMargins(0, 4, 0, 5)
    down.setSpacing(0)
    down.addWidget(first)
    down.addWidget(second)
    return down

"""The ink-blue bar at the top: menu, workspace, search, undo and redo, who works here."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QIcon, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QToolButton, QWidget

from ui.bar_button import BarButton
from ui.look import Look
from ui.tr import tr
from ui.widgets.text import label

HEIGHT = 46
_ICON_SIZES = (16, 32, 64)


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
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), tr("数"))


def window_icon(look: Look) -> QIcon:
    """The mark, as the window and the task bar show it."""
    icon = QIcon()
    for size in _ICON_SIZES:
        pixmap = QPixmap(size, size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        paint_mark(painter, QRectF(0, 0, size, size), look, "topbar", "topbar-text")
        painter.end()
        icon.addPixmap(pixmap)
    return icon


class TopBar(QFrame):
    """46 pixels high in both themes."""

    asked = Signal(str)
    """Text typed into the search field."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setProperty("role", "topbar")
        self.menu_button = self._button("menu", tr("菜单"), words=True)
        self.workspace = BarButton(look, tr("工作区"))
        self.identity = BarButton(look, tr("使用人"), "shield-check")
        self.help_button = self._button("circle-question-mark", tr("帮助"))
        for made in (self.menu_button, self.help_button):
            made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._practice = label(look, tr("练习"), "small-strong")
        self.search = QLineEdit(placeholderText=tr("搜索或跳转　名称、代码、拼音首字母  Ctrl+K"))
        self.search.setAccessibleName(tr("搜索或跳转"))
        self.search.addAction(
            look.icons.icon("search", "topbar-dim"), QLineEdit.ActionPosition.LeadingPosition
        )
        self.search.textEdited.connect(self.asked)
        self._undo = self._button("undo-2", tr("撤销"))
        self._redo = self._button("redo-2", tr("重做"))
        self._mark = LogoMark(look)
        self._lay_out()
        self._fit()
        look.changed.connect(self._fit)

    def _lay_out(self) -> None:
        across = QHBoxLayout(self)
        across.setContentsMargins(10, 0, 8, 0)
        across.setSpacing(8)
        across.addWidget(self.menu_button)
        across.addWidget(self._mark)
        across.addWidget(self.workspace)
        across.addWidget(self._practice, 0, Qt.AlignmentFlag.AlignVCenter)
        across.addStretch(1)
        across.addWidget(self.search, 6)
        across.addStretch(1)
        for made in (self._undo, self._redo, self.help_button):
            across.addWidget(made)
        across.addWidget(self.identity)

    def _button(self, icon: str, name: str, words: bool = False) -> QToolButton:
        made = QToolButton()
        made.setText(name)
        made.setAccessibleName(name)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        if words:
            made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        else:
            made.setToolTip(name)
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
        self.workspace.show_lines(name, org)
        self._practice.setVisible(practice)

    def _fit(self) -> None:
        theme = self._look.theme
        self.setFixedHeight(theme.px(HEIGHT))
        self.search.setMinimumWidth(160)  # it yields first where a large text leaves no room
        self.search.setMaximumWidth(theme.px(400))
        self._mark.setFixedSize(self._mark.sizeHint())
        for made in (self.workspace, self.identity):
            made.setMaximumWidth(theme.px(320))
            made.updateGeometry()
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

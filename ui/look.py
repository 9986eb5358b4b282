"""The look the window has now: puts a theme on the program and dresses widgets in it.

A dressed widget carries its icon and type role as properties, so that a change of theme or zoom
finds it again; nothing is registered anywhere.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QAction, QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QStyle, QWidget

from cdo_desktop import paths
from cdo_desktop.settings import Settings
from ui.icons import IconSet
from ui.theme import ZOOMS, Theme
from ui.tr import tr

FOLLOW, LIGHT, DARK = "follow", "light", "dark"
MODES = {FOLLOW: tr("跟随系统"), LIGHT: tr("浅色"), DARK: tr("深色")}
_ICON, _TYPE = "lookIcon", "lookType"
Dressed = QAbstractButton | QLabel | QAction


def add_fonts() -> None:
    """Make the program's own fonts known, so that no font of the system is needed."""
    for file in sorted((paths.resources() / "fonts").glob("*.ttf")):
        if QFontDatabase.addApplicationFont(str(file)) < 0:
            raise FileNotFoundError(file)


class Look(QObject):
    """The present theme and its icons; `changed` says that everything is to be drawn again."""

    changed = Signal()

    def __init__(self, app: QApplication, settings: Settings) -> None:
        super().__init__()
        self._app = app
        self._settings = settings
        self.mode = settings.get("look.mode", FOLLOW)
        self.theme = Theme(self._wants_dark(), settings.get("look.zoom", 1.0))
        self.icons = IconSet(self.theme, app.devicePixelRatio())
        self._put_on()
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._system_changed)

    def set_mode(self, mode: str) -> None:
        """Light, dark, or as the system is."""
        self.mode = mode
        self._settings.set("look.mode", mode)
        self._become(Theme(self._wants_dark(), self.theme.zoom, self.theme.compact))

    def set_zoom(self, zoom: float) -> None:
        """How large text, rows and icons are."""
        self._settings.set("look.zoom", zoom)
        self._become(Theme(self.theme.dark, zoom, self.theme.compact))

    def zoom_by(self, steps: int) -> None:
        """The next larger (1) or smaller (-1) zoom, if there is one."""
        place = ZOOMS.index(self.theme.zoom) if self.theme.zoom in ZOOMS else 0
        self.set_zoom(ZOOMS[max(0, min(len(ZOOMS) - 1, place + steps))])

    def set_compact(self, compact: bool) -> None:
        """Denser rows, for low windows."""
        self._become(Theme(self.theme.dark, self.theme.zoom, compact))

    def put_icon(
        self, target: Dressed, name: str, token: str = "text-2", size: int = 16, tail: int = 0
    ) -> None:
        """Give a button, an action or a label an icon that follows the theme.

        `tail`: more room between the icon of a button and its words than the style gives.
        """
        target.setProperty(_ICON, (name, token, size, tail))
        self._draw_icon(target)

    def put_type(self, target: QWidget, role: str, tone: str = "") -> None:
        """Give a widget the font of a type role and, for a label, a tone of the style sheet."""
        target.setProperty(_TYPE, role)
        target.setFont(self.theme.font(role))
        if tone:
            target.setProperty("tone", tone)

    def _draw_icon(self, target: QObject) -> None:
        name, token, size, tail = target.property(_ICON)
        if isinstance(target, QLabel):
            target.setPixmap(self.icons.pixmap(name, token, size))
        elif isinstance(target, QAbstractButton | QAction):
            target.setIcon(self.icons.icon(name, token, size, tail))
            if isinstance(target, QAbstractButton):
                edge = self.theme.px(size)
                target.setIconSize(QSize(edge + self.theme.px(tail), edge))

    def _become(self, theme: Theme) -> None:
        if theme == self.theme:
            return
        self.theme = theme
        self.icons = IconSet(theme, self._app.devicePixelRatio())
        self._put_on()
        for widget in self._app.allWidgets():
            if widget.property(_TYPE):
                widget.setFont(theme.font(widget.property(_TYPE)))
            for dressed in (widget, *widget.actions()):
                if dressed.property(_ICON):
                    self._draw_icon(dressed)
        self.changed.emit()
        for window in self._app.topLevelWidgets():
            window.update()

    def _put_on(self) -> None:
        self._app.setPalette(self.theme.palette())
        self._app.setFont(self.theme.font("body"))
        sheet = self.theme.stylesheet()
        if sheet != self._app.styleSheet():  # polishing every widget again takes a second
            self._app.setStyleSheet(sheet)

    def _wants_dark(self) -> bool:
        if self.mode == FOLLOW:
            return QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return self.mode == DARK

    def _system_changed(self) -> None:
        if self.mode == FOLLOW:
            self.set_mode(FOLLOW)


def restyle(widget: QWidget, name: str, value: str) -> None:
    """Set a property that the style sheet looks at, and have it looked at again."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    style: QStyle = widget.style()
    style.unpolish(widget)
    style.polish(widget)

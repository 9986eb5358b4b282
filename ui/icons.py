"""Icons from resources/icons in any colour and size: rendered once, cached, dropped with the theme.

QtSvg does not know `currentColor`; it is replaced in the text of the file. Our own two-colour
marks also name `surfaceColor`.
"""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from cdo_desktop import paths
from ui.theme import Theme

_THIN_FROM = 15
"""From this size on lines are thinner, as the set is drawn."""


class IconSet:
    """The icons in the colours of one theme, for one device pixel ratio."""

    def __init__(self, theme: Theme, ratio: float) -> None:
        self._theme = theme
        self._ratio = ratio
        self._drawn: dict[tuple[str, str, int, int], QPixmap] = {}

    def pixmap(self, name: str, token: str = "text-2", size: int = 16, tail: int = 0) -> QPixmap:
        """An icon in the colour of a token; `size` is at 100 %, `tail` what is empty behind it.

        FileNotFoundError if there is none such.
        """
        key = (name, token, size, tail)
        if key not in self._drawn:
            px = self._theme.px
            self._drawn[key] = self._draw(name, token, px(size), px(tail))
        return self._drawn[key]

    def icon(self, name: str, token: str = "text-2", size: int = 16, tail: int = 0) -> QIcon:
        """The same for a button or a menu: with a disabled form."""
        icon = QIcon(self.pixmap(name, token, size, tail))
        icon.addPixmap(self.pixmap(name, "text-off", size, tail), QIcon.Mode.Disabled)
        return icon

    def _draw(self, name: str, token: str, size: int, tail: int) -> QPixmap:
        text = svg_text(name).replace("currentColor", self._theme.hex(token))
        text = text.replace("surfaceColor", self._theme.hex("surface"))
        if size >= _THIN_FROM:
            text = text.replace('stroke-width="2"', 'stroke-width="1.75"')
        edge = round(size * self._ratio)
        pixmap = QPixmap(edge + round(tail * self._ratio), edge)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        QSvgRenderer(QByteArray(text.encode())).render(painter, QRectF(0, 0, edge, edge))
        painter.end()
        pixmap.setDevicePixelRatio(self._ratio)
        return pixmap


@cache
def svg_text(name: str) -> str:
    """The file of an icon."""
    return (paths.resources() / "icons" / f"{name}.svg").read_text("utf-8")

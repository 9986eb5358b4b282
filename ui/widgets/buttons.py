"""Buttons as the program makes them: a verb, perhaps an icon, a kind of the style sheet."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QPushButton, QToolButton

from ui.look import Look

_ICON_TOKENS = {"primary": "on-accent", "danger": "err", "link": "link"}
_TAIL = 4


def button(look: Look, text: str, *, kind: str = "", icon: str = "", tip: str = "") -> QPushButton:
    """A push button; `kind`: "", primary, danger, link, small or facet."""
    made = QPushButton(text)
    made.setCursor(
        Qt.CursorShape.PointingHandCursor if kind == "link" else Qt.CursorShape.ArrowCursor
    )
    made.setAutoDefault(False)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    made.setAccessibleName(text)
    if kind:
        made.setProperty("kind", kind)
    if icon:
        put_icon(look, made, icon, kind)
    if tip:
        made.setToolTip(tip)
    return made


def put_icon(look: Look, made: QPushButton, icon: str, kind: str = "") -> None:
    """Its icon, a little away from its words if it has any."""
    tail = _TAIL if made.text() and kind != "token" else 0  # the icon of a token stands behind
    look.put_icon(made, icon, _ICON_TOKENS.get(kind, "text-2"), tail=tail)


def icon_button(
    look: Look, icon: str, name: str, *, token: str = "text-2", size: int = 16
) -> QToolButton:
    """A button that is only an icon; its name is tooltip and accessible name."""
    made = QToolButton()
    made.setToolTip(name)
    made.setAccessibleName(name)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    look.put_icon(made, icon, token, size)
    return made


def line() -> QFrame:
    """A horizontal line of one pixel."""
    made = QFrame()
    made.setFixedHeight(1)
    made.setProperty("role", "line")
    return made

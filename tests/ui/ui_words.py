"""Reading a window as a person does: by its words."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget


def shown_texts(window: QWidget) -> set[str]:
    """The texts of all labels and buttons that can be seen."""
    widgets: list[Any] = [*window.findChildren(QLabel), *window.findChildren(QAbstractButton)]
    return {widget.text() for widget in widgets if widget.isVisible() and widget.text()}


def named(window: QWidget, name: str) -> Any:
    """The widget with this accessible name; fails if there is none."""
    found = [w for w in window.findChildren(QWidget) if w.accessibleName() == name]
    assert found, f"nothing is called {name}"
    return found[-1]


def type_chinese(field: QWidget, text: str) -> None:
    """Type as an input method does: the text arrives at once."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(field, event)

"""What is wrong with a page or dialog for somebody who cannot see it, or has no mouse."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QShortcut, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QCalendarWidget,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTabBar,
    QTextEdit,
    QToolButton,
    QWidget,
)

from ui.grid.grid_view import GridView

_USED = (
    *(QAbstractButton, QLineEdit, QPlainTextEdit, QTextEdit, QComboBox),
    *(QAbstractSpinBox, QAbstractItemView, QTabBar),
)
_WHOLE = (QLineEdit, QComboBox, QTabBar, QAbstractSpinBox, QAbstractItemView, QCalendarWidget)
"""What these hold is a part of them, and has no name of its own."""
_FAR = 400


def told(widget: QWidget) -> str:
    """A widget for a message of a test."""
    words = widget.text() if isinstance(widget, QAbstractButton) else ""
    name = widget.accessibleName() or words
    return f"{type(widget).__name__} “{name}” in {type(widget.parent()).__name__}"


def _own(root: QWidget) -> Iterator[QWidget]:
    """What somebody uses, without the parts it is made of; also what is hidden now."""
    for widget in root.findChildren(QWidget):
        parents, above = [], widget.parent()
        while above is not None and above is not root.parent():
            parents.append(above)
            above = above.parent()
        part = any(isinstance(one, _WHOLE) for one in parents) or isinstance(widget, QHeaderView)
        if isinstance(widget, _USED) and not part:
            yield widget


def nameless(root: QWidget) -> list[str]:
    """What says nothing of itself; and what is only an icon, without a tooltip."""
    found = []
    for widget in _own(root):
        text = widget.text() if isinstance(widget, QAbstractButton) else ""
        if not (widget.accessibleName() or text or _is_blank(widget)):
            found.append(f"no name: {told(widget)}")
        if _is_icon(widget) and not widget.toolTip():
            found.append(f"no tooltip: {told(widget)}")
    return found


def _is_blank(widget: QWidget) -> bool:
    """A button that gets its words when there is something to press it for, and is not shown."""
    return isinstance(widget, QPushButton) and widget.isHidden() and widget.icon().isNull()


def _is_icon(widget: QWidget) -> bool:
    if not isinstance(widget, QAbstractButton) or widget.icon().isNull():
        return False
    only = Qt.ToolButtonStyle.ToolButtonIconOnly
    bare = isinstance(widget, QToolButton) and widget.toolButtonStyle() is only
    return bare or not widget.text()


def unreachable(root: QWidget) -> list[str]:
    """What takes the focus by Tab in principle, and Tab never comes there."""
    passed = _tabbed(root.window())
    wanted = [one for one in _own(root) if _takes_tab(one)]
    return [told(one) for one in wanted if one not in passed]


def unfocusable(root: QWidget) -> list[str]:
    """Buttons and fields that can be seen and used, but not with the keyboard."""
    seen = [one for one in _own(root) if one.isVisible() and one.isEnabled()]
    none = Qt.FocusPolicy.NoFocus
    return [told(o) for o in seen if o.focusPolicy() == none and not _is_by_arrows(o)]


def _takes_tab(widget: QWidget) -> bool:
    policy = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    usable = widget.isVisible() and widget.isEnabled() and policy == Qt.FocusPolicy.TabFocus
    return usable and not _is_by_arrows(widget)


def _is_by_arrows(widget: QWidget) -> bool:
    """One of several of which one is on: Tab comes to one of them, the arrows go to the others."""
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    if group is None or not group.exclusive():
        return False
    others = [one for one in group.buttons() if one is not widget]
    return any(one.focusPolicy() & Qt.FocusPolicy.TabFocus for one in others)


def _tabbed(window: QWidget) -> list[QWidget]:
    """Where Tab leads, once around."""
    passed: list[QWidget] = []
    for _ in range(_FAR):
        here = QApplication.focusWidget()
        if here is None or here in passed:
            return passed
        passed.append(here)
        if isinstance(here, GridView):  # as in a spreadsheet program Tab goes from cell to cell
            QWidget.focusNextPrevChild(here, True)
        else:
            QTest.keyClick(here, Qt.Key.Key_Tab)
    raise AssertionError(f"Tab never comes back in {told(window)}")


def turned_by_the_wheel(root: QWidget) -> list[str]:
    """What the wheel changes though it has not the focus; a form scrolls under the mouse."""
    found = []
    for widget in _own(root):
        if not isinstance(widget, QComboBox | QAbstractSpinBox) or widget.hasFocus():
            continue
        before = _value(widget)
        for by in (-120, 120):
            QApplication.sendEvent(widget, _wheel(by))
            if _value(widget) != before:
                found.append(told(widget))
    return found


def _value(widget: QComboBox | QAbstractSpinBox) -> object:
    return widget.currentIndex() if isinstance(widget, QComboBox) else widget.text()


def _wheel(by: int) -> QWheelEvent:
    none, phase = Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase
    at, button = QPointF(5, 5), Qt.MouseButton.NoButton
    return QWheelEvent(at, at, QPoint(), QPoint(0, by), button, none, phase, False)


def ambiguous(root: QWidget) -> list[str]:
    """Keys that two actions or shortcuts answer where this is shown."""
    window = root.window()
    keys: Counter[str] = Counter()
    for shortcut in window.findChildren(QShortcut):
        if _is_near(shortcut.parent(), root) and shortcut.isEnabled():
            keys[shortcut.key().toString()] += 1
    for action in window.findChildren(QAction):
        if _is_near(action.parent(), root) and not isinstance(action.parent(), QLineEdit):
            keys.update(one.toString() for one in action.shortcuts())
    for button in window.findChildren(QAbstractButton):
        if _is_near(button, root):
            keys[button.shortcut().toString()] += 1
    return [key for key, count in keys.items() if key and count > 1]


def _is_near(owner: object, root: QWidget) -> bool:
    """Whether keys of this owner work while root is shown: its own, and those of the window."""
    if not isinstance(owner, QWidget):
        return False
    return owner is root.window() or owner is root or root.isAncestorOf(owner)


def faults(root: QWidget) -> list[str]:
    """Everything that is wrong, in words."""
    return [
        *nameless(root),
        *(f"Tab never comes to {one}" for one in unreachable(root)),
        *(f"no focus: {one}" for one in unfocusable(root)),
        *(f"turned by the wheel: {one}" for one in turned_by_the_wheel(root)),
        *(f"key given twice: {one}" for one in ambiguous(root)),
    ]

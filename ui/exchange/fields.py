"""Small inputs of these pages: a file with its chooser, a passphrase that keeps Enter, rows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLayout, QLineEdit, QWidget

from ui.look import Look
from ui.notify import Notify
from ui.tr import tr
from ui.widgets.buttons import button, icon_button
from ui.widgets.text import label

PACKAGES = tr("签名包 (*.cdopkg)")
KEYS = tr("密钥文件 (*.cdokey)")
ROOTS = tr("根清单 (*.json)")
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class FileField(QWidget):
    """A file: its path, typed or chosen."""

    changed = Signal()
    """Another path stands in it."""

    def __init__(self, look: Look, notify: Notify, name: str, title: str, filters: str) -> None:
        super().__init__()
        self._notify, self._title, self._filters = notify, title, filters
        self.line = QLineEdit(accessibleName=name)
        self.line.textChanged.connect(self.changed)
        choose = button(look, tr("选择…"))
        choose.setAccessibleName(tr("选择{name}").format(name=name))
        choose.clicked.connect(self.choose)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(8)
        across.addWidget(self.line, 1)
        across.addWidget(choose)
        self.setFocusProxy(self.line)

    @property
    def path(self) -> Path | None:
        """What stands in it; None for nothing."""
        return typed_path(self.line.text())

    def set_path(self, path: Path | None) -> None:
        """Put a path into it."""
        self.line.setText(str(path) if path else "")
        self.line.setCursorPosition(len(self.line.text()))

    def choose(self) -> None:
        """Have a file chosen."""
        self._notify.choose_file(self._title, self._filters, self.set_path)


class PassphraseField(QWidget):
    """A passphrase: Enter stays in it until it is released; it is shown only while wished."""

    changed = Signal()
    """Something else stands in it."""
    entered = Signal()
    """Enter was pressed while it was released."""

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self._released = False
        self.line = _KeepsEnter(self)
        self.line.setAccessibleName(name)
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData)
        self.line.textChanged.connect(self.changed)
        self._eye = icon_button(look, "eye", tr("按住显示口令"), size=14)
        self._eye.pressed.connect(self._show)
        self._eye.released.connect(self._hide)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(4)
        across.addWidget(self.line, 1)
        across.addWidget(self._eye)
        self.setFocusProxy(self.line)

    @property
    def text(self) -> str:
        """What stands in it."""
        return self.line.text()

    def clear(self) -> None:
        """Forget it."""
        self.line.clear()
        self._hide()

    def release_enter(self, released: bool) -> None:
        """Whether Enter may do what the button does."""
        self._released = released

    def press_enter(self) -> None:
        """Enter was pressed in it."""
        if self._released:
            self.entered.emit()

    def _show(self) -> None:
        self.line.setEchoMode(QLineEdit.EchoMode.Normal)

    def _hide(self) -> None:
        self.line.setEchoMode(QLineEdit.EchoMode.Password)


class _KeepsEnter(QLineEdit):
    """Enter never reaches a default button."""

    def __init__(self, field: PassphraseField) -> None:
        super().__init__()
        self._field = field

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            event.accept()
            self._field.press_enter()
        else:
            super().keyPressEvent(event)


def typed_path(text: str) -> Path | None:
    """The file that somebody has typed so far; None for nothing, or what names no file ("/")."""
    path = Path(text.strip())
    try:
        path = path.expanduser()
    except RuntimeError:  # "~" and the name of nobody
        return None
    return path if path.name else None


def rows(
    look: Look, lines: Sequence[tuple[str, QWidget | QLayout]], width: int = 96
) -> QGridLayout:
    """A form of labels and inputs, the labels right aligned in a column of one width."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(look.theme.px(9))
    grid.setColumnMinimumWidth(0, look.theme.px(width))
    grid.setColumnStretch(1, 1)
    for place, (words, field) in enumerate(lines):
        name = label(look, words, tone="2")
        grid.addWidget(name, place, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if isinstance(field, QWidget):
            grid.addWidget(field, place, 1)
        else:
            grid.addLayout(field, place, 1)
    return grid

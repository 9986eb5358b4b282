"""What every field of a form that can be typed into is: it shows a value and gives typed text."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cdo_desktop.domain.record import Record
from cdo_desktop.standard.element_kinds import shown
from cdo_desktop.standard.model import Element
from cdo_desktop.workbench import Workbench
from ui.look import restyle
from ui.shell import Shell
from ui.tr import tr


class Editor(QWidget):
    """One element of a record, to be typed into. What is typed goes on as text, as a person
    writes it; the core reads it (cdo_desktop/work/typed.py), so that nothing typed is refused."""

    changed = Signal()
    """Somebody typed or chose; not sent when a value is only shown."""
    left = Signal()
    """The focus has gone elsewhere."""
    focused = Signal()

    def __init__(self, shell: Shell, element: Element) -> None:
        super().__init__()
        self.shell, self.element = shell, element
        self._field: QWidget = self
        self.across = QHBoxLayout(self)
        self.across.setContentsMargins(0, 0, 0, 0)
        self.across.setSpacing(4)

    def watch(self, field: QWidget) -> None:
        """The widget that takes the focus and bears the state of what was found."""
        self._field = field
        field.setAccessibleName(self.element.label)
        field.installEventFilter(self)
        self.setFocusProxy(field)

    @property
    def field(self) -> QWidget:
        """The widget that takes the focus."""
        return self._field

    @property
    def is_busy(self) -> bool:
        """Whether somebody is in it; then a value that comes back is not put over the typing."""
        return self._field.hasFocus()

    @property
    def typed(self) -> str:
        """What stands in it, as a person writes it; "" for nothing."""
        raise NotImplementedError

    def show_record(self, bench: Workbench, record: Record) -> None:
        """Show the record's value; does not send `changed`."""
        self.show_text(shown(record.values.get(self.element.key)))

    def show_text(self, text: str) -> None:
        """Show this text; does not send `changed`."""
        raise NotImplementedError

    def mark(self, state: str, required: bool, words: str) -> None:
        """Frame it for what was found: "error", "warning", "hint" or "", and say so in words."""
        restyle(self._field, "state", {"error": "error", "warning": "warn"}.get(state, ""))
        must = tr("，必填") if required else ""
        self._field.setAccessibleName(f"{self.element.label}{must}")
        self._field.setAccessibleDescription(words)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self.focused.emit()
        elif event.type() == QEvent.Type.FocusOut:
            self.left.emit()
        elif event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            keys = QKeySequence.StandardKey
            if event.matches(keys.Undo) or event.matches(keys.Redo):
                event.ignore()  # the window takes back a whole stay; the field knows only pieces
                return True
        return False

"""One element of a form: label, value, and a message that is only there when there is one."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from cdo_desktop.domain.findings import Finding
from cdo_desktop.standard.element_kinds import shown
from cdo_desktop.standard.model import Element, ElementKind, Severity
from ui.look import Look, restyle
from ui.widgets.marks import SEVERITIES
from ui.widgets.text import icon_label, label

LABEL_WIDTH = 104
_WIDE = {ElementKind.LONGTEXT, ElementKind.TREE, ElementKind.ATTACHMENT, ElementKind.MULTI_CHOICE}
_CODES = {ElementKind.CODE, ElementKind.USCC, ElementKind.TREE}
_TONES = {Severity.ERROR: "err", Severity.WARNING: "warn", Severity.HINT: "info"}


class ValueField(QFrame):
    """A value to read: no box, a bottom line, and it takes the focus so that help can follow."""

    focused = Signal()

    def __init__(self, look: Look, element: Element) -> None:
        super().__init__()
        self._element = element
        self.setProperty("role", "field")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._value = label(look, role="mono" if element.kind in _CODES else "body")
        self._value.setWordWrap(True)
        self._value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2, 4, 2, 4)
        layout.addWidget(self._value, 1)

    @property
    def words(self) -> str:
        """What it shows."""
        return self._value.text()

    def show_value(self, value: object, required: bool) -> None:
        """Show a canonical value as a person reads it."""
        words = shown(value)
        unit = f" {self._element.unit}" if words and self._element.unit else ""
        self._value.setText(f"{words}{unit}" or "—")
        restyle(self._value, "tone", "text" if words else "3")
        self.setAccessibleName(
            f"{self._element.label}{'，必填' if required else ''}：{words or '空'}"
        )

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit()


class FieldRow(QWidget):
    """Label and value side by side, and below the value what was found there."""

    focused = Signal(object)
    """The Element whose field has the focus."""

    def __init__(self, look: Look, element: Element) -> None:
        super().__init__()
        self._look = look
        self.element = element
        self.field = ValueField(look, element)
        self.field.focused.connect(self._tell)
        self._required = False
        self._name = label(look, element.label, tone="2")
        self._name.setTextFormat(Qt.TextFormat.RichText)
        self._name.setWordWrap(True)
        self._name.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._head = QWidget()
        across = QHBoxLayout(self._head)
        across.setContentsMargins(0, 4, 0, 0)
        across.addWidget(self._name, 1, Qt.AlignmentFlag.AlignTop)
        self._messages = QVBoxLayout()
        self._messages.setSpacing(2)
        right = QVBoxLayout()
        right.setSpacing(2)
        right.addWidget(self.field)
        right.addLayout(self._messages)
        right.addStretch()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self._head, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(right, 1)
        look.changed.connect(self._fit)
        self._fit()

    @property
    def is_wide(self) -> bool:
        """Whether it takes both halves of a wide form."""
        return self.element.kind in _WIDE or self.element.max_length >= 200

    def show_value(self, value: object, required: bool, findings: list[Finding]) -> None:
        """Show a value with what was found at it."""
        self._required = required
        self._write_name()
        self.field.show_value(value, required)
        worst = findings[0].severity.value if findings else ""
        restyle(self.field, "state", worst)
        while (item := self._messages.takeAt(0)) is not None:
            if item.widget() is not None:
                item.widget().deleteLater()
        for finding in findings:
            self._messages.addWidget(_message(self._look, finding))

    def _fit(self) -> None:
        self._head.setFixedWidth(self._look.theme.px(LABEL_WIDTH))
        self._write_name()

    def _write_name(self) -> None:
        star = f'<span style="color:{self._look.theme.hex("err-icon")}">*</span> '
        self._name.setText((star if self._required else "") + escape(self.element.label))

    def _tell(self) -> None:
        self.focused.emit(self.element)


def _message(look: Look, finding: Finding) -> QWidget:
    mark = SEVERITIES[finding.severity]
    line = QWidget()
    text: QLabel = label(look, finding.message(), "small", _TONES[finding.severity])
    text.setWordWrap(True)
    text.setToolTip(finding.code)
    text.setAccessibleName(f"{mark.word}：{finding.message()}")
    across = QHBoxLayout(line)
    across.setContentsMargins(0, 0, 0, 0)
    across.setSpacing(5)
    across.addWidget(icon_label(look, mark.icon, mark.token, 14), 0, Qt.AlignmentFlag.AlignTop)
    across.addWidget(text, 1)
    return line

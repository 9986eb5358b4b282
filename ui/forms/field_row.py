"""One element of a form: label, value, and a message that is only there when there is one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from cdo_desktop.domain.findings import Finding
from cdo_desktop.domain.record import Record
from cdo_desktop.errors import CdoError
from cdo_desktop.standard.element_kinds import shown
from cdo_desktop.standard.model import Element, ElementKind, Severity
from cdo_desktop.standard.roles import Role
from cdo_desktop.work.notes import Remark
from cdo_desktop.work.typed import typed
from cdo_desktop.workbench import Workbench
from ui.forms.chooser_editors import FileEditor
from ui.forms.editor import Editor
from ui.forms.editors import editor_for
from ui.look import Look, restyle
from ui.shell import Shell
from ui.tr import tr
from ui.widgets.buttons import icon_button
from ui.widgets.marks import SEVERITIES
from ui.widgets.text import icon_label, label

LABEL_WIDTH = 118
"""Eight characters and the mark of what is required."""
_JOINER = "\u2060"
"""Where no line is broken: a second line of one character reads badly."""
_BOX, _OVER = 28, 4
"""The height of what one types into, without its lines; what is above a value to read."""
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
            f"{self._element.label}{tr('，必填') if required else ''}：{words or tr('空')}"
        )

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit()


class FieldRow(QWidget):
    """Label and field side by side, and below the field what was found there."""

    focused = Signal(object)
    """The Element whose field has the focus."""
    typed = Signal(object, str)
    """(Element, text): somebody typed or chose."""
    left = Signal()
    """The focus has left the field."""
    fix_asked = Signal(object)
    """A Finding whose one-step fix was clicked."""
    file_chosen = Signal(object, object)
    """(Element, Path): a file is to hang on the record."""
    remarks_asked = Signal()
    """The mark of the remarks was clicked."""

    def __init__(self, shell: Shell, element: Element) -> None:
        super().__init__()
        look = shell.look
        self._look = look
        self.element = element
        self._shell = shell
        self._value: ValueField | None = None
        self._editor: Editor | None = None
        self._writable: bool | None = None
        self._required = False
        self._findings: list[Finding] = []
        self._name = label(look, element.label, tone="2")
        self._name.setTextFormat(Qt.TextFormat.RichText)
        self._name.setWordWrap(True)
        self._name.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.remark_mark = icon_button(look, "message-square", tr("意见"), token="info", size=14)
        self.remark_mark.clicked.connect(self.remarks_asked)
        self.remark_mark.hide()
        self._head = QWidget()
        across = QHBoxLayout(self._head)
        across.setSpacing(2)
        across.addWidget(self.remark_mark, 0, Qt.AlignmentFlag.AlignTop)
        across.addWidget(self._name, 1, Qt.AlignmentFlag.AlignTop)
        self._messages = QVBoxLayout()
        self._messages.setSpacing(2)
        self._right = QVBoxLayout()
        self._right.setSpacing(2)
        self._right.addLayout(self._messages)
        self._right.addStretch()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self._head, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(self._right, 1)
        look.changed.connect(self._fit)
        self._fit()

    @property
    def value(self) -> ValueField:
        """What shows a value that cannot be typed into; made when it is first wanted."""
        if self._value is None:
            made = self._value = ValueField(self._look, self.element)
            made.focused.connect(self._tell)
            self._right.insertWidget(0, made)
        return self._value

    @property
    def editor(self) -> Editor:
        """What one types into; made when it is first wanted."""
        if self._editor is None:
            made = self._editor = editor_for(self._shell, self.element)
            made.focused.connect(self._tell)
            made.left.connect(self.left)
            made.changed.connect(self._typed)
            if isinstance(made, FileEditor):
                made.file_chosen.connect(partial(self.file_chosen.emit, self.element))
            self._right.insertWidget(0, made)
        return self._editor

    @property
    def is_wide(self) -> bool:
        """Whether it takes both halves of a wide form."""
        is_title = self.element.role is Role.TITLE
        return is_title or self.element.kind in _WIDE or self.element.max_length >= 200

    @property
    def field(self) -> QWidget:
        """What takes the focus now."""
        return self.editor.field if self._writable else self.value

    def show_record(
        self,
        bench: Workbench,
        record: Record,
        findings: list[Finding],
        writable: bool,
        waiting: str | None = None,
    ) -> None:
        """Show the record's value with what was found at it.

        A field that somebody is in keeps its text if that says the same: 2026/3/1 stays so until
        it is left.
        """
        self._required = self.element.is_required(record.values)
        if writable is not self._writable:
            self._writable = writable
            self._fit_head()
            before = self._value if writable else self._editor
            if before is not None:
                before.hide()
            (self.editor if writable else self.value).show()
            self._findings = []  # their links come and go with the right to write
        if not writable:
            self.value.show_value(record.values.get(self.element.key), self._required)
        elif waiting is not None:  # typed and not saved yet: perhaps before another was looked at
            if self.editor.typed != waiting:
                self.editor.show_record(bench, record)
                self.editor.show_text(waiting)
        elif not (self.editor.is_busy and self._says_the_same(bench, record)):
            self.editor.show_record(bench, record)
        self._write_name()
        self._show_findings(findings)

    def show_remarks(self, still_open: Sequence[Remark]) -> None:
        """Mark the label if remarks are open on the element."""
        self.remark_mark.setVisible(bool(still_open))
        said = "\n".join(f"{one.comment.who}：{one.comment.text}" for one in still_open)
        self.remark_mark.setToolTip(
            tr("{0} 条意见待处理\n{said}").format(len(still_open), said=said)
        )
        self.remark_mark.setAccessibleName(
            tr("{label}：{0} 条意见待处理").format(len(still_open), label=self.element.label)
        )
        self.remark_mark.setAccessibleDescription(said)

    def _says_the_same(self, bench: Workbench, record: Record) -> bool:
        try:
            read = typed(bench, self.element, self.editor.typed)
        except CdoError:  # a name that several bear: told by the one who saves it
            return True
        return read == record.values.get(self.element.key)

    def _show_findings(self, findings: list[Finding]) -> None:
        worst = findings[0].severity.value if findings else ""
        words = "；".join(finding.message() for finding in findings)
        if self._writable:
            self.editor.mark(worst, self._required, words)
        else:
            restyle(self.value, "state", worst)
        if findings and findings == self._findings:
            return
        self._findings = findings
        while (item := self._messages.takeAt(0)) is not None:
            if item.widget() is not None:
                item.widget().deleteLater()
        for finding in findings:
            self._messages.addWidget(self._message(finding))

    def _typed(self) -> None:
        self.typed.emit(self.element, self.editor.typed)

    def _message(self, finding: Finding) -> QWidget:
        """Mark, sentence, and at its end the one-step fix as a link."""
        mark = SEVERITIES[finding.severity]
        line = QWidget()
        text: QLabel = label(self._look, "", "small", _TONES[finding.severity])
        text.setTextFormat(Qt.TextFormat.RichText)
        text.setWordWrap(True)
        text.setMinimumWidth(0)
        words = escape(finding.message())
        if finding.fix is not None and self._writable:
            colour = self._look.theme.hex("link")
            fix = escape(finding.fix.label)
            words += f' <a href="fix" style="color:{colour}">{fix}</a>'
            text.setTextInteractionFlags(
                Qt.TextInteractionFlag.LinksAccessibleByMouse
                | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
            )
            text.linkActivated.connect(lambda link: self.fix_asked.emit(finding))
        text.setText(words)
        text.setToolTip(finding.code)
        text.setAccessibleName(f"{mark.word}：{finding.message()}")
        across = QHBoxLayout(line)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(5)
        icon = icon_label(self._look, mark.icon, mark.token, 14)
        across.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        across.addWidget(text, 1)
        return line

    def _fit(self) -> None:
        self._head.setFixedWidth(self._look.theme.px(LABEL_WIDTH))
        self._fit_head()
        self._write_name()

    def _fit_head(self) -> None:
        """On one line with the words in the field: a box is higher than a value to read."""
        box = self._look.theme.px(_BOX) if self._writable else 0
        over = max(_OVER, (box + 2 - self._name.fontMetrics().height()) // 2)
        self._head.layout().setContentsMargins(0, over, 0, 0)

    def _write_name(self) -> None:
        star = f'<span style="color:{self._look.theme.hex("err-icon")}">*</span> '
        words = self.element.label
        words = escape(f"{words[:-1]}{_JOINER}{words[-1:]}")
        self._name.setText((star if self._required else "") + words)

    def _tell(self) -> None:
        self.focused.emit(self.element)

"""One section of a record as a form, generated from the definition; no field is named here."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from cdo_desktop.domain.findings import Finding
from cdo_desktop.domain.record import Record
from cdo_desktop.standard.model import Element
from ui.forms.field_row import FieldRow
from ui.look import Look

TWO_HALVES_FROM = 620


class SectionForm(QScrollArea):
    """The elements of a section; in two halves where there is room."""

    focused = Signal(object)
    """The Element whose field has the focus."""

    def __init__(self, look: Look, section: str, elements: Sequence[Element]) -> None:
        super().__init__()
        self._look = look
        self._halves = 0
        self.setAccessibleName(section)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(self.focusPolicy().NoFocus)
        self.rows = [FieldRow(look, element) for element in elements]
        ground = QWidget()
        ground.setProperty("role", "ground")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(look.theme.px(7))
        outer = QVBoxLayout(ground)
        outer.setContentsMargins(0, 12, 12, 12)
        outer.addLayout(self._grid)
        outer.addStretch()
        self.setWidget(ground)
        for row in self.rows:
            row.setParent(ground)
            row.focused.connect(self.focused)

    def show_record(self, record: Record, findings: Sequence[Finding]) -> None:
        """Show the record's values of this section with what was found at each."""
        for row in self.rows:
            element = row.element
            found = [f for f in findings if f.place.element == element.key and not f.place.group]
            value = record.values.get(element.key)
            row.show_value(value, element.is_required(record.values), found)
            row.setVisible(element.is_visible(record.values) or value is not None or bool(found))
        self._arrange(self._halves or 1)

    def go_to(self, key: str) -> bool:
        """Bring an element's field into view and focus it; False if it is not in this section."""
        for row in self.rows:
            if row.element.key == key:
                self.ensureWidgetVisible(row)
                row.field.setFocus()
                return True
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        halves = 2 if event.size().width() >= self._look.theme.px(TWO_HALVES_FROM) else 1
        if halves != self._halves:
            self._halves = halves
            self._arrange(halves)

    def _arrange(self, halves: int) -> None:
        while self._grid.takeAt(0) is not None:
            continue
        line, half = 0, 0
        for row in self.rows:
            if row.isHidden():
                continue
            wide = row.is_wide or halves == 1
            if wide and half:
                line, half = line + 1, 0
            self._grid.addWidget(row, line, half, 1, halves if wide else 1)
            half += halves if wide else 1
            if half >= halves:
                line, half = line + 1, 0
        for column in range(2):
            self._grid.setColumnStretch(column, 1 if column < halves else 0)

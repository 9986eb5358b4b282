"""One section of a record as a form, generated from the definition; no field is named here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter
from types import MappingProxyType

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QWidget

from cdo_desktop.domain.findings import Finding
from cdo_desktop.domain.record import Record
from cdo_desktop.standard.model import Element
from cdo_desktop.work.notes import Remark
from cdo_desktop.workbench import Workbench
from ui.forms.field_row import FieldRow
from ui.shell import Shell

TWO_HALVES_FROM = 620
_SLICE = 0.015
"""Seconds that the first showing takes at once: editors are made when they are first shown."""


@dataclass(frozen=True, slots=True)
class _Showing:
    bench: Workbench
    record: Record
    findings: Sequence[Finding]
    writable: bool
    waiting: Mapping[str, str]


class SectionForm(QScrollArea):
    """The elements of a section; in two halves where there is room."""

    focused = Signal(object)
    """The Element whose field has the focus."""
    typed = Signal(object, str)
    """(Element, text): somebody typed or chose."""
    left = Signal()
    fix_asked = Signal(object)
    """A Finding whose one-step fix was clicked."""
    file_chosen = Signal(object, object)
    """(Element, Path): a file is to hang on the record."""
    remarks_asked = Signal()
    """The mark of a field that has remarks was clicked."""

    def __init__(self, shell: Shell, section: str, elements: Sequence[Element]) -> None:
        super().__init__()
        look = self._look = shell.look
        self._halves = 0
        self._showing: _Showing | None = None
        self._left: list[FieldRow] = []
        """The rows that do not show the record yet."""
        self._below = 0
        """The line below the last field, which takes what room is left."""
        self._is_made = False
        self._rest = QTimer(self, singleShot=True, interval=0)
        self._rest.timeout.connect(self._go_on)
        self.setAccessibleName(section)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(self.focusPolicy().NoFocus)
        self.rows = [FieldRow(shell, element) for element in elements]
        ground = QWidget()
        ground.setProperty("role", "ground")
        # the layout of the ground itself: a nested one tells the scroll area its old height
        self._grid = QGridLayout(ground)
        self._grid.setContentsMargins(0, 12, 12, 12)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(look.theme.px(7))
        self.setWidget(ground)
        self._settling = QTimer(self, singleShot=True, interval=0)
        self._settling.timeout.connect(self._settle)
        look.changed.connect(self._settling.start)
        for row in self.rows:
            row.setParent(ground)
            row.hide()
            row.focused.connect(self.focused)
            row.typed.connect(self.typed)
            row.left.connect(self.left)
            row.fix_asked.connect(self.fix_asked)
            row.file_chosen.connect(self.file_chosen)
            row.remarks_asked.connect(self.remarks_asked)

    def show_record(
        self,
        bench: Workbench,
        record: Record,
        findings: Sequence[Finding],
        writable: bool,
        waiting: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """Show the record's values of this section with what was found at each.

        `waiting`: what was typed and is not saved yet; those fields show it.
        """
        self._showing = _Showing(bench, record, findings, writable, waiting)
        self._left = list(self.rows)
        if self._is_made:
            self.finish()
        else:
            self._go_on()

    def finish(self) -> None:
        """Show now what is left to be shown."""
        self._rest.stop()
        while self._left:
            self._show_row(self._left.pop(0))
        self._is_made = self._showing is not None
        self._arrange(self._halves or 1)

    @Slot()
    def _go_on(self) -> None:
        """A slice of the first showing; the window answers in between."""
        until = perf_counter() + _SLICE
        while self._left and perf_counter() < until:
            self._show_row(self._left.pop(0))
        if self._left:
            self._arrange(self._halves or 1)
            self._rest.start()
        else:
            self.finish()

    def _show_row(self, row: FieldRow) -> None:
        here, key = self._showing, row.element.key
        if here is None:
            return
        found = [f for f in here.findings if f.place.element == key and not f.place.group]
        row.show_record(here.bench, here.record, found, here.writable, here.waiting.get(key))
        is_there = here.record.values.get(key) is not None or bool(found)
        row.setVisible(row.element.is_visible(here.record.values) or is_there)

    def show_remarks(self, still_open: Sequence[Remark]) -> None:
        """Mark the fields on which these hang."""
        for row in self.rows:
            row.show_remarks([one for one in still_open if one.hangs_on(row.element.key)])

    def go_to(self, key: str) -> bool:
        """Bring an element's field into view and focus it; False if it is not in this section."""
        self.finish()
        for row in self.rows:
            if row.element.key == key:
                self.ensureWidgetVisible(row)
                row.field.setFocus()
                return True
        return False

    def focus_first(self) -> None:
        """Put the focus into the first field that is shown."""
        self.finish()
        first = next((row for row in self.rows if not row.isHidden()), None)
        if first is not None:
            first.field.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        halves = 2 if event.size().width() >= self._look.theme.px(TWO_HALVES_FROM) else 1
        if halves != self._halves:
            self._halves = halves
            self._arrange(halves)

    @Slot()
    def _settle(self) -> None:
        """After a change of the text size: laid anew, for the grid keeps heights it once asked."""
        self._arrange(self._halves or 1)

    def _arrange(self, halves: int) -> None:
        """Fields that come and go with a value stand on lines of their own: no other field changes
        its half under the mouse when they do."""
        for row in self.rows:  # an item that is only taken keeps the heights once asked for good
            self._grid.removeWidget(row)
        line, half, when = 0, 0, None
        for row in self.rows:
            wide = row.is_wide or halves == 1
            if half and (wide or row.element.visible_when != when):
                line, half = line + 1, 0
            when = row.element.visible_when
            if row.isHidden():
                continue
            self._grid.addWidget(row, line, half, 1, halves if wide else 1)
            half += halves if wide else 1
            if half >= halves:
                line, half = line + 1, 0
        self._grid.setRowStretch(self._below, 0)
        self._below = line + 1
        self._grid.setRowStretch(self._below, 1)
        for column in range(2):
            self._grid.setColumnStretch(column, 1 if column < halves else 0)

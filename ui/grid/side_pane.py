"""The pane beside a grid: suggestions for the current row, its problems, and 批量修改."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from cdo_desktop.domain.findings import Finding
from cdo_desktop.domain.names import name_key
from cdo_desktop.domain.record import Row
from cdo_desktop.standard.element_kinds import shown
from cdo_desktop.standard.roles import Role
from cdo_desktop.work.item_suggestions import (
    Suggestion,
    adopted,
    differences,
    suggestions,
)
from cdo_desktop.work.items import with_cells
from cdo_desktop.workbench import Workbench
from ui.grid.bulk_pane import BulkPane
from ui.grid.items_grid import ItemsGrid
from ui.grid.suggestion_card import SuggestionCard
from ui.pages.help_pane import HelpPane
from ui.shell import Shell
from ui.tr import tr
from ui.widgets.buttons import button
from ui.widgets.marks import SEVERITIES
from ui.widgets.text import Elided, icon_label, label

WIDTH = 292
UNFIT = "items.unfit"
_MOST_UNFIT = 500
_CALM = 120
"""Milliseconds the cursor must rest before suggestions are looked for."""


class SidePane(QFrame):
    """Follows the cursor of the grid."""

    def __init__(self, shell: Shell, grid: ItemsGrid) -> None:
        super().__init__()
        self.setProperty("role", "pane")
        self._shell, self._grid = shell, grid
        self._bench: Workbench | None = None
        self._record_id = ""
        look = shell.look
        self._name = Elided(look, "strong")
        self._facts = label(look, role="small", tone="3")
        self._cards = QVBoxLayout()
        self._cards.setContentsMargins(12, 4, 12, 8)
        self._cards.setSpacing(8)
        self.bulk = BulkPane(look, grid)
        self.help = HelpPane(look)
        self._calm = QTimer(self, singleShot=True, interval=_CALM)
        self._calm.timeout.connect(self.refresh)
        grid.marked.connect(self._moved)
        grid.model.dataChanged.connect(self._calm.start)
        grid.model.modelReset.connect(self._calm.start)
        upper = QWidget()
        upper.setProperty("role", "ground")
        down = QVBoxLayout(upper)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addLayout(self._head())
        down.addLayout(self._cards)
        down.addWidget(self.bulk)
        down.addStretch()
        scroll = QScrollArea(widgetResizable=True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(upper)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(scroll, 1)
        column.addWidget(self.help)

    def _head(self) -> QVBoxLayout:
        look = self._shell.look
        strip = QFrame()
        strip.setProperty("role", "strip")
        across = QHBoxLayout(strip)
        across.setContentsMargins(12, 5, 8, 5)
        across.addWidget(icon_label(look, "lightbulb", size=14))
        across.addWidget(label(look, tr("标准项建议"), "strong"))
        across.addStretch()
        line = QHBoxLayout()
        line.setContentsMargins(12, 8, 12, 2)
        line.addWidget(self._name, 1)
        line.addWidget(self._facts)
        head = QVBoxLayout()
        head.setSpacing(0)
        head.addWidget(strip)
        head.addLayout(line)
        return head

    def show_record(self, bench: Workbench, record_id: str) -> None:
        """Suggest for the rows of this record."""
        self._bench, self._record_id = bench, record_id
        self.bulk.fit()
        self._moved()

    def _moved(self) -> None:
        self._calm.start()
        self.bulk.tell()
        element = self._grid.current_element
        if element is not None:
            self.help.show_element(element)

    def refresh(self) -> None:
        """Look for suggestions and problems of the current row."""
        self.bulk.fit()
        self.bulk.tell()
        while (item := self._cards.takeAt(0)) is not None:
            if item.widget() is not None:
                item.widget().deleteLater()
        number, group = self._grid.current_row, self._grid.group
        row = self._grid.model.row(number) if number >= 0 else {}
        name = group.roles.get(Role.ITEM_NAME)
        self._name.setText(shown(row.get(name.key)) if name else "")
        found = self._found(row) if self._bench and name else ()
        self._facts.setText(tr("第 {0} 行").format(number + 1) if row else "")
        for finding in self._grid.model.findings(number) if number >= 0 else ():
            self._cards.addWidget(self._problem(finding))
        type_ = group.roles.get(Role.ITEM_TYPE)
        for one in found:
            card = SuggestionCard(
                self._shell.look,
                one,
                differences(group, row, one),
                type_.key if type_ else "",
                self._grid.writable,
            )
            card.taken.connect(self._take)
            card.unfit.connect(self._forget)
            self._cards.addWidget(card)
        if not found:
            words = tr("没有要改的建议。") if row else tr("写下名称，这里给出规范的写法。")
            self._cards.addWidget(label(self._shell.look, words, "small", "3"))

    def _found(self, row: Row) -> Sequence[Suggestion]:
        unfit = set(self._shell.settings.get(UNFIT, []))
        found = suggestions(self._bench, self._grid.group, row, self._record_id)
        fitting = [one for one in found if self._mark(one) not in unfit]
        group = self._grid.group
        return [one for one in fitting if any(d.differs for d in differences(group, row, one))]

    def _mark(self, one: Suggestion) -> str:
        return f"{name_key(self._name.text())}|{one.key}"

    def _problem(self, finding: Finding) -> QWidget:
        look, mark = self._shell.look, SEVERITIES[finding.severity]
        box = QWidget()
        words = label(look, finding.message(), "small")
        words.setWordWrap(True)
        words.setToolTip(finding.code)
        words.setAccessibleName(f"{mark.word}：{finding.message()}")
        right = QVBoxLayout()
        right.setSpacing(1)
        right.addWidget(words)
        if finding.fix is not None and self._grid.writable:
            mend = button(look, finding.fix.label, kind="link")
            mend.setProperty("finding", finding)
            mend.clicked.connect(self._mend)
            right.addWidget(mend, 0, Qt.AlignmentFlag.AlignLeft)
        across = QHBoxLayout(box)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(6)
        across.addWidget(icon_label(look, mark.icon, mark.token, 14), 0, Qt.AlignmentFlag.AlignTop)
        across.addLayout(right, 1)
        return box

    def _mend(self) -> None:
        finding: Finding = self.sender().property("finding")
        fix, number = finding.fix, self._grid.current_row
        if fix is not None and fix.group == self._grid.group.key:
            made = with_cells(self._grid.rows, {(number, fix.element): fix.value})
            self._grid.adopt(made, fix.label)

    def _take(self, one: Suggestion, which: str) -> None:
        type_ = self._grid.group.roles.get(Role.ITEM_TYPE)
        only = (type_.key,) if which == "type" and type_ else ()
        made = adopted(self._grid.rows, self._grid.current_row, one, only)
        self._grid.adopt(made, tr("采用标准项“{one.name}”").format(one=one))
        self._grid.view.setFocus()

    def _forget(self, one: Suggestion) -> None:
        kept = [*self._shell.settings.get(UNFIT, []), self._mark(one)]
        self._shell.settings.set(UNFIT, kept[-_MOST_UNFIT:])
        self.refresh()

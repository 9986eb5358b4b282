"""What was found in a record, heaviest first, and beside it what the focused field wants."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from cdo_desktop.domain.findings import Finding, count
from cdo_desktop.standard.model import Element, Kind
from ui.look import Look
from ui.models.columns import Column, Tone, counted_marks
from ui.models.table import TableModel
from ui.widgets.buttons import button
from ui.widgets.empty_state import EmptyState
from ui.widgets.marks import SEVERITIES
from ui.widgets.row_table import RowTable
from ui.widgets.tally import Tally
from ui.widgets.text import Elided, icon_label, label


def finding_columns(kind: Kind) -> list[Column[Finding]]:
    """The columns of a list of findings in records of this kind."""

    def place(finding: Finding) -> str:
        at = finding.place
        element = kind.element_at(at.element, at.group)
        words = element.label if element else kind.label
        return f"第 {at.row} 行 {words}" if at.row else words

    return [
        Column(
            *("message", "问题", lambda f: f.message()),
            painted=lambda f: ((SEVERITIES[f.severity], f.message()),),
            tip=lambda f: f"{SEVERITIES[f.severity].word}：{f.message()}\n{f.code}",
        ),
        Column("place", "位置", place, 124, right=True, tone=Tone.THIRD),
    ]


class FindingsPane(QFrame):
    """The bottom of a record: problems left, 填写说明 right."""

    chosen = Signal(object)
    """A Finding was clicked or reached with F8: its field is wished for."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("role", "pane")
        self._findings: Sequence[Finding] = ()
        self._model = TableModel((), self)
        self.table = RowTable(look, self._model, "本条的问题")
        self.table.horizontalHeader().hide()
        self.table.clicked.connect(self._choose)
        self.table.opened.connect(self._choose_row)
        self._empty = EmptyState(look)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        self._tally = Tally(look)
        self._next = button(look, "下一个  F8", kind="small", tip="到下一个问题所在的字段（F8）")
        self._next.clicked.connect(self.next_problem)
        self._help = HelpPane(look)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self._left(look))
        split.addWidget(self._help)
        split.setStretchFactor(0, 1)
        split.setSizes([600, 230])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(split)

    def _left(self, look: Look) -> QWidget:
        head = QFrame()
        head.setProperty("role", "strip")
        across = QHBoxLayout(head)
        across.setContentsMargins(12, 3, 8, 3)
        across.setSpacing(10)
        across.addWidget(label(look, "问题", "strong"))
        across.addWidget(self._tally)
        across.addStretch()
        across.addWidget(self._next)
        left = QWidget()
        down = QVBoxLayout(left)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addWidget(head)
        down.addWidget(self._stack, 1)
        return left

    def show_findings(self, kind: Kind, findings: Sequence[Finding], checked: str) -> None:
        """Show these; `checked` says what was checked by which rules, for when there are none."""
        self._findings = findings
        self._model.show_rows(findings, finding_columns(kind))
        numbers = [count(findings, severity) for severity in SEVERITIES]
        self._tally.show_marks(counted_marks(*numbers))
        self._next.setEnabled(bool(findings))
        self._empty.say("check", f"没有问题。{checked}")
        self._stack.setCurrentIndex(0 if findings else 1)

    def show_help(self, element: Element) -> None:
        """Show what an element wants."""
        self._help.show_element(element)

    def next_problem(self, back: bool = False) -> None:
        """Go to the next finding (or the one before), errors first; from the last to the first."""
        if self._findings:
            at = self.table.currentIndex().row()
            step = -1 if back else 1
            start = at + step if at >= 0 else 0
            self._choose_row(start % len(self._findings))

    def _choose(self, index: object) -> None:
        self._choose_row(self.table.currentIndex().row())

    def _choose_row(self, row: int) -> None:
        if 0 <= row < len(self._findings):
            self.table.choose_row(row)
            self.chosen.emit(self._findings[row])


class HelpPane(QFrame):
    """填写说明: what to write, an example, and the clause that asks for it."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("role", "pane")
        self.setMinimumWidth(look.theme.px(180))
        self._name = Elided(look, "small", "3")
        self._text = label(look, "点一个字段，这里说明怎样填。", "small", "2")
        self._example = label(look, role="small", tone="3")
        self._clause = label(look, role="small", tone="3")
        for words in (self._text, self._example, self._clause):
            words.setWordWrap(True)
        head = QFrame()
        head.setProperty("role", "strip")
        across = QHBoxLayout(head)
        across.setContentsMargins(12, 5, 8, 5)
        across.addWidget(icon_label(look, "book-open", size=14))
        across.addWidget(label(look, "填写说明", "strong"))
        across.addWidget(self._name, 1)
        body = QVBoxLayout()
        body.setContentsMargins(12, 6, 12, 6)
        body.setSpacing(4)
        for words in (self._text, self._example, self._clause):
            body.addWidget(words)
        body.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(head)
        layout.addLayout(body, 1)

    def show_element(self, element: Element) -> None:
        """Show the help of an element."""
        limit = f"最长 {element.max_length} 字。" if element.max_length else ""
        self._name.setText(element.label)
        self._text.setText(f"{element.help}{limit}")
        self._example.setText(f"例：{element.example}" if element.example else "")
        self._clause.setText(f"依据：{element.clause}" if element.clause else "")

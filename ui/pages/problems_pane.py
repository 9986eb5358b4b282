"""What was found in this record, or in the whole workspace: heaviest first, each leads there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
)

from cdo_desktop.domain.findings import Finding
from cdo_desktop.domain.found import NONE_FOUND, Found
from cdo_desktop.standard.model import Kind
from cdo_desktop.work.problems import MANY, LastCheck, what
from ui.look import Look
from ui.models.columns import Column, Tone
from ui.models.table import TableModel
from ui.tr import tr
from ui.widgets.buttons import button
from ui.widgets.empty_line import EmptyLine
from ui.widgets.filter_chip import FilterChip
from ui.widgets.marks import SEVERITIES
from ui.widgets.row_table import RowTable
from ui.widgets.severity_filter import SeverityFilter
from ui.widgets.text import Elided
from ui.widgets.yielding import YieldingRow

_CHECK, _CLEAR = "check", "clear"
_NOT_YET = tr("还没有检查。按 F7 检查全部清单。")


class ProblemsPane(QFrame):
    """本条 | 全部. `tools` stands in the strip above it."""

    chosen = Signal(object)
    """A Finding of the record that is shown: its field is wished for."""
    elsewhere = Signal(object)
    """A Finding of another record."""
    check_asked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("role", "pane")
        self._kind: Kind | None = None
        self._record_id, self._checked = "", ""
        self._own = NONE_FOUND
        self._last: LastCheck | None = None
        self._kinds: Mapping[str, Kind] = {}
        self._said, self._running = "", False
        self._rows = NONE_FOUND
        self._at: Finding | None = None
        self._place = 0
        """Where the next problem is looked for once the one it stood on is mended."""
        self._model = TableModel((), self)
        self.table = RowTable(look, self._model, tr("问题"))
        self.table.horizontalHeader().hide()
        self.table.clicked.connect(self._clicked)
        self.table.opened.connect(self._choose)
        self.table.row_chosen.connect(self._stand)
        self._empty = EmptyLine(look)
        self._empty.chosen.connect(self._answer)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        self.tools = self._made_tools(look)
        self._foot = self._made_foot(look)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self._foot)

    def _made_tools(self, look: Look) -> YieldingRow:
        self.here = FilterChip(look, tr("本条"), spoken=tr("本条记录的问题"))
        self.everywhere = FilterChip(look, tr("全部"), spoken=tr("全部记录的问题"))
        self.here.setChecked(True)
        self._scopes = QButtonGroup(self)
        for chip in (self.here, self.everywhere):
            self._scopes.addButton(chip)
        self._scopes.buttonToggled.connect(self._show)
        self.filter = SeverityFilter(look)
        self.filter.changed.connect(self._show)
        self._next = button(
            look, tr("下一个  F8"), kind="small", tip=tr("到下一个问题所在的字段（F8）")
        )
        self._next.clicked.connect(lambda: self.next_problem())
        return YieldingRow((self.here, self.everywhere), (self.filter, self._next))

    def _made_foot(self, look: Look) -> QFrame:
        self._when = Elided(look, "small", "3")
        again = button(look, tr("重新检查"), kind="link", tip=tr("检查全部清单（F7）"))
        again.clicked.connect(self.check_asked)
        foot = QFrame()
        foot.setProperty("role", "foot")
        across = QHBoxLayout(foot)
        across.setContentsMargins(12, 0, 8, 0)
        across.addWidget(self._when, 1)
        across.addWidget(again)
        return foot

    # -- what is shown -------------------------------------------------------------------------

    @property
    def whole(self) -> bool:
        """Whether the findings of the whole workspace are shown."""
        return self.everywhere.isChecked()

    @property
    def words(self) -> str:
        """What is said where there are no rows; "" where there are."""
        return self._empty.words if self._stack.currentWidget() is self._empty else ""

    @property
    def foot(self) -> str:
        """What is said of the check of everything."""
        return "" if self._foot.isHidden() else self._when.text()

    def show_record(
        self, kind: Kind, record_id: str, findings: Sequence[Finding], checked: str
    ) -> None:
        """The record that is shown; `checked` says when it was checked by which rules."""
        if record_id != self._record_id and not self.whole:
            self._at, self._place = None, 0
        self._kind, self._record_id = kind, record_id
        self._own, self._checked = Found.these(findings), checked
        if self.whole:
            self.here.show_count(len(findings))
        else:
            self._show()

    def show_check(
        self,
        last: LastCheck | None,
        kinds: Mapping[str, Kind],
        running: bool,
        now: datetime,
        steps_since: int,
    ) -> None:
        """The last check of everything, None before the first; and how many steps came since."""
        self._last, self._kinds, self._running = last, kinds, running
        self._said = "" if last is None else _said(last, now, steps_since)
        self._show()

    def _show(self) -> None:
        found = self._findings()
        self._rows = found.only(self.filter.wanted)
        if self.whole and self._last is not None:
            columns = _columns_of_all(self._last, self._kinds)
        else:
            columns = [] if self._kind is None else _columns(self._kind)
        self._model.show_rows(self._rows, columns)
        self.filter.show_counts({one: found.number(one) for one in SEVERITIES})
        self.here.show_count(len(self._own))
        self.everywhere.show_count(None if self._last is None else len(self._last.findings))
        self._next.setEnabled(bool(self._rows))
        self._foot.setVisible(self.whole and bool(self._rows))
        self._when.setText(tr("正在检查全部清单…") if self._running else self._said)
        self._say_empty(bool(found))
        self._stack.setCurrentIndex(0 if self._rows else 1)
        self._mark()
        self.tools.fit()

    def _findings(self) -> Found:
        if not self.whole:
            return self._own
        return NONE_FOUND if self._last is None else self._last.findings

    def _say_empty(self, filtered: bool) -> None:
        if filtered:
            wanted = self.filter.wanted
            words = "、".join(mark.word for one, mark in SEVERITIES.items() if one in wanted)
            self._empty.say(
                "funnel", tr("没有{words}。").format(words=words), [(_CLEAR, tr("看全部问题"))]
            )
        elif not self.whole:
            self._empty.say("check", tr("{checked}，没有问题。").format(checked=self._checked))
        elif self._running:
            self._empty.say("refresh-cw", tr("正在检查全部清单…"))
        elif self._last is None:
            self._empty.say("refresh-cw", _NOT_YET, [(_CHECK, tr("现在检查"))])
        else:
            self._empty.say("check", self._said, [(_CHECK, tr("重新检查"))])

    def _stand(self, row: int) -> None:
        """The cursor is on a row, by key or mouse: the next problem is looked for from here."""
        if 0 <= row < len(self._rows):
            self._at, self._place = self._rows[row], row

    def _mark(self) -> None:
        """Put the cursor where it stood, if that is still there."""
        row = self._row_of(self._at)
        if row >= 0:
            self.table.choose_row(row)

    def _row_of(self, finding: Finding | None) -> int:
        if finding is None:
            return -1
        wanted, rows = what(finding), self._rows
        if self._place < len(rows) and what(rows[self._place]) == wanted:
            return self._place
        return rows.place_of(finding.place.record, lambda one: what(one) == wanted)

    def _answer(self, key: str) -> None:
        if key == _CLEAR:
            self.filter.clear()
        else:
            self.check_asked.emit()

    # -- going ---------------------------------------------------------------------------------

    def stand_on(self, finding: Finding) -> None:
        """Show everything with the cursor on a finding, as if it had been chosen here."""
        self._at = finding
        self.everywhere.setChecked(True)
        if self._row_of(finding) < 0:
            self.filter.clear()
        self._mark()

    def next_problem(self, back: bool = False) -> None:
        """Go to the next finding (or the one before), errors first; from the last to the first."""
        if not self._rows:
            return
        here = self._row_of(self._at)
        if here < 0:  # mended: what comes after it now stands in its place
            here = self._place if back else self._place - 1
        self._choose((here + (-1 if back else 1)) % len(self._rows))

    def _clicked(self, index: QModelIndex) -> None:
        self._choose(index.row())

    def _choose(self, row: int) -> None:
        if not 0 <= row < len(self._rows):
            return
        finding = self._rows[row]
        self._stand(row)
        self.table.choose_row(row)
        if not self.whole or finding.place.record == self._record_id:
            self.chosen.emit(finding)
        elif finding.place.record:
            self.elsewhere.emit(finding)


def _said(last: LastCheck, now: datetime, steps_since: int) -> str:
    """When what was checked by which rules, and whether that still holds."""
    at, today = last.at.astimezone(), now.astimezone().date()
    moment = at.strftime("%H:%M" if at.date() == today else "%m-%d %H:%M")
    words = tr("{moment} 按{last.rules}检查过 {last.checked.records:,} 条").format(
        moment=moment, last=last
    )
    words += "。" if last.findings else tr("，没有问题。")
    if steps_since:
        some = (
            tr("{steps_since} 步以上").format(steps_since=steps_since)
            if steps_since >= MANY
            else tr("{steps_since} 步").format(steps_since=steps_since)
        )
        words = tr("检查后又有 {some}改动，请重新检查（F7）。{words}").format(
            some=some, words=words
        )
    return words


def _place_words(kind: Kind | None, finding: Finding) -> str:
    at = finding.place
    element = kind.element_at(at.element, at.group) if kind else None
    words = element.label if element else kind.label if kind else ""
    if not at.row:
        return words
    several = kind is not None and len(kind.groups) > 1  # else there is no doubt whose row it is
    group = kind.groups_by_key[at.group].label if kind and several else ""
    return tr("{group}第 {at.row} 行 {words}").format(group=group, at=at, words=words)


def _tip(finding: Finding) -> str:
    return f"{SEVERITIES[finding.severity].word}：{finding.message()}\n{finding.code}"


def _columns(kind: Kind) -> list[Column[Finding]]:
    return [
        Column(
            *("message", tr("问题"), lambda f: f.message()),
            painted=lambda f: ((SEVERITIES[f.severity], f.message()),),
            tip=_tip,
        ),
        Column(
            *("place", tr("位置"), lambda f: _place_words(kind, f), 124),
            right=True,
            tone=Tone.THIRD,
        ),
    ]


def _columns_of_all(last: LastCheck, kinds: Mapping[str, Kind]) -> list[Column[Finding]]:
    def title(finding: Finding) -> str:
        return last.checked.title_of(finding) or tr("多条记录")

    def place(finding: Finding) -> str:
        return _place_words(last.checked.kind_of(finding, kinds), finding)

    return [
        Column(
            *("record", tr("记录"), title, 170),
            painted=lambda f: ((SEVERITIES[f.severity], title(f)),),
            tip=lambda f: f"{SEVERITIES[f.severity].word}：{title(f)}",
        ),
        Column("place", tr("位置"), place, 110, tone=Tone.SECOND, yields=1),
        Column("message", tr("问题"), lambda f: f.message(), tip=_tip),
    ]

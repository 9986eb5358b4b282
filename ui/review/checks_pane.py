"""自动检查: what the checks say of a project, filtered by what came of them, each to be opened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from cdo_desktop.domain.project_check import Outcome, ProjectCheck, Similar
from cdo_desktop.work.review_desk import Looked
from ui.look import Look
from ui.review.check_detail import Beside, CheckDetail
from ui.review.check_row import CheckRow
from ui.review.outcomes import OUTCOMES
from ui.review.similar_rows import CompareDialog
from ui.tr import tr
from ui.widgets.buttons import button, line
from ui.widgets.empty_state import EmptyState
from ui.widgets.filter_chip import FilterChip
from ui.widgets.flow import FlowLayout
from ui.widgets.text import Elided, label

DUPLICATE = "duplicate"
"""Key of the check that is about what resembles the project."""


class ChecksPane(QFrame):
    """The middle of the review page."""

    again_asked = Signal()
    record_wished = Signal(str)
    overrule_asked = Signal(str)
    """The key of a check that somebody disagrees with."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setProperty("role", "pane")
        self.rows: list[CheckRow] = []
        self._similar: Sequence[Similar] = ()
        self._limit = 0
        self._kinds: dict[str, str] = {}
        self._why_not = ""
        self._title = ""
        self._open: set[str] = set()
        """Keys of the checks that are open; they stay so when they are made again."""
        self._facts = Elided(look, "small", "3")
        self.again = button(look, tr("重新检查"), kind="link", icon="refresh-cw")
        self.again.clicked.connect(self.again_asked)
        self._chips: dict[str, FilterChip] = {}
        self._group = QButtonGroup(self)
        self._empty = EmptyState(look)
        self._empty.chosen.connect(self.again_asked)
        self._list = QWidget()
        self._list.setProperty("role", "ground")
        self._column = QVBoxLayout(self._list)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.area = QScrollArea(widgetResizable=True, frameShape=QFrame.Shape.NoFrame)
        self.area.setAccessibleName(tr("自动检查的结果"))
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(self._list)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.area)
        self._build()
        self.say_busy()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(12, 6, 8, 6)
        head.setSpacing(8)
        head.addWidget(label(self._look, tr("自动检查"), "section"))
        head.addWidget(self._facts, 1)
        head.addWidget(self.again)
        chips = QWidget()
        around = QVBoxLayout(chips)
        around.setContentsMargins(12, 6, 12, 6)
        flow = FlowLayout(gap=6)
        around.addLayout(flow)
        words = [("", tr("全部"), "")]
        words += [(outcome.value, mark.word, mark.icon) for outcome, mark in OUTCOMES.items()]
        for key, word, icon in words:
            chip = FilterChip(self._look, word, icon, spoken=tr("检查：{word}").format(word=word))
            self._group.addButton(chip)
            chip.clicked.connect(partial(self.filter, key))
            self._chips[key] = chip
            flow.addWidget(chip)
        self._chips[""].setChecked(True)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addLayout(head)
        down.addWidget(line())
        down.addWidget(chips)
        down.addWidget(line())
        down.addWidget(self._stack, 1)

    # -- what is shown -------------------------------------------------------------------------

    def say_busy(self) -> None:
        """The checks are being made."""
        self.again.setEnabled(False)
        if not self.rows:
            self._empty.say("refresh-cw", tr("正在检查，同本工作区的项目和系统比对…"))
            self._stack.setCurrentIndex(0)
        self._facts.setText(tr("正在检查…"))

    def say_failed(self, words: str) -> None:
        """They could not be made."""
        self.clear()
        self.again.setEnabled(True)
        self._facts.setText("")
        self._empty.say("mark-error", words, [("again", tr("再检查一次"))])
        self._stack.setCurrentIndex(0)

    def say_secret(self) -> None:
        """Nothing is looked at."""
        self.clear()
        self.again.setEnabled(False)
        self._facts.setText("")
        self._empty.say("lock", tr("涉密项目没有检查。"))
        self._stack.setCurrentIndex(0)

    def clear(self) -> None:
        """Nothing is known of what is shown now."""
        self.rows = []
        while (item := self._column.takeAt(0)) is not None:
            if item.widget() is not None:
                item.widget().deleteLater()
        for chip in self._chips.values():
            chip.show_count(None)

    def forget_open(self) -> None:
        """Another project: nothing is open."""
        self._open = set()

    def show_checks(
        self, title: str, looked: Looked, limit: int, kinds: dict[str, str], why_not: str
    ) -> None:
        """Show what was found. `why_not`: why nothing can be overruled now."""
        self._title, self._similar, self._limit = title, looked.similar, limit
        self._kinds, self._why_not = kinds, why_not
        self.clear()
        counts = Counter(check.result for check in looked.checks)
        self._chips[""].show_count(len(looked.checks))
        for outcome in OUTCOMES:
            self._chips[outcome.value].show_count(counts[outcome])
        for check in looked.checks:
            row = CheckRow(self._look, check, partial(self._detail, check))
            row.opened.connect(self._note_open)
            self.rows.append(row)
            self._column.addWidget(row)
        self._column.addStretch(1)
        for row in self.rows:
            row.open(row.check.key in self._open)
        self._facts.setText(_open_words(looked.checks))
        self.again.setEnabled(True)
        self._stack.setCurrentIndex(1)
        self.filter(self.shown)

    def _detail(self, check: ProjectCheck) -> QWidget:
        similar = self._similar if check.key == DUPLICATE else ()
        beside = Beside(
            similar, self._limit, lambda kind: self._kinds.get(kind, kind), self._why_not
        )
        made = CheckDetail(self._look, check, beside)
        made.record_wished.connect(self.record_wished)
        made.overrule_asked.connect(partial(self.overrule_asked.emit, check.key))
        made.compare_asked.connect(self.compare)
        return made

    def _note_open(self, key: str, is_open: bool) -> None:
        if is_open:
            self._open.add(key)
        else:
            self._open.discard(key)

    def compare(self) -> None:
        """Show the functions side by side."""
        alike = [one for one in self._similar if one.pairs]
        if alike:
            CompareDialog(self._look, self._title, alike, self).open()

    # -- filtering and moving ------------------------------------------------------------------

    @property
    def shown(self) -> str:
        """The outcome that is shown; "" = all."""
        return next(key for key, chip in self._chips.items() if chip.isChecked())

    def filter(self, key: str) -> None:
        """Show only what came to this; "" = all."""
        self._chips[key].setChecked(True)
        for row in self.rows:
            row.setVisible(key in ("", row.check.result.value))

    def next_open(self, back: bool = False) -> None:
        """Go to the next check that speaks against the project and that nobody has answered."""
        wanted = [row for row in self.rows if row.check.is_open]
        wanted = wanted or [row for row in self.rows if row.check.result is Outcome.NOTE]
        if not wanted:
            return
        here = next((n for n, row in enumerate(wanted) if row.head.hasFocus()), None)
        step = -1 if back else 1
        at = (len(wanted) - 1 if back else 0) if here is None else (here + step) % len(wanted)
        row = wanted[at]
        if row.isHidden():
            self.filter("")
        row.open()
        row.head.setFocus()
        self.area.ensureWidgetVisible(row.head)


def _open_words(checks: Sequence[ProjectCheck]) -> str:
    waiting = sum(check.is_open for check in checks)
    overruled = sum(check.is_overruled for check in checks)
    words = tr("{waiting} 项要处理").format(waiting=waiting) if waiting else ""
    more = tr("已改判 {overruled} 项").format(overruled=overruled) if overruled else ""
    return "，".join(filter(None, (words, more)))

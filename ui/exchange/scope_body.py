"""The first step of an export: full or what changed, for whom, and what stays behind."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QRadioButton, QWidget

from cdo_desktop.domain.package import ScopeMode
from cdo_desktop.domain.people import Org
from cdo_desktop.work.choosing import Behind
from cdo_desktop.work.surveying import Survey
from cdo_desktop.workbench import is_named
from ui.exchange.step_body import StepBody
from ui.exchange.wording import day
from ui.look import Look
from ui.models.columns import Column, Tone
from ui.models.table import TableModel
from ui.tr import tr
from ui.widgets.row_table import RowTable
from ui.widgets.text import label


class ScopeBody(StepBody):
    """Full, or what changed since the base; what stays behind is named."""

    chosen = Signal()
    """Another scope was chosen."""
    addressed = Signal(str)
    """The name of the receiver is another one."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, tr("下一步：检查"))
        self._delta = QRadioButton(tr("增量"))
        self._full = QRadioButton(tr("全量"))
        self._group = QButtonGroup(self)
        self._says = {key: label(look, "", "small", "3") for key in ScopeMode}
        for key, choice in ((ScopeMode.DELTA, self._delta), (ScopeMode.FULL, self._full)):
            self._group.addButton(choice)
            self._down.addWidget(choice)
            self._says[key].setContentsMargins(22, 0, 0, 0)
            self._says[key].setWordWrap(True)
            self._down.addWidget(self._says[key])
        self._full.setChecked(True)
        self._group.buttonClicked.connect(lambda choice: self.chosen.emit())
        self.org = QLineEdit(placeholderText=tr("接收单位名称"))
        self.org.setAccessibleName(tr("报送给：单位名称"))
        self.code = QLineEdit(placeholderText=tr("统一社会信用代码"), maxLength=18)
        self.code.setAccessibleName(tr("报送给：统一社会信用代码"))
        self.org.textChanged.connect(self._judge)
        self.org.textChanged.connect(self.addressed)
        self.code.textChanged.connect(self._judge)
        to = QHBoxLayout()
        to.setSpacing(8)
        to.addWidget(label(look, tr("报送给"), tone="2"))
        to.addWidget(self.org, 3)
        to.addWidget(self.code, 2)
        self._down.addLayout(to)
        self._survey: Survey | None = None
        self._behind_says = label(look, "", "strong")
        self._behind = TableModel(_BEHIND, self)
        self._table = RowTable(look, self._behind, tr("留下的记录"))
        self._down.addWidget(self._behind_says)
        self._down.addWidget(self._table)
        self.end_with()
        self.show_behind(())

    @property
    def scope(self) -> ScopeMode:
        """What is chosen."""
        return ScopeMode.DELTA if self._delta.isChecked() else ScopeMode.FULL

    def show_surveys(self, full: Survey, delta: Survey) -> None:
        """Show what either would carry; a delta only where there is a base for it."""
        base = delta.base
        self._delta.setEnabled(base is not None)
        first = base is not None and not self._says[ScopeMode.DELTA].text()
        if first:
            self._delta.setChecked(True)
        if base is None:
            self._full.setChecked(True)
            words = tr("还没有平台已受理的包，不能做增量。")
        else:
            known = tr("第 {base.sequence} 号包（{0}，平台已受理）").format(
                day(base.created_at), base=base
            )
            words = tr("自{known}以来：{0}；{delta.unchanged:,} 条没有变化，不带。").format(
                survey_words(delta), known=known, delta=delta
            )
        self._says[ScopeMode.DELTA].setText(words)
        self._says[ScopeMode.FULL].setText(
            tr("审核通过的全部记录：{0}。").format(survey_words(full))
        )
        self.show_behind((delta if self.scope is ScopeMode.DELTA else full).behind)

    def show_behind(self, behind: Sequence[Behind]) -> None:
        """Show what does not go, and why."""
        self._behind.show_rows(behind)
        self._behind_says.setText(tr("留下不带的 {0:,} 条").format(len(behind)) if behind else "")
        self._behind_says.setVisible(bool(behind))
        self._table.setVisible(bool(behind))
        self.fit_table(self._table)

    @property
    def starts_at(self) -> QWidget:
        return self.go if self.go.isEnabled() else self._group.checkedButton()

    @property
    def recipient(self) -> Org | None:
        """For whom the package is; None: nobody in particular."""
        org = Org(self.code.text().strip().upper(), self.org.text().strip())
        return org if org.name or org.code else None

    def allow(self, found: Survey | None) -> None:
        """Whether there is anything to export, and for whom it is meant to be."""
        if found is not None and self._survey is None and found.recipient is not None:
            self.org.setText(found.recipient.name)
            self.code.setText(found.recipient.code)
        self._survey = found
        self._judge()

    def _judge(self) -> None:
        found, org = self._survey, self.recipient
        why = ""
        if found is None:
            why = tr("正在选取记录")
        elif not found.items:
            why = tr("没有可以导出的记录")
        elif org is not None and not is_named(org):
            why = tr("接收单位要有名称和 18 位的统一社会信用代码，或者都不填")
        self.allow_going(why)


_BEHIND = [
    Column[Behind]("title", tr("名称"), lambda one: one.record.title or tr("（没有名称）")),
    Column[Behind]("reason", tr("为什么留下"), lambda one: one.reason, 240, tone=Tone.SECOND),
]


def survey_words(found: Survey) -> str:
    """新增 18，修改 15，删除 1."""
    kinds = found.kinds.values()
    numbers = (
        (tr("新增"), sum(one.new for one in kinds)),
        (tr("修改"), sum(one.changed for one in kinds)),
        (tr("原样再送"), sum(one.same for one in kinds)),
        (tr("删除"), found.tombstones),
    )
    return "，".join(f"{word} {number:,}" for word, number in numbers if number) or tr("没有变化")

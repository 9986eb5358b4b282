"""The bodies of the first three steps of an export: 范围, 检查, 摘要."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from cdo_desktop.domain.findings import Finding
from cdo_desktop.domain.ledger import LedgerItem
from cdo_desktop.domain.package import ScopeMode
from cdo_desktop.domain.people import Org
from cdo_desktop.standard.model import Kind
from cdo_desktop.work.choosing import Behind
from cdo_desktop.work.surveying import Inspection, Survey
from cdo_desktop.workbench import is_named
from ui.exchange.wording import day, shortened
from ui.look import Look
from ui.models.columns import Column, Tone
from ui.models.table import TableModel
from ui.widgets.banner import Banner
from ui.widgets.buttons import button
from ui.widgets.marks import SEVERITIES, Mark
from ui.widgets.row_table import RowTable
from ui.widgets.text import label

_ROWS = 6
_STANDINGS = {
    "new": Mark("plus", "ok", "新增"),
    "changed": Mark("file-pen", "info", "修改"),
    "same": Mark("equal", "neutral", "原样"),
    "gone": Mark("trash-2", "warn-icon", "删除"),
}


class _Body(QWidget):
    """A column of parts, a button at its end."""

    finished = Signal()
    """The step is done."""

    def __init__(self, look: Look, verb: str) -> None:
        super().__init__()
        self._look = look
        self.go = button(look, verb, kind="primary")
        self.go.clicked.connect(self.finished)
        self._down = QVBoxLayout(self)
        self._down.setContentsMargins(0, 0, 0, 0)
        self._down.setSpacing(look.theme.px(8))

    def _end(self, *left: QWidget) -> None:
        across = QHBoxLayout()
        for part in left:
            across.addWidget(part)
        across.addStretch(1)
        across.addWidget(self.go)
        self._down.addLayout(across)

    def _fit(self, table: RowTable) -> None:
        """As high as its rows, but no higher than so many."""
        rows = min(max(table.model().rowCount(), 1), _ROWS)
        header = table.horizontalHeader().sizeHint().height()
        table.setFixedHeight(header + rows * self._look.theme.row_height + 2)


class ScopeBody(_Body):
    """Full, or what changed since the base; what stays behind is named."""

    chosen = Signal()
    """Another scope was chosen."""
    addressed = Signal(str)
    """The name of the receiver is another one."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, "下一步：检查")
        self._delta = QRadioButton("增量")
        self._full = QRadioButton("全量")
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
        self.org = QLineEdit(placeholderText="接收单位名称")
        self.org.setAccessibleName("报送给：单位名称")
        self.code = QLineEdit(placeholderText="统一社会信用代码", maxLength=18)
        self.code.setAccessibleName("报送给：统一社会信用代码")
        self.org.textChanged.connect(self._judge)
        self.org.textChanged.connect(self.addressed)
        self.code.textChanged.connect(self._judge)
        to = QHBoxLayout()
        to.setSpacing(8)
        to.addWidget(label(look, "报送给", tone="2"))
        to.addWidget(self.org, 3)
        to.addWidget(self.code, 2)
        self._down.addLayout(to)
        self._survey: Survey | None = None
        self._behind_says = label(look, "", "strong")
        self._behind = TableModel(_BEHIND, self)
        self._table = RowTable(look, self._behind, "留下的记录")
        self._down.addWidget(self._behind_says)
        self._down.addWidget(self._table)
        self._end()
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
            words = "还没有平台已受理的包，不能做增量。"
        else:
            known = f"第 {base.sequence} 号包（{day(base.created_at)}，平台已受理）"
            words = f"自{known}以来：{survey_words(delta)}；{delta.unchanged:,} 条没有变化，不带。"
        self._says[ScopeMode.DELTA].setText(words)
        self._says[ScopeMode.FULL].setText(f"审核通过的全部记录：{survey_words(full)}。")
        self.show_behind((delta if self.scope is ScopeMode.DELTA else full).behind)

    def show_behind(self, behind: Sequence[Behind]) -> None:
        """Show what does not go, and why."""
        self._behind.show_rows(behind)
        self._behind_says.setText(f"留下不带的 {len(behind):,} 条" if behind else "")
        self._behind_says.setVisible(bool(behind))
        self._table.setVisible(bool(behind))
        self._fit(self._table)

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
            why = "正在选取记录"
        elif not found.items:
            why = "没有可以导出的记录"
        elif org is not None and not is_named(org):
            why = "接收单位要有名称和 18 位的统一社会信用代码，或者都不填"
        self.go.setEnabled(not why)
        self.go.setToolTip(why)


_BEHIND = [
    Column[Behind]("title", "名称", lambda one: one.record.title or "（没有名称）"),
    Column[Behind]("reason", "为什么留下", lambda one: one.reason, 320, tone=Tone.SECOND),
]


def survey_words(found: Survey) -> str:
    """新增 18，修改 15，删除 1."""
    kinds = found.kinds.values()
    numbers = (
        ("新增", sum(one.new for one in kinds)),
        ("修改", sum(one.changed for one in kinds)),
        ("原样再送", sum(one.same for one in kinds)),
        ("删除", found.tombstones),
    )
    return "，".join(f"{word} {number:,}" for word, number in numbers if number) or "没有变化"


class CheckBody(_Body):
    """Errors and 涉密 records stop here; warnings are to be read."""

    record_wished = Signal(str)
    """The id of a record that is to be shown."""
    again = Signal()
    """Checking once more is wished for."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, "下一步：摘要")
        self.banner = Banner(look)
        self._model = TableModel([], self)
        self.table = RowTable(look, self._model, "检查发现的问题")
        self.table.opened.connect(self._wish)
        self._titles: Mapping[str, str] = {}
        self.read = QCheckBox()
        self.read.toggled.connect(self._allow)
        self._show = button(look, "查看这条记录", icon="external-link")
        self._show.clicked.connect(lambda: self._wish(self.table.currentIndex().row()))
        self._check = button(look, "重新检查", icon="refresh-cw")
        self._check.clicked.connect(self.again)
        self._stops = True
        self._down.addWidget(self.banner)
        self._down.addWidget(self.table)
        self._down.addWidget(self.read)
        self._end(self._show, self._check)
        self.show_running()

    def show_running(self) -> None:
        """The checks are under way."""
        self._stops = True
        self.banner.say("info", "正在检查要导出的记录…", stays=True)
        for part in (self.table, self.read, self._show):
            part.hide()
        self._allow()

    def show_found(self, found: Survey, checked: Inspection) -> bool:
        """Show what was found; True if it stops the export."""
        secrets, errors, warnings = len(found.secrets), checked.errors, checked.warnings
        self._stops = bool(secrets or errors)
        if secrets:
            named = "、".join(f"“{one.record.title}”" for one in found.secrets[:3])
            words = (
                f"有 {secrets} 条标为涉密（{named}）。涉密数据不得在本工具中办理，请先移出工作区。"
            )
            self.banner.say("err", words, stays=True)
        elif errors:
            self.banner.say("err", f"有 {errors} 个错误，改正后才能导出。", stays=True)
        elif warnings:
            words = f"没有错误，有 {warnings} 个警告。请逐个看过，或改正后重新检查。"
            self.banner.say("warn", words, stays=True)
        else:
            hints = len(checked.findings)
            more = f"有 {hints:,} 条提示，不影响导出。" if hints else ""
            words = f"检查了 {found.records:,} 条，没有错误和警告。{more}"
            self.banner.say("ok", words, stays=True)
        self._titles = checked.titles
        self._model.show_rows(checked.findings, _finding_columns(checked.titles))
        some = bool(checked.findings)
        self._fit(self.table)
        self.table.setVisible(some)
        self._show.setVisible(some)
        self.read.setVisible(not self._stops and warnings > 0)
        self.read.setText(f"这 {warnings} 个警告我已看过，照现在的内容导出")
        self.read.setChecked(False)
        if some:
            self.table.choose_row(0)
        self._allow()
        return self._stops

    def _allow(self) -> None:
        unread = not self.read.isHidden() and not self.read.isChecked()
        self.go.setEnabled(not self._stops and not unread)
        self.go.setToolTip("先看过警告并勾选" if unread else "")

    def _wish(self, row: int) -> None:
        if 0 <= row < self._model.rowCount() and self._model.row(row).place.record:
            self.record_wished.emit(self._model.row(row).place.record)


def _finding_columns(titles: Mapping[str, str]) -> list[Column[Finding]]:
    def mark(finding: Finding) -> tuple[tuple[Mark, str], ...]:
        found = SEVERITIES[finding.severity]
        return ((found, found.word),)

    return [
        Column("severity", "级别", lambda f: SEVERITIES[f.severity].word, 70, painted=mark),
        Column("record", "记录", lambda f: titles.get(f.place.record, "多条"), 210),
        Column("says", "问题", lambda f: f.message(), tip=lambda f: f"{f.message()}\n{f.code}"),
    ]


class SummaryBody(_Body):
    """Every record that goes, with the identity of the very revision that is signed."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, "下一步：签名")
        self._says = label(look, "", tone="2")
        self._says.setWordWrap(True)
        self._model = TableModel([], self)
        self._table = RowTable(look, self._model, "要签名的记录")
        self._down.addWidget(self._says)
        self._down.addWidget(self._table)
        self._end()

    def show_survey(self, found: Survey, kinds: Mapping[str, Kind]) -> None:
        """Show the list that will be signed."""
        self._says.setText(
            f"签名管到下面 {len(found.items):,} 条的这一版。版本摘要是这一版内容的 SHA-256，"
            "内容改动一个字就不同；签名后再改，会成为新的草稿。"
        )
        self._model.show_rows(found.items, _item_columns(found, kinds))
        self._fit(self._table)


def _item_columns(found: Survey, kinds: Mapping[str, Kind]) -> list[Column[LedgerItem]]:
    def mark(item: LedgerItem) -> tuple[tuple[Mark, str], ...]:
        standing = _STANDINGS[found.standings[item.record_id]]
        return ((standing, standing.word),)

    return [
        Column("standing", "变化", lambda i: mark(i)[0][1], 76, painted=mark),
        Column("title", "名称", lambda i: i.title or "（没有名称）"),
        Column("kind", "清单", lambda i: kinds[i.kind].label, 108, tone=Tone.SECOND),
        Column("code", "代码", lambda i: i.code or "—", 150, tone=Tone.SECOND, yields=1),
        Column(
            *("revision", "版本摘要", lambda i: shortened(i.revision_id), 132),
            tone=Tone.SECOND,
            tip=lambda i: i.revision_id,
        ),
    ]

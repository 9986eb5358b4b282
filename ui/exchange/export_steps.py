"""The second and third step of an export: 检查, 摘要."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from cdo_desktop.domain.findings import Finding
from cdo_desktop.domain.ledger import LedgerItem
from cdo_desktop.standard.model import Kind
from cdo_desktop.work.surveying import Inspection, Survey
from ui.exchange.step_body import StepBody
from ui.exchange.wording import shortened
from ui.look import Look
from ui.models.columns import Column, Tone
from ui.models.table import TableModel
from ui.tr import tr
from ui.widgets.banner import Banner
from ui.widgets.buttons import button
from ui.widgets.marks import SEVERITIES, Mark
from ui.widgets.row_table import RowTable
from ui.widgets.text import label

_STANDINGS = {
    "new": Mark("plus", "ok", tr("新增")),
    "changed": Mark("file-pen", "info", tr("修改")),
    "same": Mark("equal", "neutral", tr("原样")),
    "gone": Mark("trash-2", "warn-icon", tr("删除")),
}


class CheckBody(StepBody):
    """Errors and 涉密 records stop here; warnings are to be read."""

    record_wished = Signal(str)
    """The id of a record that is to be shown."""
    again = Signal()
    """Checking once more is wished for."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, tr("下一步：摘要"))
        self.banner = Banner(look)
        self._model = TableModel([], self)
        self.table = RowTable(look, self._model, tr("检查发现的问题"))
        self.table.opened.connect(self._wish)
        self._titles: Mapping[str, str] = {}
        self.read = QCheckBox(tr("警告我已看过"))
        self.read.toggled.connect(self._allow)
        self.others = Banner(look)
        self.seen_others = QCheckBox(tr("我已看过，这些内容由本单位签名并负责"))
        self.seen_others.toggled.connect(self._allow)
        self._show = button(look, tr("查看这条记录"), icon="external-link")
        self._show.clicked.connect(lambda: self._wish(self.table.currentIndex().row()))
        self._check = button(look, tr("重新检查"), icon="refresh-cw")
        self._check.clicked.connect(self.again)
        self._stops = True
        parts = (self.banner, self.table, self.read, self.others, self.seen_others)
        for part in parts:
            self._down.addWidget(part)
        self.end_with(self._show, self._check)
        self.show_running()

    def show_running(self) -> None:
        """The checks are under way."""
        self._stops = True
        self.banner.say("info", tr("正在检查要导出的记录…"), stays=True)
        for part in (self.table, self.read, self._show, self.others, self.seen_others):
            part.hide()
        self._allow()

    def show_found(self, found: Survey, checked: Inspection) -> bool:
        """Show what was found; True if it stops the export."""
        secrets, errors, warnings = len(found.secrets), checked.errors, checked.warnings
        self._stops = bool(secrets or errors)
        if secrets:
            named = "、".join(f"“{one.record.title}”" for one in found.secrets[:3])
            words = tr(
                "有 {secrets} 条标为涉密（{named}）。涉密数据不得在本工具中办理，请先移出工作区。"
            ).format(secrets=secrets, named=named)
            self.banner.say("err", words, stays=True)
        elif errors:
            self.banner.say(
                "err", tr("有 {errors} 个错误，改正后才能导出。").format(errors=errors), stays=True
            )
        elif warnings:
            words = tr("没有错误，有 {warnings} 个警告。请逐个看过，或改正后重新检查。").format(
                warnings=warnings
            )
            self.banner.say("warn", words, stays=True)
        else:
            hints = len(checked.findings)
            more = tr("有 {hints:,} 条提示，不影响导出。").format(hints=hints) if hints else ""
            words = tr("检查了 {found.records:,} 条，没有错误和警告。{more}").format(
                found=found, more=more
            )
            self.banner.say("ok", words, stays=True)
        self._titles = checked.titles
        self._model.show_rows(checked.findings, _finding_columns(checked.titles))
        some = bool(checked.findings)
        self.fit_table(self.table)
        self.table.setVisible(some)
        self._show.setVisible(some)
        self.read.setVisible(not self._stops and warnings > 0)
        self.read.setText(
            tr("这 {warnings} 个警告我已看过，照现在的内容导出").format(warnings=warnings)
        )
        self.read.setChecked(False)
        self._show_others(found.others.warning())
        if some:
            self.table.choose_row(0)
        self._allow()
        return self._stops

    def _show_others(self, warning: str) -> None:
        """Whose content is signed besides the own one: allowed, but not without being seen."""
        self.others.say("warn", warning, stays=True)
        self.seen_others.setChecked(False)
        for part in (self.others, self.seen_others):
            part.setVisible(bool(warning) and not self._stops)

    @property
    def starts_at(self) -> QWidget:
        wanted = (self.go, self.read, self.seen_others, self.table)
        return next((one for one in wanted if not one.isHidden() and one.isEnabled()), self._check)

    def _allow(self) -> None:
        if self._stops:
            self.allow_going(tr("检查通过后才能继续"))
        elif _is_unread(self.read):
            self.allow_going(tr("先勾选已看过警告"))
        elif _is_unread(self.seen_others):
            self.allow_going(tr("先勾选已看过提供方不是本单位的内容"))
        else:
            self.allow_going("")

    def _wish(self, row: int) -> None:
        if 0 <= row < self._model.rowCount() and self._model.row(row).place.record:
            self.record_wished.emit(self._model.row(row).place.record)


def _is_unread(box: QCheckBox) -> bool:
    return not box.isHidden() and not box.isChecked()


def _finding_columns(titles: Mapping[str, str]) -> list[Column[Finding]]:
    def mark(finding: Finding) -> tuple[tuple[Mark, str], ...]:
        found = SEVERITIES[finding.severity]
        return ((found, found.word),)

    return [
        Column("severity", tr("级别"), lambda f: SEVERITIES[f.severity].word, 70, painted=mark),
        Column("record", tr("记录"), lambda f: titles.get(f.place.record, tr("多条")), 160),
        Column("says", tr("问题"), lambda f: f.message(), tip=lambda f: f"{f.message()}\n{f.code}"),
    ]


class SummaryBody(StepBody):
    """Every record that goes, with the identity of the very revision that is signed."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, tr("下一步：签名"))
        self._says = label(look, "", tone="2")
        self._says.setWordWrap(True)
        self._model = TableModel([], self)
        self._table = RowTable(look, self._model, tr("要签名的记录"))
        self._down.addWidget(self._says)
        self._down.addWidget(self._table)
        self.end_with()

    @property
    def starts_at(self) -> QWidget:
        return self._table

    def show_survey(self, found: Survey, kinds: Mapping[str, Kind]) -> None:
        """Show the list that will be signed."""
        self._says.setText(
            tr(
                "签名管到下面 {0:,} 条的这一版。版本摘要是这一版内容的 SHA-256，"
                "内容改动一个字就不同；签名后再改，会成为新的草稿。"
            ).format(len(found.items))
        )
        self._model.show_rows(found.items, _item_columns(found, kinds))
        self.fit_table(self._table)


def _item_columns(found: Survey, kinds: Mapping[str, Kind]) -> list[Column[LedgerItem]]:
    def mark(item: LedgerItem) -> tuple[tuple[Mark, str], ...]:
        standing = _STANDINGS[found.standings[item.record_id]]
        return ((standing, standing.word),)

    return [
        Column("standing", tr("变化"), lambda i: mark(i)[0][1], 76, painted=mark),
        Column("title", tr("名称"), lambda i: i.title or tr("（没有名称）")),
        Column("kind", tr("清单"), lambda i: kinds[i.kind].label, 108, tone=Tone.SECOND, yields=2),
        Column("code", tr("代码"), lambda i: i.code or "—", 150, tone=Tone.SECOND, yields=3),
        Column(
            *("revision", tr("版本摘要"), lambda i: shortened(i.revision_id), 132),
            tone=Tone.SECOND,
            tip=lambda i: i.revision_id,
        ),
    ]

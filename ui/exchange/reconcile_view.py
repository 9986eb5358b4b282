"""对账: which records the platform does not have as they stand here, why, and what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout

from cdo_desktop.standard.model import Kind
from cdo_desktop.work.reconciling import Gap, Missing, Reconciled
from ui.exchange.wording import day
from ui.look import Look
from ui.models.columns import Column, Tone
from ui.models.table import TableModel
from ui.tr import tr
from ui.widgets.buttons import button
from ui.widgets.empty_state import EmptyState
from ui.widgets.filter_chip import FilterChip
from ui.widgets.flow import FlowLayout
from ui.widgets.marks import Mark
from ui.widgets.row_table import RowTable
from ui.widgets.text import label


@dataclass(frozen=True, slots=True)
class GapWords:
    """How a reason is shown, and the action that closes the gap."""

    word: str
    mark: Mark
    says: str
    act: str
    verb: str


GAPS: Mapping[Gap, GapWords] = {
    Gap.UNAPPROVED: GapWords(
        tr("没审核"),
        Mark("circle-dashed", "neutral", tr("没审核")),
        tr("还没有审核通过，不能导出。"),
        "list",
        tr("到清单里办理"),
    ),
    Gap.UNEXPORTED: GapWords(
        tr("没导出"),
        Mark("check", "ok", tr("没导出")),
        tr("审核通过后还没有导出。"),
        "export",
        tr("导出签名包"),
    ),
    Gap.NOT_HANDED: GapWords(
        tr("没交接"),
        Mark("package", "plum", tr("没交接")),
        tr("包已写出，还没有登记交接。"),
        "handover",
        tr("登记交接…"),
    ),
    Gap.NO_RECEIPT: GapWords(
        tr("没回执"),
        Mark("handshake", "info", tr("没回执")),
        tr("包已交接，没有收到回执。"),
        "receipt",
        tr("核验并导入回执"),
    ),
    Gap.UNDECIDED: GapWords(
        tr("待受理"),
        Mark("inbox", "ok", tr("待受理")),
        tr("平台已接收，还没有受理。"),
        "receipt",
        tr("核验并导入回执"),
    ),
    Gap.REJECTED: GapWords(
        tr("被退回"),
        Mark("package-x", "warn-icon", tr("被退回")),
        tr("平台退回，要修改后重新送交。"),
        "redraft",
        tr("全部转为草稿"),
    ),
}
_WORDS = {
    "list": tr("查看"),
    "export": tr("导出"),
    "handover": tr("登记交接"),
    "receipt": tr("导入回执"),
}
_REDRAFT = tr("转为草稿修改")


def missing_columns(kinds: Mapping[str, Kind]) -> list[Column[Missing]]:
    """The columns of what is missing there."""
    return [
        Column("gap", tr("原因"), lambda m: GAPS[m.lack.gap].word, 92, painted=_mark),
        Column("title", tr("名称"), lambda m: m.title or tr("（没有名称）")),
        Column("kind", tr("清单"), lambda m: kinds[m.kind].label, 108, tone=Tone.SECOND, yields=2),
        Column("there", tr("平台现有"), _there, 118, tone=Tone.SECOND, yields=1),
        Column("package", tr("最近一个包"), _package, 190, tone=Tone.SECOND, yields=3),
        Column("why", tr("说明"), _why, 250, tone=Tone.SECOND),
        Column("act", tr("处理"), _act, 124, painted=lambda m: ((_act_mark(m), _act(m)),)),
    ]


def _mark(one: Missing) -> tuple[tuple[Mark, str], ...]:
    return ((GAPS[one.lack.gap].mark, GAPS[one.lack.gap].word),)


def _there(one: Missing) -> str:
    if one.lack.deleted:
        return tr("还有（本机已删）")
    return tr("旧的一版") if one.lack.older_there else tr("没有")


def _package(one: Missing) -> str:
    entry = one.lack.entry
    if entry is None:
        return "—"
    return tr("第 {entry.sequence} 号，{0}").format(day(entry.created_at), entry=entry)


def _why(one: Missing) -> str:
    if one.lack.deleted and one.lack.gap is Gap.UNEXPORTED:
        return tr("本机已删除，平台还不知道。")
    return one.lack.reason or GAPS[one.lack.gap].says


def _act(one: Missing) -> str:
    return _WORDS.get(GAPS[one.lack.gap].act, _REDRAFT)


def _act_mark(one: Missing) -> Mark:
    icons = {"list": "external-link", "export": "package-plus", "handover": "handshake"}
    icon = icons.get(
        GAPS[one.lack.gap].act, "inbox" if GAPS[one.lack.gap].act == "receipt" else "file-pen"
    )
    return Mark(icon, "link", _act(one))


class ReconcileView(QFrame):
    """Chips by reason, rows, and the action for what is shown."""

    asked = Signal(str, object)
    """(action of GapWords.act, the Missing that it is about)."""
    record_wished = Signal(str)
    """The id of a record that is to be shown."""
    redraft_wished = Signal(object)
    """Ids of records that are to become drafts."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("role", "pane")
        self._found: Reconciled | None = None
        self._writable = False
        self._says = label(look, "", tone="2")
        self._says.setWordWrap(True)
        self._all = FilterChip(look, tr("全部"), spoken=tr("全部没有对上的"))
        self._chips = {g: FilterChip(look, w.word, w.mark.icon) for g, w in GAPS.items()}
        self._group = QButtonGroup(self)
        chips = FlowLayout(gap=6)
        for chip in (self._all, *self._chips.values()):
            self._group.addButton(chip)
            chips.addWidget(chip)
        self._all.setChecked(True)
        self._group.buttonClicked.connect(lambda chip: self._show())
        self.deed = button(look, tr("办理"), kind="primary")
        self.deed.clicked.connect(self._act_on_all)
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 16, 8)
        head.setSpacing(12)
        head.addLayout(chips, 1)
        head.addWidget(self.deed, 0, Qt.AlignmentFlag.AlignTop)
        said = QHBoxLayout()
        said.setContentsMargins(16, 10, 16, 0)
        said.addWidget(self._says)
        self._model = TableModel(missing_columns({}), self)
        self.table = RowTable(look, self._model, tr("平台没有的记录"))
        self.table.opened.connect(self._act_on)
        self.table.clicked.connect(self._click)
        self._empty = EmptyState(look)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addLayout(said)
        down.addLayout(head)
        down.addWidget(self._stack, 1)

    def show_found(
        self, found: Reconciled | None, kinds: Mapping[str, Kind], *, writable: bool
    ) -> None:
        """Show what comparing gave; None = not compared yet."""
        self._found, self._writable = found, writable
        self._model.show_rows((), missing_columns(kinds))
        self._all.show_count(len(found.missing) if found else 0)
        for gap, chip in self._chips.items():
            chip.show_count(found.counts[gap] if found else 0)
        self._says.setText(_sentence(found) if found else tr("正在对账…"))
        self._show()

    @property
    def gap(self) -> Gap | None:
        """The reason whose chip is on; None for all."""
        return next((gap for gap, chip in self._chips.items() if chip.isChecked()), None)

    def choose(self, gap: Gap) -> None:
        """Show one reason only."""
        self._chips[gap].setChecked(True)
        self._show()

    @property
    def shown(self) -> Sequence[Missing]:
        """The rows of the chip that is on."""
        return self._found.missing.of(self.gap) if self._found else ()

    def _show(self) -> None:
        shown = self.shown
        self._model.show_rows(shown)
        self._stack.setCurrentIndex(0 if shown else 1)
        if self._found is not None and not self._found.missing:
            words = (
                tr("平台已有全部记录的现在内容。")
                if self._found.records
                else tr("还没有可以送交的记录。")
            )
            self._empty.say("circle-check", words)
        elif not shown:
            self._empty.say(
                "clock" if self._found is None else "circle-check", tr("这一类没有记录。")
            )
        gap = self.gap
        self.deed.setVisible(gap is not None and bool(shown))
        if gap is not None:
            self.deed.setText(self._deed_words(gap, shown))
            self.deed.setAccessibleName(self.deed.text())
            needs = GAPS[gap].act in ("export", "handover", "redraft")
            self.deed.setEnabled(self._writable or not needs)
            self.deed.setToolTip("" if self.deed.isEnabled() else tr("只读打开，不能修改"))

    def _deed_words(self, gap: Gap, shown: Sequence[Missing]) -> str:
        if gap is Gap.REJECTED:
            return tr("{0:,} 条转为草稿").format(len(shown))
        return GAPS[gap].verb

    def _click(self, index: QModelIndex) -> None:
        if self._model.columns[index.column()].key == "act":
            self._act_on(index.row())

    def _act_on(self, row: int) -> None:
        one: Missing = self._model.row(row)
        act = GAPS[one.lack.gap].act
        if act == "list" or not self._writable:
            self.record_wished.emit(one.record_id)
        elif act == "redraft":
            self.redraft_wished.emit([one.record_id])
        else:
            self.asked.emit(act, one)

    def _act_on_all(self) -> None:
        shown = self.shown
        if not shown:
            return
        act = GAPS[shown[0].lack.gap].act
        if act == "redraft":
            self.redraft_wished.emit([one.record_id for one in shown])
        else:
            self.asked.emit(act, shown[0])


def _sentence(found: Reconciled) -> str:
    if not found.records and not found.missing:
        return tr("三张清单里还没有记录。")
    said = tr("三张清单共 {found.records:,} 条，其中 {found.same:,} 条平台已受理").format(
        found=found
    )
    gone = found.gone
    missing = len(found.missing) - gone
    said += tr("，{missing:,} 条平台没有或是旧内容").format(missing=missing) if missing else ""
    said += tr("，另有 {gone:,} 条本机已删、平台还有").format(gone=gone) if gone else ""
    return said + tr("。只按核验过的回执计算，没有回执的算平台没有。")

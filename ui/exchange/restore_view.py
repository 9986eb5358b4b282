"""What restoring a backup would change: by kind, with names, and the steps that would be gone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from cdo_desktop.domain.listing import StepInfo
from cdo_desktop.work.restoring import Difference, Preview
from ui.exchange.wording import minute
from ui.look import Look
from ui.models.columns import Column, Tone
from ui.models.table import TableModel
from ui.tr import tr
from ui.widgets.banner import Banner
from ui.widgets.buttons import button
from ui.widgets.marks import Mark
from ui.widgets.row_table import RowTable
from ui.widgets.text import label

_ROWS = 3
_NOT_YET = tr("先看看还原会改变什么。看的时候什么都不改动。")
_SAFE = tr("还原前，现在的工作区会另存一份在旁边；还原后也可以再换回来。")


@dataclass(frozen=True, slots=True)
class Change:
    """One record that restoring would touch."""

    kind: str
    title: str
    what: str


_WHAT = {
    "back": Mark("undo-2", "ok", tr("将恢复")),
    "changed": Mark("file-pen", "info", tr("将改回")),
    "gone": Mark("trash-2", "warn-icon", tr("将被删除")),
}
_COUNTS = [
    Column[Difference]("kind", tr("清单"), lambda one: one.label),
    Column[Difference]("back", tr("将恢复"), lambda one: _number(one.back), 76, right=True),
    Column[Difference]("changed", tr("将改回"), lambda one: _number(one.changed), 76, right=True),
    Column[Difference]("gone", tr("将被删除"), lambda one: _number(one.gone), 76, right=True),
]
_CHANGES = [
    Column[Change](
        *("what", tr("变化"), lambda one: _WHAT[one.what].word, 92),
        painted=lambda one: ((_WHAT[one.what], _WHAT[one.what].word),),
    ),
    Column[Change]("title", tr("名称"), lambda one: one.title or tr("（没有名称）")),
    Column[Change]("kind", tr("清单"), lambda one: one.kind, 110, tone=Tone.SECOND),
]
_STEPS = [
    Column[StepInfo]("at", tr("时间"), lambda s: minute(s.at), 96, tone=Tone.SECOND),
    Column[StepInfo]("who", tr("经手人"), lambda s: s.who, 84, tone=Tone.SECOND),
    Column[StepInfo]("name", tr("备份之后办理的每一步，都将撤销"), lambda s: s.name),
]


def _number(titles: Sequence[str]) -> str:
    return f"{len(titles):,}" if titles else "—"


class RestoreView(QFrame):
    """The preview, and the button that restores."""

    preview_wished = Signal()
    """It is to be found out what would change."""
    restore_wished = Signal()
    """The backup is to take the place of the workspace."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("role", "pane")
        self._look = look
        self.banner = Banner(look)
        self._counts = TableModel(_COUNTS, self)
        self._changes = TableModel(_CHANGES, self)
        self._steps = TableModel(_STEPS, self)
        self._count_table = RowTable(look, self._counts, tr("按清单统计的变化"))
        self._change_table = RowTable(look, self._changes, tr("会变化的记录"))
        self._step_table = RowTable(look, self._steps, tr("将撤销的步骤"))
        self.look_at = button(look, tr("看看会改变什么"), icon="columns-2")
        self.look_at.clicked.connect(self.preview_wished)
        self.restore = button(look, tr("还原…"), kind="danger", icon="rotate-ccw")
        self.restore.clicked.connect(self.restore_wished)
        around = QVBoxLayout()
        around.setContentsMargins(14, 0, 14, 0)
        around.addWidget(self.banner)
        foot = QHBoxLayout()
        foot.setContentsMargins(14, 8, 14, 10)
        foot.setSpacing(8)
        safe = label(look, _SAFE, "small", "3")
        safe.setWordWrap(True)
        foot.addWidget(safe, 1)
        foot.addWidget(self.look_at)
        foot.addWidget(self.restore)
        head = label(look, tr("还原会改变什么"), "section")
        head.setContentsMargins(14, 10, 14, 8)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addWidget(head)
        down.addWidget(self._scrolling(around), 1)
        down.addLayout(foot)
        self.setFocusProxy(self.look_at)
        look.changed.connect(self._fit)
        self.show_nothing(can=False)

    def _scrolling(self, first: QLayout) -> QScrollArea:
        """What is said and the tables, each with room for a few rows."""
        inner = QWidget()
        inner.setProperty("role", "ground")
        down = QVBoxLayout(inner)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addLayout(first)
        down.addWidget(self._count_table)
        down.addWidget(self._change_table, 3)
        down.addWidget(self._step_table, 2)
        down.addStretch(1)
        area = QScrollArea(widgetResizable=True, frameShape=QFrame.Shape.NoFrame)
        area.setAccessibleName(tr("还原会改变什么"))
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        return area

    def show_nothing(self, *, can: bool) -> None:
        """Nothing has been looked at yet."""
        self._show_tables(None)
        self.banner.say("info", _NOT_YET, stays=True)
        self.look_at.setEnabled(can)
        self.restore.setEnabled(False)
        self.restore.setToolTip(tr("先看看会改变什么"))

    def show_running(self) -> None:
        """It is being looked at."""
        self.look_at.setEnabled(False)
        self.banner.say("info", tr("正在核对备份并比较…"), stays=True)

    def show_preview(self, found: Preview, *, writable: bool) -> None:
        """Show what would change."""
        self._show_tables(found)
        self.look_at.setEnabled(True)
        nothing = not found.changes and not found.lost
        if not found.same_workspace:
            words = tr("这是另一个工作区的备份。还原会用它整个替换现在的工作区。")
            self.banner.say("warn", words, stays=True)
        elif nothing:
            words = tr("备份与现在的工作区一样，还原不会改变任何记录。")
            self.banner.say(
                "ok",
                tr("备份完好，{found.backup.records:,} 条记录。{words}").format(
                    found=found, words=words
                ),
                stays=True,
            )
        else:
            self.banner.say(
                "warn",
                tr("备份完好，{found.backup.records:,} 条记录。{words}").format(
                    found=found, words=change_words(found)
                ),
                stays=True,
            )
        self.restore.setEnabled(writable and not nothing)
        why = tr("没有可以还原的变化") if nothing else "" if writable else tr("只读打开，不能还原")
        self.restore.setToolTip(why)

    def _show_tables(self, found: Preview | None) -> None:
        differences = found.differences if found else ()
        self._counts.show_rows(differences)
        self._changes.show_rows(_changes(differences))
        self._steps.show_rows(found.lost if found else ())
        self._fit()
        for table in (self._count_table, self._change_table):
            table.setVisible(bool(differences))
        self._step_table.setVisible(bool(found and found.lost))

    def _fit(self) -> None:
        """The counts as high as their rows; the others with room for a few."""
        theme = self._look.theme
        header = self._count_table.horizontalHeader().sizeHint().height()
        rows = self._counts.rowCount()
        self._count_table.setFixedHeight(header + rows * theme.row_height + 2)
        for table in (self._change_table, self._step_table):
            table.setMinimumHeight(header + _ROWS * theme.row_height)


def change_words(found: Preview) -> str:
    """What restoring would change, in a sentence that names nothing that does not happen."""
    gone = sum(len(one.gone) for one in found.differences)
    parts = []
    if found.changes:
        parts.append(tr("会影响 {found.changes:,} 条记录").format(found=found))
    if gone:
        parts.append(tr("其中 {gone:,} 条是备份之后新增的，将被删除").format(gone=gone))
    if found.lost:
        parts.append(tr("备份之后办理的 {0:,} 步将撤销").format(len(found.lost)))
    return "，".join(parts) + "。" if parts else tr("不会改变任何记录。")


def _changes(differences: Sequence[Difference]) -> list[Change]:
    return [
        Change(one.label, title, what)
        for what in ("gone", "changed", "back")
        for one in differences
        for title in getattr(one, what)
    ]

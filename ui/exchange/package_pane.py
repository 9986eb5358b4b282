"""本包内容: what the package will be, or is; always beside the steps."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from cdo_desktop.work.handing_over import Exported
from cdo_desktop.work.surveying import KindCount, ShareChange, Survey
from ui.exchange.ledger_words import scope_words
from ui.exchange.wording import day, grouped
from ui.look import Look
from ui.models.columns import Column
from ui.models.table import TableModel
from ui.tr import tr
from ui.widgets.buttons import button, line
from ui.widgets.marks import SHARES, Mark
from ui.widgets.row_table import RowTable
from ui.widgets.short_table import ShortTable
from ui.widgets.text import Elided, label

WIDTH, _SHARE = 356, 0.36
_FACTS = (tr("编号"), tr("类型"), tr("接在"), tr("报送给"), tr("记录"), tr("信息项"), tr("删除"))
_TO = tr("报送给")
_COUNTS = [
    Column[KindCount]("kind", tr("内容"), lambda one: one.label),
    Column[KindCount]("new", tr("新增"), lambda one: _number(one.new), 48, right=True),
    Column[KindCount]("changed", tr("修改"), lambda one: _number(one.changed), 48, right=True),
    Column[KindCount]("same", tr("原样"), lambda one: _number(one.same), 48, right=True, yields=1),
    Column[KindCount]("gone", tr("删除"), lambda one: _number(one.gone), 48, right=True),
]


def _number(count: int) -> str:
    return f"{count:,}" if count else "—"


def _share(word: str) -> tuple[tuple[Mark, str], ...]:
    mark = SHARES.get(word)
    return ((mark, mark.word),) if mark else ()


_SHARES = [
    Column[ShareChange]("title", tr("名称"), lambda one: one.title),
    Column[ShareChange](
        "before", tr("平台现有"), lambda c: c.before, 88, painted=lambda c: _share(c.before)
    ),
    Column[ShareChange](
        "after", tr("改为"), lambda c: c.after, 88, painted=lambda c: _share(c.after)
    ),
]


class PackagePane(QFrame):
    """Facts, counts by kind, changes of the share type, digests once there are any."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setProperty("role", "pane")
        self.setAccessibleName(tr("本包内容"))
        self._facts: dict[str, Elided] = {}
        self._counts = TableModel(_COUNTS, self)
        self._shares = TableModel(_SHARES, self)
        self._count_table = RowTable(look, self._counts, tr("本包内容"))
        self._share_table = ShortTable(look, self._shares, tr("共享类型变化"))
        self._share_title = _title(look, tr("共享类型变化"), tr("平台会重点看"))
        self._digest_title = _title(look, tr("摘要"), "")
        self._content, self._container = self._digest(tr("内容摘要")), self._digest(tr("文件摘要"))
        self._copy = button(look, tr("复制两个摘要"), kind="small", icon="copy")
        self._copy.clicked.connect(self._copy_digests)
        self._pending = label(
            look, tr("摘要覆盖制作时间和包编号，写出时才算得出来。"), "small", "3"
        )
        self._pending.setWordWrap(True)
        inner = QWidget()
        inner.setProperty("role", "ground")
        self._fill(QVBoxLayout(inner))
        area = QScrollArea(widgetResizable=True, frameShape=QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.addWidget(area)
        look.changed.connect(self._fit)
        self._fit()
        self.show_recipient("")
        self.show_survey(None)

    def _fill(self, down: QVBoxLayout) -> None:
        look = self._look
        down.setContentsMargins(0, 0, 0, 12)
        down.setSpacing(0)
        down.addWidget(_title(look, tr("本包内容"), ""))
        facts = QGridLayout()
        facts.setContentsMargins(14, 8, 14, 10)
        facts.setHorizontalSpacing(12)
        facts.setVerticalSpacing(4)
        facts.setColumnStretch(1, 1)
        facts.setColumnMinimumWidth(0, look.theme.px(58))
        for place, name in enumerate(_FACTS):
            facts.addWidget(label(look, name, tone="2"), place, 0)
            self._facts[name] = Elided(look)
            facts.addWidget(self._facts[name], place, 1)
        down.addLayout(facts)
        down.addWidget(self._count_table)
        down.addWidget(self._share_title)
        down.addWidget(self._share_table)
        down.addWidget(self._digest_title)
        for part in (self._pending, self._content, self._container, self._copy):
            around = QHBoxLayout()
            around.setContentsMargins(14, 6, 14, 2)
            around.addWidget(part)
            if part is self._copy:
                around.addStretch(1)
            down.addLayout(around)
        down.addStretch(1)

    def _digest(self, name: str) -> QLabel:
        made = label(self._look, "", "mono", "2")
        made.setWordWrap(True)
        made.setAccessibleName(name)
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return made

    def fit_beside(self, room: int) -> None:
        """As wide as its digests, but never more than a third of the page and a little."""
        self.setFixedWidth(min(self._look.theme.px(WIDTH), round(room * _SHARE)))

    def _fit(self) -> None:
        theme = self._look.theme
        rows = self._counts.rowCount()
        header = self._count_table.horizontalHeader().sizeHint().height()
        self._count_table.setFixedHeight(header + max(rows, 1) * theme.row_height + 2)

    # -- what is shown -------------------------------------------------------------------------

    def show_survey(self, found: Survey | None) -> None:
        """Show what would go; None = not looked at yet."""
        unknown = {name: "—" for name in _FACTS if name != _TO}
        facts = unknown if found is None else _survey_facts(found)
        for name, words in facts.items():
            self._facts[name].setText(words)
        self._counts.show_rows(list(found.kinds.values()) if found else ())
        changes = found.share_changes if found else ()
        self._shares.show_rows(changes)
        self._share_title.setVisible(bool(changes))
        self._share_table.setVisible(bool(changes))
        self._show_digests("", "")
        self._fit()

    def show_recipient(self, name: str) -> None:
        """For whom it is meant to be."""
        self._facts[_TO].setText(name.strip() or tr("没有指定"))

    def show_written(self, done: Exported) -> None:
        """Show the digests of what was written."""
        self._show_digests(done.sealed.content_digest, done.sealed.container_digest)

    def _show_digests(self, content: str, container: str) -> None:
        self._digests = (content, container)
        self._content.setText(tr("内容摘要 SHA-256\n{0}").format(grouped(content)))
        self._container.setText(tr("文件摘要 SHA-256\n{0}").format(grouped(container)))
        self._pending.setVisible(not content)
        for part in (self._content, self._container, self._copy):
            part.setVisible(bool(content))

    def _copy_digests(self) -> None:
        content, container = self._digests
        QApplication.clipboard().setText(
            tr("内容摘要 {content}\n文件摘要 {container}").format(
                content=content, container=container
            )
        )


def _survey_facts(found: Survey) -> Mapping[str, str]:
    base = found.base
    after = (
        tr("第 {base.sequence} 号（{0}）之后").format(day(base.created_at), base=base)
        if base
        else tr("不依据以前的包")
    )
    return {
        tr("编号"): tr("目录第 {found.sequence} 号").format(found=found),
        tr("类型"): tr("目录 · {0}").format(scope_words(found.scope)),
        tr("接在"): after,
        tr("记录"): tr("{found.records:,} 条").format(found=found),
        tr("信息项"): tr("{0:,} 个").format(sum(one.rows for one in found.kinds.values())),
        tr("删除"): tr("{found.tombstones:,} 条").format(found=found)
        if found.tombstones
        else tr("没有"),
    }


def _title(look: Look, words: str, hint: str) -> QFrame:
    made = QFrame()
    down = QVBoxLayout(made)
    down.setContentsMargins(0, 0, 0, 0)
    down.setSpacing(0)
    across = QHBoxLayout()
    across.setContentsMargins(14, 10, 14, 8)
    across.setSpacing(8)
    across.addWidget(label(look, words, "section"))
    across.addWidget(label(look, hint, "small", "3"), 1)
    down.addLayout(across)
    down.addWidget(line())
    return made

"""What resembles the project: how much of it, and the functions side by side."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QSizePolicy, QTabBar, QVBoxLayout, QWidget

from cdo_desktop.domain.project_check import Pair, Similar
from ui.look import Look
from ui.models.columns import Column, Tone
from ui.models.table import TableModel
from ui.tr import tr
from ui.widgets.buttons import button
from ui.widgets.dim import Dim
from ui.widgets.room import within
from ui.widgets.row_table import RowTable
from ui.widgets.text import Elided, label

_BAR = 130
_COLUMNS = (
    Column[Pair]("mine", tr("本项目的功能"), lambda pair: pair.mine, 260),
    Column[Pair]("theirs", tr("对方的功能"), lambda pair: pair.theirs),
    Column[Pair](
        "percent", tr("相似度"), lambda pair: f"{pair.percent}%", 76, right=True, tone=Tone.SECOND
    ),
)


class LikenessBar(QWidget):
    """A bar of so many per cent with a tick at the limit."""

    def __init__(self, look: Look, percent: int, limit: int, is_over: bool) -> None:
        super().__init__()
        self._look, self._percent, self._limit, self._over = look, percent, limit, is_over
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        look.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        return QSize(self._look.theme.px(_BAR), self._look.theme.px(14))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, px = self._look.theme, self._look.theme.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        whole = QRectF(0, (self.height() - px(6)) / 2, self.width(), px(6))
        painter.setBrush(theme.colour("border"))
        painter.drawRoundedRect(whole, 3, 3)
        part = QRectF(whole)
        part.setWidth(whole.width() * min(self._percent, 100) / 100)
        painter.setBrush(theme.colour("err-icon" if self._over else "c1"))
        painter.drawRoundedRect(part, 3, 3)
        tick = whole.width() * self._limit / 100
        painter.fillRect(QRectF(tick - 1, 0, 2, self.height()), theme.colour("text"))


class SimilarRow(QWidget):
    """One of them: its name as a way to it, whose it is, how like, and in what."""

    wished = Signal(str)
    """The id of the record."""

    def __init__(self, look: Look, one: Similar, kind: str, limit: int) -> None:
        super().__init__()
        name = button(look, one.title, kind="link", tip=tr("看这条记录"))
        name.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        name.setMinimumWidth(look.theme.px(80))
        name.clicked.connect(lambda: self.wished.emit(one.record))
        whose = Elided(look, "small", "3")
        whose.setAlignment(Qt.AlignmentFlag.AlignRight)
        whose.setText(" · ".join(filter(None, (one.org, kind))))
        first = QHBoxLayout()
        first.addWidget(name)
        first.addWidget(whose, 1)
        percent = label(look, f"{one.percent}%", "strong", "err" if one.is_duplicate else "")
        percent.setAccessibleName(
            tr("{one.title}，相似 {one.percent}%，界限 {limit}%").format(one=one, limit=limit)
        )
        shared = Elided(look, "small", "2")
        shared.setText(_shared(one))
        second = QHBoxLayout()
        second.setSpacing(8)
        second.addWidget(LikenessBar(look, one.percent, limit, one.is_duplicate))
        second.addWidget(percent)
        second.addWidget(shared, 1)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 4)
        down.setSpacing(0)
        down.addLayout(first)
        down.addLayout(second)


def _shared(one: Similar) -> str:
    if not one.pairs:
        return tr("内容相近，没有相同的功能")
    return tr("重合：{0}").format("、".join(pair.theirs for pair in one.pairs))


class CompareDialog(QDialog):
    """Functions side by side, of one similar record at a time."""

    def __init__(self, look: Look, title: str, similar: Sequence[Similar], parent: QWidget) -> None:
        super().__init__(parent)
        self._similar = similar
        self.setWindowTitle(tr("并排对比"))
        self.resize(within(look, 820, 520, parent.window()))
        self._bar = QTabBar(drawBase=False, expanding=False, accessibleName=tr("相近的项目和系统"))
        for one in similar:
            self._bar.addTab(f"{one.title} {one.percent}%")
        self._facts = label(look, tone="2")
        self._facts.setWordWrap(True)
        self.model = TableModel(_COLUMNS, self)
        self.table = RowTable(look, self.model, tr("功能并排对比"))
        self._bar.currentChanged.connect(self._show)
        close = button(look, tr("关闭"), kind="primary")
        close.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(close)
        down = QVBoxLayout(self)
        down.setContentsMargins(16, 12, 16, 16)
        down.setSpacing(look.theme.px(9))
        down.addWidget(label(look, title, "section"))
        down.addWidget(self._bar)
        down.addWidget(self._facts)
        down.addWidget(self.table, 1)
        down.addLayout(buttons)
        self._show(0)
        Dim(parent.window(), self)

    def _show(self, place: int) -> None:
        one = self._similar[place]
        words = tr(
            "{one.org}“{one.title}”：本项目比对了 {one.functions} 项功能，{0} 项对方也有"
            "（{one.overlap}%）；建设内容文字相似 {one.text}%"
        ).format(len(one.pairs), one=one)
        if one.scene is not None:
            words += tr("；业务场景相似 {one.scene}%").format(one=one)
        self._facts.setText(words + tr("。"))
        self.model.show_rows(one.pairs)

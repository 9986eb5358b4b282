"""What a returning reviewer sees first: what is another than it was when it was signed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout

from cdo_desktop.work.review_changes import Change
from ui.look import Look
from ui.models.columns import Column, Tone
from ui.models.table import TableModel
from ui.tr import tr
from ui.widgets.buttons import button
from ui.widgets.row_table import RowTable
from ui.widgets.text import Elided, icon_label, label

_ROWS = 4
"""So many are seen at once."""
_COLUMNS = (
    Column[Change]("label", tr("字段"), lambda one: one.label, 190),
    Column[Change]("was", tr("签署时"), lambda one: one.was or "—", 260, tone=Tone.SECOND),
    Column[Change]("now", tr("现在"), lambda one: one.now or "—"),
    Column[Change]("who", tr("谁改的"), lambda one: one.who, 90, yields=2),
    Column[Change]("at", tr("时间"), lambda one: one.at[:16].replace("T", " "), 132, yields=1),
)


class _Table(RowTable):
    def sizeHint(self) -> QSize:
        rows = min(self.model().rowCount(), _ROWS)
        head = self.horizontalHeader().sizeHint().height()
        return QSize(400, head + rows * self.verticalHeader().defaultSectionSize() + 2)

    minimumSizeHint = sizeHint


class ChangesPanel(QFrame):
    """Hidden where nothing has changed."""

    field_wished = Signal(str, str)
    """(element, group) that a row is about."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("role", "strip")
        self._words = label(look, "", "strong", "warn")
        self._signed = Elided(look, "small", "2")
        self._fold = button(look, tr("收起"), kind="link")
        self._fold.clicked.connect(self._toggle)
        self._model = TableModel(_COLUMNS, self)
        self.table = _Table(look, self._model, tr("自上次签署以来的变更"))
        self.table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.table.opened.connect(self._open)
        head = QHBoxLayout()
        head.setContentsMargins(12, 4, 8, 4)
        head.setSpacing(8)
        head.addWidget(icon_label(look, "mark-warning", "warn-icon"))
        head.addWidget(self._words)
        head.addWidget(self._signed, 1)
        head.addWidget(self._fold)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.setSpacing(0)
        down.addLayout(head)
        down.addWidget(self.table)
        look.changed.connect(self.table.updateGeometry)
        self.hide()

    @property
    def words(self) -> str:
        """What its head says."""
        return self._words.text()

    def show_changes(self, changes: Sequence[Change], version: int, by: str) -> None:
        """Show what has changed since a form was signed; nothing hides it."""
        self.setVisible(bool(changes))
        words = tr("自上次签署以来变更 {0} 项").format(len(changes))
        self._words.setText(words)
        self.setAccessibleName(words)
        self._signed.setText(
            tr("第 {version} 版审查表由{by}签署；改动以后，那些签名不再算数").format(
                version=version, by=by
            )
        )
        self._model.show_rows(changes)
        self.table.updateGeometry()
        self._fold_to(False)

    def _toggle(self) -> None:
        self._fold_to(not self.table.isHidden())

    def _fold_to(self, folded: bool) -> None:
        self.table.setHidden(folded)
        self._fold.setText(tr("看是哪些") if folded else tr("收起"))
        self._fold.setAccessibleName(tr("{0}自上次签署以来的变更").format(self._fold.text()))

    def _open(self, row: int) -> None:
        one: Change = self._model.row(row)
        self.field_wished.emit(one.element, one.group)

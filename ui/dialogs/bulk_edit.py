"""One value into many records: what would change is shown before the button does it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from cdo_desktop.standard.model import Element
from cdo_desktop.work.bulk_edit import BulkEdit, make_edit, plan_edit
from ui.models.columns import Column
from ui.models.table import TableModel
from ui.shell import Shell
from ui.tr import tr
from ui.widgets.banner import Banner
from ui.widgets.buttons import button
from ui.widgets.dim import Dim
from ui.widgets.quiet_combo import QuietCombo
from ui.widgets.room import within
from ui.widgets.row_table import RowTable
from ui.widgets.text import label

PREVIEW_AFTER = 200
_COLUMNS = (
    Column[tuple[str, int]]("before", tr("现在是"), lambda row: row[0] or tr("（空）")),
    Column[tuple[str, int]]("count", tr("条数"), lambda row: f"{row[1]:,}", 90, right=True),
)


class BulkEditDialog(QDialog):
    """Asks for the value, previews, writes; closes when it is written."""

    written = Signal(str)
    """What was done, in a sentence."""

    def __init__(
        self, shell: Shell, kind_key: str, element: Element, ids: Sequence[str], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._shell, self._kind_key, self._element, self._ids = shell, kind_key, element, ids
        self._plan: BulkEdit | None = None
        look = shell.look
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("批量改“{element.label}”").format(element=element))
        self.resize(within(look, 520, 420, parent.window()))
        self.banner = Banner(look)
        self.value = self._made_editor()
        self.empty = QCheckBox(tr("清空"))
        self.empty.toggled.connect(self.value.setDisabled)
        self.empty.toggled.connect(self._preview_soon)
        self._sentence = label(look, role="strong")
        self._sentence.setWordWrap(True)
        self._more = label(look, role="small", tone="2")
        self._more.setWordWrap(True)
        self._model = TableModel(_COLUMNS, self)
        self._wait = QTimer(self, singleShot=True, interval=PREVIEW_AFTER)
        self._wait.timeout.connect(self.preview)
        self._write = button(look, tr("修改"), kind="primary")
        self._write.setEnabled(False)
        self._write.clicked.connect(self.write)
        self._lay_out()
        Dim(parent.window(), self)

    def _made_editor(self) -> QWidget:
        words = self._words()
        name = tr("新的“{label}”").format(label=self._element.label)
        if not words:
            line = QLineEdit(accessibleName=name)
            line.textChanged.connect(self._preview_soon)
            return line
        box = QuietCombo(name)
        box.addItems(words)
        box.setPlaceholderText(tr("请选择"))
        box.setCurrentIndex(-1)
        box.currentIndexChanged.connect(self._preview_soon)
        return box

    def _words(self) -> Sequence[str]:
        library = self._shell.session.bench.library
        return library.codes[self._element.codes].words if self._element.codes else ()

    def _lay_out(self) -> None:
        look = self._shell.look
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(look.theme.px(9))
        layout.addWidget(
            label(
                look,
                tr("已选 {0:,} 条，“{label}”改为").format(
                    len(self._ids), label=self._element.label
                ),
            )
        )
        across = QHBoxLayout()
        across.addWidget(self.value, 1)
        across.addWidget(self.empty)
        layout.addLayout(across)
        layout.addWidget(self.banner)
        layout.addWidget(self._sentence)
        layout.addWidget(RowTable(look, self._model, tr("现在的值")), 1)
        layout.addWidget(self._more)
        buttons = QHBoxLayout()
        buttons.addStretch()
        cancel = button(look, tr("取消"))
        cancel.clicked.connect(self.reject)
        buttons.addWidget(cancel)
        buttons.addWidget(self._write)
        layout.addLayout(buttons)

    @property
    def text(self) -> str:
        """What was entered."""
        if isinstance(self.value, QComboBox):
            return self.value.currentText()
        return self.value.text()

    @property
    def _wanted(self) -> str:
        return "" if self.empty.isChecked() else self.text

    def _preview_soon(self) -> None:
        self._plan = None
        self._write.setEnabled(False)
        self._wait.start()

    @Slot()
    def preview(self) -> None:
        """Work out what would change."""
        bench, kind, key = self._shell.session.bench, self._kind_key, self._element.key
        text, ids = self._wanted, self._ids
        if not text and not self.empty.isChecked():
            return
        job = self._shell.jobs.start(
            tr("预览批量修改"), lambda run: plan_edit(bench, kind, key, text, ids, run)
        )
        job.done.connect(self._show_plan)
        job.failed.connect(self._refuse)

    @Slot(object)
    def _show_plan(self, plan: BulkEdit) -> None:
        if plan.typed != self._wanted:
            return  # another value has been entered since
        self._plan = plan
        self.banner.hide()
        self._sentence.setText(plan.sentence + "。")
        self._model.show_rows(list(plan.before.items()))
        notes = [tr("{plan.unchanged:,} 条不变。").format(plan=plan)] if plan.unchanged else []
        if plan.reopened:
            notes.append(
                tr("其中 {plan.reopened:,} 条已提交或已审核，修改后回到草稿，要重新提交。").format(
                    plan=plan
                )
            )
        notes.append(tr("写入是一步，可以撤销（Ctrl+Z）。"))
        self._more.setText("".join(notes))
        number = len(plan.changed)
        self._write.setText(tr("修改 {number:,} 条").format(number=number))
        self._write.setEnabled(number > 0)
        self._write.setToolTip("" if number else tr("没有要改的记录"))

    @Slot(object)
    def _refuse(self, error: BaseException) -> None:
        self.banner.say_error(error)
        self._write.setEnabled(self._plan is not None)

    def write(self) -> None:
        """Write what was previewed, as one step."""
        plan, bench = self._plan, self._shell.session.bench
        if plan is None:
            return
        self._write.setEnabled(False)
        job = self._shell.jobs.start(tr("批量修改"), lambda run: make_edit(bench, plan, run))
        job.done.connect(self._written)
        job.failed.connect(self._refuse)

    @Slot(object)
    def _written(self, number: int) -> None:
        self.written.emit(
            tr("已修改 {number:,} 条的“{label}”。").format(number=number, label=self._element.label)
        )
        self.accept()

"""What a list page does with records: new, copied, moved, edited in bulk, deleted, restored."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from cdo_desktop.domain.record import Record
from cdo_desktop.tasks import Run
from cdo_desktop.work import beginning, copying, editing, sheets
from cdo_desktop.work.opinion_drafts import written_opinions
from cdo_desktop.workbench import Workbench
from ui.dialogs.bulk_edit import BulkEditDialog
from ui.notify import WORKBOOK, Choice, Question
from ui.pages.list_moves import ListMoves
from ui.pages.selection_bar import DELETE, EDIT, EXPORT, RESTORE, SIGN
from ui.pages.step_notice import UNDO, Notice
from ui.shell import Shell
from ui.tr import tr


class ListActions(QObject):
    """Asks where it must, does it on the worker, and tells what came of it."""

    told = Signal(object, object)
    """(Notice, what of it lasts: a Notice or None)."""
    failed = Signal(object)
    signing = Signal(object)
    """A list of (record id, Opinion) that is to be signed, one sheet each."""
    made = Signal(object)
    """A Record that is to be shown: new or copied."""

    def __init__(self, shell: Shell, kind_key: str, name: str, page: QWidget) -> None:
        super().__init__(page)
        self._shell, self._kind_key, self._name, self._page = shell, kind_key, name, page
        self.moves = ListMoves(shell, page)
        self.moves.told.connect(self.told)
        self.moves.failed.connect(self.failed)

    @property
    def _bench(self) -> Workbench:
        bench = self._shell.session.bench
        if bench is None:
            raise LookupError("no workspace is open")
        return bench

    def _start(self, title: str, work: Callable[[Run], Any], done: Callable[[Any], None]) -> None:
        job = self._shell.jobs.start(title, work)
        job.done.connect(done)
        job.failed.connect(self.failed)

    def _changed(self) -> None:
        self._shell.session.changed.emit()

    def _tell(self, words: str, *, undoable: bool = True) -> None:
        self.told.emit(Notice("ok", words, ((UNDO, tr("撤销")),) if undoable else ()), None)

    # -- one record ----------------------------------------------------------------------------

    def new(self) -> None:
        """Begin a new record."""
        bench, kind = self._bench, self._kind_key
        blank = beginning.begun(bench, kind)
        self._start(
            tr("新建{name}").format(name=self._name),
            lambda run: editing.add(bench, [blank], tr("新建{name}").format(name=self._name)),
            self._new,
        )

    @Slot(object)
    def _new(self, records: Sequence[Record]) -> None:
        self._changed()
        self.made.emit(records[0])

    def copy(self, record_id: str) -> None:
        """Make a new record after the pattern of one."""
        bench = self._bench
        self._start(tr("复制"), lambda run: copying.add_copy(bench, record_id), self._copied)

    @Slot(object)
    def _copied(self, record: Record) -> None:
        self._changed()
        self.made.emit(record)
        self._tell(tr("已复制为“{record.title}”，是新的草稿。").format(record=record))

    # -- many records --------------------------------------------------------------------------

    def act(self, key: str, ids: Sequence[str]) -> None:
        """Do what a button of the selection bar says."""
        what, _, more = key.partition(":")
        if what == "move":
            self.move(more, ids)
        elif what == SIGN:
            self.sign(ids)
        elif what == EDIT:
            self.edit(more, ids)
        elif what == EXPORT:
            self.export(ids)
        elif what == DELETE:
            self.delete(ids)
        elif what == RESTORE:
            self.restore(ids)

    def sign(self, ids: Sequence[str]) -> None:
        """Have those signed one after the other for which an opinion is written."""
        written = written_opinions(self._bench, ids)
        if written:
            self.signing.emit(written)
        else:
            words = tr("勾选的项目都还没有写好意见。请先打开“审查”，写好意见，点“存意见”。")
            self.told.emit(Notice("info", words, ()), None)

    def edit(self, element_key: str, ids: Sequence[str]) -> None:
        """Set an element of all of them, after a preview."""
        element = self._bench.library.kind(self._kind_key).by_key[element_key]
        dialog = BulkEditDialog(self._shell, self._kind_key, element, ids, self._page)
        dialog.written.connect(self._edited)
        dialog.open()

    @Slot(str)
    def _edited(self, sentence: str) -> None:
        self._changed()
        self._tell(sentence)

    def move(self, key: str, ids: Sequence[str]) -> None:
        """Submit, return or approve."""
        flow = self._bench.library.flow_of(self._bench.library.kind(self._kind_key))
        self.moves.move(self._bench, flow.moves_called(key)[0], ids)

    def delete(self, ids: Sequence[str]) -> None:
        """Put them into the recycle bin; only many are asked about, for it can be undone."""
        question = Question(
            tr("删除 {0:,} 条{name}。").format(len(ids), name=self._name),
            tr("删除的记录在回收站里，可以恢复，也可以撤销。"),
            (
                Choice("delete", tr("删除 {0:,} 条").format(len(ids)), danger=True),
                Choice("keep", tr("不删除")),
            ),
        )
        if len(ids) == 1:
            self._delete("delete", ids)
        else:
            self._shell.notify.ask(question, lambda answer: self._delete(answer, ids))

    def _delete(self, answer: str, ids: Sequence[str]) -> None:
        bench = self._bench
        if answer == "delete":
            self._start(tr("删除"), lambda run: editing.delete(bench, ids), self._deleted)

    @Slot(object)
    def _deleted(self, records: Sequence[Record]) -> None:
        self._changed()
        self._tell(tr("已删除 {0:,} 条，在回收站里可以恢复。").format(len(records)))

    def restore(self, ids: Sequence[str]) -> None:
        """Take them out of the recycle bin."""
        bench = self._bench
        self._start(tr("恢复"), lambda run: editing.restore(bench, ids), self._restored)

    @Slot(object)
    def _restored(self, records: Sequence[Record]) -> None:
        self._changed()
        self._tell(tr("已恢复 {0:,} 条，都是草稿。").format(len(records)))

    # -- sheets --------------------------------------------------------------------------------

    def export(self, ids: Sequence[str] | None = None) -> None:
        """Have a place chosen and write these records, or the whole list, as a workbook."""
        bench = self._bench
        day = bench.clock.now().strftime("%Y%m%d")
        suggested = bench.workspace.path.with_name(f"{self._name}_{day}.xlsx")
        self._shell.notify.choose_target(
            tr("导出表格"), suggested, WORKBOOK, lambda path: self._export_to(path, ids)
        )

    def _export_to(self, path: Path, ids: Sequence[str] | None) -> None:
        bench, kinds = self._bench, (self._kind_key,)
        self._target = path
        self._start(
            tr("导出“{path.name}”").format(path=path),
            lambda run: sheets.export_workbook(bench, path, run, kinds, ids),
            self._exported,
        )

    @Slot(object)
    def _exported(self, records: int) -> None:
        words = tr("已写出 {records:,} 条到“{target}”。")
        self._tell(words.format(records=records, target=self._target), undoable=False)

"""The remarks on a record: marks at its fields, the list below, and the line where one writes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from cdo_desktop.domain.record import Record
from cdo_desktop.standard.model import Kind
from cdo_desktop.work import notes
from cdo_desktop.work.notes import Remark
from cdo_desktop.workbench import Workbench
from ui.pages.bottom_pane import BottomPane
from ui.pages.record_parts import RecordParts, place_of, where_words
from ui.pages.remarks_pane import WHOLE, Target
from ui.remarking import Draft, Remarking
from ui.shell import Shell
from ui.tr import tr


class RecordNotes(QObject):
    """Keeps fields and pane in step with the remarks of the record that is shown."""

    changed = Signal()
    """Other remarks are open now."""
    failed = Signal(object)
    """One could not be written or settled."""

    def __init__(
        self, shell: Shell, parts: RecordParts, bottom: BottomPane, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._shell, self._parts, self._bottom = shell, parts, bottom
        self._pane = bottom.remarks
        self._bench: Workbench | None = None
        self._kind: Kind | None = None
        self._record: Record | None = None
        self._targets: Sequence[Target] = (WHOLE,)
        self.remarks: Sequence[Remark] = ()
        """Those on the record, open ones first."""
        self._writing = Remarking(shell, self)
        self._writing.changed.connect(self._read_again)
        self._writing.failed.connect(self.failed)
        parts.stood.connect(self._stand)
        parts.remarks_asked.connect(bottom.show_remarks)
        self._pane.typed.connect(self._keep)
        self._pane.write_wished.connect(self._write)
        self._pane.settle_wished.connect(self._settle)
        self._pane.place_wished.connect(self._go_to)

    @property
    def unwritten(self) -> str:
        """What is half written, as a sentence; "" for nothing."""
        drafts = list(self._writing.unwritten.values())
        if not drafts:
            return ""
        first = drafts[0].text.strip()
        words = f"“{first[:20]}{'…' if len(first) > 20 else ''}”"
        if len(drafts) == 1:
            return tr("有一条意见没有写入（{0}）：{words}。").format(drafts[0].where, words=words)
        return tr("有 {0} 条意见没有写入：{words}等。").format(len(drafts), words=words)

    def write_all(self) -> None:
        """Write what is half written."""
        self._writing.write_all()

    def forget(self) -> None:
        """Let go of what is half written: somebody chose to."""
        self._writing.forget()

    # -- what is shown -------------------------------------------------------------------------

    def show_record(self, bench: Workbench, kind: Kind, record: Record) -> None:
        """Read and show the remarks on a record."""
        if self._record is None or record.id != self._record.id:
            self._targets = (WHOLE,)
        self._bench, self._kind, self._record = bench, kind, record
        self._show(bench, kind, record)

    def _show(self, bench: Workbench, kind: Kind, record: Record) -> None:
        self.remarks = notes.remarks_on(bench, record)
        self._parts.show_remarks(self.remarks)
        why_not = self._shell.session.held
        shown = [(remark, where_words(kind, remark)) for remark in self.remarks]
        self._pane.show_remarks(shown, why_not)
        draft = self._writing.draft(record.id)
        going = self._writing.is_going(record.id)
        why_not = why_not or (tr("回收站里的记录不能写意见。") if record.deleted else "")
        self._pane.show_draft(draft, self._targets, why_not, going)
        self._count()

    def _count(self) -> None:
        still = sum(remark.is_open for remark in self.remarks)
        draft = self._record is not None and self._writing.draft(self._record.id) is not None
        self._bottom.count_remarks(still, draft)

    def _read_again(self, record_id: str) -> None:
        bench, kind, record = self._bench, self._kind, self._record
        if bench is None or kind is None or record is None or record.id != record_id:
            return
        self._show(bench, kind, record)
        self.changed.emit()

    def _stand(self, targets: Sequence[Target]) -> None:
        self._targets = targets
        self._pane.offer(targets)

    # -- what somebody does --------------------------------------------------------------------

    def _keep(self, draft: Draft) -> None:
        if self._record is not None:
            self._writing.keep(self._record.id, draft)
            self._count()

    def _write(self) -> None:
        if self._record is not None:
            self._writing.write(self._record.id)

    def _settle(self, comment_id: str) -> None:
        if self._record is not None:
            self._writing.settle(self._record.id, comment_id)

    def _go_to(self, remark: Remark) -> None:
        self._parts.go_to(place_of(remark))

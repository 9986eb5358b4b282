"""One record being edited: what is typed waits a moment, is saved as a step, and never lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from cdo_desktop.domain.findings import Finding
from cdo_desktop.domain.record import Record
from cdo_desktop.errors import Busy, CdoError, Conflict, DiskTrouble
from cdo_desktop.standard.model import Element
from cdo_desktop.work.form_saving import FormSaver
from cdo_desktop.work.items import Rows
from cdo_desktop.work.typed import Entry
from cdo_desktop.workbench import Workbench
from ui.kept import Keeping, Kept
from ui.shell import Shell
from ui.tr import tr

SAVE_AFTER = 800
"""Milliseconds after the last key."""
TRY_AGAIN_AFTER = 300
_CAN_BE_TRIED_AGAIN = (Busy, Conflict, DiskTrouble)
"""After these the edit waits: somebody decides, or the disk has room again."""


@dataclass(frozen=True, slots=True)
class Act:
    """Something to be done with the record: rows of a group written, a fix, a file."""

    do: Callable[[FormSaver], object]
    group: str = ""
    """Whose rows it writes; "" for anything else."""


@dataclass
class Typed:
    """What was typed into one record and is not saved yet."""

    saver: FormSaver
    texts: dict[str, str] = field(default_factory=dict)
    acts: list[Act] = field(default_factory=list)

    @property
    def is_saved(self) -> bool:
        """Whether nothing waits."""
        return not self.texts and not self.acts


class RecordEdit(QObject):
    """Takes what is typed, saves it when the typing pauses or the field is left.

    Saved on the GUI thread, which takes milliseconds, but never while a job is writing: then it
    waits for its turn.
    """

    saved = Signal(object)
    """The Record as it is now."""
    said = Signal(object)
    """A Kept: how it stands, for the status bar."""
    failed = Signal(object)
    """An exception; what was typed is still waiting."""

    def __init__(self, shell: Shell, parent: QObject) -> None:
        super().__init__(parent)
        self._shell, self._journal = shell, shell.typing
        self._now: Typed | None = None
        self._behind: dict[str, Typed] = {}
        """Record id -> what could not be saved when somebody went on to another record."""
        self._bench: Workbench | None = None
        self._wait = QTimer(self, singleShot=True)
        self._wait.timeout.connect(self.flush)

    @property
    def record(self) -> Record | None:
        """The record as it was saved last."""
        return self._now.saver.record if self._now else None

    @property
    def waiting(self) -> dict[str, str]:
        """Element key -> typed text that is not saved yet."""
        return dict(self._now.texts) if self._now else {}

    def begin(self, bench: Workbench, record: Record) -> None:
        """Edit this record from now on. What still waits for another one is kept until it can be
        saved; what was kept of this one is taken up again."""
        before = self._now
        if before is not None and before.saver.record.id != record.id:
            self._leave()
        self._now = self._behind.pop(record.id, before if before is self._now else None)
        if self._now is None or self._now.is_saved:  # else it stays on what it was typed upon
            stay = self._now.saver.stay if self._now else None
            self._now = Typed(FormSaver(bench, record, stay))
        self._bench = bench

    def end(self) -> None:
        """Edit nothing any more; what waits is saved first, or kept until it can be."""
        self._leave()

    def _leave(self) -> None:
        self.flush()
        left, self._now = self._now, None
        if left is not None and not left.is_saved:
            self._behind[left.saver.record.id] = left

    @Slot(object, str)
    def take(self, element: Element, text: str) -> None:
        """Something was typed into a field."""
        if self._now is None:
            return
        self._now.texts[element.key] = text
        self._journal.note_value(self._now.saver.record, element.key, text)
        self.said.emit(self._journal.says)
        self._wait.start(SAVE_AFTER)

    def take_rows(self, group: str, rows: Rows, name: str) -> None:
        """Rows of a group were edited."""
        if self._now is not None:
            self._journal.note_rows(self._now.saver.record, group, rows)
        self._do(Act(lambda saver: saver.put_rows(group, rows, name), group))

    @Slot(object)
    def mend(self, finding: Finding) -> None:
        """Do a one-step fix."""
        self._do(Act(lambda saver: saver.mend(finding)))

    def attach(self, element: Element, path: Path) -> None:
        """Hang a file on the record."""
        self._do(Act(lambda saver: saver.attach(element.key, path)))

    def _do(self, act: Act) -> None:
        if self._now is not None:
            self._now.acts.append(act)
            self.flush()

    @Slot()
    def flush(self) -> bool:
        """Save now what waits, in the order it came; False if something still waits."""
        self._wait.stop()
        held = [*self._behind.values(), *([self._now] if self._now else [])]
        waiting = [typed for typed in held if not typed.is_saved]
        if waiting and self._shell.jobs.busy:
            self._wait.start(TRY_AGAIN_AFTER)
            return False
        return all([self._put(typed) for typed in waiting])

    def _put(self, typed: Typed) -> bool:
        before = typed.saver.record
        try:
            self._write(typed)
        except CdoError as error:
            words = tr("没有保存：{error.happened}").format(error=error)
            self.said.emit(Kept(words, Keeping.NOT_SAVED))
            self.failed.emit(error)
            return False
        finally:
            if typed.is_saved:
                self._behind.pop(before.id, None)
            if typed is self._now and typed.is_saved:
                self._say_kept()
            if typed is self._now and typed.saver.record is not before:
                self.saved.emit(typed.saver.record)
        return True

    def _write(self, typed: Typed) -> None:
        if typed.texts:
            entries = [Entry(key, text) for key, text in typed.texts.items()]
            refused = typed.saver.put(entries)
            for entry in entries:
                if entry not in refused:
                    self._drop_text(typed, entry.element)
            if refused:
                raise next(iter(refused.values()))
        while typed.acts:
            try:
                typed.acts[0].do(typed.saver)
            except CdoError as error:
                if not isinstance(error, _CAN_BE_TRIED_AGAIN):
                    self._drop_act(typed)  # what can never be done is told, not tried for ever
                raise
            self._drop_act(typed)

    def _drop_text(self, typed: Typed, key: str) -> None:
        del typed.texts[key]
        self._journal.drop(typed.saver.record.id, key)

    def _drop_act(self, typed: Typed) -> None:
        group = typed.acts.pop(0).group
        if group and group not in [act.group for act in typed.acts]:
            self._journal.drop(typed.saver.record.id, group=group)

    def insist(self) -> None:
        """Put what waits into the newest revision: somebody chose it over what is there."""
        if self._now is not None and self._bench is not None:
            newest = self._bench.workspace.record(self._now.saver.record.id)
            self._now.saver = FormSaver(self._bench, newest)
            self.flush()

    def forget(self) -> None:
        """Let go of what waits for this record: somebody chose to."""
        self._wait.stop()
        if self._now is not None:
            for key in list(self._now.texts):
                self._drop_text(self._now, key)
            while self._now.acts:
                self._drop_act(self._now)

    def _say_kept(self) -> None:
        """Also where what was typed is what stands there already: nothing is being typed now."""
        at = self._bench.clock.now().astimezone().strftime("%H:%M")
        behind = len(self._behind)
        if behind:
            words = tr("没有保存：还有 {behind} 条等着保存").format(behind=behind)
            self.said.emit(Kept(words, Keeping.NOT_SAVED))
        else:
            self.said.emit(Kept(tr("已自动保存 {at}").format(at=at)))

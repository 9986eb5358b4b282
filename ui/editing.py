"""One record being edited: what is typed waits a moment, is saved as a step, and never lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from cdo_desktop.domain.findings import Finding
from cdo_desktop.domain.record import Record
from cdo_desktop.errors import CdoError
from cdo_desktop.standard.model import Element
from cdo_desktop.work.form_saving import FormSaver
from cdo_desktop.work.items import Rows
from cdo_desktop.work.typed import Entry
from cdo_desktop.workbench import Workbench
from ui.shell import Shell

SAVE_AFTER = 800
"""Milliseconds after the last key."""
TRY_AGAIN_AFTER = 300


class RecordEdit(QObject):
    """Takes what is typed, saves it when the typing pauses or the field is left.

    Saved on the GUI thread, which takes milliseconds, but never while a job is writing: then it
    waits for its turn.
    """

    saved = Signal(object)
    """The Record as it is now."""
    said = Signal(str)
    """How it stands, for the status bar."""
    failed = Signal(object)
    """An exception; what was typed is still waiting."""

    def __init__(self, shell: Shell, parent: QObject) -> None:
        super().__init__(parent)
        self._shell = shell
        self._saver: FormSaver | None = None
        self._bench: Workbench | None = None
        self._waiting: dict[str, str] = {}
        self._acts: list[Callable[[FormSaver], object]] = []
        self._wait = QTimer(self, singleShot=True)
        self._wait.timeout.connect(self.flush)

    @property
    def record(self) -> Record | None:
        """The record as it was saved last."""
        return self._saver.record if self._saver else None

    @property
    def waiting(self) -> dict[str, str]:
        """Element key -> typed text that is not saved yet."""
        return dict(self._waiting)

    def begin(self, bench: Workbench, record: Record) -> None:
        """Edit this record from now on; what waits for another one is saved first."""
        if self.record is not None and self.record.id != record.id:
            self.flush()
            self.forget()
        self._bench, self._saver = bench, FormSaver(bench, record)

    def end(self) -> None:
        """Edit nothing any more; what waits is saved first."""
        self.flush()
        self._saver = None
        self.forget()

    @Slot(object, str)
    def take(self, element: Element, text: str) -> None:
        """Something was typed into a field."""
        self._waiting[element.key] = text
        self.said.emit("正在输入…")
        self._wait.start(SAVE_AFTER)

    def take_rows(self, group: str, rows: Rows, name: str) -> None:
        """Rows of a group were edited."""
        self._do(lambda saver: saver.put_rows(group, rows, name))

    @Slot(object)
    def mend(self, finding: Finding) -> None:
        """Do a one-step fix."""
        self._do(lambda saver: saver.mend(finding))

    def attach(self, element: Element, path: Path) -> None:
        """Hang a file on the record."""
        self._do(lambda saver: saver.attach(element.key, path))

    def _do(self, act: Callable[[FormSaver], object]) -> None:
        self._acts.append(act)
        self.flush()

    @Slot()
    def flush(self) -> bool:
        """Save now what waits, in the order it came; False if something still waits."""
        self._wait.stop()
        if self._saver is None or not (self._waiting or self._acts):
            return True
        if self._shell.jobs.live:
            self._wait.start(TRY_AGAIN_AFTER)
            return False
        before = self._saver.record
        try:
            self._write(self._saver)
        except CdoError as error:
            self.said.emit(f"没有保存：{error.happened}")
            self.failed.emit(error)
            return False
        finally:
            if self._saver.record is not before:
                self._tell_saved(self._saver.record)
        return True

    def _write(self, saver: FormSaver) -> None:
        if self._waiting:
            saver.put([Entry(key, text) for key, text in self._waiting.items()])
            self._waiting.clear()
        while self._acts:
            act = self._acts.pop(0)  # one that cannot be done is told, not tried for ever
            act(saver)

    def forget(self) -> None:
        """Let go of what waits: somebody chose to."""
        self._wait.stop()
        self._waiting.clear()
        self._acts.clear()

    def _tell_saved(self, record: Record) -> None:
        at = self._bench.clock.now().astimezone().strftime("%H:%M")
        self.said.emit(f"已自动保存 {at}")
        self.saved.emit(record)

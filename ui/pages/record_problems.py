"""The problems of a record in their pane, and beside them those of the whole workspace."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from cdo_desktop.domain.findings import Finding
from cdo_desktop.domain.record import Record
from cdo_desktop.standard.model import Kind
from cdo_desktop.work import problems
from cdo_desktop.work.sources import rules_words
from cdo_desktop.workbench import Workbench
from ui.jobs import Job
from ui.pages.problems_pane import ProblemsPane
from ui.shell import Shell
from ui.tr import tr


class RecordProblems(QObject):
    """Keeps the pane in step with the record that is shown and with the last check of all."""

    chosen = Signal(object)
    """A Finding of the record that is shown."""
    elsewhere = Signal(object)
    """A Finding of another record."""
    failed = Signal(object)
    """The check of everything ended with this exception."""

    def __init__(self, shell: Shell, pane: ProblemsPane, parent: QObject) -> None:
        super().__init__(parent)
        self._shell, self._pane = shell, pane
        self._record_id = ""
        self._found: Sequence[Finding] = ()
        pane.chosen.connect(self.chosen)
        pane.elsewhere.connect(self.elsewhere)
        pane.check_asked.connect(self._check)
        pane.everywhere.toggled.connect(self._show_check)
        shell.full_check.changed.connect(self._show_check)
        shell.session.opened.connect(shell.full_check.forget)

    def show_record(
        self, bench: Workbench, kind: Kind, record: Record, findings: Sequence[Finding]
    ) -> None:
        """Show what was found in a record; the list of everything goes along with it."""
        before, self._found = self._found, findings
        same, self._record_id = record.id == self._record_id, record.id
        at = bench.clock.now().astimezone().strftime("%H:%M")
        rules = rules_words([kind.standard], bench.library.profile)
        checked = tr("{at} 按{rules}检查过").format(at=at, rules=rules)
        self._pane.show_record(kind, record.id, findings, checked)
        if same:
            self._shell.full_check.follow(record.id, before, findings)
            self._show_check()

    def _show_check(self) -> None:
        bench, check = self._shell.session.bench, self._shell.full_check
        if bench is None:
            return
        since = problems.steps_since(bench, check.last) if check.last else 0
        self._pane.show_check(
            check.last, bench.library.kinds, check.running, bench.clock.now(), since
        )

    def _check(self) -> None:
        self.check_all()

    def check_all(self) -> Job | None:
        """Check the whole workspace, unless none is open."""
        bench = self._shell.session.bench
        if bench is None:
            return None
        job = self._shell.full_check.begin(self._shell.jobs, bench)
        job.failed.connect(self.failed)
        return job

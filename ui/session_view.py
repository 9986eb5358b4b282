"""What the frame says of the open workspace: whose it is, who works, what waits, what is wrong."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QObject, Signal, Slot

from cdo_desktop.domain.listing import ListQuery, Sort
from cdo_desktop.standard.model import Severity
from cdo_desktop.work.standing import Standing
from ui.counting import Counting
from ui.frame import Frame
from ui.identity import Identity
from ui.kept import Kept
from ui.places import EXCHANGE, HOME
from ui.tr import tr


class SessionView(QObject):
    """Shows the session in title, top bar, rail, menus and status bar of one frame."""

    listing_asked = Signal(object)
    """A ListQuery: these records are to be shown."""

    def __init__(self, frame: Frame, title: str) -> None:
        super().__init__(frame)
        shell = frame.shell
        self._frame, self._session, self._title = frame, shell.session, title
        self._standing: Standing | None = None
        self._identity = Identity(shell, frame.top.identity, self)
        shell.session.renamed.connect(lambda: self._identity.show_bench(shell.session.bench))
        self.counting = Counting(shell.jobs, shell.session, self)
        self.counting.counted.connect(self._show_standing)
        frame.status.problems_asked.connect(self._ask_for_problems)

    def show(self) -> None:
        """Show what is open; what has to be counted first is not shown yet."""
        frame, bench = self._frame, self._session.bench
        practice, writable = self._session.is_practice, self._session.writable
        frame.rail.set_open(bench is not None)
        frame.rail.show_counts({})
        frame.actions_table.enable(bench is not None, writable, self._session.may_reset)
        self.show_steps()
        name = bench.workspace.path.stem if bench else self._title
        frame.setWindowTitle(f"{name} — {self._title}" if bench else self._title)
        owner = bench.org.name if bench else tr("尚未打开工作区")
        frame.top.show_workspace(name, owner, practice)
        frame.frame_practice(practice)
        self._identity.show_bench(bench)
        self._standing = None
        frame.status.show_problems({})
        kept = tr("只读打开") if self._session.held else tr("每一步都已保存")
        frame.status.say_saved(Kept(kept if bench else tr("尚未打开工作区")), bench is not None)

    @Slot()
    def show_steps(self) -> None:
        """Name what can be undone and done again."""
        bench, table = self._session.bench, self._frame.actions_table
        writable = bench is not None and self._session.writable
        undoable = bench.workspace.undoable() if writable else None
        redoable = bench.workspace.redoable() if writable else None
        if undoable:
            at = datetime.fromisoformat(undoable.at).astimezone()
            words = tr("已自动保存 {at}").format(at=at.strftime("%H:%M"))
            self._frame.status.say_step(Kept(words))
        table.name_step("undo", undoable.name if undoable else None)
        table.name_step("redo", redoable.name if redoable else None)

    @Slot(object)
    def _show_standing(self, found: Standing) -> None:
        self._standing = found
        waits = {HOME: found.due, EXCHANGE: found.packages, **found.lists}
        self._frame.rail.show_counts({key: (one.number, one.words) for key, one in waits.items()})
        self._frame.status.show_problems(
            {Severity.ERROR: found.errors.number, Severity.WARNING: found.warnings.number}
        )

    @Slot(object)
    def _ask_for_problems(self, severity: Severity) -> None:
        """Of the list that is shown, else of the one that has most of them."""
        if self._standing is None:
            return
        errors = severity is Severity.ERROR
        found = self._standing.errors if errors else self._standing.warnings
        kind = found.nearest(self._frame.place)
        query = ListQuery(
            kind,
            with_errors=errors,
            with_warnings=not errors,
            sort=Sort.PROBLEMS,
            descending=True,
        )
        self.listing_asked.emit(query)

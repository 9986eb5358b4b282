"""What one does with a package of the ledger: hand it over, print its slip, verify, redraft."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from cdo_desktop.domain.ledger import LedgerEntry
from cdo_desktop.domain.lifecycle import Delivery
from cdo_desktop.domain.listing import ListQuery
from cdo_desktop.domain.record import Record
from cdo_desktop.work import redrafting
from cdo_desktop.work.ledger_rows import LedgerRow
from cdo_desktop.work.reconciling import Missing
from ui.exchange.fields import PACKAGES
from ui.exchange.handover_dialog import HandoverDialog
from ui.exchange.known_files import KnownFiles
from ui.exchange.ledger_words import content_words
from ui.exchange.slip import print_slip
from ui.shell import Shell
from ui.tr import tr


class PackageDeeds(QObject):
    """Asks in front of a page and does it."""

    handed_over = Signal(object)
    """The LedgerEntry as it is now."""
    redrafted = Signal(object, int)
    """(ids that were asked for, how many became drafts)."""
    files_chosen = Signal(object)
    """Files that are to be verified."""
    failed = Signal(object)
    """An exception: it could not be done."""

    def __init__(self, shell: Shell, page: QWidget) -> None:
        super().__init__(page)
        self._shell, self._page = shell, page
        self._known = KnownFiles(shell.settings)

    # -- files ---------------------------------------------------------------------------------

    def choose_files(self) -> None:
        """Have packages or receipts chosen, to be verified."""
        title = tr("选择要核验的包或回执，可以选多个")
        self._shell.notify.choose_files(title, PACKAGES, self._take)

    def choose_receipts(self) -> None:
        """Have receipts chosen; they are verified before anything else."""
        self._shell.notify.choose_files(tr("选择平台的回执，可以选多个"), PACKAGES, self._take)

    def verify(self, row: object) -> None:
        """Verify the file of a package; where it is not known any more, ask for it."""
        path = self._known.package(row.entry.package_id) if isinstance(row, LedgerRow) else None
        if path is None:
            self.choose_files()
        else:
            self._take([path])

    def _take(self, paths: Sequence[Path]) -> None:
        self.files_chosen.emit(list(paths))

    # -- handing over --------------------------------------------------------------------------

    def hand_over(self, entry: LedgerEntry | None, rows: Sequence[LedgerRow]) -> None:
        """Ask to whom a package was given, and enter it; `rows` know who was given any."""
        if not self._shell.session.writable:
            return
        file = self._known.package(entry.package_id) if entry else None
        to = entry.recipient.name if entry else ""
        handed = (event for row in rows for event in row.events if event.state == Delivery.HANDED)
        known = sorted({event.note for event in handed})
        dialog = HandoverDialog(self._shell, self._page, file, to, known)
        dialog.entered.connect(self.handed_over)
        dialog.open()

    def print_slip(self, row: object) -> None:
        """Show the slip of a package before it is printed."""
        bench = self._shell.session.bench
        if bench is not None and isinstance(row, LedgerRow):
            to = next((e.note for e in row.events if e.state == Delivery.HANDED), "")
            content = content_words(row, bench.library.kinds)
            practice = self._shell.session.is_practice
            print_slip(self._page, row.entry, content, to, practice=practice)

    # -- records -------------------------------------------------------------------------------

    def waiting_list(self, gap: object) -> ListQuery | None:
        """What of the kind of a gap is not approved yet, whatever its flow calls that."""
        bench = self._shell.session.bench
        if bench is None or not isinstance(gap, Missing):
            return None
        flow = bench.library.flow_of(bench.library.kind(gap.kind))
        states = tuple(state.key for state in flow.states if not state.frozen)
        return ListQuery(gap.kind, states=states)

    def redraft(self, ids: list[str]) -> None:
        """Make drafts of what was sent back."""
        bench = self._shell.session.bench
        if bench is None or not self._shell.session.writable:
            return
        job = self._shell.jobs.start(
            tr("转为草稿"), lambda run: (ids, redrafting.redraft(bench, ids))
        )
        job.done.connect(self._redrafted)
        job.failed.connect(self.failed)

    @Slot(object)
    def _redrafted(self, done: tuple[list[str], list[Record]]) -> None:
        ids, drafts = done
        self.redrafted.emit(ids, len(drafts))

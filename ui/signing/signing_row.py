"""Several forms, one sheet after the other, then one passphrase; nothing is signed before that."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from cdo_desktop.errors import CdoError
from cdo_desktop.work.review_batch import NotSigned, Waiting
from cdo_desktop.work.review_beside import PrintDone
from cdo_desktop.work.review_cases import HereCase, waiting
from cdo_desktop.work.review_forms import Opinion
from ui.notify import told
from ui.shell import Shell
from ui.signing.batch_dialog import BatchDialog
from ui.signing.row_sheet import Confirmed, RowSheet
from ui.tr import tr


class SigningRow(QObject):
    """Lives until its last dialog is closed; then the copies of all forms are removed."""

    ended = Signal(object)
    """A BatchDone, or None: the row was broken off and nothing was signed."""
    printed = Signal(object)
    """After that, for each that was signed: a PrintDone, None, or the exception."""

    def __init__(
        self, shell: Shell, parent: QWidget, wanted: Sequence[tuple[str, Opinion]]
    ) -> None:
        super().__init__(parent)
        self._shell, self._window = shell, parent
        self._wanted = tuple(wanted)
        self._cases: list[HereCase] = []
        self._waiting: list[Waiting] = []
        self._failed: list[NotSigned] = []
        self._key: Path | None = None

    def begin(self) -> None:
        """Open the first sheet."""
        self._next()

    @property
    def _place(self) -> int:
        return len(self._waiting) + len(self._failed)

    @property
    def _title(self) -> str:
        bench = self._shell.session.bench
        assert bench is not None  # a window-modal dialog is open
        return bench.workspace.record(self._wanted[self._place][0]).title

    def _next(self) -> None:
        bench = self._shell.session.bench
        if bench is None:
            self._end(None)
            return
        if self._place == len(self._wanted):
            self._ask()
            return
        record_id, opinion = self._wanted[self._place]
        case = HereCase(bench, record_id, opinion)
        self._cases.append(case)
        place = (self._place + 1, len(self._wanted))
        sheet = RowSheet(self._shell, self._window, case, opinion, place, self._key)
        sheet.confirmed.connect(self._confirmed)
        sheet.skipped.connect(self._skipped)
        sheet.rejected.connect(self._broken_off)
        sheet.accepted.connect(self._next)
        sheet.open()

    @Slot(object)
    def _confirmed(self, found: Confirmed) -> None:
        self._key = found.offering.signer.key
        offer = found.offering.offer
        self._waiting.append(waiting(self._cases[-1], offer, found.token, self._title))

    @Slot(object)
    def _skipped(self, error: BaseException | None) -> None:
        if error is None:
            self._waiting.append(waiting(self._cases[-1], None, "", self._title))
        else:
            words = told(error)
            self._failed.append(NotSigned(self._title, words.text, words.code))

    @Slot()
    def _broken_off(self) -> None:
        self._end(None)

    def _ask(self) -> None:
        dialog = BatchDialog(self._shell, self._window, self._waiting, self._key, self._failed)
        dialog.ended.connect(self._end)
        dialog.open()

    @Slot(object)
    def _end(self, done: object) -> None:
        self.ended.emit(done)
        cases = tuple(self._cases)
        job = self._shell.jobs.start(tr("打印件"), lambda run: _put_away(cases), quiet=True)
        for ending in (job.done, job.failed):
            ending.connect(self._printed)

    @Slot(object)
    def _printed(self, found: object) -> None:
        """What became of each print, in a list; or the exception that broke it off."""
        for one in found if isinstance(found, list) else [found]:
            self.printed.emit(one)
        self.deleteLater()


def _put_away(cases: Sequence[HereCase]) -> list[PrintDone | CdoError | None]:
    """Show each signature in its print; then remove what was copied, however that ends."""
    try:
        return [_printed(case.print_later) for case in cases if case.print_later]
    finally:
        for case in cases:
            case.close()


def _printed(later: Callable[[], PrintDone | None]) -> PrintDone | CdoError | None:
    """What became of one print: it does not hold up the others."""
    try:
        return later()
    except CdoError as error:
        return error

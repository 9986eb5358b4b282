"""One sheet of a row: looked at and ticked like any other; the passphrase comes at the end."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from cdo_desktop.work.review_cases import Case, Offering
from cdo_desktop.work.review_forms import Opinion
from ui.shell import Shell
from ui.signing.sign_sheet import SignSheet
from ui.tr import tr
from ui.widgets.buttons import button


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A form that was looked at: what was offered, and the token of what stood on the sheet."""

    offering: Offering
    token: str


class RowSheet(SignSheet):
    """Nothing is signed here."""

    confirmed = Signal(object)
    """A Confirmed."""
    skipped = Signal(object)
    """This one is passed over; the exception that is the reason, or None."""

    def __init__(
        self,
        shell: Shell,
        parent: QWidget,
        case: Case,
        opinion: Opinion,
        place: tuple[int, int],
        key: Path | None = None,
    ) -> None:
        self._place, self._key = place, key
        super().__init__(shell, parent, case, opinion, keeps_case=True)
        self.skip = button(shell.look, tr("跳过这一份"))
        self.skip.clicked.connect(self._skip)
        self.pane.put_beside(self.skip)
        self.pane.leave_out_passphrase()

    @property
    def verb_words(self) -> str:
        number, count = self._place
        return tr("看过了，下一份") if number < count else tr("看过了，去签署")

    @property
    def title_words(self) -> str:
        return tr("核对并签署（第 {0} 份，共 {1} 份）").format(*self._place)

    @property
    def missing_secret(self) -> list[str]:
        return []

    def _show_asking(self) -> None:
        super()._show_asking()
        self.pane.leave_out_passphrase()

    def _choose_key(self) -> None:
        """All of a row are signed with one key: that of the first."""
        if self._key is None:
            super()._choose_key()
        else:
            self.pane.key.choose(self._key)
            self.pane.key.setEnabled(False)

    def judge(self) -> None:
        super().judge()
        if self._key is not None:
            self.pane.key.setEnabled(False)

    def act(self) -> None:
        shown, found = self.body.shown, self._offering
        if not self.missing and shown is not None and found is not None:
            self.confirmed.emit(Confirmed(found, shown.token))
            self.accept()

    def _skip(self) -> None:
        self.skipped.emit(self.last_error)
        self.accept()

"""What one does about trust: take a list in, vouch for a certificate, take that back."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from cdo_desktop.domain.ledger import PinnedKey
from cdo_desktop.work import trusting
from ui.exchange.pin_dialog import PinDialog
from ui.exchange.trust_dialog import TrustDialog
from ui.exchange.wording import shortened
from ui.shell import Shell
from ui.tr import tr


class TrustDeeds(QObject):
    """Asks in front of a page and does it."""

    done = Signal(str)
    """What was done, in a sentence."""
    failed = Signal(object)
    """An exception: it could not be done."""

    def __init__(self, shell: Shell, page: QWidget) -> None:
        super().__init__(page)
        self._shell, self._page = shell, page

    def import_trust(self, file: Path | None = None) -> None:
        """Ask for a trust list, and take it in."""
        dialog = TrustDialog(self._shell, self._page, file)
        dialog.taken.connect(self._trusted)
        dialog.open()

    @Slot(object)
    def _trusted(self, bundle: object) -> None:
        words = tr("已导入信任清单第 {bundle.version} 版，签名人 {0} 个。").format(
            len(bundle.signers), bundle=bundle
        )
        self.done.emit(words)

    def pin(self) -> None:
        """Ask for a fingerprint read out over the telephone, and vouch for it."""
        dialog = PinDialog(self._shell, self._page)
        dialog.pinned.connect(self._pinned)
        dialog.open()

    @Slot(str)
    def _pinned(self, fingerprint: str) -> None:
        self.done.emit(tr("已登记证书 {0}。").format(shortened(fingerprint)))

    def ask_unpin(self, pin: object) -> None:
        """Ask why a certificate is no longer vouched for."""
        if not isinstance(pin, PinnedKey):
            return
        self._shell.notify.ask_text(
            tr("撤销登记"),
            tr("不再为证书 {0} 担保。以前核验过的仍然有效。原因：").format(shortened(pin.sha256)),
            tr("撤销登记"),
            partial(self._unpin, pin.sha256),
        )

    def _unpin(self, fingerprint: str, why: str) -> None:
        bench = self._shell.session.bench
        if bench is None:
            return
        job = self._shell.jobs.start(
            tr("撤销登记"), lambda run: trusting.unpin(bench, fingerprint, why.strip())
        )
        job.done.connect(self._unpinned)
        job.failed.connect(self.failed)

    @Slot(object)
    def _unpinned(self, pin: PinnedKey) -> None:
        self.done.emit(tr("已撤销登记证书 {0}。").format(shortened(pin.sha256)))

"""The attachments of a project, opened: one at a time, as they are shown before they are signed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QDialog, QFrame, QVBoxLayout, QWidget

from cdo_desktop.domain.review_form import AttachedFile
from cdo_desktop.tasks import Run
from cdo_desktop.work.attached_copies import AttachedCopies
from cdo_desktop.work.notes import Attached
from cdo_desktop.work.review_parts import Part, PartKind
from cdo_desktop.workbench import Workbench
from ui.shell import Shell
from ui.signing.part_view import Around, PartView
from ui.signing.sign_work import Copied
from ui.tr import tr
from ui.widgets.dim import Dim
from ui.widgets.room import within

_WIDE, _TALL = 900, 660


class AttachmentDialog(QDialog):
    """Window-modal. What is shown is a copy whose digest was checked when it was made."""

    def __init__(
        self, shell: Shell, parent: QWidget, bench: Workbench, files: Sequence[Attached], place: int
    ) -> None:
        """Begins with `files[place]`."""
        super().__init__(parent)
        self._shell, self._files, self._place = shell, tuple(files), place
        self._copies = AttachedCopies(bench)
        self.setWindowTitle(tr("附件"))
        self.view = PartView(shell, Around(tr("关闭"), "x", tr("工作区"), False))
        self.view.next.setText(tr("下一个附件"))
        self.view.next.setVisible(len(self._files) > 1)
        self.view.back.connect(self.reject)
        self.view.next_wished.connect(self._go_on)
        self.view.copy_wished.connect(self._copy_to)
        pane = QFrame()
        pane.setProperty("role", "pane")
        inside = QVBoxLayout(pane)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.view)
        down = QVBoxLayout(self)
        down.setContentsMargins(0, 0, 0, 0)
        down.addWidget(pane)
        self.resize(within(shell.look, _WIDE, _TALL, parent.window()))
        Dim(parent.window(), self)

    def open(self) -> None:
        """Show it, and have the first file copied out."""
        super().open()
        self._show_file()

    def _show_file(self) -> None:
        one = self._files[self._place]
        words = tr("附件（第 {0} 个，共 {1} 个）").format(self._place + 1, len(self._files))
        self.setWindowTitle(words)
        kept = AttachedFile(one.sha256, one.name, one.size)
        self.view.show_part(Part(PartKind.FILE, one.name, "", one.size, one.sha256, (), kept))
        self._copy(one, None)

    def _go_on(self) -> None:
        self._place = (self._place + 1) % len(self._files)
        self._show_file()

    def _copy_to(self, part: Part, target: Path) -> None:
        self._copy(self._files[self._place], target)

    def _copy(self, one: Attached, target: Path | None) -> None:
        job = self._shell.jobs.start(
            tr("打开“{file.name}”").format(file=one), partial(_copied, self._copies, one, target)
        )
        job.done.connect(self.view.show_copy)
        job.failed.connect(self._fail)

    @Slot(object)
    def _fail(self, error: BaseException) -> None:
        self.view.say_not_taken(error)

    def done(self, result: int) -> None:
        """What was copied is removed after whatever is still being copied."""
        copies = self._copies
        self._shell.jobs.start(tr("附件"), lambda run: copies.close(), quiet=True)
        super().done(result)
        self.deleteLater()


def _copied(copies: AttachedCopies, one: Attached, target: Path | None, run: Run) -> Copied:
    file = AttachedFile(one.sha256, one.name, one.size)
    return Copied(file, copies.copy_of(one, target))

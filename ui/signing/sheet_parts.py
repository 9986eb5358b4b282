"""The left of the sheet in full: the list of what is covered, and one part of it, opened."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QStackedWidget

from cdo_desktop.work.review_parts import Part
from ui.shell import Shell
from ui.signing.part_view import Around, PartView
from ui.signing.sheet_body import SheetBody
from ui.signing.sign_work import SignWork
from ui.tr import tr


class SheetParts(QStackedWidget):
    """What was in front of one's eyes is marked in the list, and nothing else."""

    def __init__(self, shell: Shell, work: SignWork) -> None:
        super().__init__()
        self.work = work
        self.body = SheetBody(shell)
        self.view = PartView(shell, Around(tr("返回签署内容"), "undo-2", tr("审查表"), True))
        self.addWidget(self.body)
        self.addWidget(self.view)
        self.body.opened.connect(self._open_part)
        self.view.back.connect(self.show_list)
        self.view.next_wished.connect(self._open_next)
        self.view.shown.connect(self.body.mark_seen)
        self.view.copy_wished.connect(self._copy_to)
        work.copied.connect(self.view.show_copy)

    def _open_part(self, part: Part) -> None:
        """A part is seen when it stands there: a file only once it was taken out of the form."""
        self.setCurrentIndex(1)
        self.view.show_part(part)
        if part.file is not None and self.body.shown is not None:
            self.work.copy(self.body.shown, part.file)

    @Slot()
    def _open_next(self) -> None:
        """The next part that nobody has opened; the list when all are."""
        here = self.view.part
        left = [part for part in self.body.unseen if part != here]
        after = self.body.parts.index(here) if here in self.body.parts else -1
        later = [part for part in left if self.body.parts.index(part) > after]
        if left:
            self._open_part((later or left)[0])
        else:
            self.show_list()

    def _copy_to(self, part: Part, target: Path) -> None:
        if part.file is not None and self.body.shown is not None:
            self.work.copy(self.body.shown, part.file, target)

    @Slot()
    def show_list(self) -> None:
        """Back to the list of parts."""
        self.setCurrentIndex(0)
        self.body.setFocus()

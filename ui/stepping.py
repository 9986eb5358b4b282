"""Undo and redo of one window: asked for, done by the session, and said on the page shown."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from cdo_desktop.work.replaying import Replayed
from ui.frame import Frame
from ui.pages.step_notice import UNDO, Notice, to_record
from ui.session import Session
from ui.tr import tr


class Stepping(QObject):
    """Steps back and forth; what is being typed is saved first, as a step of its own."""

    def __init__(self, frame: Frame, session: Session) -> None:
        super().__init__(frame)
        self._frame, self._session = frame, session
        session.replayed.connect(self._tell)

    def undo(self) -> None:
        """Take back the newest step."""
        if self._frame.page.flush():
            self._session.undo()

    def redo(self) -> None:
        """Do again what was undone last."""
        if self._frame.page.flush():
            self._session.redo()

    def undo_told(self) -> None:
        """Take back the step that the page's notice stands for; never one that was made since."""
        page = self._frame.page
        if not page.flush():
            return
        if UNDO in page.banner.offers:
            page.banner.hide()
            self._session.undo()
        else:
            words = tr("刚输入的内容已先存为新的一步，所以没有撤销。要撤销请按 Ctrl+Z。")
            page.banner.say("info", words)

    @Slot(object)
    def _tell(self, done: Replayed) -> None:
        """Which step it was, and the way to its record if that is not in sight."""
        page, record = self._frame.page, done.record
        verb = tr("已重做") if done.again else tr("已撤销")
        hidden = record is not None and not page.shows(record.id)
        links = to_record(record.id) if record is not None and hidden else ()
        words = tr("{verb}：{done.name}。").format(verb=verb, done=done)
        page.tell(Notice("info", words, links))

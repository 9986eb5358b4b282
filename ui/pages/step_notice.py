"""What a page says of the newest step: what was done, and which record left the list by it.

A notice that offers 撤销 stands for one step: it goes as soon as another one was made.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Slot

from cdo_desktop.work.listed import newest_step
from ui.session import Session
from ui.tr import tr
from ui.widgets.banner import Banner

UNDO, RECORD = "undo", "record:"
Links = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """Words at a level, with links; `UNDO` always stands last."""

    level: str
    words: str
    links: Links = ()


def to_record(record_id: str) -> Links:
    """The link that shows a record, wherever it is."""
    return ((f"{RECORD}{record_id}", tr("看这一条")),)


class StepNotice(QObject):
    """Puts together what belongs to one step; of one banner."""

    def __init__(self, banner: Banner, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._banner, self._session = banner, session
        self._step = 0
        """The newest step when the banner last said something."""
        self._done: Notice | None = None
        self._gone: Notice | None = None
        self._lasting: Notice | None = None
        self._speaking = False
        banner.said.connect(self._said)
        session.changed.connect(self._look_again)
        session.stepped.connect(self._look_again)
        session.opened.connect(self._drop)

    def tell(self, done: Notice, lasting: Notice | None = None) -> None:
        """Say what the newest step did; `lasting` is what of it stays when another step is made."""
        self._begin()
        self._done, self._lasting = done, lasting
        self._say()

    def tell_gone(self, gone: Notice) -> None:
        """Say also that a record has left the list."""
        self._begin()
        self._gone = gone
        self._say()

    def _newest(self) -> int:
        bench = self._session.bench
        return newest_step(bench) if bench is not None else 0

    def _begin(self) -> None:
        """What was said of an earlier step does not belong to this one."""
        newest = self._newest()
        if newest != self._step:
            self._step, self._done, self._gone, self._lasting = newest, None, None, None

    def _say(self) -> None:
        parts = [part for part in (self._done, self._gone) if part is not None]
        level = "warn" if any(part.level == "warn" for part in parts) else parts[0].level
        links = dict.fromkeys(link for part in parts for link in part.links)
        ordered = sorted(links, key=lambda link: link[0] == UNDO)
        self._speak(level, "".join(part.words for part in parts), ordered)

    def _speak(self, level: str, words: str, links: Sequence[tuple[str, str]]) -> None:
        self._speaking = True
        self._banner.say(level, words, links)
        self._speaking = False

    @Slot()
    def _said(self) -> None:
        """Somebody else speaks through the banner: what was said of a step is gone."""
        if not self._speaking:
            self._done = self._gone = self._lasting = None
            self._step = self._newest()

    @Slot()
    def _look_again(self) -> None:
        """Another step was made, undone or done again: 撤销 would take back that one."""
        told = self._done is not None or self._gone is not None
        if not (told or UNDO in self._banner.offers) or self._newest() == self._step:
            return
        lasting, shown = self._lasting, not self._banner.isHidden()
        self._drop()
        if lasting is not None and shown:
            self._lasting, self._step = lasting, self._newest()
            self._speak(lasting.level, lasting.words, lasting.links)

    @Slot()
    def _drop(self) -> None:
        told = self._done is not None or self._gone is not None
        self._done = self._gone = self._lasting = None
        if told or UNDO in self._banner.offers:
            self._banner.hide()

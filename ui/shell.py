"""What every page is given: the look, the jobs, the voice, the session."""

from __future__ import annotations

from dataclasses import dataclass, field

from cdo_desktop.settings import Settings
from ui.full_check import FullCheck
from ui.jobs import Jobs
from ui.look import Look
from ui.notify import Notify
from ui.session import Session
from ui.unsaved import TypingJournal


@dataclass(frozen=True, slots=True)
class Shell:
    """The parts of the window that pages share; made once, in ui/app.py and in tests."""

    look: Look
    jobs: Jobs
    notify: Notify
    session: Session
    settings: Settings
    typing: TypingJournal = field(default_factory=TypingJournal)
    full_check: FullCheck = field(default_factory=FullCheck)

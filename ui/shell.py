"""What every page is given: the look, the jobs, the voice, the session."""

from __future__ import annotations

from dataclasses import dataclass

from cdo_desktop.settings import Settings
from ui.jobs import Jobs
from ui.look import Look
from ui.notify import Notify
from ui.session import Session


@dataclass(frozen=True, slots=True)
class Shell:
    """The parts of the window that pages share; made once, in ui/app.py and in tests."""

    look: Look
    jobs: Jobs
    notify: Notify
    session: Session
    settings: Settings

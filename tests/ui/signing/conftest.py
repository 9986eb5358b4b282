"""An office with filed projects, open in a shell, and a window to open sheets before."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from exchange_steps import opened
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from signing_steps import Chamber, made_chamber

from cdo_desktop.domain.people import Act
from cdo_desktop.settings import Settings
from cdo_desktop.workbench import Desk, Workbench
from ui.jobs import Jobs
from ui.look import Look
from ui.notify import Notify
from ui.session import Session
from ui.shell import Shell
from ui.signing.deeds import SigningDeeds
from ui.widgets.banner import Banner


@pytest.fixture(scope="session")
def made(tmp_path_factory, new_workspace: Path, act: Act) -> Chamber:
    """Made once; to be copied, never changed."""
    return made_chamber(tmp_path_factory.mktemp("chamber"), new_workspace, act)


@pytest.fixture
def chamber(made: Chamber, tmp_path: Path) -> Chamber:
    """An office of this test."""
    return made.copied(tmp_path / "chamber")


@pytest.fixture
def shell(
    look: Look, jobs: Jobs, recorder: Notify, settings: Settings, desk: Desk
) -> Iterator[Shell]:
    """What sheets are given; nothing is open yet."""
    made = Shell(look, jobs, recorder, Session(jobs, settings, desk), settings)
    yield made
    made.session.close()


@pytest.fixture
def bench(qtbot: QtBot, shell: Shell, chamber: Chamber) -> Workbench:
    """The workspace of the office, open."""
    return opened(qtbot, shell, chamber.workspace)


@pytest.fixture
def ground(qtbot: QtBot) -> QWidget:
    """What sheets are opened before."""
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(1366, 740)
    made.show()
    return made


@pytest.fixture
def banner(shell: Shell, ground: QWidget) -> Banner:
    """Where the window says what was done."""
    return Banner(shell.look, ground)


@pytest.fixture
def deeds(shell: Shell, ground: QWidget, banner: Banner, bench: Workbench) -> SigningDeeds:
    """What can be done with forms before this window."""
    return SigningDeeds(shell, ground, banner)

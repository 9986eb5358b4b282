"""An office with packages, keys and a trust list, and a shell to make its pages in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from exchange_steps import TITLES, Office, made_office, trusting_office

from cdo_desktop.domain.people import Act
from cdo_desktop.settings import Settings
from cdo_desktop.workbench import Desk
from ui.jobs import Jobs
from ui.look import Look
from ui.notify import Notify
from ui.session import Session
from ui.shell import Shell


@pytest.fixture(scope="session")
def made(tmp_path_factory, new_workspace: Path, make_record, act: Act) -> Office:
    """Made once; to be copied, never changed."""
    records = [make_record(title=title) for title in TITLES]
    return made_office(tmp_path_factory.mktemp("office"), new_workspace, records, act)


@pytest.fixture
def office(made: Office, tmp_path: Path, act: Act) -> Office:
    """An office that goes by the trust list."""
    return trusting_office(made.copied(tmp_path / "office"), act)


@pytest.fixture
def shell(
    look: Look, jobs: Jobs, recorder: Notify, settings: Settings, desk: Desk
) -> Iterator[Shell]:
    """What pages are given; nothing is open yet."""
    made = Shell(look, jobs, recorder, Session(jobs, settings, desk), settings)
    yield made
    made.session.close()

"""What the tests of the work room share: the bench, and a package that was sent."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk_steps import approved, bench_of, exported
from review_steps import Office, office_of, submitted

from cdo_desktop.domain.people import Act
from cdo_desktop.domain.record import Record
from cdo_desktop.store.workspace import Workspace
from cdo_desktop.workbench import Workbench


@pytest.fixture
def bench(workspace: Workspace, act: Act) -> Workbench:
    """王芳's bench at a workspace without a record."""
    return bench_of(workspace, act)


@pytest.fixture
def sent(bench: Workbench, act: Act, tmp_path: Path, make_record) -> tuple[Path, list[Record]]:
    """Two approved records in a package, not yet handed over."""
    records = approved(bench, [make_record(), make_record(title="殡葬信息")])
    return exported(bench, tmp_path / "一.cdopkg", act).sealed.path, records


@pytest.fixture
def office(bench: Workbench, act: Act, tmp_path: Path) -> Office:
    """The bench, trusting the CDO and the executive; review forms are signed at it."""
    return office_of(bench, act, tmp_path)


@pytest.fixture
def record(office: Office, make_record) -> Record:
    """A record that waits for the CDO."""
    return submitted(office.bench, make_record())

"""Sheets given out and read in again: what nobody changed is no change."""

from __future__ import annotations

import pytest
from desk_steps import bench_of

from cdo_desktop.exchange.entries import Outcome
from cdo_desktop.standard.model import Severity
from cdo_desktop.tasks import Run
from cdo_desktop.work import editing, importing, sheets


@pytest.fixture
def bench(workspace, act):
    return bench_of(workspace, act)


@pytest.mark.parametrize("kinds", [(), ("resource",), ("system",)])
def test_an_empty_workspace_comes_back_as_nothing_new(bench, tmp_path, kinds):
    path = tmp_path / "目录.xlsx"
    assert sheets.export_workbook(bench, path, Run(), kinds) == 0
    found = importing.rehearse(bench, path, (kinds or ("resource",))[0], Run())
    assert (found.writes, found.errors) == (0, 0)
    assert [(one.code, one.severity) for one in found.findings] == [("CDO-W209", Severity.HINT)]
    assert importing.write(bench, found, Run()).written == 0


def test_what_nobody_changed_is_unchanged(bench, make_record, tmp_path):
    editing.add(bench, [make_record()])
    path = tmp_path / "目录.xlsx"
    assert sheets.export_workbook(bench, path, Run()) == 1
    found = importing.rehearse(bench, path, "resource", Run())
    assert found.rehearsal.counts[Outcome.UNCHANGED] == 1
    assert found.writes == 0

"""Folders of forms that a killed program left are swept; nobody else's, none in use, no links."""

from __future__ import annotations

import os
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from review_steps import office_of, prepared, submitted

from cdo_desktop.work.form_folders import sweep


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which temporary folders are made."""
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    return place


def left(place: Path, name: str, act, age: timedelta) -> Path:
    """A folder with a form in it, so old by the clock of the desk."""
    folder = place / name
    folder.mkdir()
    (folder / "审查表.cdopkg").write_bytes(b"form")
    stamp = (act.at - age).timestamp()
    os.utime(folder, (stamp, stamp))
    return folder


def test_preparing_sweeps_what_is_older_than_a_day(temporary, bench, act, tmp_path, make_record):
    office = office_of(bench, act, tmp_path)
    record = submitted(bench, make_record())
    old = left(temporary, "cdo-form-old", act, timedelta(hours=25))
    young = left(temporary, "cdo-form-young", act, timedelta(hours=23))
    other = left(temporary, "cdo-other", act, timedelta(days=9))
    with prepared(office, record) as form:
        assert form.path.exists()
        assert not old.exists()
        assert (young / "审查表.cdopkg").exists()
        assert other.exists()


def test_a_clock_that_is_a_year_ahead_takes_no_folder_that_is_in_use(temporary, act):
    """Somebody else signs in it now."""
    folder = temporary / "cdo-form-now"
    folder.mkdir()
    sweep(datetime.now(UTC) + timedelta(days=400))
    assert folder.exists()


def test_a_link_and_what_it_leads_to_are_left_alone(temporary, act, tmp_path):
    target = left(tmp_path, "elsewhere", act, timedelta(days=9))
    link = temporary / "cdo-form-link"
    link.symlink_to(target)
    os.utime(link, (0, 0), follow_symlinks=False)
    sweep(act.at)
    assert link.is_symlink()
    assert (target / "审查表.cdopkg").exists()


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="no owners on this system")
def test_what_belongs_to_somebody_else_is_left_alone(temporary, act, monkeypatch):
    folder = left(temporary, "cdo-form-theirs", act, timedelta(days=9))
    own = os.getuid()
    monkeypatch.setattr(os, "getuid", lambda: own + 1)
    sweep(act.at)
    assert folder.exists()
    monkeypatch.undo()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    sweep(act.at)
    assert not folder.exists()


def test_a_temporary_folder_that_is_gone_stops_nothing(temporary, act, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(temporary / "gone"))
    sweep(act.at)

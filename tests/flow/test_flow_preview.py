"""`export --preview`: what would go is told before anything is signed."""

from __future__ import annotations

from pathlib import Path

import pytest
from flow_steps import GOOD, RESOURCE, WANTING, Office, new_office

BUREAU = {"信息资源提供方": "巴中市民政局", "信息资源提供方代码": "11511900MB0000019E"}


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """The bureau's workspace, without a record."""
    return new_office(tmp_path)


def test_a_preview_tells_whose_content_would_be_signed_and_writes_nothing(office, everybody):
    office.bring(RESOURCE, {**RESOURCE, "信息资源名称": "城镇低保人员信息", **BUREAU})
    before = office.approved().told()
    said = office.ask("export", "--preview", exits=GOOD)
    assert said["otherUnits"] == [{"name": "巴中市民政局", "records": 1}]
    assert (said["records"], said["sequence"], said["errors"]) == (2, 1, 0)
    assert office.told() == before
    done = office.export(everybody.key("李文涛"), "a.cdopkg")
    assert done["otherUnits"] == said["otherUnits"]


def test_a_preview_of_nothing_is_wanting(office):
    assert office.ask("export", "--preview", exits=WANTING)["records"] == 0


def test_an_export_without_a_key_is_refused(office):
    assert office.refuses("export", "-o", office.folder / "a.cdopkg") == "CDO-U125"

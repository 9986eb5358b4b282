"""The sample workbook: made the same every time, plainly fictional, with the usual errors in it."""

import runpy
import tomllib
import zipfile

import pytest
from sheet_makers import codes, read, titles

from cdo_desktop import paths
from cdo_desktop.errors import CdoError
from cdo_desktop.standard.uscc import check_uscc
from cdo_desktop.tasks import Cancelled, Run

SAMPLE = paths.resources() / "sample"
SCRIPT = paths.resources().parent / "scripts" / "make_sample.py"


def test_the_script_makes_what_is_shipped(tmp_path):
    runpy.run_path(str(SCRIPT))["main"](tmp_path / "again.xlsx")
    assert members(tmp_path / "again.xlsx") == members(SAMPLE / "sample.xlsx")


def members(path):
    """Contents, not bytes: how tightly they are packed depends on the machine's zlib."""
    with zipfile.ZipFile(path) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


@pytest.mark.parametrize(("kind", "count"), [("resource", 24), ("system", 5), ("demand", 4)])
def test_every_sheet_is_recognised_and_read(library, kind, count):
    rehearsal = read(SAMPLE / "sample.xlsx", library, kind=kind)
    assert len(titles(rehearsal)) == count
    assert rehearsal.counts["invalid"] == 0
    assert all(column.confidence >= 90 for column in rehearsal.sources[0].mapping.columns)


def test_it_holds_the_errors_that_belong_to_reading(library):
    found = codes(read(SAMPLE / "sample.xlsx", library))
    assert "CDO-W218" in found, "codes counted up by the fill handle"
    assert "CDO-W226" in found, "the ground of a refusal under the conditions"


def test_its_codes_pass_both_checks_and_the_script_names_its_records(library):
    script = tomllib.loads((SAMPLE / "demo.toml").read_text("utf-8"))
    result = check_uscc(script["org_code"])
    assert result.ok and not result.warnings
    names = titles(read(SAMPLE / "sample.xlsx", library))
    told = [*script["delete"], *(entry["title"] for entry in script["set"])]
    assert set(told) <= set(names)


def test_a_rehearsal_can_be_stopped(library):
    run = Run()
    run.stop()
    with pytest.raises(Cancelled):
        read(SAMPLE / "sample.xlsx", library, run=run)


def test_what_is_done_is_told(library):
    seen = []
    read(SAMPLE / "sample.xlsx", library, run=Run(seen.append, every=0))
    assert {"打开工作簿", "与工作区比对"} <= {progress.note for progress in seen}


def test_a_kind_that_does_not_exist_is_refused(library):
    with pytest.raises(CdoError, match="CDO-S102"):
        read(SAMPLE / "sample.xlsx", library, kind="nothing")

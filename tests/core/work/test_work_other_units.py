"""Records of other organisations: said before they are written here and before they are signed."""

from __future__ import annotations

from desk_steps import BUREAU, COUNTY, approved, exported
from import_sheets import rehearsed, sheet
from pytest import mark

from cdo_desktop.domain.findings import Finding
from cdo_desktop.domain.package import ScopeMode
from cdo_desktop.domain.people import Org
from cdo_desktop.standard.model import Severity
from cdo_desktop.tasks import Run
from cdo_desktop.work import editing
from cdo_desktop.work.importing import Rehearsed
from cdo_desktop.work.other_units import OtherUnits, is_own, other_units
from cdo_desktop.work.surveying import survey

OF_COUNTY = {"信息资源提供方": COUNTY.name, "信息资源提供方代码": COUNTY.code}


def of_others(found: Rehearsed) -> list[Finding]:
    return [one for one in found.findings if one.code == "CDO-W805"]


@mark.parametrize(
    ("other", "own"),
    [
        (BUREAU, True),
        (Org(BUREAU.code, "民政局"), True),
        (Org(BUREAU.code.lower(), BUREAU.name), True),
        (Org(COUNTY.code, BUREAU.name), False),
        (Org("", "巴中市 民政局"), True),
        (Org("", COUNTY.name), False),
        (Org(COUNTY.code, ""), False),
    ],
)
def test_the_code_tells_organisations_apart_and_the_name_where_there_is_none(other, own):
    assert is_own(BUREAU, other) is own


def test_the_most_are_named_first_and_a_borrowed_name_with_its_code():
    borrowed = Org(COUNTY.code, BUREAU.name)
    found = other_units(BUREAU, [BUREAU, borrowed, COUNTY, COUNTY, Org("", COUNTY.name)])
    assert found.units == ((COUNTY.name, 3), (f"{BUREAU.name}（{COUNTY.code}）", 1))
    assert found.records == 4
    assert other_units(BUREAU, [BUREAU]).warning() == ""


def test_many_organisations_are_counted_where_they_are_not_named():
    found = OtherUnits(BUREAU, tuple((f"第{n}局", 1) for n in range(9)))
    assert found.facts["units"].endswith("第5局 1 等 9 个单位")
    assert found.warning().startswith("有 9 条")


def test_a_rehearsal_tells_of_other_organisations_before_anything_is_written(bench, tmp_path):
    rows = [{}, *({**OF_COUNTY, "信息资源名称": f"幼儿园{n}信息"} for n in range(2))]
    found = rehearsed(bench, sheet(tmp_path / "表.xlsx", *rows))
    [said] = of_others(found)
    assert said.severity is Severity.HINT
    assert f"有 2 条的提供方或责任单位不是本工作区的单位：{COUNTY.name} 2。" in said.message()
    assert f"本工作区的单位是“{BUREAU.name}”" in said.message()
    assert found.others.units == ((COUNTY.name, 2),)


def test_a_rehearsal_of_the_own_organisation_says_nothing(bench, tmp_path):
    found = rehearsed(bench, sheet(tmp_path / "表.xlsx"))
    assert of_others(found) == []
    assert found.others.records == 0


def test_an_export_tells_whose_content_is_signed(bench, act, tmp_path, make_record):
    theirs = make_record(title="幼儿园信息", org=COUNTY.name, org_code=COUNTY.code)
    approved(bench, [make_record(), theirs])
    found = survey(bench, ScopeMode.FULL, Run())
    assert found.others.warning() == (
        f"有 1 条的提供方或责任单位不是本单位“{BUREAU.name}”（{COUNTY.name} 1），"
        "签名后由本单位对这些内容负责。"
    )
    assert exported(bench, tmp_path / "a.cdopkg", act).others == found.others


def test_what_does_not_go_is_not_counted(bench, make_record):
    approved(bench, [make_record()])
    editing.add(bench, [make_record(title="幼儿园信息", org=COUNTY.name)])
    assert survey(bench, ScopeMode.FULL, Run()).others.units == ()

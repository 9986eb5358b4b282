"""类, 项, 目, 细目 given by names: what has no known number is asked of the code, or is said."""

from dataclasses import replace

import pytest
from sheet_makers import ORG_NAME, codes, read, table

from cdo_desktop.errors import CdoError
from cdo_desktop.standard.library import Library
from cdo_desktop.standard.profiles import read_profile

HEADER = ["类", "项", "目", "细目", "信息资源代码", "信息资源名称", "提供单位", "信息项名称"]
PROVINCE = "省（自治区、直辖市）和计划单列市"
NAMED = ["部门", PROVINCE, "四川省", "民政"]


@pytest.fixture
def sichuan():
    """A profile that knows the 目 of its province."""
    library = Library("bazhong")
    settings = {**library.profile.settings, "catalog_prefix": "307023"}
    library.profile = replace(library.profile, settings=settings)
    return library


def rows(tmp_path, *parts, code="", count=1):
    cells = [[*parts, code, f"低保对象{n}名册", ORG_NAME, "姓名"] for n in "甲乙丙丁"[:count]]
    return table(tmp_path / "a.xlsx", *cells, header=HEADER)


def classification(rehearsal):
    return rehearsal.entries[0].record.values.get("classification")


def found(rehearsal, code):
    return next(f for f in rehearsal.all_findings() if f.code == code)


def test_the_code_of_the_resource_tells_what_the_names_do_not(tmp_path, library):
    rehearsal = read(rows(tmp_path, *NAMED, code="3070230100001/000001"), library)
    assert classification(rehearsal) == "3070230100001"
    assert codes(rehearsal) == ["CDO-W235"]
    assert "四川省、民政" in found(rehearsal, "CDO-W235").message()


@pytest.mark.parametrize("code", ["", "2010230100001/000001", "307/1", "X-1"])
def test_without_it_the_names_are_kept_and_said(tmp_path, library, code):
    rehearsal = read(rows(tmp_path, *NAMED, code=code), library)
    assert classification(rehearsal) == f"部门/{PROVINCE}/四川省/民政"
    finding = found(rehearsal, "CDO-W237")
    assert (finding.place.line, finding.place.column) == (2, 3)
    assert "四川省、民政" in finding.message()


def test_the_province_of_the_profile_has_its_number(tmp_path, sichuan):
    rehearsal = read(rows(tmp_path, *NAMED[:3], ""), sichuan)
    assert classification(rehearsal) == "307023"
    assert codes(rehearsal) == []


def test_what_is_below_it_and_not_known_is_said(tmp_path, sichuan):
    rehearsal = read(rows(tmp_path, *NAMED, count=3), sichuan)
    assert classification(rehearsal) == "307023"
    assert codes(rehearsal) == ["CDO-W236"], "once for the sheet"
    finding = found(rehearsal, "CDO-W236")
    assert finding.facts["count"] == 3
    assert (finding.place.line, finding.place.column) == (2, 4)
    assert "“民政”" in finding.message() and "307023" in finding.message()


def test_another_province_is_not_the_own_one(tmp_path, sichuan):
    rehearsal = read(rows(tmp_path, "部门", PROVINCE, "云南省", ""), sichuan)
    assert classification(rehearsal) == f"部门/{PROVINCE}/云南省"
    assert codes(rehearsal) == ["CDO-W237"]


def test_a_class_without_the_province_is_completed_by_the_profile(tmp_path, sichuan, library):
    path = rows(tmp_path, "部门", PROVINCE, "", "")
    rehearsal = read(path, sichuan)
    assert classification(rehearsal) == "307023"
    assert codes(rehearsal) == ["CDO-W238"]
    assert classification(read(path, library)) == "307", "where the profile does not know"


@pytest.mark.parametrize(
    ("parts", "value", "said"),
    [
        (["部门", "国务院", "民政部", ""], "303011", []),
        (["部门", "国务院（各部）", "民政部", ""], "303011", []),
        (["部门", "国务院", "民政部", "社会救助"], "303011", ["CDO-W236"]),
        (["3", "03", "民政部", ""], "303011", []),
        (["3", "03", "011", "社会救助"], "303011", ["CDO-W236"]),
        (["部门", "国务院", "某部", "303099"], "303099", []),
        (["部门", "国务院", "某部", "01"], "部门/国务院/某部/01", ["CDO-W237"]),
        (["部门", "国务院", "北京市", ""], "部门/国务院/北京市", ["CDO-W237"]),
    ],
)
def test_names_and_numbers_are_followed_as_far_as_they_are_known(
    tmp_path, library, parts, value, said
):
    rehearsal = read(rows(tmp_path, *parts), library)
    assert (classification(rehearsal), codes(rehearsal)) == (value, said)


@pytest.mark.parametrize("prefix", ["307", "407023", "30702a", "3070231"])
def test_a_profile_with_a_prefix_that_is_none_is_refused(prefix):
    body = {"key": "x", "label": "x", "settings": {"catalog_prefix": prefix}}
    with pytest.raises(CdoError):
        read_profile(body, "x.toml")

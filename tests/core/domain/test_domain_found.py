"""All findings of a workspace: counted, sifted and changed without being looked through."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cdo_desktop.domain.findings import Finding, Fix, Place
from cdo_desktop.domain.found import NONE_FOUND, Found
from cdo_desktop.standard.model import Severity

E, W, H = Severity.ERROR, Severity.WARNING, Severity.HINT


def found(code: str, severity: Severity, record: str = "一") -> Finding:
    return Finding(code, severity, Place(record))


MADE = [found("甲", H), found("乙", E), found("丙", W), found("丁", E, "二"), found("戊", H, "二")]


def codes(findings: Found) -> str:
    return "".join(one.code for one in findings)


def test_errors_come_first_and_else_the_order_stays():
    all_ = Found.these(MADE)
    assert codes(all_) == "乙丁丙甲戊"
    assert [all_.number(one) for one in (E, W, H)] == [2, 1, 2]
    assert len(all_) == 5
    assert not NONE_FOUND


@pytest.mark.parametrize(
    ("wanted", "left"), [((), "乙丁丙甲戊"), ({E}, "乙丁"), ({H, W}, "丙甲戊"), ({W}, "丙")]
)
def test_some_severities_only(wanted, left):
    sifted = Found.these(MADE).only(wanted)
    assert codes(sifted) == left
    assert len(sifted) == len(left)


def test_every_place_counted_from_either_end():
    all_ = Found.these(MADE)
    assert [all_[place].code for place in range(5)] == list("乙丁丙甲戊")
    assert [all_[place].code for place in (-1, -5)] == ["戊", "乙"]
    assert [one.code for one in all_[1:3]] == ["丁", "丙"]
    for place in (5, -6):
        with pytest.raises(IndexError):
            all_[place]


def test_what_one_record_changes_leaves_the_rest_and_the_first_list_alone():
    all_ = Found.these(MADE)
    assert [one.code for one in all_.of("二")] == ["丁", "戊"]
    after = all_.changed("二", lambda one: one.code == "丁", [found("己", W), found("庚", E)])
    assert codes(after) == "乙丁庚丙己甲"
    assert [one.place.record for one in after] == ["一", "二", "一", "一", "一", "一"]
    assert codes(all_) == "乙丁丙甲戊"


def test_where_a_finding_of_a_record_stands():
    all_ = Found.these(MADE)
    assert all_.place_of("二", lambda one: one.code == "戊") == 4
    assert all_.place_of("一", lambda one: one.code == "戊") == -1


def test_those_of_some_records_or_about_many():
    all_ = Found.these([*MADE, found("己", W, "")])
    assert codes(all_.about({"二", ""})) == "丁己戊"


@pytest.mark.parametrize("value", ["民政局", ["甲", "乙"], {"甲": 1}, None])
def test_a_finding_comes_out_as_it_went_in(value):
    place = Place("一", "title", "items", 3)
    given = Finding("甲", E, place, {"value": value}, Fix("改", "title", value))
    other = replace(given, place=replace(place, record="二"))
    assert list(Found.these([given, other])) == [given, other]


def test_what_is_said_of_many_records_is_kept_once():
    all_ = Found.these(
        Finding("甲", E, Place(str(number), "title"), {"label": "名称"}) for number in range(100)
    )
    assert len({id(one.facts) for one in all_}) == 1
    assert [one.place.record for one in all_] == [str(number) for number in range(100)]

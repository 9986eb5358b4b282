"""What a newer rule asks for and older sheets lack: always with the offer to fill it in bulk."""

from __future__ import annotations

from dataclasses import replace

import pytest
from validate_samples import judged, kind_of, record

from cdo_desktop.standard.model import Severity, Stage
from cdo_desktop.validate.newly_asked import FEW, NewlyAsked

LACKING = {"data_level": None, "share_scope": None}


def sifted(count, **changes):
    newly = NewlyAsked()
    found = []
    for number in range(count):
        entry = replace(record(**changes), id=f"R{number}")
        found += newly.sift(judged(entry, Stage.DRAFT), kind_of("resource"))
    return found, newly.settled()


@pytest.mark.parametrize("count", [1, 2, FEW])
def test_few_are_named_one_by_one_each_with_the_offer(count):
    rest, settled = sifted(count, **LACKING)
    assert rest == []
    assert [finding.code for finding in settled] == [*["CDO-V134"] * count, *["CDO-V132"] * count]
    assert {finding.place.record for finding in settled} == {f"R{n}" for n in range(count)}
    assert all("批量补填" in finding.message() for finding in settled)
    assert {finding.severity for finding in settled} == {Severity.WARNING}


def test_the_offer_names_the_element_and_why_it_is_asked_for():
    _, settled = sifted(1, **LACKING)
    level, scope = sorted((finding.message() for finding in settled), key=len)
    assert level.startswith("缺“数据级别”，这是新规定增加的要素，")
    assert scope.startswith("“共享类型”为“有条件共享”时必须填写“共享范围”，这是新规定增加的要素，")
    assert level.endswith("（条例第十三条；GB/T 43697-2024）")


def test_many_are_told_once():
    _, [finding] = sifted(FEW + 1, data_level=None)
    assert finding.code == "CDO-V130"
    assert finding.facts["count"] == FEW + 1


def test_what_was_always_asked_for_is_not_held_back():
    rest, settled = sifted(2, summary=None)
    assert [finding.code for finding in rest] == ["CDO-V101"] * 2
    assert settled == []


def test_one_record_by_itself_is_told_plainly():
    """Beside the form there is nothing to fill in bulk."""
    assert [finding.code for finding in judged(record(data_level=None))] == ["CDO-V101"]

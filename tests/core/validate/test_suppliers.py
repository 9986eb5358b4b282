"""Who supplies which item: as counted one by one, however many organisations there are."""

from __future__ import annotations

import random

import pytest

from cdo_desktop.validate.suppliers import Suppliers

ITEMS = [f"参保状态{number}" for number in range(30)]
ORGS = [f"第{number}单位" for number in range(200)]


def filled(supplied, named=3):
    made = Suppliers(named)
    for org, items in supplied:
        made.take(org, items)
    return made


def counted_by_hand(supplied, org, items):
    """Everybody else who supplies one of these items, in the order met, item by item."""
    found = dict.fromkeys(
        other for item in items for other, theirs in supplied if item in theirs and other != org
    )
    return list(found)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_others_are_those_one_would_count(seed):
    rnd = random.Random(seed)
    supplied = [(rnd.choice(ORGS), tuple(rnd.sample(ITEMS, 4))) for _ in range(300)]
    made = filled(supplied)
    for org, items in supplied[:50]:
        others = counted_by_hand(supplied, org, items)
        assert made.others(org, items) == (others[:3], len(others))


def test_an_organisation_written_in_two_ways_is_one():
    made = filled([("南江县医保局", ("参保状态",)), ("南江县 医保局", ("就医次数", "参保状态"))])
    assert made.shared(("参保状态", "就医次数")) == []
    made.take("南江县卫健局", ("参保状态", "就医次数"))
    items = ("参保状态", "就医次数")
    assert made.others("南江县卫健局", items) == (["南江县医保局"], 1)
    assert made.others("南江县 医保局", items) == (["南江县卫健局"], 1)


def test_an_item_written_in_two_ways_is_one():
    made = filled([("甲局", ("参保 状态",)), ("乙局", ("参保状态",))])
    assert made.shared(("参保 状态", "参保状态")) == ["参保 状态", "参保状态"]


def test_what_everybody_has_and_what_nobody_signs_for_is_not_counted():
    made = filled([("甲局", ("姓名",)), ("乙局", ("姓名",)), ("", ("参保状态",))])
    made.take("丙局", ("参保状态",))
    assert made.shared(("姓名", "参保状态")) == []
    assert made.others("", ("参保状态",)) == (["丙局"], 1)


def test_more_are_named_only_if_asked_for():
    supplied = [(org, ("参保状态",)) for org in ORGS]
    assert filled(supplied).others("第0单位", ("参保状态",)) == (ORGS[1:4], 199)
    assert filled(supplied, named=5).others("第3单位", ("参保状态",)) == (
        [*ORGS[:3], *ORGS[4:6]],
        199,
    )

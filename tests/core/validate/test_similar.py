"""Candidates by rarest bigrams: as good as comparing all pairs, on names as offices write them."""

from __future__ import annotations

import random

import pytest
from rapidfuzz import fuzz

from cdo_desktop.tasks import Run
from cdo_desktop.validate.similar import THRESHOLD, in_simplified, near_pairs, stem_and_tail

PLACES = ("南江", "通江", "平昌", "恩阳", "长赤", "正直", "沙河")
PEOPLE = ("城镇居民", "农村居民", "退役军人", "个体工商户", "残疾人", "医疗机构", "食品生产企业")
DOINGS = ("登记", "许可", "检查", "处罚", "补贴发放", "资格认定", "投诉处理", "信用评价")
THINGS = ("基本信息", "名单", "台账", "记录", "档案", "统计表")


def names(count, seed):
    rnd = random.Random(seed)
    lists = (PLACES, PEOPLE, DOINGS, THINGS)
    return list(dict.fromkeys("".join(map(rnd.choice, lists)) for _ in range(count)))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_name_that_has_a_near_one_before_it_is_found(seed):
    keys = names(300, seed)
    expected = {
        place
        for place, key in enumerate(keys)
        if any(fuzz.ratio(key, other) >= THRESHOLD for other in keys[:place])
    }
    found = {place for place, _, _ in near_pairs(keys, Run())}
    assert found <= expected
    assert len(found) >= 0.98 * len(expected)


def test_the_likeness_told_is_that_of_the_pair():
    keys = ["城镇居民低保名单", "路灯台账", "城镇居民的低保名单"]
    [(place, other, score)] = near_pairs(keys, Run())
    assert (place, other) == (2, 0)
    assert score == int(fuzz.ratio(keys[2], keys[0]))


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("路灯台账12", ("路灯台账", 12)),
        ("路灯台账3号", ("路灯台账", 3)),
        ("路灯台账", ("路灯台账", None)),
        ("2024", ("2024", None)),
    ],
)
def test_the_number_at_the_end_of_a_name(name, parts):
    assert stem_and_tail(name) == parts


def test_only_what_is_traditional_is_converted():
    titles = ["低保名单", "數據目錄", "著力点", "㑇镇档案"]
    assert in_simplified(titles)[:2] == ["低保名单", "数据目录"]
    assert in_simplified(["低保\n名单"]) == ["低保\n名单"]

"""Completeness: filled required fields ÷ required fields, and the quality behind it by line."""

from __future__ import annotations

import pytest
from validate_samples import ITEMS, judged, kind_of, record

from cdo_desktop.validate.completeness import completeness, percent
from cdo_desktop.validate.rules import Dimension


def told(entry):
    return completeness(entry, kind_of(entry.kind), judged(entry))


def line(entry, dimension, label=""):
    return next(
        found
        for found in told(entry).lines
        if found.dimension is dimension and label in (found.label, "")
    )


@pytest.mark.parametrize("key", ["resource", "system", "demand"])
def test_a_clean_record_is_complete_and_every_quality_line_is_full(key):
    found = told(record(key))
    assert found.percent == 100
    full = [entry for entry in found.lines if entry.label != "选填要素"]
    assert all(entry.got == entry.of and entry.why == () for entry in full)


def test_each_missing_field_counts_once_and_is_named():
    entry = record(summary=None, share_scope=None)
    whole = line(entry, Dimension.COMPLETE, "必填要素")
    assert whole.of - whole.got == 2
    assert whole.why == ("信息资源摘要", "共享范围")
    assert percent(entry, kind_of("resource")) == whole.got * 100 // whole.of


def test_one_missing_field_is_never_rounded_up_to_all():
    assert percent(record(open=None), kind_of("resource")) < 100


def test_a_group_without_rows_is_one_missing_field():
    missing = line(record(items=()), Dimension.COMPLETE, "必填要素").why
    assert missing == ("信息项",)


def test_a_column_of_items_counts_as_one_field():
    items = (*ITEMS, {"name": "甲"}, {"name": "乙"})
    assert line(record(items=items), Dimension.COMPLETE, "必填要素").why == ("信息项·数据类型",)


def test_an_empty_record_is_near_nothing():
    entry = record(items=(), **dict.fromkeys(record().values))
    assert percent(entry, kind_of("resource")) == 0


def test_values_written_wrongly_lower_the_norm_not_the_completeness():
    entry = record(update_cycle="按月", publish_date="三月")
    norm = line(entry, Dimension.NORM, "取值写法")
    assert norm.of - norm.got == 2
    assert len(norm.why) == 2
    assert told(entry).percent == 100


@pytest.mark.parametrize(
    ("changes", "dimension"),
    [
        ({"title": "低保系统"}, Dimension.ACCURATE),
        ({"share_mode_type": "文件"}, Dimension.CONSISTENT),
        ({"update_cycle": "每年"}, Dimension.TIMELY),
        ({"share_condition": "无"}, Dimension.ACCESSIBLE),
    ],
)
def test_each_dimension_says_why_it_is_not_full(changes, dimension):
    found = line(record(**changes), dimension)
    assert found.of - found.got == 1
    assert found.why[0].endswith("）")


def test_a_record_that_asks_nothing_is_complete():
    kind = kind_of("resource")
    bare = type(kind)(
        **{**{f: getattr(kind, f) for f in kind.__dataclass_fields__}, "elements": (), "groups": ()}
    )
    assert percent(record(), bare) == 100

"""Search over everything: by kind, inside records, and what matched."""

from __future__ import annotations

import pytest

from cdo_desktop.work import editing
from cdo_desktop.work.finding import find, matched, recent
from cdo_desktop.workbench import Workbench


def _marked(name: str, text: str) -> str:
    return "".join(name[place] for place in sorted(matched(name, text)))


@pytest.mark.parametrize(
    ("name", "text", "marked"),
    [
        ("义务教育学校基本信息", "教育学校", "教育学校"),
        ("义务教育学校基本信息", "ywjyxx", "义务教育学校"),
        ("义务教育学校基本信息", "YWJY", "义务教育"),
        ("重庆路台账", "cql", "重庆路"),
        ("残疾人 补贴", "残疾人补贴", "残疾人补贴"),
        ("学校A类", "a类", "A类"),
        ("学校信息", "教师", ""),
        ("学校信息", "……", ""),
    ],
)
def test_what_matched_is_known_sign_by_sign(name: str, text: str, marked: str) -> None:
    assert _marked(name, text) == marked


def test_records_are_found_by_kind_and_items_inside_them(bench: Workbench) -> None:
    items = {"items": [{"name": "学校类型"}, {"name": "建校日期"}]}
    added = [
        editing.new_record(bench, "resource", {"title": "义务教育学校信息"}),
        editing.new_record(bench, "resource", {"title": "教育经费"}, items),
        editing.new_record(bench, "system", {"title": "学校管理系统"}),
    ]
    editing.add(bench, added)
    found = find(bench, "学校")
    titles = {kind: [line.title for line in lines] for kind, lines in found.records}
    assert titles["system"] == ["学校管理系统"]
    assert set(titles["resource"]) == {"义务教育学校信息", "教育经费"}
    assert [(item.name, item.record.title) for item in found.items] == [("学校类型", "教育经费")]


def test_of_each_group_only_the_first_are_listed(bench: Workbench) -> None:
    many = [editing.new_record(bench, "resource", {"title": f"学校第{n}号"}) for n in range(9)]
    editing.add(bench, many)
    found = find(bench, "学校")
    assert [len(lines) for _, lines in found.records] == [5]
    assert found.total == 9


def test_what_was_changed_last_comes_first(bench: Workbench) -> None:
    many = [editing.new_record(bench, "resource", {"title": f"学校第{n}号"}) for n in range(12)]
    editing.add(bench, many)
    assert len(recent(bench)) == 8

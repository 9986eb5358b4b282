"""What a row might hold by its name: from the standards, from the workspace, never by itself."""

from __future__ import annotations

import pytest
from desk_steps import bench_of

from cdo_desktop.standard.element_kinds import judge_value
from cdo_desktop.standard.standard_items import standard_items
from cdo_desktop.work import editing
from cdo_desktop.work.item_suggestions import adopted, differences, suggestions


@pytest.fixture
def bench(workspace, act):
    return bench_of(workspace, act)


@pytest.fixture
def group(bench):
    return bench.library.kind("resource").groups_by_key["items"]


def best(bench, group, name, **values):
    found = suggestions(bench, group, {"id": "r", "name": name, **values})
    return found[0] if found else None


def test_every_value_of_the_file_is_one_of_its_element(library):
    group = library.kind("resource").groups_by_key["items"]
    told = standard_items()
    for one in (*told.item, *told.pattern):
        for key, word in one.values.items():
            assert judge_value(word, group.by_key[key], library) is None, (one, key)
        assert one.source


@pytest.mark.parametrize(
    ("name", "score", "values"),
    [
        ("身份证号", 100, {"type": "字符型", "length": "18", "personal": "是", "sensitive": "是"}),
        ("申请人身份证号码", 90, {"length": "18", "personal": "是"}),
        ("统一社会信用代码", 100, {"length": "18"}),
        ("所在地行政区划代码", 100, {"length": "6"}),
        ("死亡日期", 70, {"type": "日期型"}),
        ("是否低保", 70, {"type": "逻辑型"}),
        ("在校学生数", 70, {"type": "整型"}),
    ],
)
def test_a_name_tells_type_length_and_sensitivity(bench, group, name, score, values):
    found = best(bench, group, name)
    assert found is not None
    assert found.score == score
    assert values.items() <= found.values.items()


@pytest.mark.parametrize("name", ["", "   ", "甲乙丙丁"])
def test_no_name_and_strange_names_give_nothing(bench, group, name):
    assert best(bench, group, name) is None


def test_what_is_an_organisations_is_not_personal(bench, group):
    found = suggestions(bench, group, {"id": "r", "name": "企业通讯地址"})
    assert all(one.values.get("personal") != "是" for one in found)


def test_a_personal_name_without_a_standard_is_told_by_the_rule(bench, group):
    found = best(bench, group, "宗教信仰")
    assert found is not None
    assert found.values == {"personal": "是"}


def test_how_it_is_written_elsewhere_in_the_workspace(bench, group, make_record):
    editing.add(bench, [make_record(title=f"甲{n}", items=("低保证号",)) for n in range(3)])
    own = editing.add(bench, [make_record(title="乙", items=("低保证号",))])[0]
    found = suggestions(bench, group, {"id": "r", "name": "低保证号"}, own.id)
    used = next(one for one in found if "本工作区" in one.source)
    assert used.source == "本工作区已用 3 次"
    assert used.values["length"] == "64"


def test_taking_one_changes_only_what_it_says(bench, group):
    rows = ({"id": "r", "name": "身份证号", "type": "整型", "note": "原话"},)
    found = best(bench, group, "身份证号", type="整型")
    changes = {d.element.key: (d.before, d.after) for d in differences(group, rows[0], found)}
    assert changes["type"] == ("整型", "字符型")
    whole = adopted(rows, 0, found).rows[0]
    assert (whole["type"], whole["length"], whole["note"]) == ("字符型", "18", "原话")
    only = adopted(rows, 0, found, ("type",)).rows[0]
    assert (only["type"], only.get("length")) == ("字符型", None)
    assert adopted(rows, 5, found).changed == 0

"""Search as people ask: one or two characters, initials, parts of codes; never across two texts."""

from dataclasses import replace

import pytest
from store_steps import EVERYTHING, added, changed, fine, found, renamed, titles

from cdo_desktop.domain.listing import ListQuery
from cdo_desktop.store.initials import initials
from cdo_desktop.store.search_sqlite import COUNTED, SENTINEL, SHOWN, phrase

DIBAO = "城镇居民最低生活保障人员信息"
CAR = "重庆籍机动车登记信息"


@pytest.fixture
def stocked(workspace, act, make_record):
    """Three resources to be found."""
    added(
        workspace,
        act,
        make_record(title=DIBAO, items=("身份证号", "姓名", "Sex_Code")),
        make_record(title=CAR, items=("号牌号码",), summary="车辆和所有人", office="车管所"),
        make_record(title="义务教育学校ＡＢ", items=("办学类型",), summary="学校", office="教育股"),
    )
    return workspace


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("低", {DIBAO}),
        ("低保", set()),
        ("最低", {DIBAO}),
        ("信息", {DIBAO, CAR}),
        ("生活保障人员", {DIBAO}),
        (" 生活 保障 ", {DIBAO}),
        ("身份证号", {DIBAO}),
        ("车管所", {CAR}),
        ("所有人", {CAR}),
        ("sex_code", {DIBAO}),
        ("SEX", {DIBAO}),
        ("民政局", {DIBAO, CAR, "义务教育学校ＡＢ"}),
        ("不存在的词", set()),
        ("", set()),
        ("%*\"'()", set()),
        ("NEAR(", set()),
        ("保障 OR 车", set()),
    ],
)
def test_words_are_found(stocked, asked, names):
    assert found(stocked, asked) == names


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("cq", {CAR}),
        ("zq", {CAR}),
        ("CQJ", {CAR}),
        ("ywjy", {"义务教育学校ＡＢ"}),
        ("zdsh", {DIBAO}),
        ("czjm", {DIBAO}),
        ("qq", set()),
    ],
)
def test_initials_are_found_also_of_the_other_reading(stocked, asked, names):
    assert found(stocked, asked) == names


@pytest.mark.parametrize(
    ("name", "usual", "other"),
    [("重庆", "zq", "cq"), ("义务教育", "ywjy", "ywjy"), ("A级2号", "aj2h", "aj2h")],
)
def test_the_initials_of_a_name_begin_with_the_usual_reading(name, usual, other):
    assert initials(name)[0] == usual
    assert other in initials(name)


def test_what_has_no_letters_has_no_initials():
    assert initials("、。") == []


def test_two_texts_do_not_run_together(stocked):
    """身份证号 and 姓名 are two items: 证号姓名 is neither."""
    assert found(stocked, "证号姓名") == set()
    assert found(stocked, "身份证号") == found(stocked, "姓名") == {DIBAO}


@pytest.mark.parametrize("asked", ["307022", "307022/000002", "22/0000", "000002"])
def test_parts_of_codes_are_found(stocked, asked):
    assert CAR in found(stocked, asked)


@pytest.mark.parametrize("asked", ["𬭎", "㐂", "𠮷", "䶮"])
def test_rare_characters_are_found(workspace, act, make_record, asked):
    added(workspace, act, make_record(title=f"王{asked}同志档案"), make_record(title="王同志档案"))
    assert found(workspace, asked) == {f"王{asked}同志档案"}


def test_names_come_first(workspace, act, make_record):
    added(
        workspace,
        act,
        make_record(title="殡葬服务", summary="含残疾人信息"),
        make_record(title="残疾人信息"),
    )
    numbers, count = workspace.search("残疾人")
    lines = workspace.summaries(numbers)
    assert [lines[number].title for number in numbers] == ["残疾人信息", "殡葬服务"]
    assert count == 2


def test_the_first_fifty_are_shown_and_all_are_counted(workspace, act, make_record):
    added(workspace, act, *(make_record(title=f"低保第{n}期") for n in range(SHOWN + 10)))
    numbers, count = workspace.search("低保")
    assert (len(numbers), count) == (SHOWN, SHOWN + 10)
    assert workspace.search("低保", limit=3) == (numbers[:3], count)


def test_very_many_matches_are_counted_up_to_a_limit(workspace, act, make_record):
    records = (make_record(title=f"低保第{n}期", items=()) for n in range(COUNTED + 20))
    added(workspace, act, *records)
    assert workspace.search("低保")[1] == COUNTED
    assert workspace.count(ListQuery(text="低保")) == COUNTED + 20


def test_the_index_follows_a_change(stocked, act):
    record = next(record for record in stocked.each_record(EVERYTHING) if record.title == CAR)
    changed(stocked, act, renamed(stocked, record, "非机动车登记"))
    assert found(stocked, "重庆") == set()
    assert found(stocked, "非机") == {"非机动车登记"}
    assert found(stocked, "号牌") == {"非机动车登记"}


def test_what_is_deleted_is_found_in_the_recycle_bin_only(stocked, act):
    record = next(record for record in stocked.each_record(EVERYTHING) if record.title == CAR)
    changed(stocked, act, replace(record, deleted=True))
    assert found(stocked, "重庆") == set()
    assert titles(stocked, text="重庆") == []
    assert titles(stocked, text="重庆", deleted=True) == [CAR]
    assert titles(stocked, text="100%", deleted=True) == []
    stocked.undo(act, fine)
    assert found(stocked, "重庆") == {CAR}


def test_a_list_is_searched_as_the_search_is(stocked):
    assert titles(stocked, text="信息") == [DIBAO, CAR]
    assert titles(stocked, text="zq") == [CAR]
    assert titles(stocked, text="!?") == []
    assert len(titles(stocked, text="  ")) == 3


def test_what_was_saved_twice_in_a_step_is_found_by_its_last_name_only(workspace, act, make_record):
    with workspace.unit(act, "两次") as unit:
        first = unit.save(make_record(title="甲名"), fine(make_record()))
        unit.save(renamed(workspace, first, "乙名"), fine(first), first.revision_id)
    assert found(workspace, "甲") == set()
    assert found(workspace, "乙") == {"乙名"}


@pytest.mark.parametrize(
    ("typed", "asked"),
    [("低保", '"低 保"'), ("A-1", '"a 1"'), ('"', None), (SENTINEL, f'"{SENTINEL}"')],
)
def test_what_is_typed_becomes_a_phrase(typed, asked):
    assert phrase(typed) == asked

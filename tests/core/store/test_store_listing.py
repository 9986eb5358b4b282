"""Lists: filtered, counted, sorted and paged by the store; one word shows how far a record is."""

from dataclasses import replace

import pytest
from store_steps import EVERYTHING, added, changed, titles

from cdo_desktop.domain.ledger import LedgerEntry, LedgerItem
from cdo_desktop.domain.lifecycle import Delivery
from cdo_desktop.domain.listing import Assessment, ListQuery, Sort
from cdo_desktop.domain.people import Org
from cdo_desktop.errors import Refused
from cdo_desktop.store.ledger import enter_export

RESOURCES = (
    ("丙", "draft", "每月", "无条件共享", Assessment(0, 0, 100)),
    ("甲", "in_review", "每月", "有条件共享", Assessment(2, 1, 60)),
    ("丁", "approved", "每日", "不予共享", Assessment(0, 3, 80)),
    ("乙", "approved", "每日", "有条件共享", Assessment(0, 0, 90)),
)


def exported(workspace, act, *records):
    """The records, entered as exported."""
    org = Org("11511900MB0000019E", "巴中市民政局")
    entry = LedgerEntry(
        *("urn:uuid:1", "catalog-export", "main", 1, "sha256:a", "sha256:b"),
        *("2026-03-12T09:30:00+08:00", org, org, "full", "", (), "a.cdopkg", "exported"),
    )
    items = [
        LedgerItem(r.id, r.revision_id, r.kind, r.code, r.title, False, Delivery.EXPORTED)
        for r in records
    ]
    with workspace.unit(act, "导出", kind="note") as unit:
        enter_export(unit, entry, items)


@pytest.fixture
def stocked(workspace, act, make_record):
    """Four resources; 乙 is approved and exported."""
    with workspace.unit(act, "新增") as unit:
        saved = [
            unit.save(
                make_record(title=title, review=review, update_cycle=cycle, share_type=share), seen
            )
            for title, review, cycle, share, seen in RESOURCES
        ]
    exported(workspace, act, saved[3])
    return workspace


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({}, ["丙", "甲", "丁", "乙"]),
        ({"kind": "resource"}, ["丙", "甲", "丁", "乙"]),
        ({"kind": "system"}, []),
        ({"states": ("draft",)}, ["丙"]),
        ({"states": ("approved",)}, ["丁"]),
        ({"states": ("exported",)}, ["乙"]),
        ({"states": ("draft", "exported")}, ["丙", "乙"]),
        ({"states": ("accepted",)}, []),
        ({"with_problems": True}, ["甲", "丁"]),
        ({"with_errors": True}, ["甲"]),
        ({"with_warnings": True}, ["甲", "丁"]),
        ({"facets": {"update_cycle": ("每日",)}}, ["丁", "乙"]),
        ({"facets": {"update_cycle": ("每日", "每月")}}, ["丙", "甲", "丁", "乙"]),
        ({"facets": {"update_cycle": ("每日",), "share_type": ("有条件共享",)}}, ["乙"]),
        ({"facets": {"update_cycle": ("每年",)}}, []),
        ({"text": "甲"}, ["甲"]),
        ({"deleted": True}, []),
        ({"sort": Sort.TITLE}, ["丁", "丙", "乙", "甲"]),
        ({"sort": Sort.TITLE, "descending": True}, ["甲", "乙", "丙", "丁"]),
        ({"sort": Sort.CODE, "descending": True}, ["乙", "丁", "甲", "丙"]),
        ({"sort": Sort.PROBLEMS, "descending": True}, ["甲", "丁", "丙", "乙"]),
        ({"sort": Sort.COMPLETENESS}, ["甲", "丁", "乙", "丙"]),
        ({"sort": Sort.MADE, "descending": True}, ["乙", "丁", "甲", "丙"]),
    ],
)
def test_a_list_shows_what_was_asked_for(stocked, asked, names):
    query = replace(EVERYTHING, **asked)
    assert titles(stocked, query) == names
    assert stocked.count(query) == len(names)
    assert [stocked.record(id_).title for id_ in stocked.ids(query)] == names


def test_every_way_to_sort_is_known(stocked):
    for sort in Sort:
        assert sorted(titles(stocked, sort=sort)) == sorted("丙甲丁乙")


def test_a_list_sorted_by_change_has_the_newest_last(stocked, act):
    later = replace(act, at=act.at.replace(hour=11))
    record = next(stocked.each_record(EVERYTHING))
    changed(stocked, later, record.with_value("office", "办公室"))
    assert titles(stocked, sort=Sort.CHANGED)[-1] == "丙"


def test_a_page_is_a_part_of_the_list(stocked):
    whole = stocked.numbers(EVERYTHING)
    assert stocked.numbers(EVERYTHING, limit=2) == whole[:2]
    assert stocked.numbers(EVERYTHING, limit=2, offset=2) == whole[2:]
    assert stocked.numbers(EVERYTHING, limit=2, offset=9) == []
    assert stocked.summaries([]) == {}


def test_states_are_counted_by_the_word_that_is_shown(stocked):
    assert stocked.state_counts(EVERYTHING) == {
        "draft": 1,
        "in_review": 1,
        "approved": 1,
        "exported": 1,
    }


def test_state_counts_follow_the_other_filters_and_not_the_states(stocked):
    query = ListQuery(states=("draft",), facets={"update_cycle": ("每日",)})
    assert stocked.state_counts(query) == {"approved": 1, "exported": 1}
    assert stocked.state_counts(ListQuery(with_problems=True)) == {"in_review": 1, "approved": 1}
    assert stocked.state_counts(ListQuery(text="丙")) == {"draft": 1}


def test_facets_are_counted_under_the_filters(stocked):
    assert stocked.facet_counts(EVERYTHING, "update_cycle") == {"每月": 2, "每日": 2}
    query = ListQuery(states=("approved", "exported"))
    assert stocked.facet_counts(query, "share_type") == {"不予共享": 1, "有条件共享": 1}
    assert stocked.facet_counts(EVERYTHING, "title") == {}


def test_facets_of_several_choices_count_each_of_them(workspace, act, make_record):
    added(workspace, act, make_record(themes=["公共服务", "社会保障"]), make_record(title="二"))
    assert workspace.facet_counts(EVERYTHING, "themes") == {"公共服务": 1, "社会保障": 1}
    assert titles(workspace, facets={"themes": ("社会保障",)}) == ["城镇居民最低生活保障人员信息"]


def test_facets_follow_a_change_and_a_deletion(stocked, act):
    record = next(stocked.each_record(EVERYTHING))
    [record] = changed(stocked, act, record.with_value("update_cycle", "每日"))
    assert stocked.facet_counts(EVERYTHING, "update_cycle") == {"每月": 1, "每日": 3}
    changed(stocked, act, replace(record, deleted=True))
    assert stocked.facet_counts(EVERYTHING, "update_cycle") == {"每月": 1, "每日": 2}
    assert titles(stocked, deleted=True) == ["丙"]


def test_the_delivery_word_goes_with_the_revision(stocked, act):
    [record] = [r for r in stocked.each_record(EVERYTHING) if r.title == "乙"]
    [line] = stocked.summaries(stocked.numbers(ListQuery(text="乙"))).values()
    assert (line.review, line.delivery) == ("approved", "exported")
    changed(stocked, act, replace(record.with_value("office", "办公室"), review="draft"))
    [line] = stocked.summaries(stocked.numbers(ListQuery(text="乙"))).values()
    assert (line.review, line.delivery) == ("draft", "")


def test_a_line_shows_what_the_list_needs(stocked):
    [line] = stocked.summaries(stocked.numbers(ListQuery(text="甲"))).values()
    assert (line.title, line.code, line.kind) == ("甲", "307022/000002", "resource")
    assert (line.org_name, line.office) == ("巴中市民政局", "社会救助科")
    assert (line.share_type, line.update_cycle, line.items) == ("有条件共享", "每月", 2)
    assert (line.errors, line.warnings, line.completeness) == (2, 1, 60)
    assert line.updated_at == "2026-03-12T09:30:00+08:00"
    assert not line.deleted


def test_no_word_calls_no_record_not_even_one_without_a_code(workspace, act, make_record):
    (bare,) = added(workspace, act, make_record(classification=None, code=None))
    assert bare.code == ""
    with pytest.raises(Refused) as caught:
        workspace.record("")
    assert caught.value.code == "CDO-S203"

"""One unit of work: all of it happens or nothing; a stale revision is a conflict, never a loss."""

from dataclasses import replace

import pytest
from store_steps import EVERYTHING, FINE, added, changed, renamed, rows, titles

from cdo_desktop.domain.listing import Assessment
from cdo_desktop.domain.record import Head, record_digest, record_line, revision_identity
from cdo_desktop.errors import Conflict, Refused
from cdo_desktop.store.workspace import Workspace
from cdo_desktop.store.writer import FLUSH_AT
from cdo_desktop.tasks import Cancelled


def test_what_is_saved_is_what_is_read(workspace, act, make_record):
    record = make_record(keywords="低保、救助", remark="第一行\n第二行“引号”\\")
    [saved] = added(workspace, act, record)
    assert workspace.record(saved.id) == saved
    assert replace(saved, code="", revision=0, revision_id="", values=record.values) == record
    assert saved.values == {**record.values, "code": saved.code}


def test_a_revision_carries_its_identity(workspace, act, make_record):
    [first] = added(workspace, act, make_record())
    assert (first.revision, first.parents) == (1, ())
    assert first.revision_id == revision_identity(record_digest(first), "draft", (), act)
    [second] = changed(workspace, act, first.with_value("office", "办公室"))
    assert (second.revision, second.parents) == (2, (first.revision_id,))
    assert second.revision_id == revision_identity(
        record_digest(second), "draft", (first.revision_id,), act
    )


def test_every_revision_stays(workspace, act, make_record):
    [first] = added(workspace, act, make_record(), name="新增")
    [second] = changed(workspace, act, first.with_value("office", "办公室"), name="改科室")
    history = workspace.revisions(first.id)
    assert [(entry.number, entry.step_name, entry.who) for entry in history] == [
        (2, "改科室", "王芳"),
        (1, "新增", "王芳"),
    ]
    assert workspace.revision(first.revision_id) == first
    assert workspace.revision(second.revision_id) == second
    with pytest.raises(Refused) as refused:
        workspace.revision("0" * 64)
    assert refused.value.code == "CDO-S205"


def test_a_stale_revision_is_a_conflict(workspace, act, make_record):
    [read] = added(workspace, act, make_record())
    [theirs] = changed(workspace, act, read.with_value("office", "办公室"))
    with pytest.raises(Conflict) as conflict:
        changed(workspace, act, read.with_value("office", "低保科"))
    assert conflict.value.code == "CDO-S202"
    assert read.title in conflict.value.happened
    assert workspace.record(read.id) == theirs
    assert len(workspace.steps()) == 2


def test_a_record_that_is_not_there_cannot_be_changed(workspace, act, make_record):
    with pytest.raises(Conflict), workspace.unit(act, "修改") as unit:
        unit.save(make_record(), FINE, "f" * 64)
    assert workspace.count(EVERYTHING) == 0


def test_a_new_record_never_takes_the_place_of_one(workspace, act, make_record):
    [mine] = added(workspace, act, make_record())
    with pytest.raises(Conflict):
        added(workspace, act, make_record(id=mine.id, title="别的名称"))
    assert workspace.record(mine.id) == mine


def test_a_record_may_be_saved_twice_in_one_step(workspace, act, make_record):
    with workspace.unit(act, "新增并改正") as unit:
        first = unit.save(make_record(), FINE)
        second = unit.save(renamed(workspace, first, "低保人员"), FINE, first.revision_id)
    assert workspace.record(first.id) == second
    assert [entry.number for entry in workspace.revisions(first.id)] == [2, 1]
    assert titles(workspace) == ["低保人员"]


@pytest.mark.parametrize("error", [Cancelled, ZeroDivisionError, KeyboardInterrupt])
def test_a_step_that_breaks_off_has_not_happened(workspace, act, make_record, error):
    records = [make_record(title=f"第{number}项") for number in range(FLUSH_AT + 20)]
    with pytest.raises(error), workspace.unit(act, "导入") as unit:
        for record in records:
            unit.save(record, FINE)
        raise error
    assert workspace.count(EVERYTHING) == 0
    assert workspace.steps() == []
    assert workspace.search("第")[1] == 0
    path = workspace.path
    workspace.close()
    tables = ("record", "revision", "step", "facet", "counter", "definition")
    for table in (*tables, "search_name", "search_text"):
        assert rows(path, f"SELECT count(*) FROM {table}") == [(0,)], table


def test_after_a_broken_step_work_goes_on(workspace, act, make_record):
    with pytest.raises(Cancelled), workspace.unit(act, "导入") as unit:
        unit.save(make_record(), FINE)
        raise Cancelled
    [record] = added(workspace, act, make_record())
    assert record.code == "307022/000001"


def test_a_step_of_many_records(workspace, act, make_record):
    names = [f"第{number:04d}项" for number in range(FLUSH_AT * 2 + 1)]
    added(workspace, act, *(make_record(title=name) for name in names), name="导入")
    assert titles(workspace) == names
    [step] = workspace.steps()
    assert (step.name, step.records, step.who) == ("导入", len(names), "王芳")


def test_an_assessment_stands_beside_the_record(workspace, act, make_record):
    with workspace.unit(act, "新增") as unit:
        unit.save(make_record(), Assessment(errors=2, warnings=3, completeness=71))
    [line] = workspace.summaries(workspace.numbers(EVERYTHING)).values()
    assert (line.errors, line.warnings, line.completeness, line.items) == (2, 3, 71, 2)


def test_a_record_is_found_by_id_and_by_code(workspace, act, make_record):
    [record] = added(workspace, act, make_record())
    assert workspace.record(record.id) == workspace.record(record.code) == record
    with pytest.raises(Refused) as refused:
        workspace.record("307022/000099")
    assert refused.value.code == "CDO-S203"


def test_a_code_that_two_records_have_must_be_asked_for_by_id(workspace, act, make_record):
    added(workspace, act, make_record(code="307022/7"), make_record(code="307022/7", title="另一"))
    with pytest.raises(Refused) as refused:
        workspace.record("307022/7")
    assert refused.value.code == "CDO-S204"


def test_records_are_found_by_many_ids_codes_and_names(workspace, act, make_record):
    saved = added(workspace, act, *(make_record(title=f"名称 {n}") for n in range(3)))
    by_id = workspace.by_ids([record.id for record in saved[:2]] + ["没有"])
    assert list(by_id.values()) == saved[:2]
    by_code = workspace.by_codes("resource", [record.code for record in saved])
    assert by_code == {record.code: record for record in saved}
    assert workspace.by_codes("system", [record.code for record in saved]) == {}
    key = ("巴中市民政局", "名称1")
    assert workspace.by_names("resource", [key, ("别的局", "名称2")]) == {key: saved[1]}


def test_records_stream_in_the_order_they_were_made(workspace, act, make_record):
    saved = added(workspace, act, *(make_record(title=f"名称{n}") for n in range(5)))
    assert list(workspace.each_record(EVERYTHING)) == saved


def test_heads_say_whether_a_word_stands_in_their_values(workspace, act, make_record, run):
    saved = added(
        workspace, act, make_record(secret="涉密"), make_record(title="二", secret="非涉密")
    )
    heads = list(workspace.each_head(EVERYTHING, run, "读取", '"secret":"涉密"'))
    names = Head._fields
    assert heads == [
        (Head(*(getattr(saved[0], name) for name in names)), True),
        (Head(*(getattr(saved[1], name) for name in names)), False),
    ]


def test_revisions_give_their_lines_in_the_order_asked_for(workspace, act, make_record):
    saved = added(workspace, act, *(make_record(title=f"名称{n}") for n in range(5)))
    wanted = [saved[3].revision_id, saved[1].revision_id]
    lines = [record_line(*pair) for pair in workspace.revisions_content(wanted)]
    assert lines == [record_line(saved[3]), record_line(saved[1])]
    with pytest.raises(Refused) as refused:
        list(workspace.revisions_content(["0" * 64]))
    assert refused.value.code == "CDO-S205"


def test_a_title_that_one_record_has_becomes_a_reference(workspace, act, make_record):
    saved = added(workspace, act, *(make_record(title=name) for name in ("甲", "乙", "乙", "丙")))
    changed(workspace, act, replace(saved[3], deleted=True))
    assert workspace.by_titles("resource", ["甲", "乙", "丙", "丁"]) == {
        "甲": {"id": saved[0].id, "code": saved[0].code, "title": "甲"}
    }


def test_an_old_definition_is_kept_with_the_workspace(workspace, act, make_record):
    added(workspace, act, make_record())
    path = workspace.path
    workspace.close()
    [(kind, standard, body)] = rows(path, "SELECT kind, standard, body FROM definition")
    assert (kind, standard) == ("resource", "1272-2017+809-2025")
    assert "信息资源名称" in body
    with Workspace.open(path, act) as again:
        assert again.library.version(kind, standard).label == "数据资源目录"


# -- codes ---------------------------------------------------------------------------------------


def test_codes_count_within_their_classification(workspace, act, make_record):
    saved = added(
        workspace,
        act,
        make_record(classification="307022"),
        make_record(classification="3070220400031"),
        make_record(classification="307022"),
    )
    assert [record.code for record in saved] == [
        "307022/000001",
        "3070220400031/000001",
        "307022/000002",
    ]
    assert all(record.values["code"] == record.code for record in saved)


@pytest.mark.parametrize("classification", [None, "3", "307", "民政"])
def test_without_a_whole_classification_there_is_no_code(
    workspace, act, make_record, classification
):
    [record] = added(workspace, act, make_record(classification=classification))
    assert record.code == ""
    assert "code" not in record.values
    [coded] = changed(workspace, act, record.with_value("classification", "307022"))
    assert coded.code == "307022/000001"


def test_a_code_that_is_brought_stays_and_is_not_given_again(workspace, act, make_record):
    [brought] = added(workspace, act, make_record(code="307022/000038"))
    assert brought.code == "307022/000038"
    [next_one] = added(workspace, act, make_record())
    assert next_one.code == "307022/000039"


def test_a_lower_code_that_is_brought_does_not_turn_the_counter_back(workspace, act, make_record):
    added(workspace, act, make_record(code="307022/000038"))
    added(workspace, act, make_record(code="307022/000005"))
    [next_one] = added(workspace, act, make_record())
    assert next_one.code == "307022/000039"


def test_a_code_stays_when_the_classification_changes(workspace, act, make_record):
    [record] = added(workspace, act, make_record())
    [moved] = changed(workspace, act, record.with_value("classification", "301001"))
    assert moved.code == record.code


def test_a_code_is_never_given_twice(workspace, act, make_record):
    """1272号: not after undo, not after the record was deleted, not after reopening."""
    [record] = added(workspace, act, make_record())
    workspace.undo(act, lambda record: FINE)
    [second] = added(workspace, act, make_record())
    [gone] = changed(workspace, act, replace(second, deleted=True))
    path = workspace.path
    workspace.close()
    with Workspace.open(path, act) as again:
        [third] = added(again, act, make_record())
    assert [record.code, gone.code, third.code] == [f"307022/00000{n}" for n in (1, 2, 3)]


def test_other_lists_have_running_numbers(workspace, act, library, make_record):
    system = library.kind("system")
    base = make_record()
    record = replace(base, kind="system", standard=system.standard, values={}, groups={})
    first, second = added(workspace, act, record, replace(record, id="b"))
    assert (first.code, second.code) == ("XT-0001", "XT-0002")

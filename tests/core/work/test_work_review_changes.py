"""What has changed since a form was signed: fields, rows and files, in words, with who did it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from project_samples import project
from review_steps import Office, office_of

from cdo_desktop.domain.identity import new_id
from cdo_desktop.domain.record import Record
from cdo_desktop.domain.statement import Decision
from cdo_desktop.package.form_reading import FormContent
from cdo_desktop.tasks import Run
from cdo_desktop.work import editing, review_forms
from cdo_desktop.work.review_changes import changes_since, told_by
from cdo_desktop.work.review_forms import ExtraFile, Opinion, shown_from
from cdo_desktop.work.review_reading import ShownForm

AGREE = Opinion(Decision.AGREE, "同意。")


@pytest.fixture
def office(bench, act, tmp_path) -> Office:
    return office_of(bench, act, tmp_path)


@pytest.fixture
def record(office) -> Record:
    """A project that was put into the list."""
    (added,) = editing.add(office.bench, [project(office.bench.library)])
    return added


def form_of(office: Office, record: Record, **more) -> ShownForm:
    linked = review_forms.linked_records(office.bench, record)
    with review_forms.prepare(office.bench, record, linked, Run(), **more) as form:
        return shown_from(form.path, Run())


def kind_of(office):
    return office.bench.library.kind("project")


def told(office, before, now):
    return [(one.label, one.was, one.now) for one in changes_since(before, now, kind_of(office))]


def test_what_is_as_it_was_signed_has_not_changed(office, record):
    form = form_of(office, record)
    assert told(office, form, record) == []
    assert told(office, form, form_of(office, record)) == []


def test_a_field_is_told_by_its_name_with_its_unit(office, record):
    form = form_of(office, record)
    now = record.with_value("total", "90").with_value("period", None)
    assert told(office, form, now) == [
        ("建设周期", "8 个月", ""),
        ("总投资", "86.5 万元", "90 万元"),
    ]


def test_a_cell_is_told_with_the_row_it_stands_in_now(office, record):
    form = form_of(office, record)
    now = record.with_row_value("funds", 1, "amount", "30")
    assert told(office, form, now) == [("资金来源第 2 行 金额", "26.5 万元", "30 万元")]


def test_rows_that_came_and_went_are_told_whole(office, record):
    form = form_of(office, record)
    more = {"id": new_id(), "name": "核对结果反馈", "shared": "否"}
    rows = record.groups["functions"]
    now = replace(record, groups={**record.groups, "functions": (*rows[1:], more)})
    assert told(office, form, now) == [
        (
            "功能清单第 1 行",
            "功能名称 低保申请受理；功能说明 网上和窗口都能受理；是否统建已有 否",
            "",
        ),
        ("功能清单第 4 行", "", "功能名称 核对结果反馈；是否统建已有 否"),
    ]


def test_rows_in_another_order_are_one_change(office, record):
    form = form_of(office, record)
    rows = record.groups["funds"]
    now = replace(record, groups={**record.groups, "funds": rows[::-1]})
    assert told(office, form, now) == [
        ("资金来源的顺序", "财政资金、上级专项资金", "上级专项资金、财政资金")
    ]


def attached(record, *files):
    rows = tuple(
        {"id": f"{number:032x}", "type": "建设方案", "file": file}
        for number, file in enumerate(files, 1)
    )
    return replace(record, groups={**record.groups, "files": rows})


def test_a_file_of_the_same_name_that_is_another_file_is_a_change(office, record):
    old = {"sha256": "a" * 64, "name": "方案.pdf", "size": 10}
    before = attached(record, old)
    now = attached(record, {**old, "sha256": "b" * 64})
    form = replace(form_of(office, record), form={**_line(before)})
    [(label, was, is_now)] = told(office, form, now)
    assert label == "附件第 1 行 文件"
    assert ("a" * 64 in was, "b" * 64 in is_now) == (True, True)


def _line(record):
    groups = {key: list(rows) for key, rows in record.groups.items()}
    same = {key: getattr(record, key) for key in ("id", "kind", "standard", "title")}
    return {**same, "values": record.values, "groups": groups}


def test_two_forms_are_compared_with_the_files_no_field_names(office, record):
    before = form_of(office, record, files=[ExtraFile("审核表.pdf", b"one")])
    after = form_of(office, record, files=[ExtraFile("审核表.pdf", b"two")])
    found = changes_since(before, after, kind_of(office))
    assert [one.label for one in found] == ["附件", "附件"]
    assert (found[0].now, found[1].was) == ("", "")
    assert found[0].was != found[1].now


def test_two_forms_are_compared_with_the_catalog_that_is_signed_with_them(office, make_record):
    bench = office.bench
    (entry,) = editing.add(bench, [make_record(title="低保申请信息")])
    name = {"id": entry.id, "code": entry.code, "title": entry.title}
    (added,) = editing.add(bench, [project(bench.library, {"catalog": ({"resource": name},)})])
    before = form_of(office, added)
    with bench.step("改目录") as unit:
        changed = bench.workspace.record(entry.id).with_value("summary", "另一种说法。")
        unit.save(changed, editing.assess(bench, changed), entry.revision_id)
    found = changes_since(before, form_of(office, added), kind_of(office))
    assert [one.label for one in found] == ["关联记录“低保申请信息”"]
    assert found[0].was.startswith("修订 1（")
    assert found[0].now.startswith("修订 2（")


def test_what_this_program_has_no_name_for_is_told_by_its_key(office, record):
    form = form_of(office, record)
    strange = {**form.form, "values": {**form.form["values"], "weather": "晴"}}
    assert told(office, replace(form, form=strange), record) == [("weather", "晴", "")]


def test_who_changed_it_last_and_when_comes_from_the_history(office, record):
    bench = office.bench
    form = form_of(office, record)
    now = record
    for who, total in (("王芳", "90"), ("赵敏", "95")):
        bench.clock.at += timedelta(hours=1)
        at_desk = bench.done_by(replace(bench.who, name=who, id=""))
        with at_desk.step("改") as unit:
            changed = now.with_value("total", total)
            now = unit.save(changed, editing.assess(bench, changed), now.revision_id)
    found = changes_since(form, now, kind_of(office))
    (named,) = told_by(bench, found, now, form.form["revisionId"])
    assert (named.label, named.was, named.now) == ("总投资", "86.5 万元", "95 万元")
    assert named.who == "赵敏"
    assert named.at == bench.workspace.revisions(now.id)[0].at


def test_nobody_is_named_where_the_signed_revision_is_not_here(office, record):
    form = form_of(office, record)
    found = changes_since(form, record.with_value("total", "90"), kind_of(office))
    assert told_by(office.bench, found, record, "0" * 64) == found


def test_what_was_kept_can_be_compared_without_being_shown(office, record):
    linked = review_forms.linked_records(office.bench, record)
    with review_forms.prepare(office.bench, record, linked, Run()) as form:
        content: FormContent = review_forms.read_form(form.path, Run())
    now = record.with_value("total", "90")
    assert told(office, content, now) == [("总投资", "86.5 万元", "90 万元")]

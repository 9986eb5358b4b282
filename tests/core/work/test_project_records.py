"""A project is a record like the others, but it never travels in a catalog."""

from __future__ import annotations

from dataclasses import replace

import pytest
from project_samples import project

from cdo_desktop.domain.listing import Assessment, ListQuery
from cdo_desktop.domain.package import ScopeMode
from cdo_desktop.work import choosing, copying, editing, reviewing
from cdo_desktop.work.project_checks import overrule


def approved(bench, record):
    (saved,) = editing.add(bench, [record])
    with bench.step("通过") as unit:
        return unit.save(replace(saved, review="approved"), Assessment(), saved.revision_id)


@pytest.fixture
def filed(bench):
    return editing.add(bench, [project(bench.library)])[0]


def test_an_approved_project_stays_here_when_the_catalog_goes(bench, run, make_record):
    resource = approved(bench, make_record())
    approved(bench, project(bench.library))
    for key in ("joint_build", "negative"):
        approved(bench, editing.new_record(bench, key, {"title": "统一身份认证平台"}))
    chosen = choosing.choose(bench, ScopeMode.FULL, run)
    assert [item.record_id for item in chosen.items] == [resource.id]
    assert chosen.behind == []


def test_it_is_found_by_its_name_its_initials_and_its_functions(bench, filed):
    for text in ("社会救助", "bzsshjz", "家庭经济状况"):
        assert bench.workspace.ids(ListQuery("project", text=text)) == [filed.id]


@pytest.mark.parametrize(
    ("element", "word"),
    [("level", "市级"), ("nature", "新建"), ("year", "2026"), ("office", "社会救助科")],
)
def test_it_is_listed_by_its_facets(bench, filed, element, word):
    assert bench.workspace.facet_counts(ListQuery("project"), element) == {word: 1}
    assert bench.workspace.ids(ListQuery("project", facets={element: (word,)})) == [filed.id]


def test_it_is_numbered_and_its_completeness_counted(bench, filed):
    assert filed.code == "XM-0001"
    (line,) = bench.workspace.summaries(bench.workspace.numbers(ListQuery("project"))).values()
    assert (line.completeness, line.errors) == (100, 0)
    bare = editing.save(bench, filed.with_value("goal", None), filed.revision_id)
    (line,) = bench.workspace.summaries(bench.workspace.numbers(ListQuery("project"))).values()
    assert line.completeness < 100
    assert line.warnings == 1
    assert bare.revision == 2


def test_it_is_filed_once_nothing_is_wrong_and_withdrawn_with_a_reason(bench, run, filed):
    (there,) = reviewing.move(bench, "file", [filed.id], "王芳", "", run).moved
    assert there.review == "in_review"
    (back,) = reviewing.move(bench, "withdraw", [filed.id], "王芳", "改方案", run).moved
    assert back.review == "withdrawn"
    (again,) = reviewing.move(bench, "file", [filed.id], "王芳", "", run).moved
    assert again.review == "in_review"


@pytest.mark.parametrize("change", [{"secret": "涉密"}, {"total": "86.4"}, {"leader": None}])
def test_a_fault_keeps_it_from_being_filed(bench, run, change):
    (record,) = editing.add(bench, [project(bench.library, **change)])
    done = reviewing.move(bench, "file", [record.id], "王芳", "", run)
    assert (done.moved, len(done.stayed)) == ((), 1)


def test_a_copy_has_the_form_and_not_the_words_against_its_checks(bench, run, filed):
    there = overrule(bench, filed.id, "need", "已由市政府常务会议定。", "李建国", run)
    copied = copying.copy_of(bench, there)
    assert "overrules" in there.groups
    assert "overrules" not in copied.groups
    assert copied.groups["functions"]

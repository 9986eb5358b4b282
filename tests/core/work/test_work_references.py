"""Packages of others kept for reference: proven ones only, compared with, never records of ours."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from desk_steps import BUREAU, COUNTY, approved, code_of, desk_of, steps_of
from desk_steps import exported as packaged
from project_samples import project
from review_steps import Office, exported, office_of, signed_first

from cdo_desktop.domain.listing import ListQuery
from cdo_desktop.domain.people import Act
from cdo_desktop.domain.record import Record
from cdo_desktop.errors import Refused, Unproven
from cdo_desktop.tasks import Run
from cdo_desktop.work import editing, reviewing, trusting
from cdo_desktop.work.project_checks import check_project, similar_projects
from cdo_desktop.work.references import add_references, drop_reference, references
from cdo_desktop.workbench import Workbench

SYSTEM = {
    "title": "社会救助核对系统",
    "summary": "低保申请受理；家庭经济状况核对；救助金发放；救助对象动态管理",
}


@pytest.fixture
def office(bench: Workbench, act: Act, tmp_path: Path) -> Office:
    """The bureau whose packages are kept for reference elsewhere."""
    return office_of(bench, act, tmp_path)


def form_of(office: Office, record: Record) -> Path:
    (added,) = editing.add(office.bench, [record])
    assert reviewing.move(office.bench, "file", [added.id], "王芳", "", Run()).moved
    signed_first(office, office.bench.workspace.record(added.id))
    return exported(office, added, "民政局审查表.cdopkg")


@pytest.fixture
def form(office: Office, make_record: Callable[..., Record]) -> Path:
    """The signed form of a project of the bureau."""
    (resource,) = editing.add(office.bench, [make_record(title="低保申请信息")])
    planned = {"id": resource.id, "code": resource.code, "title": resource.title}
    return form_of(office, project(office.bench.library, {"catalog": [{"resource": planned}]}))


def desk(office: Office, *, trusts: bool = True) -> Workbench:
    """The county's workspace, by the same trust list."""
    path = office.folder / f"教体局{trusts}.cdo"
    made = desk_of(office.act).create(path, COUNTY, "511921", "national")
    if trusts:
        assert office.given.bundle is not None and office.given.roots is not None
        trusting.import_trust(made, office.given.bundle, office.given.roots, Run())
    return made


@pytest.fixture
def county(office: Office):
    with desk(office) as made:
        yield made


def own(county: Workbench, **changes) -> Record:
    made = project(county.library, {"catalog": []}, title="通江县救助平台", **changes)
    return editing.add(county, [made])[0]


def duplicate(county: Workbench, record: Record):
    found = check_project(county, record, Run())
    return next(one for one in found if one.key == "duplicate")


def test_a_project_is_compared_with_those_of_a_form_kept_for_reference(county, form):
    record = own(county)
    assert duplicate(county, record).result.value == "pass"
    (kept,) = add_references(county, [form], Run())
    assert (kept.file_name, kept.sender.name, kept.entries) == (form.name, "巴中市民政局", 1)
    found = duplicate(county, record)
    assert found.result.value == "fail"
    first = found.evidence[0]
    assert first.label == (
        "巴中市社会救助信息管理平台升级项目（巴中市民政局，见“民政局审查表.cdopkg”）"
    )
    assert (first.record, first.percent) == ("", 100)
    assert [one.mine for one in found.evidence[1:]] == [one.theirs for one in found.evidence[1:]]


def test_it_is_no_record_of_ours(county, form):
    add_references(county, [form], Run())
    assert county.workspace.count(ListQuery()) == 0
    assert steps_of(county)[0].name == "留作比对：民政局审查表.cdopkg"
    assert county.workspace.broken_links(Run()) == []


def test_taking_it_in_can_be_undone(county, form):
    record = own(county)
    add_references(county, [form], Run())
    editing.undo(county)
    assert references(county) == []
    assert duplicate(county, record).result.value == "pass"
    editing.redo(county)
    assert duplicate(county, record).result.value == "fail"


def test_dropped_it_counts_no_more_and_may_come_again(county, form):
    record = own(county)
    add_references(county, [form], Run())
    assert drop_reference(county, form.name).file_name == form.name
    assert duplicate(county, record).result.value == "pass"
    with pytest.raises(Refused) as refused:
        drop_reference(county, form.name)
    assert code_of(refused) == "CDO-S243"
    add_references(county, [form], Run())
    assert duplicate(county, record).result.value == "fail"


def test_systems_of_a_catalog_package_are_compared_too(office, act, county):
    made = editing.new_record(office.bench, "system", {**SYSTEM, "org": BUREAU.name})
    made = made.with_value("org_code", BUREAU.code)
    approved(office.bench, [made])
    done = packaged(office.bench, office.folder / "目录.cdopkg", act)
    (kept,) = add_references(county, [done.sealed.path], Run())
    assert kept.entries == 1
    (found,) = similar_projects(county, own(county), Run())
    assert (found.title, found.source, found.record) == (SYSTEM["title"], "目录.cdopkg", "")
    assert found.overlap == 100


def test_what_is_in_the_workspace_itself_is_compared_once(office, form):
    """The bureau keeps its own form for reference: its project is not held against itself."""
    (record,) = office.bench.workspace.each_record(ListQuery("project"))
    add_references(office.bench, [form], Run())
    assert similar_projects(office.bench, record, Run()) == []


def test_the_same_package_is_kept_once(county, form):
    add_references(county, [form], Run())
    with pytest.raises(Refused) as refused:
        add_references(county, [form], Run())
    assert code_of(refused) == "CDO-P410"


def test_of_several_all_are_kept_or_none(county, form):
    with pytest.raises(Refused):
        add_references(county, [form, form], Run())
    assert references(county) == []


def test_what_nobody_vouches_for_is_not_kept(office, form):
    with desk(office, trusts=False) as stranger:
        with pytest.raises(Unproven) as unproven:
            add_references(stranger, [form], Run())
        assert code_of(unproven) == "CDO-S242"
        assert references(stranger) == []


def test_a_spoilt_package_is_not_kept(county, form):
    body = bytearray(form.read_bytes())
    body[len(body) // 2] ^= 1
    form.write_bytes(body)
    with pytest.raises(Refused) as refused:
        add_references(county, [form], Run())
    assert code_of(refused) == "CDO-S241"


def test_a_package_without_projects_and_systems_is_refused(office, act, county, make_record):
    approved(office.bench, [make_record()])
    done = packaged(office.bench, office.folder / "目录.cdopkg", act)
    with pytest.raises(Refused) as refused:
        add_references(county, [done.sealed.path], Run())
    assert code_of(refused) == "CDO-P419"


def test_a_trust_list_is_no_package_to_compare_with(office, county):
    with pytest.raises(Refused) as refused:
        add_references(county, [office.given.bundle], Run())
    assert code_of(refused) == "CDO-E502"


def test_what_is_made_to_practise_with_is_not_compared_with_real_work(
    office, county, make_record, monkeypatch
):
    (resource,) = editing.add(office.bench, [make_record(title="低保申请信息")])
    planned = {"id": resource.id, "code": resource.code, "title": resource.title}
    made = project(office.bench.library, {"catalog": [{"resource": planned}]})
    practising = property(lambda bench: bench.workspace is office.bench.workspace)
    with monkeypatch.context() as patched:
        patched.setattr(Workbench, "is_practice", practising)
        form = form_of(office, made)
    with pytest.raises(Refused) as refused:
        add_references(county, [form], Run())
    assert code_of(refused) == "CDO-S241"
    assert "练习" in str(refused.value)

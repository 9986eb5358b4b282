"""Conditions of signed opinions: listed, ticked off, and no 立项 while one is open."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from desk_steps import BUREAU, PLATFORM, code_of, key_of, record_now, steps_of
from project_samples import project
from review_steps import Office, office_of, prepared, signed_first

from cdo_desktop.domain.people import Act, Person
from cdo_desktop.domain.record import Record
from cdo_desktop.domain.statement import Decision
from cdo_desktop.errors import Refused
from cdo_desktop.standard.flows import read_flow
from cdo_desktop.standard.loading import DefinitionInvalid
from cdo_desktop.tasks import Run
from cdo_desktop.work import editing, review_forms, reviewing
from cdo_desktop.work.conditions import LONGEST_NOTE, all_conditions, open_conditions, tick_off
from cdo_desktop.work.review_export import export_printed
from cdo_desktop.work.review_forms import Opinion
from cdo_desktop.work.typed import Entry
from cdo_desktop.workbench import Workbench

IF = Opinion(Decision.AGREE_IF, "原则同意。", ("补充备案证明", "删去自建通道"))
NOTE = "备案证明已收到"


@pytest.fixture
def office(bench: Workbench, act: Act, tmp_path: Path) -> Office:
    return office_of(bench, act, tmp_path, key_of(tmp_path, act, "expert", PLATFORM))


@pytest.fixture
def filed(office: Office, make_record: Callable[..., Record]) -> Record:
    """A project that waits for the CDO."""
    (resource,) = editing.add(office.bench, [make_record(title="低保申请信息")])
    planned = {"id": resource.id, "code": resource.code, "title": resource.title}
    made = project(office.bench.library, {"catalog": [{"resource": planned}]})
    (added,) = editing.add(office.bench, [made])
    done = reviewing.move(office.bench, "file", [added.id], "王芳", "", Run())
    assert done.moved, [one.reason for one in done.stayed]
    return record_now(office.bench, added)


@pytest.fixture
def signed(office: Office, filed: Record) -> Record:
    """The same, signed by the CDO with two conditions."""
    signed_first(office, filed, IF)
    return record_now(office.bench, filed)


def at_the_board(office: Office, record: Record) -> Record:
    """Where the flow takes it next, once the bureau and the experts have agreed."""
    record = record_now(office.bench, record)
    with office.bench.workspace.unit(office.act, "评审", "note") as unit:
        there = replace(record, review="board_review")
        return unit.save(there, editing.assess(office.bench, there), record.revision_id)


def tick(office: Office, record: Record, key: str, by: str = "李文涛", **more):
    return tick_off(office.bench, record.id, key, by, more.pop("note", NOTE), Run(), **more)


def keys(office: Office, record: Record) -> list[str]:
    now = record_now(office.bench, record)
    return [one.key for one in open_conditions(office.bench, now, Run())]


def established(office: Office, record: Record) -> reviewing.Moved:
    return reviewing.move(office.bench, "establish", [record.id], "陈明", "", Run())


def test_the_conditions_of_everybody_who_signed_are_listed(office: Office, signed: Record):
    found = all_conditions(office.bench, signed, Run())
    assert [(one.key, one.text) for one in found] == [
        ("1.1", "补充备案证明"),
        ("1.2", "删去自建通道"),
    ]
    assert {(one.name, one.role, one.void, one.met_words) for one in found} == {
        ("李文涛", "dept_cdo", False, "")
    }
    assert keys(office, signed) == ["1.1", "1.2"]


def test_a_record_without_a_form_has_no_conditions(office: Office, filed: Record):
    assert all_conditions(office.bench, filed, Run()) == []


def test_what_is_ticked_off_is_told_with_who_when_and_why(office: Office, signed: Record):
    done = tick(office, signed, "补充备案证明")
    assert done.met is not None
    assert (done.met.by, done.met.at, done.met.note) == ("李文涛", office.act.at, NOTE)
    day = office.act.at.astimezone().date()
    assert done.met_words == f"李文涛于 {day} 确认已落实：{NOTE}"
    assert keys(office, signed) == ["1.2"]


def test_ticking_voids_no_signature_and_changes_no_form(office: Office, signed: Record):
    """The record stays at its revision, so the next signer signs the very same form."""
    (before,) = office.bench.workspace.review_forms(signed.id)
    tick(office, signed, "1.1")
    assert record_now(office.bench, signed) == signed
    assert office.bench.workspace.review_forms(signed.id) == [before]
    with pytest.raises(Refused) as refused:
        prepared(office, signed)
    assert code_of(refused) == "CDO-E771"  # its content is signed already


def test_the_history_holds_it_and_undo_takes_it_back(office: Office, signed: Record):
    tick(office, signed, "1.1")
    assert steps_of(office.bench)[0].name == f"确认“{signed.title}”的条件 1.1 已落实"
    assert office.bench.workspace.broken_links(Run()) == []
    editing.undo(office.bench)
    assert keys(office, signed) == ["1.1", "1.2"]
    editing.redo(office.bench)
    assert keys(office, signed) == ["1.2"]
    assert office.bench.workspace.broken_links(Run()) == []


def test_the_proof_is_kept(office: Office, signed: Record, tmp_path: Path):
    proof = tmp_path / "备案证明.pdf"
    proof.write_bytes(b"%PDF proof")
    done = tick(office, signed, "1.1", evidence=proof)
    assert done.met is not None and done.met.evidence is not None
    assert office.bench.workspace.attachment(done.met.evidence["sha256"]) == b"%PDF proof"
    assert done.met_words.endswith("（附“备案证明.pdf”）")


def test_no_project_is_established_while_a_condition_is_open(office: Office, signed: Record):
    record = at_the_board(office, signed)
    tick(office, record, "1.1")
    (behind,) = established(office, record).stayed
    assert "还有 1 个条件没有落实，不能立项：1.2 删去自建通道（李文涛）" in behind.reason
    assert record_now(office.bench, record).review == "board_review"
    tick(office, record, "1.2")
    assert established(office, record).moved
    assert record_now(office.bench, record).review == "approved"


def test_sending_back_asks_for_no_conditions(office: Office, signed: Record):
    record = at_the_board(office, signed)
    assert reviewing.move(office.bench, "send_back", [record.id], "陈明", "再改", Run()).moved


@pytest.mark.parametrize(
    ("key", "note", "code"),
    [
        ("1.3", NOTE, "CDO-P413"),
        ("备案", NOTE, "CDO-P413"),
        ("1.1", "  ", "CDO-P416"),
        ("1.1", "长" * (LONGEST_NOTE + 1), "CDO-P418"),
    ],
)
def test_what_cannot_be_ticked_off(office: Office, signed: Record, key, note, code):
    with pytest.raises(Refused) as refused:
        tick(office, signed, key, note=note)
    assert code_of(refused) == code
    assert keys(office, signed) == ["1.1", "1.2"]


def test_a_condition_is_ticked_off_once(office: Office, signed: Record):
    tick(office, signed, "1.1")
    with pytest.raises(Refused) as refused:
        tick(office, signed, "1.1")
    assert code_of(refused) == "CDO-P414"


def test_an_edit_voids_the_conditions_with_the_signature(office: Office, signed: Record):
    editing.set_values(office.bench, signed.id, [Entry("summary", "只建设低保申请受理。")])
    now = record_now(office.bench, signed)
    assert [one.void for one in all_conditions(office.bench, now, Run())] == [True, True]
    assert keys(office, signed) == []
    with pytest.raises(Refused) as refused:
        tick(office, signed, "1.1")
    assert code_of(refused) == "CDO-P415"


def appointed(office: Office, name: str, duty: str) -> None:
    """An appointment of somebody known by name only."""
    own = {"org": BUREAU.name, "org_code": BUREAU.code, "from_date": "2026-01-01"}
    values = {"title": f"{name}任{duty}", "person": {"title": name}, "duty": duty, **own}
    editing.add(office.bench, [editing.new_record(office.bench, "appointment", values)])


def test_where_offices_are_kept_not_everybody_ticks_off(office: Office, signed: Record):
    for name, role in (("王芳", "科室填报人"), ("陈明", "首席数据执行官")):
        appointed(office, name, role)
    with pytest.raises(Refused) as refused:
        tick(office, signed, "1.1", by="王芳")
    assert code_of(refused) == "CDO-P417"
    assert "部门首席数据官、首席数据执行官" in str(refused.value)
    assert tick(office, signed, "1.1", by="陈明").met is not None


def test_nobody_else_opens_it_again_or_confirms_it_once_more(office: Office, signed: Record):
    for name, role in (("王芳", "科室填报人"), ("陈明", "首席数据执行官")):
        appointed(office, name, role)
    clerk, executive = (office.bench.done_by(Person(name)) for name in ("王芳", "陈明"))
    tick(office, signed, "1.1", by="陈明")
    for replay, at_desk in ((editing.undo, executive), (editing.redo, executive)):
        with pytest.raises(Refused) as refused:
            replay(clerk)
        assert code_of(refused) == "CDO-S230"
        replay(at_desk)
    assert keys(office, signed) == ["1.2"]


def test_only_the_newest_form_counts(office: Office, signed: Record):
    """What was ticked off of a version that was signed before says nothing of the new one."""
    tick(office, signed, "1.1")
    editing.set_values(office.bench, signed.id, [Entry("summary", "只建设低保申请受理。")])
    assert reviewing.move(office.bench, "file", [signed.id], "王芳", "", Run()).moved
    signed_first(office, record_now(office.bench, signed), IF)
    assert keys(office, signed) == ["1.1", "1.2"]
    assert len(office.bench.workspace.review_forms(signed.id)) == 2
    newest = review_forms.newest_form(office.bench, signed.id, Run())
    assert newest is not None and newest[1].sheet.voids


def test_no_flow_asks_conditions_of_what_an_opinion_does(office: Office):
    """A signature given on another desk cannot be held back any more."""
    states = [{"key": key, "label": key} for key in ("a", "b")]
    move = {"key": "m", "label": "m", "source": "a", "target": "b", "opinions": ["agree"]}
    body = {"key": "f", "label": "f", "start": "a", "state": states}
    body["opinion"] = [{"key": "agree", "label": "同意"}]
    assert read_flow(body | {"move": [move]}, "f").moves
    with pytest.raises(DefinitionInvalid):
        read_flow(body | {"move": [move | {"conditions_met": True}]}, "f")


def test_a_new_print_says_which_conditions_were_met(office: Office, signed: Record, tmp_path: Path):
    tick(office, signed, "1.1")
    now = record_now(office.bench, signed)
    target = tmp_path / "去立项.cdopkg"
    _, _, done = export_printed(office.bench, now, target, {}, Run())
    text = subprocess.run(["pdftotext", done.path, "-"], capture_output=True, check=True).stdout
    assert "".join(text.decode().split()).count(f"确认已落实：{NOTE}") == 1

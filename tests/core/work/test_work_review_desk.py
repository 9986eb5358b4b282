"""What a reviewer has before him: whose turn it is, since when, and why he may not speak."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from project_samples import project
from review_steps import Office, office_of, signed_first

from cdo_desktop.domain.people import Person, this_user
from cdo_desktop.domain.project_check import Outcome
from cdo_desktop.domain.record import Record
from cdo_desktop.domain.statement import Decision
from cdo_desktop.errors import Refused
from cdo_desktop.tasks import Run
from cdo_desktop.work import editing, opinion_drafts, project_checks, review_desk, reviewing
from cdo_desktop.work.clocks import clock_of
from cdo_desktop.work.opinion_drafts import (
    OpinionDraft,
    keep_draft,
    kept_draft,
    take_along,
    written_opinions,
)
from cdo_desktop.work.review_chain import Turn
from cdo_desktop.work.review_desk import desk_of
from cdo_desktop.work.review_forms import Opinion


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch) -> None:
    """The user's folder of this test."""
    monkeypatch.setattr(opinion_drafts, "user_data", lambda: tmp_path / "data")


@pytest.fixture
def office(bench, act, tmp_path) -> Office:
    return office_of(bench, act, tmp_path)


@pytest.fixture
def draft(office) -> Record:
    """A project in the list, not filed yet."""
    (added,) = editing.add(office.bench, [project(office.bench.library)])
    return added


def moved(office, record, key, by="王芳", note=""):
    done = reviewing.move(office.bench, key, [record.id], by, note, Run())
    assert done.moved, done.stayed
    return done.moved[0]


def at(office, record):
    return desk_of(office.bench, record.id, Run())


def turns(office, record):
    return [step.turn for step in at(office, record).steps]


def test_the_steps_are_those_of_the_flow_with_who_may(office, draft):
    steps = at(office, draft).steps
    assert [one.label for one in steps] == [
        "申报",
        "部门首席数据官审核",
        "数据局复核",
        "专家评审",
        "立项",
    ]
    assert steps[1].roles == "部门首席数据官"
    assert [one.turn for one in steps] == [Turn.NOW, *[Turn.LATER] * 4]


def test_what_was_filed_waits_for_the_next_with_its_clock(office, draft):
    moved(office, draft, "file")
    office.bench.clock.at += timedelta(days=7)
    done, now, *rest = at(office, draft).steps
    assert (done.turn, done.who) == (Turn.DONE, "王芳")
    assert (now.turn, now.used, now.allowed) == (Turn.NOW, 5, 10)
    assert {one.turn for one in rest} == {Turn.LATER}


def test_the_days_are_counted_where_one_looks_at_them(office, draft):
    """Filed on a machine that has London's time, when it is Friday in Bazhong already."""
    beijing, clock = office.bench.clock.at.tzinfo, office.bench.clock
    clock.at = datetime(2026, 3, 12, 16, 30, tzinfo=UTC)
    moved(office, draft, "file")
    clock.at = datetime(2026, 3, 16, 9, tzinfo=beijing)
    assert at(office, draft).steps[1].used == 1
    clock_there = clock_of(office.bench, office.bench.workspace.record(draft.id))
    assert clock_there.used == 1


def test_a_signature_stands_at_its_step_with_what_was_decided(office, draft):
    record = moved(office, draft, "file")
    signed_first(office, record, Opinion(Decision.AGREE_IF, "原则同意。", ("补充方案",)))
    desk = at(office, record)
    signed = desk.steps[1]
    assert (signed.turn, signed.who) == (Turn.DONE, "李文涛")
    assert signed.decision is Decision.AGREE_IF
    assert desk.steps[2].turn is Turn.NOW
    assert (desk.signed_version, desk.signed_by, desk.changes) == (1, "李文涛", ())


def test_what_was_changed_since_the_signature_is_before_him_with_who_did_it(office, draft):
    record = moved(office, draft, "file")
    signed_first(office, record)
    moved(office, record, "withdraw", note="要改预算")
    record = office.bench.workspace.record(record.id)
    editing.save(office.bench, record.with_value("total", "90"), record.revision_id)
    (change,) = at(office, record).changes
    assert (change.label, change.was, change.now) == ("总投资", "86.5 万元", "90 万元")
    assert change.who == "王芳"


def test_what_was_given_back_begins_anew(office, draft):
    moved(office, draft, "file")
    moved(office, draft, "send_back", "李文涛", "缺方案")
    assert turns(office, draft) == [Turn.NOW, *[Turn.LATER] * 4]
    moved(office, draft, "file")
    assert turns(office, draft)[:2] == [Turn.DONE, Turn.NOW]


def test_a_refusal_stands_where_it_was_given(office, draft):
    record = moved(office, draft, "file")
    signed_first(office, record, Opinion(Decision.REFUSE, "重复建设。"))
    desk = at(office, record)
    assert [step.turn for step in desk.steps] == [Turn.DONE, Turn.REFUSED, *[Turn.LATER] * 3]
    assert desk.steps[1].decision is Decision.REFUSE
    assert "不再需要" in desk.why_not


def test_nobody_speaks_before_it_was_filed(office, draft):
    why = at(office, draft).why_not
    assert "现在不写意见" in why
    assert "“申报”" in why
    moved(office, draft, "file")
    assert at(office, draft).why_not == ""


def appoint(office, name, duty):
    """Somebody of this name takes up a duty."""
    bench = office.bench
    own = {"org": bench.org.name, "org_code": bench.org.code}
    (who,) = editing.add(bench, [editing.new_record(bench, "person", {"title": name, **own})])
    named = {"id": who.id, "code": who.code, "title": who.title}
    values = {"title": f"{name}任{duty}", "person": named, "duty": duty, "from_date": "2026-01-01"}
    editing.add(bench, [editing.new_record(bench, "appointment", {**values, **own})])


def test_whose_turn_it_is_not_is_told_whose_it_is(office, draft):
    moved(office, draft, "file")
    assert at(office, draft).send_back.key == "send_back"
    appoint(office, "李文涛", "部门首席数据官")
    desk = at(office, draft)
    assert desk.send_back is None
    assert "部门首席数据官写意见" in desk.why_not
    assert "没有登记您（王芳）" in desk.why_not


def test_whoever_holds_the_role_may_speak_and_give_it_back(office, draft):
    moved(office, draft, "file")
    appoint(office, office.bench.who.name, "部门首席数据官")
    desk = at(office, draft)
    assert desk.why_not == ""
    assert desk.send_back.label == "退回修改"


def test_a_signed_form_waits_for_the_next_desk(office, draft):
    appoint(office, office.bench.who.name, "部门首席数据官")
    _with_lead(office)
    record = moved(office, draft, "file", by="赵敏")
    signed_first(office, record)
    desk = at(office, record)
    assert "首席数据执行官签署" in desk.why_not
    assert "导出审查表" in desk.why_not


def _with_lead(office):
    appoint(office, "赵敏", "共享工作机构负责人")


def test_errors_keep_everybody_from_agreeing(office):
    bench = office.bench
    (bad,) = editing.add(bench, [project(bench.library, need=None)])
    assert at(office, bad).stops == ()
    with bench.step("申报") as unit:
        there = replace(bad, review="in_review")
        unit.save(there, editing.assess(bench, there), bad.revision_id)
    assert ["建设必要性" in one.message() for one in at(office, bad).stops] == [True]


def test_a_secret_project_is_told_as_such_and_not_compared(office):
    bench = office.bench
    (record,) = editing.add(bench, [project(bench.library, secret="涉密")])
    assert at(office, record).is_secret
    looked = review_desk.look_at(bench, record, Run())
    assert [one.stops for one in looked.checks] == [True]
    assert looked.similar == ()


def test_what_failed_closes_agreement_until_it_is_overruled(office):
    bench = office.bench
    (record,) = editing.add(bench, [project(bench.library, commitment="否")])
    checks = review_desk.look_at(bench, record, Run()).checks
    failed = [one.label for one in checks if one.result is Outcome.FAIL]
    assert failed
    assert review_desk.agree_is_closed(checks) == failed


def test_only_a_project_is_reviewed(office, make_record):
    (entry,) = editing.add(office.bench, [make_record()])
    with pytest.raises(Refused):
        at(office, entry)


def test_the_planned_catalog_has_what_the_catalog_has_of_it(office, make_record):
    bench = office.bench
    (entry,) = editing.add(bench, [make_record(title="低保申请信息", share_type="不予共享")])
    named = {"id": entry.id, "code": entry.code, "title": "旧名"}
    rows = ({"resource": named}, {"resource": {"id": "", "code": "", "title": "还没有的"}})
    (record,) = editing.add(bench, [project(bench.library, {"catalog": rows})])
    first, second = review_desk.planned_catalog(bench, at(office, record).kind, record)
    assert (first.title, first.share, first.entry.id) == ("低保申请信息", "不予共享", entry.id)
    assert (second.title, second.share, second.entry) == ("还没有的", "", None)


# ---------------------------------------------------------------- what is not signed yet

SAID = OpinionDraft(Decision.AGREE_IF, "原则同意。", ("补充方案",), ("补全目录",))


def test_an_opinion_that_is_not_signed_is_kept_for_its_writer_alone(office, draft):
    bench = office.bench
    assert kept_draft(bench, draft.id).is_empty
    keep_draft(bench, draft.id, SAID)
    assert kept_draft(bench, draft.id) == SAID
    assert kept_draft(bench.done_by(replace(bench.who, name="赵敏")), draft.id).is_empty
    assert kept_draft(bench, "another").is_empty
    keep_draft(bench, draft.id, OpinionDraft())
    assert kept_draft(bench, draft.id).is_empty


def test_whoever_names_himself_keeps_what_he_wrote_under_the_login_name(office, draft):
    login = office.bench.done_by(this_user())
    keep_draft(login, draft.id, SAID)
    named = Person("李文涛")
    take_along(login, named)
    assert kept_draft(login.done_by(named), draft.id) == SAID
    assert kept_draft(login, draft.id).is_empty
    take_along(login.done_by(named), Person("赵敏"))  # another person at the same computer
    assert kept_draft(login.done_by(Person("赵敏")), draft.id).is_empty
    keep_draft(login, draft.id, OpinionDraft(text="后来写的"))
    take_along(login, named)
    assert kept_draft(login.done_by(named), draft.id) == SAID


def test_a_spoilt_file_of_opinions_is_set_aside_and_not_written_over(office, draft, tmp_path):
    bench = office.bench
    keep_draft(bench, draft.id, SAID)
    (file,) = (tmp_path / "data").rglob("opinions/*.json")
    file.write_text("{")
    assert kept_draft(bench, draft.id).is_empty
    keep_draft(bench, draft.id, SAID)
    assert kept_draft(bench, draft.id) == SAID
    assert file.with_name(f"{file.name}.damaged").read_text() == "{"


def test_nothing_of_an_encrypted_workspace_is_kept_outside_of_it(office, draft, monkeypatch):
    monkeypatch.setattr(type(office.bench.workspace), "encrypted", property(lambda it: True))
    keep_draft(office.bench, draft.id, SAID)
    assert kept_draft(office.bench, draft.id).is_empty


def test_what_resembles_a_project_is_looked_for_once(office, monkeypatch):
    bench = office.bench
    (record,) = editing.add(bench, [project(bench.library)])
    editing.add(bench, [project(bench.library, title="乙项目")])
    alone = project_checks.check_project(bench, record, Run())
    alike = project_checks.similar_projects(bench, record, Run())
    looked_for: list[str] = []
    honest = project_checks.similar_to

    def counted(kind, of, others, limit):
        looked_for.append(of.id)
        return honest(kind, of, others, limit)

    monkeypatch.setattr(project_checks, "similar_to", counted)
    looked = review_desk.look_at(bench, record, Run())
    assert looked_for == [record.id]
    assert list(looked.checks) == alone
    assert alike
    assert list(looked.similar) == alike


def test_an_opinion_on_what_was_changed_since_is_not_signed_unseen(office, draft):
    """Its own overruling changes nothing: who has written the opinion has written that too."""
    bench = office.bench
    keep_draft(bench, draft.id, SAID)
    assert [id_ for id_, _ in written_opinions(bench, [draft.id])] == [draft.id]
    over = project_checks.overrule(bench, draft.id, "need", "市政府已定。", "李建国", Run())
    assert written_opinions(bench, [draft.id])
    editing.save(bench, over.with_value("total", "90"), over.revision_id)
    assert written_opinions(bench, [draft.id]) == []
    assert kept_draft(bench, draft.id) == SAID
    keep_draft(bench, draft.id, SAID)  # he has the project before him again
    assert written_opinions(bench, [draft.id])

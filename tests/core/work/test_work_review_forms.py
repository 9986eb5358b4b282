"""A review form from the first signature to the workspace that takes it back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from desk_steps import code_of, left_in, passphrase, record_now, remembered, steps_of
from review_steps import (
    AGREE,
    REFUSE,
    Office,
    back,
    countersigned,
    exported,
    prepared,
    signed_first,
    submitted,
)

from cdo_desktop.domain.people import Act
from cdo_desktop.domain.record import Record
from cdo_desktop.domain.statement import Decision, Statement
from cdo_desktop.domain.verdict import Verdict
from cdo_desktop.errors import Refused, Unproven
from cdo_desktop.package.cosigning import cosign
from cdo_desktop.package.statement_json import statement_bytes
from cdo_desktop.tasks import Run
from cdo_desktop.work import editing, notes, review_forms, reviewing
from cdo_desktop.work.judging import TrustGiven
from cdo_desktop.work.keys import read_certificate
from cdo_desktop.work.review_forms import ExtraFile, Opinion, sheet_lines, shown_from
from cdo_desktop.work.typed import Entry
from cdo_desktop.workbench import Workbench

CONDITIONS = Opinion(Decision.AGREE_IF, "原则同意。", ("补充备案证明", "删去自建通道"))


def test_the_first_signature_moves_the_record_and_is_kept(office: Office, record: Record):
    done = signed_first(office, record)
    assert record_now(office.bench, record).review == "approved"
    (entry,) = office.bench.workspace.review_forms(record.id)
    assert entry == done.entry
    assert (entry.sequence, len(entry.signatures)) == (1, 1)
    assert [one.label for one in done.verdict.wanted] == ["首席数据执行官"]
    assert done.verdict.verdict is Verdict.VALID_WITH_NOTES
    assert "李文涛（部门首席数据官）同意" in done.verdict.words
    assert "还差首席数据执行官的签名" in done.verdict.words


def test_a_form_is_no_package_of_the_ledger(office: Office, record: Record):
    """It is not handed over, answered by a receipt, or counted as delivered."""
    signed_first(office, record)
    assert office.bench.workspace.packages() == []
    assert office.bench.workspace.unfinished() == []


def test_the_history_tells_of_it_and_stays_whole(office: Office, record: Record):
    signed_first(office, record)
    assert steps_of(office.bench)[0].name == f"签署“{record.title}”：同意"
    assert office.bench.workspace.broken_links(Run()) == []
    with pytest.raises(Refused):
        editing.undo(office.bench)
    assert record_now(office.bench, record).review == "approved"


def test_from_first_to_second_signature_and_back(office: Office, record: Record):
    signed_first(office, record)
    path = exported(office, record)
    done = countersigned(office, path, CONDITIONS)
    assert done.verdict.verdict is Verdict.VALID
    assert done.verdict.wanted == ()
    taken = back(office, path)
    assert [one.statement for one in taken.new] == [done.verdict.opinions[1].statement]
    assert not taken.repeated
    (entry,) = office.bench.workspace.review_forms(record.id)
    assert entry.container_digest == done.sealed.container_digest
    assert len(entry.signatures) == 2
    assert exported(office, record, "二.cdopkg").read_bytes() == path.read_bytes()


def test_every_signer_is_told_with_decision_text_conditions_role_and_order(
    office: Office, record: Record
):
    signed_first(office, record)
    path = exported(office, record)
    countersigned(office, path, CONDITIONS)
    found = review_forms.verify(office.bureau_desk(2), path, office.given, Run())
    told = [(one.number, one.standing.role, one.statement.decision) for one in found.opinions]
    assert told == [(1, "dept_cdo", Decision.AGREE), (2, "cdo_executive", Decision.AGREE_IF)]
    assert found.opinions[1].statement.conditions == CONDITIONS.conditions
    assert found.opinions[1].statement.text == "原则同意。"
    assert "附条件 2 项" in found.words


def test_taking_the_same_file_twice_changes_nothing(office: Office, record: Record):
    signed_first(office, record)
    early = exported(office, record, "早.cdopkg")
    path = exported(office, record)
    countersigned(office, path)
    back(office, path)
    before = (steps_of(office.bench), office.bench.workspace.review_forms())
    for file in (path, early):
        again = back(office, file)
        assert again.repeated
        assert again.new == ()
    assert (steps_of(office.bench), office.bench.workspace.review_forms()) == before


def test_a_refusal_sends_the_record_back_and_it_may_come_again(office: Office, record: Record):
    signed_first(office, record, REFUSE)
    assert record_now(office.bench, record).review == "returned"
    assert reviewing.move(office.bench, "submit", [record.id], "王芳", "", Run()).moved
    again = signed_first(office, record_now(office.bench, record))
    assert again.entry is not None
    assert again.entry.sequence == 2
    assert record_now(office.bench, record).review == "approved"


def test_a_form_carries_its_attachments_and_what_it_refers_to(
    office: Office, make_record, tmp_path: Path
):
    summary = "火化证明和骨灰寄存的登记。"
    first = submitted(office.bench, make_record(title="殡葬信息", summary=summary))
    reference = {"id": first.id, "code": first.code, "title": first.title}
    record = submitted(office.bench, make_record(source_system=reference))
    file = tmp_path / "批复.pdf"
    file.write_bytes(b"%PDF-1.7 approved")
    notes.attach(office.bench, record.id, Entry("附件", ""), file)
    assert reviewing.move(office.bench, "submit", [record.id], "王芳", "", Run()).moved
    record = record_now(office.bench, record)
    with prepared(office, record, files=[ExtraFile("审查表.pdf", b"%PDF-1.7 form")]) as form:
        shown = shown_from(form.path, Run())
    assert [line["id"] for line in shown.linked] == [first.id]
    assert [one.name for one in shown.attachments] == ["审查表.pdf", "批复.pdf"]
    lines = "\n".join(sheet_lines(shown))
    for words in (summary, first.revision_id[:16], "批复.pdf", shown.attachments[0].sha256):
        assert words in lines


def test_a_secret_record_never_enters_a_form(office: Office, make_record):
    (secret,) = editing.add(office.bench, [make_record(secret="涉密")])
    with pytest.raises(Refused) as error:
        prepared(office, secret)
    assert code_of(error) == "CDO-E770"
    reference = {"id": secret.id, "code": secret.code, "title": secret.title}
    (open_one,) = editing.add(office.bench, [make_record(title="殡葬", source_system=reference)])
    with prepared(office, open_one) as form:
        assert shown_from(form.path, Run()).linked == ()


def test_a_form_of_fifty_attachments_and_ten_thousand_rare_signs(office: Office, record: Record):
    files = [ExtraFile(f"附件{n:02d}.pdf", f"body {n}".encode() * 999) for n in range(50)]
    text = "𠮷𩸽䲜㛃〇龘𪚥" * 1500
    signed_first(office, record, replace(AGREE, text=text), files=files)
    path = exported(office, record)
    countersigned(office, path, replace(AGREE, text=text[::-1]))
    found = review_forms.verify(office.bureau_desk(2), path, office.given, Run())
    assert found.verdict is Verdict.VALID
    assert [one.statement.text for one in found.opinions] == [text, text[::-1]]
    assert len(shown_from(path, Run()).attachments) == 50


# -- a new version


def test_an_edit_makes_a_linked_version_that_says_what_it_voids(office: Office, record: Record):
    first = signed_first(office, record)
    editing.set_values(office.bench, record.id, [Entry("备注", "改过")])
    assert reviewing.move(office.bench, "submit", [record.id], "王芳", "", Run()).moved
    second = signed_first(office, record_now(office.bench, record))
    facts = second.sealed.manifest.facts
    assert facts.previous == first.sealed.ref
    assert facts.sequence == 2
    reasons = {one.code: one.message() for one in second.verdict.verification.reasons}
    assert set(reasons) == {"CDO-E420", "CDO-E421"}
    assert "李文涛（部门首席数据官）" in reasons["CDO-E421"]
    shown = shown_from(exported(office, record), Run())
    assert [one.decision for one in shown.voids] == [Decision.AGREE]
    assert "上一版的签名作废：李文涛" in "\n".join(sheet_lines(shown))


def test_a_file_about_another_version_is_refused_and_says_which(office: Office, record: Record):
    signed_first(office, record)
    path = exported(office, record)
    countersigned(office, path)
    editing.set_values(office.bench, record.id, [Entry("备注", "改过")])
    before = (record_now(office.bench, record), office.bench.workspace.review_forms())
    with pytest.raises(Refused) as error:
        back(office, path)
    assert code_of(error) == "CDO-E762"
    assert "第 1 版" in str(error.value)
    assert f"修订 {before[0].revision}" in str(error.value)
    assert reviewing.move(office.bench, "submit", [record.id], "王芳", "", Run()).moved
    signed_first(office, record_now(office.bench, record))
    with pytest.raises(Refused) as error:
        back(office, path)
    assert code_of(error) == "CDO-E762"
    assert "第 2 版" in str(error.value)


def test_the_same_content_is_not_put_forward_twice(office: Office, record: Record):
    signed_first(office, record)
    with pytest.raises(Refused) as error:
        prepared(office, record_now(office.bench, record))
    assert code_of(error) == "CDO-E771"


# -- what is not taken in


def test_a_form_of_another_workspace_is_refused(office: Office, record: Record, make_record):
    signed_first(office, record)
    path = exported(office, record)
    countersigned(office, path)
    workspace = office.bench.workspace
    with workspace.unit(office.bench.act(), "忘记", "note") as unit:
        unit.connection.exec_driver_sql("DELETE FROM package")
    with pytest.raises(Refused) as error:
        back(office, path)
    assert code_of(error) == "CDO-E761"


def test_what_cannot_be_proven_changes_nothing(
    bench: Workbench, act: Act, tmp_path: Path, make_record
):
    """Without a trust list and without a pin nobody knows who has signed."""
    office = Office(bench, act, tmp_path, TrustGiven())
    record = submitted(bench, make_record())
    signed_first(office, record)
    path = exported(office, record)
    cdo_pin = TrustGiven(pin=_sha256(office.key()))
    countersigned(office, path, given=cdo_pin)
    before = bench.workspace.review_forms()
    with pytest.raises(Unproven) as error:
        back(office, path)
    assert code_of(error) == "CDO-E764"
    with pytest.raises(Unproven) as error:
        review_forms.take(bench, path, cdo_pin, Run())
    assert "没有资料证明" in str(error.value)
    assert bench.workspace.review_forms() == before
    pin = TrustGiven(pin=_sha256(office.key("cdo_executive")))
    taken = review_forms.take(bench, path, pin, Run())
    assert [one.standing.role for one in taken.new] == ["cdo_executive"]


def _sha256(key: Path) -> str:
    return read_certificate(key).sha256


def test_pins_do_not_lift_the_order(bench: Workbench, act: Act, tmp_path: Path, make_record):
    """Pinned, but a clerk in the place of the executive."""
    office = Office(bench, act, tmp_path, TrustGiven())
    record = submitted(bench, make_record())
    signed_first(office, record)
    path = exported(office, record)
    with pytest.raises(Refused) as error:
        countersigned(office, path, role="clerk", given=TrustGiven(pin=_sha256(office.key())))
    assert code_of(error) == "CDO-E756"


def test_a_pin_gives_nobody_an_office(bench: Workbench, act: Act, tmp_path: Path, make_record):
    """A form that a clerk has signed with another program, and whose certificate is pinned."""
    office = Office(bench, act, tmp_path, TrustGiven())
    record = submitted(bench, make_record())
    clerk = remembered(office.key("clerk"), passphrase)
    with prepared(office, record) as form:
        said = Statement(form.ref, "clerk", Decision.AGREE, "同意。", (), act.at)
        path = tmp_path / "代签.cdopkg"
        cosign(form.path, clerk, act.at, path, Run(), statement=statement_bytes(said))
    given = TrustGiven(pin=clerk.certificate.sha256)
    found = review_forms.verify(office.bureau_desk(), path, given, Run())
    assert found.verdict is Verdict.INVALID
    assert "CDO-E411" in [one.code for one in found.verification.reasons]
    given = TrustGiven(pin=_sha256(office.key()))
    signed_first(office, record)
    good = review_forms.verify(office.bureau_desk(), exported(office, record), given, Run())
    assert {one.code for one in good.verification.reasons} == {"CDO-E401", "CDO-E420"}
    assert [one.label for one in good.wanted] == ["首席数据执行官"]


def test_other_signatures_than_are_known_are_refused(office: Office, record: Record):
    """Two copies go to two people; the second to come back does not overwrite the first."""
    signed_first(office, record)
    one, two = exported(office, record, "一.cdopkg"), exported(office, record, "二.cdopkg")
    countersigned(office, one)
    countersigned(office, two, REFUSE, hours=1.5)
    back(office, one)
    before = office.bench.workspace.review_forms()
    with pytest.raises(Refused) as error:
        back(office, two)
    assert code_of(error) == "CDO-E765"
    assert office.bench.workspace.review_forms() == before


def test_a_form_there_is_not_cannot_be_exported(office: Office, record: Record, tmp_path: Path):
    there = left_in(tmp_path)
    with pytest.raises(Refused) as error:
        exported(office, record)
    assert code_of(error) == "CDO-E766"
    assert left_in(tmp_path) == there


def test_a_form_is_kept_whole_by_a_copy_of_the_workspace(office: Office, record: Record):
    signed_first(office, record)
    copied = office.folder / "备份.cdo"
    office.bench.workspace.back_up(copied, Run())
    assert copied.stat().st_size > 0
    path = exported(office, record)
    assert [one.statement.decision for one in shown_from(path, Run()).opinions] == [Decision.AGREE]

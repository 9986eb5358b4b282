"""Surveying an export: what would go, what the platform does not know yet, what stops it."""

from __future__ import annotations

from desk_steps import (
    accepted,
    approved,
    approved_again,
    asked_to_stop,
    bundle_of,
    key_of,
    passphrase,
    record_now,
    stopped,
)
from pytest import mark, raises

from cdo_desktop.domain.package import ScopeMode
from cdo_desktop.domain.people import Org
from cdo_desktop.errors import Refused
from cdo_desktop.tasks import Run
from cdo_desktop.work import editing, trusting
from cdo_desktop.work.signers import signer, unlocked
from cdo_desktop.work.surveying import check_survey, survey
from cdo_desktop.work.typed import Entry


def full(bench):
    return survey(bench, ScopeMode.FULL, Run())


def test_the_first_package_is_all_new(bench, make_record):
    approved(bench, [make_record(), make_record(title="殡葬信息")])
    editing.add(bench, [make_record(title="婚姻登记信息")])
    found = full(bench)
    [count] = found.kinds.values()
    assert (count.new, count.changed, count.same, count.gone, count.rows) == (2, 0, 0, 0, 4)
    assert (found.records, found.tombstones, found.sequence) == (2, 0, 1)
    assert [one.record.title for one in found.behind] == ["婚姻登记信息"]
    assert set(found.standings.values()) == {"new"}


def test_a_delta_without_an_accepted_base_is_full(bench, make_record):
    approved(bench, [make_record()])
    assert survey(bench, ScopeMode.DELTA, Run()).scope is ScopeMode.FULL


def test_a_delta_tells_new_changed_and_gone(bench, act, tmp_path, make_record):
    first, second, _third = approved(
        bench, [make_record(), make_record(title="殡葬信息"), make_record(title="婚姻登记信息")]
    )
    accepted(bench, tmp_path, act, "一")
    editing.set_values(bench, first.id, [Entry("share_type", "无条件共享")])
    approved_again(bench, record_now(bench, first))
    editing.delete(bench, [second.id])
    approved(bench, [make_record(title="福利机构信息")])
    found = survey(bench, ScopeMode.DELTA, Run())
    [count] = found.kinds.values()
    assert (found.scope, found.base.sequence, found.sequence) == (ScopeMode.DELTA, 1, 2)
    assert (count.new, count.changed, count.same, count.gone) == (1, 1, 0, 1)
    assert found.unchanged == 1
    [change] = found.share_changes
    assert (change.title, change.before, change.after) == (
        first.title,
        "有条件共享",
        "无条件共享",
    )
    again = full(bench)
    [count] = again.kinds.values()
    assert (count.new, count.changed, count.same, count.gone) == (1, 1, 1, 1)


def test_a_secret_record_is_named_and_does_not_go(bench, make_record):
    secret = make_record(title="殡葬信息").with_value("secret", "涉密")
    approved(bench, [make_record()])
    editing.add(bench, [secret])
    found = full(bench)
    assert [one.record.title for one in found.secrets] == ["殡葬信息"]
    assert found.records == 1


def test_checks_tell_only_of_what_would_go(bench, make_record):
    approved(bench, [make_record()])
    editing.add(bench, [make_record(title="婚姻登记信息", summary=None)])
    found = full(bench)
    checked = check_survey(bench, found, Run())
    assert checked.errors == 0
    going = {item.record_id for item in found.items}
    assert {f.place.record for f in checked.findings} <= going | {""}


def test_surveying_can_be_stopped(bench, make_record):
    approved(bench, [make_record()])
    assert stopped(survey, bench, ScopeMode.FULL, asked_to_stop())


# -- who would sign --------------------------------------------------------------------------------


def test_a_signer_is_known_without_the_passphrase(bench, act, tmp_path):
    found = signer(bench, key_of(tmp_path, act))
    assert (found.certificate.name, found.listed, found.age, found.doubts) == (
        "李文涛",
        None,
        "",
        (),
    )
    assert found.days > 1000


def test_a_key_of_another_organisation_is_doubted(bench, act, tmp_path):
    other = Org("11511921MB999999XT", "通江县教育科技和体育局")
    found = signer(bench, key_of(tmp_path, act, "clerk", other))
    assert len(found.doubts) == 2
    assert other.name in found.doubts[0]
    assert "填报人" in found.doubts[1]


def test_the_trust_list_says_whether_it_names_the_signer(bench, act, tmp_path):
    bundle, roots = bundle_of(tmp_path, act, "清单", key_of(tmp_path, act))
    trusting.import_trust(bench, bundle, roots, Run())
    assert signer(bench, key_of(tmp_path, act)).listed is True
    assert signer(bench, key_of(tmp_path, act, "dept_head")).listed is False


@mark.parametrize("word", ["", "错的口令"])
def test_a_wrong_passphrase_opens_nothing(act, tmp_path, word):
    with raises(Refused) as error:
        unlocked(key_of(tmp_path, act), word)
    assert error.value.code == "CDO-K102"


def test_the_right_passphrase_gives_the_certificate(act, tmp_path):
    assert unlocked(key_of(tmp_path, act), passphrase()).name == "李文涛"

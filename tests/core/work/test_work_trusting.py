"""Trust: made, signed, taken in; nothing older, nothing of other roots, nothing by halves."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from desk_steps import (
    BUREAU,
    COUNTY,
    PLATFORM,
    approved,
    asked_to_stop,
    bench_of,
    bundle_of,
    code_of,
    desk_of,
    exported,
    key_of,
    later,
    left_in,
    next_bundle,
    passphrase,
    root_signed,
    steps_of,
    stopped,
    unwritable,
)

from cdo_desktop.clock import timestamp
from cdo_desktop.errors import DiskTrouble, Refused, Unproven
from cdo_desktop.store.workspace import Workspace
from cdo_desktop.tasks import Run
from cdo_desktop.work import issuing, keys, trusting


def taken_in(bench, bundle: Path, roots: Path | None = None):
    return trusting.import_trust(bench, bundle, roots, Run())[0]


# -- making ----------------------------------------------------------------------------------------


def test_a_draft_and_its_roots_are_made_together(act, tmp_path):
    root = key_of(tmp_path, act, "root", PLATFORM)
    draft, roots = tmp_path / "草稿.json", tmp_path / "root.json"
    bundle, known = issuing.new_trust(desk_of(act), draft, roots, [root], 1)
    assert issuing.read_draft(draft) == bundle
    assert trusting.read_roots(roots) == known
    assert known.keys == (keys.read_certificate(root).sha256,)


@pytest.mark.parametrize("name", ["草稿.json", "root.json"])
def test_no_file_is_overwritten(act, tmp_path, name):
    root = key_of(tmp_path, act, "root", PLATFORM)
    (tmp_path / name).write_text("别人的")
    before = left_in(tmp_path)
    with pytest.raises(Refused) as caught:
        issuing.new_trust(desk_of(act), tmp_path / "草稿.json", tmp_path / "root.json", [root], 1)
    assert code_of(caught) == "CDO-U102"
    assert left_in(tmp_path) == before


def test_what_a_workspace_trusts_is_shown(bench, act, tmp_path):
    assert trusting.is_workspace(bench.workspace.path)
    empty = trusting.trust_here(bench)
    assert (empty.bundle, empty.roots, empty.pins, empty.is_expired) == (None, None, (), False)
    bundle, roots = bundle_of(tmp_path, act, "清单", key_of(tmp_path, act), days=10)
    trusting.import_trust(bench, bundle, roots, Run())
    trusting.pin(bench, "1" * 64, "电话核对")
    here = trusting.trust_here(bench)
    assert here.bundle == trusting.stored_trust(bench).bundle
    assert (here.roots, here.imported_at) == (trusting.read_roots(roots), act.at)
    assert [one.note for one in here.pins] == ["电话核对"]
    later(bench, 11)
    assert trusting.trust_here(bench).is_expired


def test_a_workspace_is_known_by_its_name_or_its_beginning(bench, act, tmp_path):
    bundle, roots = bundle_of(tmp_path, act)
    bench.close()
    renamed = bench.workspace.path.rename(tmp_path / "工作区.bak")
    assert trusting.is_workspace(renamed)
    assert not trusting.is_workspace(bundle)
    assert not trusting.is_workspace(roots)
    with pytest.raises(Refused):
        trusting.is_workspace(tmp_path / "没有.json")


def test_draft_and_roots_cannot_be_one_file(act, tmp_path):
    root = key_of(tmp_path, act, "root", PLATFORM)
    with pytest.raises(Refused) as caught:
        issuing.new_trust(desk_of(act), tmp_path / "a.json", tmp_path / "a.json", [root], 1)
    assert code_of(caught) == "CDO-U102"
    assert not (tmp_path / "a.json").exists()


def test_a_full_disk_leaves_neither(act, tmp_path):
    root = key_of(tmp_path, act, "root", PLATFORM)
    before = left_in(tmp_path)
    with pytest.raises(DiskTrouble), unwritable("草稿"):
        issuing.new_trust(desk_of(act), tmp_path / "草稿.json", tmp_path / "root.json", [root], 1)
    assert left_in(tmp_path) == before


@pytest.mark.parametrize(("threshold", "days"), [(2, 365), (0, 365), (1, 0), (1, -3)])
def test_what_can_never_hold_is_refused_before_there_is_a_file(act, tmp_path, threshold, days):
    root = key_of(tmp_path, act, "root", PLATFORM)
    before = left_in(tmp_path)
    with pytest.raises(Refused) as caught:
        issuing.new_trust(
            desk_of(act), tmp_path / "a.json", tmp_path / "root.json", [root], threshold, days
        )
    assert code_of(caught) in ("CDO-K301", "CDO-K302")
    assert left_in(tmp_path) == before


def test_a_signer_is_revoked_by_the_fingerprint_as_it_is_read_out(act, tmp_path):
    signer = key_of(tmp_path, act)
    bundle_of(tmp_path, act, "清单", signer)
    sha256 = keys.read_certificate(signer).sha256
    spelt = ":".join(sha256[n : n + 2] for n in range(0, 64, 2)).upper()
    made = issuing.revoke_signer(tmp_path / "清单.json", f" {spelt} ", act.at)
    assert made.signer(sha256).revoked_from == act.at
    with pytest.raises(Refused) as caught:
        issuing.revoke_signer(tmp_path / "清单.json", "0" * 64, act.at)
    assert code_of(caught) == "CDO-E721"


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff\xfe", b'{"a": 1}'])
def test_what_is_no_draft_is_refused(tmp_path, content):
    path = tmp_path / "x.json"
    path.write_bytes(content)
    with pytest.raises(Refused):
        issuing.read_draft(path)


def test_two_roots_sign_one_after_the_other(act, tmp_path):
    first, second = (key_of(tmp_path, act, "root", org) for org in (PLATFORM, COUNTY))
    draft, roots = tmp_path / "草稿.json", tmp_path / "root.json"
    issuing.new_trust(desk_of(act), draft, roots, [first, second], 2)
    half, whole = tmp_path / "一半.cdopkg", tmp_path / "清单.cdopkg"
    root_signed(draft, first, half, act, roots)
    known = trusting.read_roots(roots)
    with pytest.raises(Refused):
        trusting.opened_bundle(half, known, act.at, Run())
    root_signed(half, second, whole, act, roots)
    assert trusting.opened_bundle(whole, known, act.at, Run()).bundle.version == 1


def test_only_a_trust_bundle_is_signed_as_one(bench, act, tmp_path, make_record):
    approved(bench, [make_record()])
    package = exported(bench, tmp_path / "一.cdopkg", act).sealed.path
    root, (_, roots) = key_of(tmp_path, act, "root", PLATFORM), bundle_of(tmp_path, act)
    with pytest.raises(Refused) as caught:
        root_signed(package, root, tmp_path / "二.cdopkg", act, roots)
    assert code_of(caught) == "CDO-E722"
    assert not (tmp_path / "二.cdopkg").exists()


@pytest.fixture
def of_two(act, tmp_path):
    """A draft that two roots must sign, their keys, and root.json."""
    keys_ = [key_of(tmp_path, act, "root", org) for org in (PLATFORM, COUNTY)]
    draft, roots = tmp_path / "草稿.json", tmp_path / "root.json"
    issuing.new_trust(desk_of(act), draft, roots, keys_, 2)
    return draft, keys_, roots


def never_asked() -> str:
    raise AssertionError("the passphrase of a key that must not sign")


@pytest.mark.parametrize("role", ["dept_cdo", "root"])
def test_what_is_no_root_of_the_list_does_not_sign_it(act, tmp_path, of_two, role):
    draft, _, roots = of_two
    stranger, target = key_of(tmp_path, act, role, BUREAU), tmp_path / "清单.cdopkg"
    with pytest.raises(Refused) as caught:
        issuing.sign_trust(desk_of(act), draft, stranger, never_asked, target, Run(), roots)
    assert code_of(caught) == "CDO-E733"
    assert not target.exists()


def test_one_root_does_not_sign_twice(act, tmp_path, of_two):
    draft, (first, _), roots = of_two
    half = root_signed(draft, first, tmp_path / "一半.cdopkg", act, roots)
    target = tmp_path / "清单.cdopkg"
    with pytest.raises(Refused) as caught:
        issuing.sign_trust(desk_of(act), half, first, never_asked, target, Run(), roots)
    assert code_of(caught) == "CDO-E734"
    assert not target.exists()


def test_the_roots_are_looked_for_beside_what_is_signed(act, tmp_path, of_two):
    draft, (first, _), roots = of_two
    sealed = issuing.sign_trust(
        desk_of(act), draft, first, passphrase, tmp_path / "一半.cdopkg", Run()
    )
    assert len(sealed.signatures) == 1
    roots.rename(tmp_path / "别处.json")
    with pytest.raises(Refused) as caught:
        issuing.sign_trust(desk_of(act), draft, first, never_asked, tmp_path / "又.cdopkg", Run())
    assert code_of(caught) == "CDO-E735"


# -- taking in -------------------------------------------------------------------------------------


def test_the_first_bundle_brings_its_roots_the_next_needs_none(bench, act, tmp_path):
    bundle, roots = bundle_of(tmp_path, act)
    with pytest.raises(Unproven) as caught:
        taken_in(bench, bundle)
    assert code_of(caught) == "CDO-E724"
    assert taken_in(bench, bundle, roots).version == 1
    assert taken_in(bench, next_bundle(tmp_path, act, bundle, "下一版")).version == 2
    assert bench.workspace.newest_trust().version == 2


def test_the_same_bundle_again_changes_nothing(bench, act, tmp_path):
    bundle, roots = bundle_of(tmp_path, act)
    taken_in(bench, bundle, roots)
    before = len(steps_of(bench))
    taken_in(bench, bundle, roots)
    assert len(steps_of(bench)) == before


def test_an_older_bundle_is_refused(bench, act, tmp_path):
    bundle, roots = bundle_of(tmp_path, act)
    taken_in(bench, next_bundle(tmp_path, act, bundle, "下一版"), roots)
    with pytest.raises(Refused) as caught:
        taken_in(bench, bundle)
    assert code_of(caught) == "CDO-E722"
    assert "CDO-E403" in caught.value.happened
    assert bench.workspace.newest_trust().version == 2


def test_the_same_version_with_other_content_is_refused(bench, act, tmp_path):
    bundle, roots = bundle_of(tmp_path, act)
    taken_in(bench, bundle, roots)
    fork = bundle_of(tmp_path, act, "另一份", key_of(tmp_path, act))[0]
    with pytest.raises(Refused) as caught:
        taken_in(bench, fork)
    assert "CDO-E403" in caught.value.happened


def test_a_bundle_of_other_roots_is_refused(bench, act, tmp_path):
    bundle, roots = bundle_of(tmp_path, act)
    taken_in(bench, bundle, roots)
    theirs, their_roots = bundle_of(tmp_path, act, "别人", by=COUNTY)
    with pytest.raises(Refused) as caught:
        taken_in(bench, theirs)
    assert "CDO-E402" in caught.value.happened
    with pytest.raises(Refused) as caught:
        taken_in(bench, bundle, their_roots)
    assert code_of(caught) == "CDO-E727"


def test_an_expired_bundle_is_refused_also_when_the_clock_is_set_back(bench, act, tmp_path):
    bundle, roots = bundle_of(tmp_path, act, days=5)
    taken_in(bench, bundle, roots)
    later(bench, 10)
    short = bundle_of(tmp_path, act, "短", days=3)
    with pytest.raises(Refused):
        taken_in(bench, short[0])
    later(bench, -10)
    fresh = next_bundle(tmp_path, act, bundle, "下一版")
    assert taken_in(bench, fresh).version == 2
    assert trusting.proven_now(bench) >= act.at


def test_the_time_never_goes_back_behind_what_was_proven(bench, act, tmp_path):
    bundle, roots = bundle_of(tmp_path, act)
    taken_in(bench, bundle, roots)
    later(bench, -400)
    assert trusting.proven_now(bench) == act.at
    assert bench.clock.now() == act.at - timedelta(days=400)


def test_stopped_means_nothing_was_taken_in(bench, act, tmp_path):
    bundle, roots = bundle_of(tmp_path, act)
    assert stopped(trusting.import_trust, bench, bundle, roots, asked_to_stop())
    assert bench.workspace.newest_trust() is None
    assert trusting.stored_roots(bench) is None


def test_a_workspace_open_to_read_takes_nothing_in(bench, act, tmp_path):
    bundle, roots = bundle_of(tmp_path, act)
    path = bench.workspace.path
    bench.close()
    with Workspace.open_to_read(path) as opened, pytest.raises(Refused) as caught:
        taken_in(bench_of(opened, act), bundle, roots)
    assert code_of(caught) == "CDO-S304"


# -- looking ---------------------------------------------------------------------------------------


def test_draft_and_package_are_shown_alike(act, tmp_path):
    bundle, _ = bundle_of(tmp_path, act, "清单", key_of(tmp_path, act))
    draft = issuing.shown_bundle(desk_of(act), tmp_path / "清单.json", Run())
    assert issuing.shown_bundle(desk_of(act), bundle, Run()) == draft
    assert draft.signers[0].org_code == BUREAU.code


def test_what_is_neither_draft_nor_bundle_is_refused(bench, act, tmp_path, make_record):
    approved(bench, [make_record()])
    package = exported(bench, tmp_path / "一.cdopkg", act).sealed.path
    with pytest.raises(Refused):
        issuing.shown_bundle(desk_of(act), package, Run())
    (tmp_path / "x").write_text(json.dumps([1]))
    with pytest.raises(Refused):
        issuing.shown_bundle(desk_of(act), tmp_path / "x", Run())


# -- pins ------------------------------------------------------------------------------------------


def test_a_pin_is_kept_with_who_and_when_and_once(bench):
    made = trusting.pin(bench, "AB " * 32, "电话核对")
    assert made.cert_sha256 == "ab" * 32
    trusting.pin(bench, "ab" * 32, "再次")
    (kept,) = bench.workspace.pins()
    assert (kept.who, kept.note) == ("王芳", "电话核对")
    assert trusting.stored_pins(bench) == [made]


def test_what_is_no_fingerprint_is_not_pinned(bench):
    with pytest.raises(Refused) as caught:
        trusting.pin(bench, "ab12", "")
    assert code_of(caught) == "CDO-K304"
    assert steps_of(bench) == []


def test_a_pin_is_withdrawn_and_who_when_and_why_stay_in_the_history(bench):
    trusting.pin(bench, "ab" * 32, "电话核对")
    later(bench, 3)
    trusting.unpin(bench, "AB:" * 31 + "AB", "对方换了密钥")
    assert bench.workspace.pins() == []
    step = steps_of(bench)[0]
    assert "abababab" in step.name
    assert "对方换了密钥" in step.name
    assert (step.who, step.at) == ("王芳", timestamp(bench.clock.now()))
    assert bench.workspace.broken_links(Run()) == []


def test_a_withdrawn_pin_may_be_given_again(bench):
    trusting.pin(bench, "ab" * 32, "")
    trusting.unpin(bench, "ab" * 32, "")
    assert trusting.pin(bench, "ab" * 32, "又核对过").cert_sha256 == "ab" * 32
    assert [known.note for known in bench.workspace.pins()] == ["又核对过"]


def test_only_what_is_pinned_is_withdrawn(bench):
    trusting.pin(bench, "ab" * 32, "")
    before = steps_of(bench)
    with pytest.raises(Refused) as caught:
        trusting.unpin(bench, "cd" * 32, "")
    assert code_of(caught) == "CDO-E736"
    with pytest.raises(Refused) as caught:
        trusting.unpin(bench, "ab12", "")
    assert code_of(caught) == "CDO-K304"
    assert steps_of(bench) == before

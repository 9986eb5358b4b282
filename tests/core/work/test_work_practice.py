"""练习: what leaves a practice workspace says so, and nothing of it counts in a real one."""

from __future__ import annotations

import shutil
from pathlib import Path
from unittest.mock import patch

import pytest
from desk_steps import (
    BUREAU,
    PLATFORM,
    answered,
    approved,
    bench_of,
    code_of,
    desk_of,
    exported,
    key_of,
    left_in,
    passphrase,
    platform_pin,
    remembered,
    steps_of,
)

from cdo_desktop import paths
from cdo_desktop.domain.verdict import Verdict
from cdo_desktop.errors import Refused
from cdo_desktop.package.verifying import Receiver, verify_package
from cdo_desktop.store.workspace import Workspace
from cdo_desktop.tasks import Run
from cdo_desktop.work import answering, inspecting, issuing, keeping, keys, receiving, trusting
from cdo_desktop.work.receiving import TrustGiven


@pytest.fixture
def practice(tmp_path, act):
    """A bench at a practice workspace."""
    bench = desk_of(act).create(tmp_path / "像真的.cdo", BUREAU, "", "national", practice=True)
    yield bench
    bench.close()


def trust(folder: Path, act, name: str, *, practice: bool) -> TrustGiven:
    """A trust list of the platform's root that knows the bureau's CDO and the platform."""
    root = key_of(folder, act, "root", PLATFORM)
    draft, roots = folder / f"{name}.json", folder / f"{name}-root.json"
    issuing.new_trust(desk_of(act), draft, roots, [root], 1)
    for key in (key_of(folder, act), key_of(folder, act, "platform", PLATFORM)):
        certificate = keys.read_certificate(key)
        issuing.add_signer(draft, certificate, certificate.role)
    bundle = folder / f"{name}.cdopkg"
    with patch.object(issuing, "open_key", remembered):
        issuing.sign_trust(
            *(desk_of(act), draft, root, passphrase, bundle, Run(), roots), practice=practice
        )
    return TrustGiven(bundle, roots)


def answer(package: Path, target: Path, act, given: TrustGiven) -> Path:
    """The platform's receipt, by what it trusts."""
    key = key_of(target.parent, act, "platform", PLATFORM)
    with patch.object(answering, "open_key", remembered):
        answering.make_receipt(*(desk_of(act), package, key, passphrase, {}, target, given, Run()))
    return target


def says_practice(path: Path, act) -> bool:
    return verify_package(path, Receiver(act.at), Run()).is_practice


# -- the workspace ---------------------------------------------------------------------------------


def test_the_file_itself_knows_wherever_it_is_carried(practice, bench, act, tmp_path):
    assert practice.is_practice
    assert not bench.is_practice
    backup = keeping.back_up(practice, None, Run()).path
    practice.close()
    moved = tmp_path / "别处"
    moved.mkdir()
    for place in (practice.workspace.path, backup):
        copy = shutil.copy(place, moved / f"民政局{place.stem}.cdo")
        with desk_of(act).open_to_read(copy) as again:
            assert again.is_practice, place.name


def test_a_sample_of_an_older_program_knows_by_its_place(
    workspace: Workspace, act, tmp_path, monkeypatch
):
    """It was made before the file could say so."""
    monkeypatch.setattr(paths, "user_data", lambda: tmp_path / "data")
    place = paths.sample_path()
    place.parent.mkdir(parents=True, exist_ok=True)
    workspace.close()
    shutil.copy(workspace.path, place)
    with desk_of(act).open(place) as bench:
        assert not bench.workspace.info.practice
        assert bench.is_practice


# -- packages --------------------------------------------------------------------------------------


def test_its_packages_say_so_whatever_they_are_called(practice, act, tmp_path, make_record):
    approved(practice, [make_record()])
    package = exported(practice, tmp_path / "目录-正式.cdopkg", act).sealed.path
    given = trust(tmp_path, act, "清单", practice=False)
    found = receiving.verify(desk_of(act), package, given, Run(), deep=True)
    assert found.is_practice
    assert found.verdict is Verdict.VALID_WITH_NOTES
    assert [reason.code for reason in found.reasons] == ["CDO-E512"]


def test_a_package_of_a_real_workspace_is_a_real_one(sent, act):
    assert not says_practice(sent[0], act)


# -- receipts --------------------------------------------------------------------------------------


@pytest.fixture
def package(practice, act, tmp_path, make_record) -> Path:
    """A package of the practice workspace."""
    approved(practice, [make_record()])
    return exported(practice, tmp_path / "一.cdopkg", act).sealed.path


@pytest.mark.parametrize("by_a_list", [True, False])
def test_no_receipt_to_a_practice_package(package, act, tmp_path, by_a_list):
    real = trust(tmp_path, act, "清单", practice=False)
    given = real if by_a_list else TrustGiven()
    before = left_in(tmp_path)
    with pytest.raises(Refused) as caught:
        answer(package, tmp_path / "回执.cdopkg", act, given)
    assert code_of(caught) == "CDO-E513"
    assert "一.cdopkg" in str(caught.value)
    assert left_in(tmp_path) == before


def test_a_practice_list_allows_a_practice_receipt(practice, package, act, tmp_path):
    given = trust(tmp_path, act, "清单", practice=True)
    receipt = answer(package, tmp_path / "回执.cdopkg", act, given)
    assert says_practice(receipt, act)
    trusting.import_trust(practice, given.bundle, given.roots, Run())
    taken = receiving.take_receipt(practice, receipt, TrustGiven(), Run())
    assert taken.entry.state == "accepted"
    assert [reason.code for reason in taken.verification.reasons] == ["CDO-E512"]


def test_by_a_practice_list_no_real_receipt_is_made(sent, act, tmp_path):
    """Also of a real package: whoever has only practised with it has not taken it."""
    given = trust(tmp_path, act, "清单", practice=True)
    receipt = answer(sent[0], tmp_path / "回执.cdopkg", act, given)
    assert says_practice(receipt, act)


def test_a_real_receipt_stays_a_real_one(sent, act, tmp_path):
    given = trust(tmp_path, act, "清单", practice=False)
    assert not says_practice(answer(sent[0], tmp_path / "回执.cdopkg", act, given), act)


def test_a_practice_receipt_changes_nothing_in_a_real_workspace(bench, sent, act, tmp_path):
    by_practice = trust(tmp_path, act, "练习", practice=True)
    receipt = answer(sent[0], tmp_path / "回执.cdopkg", act, by_practice)
    before = (bench.workspace.packages(), steps_of(bench))
    with pytest.raises(Refused) as caught:
        receiving.take_receipt(bench, receipt, TrustGiven(pin=platform_pin(tmp_path, act)), Run())
    assert code_of(caught) == "CDO-E726"
    assert "练习用的回执" in caught.value.happened
    assert (bench.workspace.packages(), steps_of(bench)) == before
    assert bench.workspace.receipts() == []


def test_inspecting_a_practice_receipt_offers_no_import(bench, sent, act, tmp_path):
    real = trust(tmp_path, act, "清单", practice=False)
    trusting.import_trust(bench, real.bundle, real.roots, Run())
    by_practice = trust(tmp_path, act, "练习", practice=True)
    receipt = answer(sent[0], tmp_path / "回执.cdopkg", act, by_practice)
    found = inspecting.inspect(bench, desk_of(act), receipt, Run())
    assert (found.verdict, found.may_take) == (Verdict.INVALID, False)
    assert "CDO-E514" in {reason.code for reason in found.verification.reasons}


# -- trust lists -----------------------------------------------------------------------------------


def test_a_practice_list_is_not_taken_in_where_real_work_is_done(bench, act, tmp_path):
    given = trust(tmp_path, act, "清单", practice=True)
    with pytest.raises(Refused) as caught:
        trusting.import_trust(bench, given.bundle, given.roots, Run())
    assert code_of(caught) == "CDO-E722"
    assert "练习用的信任清单" in caught.value.happened
    assert trusting.trust_here(bench).bundle is None
    found = inspecting.inspect(bench, desk_of(act), given.bundle, Run())
    assert (found.verdict, found.may_import_trust) == (Verdict.INVALID, False)


def test_nor_is_a_receipt_taken_by_one_that_is_named(bench, sent, act, tmp_path):
    given = trust(tmp_path, act, "清单", practice=True)
    receipt = answered(sent[0], tmp_path / "回执.cdopkg", act)
    assert not says_practice(receipt, act)
    with pytest.raises(Refused) as caught:
        receiving.take_receipt(bench, receipt, given, Run())
    assert code_of(caught) == "CDO-E722"
    assert bench.workspace.receipts() == []


def test_what_is_verified_by_a_practice_list_is_noted(sent, act, tmp_path):
    given = trust(tmp_path, act, "清单", practice=True)
    found = receiving.verify(desk_of(act), sent[0], given, Run())
    assert found.verdict is Verdict.VALID_WITH_NOTES
    assert [reason.code for reason in found.reasons] == ["CDO-E515"]
    assert "清单.cdopkg" in found.reasons[0].message()


def test_a_second_root_leaves_it_practice(act, tmp_path):
    roots = [key_of(tmp_path, act, "root", org) for org in (PLATFORM, BUREAU)]
    draft, file = tmp_path / "清单.json", tmp_path / "root.json"
    issuing.new_trust(desk_of(act), draft, file, roots, 2)
    first, second = tmp_path / "一.cdopkg", tmp_path / "二.cdopkg"
    with patch.object(issuing, "open_key", remembered):
        desk = desk_of(act)
        issuing.sign_trust(desk, draft, roots[0], passphrase, first, Run(), practice=True)
        issuing.sign_trust(desk, first, roots[1], passphrase, second, Run())
    assert says_practice(second, act)


def test_a_real_bench_stays_at_real_work(workspace, act):
    assert not bench_of(workspace, act).is_practice

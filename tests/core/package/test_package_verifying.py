"""Verifying: whom one trusts, what came before, and the word it all comes to."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from package_makers import (
    AT,
    BUREAU,
    FACTS,
    PLATFORM,
    codes,
    export_parts,
    receiver,
    record,
    record_id,
    seal,
    signer_of,
    trust_in,
)

from cdo_desktop.domain.canonical import canonical_bytes
from cdo_desktop.domain.package import PackageKind, PackageRef, Scope, ScopeMode
from cdo_desktop.domain.verdict import Verdict
from cdo_desktop.errors import DiskTrouble, Refused
from cdo_desktop.package.cosigning import cosign
from cdo_desktop.package.drafting import DraftPackage, SealedPackage
from cdo_desktop.package.opening import OpenedPackage
from cdo_desktop.package.parts import Parts
from cdo_desktop.package.replay import Newest, ReplayView
from cdo_desktop.package.verifying import Receiver, verify_package
from cdo_desktop.signing.trust import KnownBundle, Pin, Roots, Standing
from cdo_desktop.tasks import Progress, Run


def judged(package: SealedPackage, by: Receiver, **options):
    found = verify_package(package.path, by, Run(), **options)
    return found.verdict, codes(found)


def test_without_trust_data_it_cannot_be_checked(tmp_path: Path):
    verdict = (Verdict.CANNOT_BE_CHECKED, ["E400"])
    assert judged(seal(tmp_path), Receiver(AT)) == verdict


def test_a_pinned_certificate_is_good_with_a_note(tmp_path: Path):
    pin = Pin(signer_of().certificate.sha256, AT, "王五")
    assert judged(seal(tmp_path), Receiver(AT, pin=pin)) == (Verdict.VALID_WITH_NOTES, ["E401"])
    other = Pin("0" * 64, AT, "王五")
    assert judged(seal(tmp_path), Receiver(AT, pin=other)) == (Verdict.INVALID, ["E407"])


def test_a_clerk_cannot_sign_what_only_the_cdo_may(tmp_path: Path):
    clerk = signer_of("p256", "clerk")
    assert judged(seal(tmp_path, clerk), receiver(clerk)) == (Verdict.INVALID, ["E411"])


def test_the_cdo_of_another_organisation_cannot_sign(tmp_path: Path):
    other = signer_of("p256", "dept_cdo", PLATFORM)
    assert judged(seal(tmp_path, other), receiver(other)) == (Verdict.INVALID, ["E411"])


def test_a_package_for_somebody_else_is_not_taken(tmp_path: Path):
    for_us = receiver(signer_of(), audience=PLATFORM.code)
    assert judged(seal(tmp_path), for_us) == (Verdict.VALID, [])
    for_others = receiver(signer_of(), audience=BUREAU.code)
    assert judged(seal(tmp_path), for_others) == (Verdict.INVALID, ["E406"])
    assert judged(seal(tmp_path, recipient=None), for_others) == (Verdict.VALID, [])


def test_a_policy_for_the_kind_and_its_suite_is_needed(tmp_path: Path):
    trust = trust_in(signer_of(), suites=("sm2-sm3",))
    assert judged(seal(tmp_path), Receiver(AT, trust=trust))[1] == ["E408"]
    trust = replace(trust_in(signer_of()), policies={})
    assert judged(seal(tmp_path), Receiver(AT, trust=trust))[1] == ["E405"]


def test_a_certificate_past_its_time_is_refused(tmp_path: Path):
    later = receiver(signer_of(), now=AT + timedelta(days=800))
    assert "E409" in judged(seal(tmp_path), later)[1]


def test_another_kind_than_the_wanted_is_refused(tmp_path: Path):
    wants_receipt = receiver(signer_of(), expected=PackageKind.RECEIPT)
    verdict, found = judged(seal(tmp_path), wants_receipt)
    assert (verdict, found) == (Verdict.INVALID, ["E502"])
    wants_export = receiver(signer_of(), expected=PackageKind.CATALOG_EXPORT)
    assert judged(seal(tmp_path), wants_export) == (Verdict.VALID, [])


def test_every_reason_has_a_sentence(tmp_path: Path):
    found = verify_package(
        seal(tmp_path).path, receiver(expected=PackageKind.RECEIPT, audience="X"), Run()
    )
    assert len(found.reasons) == 3
    for reason in found.reasons:
        assert reason.message().endswith("。")
        assert reason.todo().endswith("。")


def test_no_such_file_is_refused_and_no_package_is_invalid(tmp_path: Path):
    with pytest.raises(Refused) as refused:
        verify_package(tmp_path / "gone.cdopkg", Receiver(AT), Run())
    assert refused.value.code == "CDO-U101"
    path = tmp_path / "letter.txt"
    path.write_text("你好")
    found = verify_package(path, Receiver(AT), Run())
    assert (found.verdict, codes(found)) == (Verdict.INVALID, ["E101"])


def test_a_medium_that_fails_while_reading_is_disk_trouble(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    sealed = seal(tmp_path)

    def broken(*_: object, **__: object):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("cdo_desktop.package.verifying.read_directory", broken)
    with pytest.raises(DiskTrouble) as trouble:
        verify_package(sealed.path, Receiver(AT), Run())
    assert trouble.value.code == "CDO-U204"


def test_verifying_tells_how_far_it_is_and_can_be_stopped(tmp_path: Path):
    seen: list[Progress] = []
    sealed = seal(tmp_path)
    verify_package(sealed.path, Receiver(AT), Run(seen.append, every=0), deep=True)
    assert {progress.note for progress in seen} == {"核对文件包", "核对记录"}


# --- step 5


def view_of(*packages: SealedPackage) -> ReplayView:
    newest = packages[-1]
    return ReplayView(
        {package.package_id: package.content_digest for package in packages},
        {(BUREAU.code, "catalog"): Newest(newest.manifest.facts.sequence, newest.ref)},
    )


def after(package: SealedPackage, folder: Path, number: int = 2, **facts) -> SealedPackage:
    """The package that follows one in the series."""
    changes = {
        "package_id": f"urn:uuid:{record_id(number)}",
        "sequence": package.manifest.facts.sequence + 1,
        "previous": package.ref,
        **facts,
    }
    return seal(folder, name=f"{number}.cdopkg", **changes)


def replayed(package: SealedPackage, view: ReplayView):
    return judged(package, receiver(signer_of(), replay=view))


def test_the_first_package_of_a_series(tmp_path: Path):
    assert replayed(seal(tmp_path), ReplayView()) == (Verdict.VALID, [])


def test_the_same_package_again_is_answered_again(tmp_path: Path):
    first = seal(tmp_path)
    assert replayed(first, view_of(first)) == (Verdict.VALID_WITH_NOTES, ["E413"])
    cosigned = cosign(first.path, signer_of("sm2"), AT, tmp_path / "c.cdopkg", Run())
    both = receiver(signer_of(), signer_of("sm2"), replay=view_of(first))
    assert judged(cosigned, both) == (Verdict.VALID_WITH_NOTES, ["E413"])


def test_the_same_id_with_other_content_is_refused(tmp_path: Path):
    first = seal(tmp_path)
    other = seal(tmp_path, parts=export_parts(record(9)), name="o.cdopkg")
    assert replayed(other, view_of(first)) == (Verdict.INVALID, ["E414"])


def test_the_next_package_of_a_series_is_good_and_the_old_one_is_late(tmp_path: Path):
    first = seal(tmp_path)
    second = after(first, tmp_path)
    assert replayed(second, view_of(first)) == (Verdict.VALID, [])
    late = after(first, tmp_path, 3)
    assert replayed(late, view_of(first, second)) == (Verdict.INVALID, ["E415"])


def test_a_package_that_does_not_follow_the_last_one_is_refused(tmp_path: Path):
    first = seal(tmp_path)
    stranger = PackageRef(f"urn:uuid:{record_id(77)}", "sha256:" + "7" * 64)
    fork = after(first, tmp_path, previous=stranger)
    assert replayed(fork, view_of(first)) == (Verdict.INVALID, ["E416"])
    third = after(after(first, tmp_path), tmp_path, 3)
    assert replayed(third, view_of(first)) == (Verdict.INVALID, ["E416"])


def test_who_joins_late_is_told_so(tmp_path: Path):
    second = after(seal(tmp_path), tmp_path)
    assert replayed(second, ReplayView()) == (Verdict.VALID_WITH_NOTES, ["E417"])


def test_a_delta_needs_its_base(tmp_path: Path):
    first = seal(tmp_path)
    delta = after(first, tmp_path, scope=Scope(ScopeMode.DELTA, first.ref))
    assert replayed(delta, view_of(first)) == (Verdict.VALID, [])
    assert replayed(delta, ReplayView()) == (Verdict.INVALID, ["E417", "E418"])


# --- trust bundles


def bundle_package(folder: Path, *roots, **changes) -> SealedPackage:
    content = canonical_bytes(trust_in(signer_of(), **changes).as_json())
    facts = replace(FACTS, kind=PackageKind.TRUST_BUNDLE, recipient=None, series="trust")
    first, *also = roots
    path = folder / "trust.cdopkg"
    return DraftPackage(facts, Parts(trust=content)).sealed_by(first, AT, path, Run(), *also)


def roots_of(*signers, threshold: int) -> Roots:
    keys = tuple(sorted(signer.certificate.sha256 for signer in signers))
    return Roots(1, AT, keys, threshold)


def test_a_trust_bundle_needs_its_roots(tmp_path: Path):
    one, two = signer_of("p256", "root", PLATFORM), signer_of("sm2", "root", PLATFORM)
    needed = roots_of(one, two, threshold=2)
    both = bundle_package(tmp_path, one, two)
    found = verify_package(both.path, Receiver(AT, roots=needed), Run(), deep=True)
    assert (found.verdict, codes(found)) == (Verdict.VALID, [])
    assert [each.standing for each in found.standings] == [Standing.TRUSTED] * 2
    assert OpenedPackage(found).trust_bundle() == trust_in(signer_of())
    assert judged(both, Receiver(AT)) == (Verdict.CANNOT_BE_CHECKED, ["E400"])
    alone = bundle_package(tmp_path, one)
    assert judged(alone, Receiver(AT, roots=needed)) == (Verdict.INVALID, ["E402"])
    stranger = bundle_package(tmp_path, one, signer_of())
    assert judged(stranger, Receiver(AT, roots=needed)) == (Verdict.INVALID, ["E402"])
    signed_twice = bundle_package(tmp_path, one, one)
    assert judged(signed_twice, Receiver(AT, roots=needed)) == (Verdict.INVALID, ["E402"])


def test_an_older_or_a_second_bundle_of_a_version_is_refused(tmp_path: Path):
    root = signer_of("p256", "root", PLATFORM)
    by = Receiver(AT, roots=roots_of(root, threshold=1))
    package = bundle_package(tmp_path, root)
    same = KnownBundle(1, package.content_digest)
    assert judged(package, replace(by, known_bundle=same)) == (Verdict.VALID, [])
    for known in (KnownBundle(2, package.content_digest), KnownBundle(1, "sha256:" + "0" * 64)):
        assert judged(package, replace(by, known_bundle=known))[1] == ["E403"]
    later = replace(by, now=AT + timedelta(days=400))
    assert judged(package, later) == (Verdict.INVALID, ["E404"])


def test_a_trust_bundle_in_a_wrong_form_stops_at_step_2(tmp_path: Path):
    root = signer_of("p256", "root", PLATFORM)
    facts = replace(FACTS, kind=PackageKind.TRUST_BUNDLE)
    for content in (b'{"version":1}', b'{"version": 1}', b"[]", b"\xff"):
        path = tmp_path / "trust.cdopkg"
        package = DraftPackage(facts, Parts(trust=content)).sealed_by(root, AT, path, Run())
        by = Receiver(AT, roots=roots_of(root, threshold=1))
        assert judged(package, by) == (Verdict.INVALID, ["E208"])

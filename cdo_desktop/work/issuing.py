"""Issuing trust: drafting a bundle, saying who may sign, signing it with the root keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

from cdo_desktop.domain.canonical import canonical_bytes
from cdo_desktop.domain.package import PackageFacts, PackageKind
from cdo_desktop.domain.people import Org
from cdo_desktop.errors import Refused
from cdo_desktop.files import write_bytes
from cdo_desktop.package.cosigning import cosign
from cdo_desktop.package.drafting import DraftPackage, SealedPackage
from cdo_desktop.package.parts import Parts
from cdo_desktop.signing.bundle import (
    DEFAULT_POLICIES,
    DEFAULT_SUITES,
    Pin,
    Roots,
    TrustBundle,
    TrustedSigner,
)
from cdo_desktop.signing.certificates import Certificate
from cdo_desktop.signing.keys import open_key
from cdo_desktop.signing.signer import FileSigner
from cdo_desktop.tasks import Run
from cdo_desktop.work.keys import read_certificate, role_key
from cdo_desktop.work.trusting import (
    ROOTS_NAME,
    Trusted,
    is_package,
    opened_bundle,
    read_json,
    read_roots,
)
from cdo_desktop.workbench import Desk

SERIES = "trust"
YEAR = timedelta(days=365)


def new_trust(
    desk: Desk,
    draft: Path,
    roots_file: Path,
    roots: Sequence[Path],
    threshold: int,
    days: int = 365,
) -> tuple[TrustBundle, Roots]:
    """A draft bundle without signers (JSON) and the root.json of these root keys.

    Raises Refused if a name is taken, a root is no certificate, or the threshold cannot be met;
    DiskTrouble; then neither is there.
    """
    for path in (draft, roots_file):
        if path.exists() or draft.absolute() == roots_file.absolute():
            raise Refused("CDO-U102", file=path.name)
    now = desk.clock.now()
    keys = sorted({read_certificate(path).sha256 for path in roots})
    known = Roots.parse(Roots(1, now, tuple(keys), threshold).as_json())
    made = TrustBundle(1, now, now + timedelta(days=days), DEFAULT_SUITES, (), DEFAULT_POLICIES)
    bundle = TrustBundle.parse(made.as_json())
    write_bytes(roots_file, canonical_bytes(known.as_json()))
    try:
        write_draft(draft, bundle)
    except BaseException:
        roots_file.unlink(missing_ok=True)
        raise
    return bundle, known


def write_draft(path: Path, bundle: TrustBundle) -> None:
    """Keep a draft bundle as canonical JSON."""
    write_bytes(path, canonical_bytes(bundle.as_json()))


def read_draft(path: Path) -> TrustBundle:
    """A draft bundle. Raises Refused."""
    return TrustBundle.parse(read_json(path))


def add_signer(draft: Path, certificate: Certificate, role: str) -> TrustBundle:
    """Let a certificate sign in a role; it counts within the certificate's own dates."""
    signer = TrustedSigner(
        certificate.sha256,
        certificate.name,
        certificate.org_code,
        role_key(role or certificate.role),
        certificate.not_before,
        certificate.not_after,
    )
    bundle = read_draft(draft).with_signer(signer)
    write_draft(draft, bundle)
    return bundle


def revoke_signer(draft: Path, sha256: str, at: datetime) -> TrustBundle:
    """Say from when a certificate no longer counts; its fingerprint as people write it.

    Raises Refused if the bundle has it not.
    """
    bundle = read_draft(draft)
    signer = bundle.signer(Pin.of_text(sha256, at, "").cert_sha256)
    if signer is None:
        raise Refused("CDO-E721", what=sha256)
    bundle = bundle.with_signer(replace(signer, revoked_from=at))
    write_draft(draft, bundle)
    return bundle


def next_version(desk: Desk, source: Path, draft: Path) -> TrustBundle:
    """The draft of the version that follows a signed bundle, to add or revoke in."""
    if draft.exists():
        raise Refused("CDO-U102", file=draft.name)
    now = desk.clock.now()
    bundle = opened_bundle(source, None, now, Run()).bundle.reissued(now, now + YEAR)
    write_draft(draft, bundle)
    return bundle


def sign_trust(
    desk: Desk,
    source: Path,
    key: Path,
    passphrase: Callable[[], str],
    target: Path,
    run: Run,
    roots_file: Path | None = None,
    *,
    practice: bool = False,
) -> SealedPackage:
    """Sign a draft (signature 001), or a signed bundle once more (002 …), as a new file.

    `practice` is for a draft: the bundle and all receipts made by it say that they are practice.
    A signed bundle stays what it was.
    Before the passphrase is asked for, Refused: the name is taken, the source is neither, the key
    is no root of `roots_file` (else of the root.json beside the source) or has signed already, or a
    signed bundle that is real is to become practice.
    Then Refused for a wrong passphrase; DiskTrouble, Cancelled.
    """
    if target.exists():
        raise Refused("CDO-U102", file=target.name)
    now = desk.clock.now()
    signed = is_package(source)
    trusted = opened_bundle(source, None, now, run) if signed else Trusted(read_draft(source))
    if signed and practice and not trusted.practice:
        raise Refused("CDO-E516", file=source.name)
    _may_sign(key, source, trusted, roots_of(source, roots_file))
    signer = open_key(key, passphrase)
    if signed:
        return cosign(source, signer, now, target, run)
    return _first_signed(trusted.bundle, signer, now, target, run, practice)


def roots_of(source: Path, roots_file: Path | None) -> Path:
    """Where it stands who the roots of a draft or bundle are. Raises Refused if it is not there."""
    path = roots_file or source.with_name(ROOTS_NAME)
    if not path.is_file():
        raise Refused("CDO-E735", file=str(path))
    return path


def _may_sign(key: Path, source: Path, trusted: Trusted, roots_file: Path) -> None:
    """Another signature than of one more root would only look like one that counts."""
    certificate = read_certificate(key)
    if certificate.sha256 not in read_roots(roots_file).keys:
        raise Refused("CDO-E733", file=key.name, name=certificate.name, roots=roots_file.name)
    if certificate.sha256 in trusted.signed_by:
        raise Refused("CDO-E734", file=source.name, name=certificate.name)


def _first_signed(
    bundle: TrustBundle, signer: FileSigner, now: datetime, target: Path, run: Run, practice: bool
) -> SealedPackage:
    facts = PackageFacts(
        kind=PackageKind.TRUST_BUNDLE,
        package_id=f"urn:uuid:{uuid4()}",
        series=SERIES,
        sequence=bundle.version,
        created_at=now,
        sender=Org(signer.certificate.org_code, signer.certificate.org_name),
        trust_version=bundle.version,
        practice=practice,
    )
    draft = DraftPackage(facts, Parts(trust=canonical_bytes(bundle.as_json())))
    return draft.sealed_by(signer, now, target, run)


def shown_bundle(desk: Desk, path: Path, run: Run) -> TrustBundle:
    """The bundle of a draft or a package, to be looked at only. Raises Refused."""
    if not is_package(path):
        return read_draft(path)
    return opened_bundle(path, None, desk.clock.now(), run).bundle

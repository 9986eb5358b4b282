"""Trust without a network: making bundles, signing them with root keys, taking them in, pinning."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import msgspec

from cdo_desktop.domain.canonical import canonical_bytes, canonical_text
from cdo_desktop.domain.package import PackageFacts, PackageKind
from cdo_desktop.domain.people import Org
from cdo_desktop.domain.verdict import Reason, Verdict, Weight, verdict_of
from cdo_desktop.errors import Refused, Unproven
from cdo_desktop.files import existing, write_bytes
from cdo_desktop.package.cosigning import cosign
from cdo_desktop.package.drafting import DraftPackage, SealedPackage
from cdo_desktop.package.opening import OpenedPackage
from cdo_desktop.package.parts import Parts
from cdo_desktop.package.strict_json import Malformed, read_canonical
from cdo_desktop.package.verifying import Receiver, Verification, verify_package
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
from cdo_desktop.signing.trust import KnownBundle
from cdo_desktop.store.ledger import enter_fact, enter_pin, enter_trust
from cdo_desktop.tasks import Run
from cdo_desktop.work.keys import read_certificate, role_key
from cdo_desktop.workbench import Desk, Workbench

SERIES = "trust"
YEAR = timedelta(days=365)
ROOTS_FACT = "roots"


@dataclass(frozen=True, slots=True)
class Trusted:
    """The bundle that verifications go by, and what is to be said of it."""

    bundle: TrustBundle
    notes: tuple[Reason, ...] = ()


def new_trust(
    desk: Desk,
    draft: Path,
    roots_file: Path,
    roots: Sequence[Path],
    threshold: int,
    days: int = 365,
) -> tuple[TrustBundle, Roots]:
    """A draft bundle without signers (JSON) and the root.json of these root keys.

    Raises Refused if a name is taken, a root is no certificate, or the threshold cannot be met.
    """
    for path in (draft, roots_file):
        if path.exists():
            raise Refused("CDO-U102", file=path.name)
    now = desk.clock.now()
    keys = sorted({read_certificate(path).sha256 for path in roots})
    known = Roots.parse(Roots(1, now, tuple(keys), threshold).as_json())
    bundle = TrustBundle(1, now, now + timedelta(days=days), DEFAULT_SUITES, (), DEFAULT_POLICIES)
    write_bytes(roots_file, canonical_bytes(known.as_json()))
    write_draft(draft, bundle)
    return bundle, known


def write_draft(path: Path, bundle: TrustBundle) -> None:
    """Keep a draft bundle as canonical JSON."""
    write_bytes(path, canonical_bytes(bundle.as_json()))


def read_draft(path: Path) -> TrustBundle:
    """A draft bundle. Raises Refused."""
    return TrustBundle.parse(_json(path))


def read_roots(path: Path) -> Roots:
    """root.json. Raises Refused."""
    return Roots.parse(_json(path))


def _json(path: Path) -> object:
    try:
        return read_canonical(existing(path).read_bytes())
    except Malformed as error:
        raise Refused("CDO-E720", file=path.name) from error


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
    """Say from when a certificate no longer counts. Raises Refused if the bundle has it not."""
    bundle = read_draft(draft)
    signer = bundle.signer(sha256.strip().lower())
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
    desk: Desk, source: Path, key: Path, passphrase: Callable[[], str], target: Path, run: Run
) -> SealedPackage:
    """Sign a draft (signature 001), or a signed bundle once more (002 …), as a new file."""
    if target.exists():
        raise Refused("CDO-U102", file=target.name)
    signer = open_key(key, passphrase)
    now = desk.clock.now()
    if existing(source).read_bytes()[:2] == b"PK":
        return cosign(source, signer, now, target, run)
    bundle = read_draft(source)
    facts = PackageFacts(
        kind=PackageKind.TRUST_BUNDLE,
        package_id=f"urn:uuid:{uuid4()}",
        series=SERIES,
        sequence=bundle.version,
        created_at=now,
        sender=Org(signer.certificate.org_code, signer.certificate.org_name),
        trust_version=bundle.version,
    )
    draft = DraftPackage(facts, Parts(trust=canonical_bytes(bundle.as_json())))
    return draft.sealed_by(signer, now, target, run)


def verified_bundle(
    path: Path, roots: Roots | None, known: KnownBundle | None, now: datetime, run: Run
) -> Verification:
    """What is to be said of a trust bundle."""
    receiver = Receiver(now=now, roots=roots, known_bundle=known, expected=PackageKind.TRUST_BUNDLE)
    return verify_package(path, receiver, run)


def opened_bundle(path: Path, roots: Roots | None, now: datetime, run: Run) -> Trusted:
    """The bundle of a file; without roots it is taken with a note that nobody vouches for it.

    Raises Refused if it is no trust bundle or an invalid one.
    """
    verification = verified_bundle(path, roots, None, now, run)
    blocking = [
        r for r in verification.reasons if r.weight is Weight.INVALID and r.code != "CDO-E404"
    ]
    if blocking:
        raise Refused("CDO-E722", file=path.name, reason=blocking[0].message())
    kept = tuple(reason for reason in verification.reasons if reason.code == "CDO-E404")
    usable = replace(verification, reasons=())
    note = (Reason("CDO-E723", path.name, {}, Weight.NOTE),) if roots is None else ()
    return Trusted(OpenedPackage(usable).trust_bundle(), (*note, *_lighter(kept)))


def _lighter(reasons: Sequence[Reason]) -> tuple[Reason, ...]:
    return tuple(replace(reason, weight=Weight.CANNOT) for reason in reasons)


def shown_bundle(desk: Desk, path: Path, run: Run) -> TrustBundle:
    """The bundle of a draft or a package, to be looked at only. Raises Refused."""
    if existing(path).read_bytes()[:2] != b"PK":
        return read_draft(path)
    return opened_bundle(path, None, desk.clock.now(), run).bundle


def import_trust(
    bench: Workbench, path: Path, roots_file: Path | None, run: Run
) -> tuple[TrustBundle, Verification]:
    """Take a bundle into the workspace. The roots are pinned with the first one.

    Raises Unproven if there are no roots to judge by, Refused if the bundle is invalid, older
    than the one here, or the same version with other content.
    """
    roots = stored_roots(bench) or (read_roots(roots_file) if roots_file else None)
    if roots is None:
        raise Unproven("CDO-E724", file=path.name)
    stored = bench.workspace.newest_trust()
    known = KnownBundle(stored.version, stored.digest) if stored else None
    verification = verified_bundle(path, roots, known, bench.clock.now(), run)
    if verdict_of(verification.reasons) is Verdict.INVALID:
        reason = verification.reasons[0]
        raise Refused("CDO-E722", file=path.name, reason=f"{reason.message()}（{reason.code}）")
    bundle = OpenedPackage(verification).trust_bundle()
    if known is None or bundle.version > known.version:
        _enter(bench, bundle, roots, verification)
    return bundle, verification


def _enter(bench: Workbench, bundle: TrustBundle, roots: Roots, verification: Verification) -> None:
    with bench.workspace.unit(bench.act(), f"导入信任清单第 {bundle.version} 版", "note") as unit:
        unit.tell({"contentDigest": verification.content_digest, "roots": roots.fingerprint})
        body = canonical_text(bundle.as_json())
        enter_trust(unit, bundle.version, verification.content_digest, body)
        enter_fact(unit, ROOTS_FACT, canonical_text(roots.as_json()))


def stored_roots(bench: Workbench) -> Roots | None:
    """The roots this workspace has pinned."""
    text = bench.workspace.fact(ROOTS_FACT)
    return Roots.parse(msgspec.json.decode(text)) if text else None


def stored_trust(bench: Workbench) -> Trusted | None:
    """The bundle this workspace goes by."""
    stored = bench.workspace.newest_trust()
    return Trusted(TrustBundle.parse(msgspec.json.decode(stored.body))) if stored else None


def pin(bench: Workbench, text: str, note: str) -> Pin:
    """Vouch for one certificate, compared by telephone. Raises Refused for a bad fingerprint."""
    act = bench.act(note)
    made = Pin.of_text(text, act.at, act.who.name)
    if made.cert_sha256 not in {known.sha256 for known in bench.workspace.pins()}:
        with bench.workspace.unit(act, f"登记证书 {made.cert_sha256[:16]}", "note") as unit:
            unit.tell({"certSha256": made.cert_sha256})
            enter_pin(unit, made.cert_sha256, note)
    return made


def stored_pins(bench: Workbench) -> list[Pin]:
    """The certificates people here vouch for."""
    return [
        Pin(known.sha256, datetime.fromisoformat(known.at), known.who)
        for known in bench.workspace.pins()
    ]

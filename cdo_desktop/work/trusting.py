"""Trust without a network: taking bundles in, going by them, pinning one certificate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import msgspec

from cdo_desktop.clock import timestamp
from cdo_desktop.domain.canonical import canonical_text
from cdo_desktop.domain.ledger import PinnedKey
from cdo_desktop.domain.package import PackageKind
from cdo_desktop.domain.verdict import Reason, Weight
from cdo_desktop.errors import Refused, Unproven
from cdo_desktop.files import existing
from cdo_desktop.package.opening import OpenedPackage
from cdo_desktop.package.parts import PACKAGE_JSON, TRUST_JSON
from cdo_desktop.package.strict_json import Malformed, read_canonical
from cdo_desktop.package.verifying import Receiver, Verification, read_trouble, verify_package
from cdo_desktop.signing.bundle import (
    Pin,
    Roots,
    TrustBundle,
)
from cdo_desktop.signing.standings import CLOCK_DRIFT
from cdo_desktop.signing.trust import KnownBundle, trusted_now
from cdo_desktop.store.ledger import enter_fact, enter_pin, enter_trust, withdraw_pin
from cdo_desktop.tasks import Run
from cdo_desktop.workbench import Workbench

ROOTS_FACT = "roots"
ROOTS_NAME = "root.json"
"""What the roots' file is called where nothing else is said."""
EXPIRED = "CDO-E404"
BUNDLE = PackageKind.TRUST_BUNDLE
_ZIP = b"PK"
_WORKSPACE, _SQLITE = ".cdo", b"SQLite format 3\0"


@dataclass(frozen=True, slots=True)
class Trusted:
    """The bundle that verifications go by, and what is to be said of it."""

    bundle: TrustBundle
    notes: tuple[Reason, ...] = ()
    signed_by: frozenset[str] = frozenset()
    """SHA-256 of the certificates that have signed it well, roots or not."""
    practice: bool = False
    """Whether it is made to practise with: what it vouches for is practice too."""


def read_roots(path: Path) -> Roots:
    """root.json. Raises Refused."""
    return Roots.parse(read_json(path))


def read_json(path: Path) -> object:
    """The canonical JSON of a draft or root.json. Raises Refused."""
    try:
        return read_canonical(existing(path).read_bytes())
    except Malformed as error:
        raise Refused("CDO-E720", file=path.name) from error
    except OSError as error:
        raise read_trouble(error, path) from error


def is_package(path: Path) -> bool:
    """Whether the file begins as a package does; what it is worth is another question."""
    try:
        with existing(path).open("rb") as stream:
            return stream.read(len(_ZIP)) == _ZIP
    except OSError as error:
        raise read_trouble(error, path) from error


def verified_bundle(
    path: Path, roots: Roots | None, known: KnownBundle | None, now: datetime, run: Run
) -> Verification:
    """What is to be said of a trust bundle."""
    receiver = Receiver(now=now, roots=roots, known_bundle=known, expected=BUNDLE)
    return verify_package(path, receiver, run)


def opened_bundle(
    path: Path, roots: Roots | None, now: datetime, run: Run, known: KnownBundle | None = None
) -> Trusted:
    """The bundle of a file; without roots it is taken with a note that nobody vouches for it.

    An expired one is opened too: whoever judges by it says so. Raises Refused if it is no trust
    bundle, an invalid one, or older than the `known` one.
    """
    verification = verified_bundle(path, roots, known, now, run)
    refuse_invalid(path, [r for r in verification.reasons if r.code != EXPIRED])
    codes = [*(["CDO-E515"] if verification.is_practice else []), *([] if roots else ["CDO-E723"])]
    notes = tuple(Reason(code, path.name, {}, Weight.NOTE) for code in codes)
    signed_by = frozenset(standing.cert_sha256 for standing in verification.standings)
    bundle = OpenedPackage(replace(verification, reasons=())).trust_bundle()
    return Trusted(bundle, notes, signed_by, verification.is_practice)


def practice_faults(bench: Workbench, practice: bool, kind: PackageKind) -> list[Reason]:
    """CDO-E514: what was made to practise with is not taken in where real work is done."""
    if not practice or bench.is_practice:
        return []
    return [Reason("CDO-E514", PACKAGE_JSON, {"kind": kind.label})]


def _from_tomorrow(bundle: TrustBundle, now: datetime) -> list[Reason]:
    """CDO-E412: its date would move this desk's clock forward, and nothing moves it back."""
    if bundle.issued <= now + CLOCK_DRIFT:
        return []
    told = {"version": bundle.version, "issued": timestamp(bundle.issued), "now": timestamp(now)}
    return [Reason("CDO-E412", TRUST_JSON, told)]


def refuse_invalid(path: Path, reasons: Sequence[Reason]) -> None:
    """Refused (CDO-E722) with the first reason that makes a trust bundle invalid, if any does."""
    invalid = [reason for reason in reasons if reason.weight is Weight.INVALID]
    if invalid:
        why = f"{invalid[0].message()}（{invalid[0].code}）"
        raise Refused("CDO-E722", file=path.name, reason=why)


def import_trust(
    bench: Workbench, path: Path, roots_file: Path | None, run: Run
) -> tuple[TrustBundle, Verification]:
    """Take a bundle into the workspace. The roots are pinned with the first one.

    Raises Unproven if there are no roots to judge by, Refused if the bundle is invalid, older
    than the one here, the same version with other content, issued later than now, or made to
    practise with where real work is done, or the roots are not those pinned.
    """
    roots = roots_here(bench, roots_file)
    if roots is None:
        raise Unproven("CDO-E724", file=path.name)
    known, now = known_here(bench), proven_now(bench)
    verification = verified_bundle(path, roots, known, now, run)
    refuse_invalid(path, verification.reasons)
    refuse_invalid(path, practice_faults(bench, verification.is_practice, BUNDLE))
    bundle = OpenedPackage(verification).trust_bundle()
    refuse_invalid(path, _from_tomorrow(bundle, now))
    if known is None or bundle.version > known.version:
        _enter(bench, bundle, roots, verification)
    return bundle, verification


def _enter(bench: Workbench, bundle: TrustBundle, roots: Roots, verification: Verification) -> None:
    with bench.workspace.unit(bench.act(), f"导入信任清单第 {bundle.version} 版", "note") as unit:
        unit.tell({"contentDigest": verification.content_digest, "roots": roots.fingerprint})
        body = canonical_text(bundle.as_json())
        enter_trust(unit, bundle.version, verification.content_digest, body)
        enter_fact(unit, ROOTS_FACT, canonical_text(roots.as_json()))


def roots_here(bench: Workbench, roots_file: Path | None) -> Roots | None:
    """The roots that are pinned here; where none are, those of the file.

    Raises Refused if the file has others than are pinned.
    """
    pinned = stored_roots(bench)
    given = read_roots(roots_file) if roots_file else None
    if pinned and given and roots_file and given.fingerprint != pinned.fingerprint:
        raise Refused("CDO-E727", file=roots_file.name, known=pinned.fingerprint)
    return pinned or given


def known_here(bench: Workbench) -> KnownBundle | None:
    """The bundle this workspace goes by, as an older one is recognised."""
    stored = bench.workspace.newest_trust()
    return KnownBundle(stored.version, stored.digest) if stored else None


def proven_now(bench: Workbench) -> datetime:
    """The time, but never before the newest that a signature has proven to this workspace."""
    times = [datetime.fromisoformat(one.received_at) for one in bench.workspace.receipts()]
    trust = stored_trust(bench)
    if trust is not None:
        times.append(trust.bundle.issued)
    return trusted_now(bench.clock.now(), max(times, default=None))


@dataclass(frozen=True, slots=True)
class TrustHere:
    """All that a workspace trusts, and since when."""

    bundle: TrustBundle | None
    imported_at: datetime | None
    is_expired: bool
    roots: Roots | None
    pins: tuple[PinnedKey, ...]


def trust_here(bench: Workbench) -> TrustHere:
    """What verifications in this workspace go by."""
    stored, trusted = bench.workspace.newest_trust(), stored_trust(bench)
    bundle = trusted.bundle if trusted else None
    return TrustHere(
        bundle=bundle,
        imported_at=stored.imported_at if stored else None,
        is_expired=bundle is not None and proven_now(bench) > bundle.expires,
        roots=stored_roots(bench),
        pins=tuple(pins_here(bench)),
    )


def is_workspace(path: Path) -> bool:
    """By its name, or, as long as it is not encrypted, by how it begins."""
    if path.suffix.lower() == _WORKSPACE:
        return True
    try:
        with existing(path).open("rb") as stream:
            return stream.read(len(_SQLITE)) == _SQLITE
    except OSError as error:
        raise read_trouble(error, path) from error


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
    if is_pinned(bench, made):
        return made
    with bench.workspace.unit(act, f"登记证书 {made.cert_sha256[:16]}", "note") as unit:
        unit.tell({"certSha256": made.cert_sha256})
        enter_pin(unit, made.cert_sha256, note)
    return made


def unpin(bench: Workbench, text: str, why: str) -> PinnedKey:
    """Vouch no longer for a certificate; who, when and why stay in the history.

    What was proven by it before stays proven. Raises Refused for a bad fingerprint or one that
    nobody vouches for.
    """
    act = bench.act(why)
    sha256 = Pin.of_text(text, act.at, act.who.name).cert_sha256
    known = next((one for one in bench.workspace.pins() if one.sha256 == sha256), None)
    if known is None:
        raise Refused("CDO-E736", what=text)
    name = f"撤销登记证书 {sha256[:16]}" + (f"：{why}" if why else "")
    with bench.workspace.unit(act, name, "note") as unit:
        pinned = {"who": known.who, "at": known.at, "note": known.note}
        unit.tell({"certSha256": sha256, "withdrawn": True, "pinned": pinned})
        withdraw_pin(unit, sha256)
    return known


def is_pinned(bench: Workbench, pin: Pin) -> bool:
    """Whether somebody here vouches for the certificate already."""
    return pin.cert_sha256 in {known.sha256 for known in bench.workspace.pins()}


def pins_here(bench: Workbench) -> list[PinnedKey]:
    """The certificates people here vouch for: who, when, and compared with whom."""
    return bench.workspace.pins()


def stored_pins(bench: Workbench) -> list[Pin]:
    """The same, as a verification takes them."""
    return [
        Pin(known.sha256, datetime.fromisoformat(known.at), known.who) for known in pins_here(bench)
    ]

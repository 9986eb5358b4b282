"""Judging by the trust data: is this bundle the roots' own and the newest, may these people sign.

Nothing here asks a network. Every answer is a value: reasons with codes (CDO-E400 to E411 of
docs/package-format.md), one standing for each signature. What cannot be judged for want of trust
data is never called invalid.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cdo_desktop.domain.verdict import Reason, Verdict, Weight, verdict_of
from cdo_desktop.signing.bundle import (
    DEFAULT_POLICIES,
    DEFAULT_SUITES,
    FROM,
    Pin,
    Policy,
    Requirement,
    Roots,
    TrustBundle,
    TrustedSigner,
)
from cdo_desktop.signing.chain import GROWING, Wanted, by_chain, wanted_by
from cdo_desktop.signing.cms import CmsCheck
from cdo_desktop.signing.standings import (
    SignatureStanding,
    Standing,
    by_bundle,
    by_nothing,
    by_pin,
    holds,
    signature_place,
)

__all__ = [
    "DEFAULT_POLICIES",
    "DEFAULT_SUITES",
    "FROM",
    "KnownBundle",
    "Pin",
    "Policy",
    "Requirement",
    "Roots",
    "SignatureStanding",
    "Standing",
    "TrustBundle",
    "TrustJudgement",
    "TrustedSigner",
    "judge_bundle_expiry",
    "judge_bundle_signatures",
    "judge_bundle_version",
    "judge_signers",
    "signature_place",
    "trusted_now",
]


@dataclass(frozen=True, slots=True)
class TrustJudgement:
    """Step 4 of the verification."""

    reasons: tuple[Reason, ...]
    signatures: tuple[SignatureStanding, ...]
    trust: TrustBundle | None
    """The bundle it was judged by: its `age()` is shown beside the verdict."""

    @property
    def verdict(self) -> Verdict:
        """What the reasons come to."""
        return verdict_of(self.reasons)


@dataclass(frozen=True, slots=True)
class KnownBundle:
    """The newest bundle this desk has taken in."""

    version: int
    digest: str
    """contentDigest of its package."""


def trusted_now(system: datetime, newest_authenticated: datetime | None) -> datetime:
    """The system's time, but never before the newest time that a signature has proven to us.

    Setting the clock back does not revive an expired key.
    """
    return max(system, newest_authenticated) if newest_authenticated else system


def judge_bundle_signatures(checks: Sequence[CmsCheck], roots: Roots) -> tuple[Reason, ...]:
    """CDO-E402 unless at least `threshold` different root keys have signed well."""
    signed = {check.certificate.sha256 for check in checks if check.ok and check.certificate}
    good = len(signed & set(roots.keys))
    if good >= roots.threshold:
        return ()
    return (Reason("CDO-E402", "META-INF", {"signed": good, "threshold": roots.threshold}),)


def judge_bundle_version(
    bundle: TrustBundle, digest: str, known: KnownBundle | None
) -> Reason | None:
    """CDO-E403 for a version below the known one, or the known version with other content."""
    if known is None or bundle.version > known.version:
        return None
    if bundle.version == known.version and digest == known.digest:
        return None
    facts = {"version": bundle.version, "known": known.version}
    return Reason("CDO-E403", "data/package.json", facts)


def judge_bundle_expiry(
    bundle: TrustBundle, now: datetime, weight: Weight = Weight.INVALID
) -> Reason | None:
    """CDO-E404 once the bundle has expired; `weight` CANNOT when others are judged by it."""
    if now <= bundle.expires:
        return None
    facts = {"version": bundle.version, "expires": bundle.expires.date().isoformat()}
    return Reason("CDO-E404", "", facts, weight)


def judge_signers(
    kind: str,
    from_org: str,
    signatures: Sequence[CmsCheck],
    trust: TrustBundle | None,
    pin: Pin | None,
    now: datetime,
    *,
    to_org: str | None = None,
    own_org: str | None = None,
) -> TrustJudgement:
    """Judge the signatures 001, 002 … of a package of this kind that `from_org` has sent.

    A pin counts only where there is no bundle. `to_org` (the package's addressee) is compared with
    `own_org` where both are given. An expired bundle makes the verdict "cannot be checked".
    """
    reasons = _by_audience(to_org, own_org)
    if not signatures:
        reasons.append(Reason("CDO-E301", "META-INF"))
    if trust is not None:
        now = trusted_now(now, trust.issued)
        found = [by_bundle(check, n, trust, now) for n, check in enumerate(signatures, 1)]
        expiry = judge_bundle_expiry(trust, now, Weight.CANNOT)
        reasons += [expiry] if expiry else []
    elif pin is not None:
        pinned = any(holds(check, pin) for check in signatures)
        weight = Weight.NOTE if pinned else Weight.INVALID
        found = [by_pin(check, n, pin, now, weight) for n, check in enumerate(signatures, 1)]
    else:
        found = [by_nothing(check, n) for n, check in enumerate(signatures, 1)]
        reasons += [Reason("CDO-E400", "META-INF", {}, Weight.CANNOT)]
    standings = tuple(standing for standing, _ in found)
    reasons += [reason for _, its_own in found for reason in its_own]
    if trust is not None:
        reasons += _by_trust(kind, from_org, standings, trust)
    return TrustJudgement(tuple(reasons), standings, trust)


def _by_audience(to_org: str | None, own_org: str | None) -> list[Reason]:
    if to_org is None or own_org is None or to_org == own_org:
        return []
    return [Reason("CDO-E406", "data/package.json", {"to": to_org, "own": own_org})]


def _by_trust(
    kind: str, from_org: str, standings: Sequence[SignatureStanding], trust: TrustBundle
) -> list[Reason]:
    """CDO-E405, and what the policy says.

    Where a certificate is unknown one cannot say which role is missing, so that alone is reported.
    """
    policy = trust.policies.get(kind)
    if policy is None:
        return [Reason("CDO-E405", "data/package.json", {"kind": kind})]
    if any(trust.signer(one.cert_sha256) is None for one in standings):
        return []
    if kind in GROWING:
        return by_chain(policy, from_org, standings)
    return _by_policy(policy, from_org, standings)


def _by_policy(
    policy: Policy, from_org: str, standings: Sequence[SignatureStanding]
) -> list[Reason]:
    """CDO-E411: the required roles, in their order, among the signatures.

    Further signatures between them (a co-signature in a second suite) do no harm.
    """
    reasons, after = [], 0
    for requirement in policy.required:
        wanted = wanted_by(requirement, from_org)
        place = _next_by(wanted, standings, after)
        if place is not None:
            after = place + 1
            continue
        told = {"role": wanted.label, "org": wanted.place}
        reasons.append(Reason("CDO-E411", "META-INF", told))
    return reasons


def _next_by(wanted: Wanted, standings: Sequence[SignatureStanding], after: int) -> int | None:
    """The first signature from `after` on that is the wanted one."""
    for number in range(after, len(standings)):
        if wanted.is_met_by(standings[number].role, standings[number].org_code):
            return number
    return None

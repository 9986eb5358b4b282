"""How one signature stands before the trust data: known, in its time, not revoked, or pinned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from cdo_desktop.domain.verdict import Reason, Weight
from cdo_desktop.signing.bundle import Pin, TrustBundle, TrustedSigner
from cdo_desktop.signing.certificates import Certificate
from cdo_desktop.signing.cms import CmsCheck

CLOCK_DRIFT = timedelta(days=1)
"""How far the clock of a desk without a network may be off before its claimed time is refused."""


class Standing(StrEnum):
    """What the trust data says of one signature."""

    TRUSTED = "trusted"
    PINNED = "pinned"
    UNCHECKED = "unchecked"
    """There is no trust data to say anything by."""
    UNKNOWN = "unknown"
    """Its certificate is neither in the bundle nor the pinned one."""
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class SignatureStanding:
    """One signature as it is shown: who, as the bundle says (else the certificate), and how."""

    place: str
    standing: Standing
    cert_sha256: str
    name: str
    role: str
    org_code: str
    org_name: str
    suite: str
    claimed_time: datetime | None


Found = tuple[SignatureStanding, list[Reason]]
"""How a signature stands, and why."""


def signature_place(number: int) -> str:
    """Where signature `number` (from 1) stands in a package."""
    return f"META-INF/signature{number:03}.p7s"


def by_bundle(check: CmsCheck, number: int, trust: TrustBundle, now: datetime) -> Found:
    """Signature `number` (from 1) before the bundle: CDO-E407 to CDO-E410."""
    place = signature_place(number)
    certificate, suite = check.certificate, check.suite
    if certificate is None or suite is None or not check.ok:
        return _bad(check, place)
    signer = trust.signer(certificate.sha256)
    if signer is None:
        reason = Reason("CDO-E407", place, _named(certificate))
        return _standing(check, place, Standing.UNKNOWN), [reason]
    reasons = []
    if suite.name not in trust.suites:
        reasons.append(Reason("CDO-E408", place, {"suite": suite.name}))
    start = max(certificate.not_before, signer.not_before)
    until = min(certificate.not_after, signer.not_after)
    reasons += _by_time(check, place, signer.name, start, until, now)
    if signer.revoked_from is not None and now >= signer.revoked_from:
        facts = {"name": signer.name, "since": _shown(signer.revoked_from)}
        reasons.append(Reason("CDO-E410", place, facts))
    standing = Standing.REFUSED if reasons else Standing.TRUSTED
    return _standing(check, place, standing, signer), reasons


def by_pin(check: CmsCheck, number: int, pin: Pin, now: datetime, weight: Weight) -> Found:
    """Signature `number` before a pin: CDO-E401 as a note if it holds, CDO-E407, CDO-E409.

    `weight` is what another certificate counts: a note beside the pinned one, else invalid.
    """
    place = signature_place(number)
    certificate = check.certificate
    if certificate is None or not check.ok:
        return _bad(check, place)
    if not holds(check, pin):
        reason = Reason("CDO-E407", place, _named(certificate), weight)
        return _standing(check, place, Standing.UNKNOWN), [reason]
    start, until = certificate.not_before, certificate.not_after
    reasons = _by_time(check, place, certificate.name, start, until, now)
    if reasons:
        return _standing(check, place, Standing.REFUSED), reasons
    note = Reason("CDO-E401", place, _named(certificate), Weight.NOTE)
    return _standing(check, place, Standing.PINNED), [note]


def by_nothing(check: CmsCheck, number: int) -> Found:
    """Signature `number` where there is nothing to judge it by."""
    place = signature_place(number)
    return (_standing(check, place, Standing.UNCHECKED), []) if check.ok else _bad(check, place)


def _by_time(
    check: CmsCheck, place: str, name: str, start: datetime, until: datetime, now: datetime
) -> list[Reason]:
    """CDO-E409: the certificate must be valid now, and the claimed time possible."""
    claimed = check.claimed_time
    earliest, latest = start - CLOCK_DRIFT, min(until, now + CLOCK_DRIFT)
    if start <= now <= until and claimed is not None and earliest <= claimed <= latest:
        return []
    facts = {
        "name": name,
        "start": _shown(start),
        "until": _shown(until),
        "claimed": _shown(claimed) if claimed else "",
        "now": _shown(now),
    }
    return [Reason("CDO-E409", place, facts)]


def _bad(check: CmsCheck, place: str) -> Found:
    """A signature that is not good for its content: step 3 says so already, and stops there."""
    reason = check.reason(place)
    return _standing(check, place, Standing.REFUSED), [reason] if reason else []


def holds(check: CmsCheck, pin: Pin) -> bool:
    """Whether it is a good signature by the pinned certificate."""
    found = check.certificate
    return check.ok and found is not None and found.sha256 == pin.cert_sha256


def _named(certificate: Certificate) -> dict[str, object]:
    return {"name": certificate.name, "fingerprint": certificate.sha256}


def _standing(
    check: CmsCheck, place: str, standing: Standing, signer: TrustedSigner | None = None
) -> SignatureStanding:
    found = check.certificate
    return SignatureStanding(
        place=place,
        standing=standing,
        cert_sha256=found.sha256 if found else "",
        name=signer.name if signer else found.name if found else "",
        role=signer.role if signer else found.role if found else "",
        org_code=signer.org_code if signer else found.org_code if found else "",
        org_name=found.org_name if found else "",
        suite=check.suite.name if check.suite else "",
        claimed_time=check.claimed_time,
    )


def _shown(at: datetime) -> str:
    """A time as people read it, by the clock of this computer."""
    return f"{at.astimezone():%Y-%m-%d %H:%M}"

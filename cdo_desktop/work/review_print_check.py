"""What is to be said of a print: whether its signatures are intact, and of which form it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cdo_desktop.domain.package import package_code
from cdo_desktop.domain.verdict import Reason, Verdict, Weight, verdict_of
from cdo_desktop.errors import Refused
from cdo_desktop.signing.certificates import Certificate
from cdo_desktop.signing.pdf_verdict import PdfSignature
from cdo_desktop.tasks import Run
from cdo_desktop.work.judging import TrustGiven
from cdo_desktop.work.prints import check_print, package_of
from cdo_desktop.work.review_beside import print_beside
from cdo_desktop.work.review_reading import shown_from
from cdo_desktop.work.review_trust import FormVerdict, Trusting, trusting_at
from cdo_desktop.workbench import Desk

_UNSIGNED = "CDO-K473"


@dataclass(frozen=True, slots=True)
class PrintFound:
    """What was found about a print."""

    path: Path
    package: str
    """The words of its QR code: the package it was made from; "" if it names none."""
    signatures: tuple[PdfSignature, ...]
    reasons: tuple[Reason, ...]
    """All of them, those of the signatures too."""

    @property
    def verdict(self) -> Verdict:
        """The bottom line: of the print alone, never of the form."""
        return verdict_of(self.reasons)


def check_beside(package: Path, found: FormVerdict, now: datetime) -> PrintFound | None:
    """The print beside a form that was verified; None if there is none.

    Its signatures must be intact, by signers of the form whom the trust data vouches for, and it
    must be the print of this very form. A print in which nobody has signed is no fault.
    """
    path = print_beside(package)
    if not path.exists():
        return None
    if found.verdict is Verdict.INVALID:  # then nothing in it vouches for anybody
        return _looked_at(path, (), now, "")
    shown = shown_from(package, Run())
    vouched = {one.standing.cert_sha256 for one in found.opinions if one.is_vouched}
    known = [one.certificate for one in shown.opinions if one.cert_sha256 in vouched]
    code = package_code(shown.content_digest, shown.package_id)
    print_found = _looked_at(path, known, now, code)
    signed = [one.certificate for one in print_found.signatures]
    given = [one.certificate for one in shown.opinions]
    if signed == given or print_found.verdict is Verdict.INVALID:
        return print_found
    facts = {"signed": len({*signed}), "given": len(given)}
    told = Reason("CDO-U489", path.name, facts, Weight.NOTE)
    kept = tuple(one for one in print_found.reasons if one.code != _UNSIGNED)
    return PrintFound(path, print_found.package, print_found.signatures, (*kept, told))


def check_alone(desk: Desk, path: Path, given: TrustGiven, run: Run) -> PrintFound:
    """A print without its form: whose signatures it bears, by the trust data that was named.

    Raises Refused (no such file, no sound PDF, trust data that cannot be used).
    """
    trusting = trusting_at(desk, given, run)
    signers = check_print(path, (), trusting.now).signatures
    known = [one.certificate for one in signers if one.certificate and _knows(trusting, one)]
    return _looked_at(path, known, trusting.now)


def _knows(trusting: Trusting, one: PdfSignature) -> bool:
    """Whether the trust data vouches for who signed, at the time the signature names."""
    assert one.certificate is not None  # the caller asks only then
    sha256 = one.certificate.sha256
    if trusting.bundle is None:
        return sha256 in {pin.cert_sha256 for pin in trusting.pins}
    signer, at = trusting.bundle.signer(sha256), one.claimed_time
    if signer is None or at is None or not signer.not_before <= at <= signer.not_after:
        return False
    return signer.revoked_from is None or trusting.now < signer.revoked_from


def _looked_at(
    path: Path, known: Iterable[Certificate], now: datetime, code: str | None = None
) -> PrintFound:
    """`code` is that of the package it should be of; None: of any, "": of none that is known."""
    try:
        package, check = package_of(path), check_print(path, known, now)
    except Refused as refused:
        if code is None:
            raise
        return PrintFound(path, "", (), (Reason(refused.code, path.name, refused.facts),))
    reasons = [*check.reasons, *(reason for one in check.signatures for reason in one.reasons)]
    if code and package != code:
        reasons.insert(0, Reason("CDO-U485", path.name))
    if code is None and not package.startswith("cdo-package/"):
        reasons.insert(0, Reason("CDO-E782", path.name, {}, Weight.CANNOT))
    return PrintFound(path, package, check.signatures, tuple(reasons))

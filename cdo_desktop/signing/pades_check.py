"""Whether the signatures in a print are good, and what was done to the file after them.

A reader that only looks at the signed bytes takes a file for good to which another content was
appended (PACKAGE format, docs: prints). Here what follows a signature must be another signature,
and nothing may follow the last. Nothing is fetched from anywhere.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from asn1crypto import x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, DiffResult, ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from cdo_desktop.domain.verdict import Reason, Weight
from cdo_desktop.errors import Refused
from cdo_desktop.signing.certificates import Certificate, parse_certificate
from cdo_desktop.signing.pades import BROKEN, read_pdf
from cdo_desktop.signing.pdf_verdict import PdfCheck, PdfSignature

_AHEAD = timedelta(days=1)
"""A claimed time so far in the future cannot be a clock that is a little wrong."""


def verify_pdf(path: Path, trusted: Iterable[Certificate], now: datetime) -> PdfCheck:
    """Judge every signature of a PDF; only these certificates are known.

    Raises Refused CDO-U101, CDO-U204, CDO-K471 for a file that is no sound PDF.
    """
    content = read_pdf(path)
    known = {certificate.sha256 for certificate in trusted}
    try:
        reader = PdfFileReader(io.BytesIO(content))
        found = list(reader.embedded_regular_signatures)
        judged = tuple(
            _judged(one, known, now, path.name, is_last=one is found[-1]) for one in found
        )
    except BROKEN as error:
        raise Refused("CDO-K471", file=path.name) from error
    if not judged:
        return PdfCheck((), (Reason("CDO-K473", path.name, {}, Weight.CANNOT),))
    return PdfCheck(judged, ())


def _judged(
    one: EmbeddedPdfSignature, known: set[str], now: datetime, file: str, *, is_last: bool
) -> PdfSignature:
    field = str(one.field_name)
    certificate = _certificate(one)
    if certificate is None:
        reason = Reason("CDO-K474", file, {"field": field})
        return PdfSignature(field, None, None, (reason,))
    facts = {"field": field, "name": certificate.name}
    claimed = one.self_reported_timestamp
    reasons = [
        *_of_bytes(one, facts, file, is_last=is_last),
        *_of_trust(certificate, claimed, known, now, facts, file),
    ]
    return PdfSignature(field, certificate, claimed, tuple(reasons))


def _certificate(one: EmbeddedPdfSignature) -> Certificate | None:
    """The certificate inside; None where there is none that we read."""
    try:
        return parse_certificate(one.signer_cert.dump())
    except (*BROKEN, Refused):
        return None


def _of_bytes(
    one: EmbeddedPdfSignature, facts: dict[str, str], file: str, *, is_last: bool
) -> Iterator[Reason]:
    """Whether the signed bytes are those that were signed, and what came after them."""
    try:
        status = _status(one)
    except (SignatureValidationError, PdfError):
        yield Reason("CDO-K474", file, facts)
        return
    if not (status.intact and status.valid):
        yield Reason("CDO-K475", file, facts)
        return
    coverage = status.coverage or SignatureCoverageLevel.UNCLEAR
    least = (
        SignatureCoverageLevel.ENTIRE_FILE if is_last else SignatureCoverageLevel.ENTIRE_REVISION
    )
    if coverage < least or not _is_quiet(status.modification_level) or not status.docmdp_ok:
        yield Reason("CDO-K476", file, facts)


def _status(one: EmbeddedPdfSignature) -> PdfSignatureStatus:
    """What pyHanko says of it; who may be trusted is not asked there."""
    anchor = x509.Certificate.load(one.signer_cert.dump())
    context = ValidationContext(trust_roots=[anchor], allow_fetching=False)
    return validate_pdf_signature(one, signer_validation_context=context)


def _of_trust(
    certificate: Certificate,
    claimed: datetime | None,
    known: set[str],
    now: datetime,
    facts: dict[str, str],
    file: str,
) -> Iterator[Reason]:
    if certificate.sha256 not in known:
        more = {**facts, "fingerprint": certificate.sha256}
        yield Reason("CDO-K477", file, more, Weight.CANNOT)
    if claimed is None or not certificate.is_valid_at(claimed) or claimed > now + _AHEAD:
        yield Reason("CDO-K478", file, facts)
    yield Reason("CDO-K479", file, facts, Weight.NOTE)


def only_signed(path: Path) -> bool:
    """Whether nothing was put on a print since it was drawn but signatures into its fields.

    A signature says nothing of what was changed before it. Raises Refused CDO-U101, CDO-U204,
    CDO-K471.
    """
    content = read_pdf(path)
    try:
        found = DEFAULT_DIFF_POLICY.review_file(PdfFileReader(io.BytesIO(content)), 0)
    except BROKEN as error:
        raise Refused("CDO-K471", file=path.name) from error
    return isinstance(found, DiffResult) and _is_quiet(found.modification_level)


def _is_quiet(level: ModificationLevel | None) -> bool:
    return level is not None and level <= ModificationLevel.FORM_FILLING


def first_subject(path: Path) -> str:
    """What a PDF says it is about, as it was before anybody signed it; "" if it does not say.

    Raises Refused CDO-U101, CDO-U204, CDO-K471.
    """
    content = read_pdf(path)
    try:
        drawn = PdfFileReader(io.BytesIO(content)).get_historical_resolver(0).trailer_view
        about = drawn.raw_get("/Info").get_object() if "/Info" in drawn else {}
        return str(about.get("/Subject", ""))
    except BROKEN as error:
        raise Refused("CDO-K471", file=path.name) from error

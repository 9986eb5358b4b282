"""CAdES-BES signatures: made in one fixed form, and judged strictly against that form.

The form (docs/package-format.md): SignedData v1, detached, one SignerInfo v1 by issuer and serial
number, the signer's certificate alone, four signed attributes in DER order, nothing unsigned.
A signature is checked by taking it apart and putting it together again: any byte that does not
come out the same is found, also in fields that no signature covers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from asn1crypto import cms, tsp

from cdo_desktop.domain.verdict import Reason
from cdo_desktop.errors import Refused
from cdo_desktop.signing import der
from cdo_desktop.signing.certificates import MALFORMED, Certificate, parse_certificate
from cdo_desktop.signing.digests import digest_of
from cdo_desktop.signing.key_pairs import verify
from cdo_desktop.signing.signer import Signer
from cdo_desktop.signing.suites import SUITES, Suite, suite_of_oids

_LARGEST = 64 * 1024
"""A signature with one certificate is 1 to 3 KiB; more is not looked at."""

_DATA = "1.2.840.113549.1.7.1"
_SIGNED_DATA = "1.2.840.113549.1.7.2"
_CONTENT_TYPE = "1.2.840.113549.1.9.3"
_MESSAGE_DIGEST = "1.2.840.113549.1.9.4"
_SIGNING_TIME = "1.2.840.113549.1.9.5"
_SIGNING_CERTIFICATE = "1.2.840.113549.1.9.16.2.47"
_ATTRIBUTES = {_CONTENT_TYPE, _MESSAGE_DIGEST, _SIGNING_TIME, _SIGNING_CERTIFICATE}

_CERT_DIGESTS = {suite.cms_digest_oid: suite.cms_digest for suite in SUITES.values()}


@dataclass(frozen=True, slots=True)
class CmsCheck:
    """What a signature file says, and whether it is good for the content; says nothing of trust."""

    problem: str | None
    """None, or "structure", "algorithm", "certificate-hash", "message-digest", "signature"."""
    certificate: Certificate | None = None
    claimed_time: datetime | None = None
    """The signing time in the signer's own words (UTC)."""
    suite: Suite | None = None

    @property
    def ok(self) -> bool:
        """Whether the holder of the certificate's key signed exactly this content."""
        return self.problem is None

    def reason(self, place: str) -> Reason | None:
        """CDO-E305 for a signature that is not good, None for a good one."""
        return Reason("CDO-E305", place, {"problem": self.problem}) if self.problem else None


@dataclass(frozen=True, slots=True)
class _Parts:
    """All that varies in a signature; `_assemble` makes the file out of it."""

    suite: Suite
    certificate: Certificate
    message_digest: bytes
    claimed_time: datetime
    signing_certificate: bytes
    """The value of the signingCertificateV2 attribute, DER."""
    signature: bytes
    digest_algorithm: bytes
    signature_algorithm: bytes


class _Flawed(Exception):
    """A signature that cannot be good; carries the word for `CmsCheck.problem`."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


def make_signature(content: bytes, signer: Signer, at: datetime) -> bytes:
    """The detached signature (DER) of a content by a signer at this time.

    The same again for the same arguments with ECDSA (RFC 6979); SM2's nonce is random.
    Raises what the signer raises, and ValueError for a naive time.
    """
    if at.tzinfo is None:
        raise ValueError("a time without an offset")
    suite, certificate = signer.certificate.suite, signer.certificate
    # certHash with the default SHA-256, which DER leaves out (RFC 5035 §3)
    ess_cert = der.sequence(der.octets(bytes.fromhex(certificate.sha256)))
    parts = _Parts(
        suite=suite,
        certificate=certificate,
        message_digest=digest_of(suite.cms_digest, content),
        claimed_time=at,
        signing_certificate=der.sequence(der.sequence(ess_cert)),
        signature=b"",
        digest_algorithm=der.sequence(der.oid(suite.cms_digest_oid)),  # no parameters: RFC 5754 §2
        signature_algorithm=der.sequence(der.oid(suite.signature_oids[0])),
    )
    attributes = _attributes(parts)
    return _assemble(parts, attributes, signer.sign(der.set_of(attributes)))


def check_signature(content: bytes, p7s: bytes) -> CmsCheck:
    """Judge a detached signature over a content; any bytes may be given, nothing is raised."""
    try:
        parts = _take_apart(p7s)
        attributes = _attributes(parts)
        again = _assemble(parts, attributes, parts.signature)
    except _Flawed as flaw:
        return CmsCheck(flaw.problem)
    except (*MALFORMED, Refused):
        return CmsCheck("structure")
    problem = "structure" if again != p7s else _problem(content, parts, der.set_of(attributes))
    return CmsCheck(problem, parts.certificate, parts.claimed_time, parts.suite)


def _problem(content: bytes, parts: _Parts, tbs: bytes) -> str | None:
    if parts.certificate.suite is not parts.suite:
        return "algorithm"
    if not _names_certificate(parts):
        return "certificate-hash"
    if digest_of(parts.suite.cms_digest, content) != parts.message_digest:
        return "message-digest"
    if not verify(parts.certificate.spki, tbs, parts.signature):
        return "signature"
    return None


def _attributes(parts: _Parts) -> list[bytes]:
    """The four signed attributes, DER, not yet in order."""
    values = {
        _CONTENT_TYPE: der.oid(_DATA),
        _MESSAGE_DIGEST: der.octets(parts.message_digest),
        _SIGNING_TIME: der.time(parts.claimed_time),
        _SIGNING_CERTIFICATE: parts.signing_certificate,
    }
    return [der.sequence(der.oid(kind), der.set_of([value])) for kind, value in values.items()]


def _assemble(parts: _Parts, attributes: list[bytes], signature: bytes) -> bytes:
    """ContentInfo {signedData, SignedData} of RFC 5652 in the one form that we write and read."""
    certificate = parts.certificate
    signer_info = der.sequence(
        der.integer(1),
        der.sequence(certificate.issuer, der.integer(certificate.serial)),
        parts.digest_algorithm,
        der.set_of(attributes, tag=0xA0),
        parts.signature_algorithm,
        der.octets(signature),
    )
    signed_data = der.sequence(
        der.integer(1),
        der.set_of([parts.digest_algorithm]),
        der.sequence(der.oid(_DATA)),
        der.element(0xA0, certificate.der),
        der.set_of([signer_info]),
    )
    return der.sequence(der.oid(_SIGNED_DATA), der.element(0xA0, signed_data))


def _take_apart(p7s: bytes) -> _Parts:
    """What varies in a signature; raises _Flawed, MALFORMED or Refused."""
    if len(p7s) > _LARGEST:
        raise _Flawed("structure")
    info = cms.ContentInfo.load(p7s, strict=True)
    if info["content_type"].dotted != _SIGNED_DATA:
        raise _Flawed("structure")
    signed = info["content"]
    (signer_info,) = signed["signer_infos"]
    (certificate,) = signed["certificates"]
    suite = suite_of_oids(
        signer_info["digest_algorithm"]["algorithm"].dotted,
        signer_info["signature_algorithm"]["algorithm"].dotted,
    )
    if suite is None:
        raise _Flawed("algorithm")
    values = _attribute_values(signer_info["signed_attrs"])
    return _Parts(
        suite=suite,
        certificate=parse_certificate(certificate.chosen.dump()),
        message_digest=values[_MESSAGE_DIGEST].native,
        claimed_time=values[_SIGNING_TIME].native,
        signing_certificate=values[_SIGNING_CERTIFICATE].dump(),
        signature=signer_info["signature"].native,
        digest_algorithm=_algorithm(suite.cms_digest_oid, signer_info["digest_algorithm"]),
        signature_algorithm=_algorithm(
            signer_info["signature_algorithm"]["algorithm"].dotted,
            signer_info["signature_algorithm"],
        ),
    )


def _attribute_values(attributes: cms.CMSAttributes) -> dict[str, cms.core.Asn1Value]:
    """The single value of each of the four attributes, which must all be there and no other."""
    kinds = [attribute["type"].dotted for attribute in attributes]
    if len(kinds) != len(_ATTRIBUTES) or set(kinds) != _ATTRIBUTES:
        raise _Flawed("structure")
    values = {}
    for kind, attribute in zip(kinds, attributes, strict=True):
        (values[kind],) = attribute["values"]
    return values


def _algorithm(dotted: str, found: cms.core.Sequence) -> bytes:
    """AlgorithmIdentifier without parameters or, if it was found so, with NULL (RFC 5754 §2)."""
    plain, with_null = der.sequence(der.oid(dotted)), der.sequence(der.oid(dotted), der.NULL)
    return with_null if found.dump() == with_null else plain


def _names_certificate(parts: _Parts) -> bool:
    """Whether the signed attribute holds the digest of exactly the certificate in the file."""
    try:
        named = tsp.SigningCertificateV2.load(parts.signing_certificate, strict=True)
        (ess_cert,) = named["certs"]
        digest = _CERT_DIGESTS.get(ess_cert["hash_algorithm"]["algorithm"].dotted)
        cert_hash = ess_cert["cert_hash"].native
    except MALFORMED:
        return False
    return digest is not None and digest_of(digest, parts.certificate.der) == cert_hash

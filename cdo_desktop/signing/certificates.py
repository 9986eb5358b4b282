"""X.509 certificates: made for first use in both suites, read from wherever they come.

A self-made certificate names its holder in the subject: C=CN, O (2.5.4.10) the organisation,
organizationIdentifier (2.5.4.97) its USCC, OU (2.5.4.11) the key of the role, CN (2.5.4.3) the
person. SM2 ones follow GB/T 20518: curve sm2p256v1, signature 1.2.156.10197.1.501. Who may sign
what is decided by the trust bundle alone; what a certificate says of itself is only a label.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
import textwrap
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from asn1crypto import algos, core, keys, x509

from cdo_desktop.domain.roles import ROLES
from cdo_desktop.domain.verdict import Reason, Weight
from cdo_desktop.errors import Refused
from cdo_desktop.signing.key_pairs import SigningKey, suite_of_spki
from cdo_desktop.signing.suites import Suite

WARN_DAYS = (7, 30, 90)
"""A certificate that ends within so many days is warned about."""

MALFORMED = (ValueError, TypeError, KeyError, OverflowError)
"""What asn1crypto raises on bytes that are not what they claim to be.

KeyError stands in its source for algorithms it has no table for; the others were met in 160 000
mangled signatures and certificates, and nothing else was.
"""

_CN, _O, _OU, _ORG_ID = "2.5.4.3", "2.5.4.10", "2.5.4.11", "2.5.4.97"
_SUBJECT = {_CN, _O, _OU, _ORG_ID}

_LARGEST = 64 * 1024
_LONGEST_NAME = 64
"""ub-common-name and ub-organization-name of RFC 5280, appendix A."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose certificate it is, in the holder's own words."""

    name: str
    role: str
    org_name: str
    org_code: str


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate, read; two are the same if their bytes are."""

    der: bytes = field(repr=False)
    sha256: str
    """64 lower-case hex digits over `der`: how trust bundles, roots and pins name it."""
    name: str
    role: str
    """Key of ROLES, or empty: certificates of a CA carry no role."""
    org_name: str
    org_code: str
    not_before: datetime
    not_after: datetime
    suite: Suite
    spki: bytes = field(repr=False)
    issuer: bytes = field(repr=False)
    """Issuer as DER Name, for issuerAndSerialNumber."""
    serial: int = field(repr=False)

    def is_valid_at(self, at: datetime) -> bool:
        """Whether its own dates include this moment."""
        return self.not_before <= at <= self.not_after


def make_certificate(key: SigningKey, holder: Holder, at: datetime, years: int = 3) -> Certificate:
    """A self-signed certificate for this key, valid from the day of `at` (UTC) for some years.

    It may sign (digitalSignature, nonRepudiation) and is no CA. Raises Refused CDO-K201 for a
    name that cannot stand in a certificate, CDO-U103 for an unknown role.
    """
    _check(holder)
    start = at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    name = _name(holder)
    public = keys.PublicKeyInfo.load(key.spki())
    tbs = x509.TbsCertificate(
        {
            "version": "v3",
            "serial_number": secrets.randbits(127) | 1,
            "signature": _algorithm(key.suite),
            "issuer": name,
            "validity": {"not_before": _time(start), "not_after": _time(_later(start, years))},
            "subject": name,
            "subject_public_key_info": public,
            "extensions": _extensions(key.spki()),
        }
    )
    whole = x509.Certificate(
        {
            "tbs_certificate": tbs,
            "signature_algorithm": _algorithm(key.suite),
            "signature_value": key.sign(tbs.dump()),
        }
    )
    return parse_certificate(whole.dump())


def parse_certificate(der: bytes) -> Certificate:
    """Read a DER certificate of one of our suites.

    Its signature is not checked: trust comes from the SHA-256 of the whole, never from the
    issuer. Raises Refused CDO-K202 for bytes that are none or a key that is of no suite.
    """
    if len(der) > _LARGEST:
        raise Refused("CDO-K202")
    try:
        return _parse(der)
    except MALFORMED as error:
        raise Refused("CDO-K202") from error


def to_pem(certificate: Certificate) -> str:
    """The PEM text that OpenSSL reads."""
    body = "\n".join(textwrap.wrap(base64.b64encode(certificate.der).decode("ascii"), 64))
    return f"-----BEGIN CERTIFICATE-----\n{body}\n-----END CERTIFICATE-----\n"


def from_file(content: bytes) -> Certificate:
    """Read a certificate file, PEM or DER. Raises Refused CDO-K202."""
    begin, end = b"-----BEGIN CERTIFICATE-----", b"-----END CERTIFICATE-----"
    if begin not in content:
        return parse_certificate(content)
    body = content.partition(begin)[2].partition(end)[0]
    try:
        return parse_certificate(base64.b64decode(b"".join(body.split()), validate=True))
    except ValueError as error:
        raise Refused("CDO-K202") from error


def expiry_notice(certificate: Certificate, now: datetime) -> Reason | None:
    """A note when the certificate has ended (CDO-K204) or ends within 90, 30 or 7 days (CDO-K203).

    The fact `within` tells which of the three, so that a window can be louder near the end.
    """
    facts = {
        "name": certificate.name,
        "until": certificate.not_after.astimezone().date().isoformat(),
    }
    left = certificate.not_after - now
    if left < timedelta(0):
        return Reason("CDO-K204", "", facts, Weight.NOTE)
    for within in WARN_DAYS:
        if left <= timedelta(days=within):
            return Reason(
                "CDO-K203", "", {**facts, "days": left.days, "within": within}, Weight.NOTE
            )
    return None


def _parse(der: bytes) -> Certificate:
    whole = x509.Certificate.load(der, strict=True)
    tbs = whole["tbs_certificate"]
    spki = tbs["subject_public_key_info"].dump()
    subject = _subject(tbs["subject"])
    role = subject.get(_OU, "")
    return Certificate(
        der=bytes(der),
        sha256=hashlib.sha256(der).hexdigest(),
        name=subject.get(_CN, ""),
        role=role if role in ROLES else "",
        org_name=subject.get(_O, ""),
        org_code=subject.get(_ORG_ID, ""),
        not_before=_moment(tbs["validity"]["not_before"]),
        not_after=_moment(tbs["validity"]["not_after"]),
        suite=suite_of_spki(spki),
        spki=spki,
        issuer=tbs["issuer"].dump(),
        serial=tbs["serial_number"].native,
    )


def _subject(name: x509.Name) -> dict[str, str]:
    """The subject's attributes by OID; of several with the same OID the last, the most specific.

    Only those we know: an unknown one may hold anything, nested as deep as it likes.
    """
    found = {}
    for part in name.chosen:
        for pair in part:
            if pair["type"].dotted in _SUBJECT:
                found[pair["type"].dotted] = str(pair["value"].native)
    return found


def _moment(time: x509.Time) -> datetime:
    at = time.native
    # asn1crypto also gives times without a zone, and a type of its own for the year 0
    if not isinstance(at, datetime) or at.tzinfo is None:
        raise ValueError("a validity that is no moment")
    return at


def _check(holder: Holder) -> None:
    if holder.role not in ROLES:
        raise Refused("CDO-U103", what=holder.role, choices="、".join(ROLES))
    for what, value in (
        ("姓名", holder.name),
        ("单位名称", holder.org_name),
        ("统一社会信用代码", holder.org_code),
    ):
        if not (0 < len(value) <= _LONGEST_NAME and value.isprintable() and value.strip() == value):
            raise Refused("CDO-K201", what=what, value=value, longest=_LONGEST_NAME)


def _name(holder: Holder) -> x509.Name:
    pairs = [
        ("country_name", core.PrintableString("CN")),
        ("organization_name", core.UTF8String(holder.org_name)),
        ("organization_identifier", core.UTF8String(holder.org_code)),
        ("organizational_unit_name", core.UTF8String(holder.role)),
        ("common_name", core.UTF8String(holder.name)),
    ]
    sequence = x509.RDNSequence()
    for kind, text in pairs:
        value = x509.DirectoryString(name=_choice(text), value=text)
        pair = x509.NameTypeAndValue({"type": kind, "value": value})
        sequence.append(x509.RelativeDistinguishedName([pair]))
    return x509.Name(name="", value=sequence)


def _choice(text: core.Asn1Value) -> str:
    return "printable_string" if isinstance(text, core.PrintableString) else "utf8_string"


def _algorithm(suite: Suite) -> algos.SignedDigestAlgorithm:
    return algos.SignedDigestAlgorithm({"algorithm": suite.signature_oids[0]})


def _extensions(spki: bytes) -> list[dict[str, object]]:
    """Who signs with it and how; RFC 5280 §4.2.1.2 leaves the key identifier's digest open."""
    return [
        {
            "extn_id": "basic_constraints",
            "critical": True,
            "extn_value": x509.BasicConstraints({"ca": False}),
        },
        {
            "extn_id": "key_usage",
            "critical": True,
            "extn_value": x509.KeyUsage({"digital_signature", "non_repudiation"}),
        },
        {
            "extn_id": "key_identifier",
            "critical": False,
            "extn_value": core.OctetString(hashlib.sha256(spki).digest()[:20]),
        },
    ]


def _time(at: datetime) -> x509.Time:
    """UTCTime through 2049, GeneralizedTime after (RFC 5280 §4.1.2.5)."""
    if at.year < 2050:
        return x509.Time(name="utc_time", value=core.UTCTime(at))
    return x509.Time(name="general_time", value=core.GeneralizedTime(at))


def _later(start: datetime, years: int) -> datetime:
    """The same day some years later, 28 February for a leap day."""
    day = 28 if (start.month, start.day) == (2, 29) else start.day
    return start.replace(year=start.year + years, day=day)

"""The table of suites: which manifest digest, CMS digest and signature algorithm go together."""

from __future__ import annotations

from dataclasses import dataclass

from cdo_desktop.errors import Refused

_SHA256_URI = "http://www.w3.org/2001/04/xmlenc#sha256"
_SM3_URI = "urn:oid:1.2.156.10197.1.401"


@dataclass(frozen=True, slots=True)
class Suite:
    """One suite of docs/package-format.md; a signature names it by the OIDs in its CMS."""

    name: str
    short: str
    """Its name on the command line; empty where the program only reads the suite."""
    manifest_digest: str
    """Name for digests.new_digest: what the DigestValues of the manifest are made with."""
    manifest_uri: str
    """The DigestMethod of the manifest."""
    cms_digest: str
    cms_digest_oid: str
    signature_oids: tuple[str, ...]
    """Accepted in SignerInfo.signatureAlgorithm; the first is the one we write."""


SM2 = Suite(
    name="sm2-sm3",
    short="sm2",
    manifest_digest="sm3",
    manifest_uri=_SM3_URI,
    cms_digest="sm3",
    cms_digest_oid="1.2.156.10197.1.401",
    signature_oids=("1.2.156.10197.1.501",),  # GB/T 33560; ….1.301.1 is refused by BouncyCastle
)
P256 = Suite(
    name="ecdsa-p256-sha256",
    short="p256",
    manifest_digest="sha256",
    manifest_uri=_SHA256_URI,
    cms_digest="sha256",
    cms_digest_oid="2.16.840.1.101.3.4.2.1",
    signature_oids=("1.2.840.10045.4.3.2",),  # RFC 5758
)
P384 = Suite(
    name="ecdsa-p384-sha384",
    short="",
    manifest_digest="sha256",
    manifest_uri=_SHA256_URI,
    cms_digest="sha384",
    cms_digest_oid="2.16.840.1.101.3.4.2.2",
    signature_oids=("1.2.840.10045.4.3.3",),
)
RSA = Suite(
    name="rsa-pkcs1-sha256",
    short="",
    manifest_digest="sha256",
    manifest_uri=_SHA256_URI,
    cms_digest="sha256",
    cms_digest_oid="2.16.840.1.101.3.4.2.1",
    # RFC 3370 §3.2 allows both: OpenSSL and BouncyCastle write rsaEncryption
    signature_oids=("1.2.840.113549.1.1.11", "1.2.840.113549.1.1.1"),
)

SUITES: dict[str, Suite] = {suite.name: suite for suite in (SM2, P256, P384, RSA)}
MADE: dict[str, Suite] = {suite.short: suite for suite in SUITES.values() if suite.short}


def suite_to_make(short: str) -> Suite:
    """The suite of a command-line name ("sm2", "p256"); Refused if we do not make it."""
    if short not in MADE:
        raise Refused("CDO-U103", what=short, choices="、".join(MADE))
    return MADE[short]


def suite_of_oids(digest_oid: str, signature_oid: str) -> Suite | None:
    """The suite that a CMS with these two OIDs uses; None if it is none of ours."""
    for suite in SUITES.values():
        if digest_oid == suite.cms_digest_oid and signature_oid in suite.signature_oids:
            return suite
    return None

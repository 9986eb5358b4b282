"""Keys: making them, importing them, showing what is known of one without its passphrase."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from cdo_desktop.domain.people import Org
from cdo_desktop.domain.roles import ROLES, role_label
from cdo_desktop.domain.verdict import Reason
from cdo_desktop.errors import Refused
from cdo_desktop.files import existing, write_bytes
from cdo_desktop.signing import keys
from cdo_desktop.signing.certificates import (
    Certificate,
    Holder,
    expiry_notice,
    from_file,
    to_pem,
)
from cdo_desktop.signing.suites import MADE
from cdo_desktop.workbench import Desk

AskPassphrase = Callable[[], str]
MAGIC = b"{"


def role_key(word: str) -> str:
    """The key of a role given by key or label. Raises Refused."""
    for key, label in ROLES.items():
        if word in (key, label):
            return key
    choices = "、".join(f"{key}（{label}）" for key, label in ROLES.items())
    raise Refused("CDO-U103", what=word, choices=choices)


def make_key(
    desk: Desk, path: Path, suite: str, name: str, role: str, org: Org, passphrase: AskPassphrase
) -> Certificate:
    """Make a key pair with a self-made certificate in a new key file; beside it the certificate.

    `suite` is sm2 or p256. Raises Refused, DiskTrouble.
    """
    if suite not in MADE:
        raise Refused("CDO-U103", what=suite, choices="、".join(MADE))
    holder = Holder(name, role_key(role), org.name, org.code)
    certificate = keys.create_key(path, MADE[suite], holder, passphrase, desk.clock.now())
    write_bytes(certificate_path(path), to_pem(certificate).encode())
    return certificate


def import_key(
    source: Path, path: Path, opening: AskPassphrase, passphrase: AskPassphrase
) -> Certificate:
    """Keep the key of a PKCS#12 file (ECDSA P-256, CA-issued) in a new key file."""
    certificate = keys.import_pkcs12(source, path, opening, passphrase)
    write_bytes(certificate_path(path), to_pem(certificate).encode())
    return certificate


def certificate_path(key: Path) -> Path:
    """Where the certificate stands that goes to the receiver; it holds no secret."""
    return key.with_name(f"{key.name}.pem")


def read_certificate(path: Path) -> Certificate:
    """The certificate of a key file, or of a certificate file (PEM or DER). Raises Refused."""
    content = existing(path).read_bytes()
    if content.lstrip().startswith(MAGIC):
        return keys.read_certificate(path)
    return from_file(content)


def notice(desk: Desk, certificate: Certificate) -> Reason | None:
    """What is to be said of its remaining time."""
    return expiry_notice(certificate, desk.clock.now())


def describe(certificate: Certificate) -> dict[str, str]:
    """What a person compares and a script reads."""
    return {
        "certSha256": certificate.sha256,
        "name": certificate.name,
        "role": role_label(certificate.role),
        "role_key": certificate.role,
        "org": certificate.org_name,
        "orgCode": certificate.org_code,
        "suite": certificate.suite.name,
        "notBefore": certificate.not_before.isoformat(),
        "notAfter": certificate.not_after.isoformat(),
    }

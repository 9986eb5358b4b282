"""Keys: making them, importing them, showing what is known of one without its passphrase."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from unicodedata import east_asian_width

from cdo_desktop.domain.package import PackageKind
from cdo_desktop.domain.people import Org
from cdo_desktop.domain.roles import ROLES, role_label
from cdo_desktop.domain.verdict import Reason
from cdo_desktop.errors import Refused
from cdo_desktop.files import existing, write_bytes
from cdo_desktop.signing import keys
from cdo_desktop.signing.bundle import DEFAULT_POLICIES, TrustBundle
from cdo_desktop.signing.certificates import (
    Certificate as Certificate,  # shown by the callers
)
from cdo_desktop.signing.certificates import (
    Holder,
    expiry_notice,
    from_file,
    to_pem,
)
from cdo_desktop.signing.suites import MADE
from cdo_desktop.workbench import Desk, named

SHORTEST = 8
"""A passphrase of a new key weighs at least so much; one that is there already may be shorter."""

AskPassphrase = Callable[[], str]
MAGIC = b"{"
LARGEST = 64 * 1024
"""No certificate is larger; a file named by mistake is not read whole."""


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

    `suite` is sm2 or p256. Raises Refused (a name is taken, a bad holder, no passphrase),
    DiskTrouble; then neither file is there.
    """
    if suite not in MADE:
        raise Refused("CDO-U103", what=suite, choices="、".join(MADE))
    named(org)
    holder = Holder(name, role_key(role), org.name, org.code)
    _free(path)
    certificate = keys.create_key(path, MADE[suite], holder, passphrase, desk.clock.now())
    return _with_certificate(path, certificate)


def import_key(
    source: Path, path: Path, opening: AskPassphrase, passphrase: AskPassphrase
) -> Certificate:
    """Keep the key of a PKCS#12 file (ECDSA P-256, CA-issued) in a new key file.

    Raises Refused, DiskTrouble; as `make_key`.
    """
    _free(path)
    return _with_certificate(path, keys.import_pkcs12(source, path, opening, passphrase))


def _free(path: Path) -> None:
    for file in (path, certificate_path(path)):
        if file.exists():
            raise Refused("CDO-U102", file=file.name)


def _with_certificate(path: Path, certificate: Certificate) -> Certificate:
    """Write the certificate beside its new key; without it the key is not there either."""
    try:
        write_bytes(certificate_path(path), to_pem(certificate).encode())
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return certificate


def certificate_path(key: Path) -> Path:
    """Where the certificate stands that goes to the receiver; it holds no secret."""
    return key.with_name(f"{key.name}.pem")


def read_certificate(path: Path) -> Certificate:
    """The certificate of a key file, or of a certificate file (PEM or DER). Raises Refused."""
    try:
        with existing(path).open("rb") as stream:
            content = stream.read(LARGEST + 1)
    except OSError as error:
        raise Refused("CDO-U204", file=path.name, reason=error.strerror) from error
    if content.lstrip().startswith(MAGIC):
        return keys.read_certificate(path)
    if len(content) > LARGEST:
        raise Refused("CDO-K202")
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


def passphrase_weight(words: str) -> int:
    """How long a passphrase is; a wide sign (汉字) counts as two, as there are so many of them."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in words)


def may_sign(certificate: Certificate, kind: PackageKind) -> bool:
    """Whether the default policy takes this role for the kind; a CA's certificate names none."""
    return not certificate.role or certificate.role in roles_for(kind)


def roles_for(kind: PackageKind, trust: TrustBundle | None = None) -> tuple[str, ...]:
    """The roles that may sign first, by the policy of the bundle, else by the default one."""
    policies = DEFAULT_POLICIES if trust is None else trust.policies
    policy = policies.get(kind)
    return tuple(role for each in policy.required for role in each.roles) if policy else ()

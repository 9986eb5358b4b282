"""Signers: what is to be known of a key before it signs, and whether its passphrase is right."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cdo_desktop.domain.package import PackageKind
from cdo_desktop.domain.roles import role_label
from cdo_desktop.sentences import sentence
from cdo_desktop.signing.keys import open_key
from cdo_desktop.work.keys import Certificate, may_sign, notice, read_certificate
from cdo_desktop.work.trusting import stored_trust
from cdo_desktop.workbench import Desk, Workbench


@dataclass(frozen=True, slots=True)
class Signer:
    """A key that could sign, as its certificate and the trust list of this workspace show it."""

    key: Path
    certificate: Certificate
    days: int
    """Days until the certificate ends; below 0 it has ended."""
    listed: bool | None
    """Whether the trust list names it; None: there is no list."""
    age: str
    """How old the trust list is; "" without one."""
    doubts: tuple[str, ...]
    """What a receiver will object to, in sentences."""


def signer(bench: Workbench, key: Path) -> Signer:
    """What is to be known of a key; its passphrase is not needed. Raises Refused."""
    certificate = read_certificate(key)
    trusted = stored_trust(bench)
    now = bench.clock.now()
    return Signer(
        key=key,
        certificate=certificate,
        days=(certificate.not_after - now).days,
        listed=trusted.bundle.signer(certificate.sha256) is not None if trusted else None,
        age=trusted.bundle.age() if trusted else "",
        doubts=tuple(_doubts(bench, certificate)),
    )


def _doubts(bench: Workbench, certificate: Certificate) -> list[str]:
    found = []
    if certificate.org_code != bench.org.code:
        found.append(sentence("CDO-E730").says.format(org=certificate.org_name))
    if not may_sign(certificate, PackageKind.CATALOG_EXPORT):
        found.append(sentence("CDO-E732").says.format(role=role_label(certificate.role)))
    reason = notice(Desk(bench.clock, bench.who, bench.machine), certificate)
    return [*found, *([reason.message() + reason.todo()] if reason else [])]


def unlocked(key: Path, passphrase: str) -> Certificate:
    """The certificate of a key whose passphrase is right; nothing is signed.

    Raises Refused: CDO-K102 for a wrong passphrase, CDO-K103, K104 for a file that is no key.
    """
    return open_key(key, lambda: passphrase).certificate

"""What a slip shows of a package besides words: its QR code, and a fingerprint to be read out."""

from __future__ import annotations

from dataclasses import dataclass, field

from cdo_desktop.domain.package import package_code, short_fingerprint


@dataclass(frozen=True, slots=True)
class PackageCode:
    """The code of one package."""

    picture: bytes = field(repr=False)
    """A PNG."""
    fingerprint: str
    """Twenty hexadecimal digits in five groups."""


def drawn_code(content_digest: str, package_id: str) -> PackageCode:
    """The code that the printed slip of this package has too (report/qr.py)."""
    from cdo_desktop.report import qr  # its room loads reportlab, which takes 0.15 s

    picture = qr.qr_picture(package_code(content_digest, package_id))
    return PackageCode(picture, short_fingerprint(content_digest))

"""Signers and prints for the tests of signatures in PDFs."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from cdo_desktop.report.fonts import Faces
from cdo_desktop.report.stamp import StampWords, draw_stamp
from cdo_desktop.signing.certificates import Holder, make_certificate
from cdo_desktop.signing.key_pairs import new_key
from cdo_desktop.signing.pades import open_fields, sign_pdf
from cdo_desktop.signing.signer import FileSigner
from cdo_desktop.signing.suites import P256, Suite


def signer_of(name: str, role: str, at: datetime, suite: Suite = P256) -> FileSigner:
    """Somebody with a fresh key."""
    key = new_key(suite)
    holder = Holder(name, role, "巴中市民政局", "11511900MB0000019E")
    return FileSigner(make_certificate(key, holder, at), key)


def sign(
    path: Path,
    field: str,
    signer: FileSigner,
    at: datetime,
    faces: Faces,
    opinion: str = "",
    seal: bytes | None = None,
) -> None:
    """Fill a field of a print, in place."""
    certificate = signer.certificate
    words = StampWords(
        certificate.name, "首席数据官", certificate.org_name, at, f"{certificate.serial:x}", opinion
    )
    stamp = draw_stamp(words, open_fields(path)[field], faces, seal)
    sign_pdf(path, path, field, signer, at, stamp)

"""Visible PAdES signatures in a print: each signer fills the field that was made for him.

A print is made from a package and never goes back into it. The signature is PAdES-B-B (ETSI EN
319 142-1): CAdES in the PDF, ECDSA on P-256; the next signer's follows as an incremental update.
No reader checks SM2 in a PDF, so an SM2 key signs the package only.
"""

from __future__ import annotations

import io
import logging
from datetime import datetime
from pathlib import Path
from typing import Any

from asn1crypto import x509
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigSeedSubFilter, enumerate_sig_fields
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.signers import Signer as PyHankoSigner
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.stamp import StaticStampStyle

from cdo_desktop.errors import Refused
from cdo_desktop.files import existing, write_bytes
from cdo_desktop.signing.certificates import Certificate
from cdo_desktop.signing.signer import Signer
from cdo_desktop.signing.suites import P256

# what pyHanko has to say of a changed file is said by our check; the terminal is not its place
logging.getLogger("pyhanko").addHandler(logging.NullHandler())

LARGEST = 64 * 1024 * 1024
"""A review form is some hundred kB; what is far larger is not taken for one."""

BROKEN = (
    PdfError,
    SigningError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    ArithmeticError,
    AttributeError,
    RecursionError,
    NotImplementedError,
)
"""What pyHanko raises on bytes that are no sound PDF (met in mangled files)."""


class _OurSigner(PyHankoSigner):
    """A signer of ours as pyHanko wants one: it sees the bytes to sign, never the key."""

    def __init__(self, signer: Signer) -> None:
        self._ours = signer
        super().__init__(signing_cert=x509.Certificate.load(signer.certificate.der))

    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        """The DER signature value; only its size counts in a dry run."""
        if digest_algorithm != P256.cms_digest:
            raise ValueError(digest_algorithm)
        return bytes(72) if dry_run else self._ours.sign(data)


class _At(PdfSigner):
    """Signs at the time that the caller's clock says."""

    at: datetime

    def init_signing_session(self, *given: Any, **named: Any) -> PdfSigningSession:
        """The session, with the time set."""
        session = super().init_signing_session(*given, **named)
        session.system_time = self.at
        return session


class _Page(PdfContent):
    """The first page of another PDF, laid into the field."""

    def __init__(self, pdf: bytes) -> None:
        self._pdf = pdf
        super().__init__()

    def render(self) -> bytes:
        """Take the page over as a form XObject."""
        page = self._ensure_writer.import_page_as_xobject(PdfFileReader(io.BytesIO(self._pdf)))
        self.resources.xobject["/Signature"] = page
        x1, y1, x2, y2 = page.get_object()["/BBox"]
        self.box = BoxConstraints(width=abs(x2 - x1), height=abs(y2 - y1))
        return b"/Signature Do"


def can_sign(certificate: Certificate) -> bool:
    """Whether a PDF can carry this certificate's signature."""
    return certificate.suite is P256


def open_fields(path: Path) -> dict[str, tuple[float, float]]:
    """The signature fields that nobody has filled yet: name -> width and height in points.

    Raises Refused CDO-U101, CDO-U204, CDO-K471.
    """
    content = read_pdf(path)
    try:
        return _open_fields(PdfFileReader(io.BytesIO(content)))
    except BROKEN as error:
        raise Refused("CDO-K471", file=path.name) from error


def sign_pdf(
    source: Path,
    target: Path,
    field: str,
    signer: Signer,
    at: datetime,
    appearance: bytes,
    reason: str = "",
) -> None:
    """Fill an empty signature field of a print; `target` may be `source`.

    `appearance` is a PDF whose first page is shown in the field. Raises Refused: CDO-U101,
    CDO-K470 for an SM2 key, CDO-K471 no sound PDF, CDO-K472 no such empty field; DiskTrouble.
    """
    if not can_sign(signer.certificate):
        raise Refused("CDO-K470", name=signer.certificate.name)
    content = read_pdf(source)
    try:
        writer = IncrementalPdfFileWriter(io.BytesIO(content))
        if field not in _open_fields(writer.prev):
            raise Refused("CDO-K472", file=source.name, field=field)
        pdf_signer = _At(
            PdfSignatureMetadata(
                field_name=field,
                md_algorithm=P256.cms_digest,
                subfilter=SigSeedSubFilter.PADES,
                name=signer.certificate.name,
                reason=reason or None,
            ),
            _OurSigner(signer),
            stamp_style=_style(appearance),
        )
        pdf_signer.at = at
        signed = pdf_signer.sign_pdf(writer, existing_fields_only=True).getvalue()
    except BROKEN as error:
        raise Refused("CDO-K471", file=source.name) from error
    write_bytes(target, signed)


def read_pdf(path: Path) -> bytes:
    """The file, if it can be a print. Raises Refused CDO-U101, CDO-U204, CDO-K471."""
    try:
        with existing(path).open("rb") as stream:
            content = stream.read(LARGEST + 1)
    except OSError as error:
        raise Refused("CDO-U204", file=path.name, reason=error.strerror) from error
    if len(content) > LARGEST or not content.startswith(b"%PDF-"):
        raise Refused("CDO-K471", file=path.name)
    return content


def _style(appearance: bytes) -> StaticStampStyle:
    """The given page alone: no border, no margin, in its own size."""
    middle = SimpleBoxLayoutRule(
        x_align=AxisAlignment.ALIGN_MID, y_align=AxisAlignment.ALIGN_MID, margins=Margins()
    )
    return StaticStampStyle(
        background=_Page(appearance),
        background_layout=middle,
        background_opacity=1.0,
        border_width=0,
    )


def _open_fields(reader: PdfFileReader) -> dict[str, tuple[float, float]]:
    found = {}
    for name, _, field in enumerate_sig_fields(reader, filled_status=False):
        x1, y1, x2, y2 = map(float, field.get_object()["/Rect"])
        found[str(name)] = (abs(x2 - x1), abs(y2 - y1))
    return found

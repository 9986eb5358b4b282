"""Prints of a review form: drawn from the form, signed field by field, checked, shown.

reportlab and pyHanko take 0.7 s to load: they are loaded when something is printed or signed, so
that neither the window nor any other command waits for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from cdo_desktop.domain.roles import role_label
from cdo_desktop.domain.verdict import Reason
from cdo_desktop.errors import Refused
from cdo_desktop.files import writing
from cdo_desktop.report.form_parts import ReviewForm
from cdo_desktop.sentences import sentence
from cdo_desktop.signing.certificates import Certificate
from cdo_desktop.signing.pdf_verdict import PdfCheck
from cdo_desktop.signing.signer import Signer
from cdo_desktop.signing.standings import SignatureStanding
from cdo_desktop.signing.suites import SM2


@dataclass(frozen=True, slots=True)
class Print:
    """A print that stands on the disk."""

    path: Path
    pages: int
    notices: tuple[Reason, ...]
    """What is to be told of its fonts."""


def print_form(form: ReviewForm, path: Path, fonts: Mapping[str, str]) -> Print:
    """Draw a review form; its open opinion boxes have empty signature fields.

    Raises Refused CDO-U102 if the name is taken, DiskTrouble; then nothing has been written.
    """
    if path.exists():
        raise Refused("CDO-U102", file=path.name)
    with writing(path) as stream:
        pages, notices = drawn_form(form, stream, fonts)
    return Print(path, pages, notices)


def drawn_form(
    form: ReviewForm, sink: IO[bytes], fonts: Mapping[str, str]
) -> tuple[int, tuple[Reason, ...]]:
    """Draw a review form into a stream: how many pages, and what is to be told of the fonts."""
    from cdo_desktop.report.fonts import Faces
    from cdo_desktop.report.review_form import draw_review_form

    with Faces(fonts) as faces:
        return draw_review_form(form, sink, faces), tuple(faces.notices)


def sign_print(
    path: Path,
    field: str,
    signer: Signer,
    at: datetime,
    fonts: Mapping[str, str],
    *,
    opinion: str = "",
    seal: Path | None = None,
    standing: SignatureStanding | None = None,
) -> tuple[Reason, ...]:
    """Fill an empty field of a print with a visible signature, in place; what is to be told of the
    fonts.

    Who signs is told as the trust data has him (`standing`), else as his certificate says.
    `opinion` stands in the field where the print does not show it yet; `seal` is a picture beside
    it, and only that. Raises Refused: CDO-K470 an SM2 key, CDO-K471, CDO-K472 no such empty field,
    CDO-U101, CDO-U474 a bad picture; DiskTrouble. The print is then as it was.
    """
    from cdo_desktop.report.fonts import Faces
    from cdo_desktop.report.stamp import StampWords, draw_stamp, read_seal
    from cdo_desktop.signing import pades

    certificate = signer.certificate
    if not pades.can_sign(certificate):
        raise Refused("CDO-K470", name=certificate.name)
    size = pades.open_fields(path).get(field)
    if size is None:
        raise Refused("CDO-K472", file=path.name, field=field)
    whose, number = standing or certificate, f"{certificate.serial:x}"
    words = StampWords(whose.name, role_label(whose.role), whose.org_name, at, number, opinion)
    with Faces(fonts) as faces:
        stamp = draw_stamp(words, size, faces, read_seal(seal) if seal else None)
        notices = tuple(faces.notices)
    pades.sign_pdf(path, path, field, signer, at, stamp)
    return notices


def unsigned_note(certificate: Certificate) -> str:
    """What a print says of a signature that no PDF can carry (SM2); "" for one that it can."""
    if certificate.suite is not SM2:
        return ""
    return sentence("CDO-U473").says.format(name=certificate.name)


def check_print(path: Path, trusted: Iterable[Certificate], now: datetime) -> PdfCheck:
    """Judge the signatures of a print, and what was done to it after them. Raises Refused."""
    from cdo_desktop.signing.pades_check import verify_pdf

    return verify_pdf(path, trusted, now)


def only_signed(path: Path) -> bool:
    """Whether nothing was put on a print since it was drawn but signatures. Raises Refused."""
    from cdo_desktop.signing import pades_check

    return pades_check.only_signed(path)


def package_of(path: Path) -> str:
    """The package that a print was made from, in the words of its QR code, as it was drawn.

    Raises Refused.
    """
    from cdo_desktop.signing.pades_check import first_subject

    return first_subject(path)


def open_fields(path: Path) -> list[str]:
    """The fields of a print in which nobody has signed yet. Raises Refused."""
    from cdo_desktop.signing import pades

    return list(pades.open_fields(path))

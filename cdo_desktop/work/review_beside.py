"""The print that travels beside a form: made or extended after a signature, never put back into it.

The package is what counts. Whatever goes wrong with the print is told beside the signature that
was given; it undoes none, and no file that was there is lost.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cdo_desktop.domain.package import package_code
from cdo_desktop.domain.statement import Statement
from cdo_desktop.domain.verdict import Reason, Verdict, Weight
from cdo_desktop.errors import CdoError, DiskTrouble, Refused
from cdo_desktop.files import disk_trouble, made_folder, write_bytes
from cdo_desktop.package.card import receiver_card
from cdo_desktop.package.drafting import SealedPackage
from cdo_desktop.report.form_parts import decision_line
from cdo_desktop.signing.certificates import Certificate
from cdo_desktop.signing.pdf_verdict import PdfCheck
from cdo_desktop.signing.signer import Signer
from cdo_desktop.signing.standings import SignatureStanding
from cdo_desktop.tasks import Run
from cdo_desktop.work.finishing import card_beside
from cdo_desktop.work.form_folders import PREFIX
from cdo_desktop.work.prints import (
    check_print,
    open_fields,
    package_of,
    print_form,
    sign_print,
    unsigned_note,
)
from cdo_desktop.work.review_drawn import Drawing, is_signed_drawing, is_unsigned_drawing
from cdo_desktop.work.review_print import (
    field_of,
    number_of_field,
    review_form_of,
    roles_of_field,
)
from cdo_desktop.work.review_reading import ShownForm, shown_from
from cdo_desktop.work.review_trust import FormVerdict, Trusting

PDF = ".pdf"
SOUND = (Verdict.VALID, Verdict.VALID_WITH_NOTES)
"""What a print may be found to be if it is to be extended or handed on."""


@dataclass(frozen=True, slots=True)
class PrintDone:
    """What became of the print beside a form."""

    path: Path | None
    """None where there is none."""
    is_signed: bool
    """Whether the signature that was just given can be seen in it."""
    set_aside: Path | None = None
    """What lay under its name before and could not be used, under its new name."""
    notices: tuple[Reason, ...] = ()
    """What is to be told: why there is no print, or a new one, and what of its fonts."""


@dataclass(frozen=True, slots=True)
class _Signing:
    """A signature that the package bears already and the print is to show."""

    shown: ShownForm
    """The signed package; its last opinion is the one in question."""
    verdict: FormVerdict
    trusting: Trusting
    signer: Signer
    fonts: Mapping[str, str]
    seal: Path | None

    @property
    def statement(self) -> Statement:
        """What was just signed."""
        return self.shown.opinions[-1].statement

    @property
    def standing(self) -> SignatureStanding:
        """Who signed it, as the trust data has him."""
        return self.verdict.opinions[-1].standing

    @property
    def number(self) -> int:
        """Which signature of the package it is, from 1."""
        return len(self.shown.opinions)


def print_beside(package: Path) -> Path:
    """Where the print of a form lies: under the same name, beside it."""
    if package.suffix.lower() == PDF:  # a package that was called so
        return package.with_name(package.name + PDF)
    return package.with_suffix(PDF)


def sign_beside(
    package: Path,
    verdict: FormVerdict,
    signer: Signer,
    trusting: Trusting,
    fonts: Mapping[str, str],
    *,
    target: Path | None = None,
    seal: Path | None = None,
) -> PrintDone:
    """Show the signature that a form was just given in its print: in the print that lies beside
    it, or in a new one, where earlier signatures stand in words.

    A file that is no print of this form, was tampered with, or has no field for this signer is not
    extended but given another name. Raises nothing of what can go wrong: that is told.
    """
    path = target or print_beside(package)
    try:
        made_folder(path.parent)
        shown = shown_from(package, Run())
        return _signed(_Signing(shown, verdict, trusting, signer, fonts, seal), path)
    except CdoError as error:
        why = error.happened + error.todo
    except OSError as error:
        why = disk_trouble(error, path).happened
    return PrintDone(path if path.exists() else None, False, None, (_failed(path, why),))


def renew_card(sealed: SealedPackage) -> tuple[Reason, ...]:
    """Write the receiver's card that lies beside a form anew: the file is another one by now.

    Gives what is to be told if it could not be written; nothing where there is no card.
    """
    card = card_beside(sealed.path)
    if not card.exists():
        return ()
    try:
        write_bytes(card, receiver_card(sealed).encode())
    except DiskTrouble as trouble:
        return (Reason("CDO-E785", card.name, {"reason": trouble.happened}, Weight.NOTE),)
    return ()


def may_be_named(path: Path, shown: ShownForm | None = None) -> None:
    """Refused (CDO-U102, CDO-E784) unless a print can get this name: nothing has it, or a print
    of the form that is `shown`."""
    if path.suffix.lower() != PDF:
        raise Refused("CDO-E784", file=path.name)
    if path.exists() and not (shown and is_print_of(path, code_of(shown))):
        raise Refused("CDO-U102", file=path.name)


def code_of(shown: ShownForm) -> str:
    """How the print of a form names its package."""
    return package_code(shown.content_digest, shown.package_id)


def _failed(path: Path, why: str) -> Reason:
    return Reason("CDO-U480", path.name, {"reason": why}, Weight.NOTE)


def is_print_of(path: Path, code: str) -> bool:
    """Whether a PDF says that it was made of this package."""
    try:
        return package_of(path) == code
    except Refused:
        return False


def _signed(one: _Signing, path: Path) -> PrintDone:
    note = unsigned_note(one.signer.certificate)
    found: str | Reason = ""
    if path.exists():
        found = _field_in(path, one)
        if isinstance(found, str) and not note:
            return PrintDone(path, True, None, _fill(path, found, one, _in_field(one.statement)))
    body, notices = _new(one, path.name, has_field=not note)
    aside = _put(path, body)
    if note:
        name = one.signer.certificate.name
        notices = (Reason("CDO-U473", path.name, {"name": name}, Weight.NOTE), *notices)
    if aside:
        told = (found,) if isinstance(found, Reason) else ()
        moved = Reason("CDO-U488", path.name, {"aside": aside.name}, Weight.NOTE)
        notices = (*told, moved, *notices)
    return PrintDone(path, not note, aside, notices)


def _fill(path: Path, field: str, one: _Signing, opinion: str = "") -> tuple[Reason, ...]:
    given = (path, field, one.signer, one.statement.at, one.fonts)
    return sign_print(*given, opinion=opinion, seal=one.seal, standing=one.standing)


def _in_field(said: Statement) -> str:
    """An opinion as it is written into the field of its signature."""
    conditions = [f"{at}. {text}" for at, text in enumerate(said.conditions, 1)]
    if conditions:
        conditions.insert(0, "附带条件：")
    return "\n".join(filter(None, (decision_line(said.decision.label), said.text, *conditions)))


def _new(one: _Signing, name: str, *, has_field: bool) -> tuple[bytes, tuple[Reason, ...]]:
    """A print made anew and signed, if it can be; it is not yet where it belongs."""
    signing = one.number if has_field else 0
    form = review_form_of(one.shown, one.verdict.opinions, one.verdict.wanted, signing)
    with tempfile.TemporaryDirectory(prefix=PREFIX) as folder:
        made = print_form(form, Path(folder) / name, one.fonts)
        notices = made.notices
        if has_field:
            told = _fill(made.path, field_of(one.number, [one.statement.role]), one)
            notices = (*notices, *(reason for reason in told if reason not in notices))
        return made.path.read_bytes(), notices


def _put(path: Path, body: bytes) -> Path | None:
    """Write the print; what lay under its name gets another one, and keeps it only if this ends
    well."""
    if not path.exists():
        write_bytes(path, body)
        return None
    aside = _other_name(path)
    path.rename(aside)
    try:
        write_bytes(path, body)
    except BaseException:
        aside.rename(path)
        raise
    return aside


def _other_name(path: Path) -> Path:
    """A name beside it that nothing has."""
    number = 1
    while (found := path.with_stem(f"{path.stem}（原件{number}）")).exists():
        number += 1
    return found


def _field_in(path: Path, one: _Signing) -> str | Reason:
    """The field of a print that this signer fills, or why the print cannot be extended.

    It must be of this package and sound, drawn exactly as it would be drawn here, and show every
    opinion before: signed by the last signer, where anybody has signed in it yet.
    """
    try:
        if package_of(path) != code_of(one.shown):
            return Reason("CDO-U485", path.name, {}, Weight.NOTE)
        earlier = [opinion.certificate for opinion in one.shown.opinions[:-1]]
        check = check_print(path, earlier, one.trusting.now)
        fields = [
            field for field in open_fields(path) if one.statement.role in roles_of_field(field)
        ]
        sound, is_whole = _is_sound(path, one, check), _is_whole(check, earlier)
    except Refused as refused:
        return Reason(refused.code, path.name, refused.facts, Weight.NOTE)
    if not sound:
        return Reason("CDO-U486", path.name, {}, Weight.NOTE)
    if not (is_whole and fields):
        return Reason("CDO-U487", path.name, {}, Weight.NOTE)
    return fields[0]


def _is_sound(path: Path, one: _Signing, check: PdfCheck) -> bool:
    """Whether it is what would be drawn here, and only signed since."""
    drawing = Drawing(one.shown, one.verdict.opinions, one.trusting, one.fonts)
    if not check.signatures:
        return is_unsigned_drawing(path, drawing, one.number - 1)
    first = number_of_field(check.signatures[0].field)
    return check.verdict in SOUND and is_signed_drawing(path, drawing, first)


def _is_whole(check: PdfCheck, earlier: Sequence[Certificate]) -> bool:
    """Whether the last signer has signed in it, if anybody has."""
    if not check.signatures:
        return True
    last = check.signatures[-1].certificate
    return bool(last and earlier) and last == earlier[-1]

"""Review forms and their signers for the tests of the package room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

from package_makers import (
    AT,
    BUREAU,
    DEFINITION,
    FACTS,
    PLATFORM,
    line,
    record,
    signer_of,
)

from cdo_desktop.domain.canonical import sha256_hex
from cdo_desktop.domain.package import PackageKind, PackageRef
from cdo_desktop.domain.review_form import AttachedFile, FormRef, ReviewSheet
from cdo_desktop.domain.statement import Decision, Statement
from cdo_desktop.package.asic import (
    SignedList,
    asic_manifest,
    manifest_name,
    signature_name,
    statement_name,
)
from cdo_desktop.package.cosigning import cosign, countersign_in_place
from cdo_desktop.package.drafting import DraftPackage, SealedPackage
from cdo_desktop.package.parts import AttachmentPart, Parts
from cdo_desktop.package.review_json import review_bytes
from cdo_desktop.package.sealing import covered
from cdo_desktop.package.statement_json import statement_bytes
from cdo_desktop.package.zip_layout import MIMETYPE_NAME
from cdo_desktop.signing.cms import make_signature
from cdo_desktop.signing.signer import FileSigner
from cdo_desktop.tasks import Run

HOUR = timedelta(hours=1)
FILE = b"%PDF-1.7 a scheme"


def cdo(suite: str = "p256") -> FileSigner:
    """The department's CDO."""
    return signer_of(suite, "dept_cdo", BUREAU)


def executive(suite: str = "p256") -> FileSigner:
    """The executive CDO of the bureau of data."""
    return signer_of(suite, "cdo_executive", PLATFORM)


def sheet_of(number: int = 1, files: Sequence[bytes] = (FILE,), **changes: Any) -> ReviewSheet:
    """The sheet about record `number`."""
    form = record(number)
    attached = [
        AttachedFile(sha256_hex(body), f"附件{at}.pdf", len(body))
        for at, body in enumerate(files, 1)
    ]
    attached.sort(key=lambda file: (file.name, file.sha256))
    sheet = ReviewSheet(
        FormRef("resource", form["id"], form["revisionId"]),
        tuple(attached),
        {"findings": [{"check": "money", "result": "pass"}]},
    )
    return replace(sheet, **changes)


def form_parts(
    sheet: ReviewSheet | None = None,
    files: Sequence[bytes] = (FILE,),
    records: Sequence[Mapping[str, Any]] = (),
) -> Parts:
    """A form about record 1 with a snapshot of record 2."""
    attachments = [
        AttachmentPart(sha256(body).hexdigest(), lambda body=body: BytesIO(body)) for body in files
    ]
    return Parts(
        {"resource": [line(value) for value in records or (record(1), record(2))]},
        (DEFINITION,),
        attachments,
        review=review_bytes(sheet or sheet_of(files=files)),
    )


def laid_out(folder: Path, parts: Parts | None = None, **facts: Any) -> SealedPackage:
    """A form that nobody has signed."""
    given = {"kind": PackageKind.REVIEW_FORM, "series": "review-1", **facts}
    draft = DraftPackage(replace(FACTS, **given), parts or form_parts())
    return draft.laid_out(folder / "审查表-未签.cdopkg", Run())


def statement_for(about: PackageRef, signer: FileSigner, at: datetime, **changes: Any) -> Statement:
    """What this signer says of a package."""
    said = Statement(about, signer.certificate.role, Decision.AGREE, "同意立项。", (), at)
    return replace(said, **changes)


def signed(
    folder: Path,
    *signers: FileSigner,
    parts: Parts | None = None,
    name: str = "审查表.cdopkg",
    said: Mapping[str, Any] | None = None,
    **facts: Any,
) -> SealedPackage:
    """A form with a signature of each of these, an hour apart; the CDO alone by default."""
    draft = laid_out(folder, parts, **facts)
    target = folder / name
    made = draft
    for number, signer in enumerate(signers or (cdo(),)):
        at = AT + number * HOUR
        said_now = statement_bytes(statement_for(draft.ref, signer, at, **(said or {})))
        if number == 0:
            made = cosign(draft.path, signer, at, target, Run(), statement=said_now)
        else:
            made = countersign_in_place(
                target,
                signer,
                at,
                Run(),
                statement=said_now,
                digest=made.container_digest,
            )
    draft.path.unlink()
    return made


def resigned_by(
    members: Mapping[str, bytes], *signers: tuple[FileSigner, bytes, datetime]
) -> dict[str, bytes]:
    """The members, signed anew from 001 on: (signer, statement, time), as a forger would do it."""
    new = {name: data for name, data in members.items() if not name.startswith("META-INF/")}
    return signed_from(new, 1, *signers)


def signed_from(
    members: Mapping[str, bytes], first: int, *signers: tuple[FileSigner, bytes, datetime]
) -> dict[str, bytes]:
    """The members with signatures from `first` on."""
    new = dict(members)
    for number, (signer, statement, at) in enumerate(signers, first):
        new[statement_name(number)] = statement
        listed = {name: sha256_hex(new[name]) for name in covered(new, number)}
        assert MIMETYPE_NAME not in listed
        manifest = asic_manifest(SignedList(number, "sha256", listed))
        new[manifest_name(number)] = manifest
        new[signature_name(number)] = make_signature(manifest, signer, at)
    return new

"""Step 6 for review forms: the sheet, the records and the attachments belong together."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from cdo_desktop.domain.package import FileRole, Manifest, PackageKind
from cdo_desktop.domain.review_form import ReviewSheet
from cdo_desktop.domain.roles import role_label
from cdo_desktop.domain.verdict import Reason, Weight
from cdo_desktop.package.lines import kind_of, record_blocks
from cdo_desktop.package.parts import REVIEW_JSON
from cdo_desktop.package.review_json import review_of
from cdo_desktop.package.strict_json import read_canonical
from cdo_desktop.package.zip_read import Container


class _Named(msgspec.Struct):
    """What must be known of a line to find the one that is reviewed."""

    id: str
    revisionId: str


_decode = msgspec.json.Decoder(_Named).decode


def read_sheet(container: Container) -> ReviewSheet:
    """data/review.json of a package whose structure was found right."""
    return review_of(read_canonical(container.read(REVIEW_JSON)))


def check_form(container: Container, manifest: Manifest) -> list[Reason]:
    """E619 the reviewed record is not among the lines; E606 attachments; E421, a note, the voids.

    Asked after the lines were found in their form. Nothing for other kinds.
    """
    if manifest.facts.kind is not PackageKind.REVIEW_FORM:
        return []
    sheet = read_sheet(container)
    return [
        *_form_faults(container, manifest, sheet),
        *_attachment_faults(manifest, sheet),
        *_void_reasons(manifest, sheet),
    ]


def _form_faults(container: Container, manifest: Manifest, sheet: ReviewSheet) -> Iterator[Reason]:
    wanted = (sheet.form.id, sheet.form.revision_id)
    for entry, lines in record_blocks(container, manifest):
        if kind_of(entry) != sheet.form.kind:
            continue
        for line in lines:
            found = _named(line)
            if found and (found.id, found.revisionId) == wanted:
                return
    yield Reason("CDO-E619", REVIEW_JSON, {"id": sheet.form.id})


def _named(line: bytes) -> _Named | None:
    """None for a line that is not in its form: that is told of the line itself."""
    try:
        return _decode(line)
    except msgspec.DecodeError:
        return None


def _attachment_faults(manifest: Manifest, sheet: ReviewSheet) -> Iterator[Reason]:
    """The sheet names every attachment with its size, and none that is not there."""
    there = {entry.sha256: entry.size for entry in manifest.of_role(FileRole.ATTACHMENT)}
    named = {file.sha256: file.size for file in sheet.attachments}
    for sha256 in sorted(there.keys() | named.keys()):
        if there.get(sha256) != named.get(sha256):
            yield Reason("CDO-E606", REVIEW_JSON, {"line": 0, "sha256": sha256})


def _void_reasons(manifest: Manifest, sheet: ReviewSheet) -> Iterator[Reason]:
    """A new version says whose signatures on the one before it voids; a first one voids none."""
    facts = manifest.facts
    if facts.previous is None:
        if sheet.voids:
            yield Reason("CDO-E619", REVIEW_JSON, {"id": sheet.form.id})
        return
    names = "、".join(f"{one.name}（{role_label(one.role)}）" for one in sheet.voids)
    told = {"version": facts.sequence, "previous": facts.previous.package_id, "names": names}
    code = "CDO-E421" if sheet.voids else "CDO-E422"
    yield Reason(code, REVIEW_JSON, told, Weight.NOTE)

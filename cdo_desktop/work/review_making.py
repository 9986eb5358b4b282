"""Making a review form: the record as it stands, its evidence, laid out as it will be signed."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

from cdo_desktop.closing import Closes
from cdo_desktop.domain.canonical import canonical_bytes, sha256_hex
from cdo_desktop.domain.ledger import LedgerEntry
from cdo_desktop.domain.package import PackageFacts, PackageKind, PackageRef
from cdo_desktop.domain.people import Org
from cdo_desktop.domain.record import Record, record_digest, record_line
from cdo_desktop.domain.review_form import AttachedFile, FormRef, ReviewSheet, VoidedSignature
from cdo_desktop.domain.statement import Decision
from cdo_desktop.domain.verdict import Reason
from cdo_desktop.errors import Refused
from cdo_desktop.package.drafting import DraftPackage
from cdo_desktop.package.form_reading import FormContent, read_form_bytes
from cdo_desktop.package.line_form import attachments_in
from cdo_desktop.package.parts import AttachmentPart, DefinitionPart, Parts
from cdo_desktop.package.review_json import review_bytes
from cdo_desktop.standard.model import Kind
from cdo_desktop.store.review_forms import series_of
from cdo_desktop.tasks import Run
from cdo_desktop.work.choosing import holds_secret
from cdo_desktop.work.form_folders import new_form_folder
from cdo_desktop.work.review_moves import was_sent_back
from cdo_desktop.workbench import Workbench, named

FILE_NAME = "审查表.cdopkg"
UNSIGNED = "审查表（未签署）.pdf"
"""What the form in print that goes with it is called, after the word of its kind."""
STAYS = ("organisation", "person", "appointment")
"""Kinds whose records are not part of a catalog: of them a form has the name only."""


@dataclass(frozen=True, slots=True)
class ExtraFile:
    """A file that goes with the form though no value names it, as the unsigned form in PDF."""

    name: str
    body: bytes = field(repr=False)
    notices: tuple[Reason, ...] = ()
    """What is to be told of how it was made: a font of the site's own that cannot be used."""


@dataclass(slots=True)
class PreparedForm(Closes):
    """A form laid out in a folder of its own, not yet signed; `close` throws it away."""

    path: Path
    ref: PackageRef
    record: Record
    """As it stood; signing asks whether it still does."""
    version: int
    previous: PackageRef | None

    def close(self) -> None:
        """Remove it. What was signed from it stays."""
        shutil.rmtree(self.path.parent, ignore_errors=True)


def prepare(
    bench: Workbench,
    record: Record,
    linked: Sequence[Record],
    run: Run,
    *,
    files: Sequence[ExtraFile] = (),
    checks: Mapping[str, Any] | None = None,
    recipient: Org | None = None,
) -> PreparedForm:
    """Lay out the form of a record: the very bytes that will be signed.

    It carries the record, the `linked` records and every attachment they name, `files`, and the
    findings of the automatic `checks` (plain JSON without floats). A record that was changed or
    sent back since a form of it was signed gives its next version. Raises Refused (CDO-E770 deleted
    or 涉密, E771 the form of this content is there already), DiskTrouble, Cancelled.
    """
    named(bench.org)
    _may_travel(bench, record)
    taken = [one for one in linked if one.id != record.id and _may_go(bench, one)]
    before = newest_form(bench, record.id, run)
    if before is not None and takes_more(bench, before[1], record):
        raise Refused("CDO-E771", title=record.title, version=before[0].sequence)
    facts = _facts(bench, record, before, recipient)
    folder = new_form_folder(bench.clock.now())
    try:
        sheet = ReviewSheet(
            FormRef(record.kind, record.id, record.revision_id),
            tuple(named_files([record, *taken], files)),
            checks or {},
            tuple(_voided(before[1])) if before else (),
        )
        draft = DraftPackage(facts, _parts(bench, [record, *taken], files, sheet))
        made = draft.laid_out(folder / FILE_NAME, run)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return PreparedForm(made.path, made.ref, record, facts.sequence, facts.previous)


def linked_records(bench: Workbench, record: Record) -> list[Record]:
    """The catalog records that this one refers to, in its values and rows; those that are here
    and not secret: they go into the form, and into the print that lies in it."""
    found = dict.fromkeys(_references([dict(record.values), *_rows(record)]))
    known = bench.workspace.by_ids([id_ for id_ in found if id_ != record.id])
    return [one for one in known.values() if one.kind not in STAYS and _may_go(bench, one)]


def _may_go(bench: Workbench, record: Record) -> bool:
    return not record.deleted and not holds_secret(_kind(bench, record), record)


def newest_form(
    bench: Workbench, record_id: str, run: Run
) -> tuple[LedgerEntry, FormContent] | None:
    """The newest form of a record, and what stands in it."""
    for entry in bench.workspace.review_forms(record_id):
        return entry, stored_content(bench, entry, run)
    return None


def last_signed(bench: Workbench, record_id: str, certificate: str, run: Run) -> FormContent | None:
    """The newest form of a record kept here that this certificate has signed."""
    for entry in bench.workspace.review_forms(record_id):
        content = stored_content(bench, entry, run)
        if any(one.certificate.sha256 == certificate for one in content.signatures):
            return content
    return None


def stored_content(bench: Workbench, entry: LedgerEntry, run: Run) -> FormContent:
    """What stands in a form that the workspace keeps."""
    return read_form_bytes(entry.file_name, stored_file(bench, entry), run)


def stored_file(bench: Workbench, entry: LedgerEntry) -> bytes:
    """The form's file, as it was when it was last signed. Raises Refused."""
    return bench.workspace.attachment(entry.container_digest.removeprefix("sha256:"))


def says(content: FormContent, record: Record) -> bool:
    """Whether a form is about what the record says now; its review state is no part of that."""
    return _line_digest(content.form) == record_digest(record)


def was_refused(content: FormContent) -> bool:
    """Whether somebody has signed 不同意: then the same content may be put forward once more."""
    return any(one.statement.decision is Decision.REFUSE for one in content.signatures)


def counts_now(bench: Workbench, content: FormContent, record: Record) -> bool:
    """Whether the opinions of a form are about the record as it stands: it was neither changed nor
    sent back after a signature that had taken it on, though filed again with nothing changed."""
    if not says(content, record):
        return False
    return not was_sent_back(bench, record, [one.statement for one in content.signatures])


def takes_more(bench: Workbench, content: FormContent, record: Record) -> bool:
    """Whether the next signature goes onto this form: its opinions count, and nobody refused it.
    Else a new version is to be prepared."""
    return counts_now(bench, content, record) and not was_refused(content)


def _line_digest(line: Mapping[str, Any]) -> str:
    kept = ("id", "kind", "standard", "org", "code", "values", "groups")
    return sha256_hex(canonical_bytes({key: line[key] for key in kept}))


def _kind(bench: Workbench, record: Record) -> Kind:
    return bench.library.version(record.kind, record.standard)


def _may_travel(bench: Workbench, record: Record) -> None:
    if not _may_go(bench, record):
        raise Refused("CDO-E770", title=record.title)


def _facts(
    bench: Workbench,
    record: Record,
    before: tuple[LedgerEntry, FormContent] | None,
    recipient: Org | None,
) -> PackageFacts:
    platform = bench.library.profile.platform
    default = Org(platform.org_code, platform.name) if platform.org_code else None
    trust = bench.workspace.newest_trust()
    return PackageFacts(
        kind=PackageKind.REVIEW_FORM,
        package_id=f"urn:uuid:{uuid4()}",
        series=series_of(record.id),
        sequence=bench.workspace.next_sequence(series_of(record.id)),
        created_at=bench.clock.now(),
        sender=bench.org,
        recipient=recipient or default,
        previous=before[1].ref if before else None,
        trust_version=trust.version if trust else 0,
        practice=bench.is_practice,
    )


def _voided(before: FormContent) -> Iterator[VoidedSignature]:
    """Everybody who signed the version before: the edit makes it void."""
    for one in before.signatures:
        yield VoidedSignature(
            one.number,
            one.certificate.name,
            one.statement.role,
            one.certificate.sha256,
            one.statement.decision,
            one.statement.at,
        )


def _parts(
    bench: Workbench, records: Sequence[Record], files: Sequence[ExtraFile], sheet: ReviewSheet
) -> Parts:
    ordered = sorted(records, key=lambda one: one.id)
    kinds = sorted({one.kind for one in records})
    standards = sorted({(one.kind, one.standard) for one in records})
    return Parts(
        records={kind: [record_line(one) for one in ordered if one.kind == kind] for kind in kinds},
        definitions=tuple(
            DefinitionPart(
                key, standard, canonical_bytes(bench.library.version(key, standard).source)
            )
            for key, standard in standards
        ),
        attachments=list(_attachments(bench, files, sheet)),
        review=review_bytes(sheet),
    )


def _attachments(
    bench: Workbench, files: Sequence[ExtraFile], sheet: ReviewSheet
) -> Iterator[AttachmentPart]:
    """Each is read when it is written, one after the other."""
    extra = {sha256_hex(file.body): file.body for file in files}

    def opened(sha256: str) -> BytesIO:
        body = extra.get(sha256)
        return BytesIO(bench.workspace.attachment(sha256) if body is None else body)

    for sha256 in sorted({file.sha256 for file in sheet.attachments}):
        yield AttachmentPart(sha256, partial(opened, sha256))


def named_files(records: Iterable[Record], files: Iterable[ExtraFile]) -> list[AttachedFile]:
    """Every file that these records name and these files are, each under its names, sorted."""
    found = {AttachedFile(sha256_hex(one.body), one.name, len(one.body)) for one in files}
    for record in records:
        for value in attachments_in([dict(record.values), *_rows(record)]):
            found.add(AttachedFile(value["sha256"], value["name"], value["size"]))
    return sorted(found, key=lambda file: (file.name, file.sha256))


def _rows(record: Record) -> list[dict[str, Any]]:
    return [dict(row) for rows in record.groups.values() for row in rows]


def _references(value: Any) -> Iterator[str]:
    """The ids of the references in values and rows; a row's own id is none."""
    if isinstance(value, list):
        for part in value:
            yield from _references(part)
    elif isinstance(value, dict):
        if isinstance(value.get("id"), str) and "title" in value and "code" in value:
            yield value["id"]
            return
        for part in value.values():
            yield from _references(part)

"""Keeping review forms in a workspace: which one a file is, and the one step that enters it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from cdo_desktop.domain.ledger import LedgerEntry
from cdo_desktop.domain.record import Record
from cdo_desktop.domain.statement import Statement
from cdo_desktop.errors import Refused
from cdo_desktop.package.drafting import SealedPackage
from cdo_desktop.package.form_reading import FormContent
from cdo_desktop.store.review_forms import SIGNED, enter_review_form
from cdo_desktop.tasks import Run
from cdo_desktop.work.finishing import begun_entry
from cdo_desktop.work.review_making import newest_form, says
from cdo_desktop.work.review_moves import moved
from cdo_desktop.workbench import Workbench


def writable(bench: Workbench) -> None:
    """Refused (CDO-S304) where the workspace is open to read only."""
    if bench.workspace.read_only:
        raise Refused("CDO-S304", file=bench.workspace.path.name)


def known_here(bench: Workbench, path: Path, content: FormContent) -> tuple[LedgerEntry, Record]:
    """The form of this workspace that a file is. Refused (CDO-E761)."""
    package_id = content.manifest.facts.package_id
    for entry in bench.workspace.review_forms():
        if entry.package_id == package_id and entry.content_digest == content.content_digest:
            return entry, bench.workspace.record(content.sheet.form.id)
    raise Refused("CDO-E761", file=path.name, title=content.form["title"])


def is_current(bench: Workbench, path: Path, entry: LedgerEntry, record: Record, run: Run) -> None:
    """Refused (CDO-E762) if the file is about another version than the record is now."""
    newest = newest_form(bench, record.id, run)
    assert newest is not None  # the entry is one of them
    told = {"file": path.name, "title": record.title, "version": entry.sequence}
    if newest[0].package_id != entry.package_id:
        raise Refused("CDO-E762", **told, now=f"第 {newest[0].sequence} 版")
    if record.deleted or not says(newest[1], record):
        raise Refused("CDO-E762", **told, now=f"修订 {record.revision}，还没有签署")


def kept(
    bench: Workbench,
    sealed: SealedPackage,
    record: Record,
    statements: Sequence[Statement],
    name: str,
    body: bytes | None = None,
) -> Record:
    """Keep the form's file, and move the record by each of the opinions: one step, or nothing."""
    body = sealed.path.read_bytes() if body is None else body
    with bench.workspace.unit(bench.act(), name, "note") as unit:
        unit.tell(
            {
                "packageId": sealed.package_id,
                "contentDigest": sealed.content_digest,
                "containerDigest": sealed.container_digest,
                "signatures": list(sealed.signatures),
            }
        )
        for statement in statements:
            record = moved(bench, unit, record, statement)
        enter_review_form(unit, _entry_of(sealed), body, statements[-1].decision.value)
    bench.forget_judges()
    return record


def _entry_of(sealed: SealedPackage) -> LedgerEntry:
    facts = sealed.manifest.facts
    return replace(
        begun_entry(facts, sealed.path),
        content_digest=sealed.content_digest,
        container_digest=sealed.container_digest,
        signatures=sealed.signatures,
        state=SIGNED,
    )


def entry_here(bench: Workbench, sealed: SealedPackage) -> LedgerEntry:
    """The entry of a form that was just kept."""
    forms = bench.workspace.review_forms()
    return next(entry for entry in forms if entry.package_id == sealed.package_id)


def sealed_of(path: Path, content: FormContent, size: int) -> SealedPackage:
    """A form that was read, as what was just made."""
    return SealedPackage(
        path=path,
        manifest=content.manifest,
        content_digest=content.content_digest,
        container_digest=content.container_digest,
        signatures=tuple(one.sha256 for one in content.signatures),
        certificates=tuple(one.certificate for one in content.signatures),
        size=size,
        statements=tuple(one.statement for one in content.signatures),
    )

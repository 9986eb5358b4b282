"""Finishing: a package that was written whole, though its export was killed before the end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from cdo_desktop.clock import timestamp
from cdo_desktop.domain.ledger import LedgerEntry, LedgerItem
from cdo_desktop.domain.lifecycle import Delivery
from cdo_desktop.domain.package import PackageFacts
from cdo_desktop.domain.people import Org
from cdo_desktop.domain.verdict import Verdict
from cdo_desktop.errors import DiskTrouble, Refused
from cdo_desktop.files import existing, write_bytes
from cdo_desktop.package.card import receiver_card
from cdo_desktop.package.drafting import SealedPackage
from cdo_desktop.package.opening import OpenedPackage
from cdo_desktop.package.verifying import Receiver, Verification, verify_package
from cdo_desktop.store.ledger import WRITING, enter_export
from cdo_desktop.tasks import Run
from cdo_desktop.work.ledger import unfinished
from cdo_desktop.workbench import Workbench


def finish_all(bench: Workbench, run: Run) -> list[LedgerEntry]:
    """Enter every package that a killed export has left whole where it was going to be.

    What is not there (not written, or on a stick that is not plugged in) stays as it is, in the
    ledger as 正在写出. Only for whoever may write: then no other program is writing one.
    """
    found = []
    for begun in unfinished(bench):
        try:
            path = existing(Path(begun.unfinished_at))
        except Refused:
            continue
        entry = finish(bench, path, run)
        if entry is not None:
            found.append(entry)
    return found


def finish(bench: Workbench, path: Path, run: Run) -> LedgerEntry | None:
    """Enter this file if it is a package that was begun here; None if it is not, or is spoilt."""
    if not bench.workspace.unfinished():
        return None
    verification = verify_package(path, Receiver(now=bench.clock.now()), run, deep=True)
    if verification.verdict is Verdict.INVALID or not _was_begun(bench, verification):
        return None
    sealed = sealed_of(verification)
    entry, items = entry_of(sealed), list(_items(bench, OpenedPackage(verification)))
    name = f"补记签名包“{path.name}”（写出时程序中断）"
    with bench.workspace.unit(bench.act(), name, "note") as unit:
        unit.tell({"packageId": entry.package_id, "contentDigest": entry.content_digest})
        enter_export(unit, entry, items)
    _lay_card(sealed)
    return entry


def begun_entry(facts: PackageFacts, target: Path) -> LedgerEntry:
    """What the ledger says of a package before it is written."""
    return LedgerEntry(
        package_id=facts.package_id,
        kind=facts.kind,
        series=facts.series,
        sequence=facts.sequence,
        content_digest="",
        container_digest="",
        created_at=timestamp(facts.created_at),
        sender=facts.sender,
        recipient=facts.recipient or Org("", ""),
        scope=facts.scope.mode,
        base_id=facts.scope.base.package_id if facts.scope.base else "",
        signatures=(),
        file_name=target.name,
        state=WRITING,
    )


def entry_of(sealed: SealedPackage) -> LedgerEntry:
    """What the ledger says of a package that stands on the medium."""
    return replace(
        begun_entry(sealed.manifest.facts, sealed.path),
        content_digest=sealed.content_digest,
        container_digest=sealed.container_digest,
        signatures=sealed.signatures,
        state=Delivery.EXPORTED,
    )


def card_beside(package: Path) -> Path:
    """Where the receiver's card lies that goes with a package."""
    return package.with_name(f"{package.stem}.接收核验卡.txt")


def _was_begun(bench: Workbench, verification: Verification) -> bool:
    """By the number that nobody knows who has not seen the file, and by what was meant to be."""
    if verification.manifest is None:
        return False
    facts = verification.manifest.facts
    told = (facts.package_id, facts.sender, facts.series, facts.sequence)
    return (*told, timestamp(facts.created_at)) in {
        (begun.package_id, begun.sender, begun.series, begun.sequence, begun.created_at)
        for begun in bench.workspace.unfinished()
    }


def _lay_card(sealed: SealedPackage) -> None:
    """The receiver's card, if the export had not come so far."""
    card = card_beside(sealed.path)
    if not card.exists():
        with suppress(DiskTrouble):  # an aid only, and the medium may be read-only by now
            write_bytes(card, receiver_card(sealed).encode())


def sealed_of(verification: Verification) -> SealedPackage:
    """A package that was verified, and is not invalid, as its export left it."""
    assert verification.manifest is not None  # it is not invalid
    found = verification.signatures
    return SealedPackage(
        path=verification.path,
        manifest=verification.manifest,
        content_digest=verification.content_digest,
        container_digest=verification.container_digest,
        signatures=tuple(signature.sha256 for signature in found),
        certificates=tuple(one.check.certificate for one in found if one.check.certificate),
        size=verification.path.stat().st_size,
    )


def _items(bench: Workbench, package: OpenedPackage) -> Iterator[LedgerItem]:
    """What the package carries; of a deletion it has no more than the id, the rest is here."""
    for line in package.records():
        deleted = bool(line.get("deleted"))
        known = bench.workspace.record(line["id"]) if deleted else None
        yield LedgerItem(
            line["id"],
            line["revisionId"],
            line["kind"],
            known.code if known else line["code"],
            known.title if known else line["title"],
            deleted,
            Delivery.EXPORTED,
        )

"""Handing over: a signed package of what is approved, read back from the medium, in the ledger."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path
from uuid import uuid4

from cdo_desktop.domain.canonical import canonical_bytes
from cdo_desktop.domain.ledger import LedgerEntry, LedgerItem
from cdo_desktop.domain.package import PackageFacts, PackageKind, PackageRef, Scope, ScopeMode
from cdo_desktop.domain.people import Act, Org
from cdo_desktop.domain.record import attached, record_line
from cdo_desktop.errors import Refused, Wanting
from cdo_desktop.files import write_bytes
from cdo_desktop.package.card import receiver_card
from cdo_desktop.package.drafting import DraftPackage, SealedPackage
from cdo_desktop.package.parts import AttachmentPart, DefinitionPart, Parts
from cdo_desktop.package.verifying import Receiver, verify_package
from cdo_desktop.signing.keys import open_key
from cdo_desktop.store.ledger import enter_export, enter_handover
from cdo_desktop.tasks import Run
from cdo_desktop.work.choosing import SERIES, Behind, Chosen, choose, going_ids, packages_of_series
from cdo_desktop.work.finishing import begun_entry, card_beside, entry_of, finish, finish_all
from cdo_desktop.work.other_units import OtherUnits, others_among
from cdo_desktop.workbench import Workbench, named


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export made."""

    sealed: SealedPackage
    entry: LedgerEntry
    card: Path
    behind: tuple[Behind, ...]
    unchanged: int
    """For a delta: how many the base has already."""
    others: OtherUnits
    """Whose content was signed besides the workspace's own."""

    @property
    def records(self) -> int:
        """How many records the package carries."""
        return sum(count.records for count in self.sealed.manifest.counts.values())

    @property
    def tombstones(self) -> int:
        """How many deletions the package tells of."""
        return sum(count.tombstones for count in self.sealed.manifest.counts.values())


def export(
    bench: Workbench,
    target: Path,
    key: Path,
    passphrase: Callable[[], str],
    run: Run,
    *,
    scope: ScopeMode = ScopeMode.FULL,
    recipient: Org | None = None,
    cosigner: Path | None = None,
    cosigner_passphrase: Callable[[], str] | None = None,
) -> Exported:
    """Write a signed package of all approved records and read it back; then enter it.

    The ledger says 已导出 only when the package stands on the medium as it was meant to; what an
    export that was killed has left whole is entered first. What is not approved, or is marked
    涉密, stays behind and is named. Raises Refused (the name is taken, nothing to export, an
    organisation without a code, wrong passphrase), DiskTrouble, Cancelled; then nothing has
    happened.
    """
    _free(bench, target)
    finish_all(bench, run)
    for org in (bench.org, recipient):
        if org is not None:
            named(org)
    chosen = choose(bench, scope, run)
    if not chosen.items and chosen.base is not None:
        raise Wanting("CDO-E712", unchanged=chosen.unchanged, behind=len(chosen.behind))
    if not chosen.items:
        raise Wanting("CDO-E710", behind=len(chosen.behind))
    signers = [open_key(key, passphrase)]
    if cosigner is not None:
        signers.append(open_key(cosigner, cosigner_passphrase or passphrase))
    act = bench.act()
    facts = _facts(bench, chosen, act, recipient)
    draft = DraftPackage(facts, _parts(bench, chosen, run))
    card = card_beside(target)
    with _begun(bench, facts, act, target):
        sealed = draft.sealed_by(signers[0], act.at, target, run, *signers[1:])
        write_bytes(card, receiver_card(sealed).encode())
        entry = entry_of(sealed)
        with bench.workspace.unit(act, f"导出签名包“{target.name}”", "note") as unit:
            unit.tell({"packageId": sealed.package_id, "contentDigest": sealed.content_digest})
            enter_export(unit, entry, chosen.items)
    others = others_among(bench, going_ids(chosen.items))
    return Exported(sealed, entry, card, tuple(chosen.behind), chosen.unchanged, others)


def _free(bench: Workbench, target: Path) -> None:
    if bench.workspace.read_only:
        raise Refused("CDO-S304", file=bench.workspace.path.name)
    for path in (target, card_beside(target)):
        if path.exists():
            raise Refused("CDO-U102", file=path.name)


@contextmanager
def _begun(bench: Workbench, facts: PackageFacts, act: Act, target: Path) -> Iterator[None]:
    """The ledger knows of the package before there is a file; if it fails, neither is there.

    Only a kill leaves the word that it is being written; `finishing` looks after that.
    """
    place = str(target.absolute())
    bench.workspace.begin_export(begun_entry(facts, target), place, act)
    try:
        yield
    except BaseException:
        target.unlink(missing_ok=True)
        card_beside(target).unlink(missing_ok=True)
        bench.workspace.forget_export(facts.package_id)
        raise


def _facts(bench: Workbench, chosen: Chosen, act: Act, recipient: Org | None) -> PackageFacts:
    newest = next(iter(packages_of_series(bench)), None)
    trust = bench.workspace.newest_trust()
    platform = bench.library.profile.platform
    default = Org(platform.org_code, platform.name) if platform.org_code else None
    base = _ref(chosen.base)
    return PackageFacts(
        kind=PackageKind.CATALOG_EXPORT,
        package_id=f"urn:uuid:{uuid4()}",
        series=SERIES,
        sequence=bench.workspace.next_sequence(SERIES),
        created_at=act.at,
        sender=bench.org,
        recipient=recipient or default,
        previous=_ref(newest),
        trust_version=trust.version if trust else 0,
        scope=Scope(ScopeMode.DELTA, base) if base else Scope(),
        practice=bench.is_practice,
    )


def _ref(entry: LedgerEntry | None) -> PackageRef | None:
    return PackageRef(entry.package_id, entry.content_digest) if entry else None


def _parts(bench: Workbench, chosen: Chosen, run: Run) -> Parts:
    """Each line is made of the very revision that was chosen, also if it has been edited since."""
    files: dict[str, None] = {}
    items = sorted(chosen.items, key=lambda item: item.record_id)
    kinds = sorted({item.kind for item in items})
    definitions = (
        DefinitionPart(key, standard, canonical_bytes(bench.library.version(key, standard).source))
        for key, standard in sorted(chosen.standards)
    )
    return Parts(
        records={kind: _lines(bench, items, kind, files, run) for kind in kinds},
        definitions=tuple(definitions),
        attachments=_attachments(bench, files),
    )


def _lines(
    bench: Workbench,
    items: Sequence[LedgerItem],
    kind: str,
    files: dict[str, None],
    run: Run,
) -> Iterator[bytes]:
    wanted = [item.revision_id for item in items if item.kind == kind]
    stream = bench.workspace.revisions_content(wanted)
    for record, content in run.each("写入记录", stream, len(wanted)):
        files.update(dict.fromkeys(attached(content)))
        yield record_line(record, content)


def _attachments(bench: Workbench, files: Mapping[str, None]) -> Iterator[AttachmentPart]:
    """Read after the lines, when all that they name is known."""
    for sha256 in sorted(files):
        body = bench.workspace.attachment(sha256)
        yield AttachmentPart(sha256, partial(BytesIO, body))


def hand_over(bench: Workbench, package: Path, to: str, run: Run) -> LedgerEntry:
    """Enter that a package was given to somebody.

    One whose export was killed before the end is entered first. Raises Refused if the file is not
    one that this workspace made, byte for byte, or nobody is named.
    """
    to = to.strip()
    if not to:
        raise Refused("CDO-U114", what="交给谁")
    receiver = Receiver(now=bench.clock.now())
    verification = verify_package(package, receiver, run)
    reply = verification.reply
    entry = bench.workspace.package(reply.package_id) if reply else None
    entry = entry or finish(bench, package, run)
    if entry is None or entry.container_digest != verification.container_digest:
        raise Refused("CDO-E711", file=package.name)
    with bench.workspace.unit(bench.act(to), f"登记交接“{package.name}”", "note") as unit:
        unit.tell({"packageId": entry.package_id, "to": to})
        enter_handover(unit, entry.package_id, to)
    return bench.workspace.package(entry.package_id) or entry

"""Answering: the platform's signed receipt to a package that came in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from cdo_desktop.domain.package import PackageFacts, PackageKind
from cdo_desktop.domain.people import Org
from cdo_desktop.domain.receipt import ItemResult, Receipt
from cdo_desktop.domain.roles import role_label
from cdo_desktop.domain.verdict import Reason, Weight
from cdo_desktop.errors import Refused
from cdo_desktop.files import existing
from cdo_desktop.package.drafting import DraftPackage, SealedPackage
from cdo_desktop.package.parts import Parts
from cdo_desktop.package.receipt_json import receipt_bytes
from cdo_desktop.package.receipts import receipt_for
from cdo_desktop.package.receipts_made import MadeReceipt, receipts_made
from cdo_desktop.signing.keys import open_key
from cdo_desktop.tasks import Run
from cdo_desktop.work.judging import trusted_by
from cdo_desktop.work.keys import read_certificate, roles_for
from cdo_desktop.work.receiving import TrustGiven, Verification, verify
from cdo_desktop.workbench import Desk

_PACKAGES = "*.cdopkg"


def make_receipt(
    desk: Desk,
    package: Path,
    key: Path,
    passphrase: Callable[[], str],
    rejected: Mapping[str, str],
    target: Path,
    given: TrustGiven,
    run: Run,
    *,
    previous: Path | None = None,
    sequence: int | None = None,
    receipt_no: str = "",
    result: ItemResult = ItemResult.ACCEPTED,
) -> tuple[SealedPackage, Receipt]:
    """The platform's signed answer to a package; an invalid one is rejected as a whole.

    It goes on with the series of those that lie beside the package or in the folder of `target`,
    and of `previous`; `sequence` may only leave places out. Raises Refused (CDO-E504: the file
    cannot even be named; E502: it is no catalog export; E510: the place in the series is taken;
    E511: `previous` is no receipt to this package; E513: it is practice), DiskTrouble, Cancelled.
    """
    if target.exists():
        raise Refused("CDO-U102", file=target.name)
    found = verify(desk, package, given, run, deep=True)
    _only_exports(found)
    now = desk.clock.now()
    practice = _is_practice(found, given, now, run)
    number = receipt_no or f"HZ-{now:%Y%m%d-%H%M%S}"
    receipt = receipt_for(found, number, now, rejected=rejected, otherwise=result)
    before = _made_before(desk, found, key, target, previous, run)
    place = _next_place(before, sequence)
    signer = open_key(key, passphrase)
    manifest = found.manifest
    facts = PackageFacts(
        kind=PackageKind.RECEIPT,
        package_id=f"urn:uuid:{uuid4()}",
        series=f"receipt-{_uuid(found)}",
        sequence=place,
        created_at=now,
        sender=Org(signer.certificate.org_code, signer.certificate.org_name),
        recipient=manifest.facts.sender if manifest else None,
        previous=before.ref if before else None,
        in_reply_to=found.reply,
        practice=practice,
    )
    draft = DraftPackage(facts, Parts(receipt=receipt_bytes(receipt)))
    return draft.sealed_by(signer, now, target, run), receipt


def _is_practice(found: Verification, given: TrustGiven, now: datetime, run: Run) -> bool:
    """Whether the answer is practice: whatever is answered by a practice trust list is.

    Refused (CDO-E513): a practice package is answered by such a list only.
    """
    trusted = trusted_by(given, now, run)
    by_practice = trusted is not None and trusted.practice
    if found.is_practice and not by_practice:
        raise Refused("CDO-E513", file=found.path.name)
    return by_practice


def doubts(desk: Desk, key: Path, given: TrustGiven, run: Run) -> list[Reason]:
    """For what the sender's program will refuse a receipt that is signed with this key.

    By the bundle that was named, else by the role in the certificate. Raises Refused.
    """
    certificate = read_certificate(key)
    trusted = trusted_by(given, desk.clock.now(), run)
    bundle = trusted.bundle if trusted else None
    signer = bundle.signer(certificate.sha256) if bundle else None
    told: dict[str, object] = {"name": certificate.name}
    if bundle is not None and signer is None:
        return [Reason("CDO-E738", key.name, told, Weight.NOTE)]
    role = signer.role if signer else certificate.role
    wanted = roles_for(PackageKind.RECEIPT, bundle)
    if not role or role in wanted:
        return []
    told |= {"role": role_label(role), "wanted": "、".join(map(role_label, wanted))}
    return [Reason("CDO-E737", key.name, told, Weight.NOTE)]


def _made_before(
    desk: Desk, found: Verification, key: Path, target: Path, previous: Path | None, run: Run
) -> MadeReceipt | None:
    """The last receipt to this package that was made with a key of this organisation."""
    assert found.reply is not None  # else no receipt could be made
    named = [existing(previous)] if previous else []
    folders = {found.path.absolute().parent, target.absolute().parent}
    beside = [path for folder in sorted(folders) for path in sorted(folder.glob(_PACKAGES))]
    files = [*named, *(path for path in beside if path.is_file())]
    issuer, package_id = read_certificate(key).org_code, found.reply.package_id
    made = list(receipts_made(files, package_id, issuer, desk.clock.now(), run))
    if previous and previous not in {one.path for one in made}:
        raise Refused("CDO-E511", file=previous.name, package=found.path.name)
    return max(made, key=lambda one: one.sequence, default=None)


def _next_place(before: MadeReceipt | None, wanted: int | None) -> int:
    """One place is never given to two receipts: the sender could not tell which one counts."""
    if before is None:
        return wanted or 1
    if wanted is not None and wanted <= before.sequence:
        told = {"sequence": wanted, "known": before.sequence, "file": before.path.name}
        raise Refused("CDO-E510", **told)
    return wanted or before.sequence + 1


def _only_exports(found: Verification) -> None:
    kind = found.manifest.facts.kind if found.manifest else PackageKind.CATALOG_EXPORT
    if kind is not PackageKind.CATALOG_EXPORT:
        raise Refused("CDO-E502", kind=kind.label, expected=PackageKind.CATALOG_EXPORT.label)


def _uuid(found: Verification) -> str:
    """The receipts to one package are a series of their own, numbered from 1."""
    return found.reply.package_id.rpartition(":")[2] if found.reply else "unknown"

"""Answering: the platform's signed receipt to a package that came in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from uuid import uuid4

from cdo_desktop.domain.package import PackageFacts, PackageKind
from cdo_desktop.domain.people import Org
from cdo_desktop.domain.receipt import ItemResult, Receipt
from cdo_desktop.errors import Refused
from cdo_desktop.package.drafting import DraftPackage, SealedPackage
from cdo_desktop.package.parts import Parts
from cdo_desktop.package.receipt_json import receipt_bytes
from cdo_desktop.package.receipts import receipt_for
from cdo_desktop.signing.keys import open_key
from cdo_desktop.tasks import Run
from cdo_desktop.work.receiving import TrustGiven, Verification, verify
from cdo_desktop.workbench import Desk


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
    sequence: int = 1,
    receipt_no: str = "",
    result: ItemResult = ItemResult.ACCEPTED,
) -> tuple[SealedPackage, Receipt]:
    """The platform's signed answer to a package; an invalid one is rejected as a whole.

    Raises Refused (CDO-E504: the file cannot even be named; E502: it is no catalog export),
    DiskTrouble, Cancelled.
    """
    if target.exists():
        raise Refused("CDO-U102", file=target.name)
    found = verify(desk, package, given, run, deep=True)
    _only_exports(found)
    now = desk.clock.now()
    number = receipt_no or f"HZ-{now:%Y%m%d-%H%M%S}"
    receipt = receipt_for(found, number, now, rejected=rejected, otherwise=result)
    signer = open_key(key, passphrase)
    manifest = found.manifest
    facts = PackageFacts(
        kind=PackageKind.RECEIPT,
        package_id=f"urn:uuid:{uuid4()}",
        series=f"receipt-{_uuid(found)}",
        sequence=sequence,
        created_at=now,
        sender=Org(signer.certificate.org_code, signer.certificate.org_name),
        recipient=manifest.facts.sender if manifest else None,
        in_reply_to=found.reply,
    )
    draft = DraftPackage(facts, Parts(receipt=receipt_bytes(receipt)))
    return draft.sealed_by(signer, now, target, run), receipt


def _only_exports(found: Verification) -> None:
    kind = found.manifest.facts.kind if found.manifest else PackageKind.CATALOG_EXPORT
    if kind is not PackageKind.CATALOG_EXPORT:
        raise Refused("CDO-E502", kind=kind.label, expected=PackageKind.CATALOG_EXPORT.label)


def _uuid(found: Verification) -> str:
    """The receipts to one package are a series of their own, numbered from 1."""
    return found.reply.package_id.rpartition(":")[2] if found.reply else "unknown"

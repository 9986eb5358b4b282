"""The receipts that were made to a package before: a new one goes on with their series."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cdo_desktop.domain.package import PackageKind, PackageRef
from cdo_desktop.domain.verdict import Verdict
from cdo_desktop.package.parts import RECEIPT_JSON
from cdo_desktop.package.verifying import Receiver, Verification, read_trouble, verify_package
from cdo_desktop.package.zip_read import read_directory
from cdo_desktop.tasks import Run


@dataclass(frozen=True, slots=True)
class MadeReceipt:
    """A receipt that was made before, and its place in the series."""

    path: Path
    sequence: int
    ref: PackageRef


def receipts_made(
    files: Iterable[Path], package_id: str, issuer: str, now: datetime, run: Run
) -> Iterator[MadeReceipt]:
    """Those of the files that are receipts of this organisation to this package, and whole.

    To the package, whatever came of it: the answer to a spoilt copy has its place in the series
    too. Other packages are not read but for their directory. DiskTrouble, Cancelled.
    """
    for path in files:
        if not _has_receipt(path):
            continue
        found = verify_package(path, Receiver(now=now, expected=PackageKind.RECEIPT), run)
        if found.verdict is not Verdict.INVALID and _answers(found, package_id, issuer):
            assert found.manifest is not None  # it is not invalid
            facts = found.manifest.facts
            ref = PackageRef(facts.package_id, found.content_digest)
            yield MadeReceipt(path, facts.sequence, ref)


def _has_receipt(path: Path) -> bool:
    """Whether it says that it is one: exports may be large, and are not read for this."""
    try:
        with path.open("rb") as stream:
            directory = read_directory(stream, stream.seek(0, 2))
    except OSError as error:
        raise read_trouble(error, path) from error
    return RECEIPT_JSON in {entry.name for entry in directory.entries}


def _answers(found: Verification, package_id: str, issuer: str) -> bool:
    facts = found.manifest.facts if found.manifest else None
    reply = facts.in_reply_to if facts else None
    if facts is None or reply is None:
        return False
    return (reply.package_id, facts.sender.code) == (package_id, issuer)

"""What goes into a package beside its facts, as the caller has it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import IO

from cdo_desktop.domain.package import FileRole, PackageKind

PACKAGE_JSON = "data/package.json"
RECEIPT_JSON = "data/receipt.json"
TRUST_JSON = "data/trust.json"
REVIEW_JSON = "data/review.json"
LINES_TYPE, JSON_TYPE = "application/x-ndjson", "application/json"

MAX_RECORD_PART = 64 << 20
"""Records are cut into files at a line before this size."""
TOMBSTONE_START = b'{"deleted":true,'
"""How the canonical line of a tombstone begins ("deleted" is the first of its keys)."""


@dataclass(frozen=True, slots=True)
class DefinitionPart:
    """The file of a definition that records of the package obey."""

    kind: str
    version: str
    content: bytes
    media_type: str = JSON_TYPE
    suffix: str = "json"


@dataclass(frozen=True, slots=True)
class AttachmentPart:
    """An attachment, named by its digest; `open` gives a fresh stream of its bytes."""

    sha256: str
    open: Callable[[], IO[bytes]]
    media_type: str = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Parts:
    """Lines by kind (canonical, without line end, sorted by id), and files."""

    records: Mapping[str, Iterable[bytes]] = field(default_factory=dict)
    definitions: tuple[DefinitionPart, ...] = ()
    attachments: Iterable[AttachmentPart] = ()
    receipt: bytes | None = None
    """Canonical JSON, for a receipt."""
    trust: bytes | None = None
    """Canonical JSON, for a trust bundle."""
    review: bytes | None = None
    """Canonical JSON, for a review form."""

    def one_file(self) -> dict[FileRole, bytes | None]:
        """The file that makes the kind, by its role."""
        return {
            FileRole.RECEIPT: self.receipt,
            FileRole.TRUST: self.trust,
            FileRole.REVIEW: self.review,
        }


def records_path(kind: str, number: int) -> str:
    """The file of the `number`th part of a kind's records."""
    return f"data/records/{kind}-{number:03d}.jsonl"


NEEDED: dict[PackageKind, tuple[FileRole, str] | None] = {
    PackageKind.CATALOG_EXPORT: None,
    PackageKind.RECEIPT: (FileRole.RECEIPT, RECEIPT_JSON),
    PackageKind.TRUST_BUNDLE: (FileRole.TRUST, TRUST_JSON),
    PackageKind.REVIEW_FORM: (FileRole.REVIEW, REVIEW_JSON),
}
"""The one file that makes a package of this kind."""

WITH_RECORDS = (PackageKind.CATALOG_EXPORT, PackageKind.REVIEW_FORM)
"""The kinds that carry records."""

PLACES: dict[FileRole, str] = {
    FileRole.RECORDS: r"data/records/[a-z][a-z0-9_]{0,39}-[0-9]{3}\.jsonl",
    FileRole.DEFINITION: r"data/standard/[a-z0-9_]+-[0-9]{3}\.[a-z0-9]+",
    FileRole.ATTACHMENT: r"data/attachments/[0-9a-f]{64}",
    FileRole.RECEIPT: r"data/receipt\.json",
    FileRole.TRUST: r"data/trust\.json",
    FileRole.REVIEW: r"data/review\.json",
}
"""Where files of each role stand."""

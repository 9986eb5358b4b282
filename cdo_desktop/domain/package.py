"""What a package says about itself: the facts of data/package.json."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from cdo_desktop.domain.people import Org

FORMAT = "cdo-package/1"


class PackageKind(StrEnum):
    """What a package is for; any other word is refused."""

    CATALOG_EXPORT = "catalog-export"
    RECEIPT = "receipt"
    TRUST_BUNDLE = "trust-bundle"
    REVIEW_FORM = "review-form"

    @property
    def label(self) -> str:
        """The word the user reads."""
        return _LABELS[self]


_LABELS = {
    PackageKind.CATALOG_EXPORT: "目录导出包",
    PackageKind.RECEIPT: "回执",
    PackageKind.TRUST_BUNDLE: "信任清单",
    PackageKind.REVIEW_FORM: "审查表",
}


class FileRole(StrEnum):
    """What a file of a package is; files of a role we do not know are carried and ignored."""

    RECORDS = "records"
    DEFINITION = "definition"
    ATTACHMENT = "attachment"
    RECEIPT = "receipt"
    TRUST = "trust"
    REVIEW = "review"


class ScopeMode(StrEnum):
    """Whether a package holds the whole list or what changed since its base."""

    FULL = "full"
    DELTA = "delta"


@dataclass(frozen=True, slots=True)
class PackageRef:
    """A package named by its id and the digest of its content."""

    package_id: str
    """"urn:uuid:…"."""
    content_digest: str
    """"sha256:" and the SHA-256 of manifest-sha256.txt: independent of signatures."""


@dataclass(frozen=True, slots=True)
class Reply:
    """Which package, file and signatures a receipt answers (`inReplyTo`)."""

    package_id: str
    content_digest: str
    container_digest: str
    """"sha256:" and the SHA-256 of the whole file."""
    signatures: tuple[str, ...]
    """SHA-256 of each .p7s, in order."""


@dataclass(frozen=True, slots=True)
class DefinitionRef:
    """A definition that records of the package obey, by the digest of its file."""

    kind: str
    version: str
    digest: str
    """"sha256:" and the SHA-256 of the file in data/standard/."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Full, or a delta on top of a base that the receiver has."""

    mode: ScopeMode = ScopeMode.FULL
    base: PackageRef | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """How many lines of one kind."""

    records: int = 0
    tombstones: int = 0


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One file under data/."""

    path: str
    media_type: str
    role: str
    """A FileRole, or a word of a newer program."""
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class PackageFacts:
    """What whoever makes a package decides; the rest of the manifest follows from its parts."""

    kind: PackageKind
    package_id: str
    series: str
    """The row of packages that replace one another, unique within the sender."""
    sequence: int
    """Place in the series, from 1."""
    created_at: datetime
    sender: Org
    recipient: Org | None = None
    """None: for everybody (a trust bundle), or not addressed."""
    previous: PackageRef | None = None
    trust_version: int = 0
    """Version of the trust bundle the sender worked with; 0: none."""
    scope: Scope = Scope()
    in_reply_to: Reply | None = None
    practice: bool = False
    """Whether it is made to practise with (练习): it never counts as a real one."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """The whole of data/package.json."""

    facts: PackageFacts
    standard: tuple[DefinitionRef, ...] = ()
    counts: Mapping[str, Count] = field(default_factory=dict)
    files: tuple[FileEntry, ...] = ()

    def of_role(self, role: FileRole) -> tuple[FileEntry, ...]:
        """The files of one role, in order."""
        return tuple(entry for entry in self.files if entry.role == role)


def package_code(content_digest: str, package_id: str) -> str:
    """What the QR code of a package says."""
    return f"{FORMAT} {content_digest} {package_id}"


def short_fingerprint(digest: str) -> str:
    """The first 80 bits of a digest in five groups, to be read out over the telephone."""
    digits = digest.rpartition(":")[2].upper()[:20]
    return "-".join(digits[at : at + 4] for at in range(0, len(digits), 4))

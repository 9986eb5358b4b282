"""The sheet of a review form: which record is reviewed, with what evidence, in place of what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from cdo_desktop.domain.statement import Decision


@dataclass(frozen=True, slots=True)
class FormRef:
    """The record that is reviewed; its line stands among the package's records."""

    kind: str
    id: str
    revision_id: str


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file of the package under the name that people know it by."""

    sha256: str
    name: str
    size: int

    def as_json(self) -> dict[str, object]:
        """{"sha256", "name", "size"}: the attachment value of a record."""
        return {"sha256": self.sha256, "name": self.name, "size": self.size}


@dataclass(frozen=True, slots=True)
class VoidedSignature:
    """A signature on the version before, which an edit has made void."""

    number: int
    name: str
    role: str
    cert_sha256: str
    decision: Decision
    at: datetime


@dataclass(frozen=True, slots=True)
class ReviewSheet:
    """data/review.json: what makes a package a review form."""

    form: FormRef
    attachments: tuple[AttachedFile, ...] = ()
    """Sorted by name, then digest; together they name every attachment of the package."""
    checks: Mapping[str, Any] = field(default_factory=dict)
    """The findings of the automatic checks, as they stood when the form was made."""
    voids: tuple[VoidedSignature, ...] = ()
    """Whose signatures on the previous version no longer count."""

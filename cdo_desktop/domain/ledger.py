"""The ledger of packages: what left, what came back, and what is proven of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cdo_desktop.domain.lifecycle import Delivery
from cdo_desktop.domain.people import Org


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One package that this workspace made."""

    package_id: str
    kind: str
    series: str
    sequence: int
    content_digest: str
    container_digest: str
    created_at: str
    sender: Org
    recipient: Org
    scope: str
    """full or delta."""
    base_id: str
    """packageId of the base of a delta; "" for full."""
    signatures: tuple[str, ...]
    """SHA-256 of each .p7s."""
    file_name: str
    state: str
    """exported, handed, received, accepted, partial, rejected: what is proven, never more."""


@dataclass(frozen=True, slots=True)
class LedgerItem:
    """What a package carried of one record, and what became of it."""

    record_id: str
    revision_id: str
    kind: str
    code: str
    title: str
    tombstone: bool
    state: Delivery
    reason: str = ""


@dataclass(frozen=True, slots=True)
class LedgerEvent:
    """What happened to a package, and when."""

    state: str
    at: str
    who: str
    note: str


@dataclass(frozen=True, slots=True)
class TakenReceipt:
    """A checked receipt, as the ledger keeps it."""

    packet_id: str
    """packageId of the receipt itself."""
    package_id: str
    """The package it answers."""
    receipt_no: str
    sequence: int
    content_digest: str
    received_at: str
    result: str
    body: str
    """Canonical JSON of data/receipt.json."""
    taken_at: str = ""
    """When it was taken into the ledger; "" before."""


@dataclass(frozen=True, slots=True)
class PinnedKey:
    """A certificate that a person has compared by telephone and vouches for."""

    sha256: str
    who: str
    at: str
    note: str


@dataclass(frozen=True, slots=True)
class StoredTrust:
    """A trust bundle as it was accepted."""

    version: int
    digest: str
    body: str
    imported_at: datetime

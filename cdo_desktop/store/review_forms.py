"""The review forms of a workspace: which there are, who has signed them, the very files.

A form stands in the ledger's table of packages under its own kind, beside the packages that leave;
its newest file is kept among the attachments, which are found by their SHA-256 as it is.
"""

from __future__ import annotations

from contextlib import AbstractContextManager

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert as upsert

from cdo_desktop.domain.ledger import LedgerEntry
from cdo_desktop.domain.package import PackageKind
from cdo_desktop.errors import Conflict, Refused
from cdo_desktop.store.attachments import keep
from cdo_desktop.store.ledger import PACKAGE, entry_of_row, note_event, package_values
from cdo_desktop.store.unit import Unit

SIGNED = "signed"
"""The state of a form that bears at least one signature; who is still wanted, its file says."""
SERIES = "review-"
LARGEST = 512 << 20
"""A form is kept whole in the workspace; SQLite takes no piece of a gigabyte."""


def series_of(record_id: str) -> str:
    """The row of forms about one record."""
    return f"{SERIES}{record_id}"


def enter_review_form(unit: Unit, entry: LedgerEntry, body: bytes, note: str) -> None:
    """Keep a form, or the same form with more signatures, and its file.

    Raises Refused (CDO-E769) if it is too large to be kept, Conflict (CDO-S250) if signatures or a
    version came in meanwhile that it does not know: none of them is ever written over.
    """
    if len(body) > LARGEST:
        raise Refused("CDO-E769", size=len(body) >> 20, limit=LARGEST >> 20)
    _goes_on_from_here(unit, entry)
    sha256 = keep(unit, body)
    if entry.container_digest != f"sha256:{sha256}":
        raise ValueError("another file than the entry names")
    values = package_values(entry)
    changed = {name: values[name] for name in ("container_digest", "signatures", "file_name")}
    unit.connection.execute(
        upsert(PACKAGE)
        .values(**values)
        .on_conflict_do_update(index_elements=["package_id"], set_=changed)
    )
    note_event(unit.connection, entry.package_id, SIGNED, unit.act, note)


def _goes_on_from_here(unit: Unit, entry: LedgerEntry) -> None:
    """A form that is there keeps its signatures; a new one is the newest version of its row."""
    same_form = PACKAGE.c.package_id == entry.package_id
    found = unit.connection.execute(select(PACKAGE).where(same_form)).one_or_none()
    if found is not None:
        known = entry_of_row(found).signatures
        goes_on = entry.signatures[: len(known)] == known
    else:
        later = (PACKAGE.c.series == entry.series, PACKAGE.c.sequence >= entry.sequence)
        asked = select(PACKAGE.c.package_id).where(*later)
        goes_on = unit.connection.execute(asked).first() is None
    if not goes_on:
        raise Conflict("CDO-S250", file=entry.file_name)


class ReviewForms:
    """What can be read of the review forms of an open workspace."""

    def _reading(self) -> AbstractContextManager[Connection]:
        raise NotImplementedError

    def review_forms(self, record_id: str = "") -> list[LedgerEntry]:
        """The forms about one record ("": all), the newest version first."""
        which = [PACKAGE.c.kind == PackageKind.REVIEW_FORM.value]
        if record_id:
            which.append(PACKAGE.c.series == series_of(record_id))
        newest = (PACKAGE.c.series, PACKAGE.c.sequence.desc())
        with self._reading() as connection:
            found = connection.execute(select(PACKAGE).where(*which).order_by(*newest))
            return [entry_of_row(row) for row in found]

"""What this computer knows of a file itself: that it was exported here, or signed by a key here.

It vouches for nothing: the verdict is that of the verification alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from cdo_desktop.domain.ledger import LedgerEntry
from cdo_desktop.errors import CdoError
from cdo_desktop.package.verifying import Verification
from cdo_desktop.signing.certificates import Certificate
from cdo_desktop.work.keys import read_certificate
from cdo_desktop.workbench import Workbench


def exported_here(bench: Workbench, found: Verification) -> LedgerEntry | None:
    """The package of the ledger with this id and this content; more signatures may be on it."""
    known = bench.workspace.package(found.reply.package_id) if found.reply else None
    same = known is not None and known.content_digest == found.content_digest
    return known if same else None


def signed_here(found: Verification, key_files: Iterable[Path]) -> tuple[Certificate, ...]:
    """Of these key files the certificates that have signed it; a stick that is away has none."""
    signed = {standing.cert_sha256 for standing in found.standings}
    return tuple(one for one in map(_certificate, key_files) if one and one.sha256 in signed)


def _certificate(path: Path) -> Certificate | None:
    try:
        return read_certificate(path)
    except CdoError:  # gone or spoilt: told where keys are listed; here it only is no evidence
        return None

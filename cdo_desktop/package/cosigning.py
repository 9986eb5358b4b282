"""Adding a signature to a package that is already sealed, as a new file."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import IO

from cdo_desktop.errors import Refused
from cdo_desktop.files import disk_trouble, existing
from cdo_desktop.package import bag
from cdo_desktop.package.drafting import SealedPackage, sealed_package
from cdo_desktop.package.sealing import add_signatures, needs_sm3
from cdo_desktop.package.spool import Sums
from cdo_desktop.package.verifying import verified_form
from cdo_desktop.package.writing import Members, Stored, write_package
from cdo_desktop.package.zip_read import Container, Member, Source
from cdo_desktop.signing.signer import Signer
from cdo_desktop.tasks import Run

MAX_SIGNATURES = 999


def cosign(source: Path, signer: Signer, at: datetime, target: Path, run: Run) -> SealedPackage:
    """Countersign the package `source` into the new file `target`; the content stays as it is.

    What is signed was checked before (steps 1 to 3): Refused (CDO-E705) if something is wrong with
    it, CDO-U101 if it is not there; and what `write_package` and the signer raise.
    """
    existing(source)
    try:
        with source.open("rb") as stream:
            return _cosign(source, stream, signer, at, target, run)
    except OSError as error:
        raise disk_trouble(error, target) from error


def _cosign(
    source: Path, stream: Source, signer: Signer, at: datetime, target: Path, run: Run
) -> SealedPackage:
    form, container = verified_form(source, stream, run, with_sm3=needs_sm3([signer]))
    if form.reasons or container is None or form.manifest is None:
        raise Refused("CDO-E705", file=source.name, reason=form.reasons[0].message())
    if len(form.signatures) >= MAX_SIGNATURES:
        raise Refused("CDO-E702", limit=MAX_SIGNATURES)
    files = {name: _sums(member) for name, member in container.members.items()}
    added = add_signatures(len(form.signatures) + 1, [signer], at, files)
    stored = {
        name: Stored(sums, partial(_at, stream, container.members[name]))
        for name, sums in files.items()
    }
    written = write_package(target, Members(added, stored), run)
    kept = _read(container, [bag.PAYLOAD, *(found.place for found in form.signatures)])
    earlier = [found.check.certificate for found in form.signatures]
    certificates = [*(each for each in earlier if each), signer.certificate]
    return sealed_package(target, form.manifest, {**kept, **added}, certificates, written)


def _sums(member: Member) -> Sums:
    entry = member.entry
    return Sums(entry.size, entry.crc, member.sha256, member.sm3 or "")


def _at(stream: Source, member: Member) -> IO[bytes]:
    stream.seek(member.entry.start)
    return stream


def _read(container: Container, names: Iterable[str]) -> dict[str, bytes]:
    return {name: container.read(name) for name in names}

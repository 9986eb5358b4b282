"""Adding a signature to a package that is laid out or sealed; its content stays as it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import IO

from cdo_desktop.domain.package import PackageKind
from cdo_desktop.errors import Refused
from cdo_desktop.files import disk_trouble, existing, replacing
from cdo_desktop.package import bag
from cdo_desktop.package.drafting import SealedPackage, sealed_package
from cdo_desktop.package.sealing import needs_sm3, signature_members
from cdo_desktop.package.spool import Sums
from cdo_desktop.package.statements import is_statement
from cdo_desktop.package.verifying import Verification, verified_form
from cdo_desktop.package.writing import Members, Stored, write_package
from cdo_desktop.package.zip_read import Container, Member, Source
from cdo_desktop.signing.signer import Signer
from cdo_desktop.tasks import Run

MAX_SIGNATURES = 999
UNSIGNED = "CDO-E301"


def cosign(
    source: Path,
    signer: Signer,
    at: datetime,
    target: Path,
    run: Run,
    *,
    statement: bytes | None = None,
    digest: str = "",
) -> SealedPackage:
    """Sign the package `source` once more into the new file `target`; the content stays as it is.

    A review form, and only that, comes with the `statement` of its signer; its first signature is
    added in this way too. `digest` is the containerDigest of what was looked at before: Refused
    (CDO-E109) if the file is another one by now. What is signed was checked before (steps 1 to
    3): Refused (CDO-E705) if something is wrong with it, CDO-U101 if it is not there; and what
    `write_package` and the signer raise.
    """
    existing(source)
    try:
        with source.open("rb") as stream:
            form, container = verified_form(source, stream, run, with_sm3=needs_sm3([signer]))
            container = _signable(source, form, container, digest)
            return _cosign(form, container, stream, signer, at, target, run, statement)
    except OSError as error:
        raise disk_trouble(error, target) from error


def countersign_in_place(
    path: Path,
    signer: Signer,
    at: datetime,
    run: Run,
    *,
    statement: bytes | None,
    digest: str,
    look: Callable[[Path], None] | None = None,
) -> SealedPackage:
    """As `cosign`, but the file itself gets the new signature: whole, or it is as it was before.

    `look` is shown the signed file before it takes the place of the other; if it raises, nothing
    was signed. The source is closed before it is replaced, as some systems want it.
    """
    with replacing(path) as part:
        sealed = cosign(path, signer, at, part, run, statement=statement, digest=digest)
        if look is not None:
            look(part)
    return replace(sealed, path=path)


def _signable(
    source: Path, form: Verification, container: Container | None, digest: str
) -> Container:
    """The members, if a signature may be added. Refused."""
    is_form = form.manifest is not None and form.manifest.facts.kind is PackageKind.REVIEW_FORM
    faults = [one for one in form.reasons if not (is_form and one.code == UNSIGNED)]
    if digest and container is not None and container.digest != digest:
        raise Refused("CDO-E109", file=source.name)
    if faults or container is None:
        raise Refused("CDO-E705", file=source.name, reason=faults[0].message())
    if len(form.signatures) >= MAX_SIGNATURES:
        raise Refused("CDO-E702", limit=MAX_SIGNATURES)
    return container


def _cosign(
    form: Verification,
    container: Container,
    stream: Source,
    signer: Signer,
    at: datetime,
    target: Path,
    run: Run,
    statement: bytes | None,
) -> SealedPackage:
    assert form.manifest is not None  # it was found signable
    if (form.manifest.facts.kind is PackageKind.REVIEW_FORM) != (statement is not None):
        raise ValueError("a statement goes with review forms, and with nothing else")
    files = {name: _sums(member) for name, member in container.members.items()}
    added = signature_members(len(form.signatures) + 1, signer, at, files, statement)
    stored = {
        name: Stored(sums, partial(_at, stream, container.members[name]))
        for name, sums in files.items()
    }
    written = write_package(target, Members(added, stored), run)
    spoken = filter(is_statement, container.members)
    signed = (found.place for found in form.signatures)
    kept = _read(container, [bag.PAYLOAD, *signed, *spoken])
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

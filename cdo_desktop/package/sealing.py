"""Signatures over a package's files: which files a signer covers, and the two members he adds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from cdo_desktop.package.asic import (
    SignedList,
    asic_manifest,
    manifest_name,
    signature_name,
    statement_name,
)
from cdo_desktop.package.spool import Sums, sums_of
from cdo_desktop.package.zip_layout import META_NAME, MIMETYPE_NAME
from cdo_desktop.signing.cms import make_signature
from cdo_desktop.signing.signer import Signer


def covered(names: Iterable[str], number: int) -> set[str]:
    """What signature `number` lists: every file but mimetype, and all META-INF numbered below it.

    So a later signer countersigns the earlier ones. His own statement, where the kind has
    statements, is his too.
    """
    earlier = {name for name in names if name != MIMETYPE_NAME and _number(name) < number}
    return earlier | ({statement_name(number)} & set(names))


def _number(name: str) -> int:
    found = META_NAME.fullmatch(name)
    return int(found[2]) if found else 0


def needs_sm3(signers: Iterable[Signer]) -> bool:
    """Whether one of the signers wants SM3 in the manifest."""
    return any(signer.certificate.suite.manifest_digest == "sm3" for signer in signers)


def signature_members(
    number: int,
    signer: Signer,
    at: datetime,
    files: Mapping[str, Sums],
    statement: bytes | None = None,
) -> dict[str, bytes]:
    """ASiCManifest and signature `number` over these files, and what the signer says, if he does.

    Raises what the signer raises.
    """
    digest = signer.certificate.suite.manifest_digest
    own = {} if statement is None else {statement_name(number): statement}
    files = dict(files) | {name: sums_of(own[name], with_sm3=digest == "sm3") for name in own}
    values = {name: files[name].digest(digest) for name in covered(files, number)}
    manifest = asic_manifest(SignedList(number, digest, values))
    return own | {
        manifest_name(number): manifest,
        signature_name(number): make_signature(manifest, signer, at),
    }


def add_signatures(
    first: int, signers: Iterable[Signer], at: datetime, files: Mapping[str, Sums]
) -> dict[str, bytes]:
    """The META-INF members of several signers in order, numbered from `first`."""
    signers = list(signers)
    with_sm3 = needs_sm3(signers)
    known = dict(files)
    added: dict[str, bytes] = {}
    for number, signer in enumerate(signers, first):
        members = signature_members(number, signer, at, known)
        known |= {name: sums_of(data, with_sm3=with_sm3) for name, data in members.items()}
        added |= members
    return added

"""Step 2: the bag files and the JSON of a package, every fault in them listed (E203–E210)."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cdo_desktop.domain.package import FORMAT, FileEntry, FileRole, Manifest, PackageKind
from cdo_desktop.domain.statement import Statement
from cdo_desktop.domain.verdict import Reason
from cdo_desktop.errors import Refused
from cdo_desktop.package import bag
from cdo_desktop.package.manifest_json import format_and_kind, manifest_of
from cdo_desktop.package.parts import NEEDED, PACKAGE_JSON, PLACES, WITH_RECORDS
from cdo_desktop.package.receipt_json import receipt_of
from cdo_desktop.package.review_json import review_of
from cdo_desktop.package.statements import (
    check_statements,
    is_statement,
    may_have_statements,
)
from cdo_desktop.package.strict_json import Malformed, read_canonical
from cdo_desktop.package.zip_layout import META_NAME, MIMETYPE_NAME
from cdo_desktop.package.zip_read import Container
from cdo_desktop.signing.trust import TrustBundle

_READERS: dict[FileRole, Callable[[Any], object]] = {
    FileRole.RECEIPT: receipt_of,
    FileRole.TRUST: TrustBundle.parse,
    FileRole.REVIEW: review_of,
}
_REQUIRED = (bag.BAG_INFO, bag.BAGIT, PACKAGE_JSON, bag.PAYLOAD, MIMETYPE_NAME, bag.TAGS)


@dataclass(frozen=True, slots=True)
class Structure:
    """What step 2 found; `manifest` is None where package.json cannot be read."""

    manifest: Manifest | None
    content_digest: str
    faults: tuple[Reason, ...]
    statements: tuple[Statement, ...] = ()
    """Of a review form: what its signers said, in order."""


def check_structure(container: Container) -> Structure:
    """Everything that is wrong with the bag files, the sets of files and the JSON."""
    missing = [name for name in _REQUIRED if name not in container.members]
    faults = [Reason("CDO-E203", name) for name in missing]
    manifest, json_faults = _read_manifest(container)
    faults += _unexpected(container, manifest)
    faults += [*json_faults, *_bag_faults(container)]
    if manifest:
        faults += [*_info_faults(container, manifest), *_listed_faults(container, manifest)]
        faults += [*_role_faults(manifest), *_content_faults(container, manifest)]
    payload = container.members.get(bag.PAYLOAD)
    content_digest = f"sha256:{payload.sha256}" if payload else ""
    statements: tuple[Statement, ...] = ()
    if manifest:
        statements, statement_faults = check_statements(container, manifest, content_digest)
        faults += statement_faults
    return Structure(manifest, content_digest, tuple(faults), statements)


def readable_manifest(
    container: Container, faults: Collection[Reason]
) -> tuple[Manifest | None, str]:
    """Of a package whose content suffered: package.json and contentDigest, if they did not.

    Nothing is believed for it: it names the file to which an answer is given.
    """
    harmed = {fault.place for fault in faults}
    if not {PACKAGE_JSON, bag.PAYLOAD} <= container.members.keys() - harmed:
        return None, ""
    manifest, _ = _read_manifest(container)
    return manifest, f"sha256:{container.members[bag.PAYLOAD].sha256}" if manifest else ""


def _unexpected(container: Container, manifest: Manifest | None) -> Iterator[Reason]:
    statements_too = may_have_statements(manifest)
    for name in container.members:
        meta = META_NAME.fullmatch(name) and (statements_too or not is_statement(name))
        is_expected = name in _REQUIRED or meta
        if not is_expected and not name.startswith("data/"):
            yield Reason("CDO-E204", name)


def _read_manifest(container: Container) -> tuple[Manifest | None, list[Reason]]:
    if PACKAGE_JSON not in container.members:
        return None, []
    try:
        value = read_canonical(container.read(PACKAGE_JSON))
        version, kind = format_and_kind(value)
        if version != FORMAT:
            return None, [Reason("CDO-E209", PACKAGE_JSON, {"format": version})]
        if kind not in list(PackageKind):
            return None, [Reason("CDO-E210", PACKAGE_JSON, {"kind": kind})]
        return manifest_of(value), []
    except Malformed as error:
        return None, [Reason("CDO-E208", PACKAGE_JSON, {"where": error.where})]


def _bag_faults(container: Container) -> Iterator[Reason]:
    """The two digest lists and bagit.txt."""
    members = container.members
    payload = {name for name in members if name.startswith("data/")}
    for list_name, wanted in ((bag.PAYLOAD, payload), (bag.TAGS, set(bag.TAGGED))):
        if list_name in members:
            yield from _digest_list_faults(container, list_name, wanted)
    if bag.BAGIT in members and container.read(bag.BAGIT) != bag.BAGIT_TEXT:
        yield Reason("CDO-E205", bag.BAGIT, {"line": 1})


def _digest_list_faults(container: Container, list_name: str, wanted: set[str]) -> Iterator[Reason]:
    digests, wrong = bag.read_digest_lines(container.read(list_name))
    for number in wrong:
        yield Reason("CDO-E205", list_name, {"line": number})
    for name in sorted(wanted ^ digests.keys()):
        yield Reason("CDO-E206", name, {"list": list_name})
    for name in sorted(wanted & digests.keys() & container.members.keys()):
        if container.members[name].sha256 != digests[name]:
            yield Reason("CDO-E207", name, {"list": list_name})


def _info_faults(container: Container, manifest: Manifest) -> Iterator[Reason]:
    if bag.BAG_INFO not in container.members:
        return
    sizes = [
        member.entry.size for name, member in container.members.items() if name.startswith("data/")
    ]
    data = container.read(bag.BAG_INFO)
    if not bag.has_bag_lines(data, manifest.facts, bag.payload_oxum(sizes)):
        yield Reason("CDO-E205", bag.BAG_INFO, {"line": 1})


def _listed_faults(container: Container, manifest: Manifest) -> Iterator[Reason]:
    """`files` of package.json against the files that are there."""
    listed: Mapping[str, FileEntry] = {entry.path: entry for entry in manifest.files}
    payload = {name for name in container.members if name.startswith("data/")} - {PACKAGE_JSON}
    for name in sorted(payload ^ listed.keys()):
        yield Reason("CDO-E206", name, {"list": PACKAGE_JSON})
    for name in sorted(payload & listed.keys()):
        member = container.members[name]
        if (member.sha256, member.entry.size) != (listed[name].sha256, listed[name].size):
            yield Reason("CDO-E207", name, {"list": PACKAGE_JSON})


def _role_faults(manifest: Manifest) -> Iterator[Reason]:
    """A file stands where its role puts it, and a kind has the one file that makes it."""
    for entry in manifest.files:
        place = PLACES.get(FileRole(entry.role)) if entry.role in list(FileRole) else None
        if place and not re.fullmatch(place, entry.path):
            yield Reason("CDO-E204", entry.path)
    needed = NEEDED[manifest.facts.kind]
    if needed and not manifest.of_role(needed[0]):
        yield Reason("CDO-E203", needed[1])
    for role, path in filter(None, NEEDED.values()):
        if (role, path) != needed and manifest.of_role(role):
            yield Reason("CDO-E204", path)
    if manifest.facts.kind not in WITH_RECORDS:
        for entry in manifest.of_role(FileRole.RECORDS):
            yield Reason("CDO-E204", entry.path)


def _content_faults(container: Container, manifest: Manifest) -> Iterator[Reason]:
    """The JSON that makes the kind: canonical, and a receipt in its own form."""
    needed = NEEDED[manifest.facts.kind]
    if needed is None or needed[1] not in container.members:
        return
    try:
        value = read_canonical(container.read(needed[1]))
        _READERS[needed[0]](value)
    except Malformed as error:
        yield Reason("CDO-E208", needed[1], {"where": error.where})
    except Refused as error:
        yield Reason("CDO-E208", needed[1], {"where": f"$.{error.facts.get('field', '')}"})

"""Step 3: each signature in order; what it lists, and whether it is good (E201–E202, E301–E305)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cdo_desktop.domain.verdict import Reason
from cdo_desktop.package.asic import (
    SM3_URI,
    NotTheTemplate,
    SignedList,
    manifest_name,
    read_asic_manifest,
    signature_name,
)
from cdo_desktop.package.sealing import covered
from cdo_desktop.package.zip_layout import META_NAME, Entry
from cdo_desktop.package.zip_read import Container, Directory, Source
from cdo_desktop.signing.cms import CmsCheck, check_signature


@dataclass(frozen=True, slots=True)
class SignatureFound:
    """One signature file and what its own bytes say; nothing of trust."""

    number: int
    sha256: str
    """Of the .p7s: how a receipt names it."""
    check: CmsCheck

    @property
    def place(self) -> str:
        """The member it stands in."""
        return signature_name(self.number)


def wants_sm3(stream: Source, directory: Directory) -> bool:
    """Whether a manifest names SM3, so that the one pass must take that digest as well."""
    return any(_names_sm3(stream, entry) for entry in directory.entries)


def _names_sm3(stream: Source, entry: Entry) -> bool:
    found = META_NAME.fullmatch(entry.name)
    if not found or found[1] != "ASiCManifest":
        return False
    stream.seek(entry.start)
    return SM3_URI.encode() in stream.read(entry.size)


def check_signatures(container: Container) -> tuple[tuple[SignatureFound, ...], list[Reason]]:
    """All signatures in order, and every fault of step 3."""
    lists = _numbers(container, "ASiCManifest")
    signed = _numbers(container, "signature")
    if not lists and not signed:
        return (), [Reason("CDO-E301", "META-INF")]
    faults = list(_numbering_faults(lists, signed))
    found: list[SignatureFound] = []
    for number in sorted(lists & signed):
        content = container.read(manifest_name(number))
        check = check_signature(content, container.read(signature_name(number)))
        sha256 = container.members[signature_name(number)].sha256
        found.append(SignatureFound(number, sha256, check))
        faults += _list_faults(container, content, number, check)
        if reason := check.reason(signature_name(number)):
            faults.append(reason)
    return tuple(found), faults


def _numbers(container: Container, what: str) -> set[int]:
    found = (META_NAME.fullmatch(name) for name in container.members)
    return {int(each[2]) for each in found if each and each[1] == what}


def _numbering_faults(lists: set[int], signed: set[int]) -> Iterator[Reason]:
    """Numbers run from 001 without gaps, each with both its files."""
    for number in range(1, max(lists | signed) + 1):
        if number not in lists:
            yield Reason("CDO-E302", manifest_name(number))
        if number not in signed:
            yield Reason("CDO-E302", signature_name(number))


def _list_faults(
    container: Container, content: bytes, number: int, check: CmsCheck
) -> Iterator[Reason]:
    place, facts = manifest_name(number), {"signature": signature_name(number)}
    try:
        listed = read_asic_manifest(content, number)
    except NotTheTemplate as error:
        yield Reason(error.code, place, facts)
        return
    if check.suite and check.suite.manifest_digest != listed.digest:
        yield Reason("CDO-E202", place, facts)
    wrong = covered(container.members, number) ^ listed.values.keys()
    if wrong:
        yield Reason("CDO-E303", place, {"files": "、".join(sorted(wrong))})
    yield from _digest_faults(container, listed, place)


def _digest_faults(container: Container, listed: SignedList, place: str) -> Iterator[Reason]:
    for name in sorted(listed.values.keys() & container.members.keys()):
        member = container.members[name]
        actual = member.sm3 if listed.digest == "sm3" else member.sha256
        if actual != listed.values[name]:
            yield Reason("CDO-E304", place, {"file": name})

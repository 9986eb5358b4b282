"""Evidence: for every bad file of a package, what was expected of it and what was found."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from cdo_desktop.domain.verdict import Reason, Weight
from cdo_desktop.package import bag
from cdo_desktop.package.asic import NotTheTemplate, read_asic_manifest
from cdo_desktop.package.verifying import Verification, read_trouble
from cdo_desktop.package.zip_layout import CHUNK, MAX_TEXT, META_NAME, Entry
from cdo_desktop.package.zip_read import Source, read_directory
from cdo_desktop.signing.digests import new_digest

_DIGESTS = ("CDO-E107", "CDO-E207")
_SIGNED = "CDO-E304"
_MISSING, _UNEXPECTED, _LISTED = "CDO-E203", "CDO-E204", "CDO-E206"
_STEPS_OF_FILES = ("CDO-E1", "CDO-E2", "CDO-E3")
THERE, NOT_THERE = "there", "not-there"
"""What is expected or found of a file where that is not a digest."""


@dataclass(frozen=True, slots=True)
class BadFile:
    """A file with which something is wrong."""

    reason: Reason
    name: str
    expected: str = ""
    """Digest in hex, THERE or NOT_THERE; "" where the format asks for more than can be named."""
    found: str = ""


def bad_files(found: Verification) -> tuple[BadFile, ...]:
    """Every file that steps 1 to 3 complained of, in the order of the format. Raises DiskTrouble.

    Of digests both are read from the file again, so that a person can compare them elsewhere.
    """
    reasons = [
        reason
        for reason in found.reasons
        if reason.weight is Weight.INVALID and reason.code.startswith(_STEPS_OF_FILES)
    ]
    if not reasons:
        return ()
    try:
        with found.path.open("rb") as stream:
            members = _Members(stream, found.path)
            return tuple(members.bad_file(reason) for reason in reasons)
    except OSError as error:
        raise read_trouble(error, found.path) from error


class _Members:
    """The members of a file as its directory says, whatever is wrong with them."""

    def __init__(self, stream: Source, path: Path) -> None:
        self._stream = stream
        directory = read_directory(stream, path.stat().st_size)
        entries: Iterable[Entry] = directory.entries if directory.is_tiled else ()
        self._entries: Mapping[str, Entry] = {entry.name: entry for entry in entries}
        self._listed = self._read_lists()

    def _read_lists(self) -> dict[str, str]:
        listed: dict[str, str] = {}
        for name in (bag.PAYLOAD, bag.TAGS):
            listed |= bag.read_digest_lines(self._text(name))[0]
        return listed

    def bad_file(self, reason: Reason) -> BadFile:
        """What the reason says, with the evidence for it."""
        name = str(reason.facts.get("file", reason.place))
        if reason.code in _DIGESTS and name in self._entries:
            return BadFile(reason, name, self._listed.get(name, ""), self._digest(name, "sha256"))
        if reason.code == _SIGNED and name in self._entries:
            algorithm, expected = self._signed(reason.place, name)
            return BadFile(reason, name, expected, self._digest(name, algorithm))
        if reason.code == _MISSING:
            return BadFile(reason, name, THERE, NOT_THERE)
        if reason.code == _UNEXPECTED:
            return BadFile(reason, name, NOT_THERE, THERE)
        if reason.code == _LISTED:
            is_there = name in self._entries
            expected, found = (NOT_THERE, THERE) if is_there else (THERE, NOT_THERE)
            return BadFile(reason, name, expected, found)
        return BadFile(reason, name)

    def _signed(self, manifest: str, name: str) -> tuple[str, str]:
        """The digest a signature's list has of a file, and by which algorithm."""
        number = META_NAME.fullmatch(manifest)
        try:
            listed = read_asic_manifest(self._text(manifest), int(number[2]) if number else 0)
        except NotTheTemplate:
            return "sha256", ""
        return listed.digest, listed.values.get(name, "")

    def _text(self, name: str) -> bytes:
        entry = self._entries.get(name)
        if entry is None or entry.size > MAX_TEXT:
            return b""
        self._stream.seek(entry.start)
        return self._stream.read(entry.size)

    def _digest(self, name: str, algorithm: str) -> str:
        entry = self._entries[name]
        sums = hashlib.sha256() if algorithm == "sha256" else new_digest(algorithm)
        self._stream.seek(entry.start)
        left = entry.size
        while left and (block := self._stream.read(min(CHUNK, left))):
            sums.update(block)
            left -= len(block)
        return sums.hexdigest()

"""Reading a package that was verified: the only way to its content is a Verification."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import msgspec

from cdo_desktop.domain.package import FileEntry, FileRole, Manifest
from cdo_desktop.domain.receipt import Receipt
from cdo_desktop.domain.review_form import ReviewSheet
from cdo_desktop.domain.verdict import Verdict
from cdo_desktop.errors import Refused
from cdo_desktop.package.definitions import Versions, read_definitions
from cdo_desktop.package.lines import record_blocks
from cdo_desktop.package.parts import RECEIPT_JSON, REVIEW_JSON, TRUST_JSON
from cdo_desktop.package.receipt_json import receipt_of
from cdo_desktop.package.review_json import review_of
from cdo_desktop.package.strict_json import read_canonical
from cdo_desktop.package.verifying import Verification, read_trouble
from cdo_desktop.package.zip_read import Container
from cdo_desktop.signing.trust import TrustBundle

_decode = msgspec.json.Decoder().decode


class OpenedPackage:
    """The content of a verified package, read as it is asked for.

    What is read is compared once more with what was verified: Refused (CDO-E109) if the file was
    exchanged meanwhile, which for records can only be said after the last line of a part.
    """

    def __init__(self, verification: Verification) -> None:
        """Refused (CDO-E505) for a package that is invalid."""
        manifest, members = verification.manifest, verification.members
        if verification.verdict is Verdict.INVALID or manifest is None or members is None:
            raise Refused("CDO-E505", file=verification.path.name)
        self.verification = verification
        self.manifest: Manifest = manifest
        self._members = members

    def records(self) -> Iterator[dict[str, Any]]:
        """Every line, records and tombstones, decoded; ValueError without a deep verification."""
        if not self.verification.is_deep:
            raise ValueError("records of a package that was not verified deep")
        for _, line in self.lines():
            yield _decode(line)

    def lines(self) -> Iterator[tuple[FileEntry, bytes]]:
        """Every line as it stands, with the file it stands in."""
        with self._container() as container:
            for entry, lines in record_blocks(container, self.manifest):
                for line in lines:
                    yield entry, line

    def receipt(self) -> Receipt:
        """The receipt. Refused (CDO-E502) if this is another kind of package."""
        return receipt_of(read_canonical(self._one(FileRole.RECEIPT, RECEIPT_JSON)))

    def trust_bundle(self) -> TrustBundle:
        """The trust bundle. Refused (CDO-E502) if this is another kind of package."""
        return TrustBundle.parse(read_canonical(self._one(FileRole.TRUST, TRUST_JSON)))

    def review_sheet(self) -> ReviewSheet:
        """The sheet. Refused (CDO-E502) if this is no review form."""
        return review_of(read_canonical(self._one(FileRole.REVIEW, REVIEW_JSON)))

    def attachments(self) -> tuple[FileEntry, ...]:
        """The attachments; `content` reads one."""
        return self.manifest.of_role(FileRole.ATTACHMENT)

    def definition(self, kind: str, version: str) -> bytes | None:
        """The definition file of a kind in a version, if the package brings it."""
        for ref in self.manifest.standard:
            if (ref.kind, ref.version) == (kind, version):
                for entry in self.manifest.of_role(FileRole.DEFINITION):
                    if f"sha256:{entry.sha256}" == ref.digest:
                        return b"".join(self.content(entry))
        return None

    def kinds(self) -> Versions:
        """The definitions that the package brings and this program understands."""
        with self._container() as container:
            return read_definitions(container, self.manifest)[0]

    def content(self, entry: FileEntry) -> Iterator[bytes]:
        """The bytes of one file, a chunk at a time."""
        with self._container() as container:
            yield from container.chunks(entry.path)

    def _one(self, role: FileRole, path: str) -> bytes:
        entries = self.manifest.of_role(role)
        if [entry.path for entry in entries] != [path]:
            kind = self.manifest.facts.kind.label
            raise Refused("CDO-E502", kind=kind, expected=path, place=path)
        return b"".join(self.content(entries[0]))

    @contextmanager
    def _container(self) -> Iterator[Container]:
        path = self.verification.path
        try:
            with path.open("rb") as stream:
                yield Container(stream, self._members, self.verification.container_digest)
        except OSError as error:
            raise read_trouble(error, path) from error

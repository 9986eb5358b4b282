"""Making a package: a draft is sealed by its signers into one file that is then read back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from cdo_desktop.domain.canonical import sha256_hex
from cdo_desktop.domain.package import (
    Count,
    DefinitionRef,
    FileEntry,
    FileRole,
    Manifest,
    PackageFacts,
    PackageKind,
    PackageRef,
    Reply,
)
from cdo_desktop.domain.statement import Statement
from cdo_desktop.errors import Refused
from cdo_desktop.files import disk_trouble
from cdo_desktop.package import bag
from cdo_desktop.package.manifest_json import manifest_bytes
from cdo_desktop.package.parts import (
    JSON_TYPE,
    LINES_TYPE,
    MAX_RECORD_PART,
    NEEDED,
    PACKAGE_JSON,
    TOMBSTONE_START,
    Parts,
    records_path,
)
from cdo_desktop.package.sealing import add_signatures, needs_sm3
from cdo_desktop.package.spool import Spool, Spooled, Sums, spooling, stream_blocks, sums_of
from cdo_desktop.package.statements import read_statements
from cdo_desktop.package.writing import NOTE, Members, Stored, Written, write_package
from cdo_desktop.package.zip_layout import MIMETYPE, MIMETYPE_NAME
from cdo_desktop.signing.certificates import Certificate
from cdo_desktop.signing.signer import Signer
from cdo_desktop.tasks import Run


@dataclass(frozen=True, slots=True)
class SealedPackage:
    """A signed package that stands on the disk and was read back from it."""

    path: Path
    manifest: Manifest
    content_digest: str
    container_digest: str
    signatures: tuple[str, ...]
    """SHA-256 of each .p7s, in order."""
    certificates: tuple[Certificate, ...]
    """Of the signers, in order."""
    size: int
    statements: tuple[Statement, ...] = ()
    """Of a review form: what each signer said, in order."""

    @property
    def package_id(self) -> str:
        """ "urn:uuid:…"."""
        return self.manifest.facts.package_id

    @property
    def ref(self) -> PackageRef:
        """How a later package names this one."""
        return PackageRef(self.package_id, self.content_digest)

    @property
    def reply(self) -> Reply:
        """How a receipt names it."""
        return Reply(self.package_id, self.content_digest, self.container_digest, self.signatures)


@dataclass(frozen=True, slots=True)
class DraftPackage:
    """Facts and parts that are not yet a package. The parts are read once."""

    facts: PackageFacts
    parts: Parts

    def __post_init__(self) -> None:
        """ValueError if the parts are not those of the kind: our bug."""
        needed = NEEDED[self.facts.kind]
        for role, content in self.parts.one_file().items():
            if (content is not None) != (needed is not None and needed[0] is role):
                raise ValueError(f"a {self.facts.kind} and its {role}")

    def laid_out(self, path: Path, run: Run) -> SealedPackage:
        """Write the package without a signature: a review form as it is before the first one.

        Raises as `sealed_by`. It is no package yet (E301); `cosigning` adds the first signature.
        """
        return self._written((), self.facts.created_at, path, run)

    def sealed_by(
        self, signer: Signer, at: datetime, path: Path, run: Run, *also: Signer
    ) -> SealedPackage:
        """Write the package, signed by `signer` and then by `also`, and read it back.

        The same facts, parts and time give the same bytes (but for SM2's random nonce). Raises
        DiskTrouble, Refused (CDO-E701, E702 a limit; E703 the medium gives back other bytes;
        E704 an attachment is not what its name says) and what the signers raise; then nothing
        stands under `path` but what was there before.
        """
        if self.facts.kind is PackageKind.REVIEW_FORM:
            raise ValueError("a review form is laid out, shown, and then signed")
        return self._written((signer, *also), at, path, run)

    def _written(
        self, signers: Sequence[Signer], at: datetime, path: Path, run: Run
    ) -> SealedPackage:
        try:
            with spooling(path.parent, with_sm3=needs_sm3(signers)) as spool:
                payload = _Payload(spool, run)
                manifest = payload.take(self.facts, self.parts)
                texts = _texts(manifest, payload.files)
                sums = payload.sums | _sums(texts, signers)
                meta = add_signatures(1, signers, at, sums)
                written = write_package(path, Members({**texts, **meta}, payload.stored()), run)
                certificates = [each.certificate for each in signers]
                return sealed_package(path, manifest, {**texts, **meta}, certificates, written)
        except OSError as error:
            raise disk_trouble(error, path) from error


class _Payload:
    """Taking the parts into the spool, and noting what the manifest has to say of them."""

    def __init__(self, spool: Spool, run: Run) -> None:
        self._spool, self._run = spool, run
        self.files: dict[str, Spooled] = {}
        self._entries: list[FileEntry] = []

    @property
    def sums(self) -> dict[str, Sums]:
        """The sums of the files taken so far."""
        return {path: spooled.sums for path, spooled in self.files.items()}

    def stored(self) -> dict[str, Stored]:
        """Where the files lie."""
        return {
            path: Stored(spooled.sums, partial(self._spool.at, spooled))
            for path, spooled in self.files.items()
        }

    def take(self, facts: PackageFacts, parts: Parts) -> Manifest:
        """All parts; returns what data/package.json says."""
        counts = {kind: self._records(kind, lines) for kind, lines in parts.records.items()}
        standard = self._definitions(parts)
        for part in sorted(parts.attachments, key=lambda part: part.sha256):
            path = f"data/attachments/{part.sha256}"
            sums = self._add(path, part.media_type, FileRole.ATTACHMENT, stream_blocks(part.open()))
            if sums.sha256 != part.sha256:
                raise Refused("CDO-E704", file=path)
        needed = NEEDED[facts.kind]
        if needed is not None and (content := parts.one_file()[needed[0]]) is not None:
            self._add(needed[1], JSON_TYPE, needed[0], [content])
        entries = tuple(sorted(self._entries, key=lambda entry: entry.path))
        return Manifest(facts, standard, counts, entries)

    def _records(self, kind: str, lines: Iterable[bytes]) -> Count:
        cutter = _LineCutter(lines)
        for number, blocks in enumerate(cutter.parts(), 1):
            self._run.step(NOTE, cutter.records + cutter.tombstones)
            self._add(records_path(kind, number), LINES_TYPE, FileRole.RECORDS, blocks)
        return Count(cutter.records, cutter.tombstones)

    def _definitions(self, parts: Parts) -> tuple[DefinitionRef, ...]:
        refs: list[DefinitionRef] = []
        for part in sorted(parts.definitions, key=lambda part: (part.kind, part.version)):
            number = sum(ref.kind == part.kind for ref in refs) + 1
            path = f"data/standard/{part.kind}-{number:03d}.{part.suffix}"
            sums = self._add(path, part.media_type, FileRole.DEFINITION, [part.content])
            refs.append(DefinitionRef(part.kind, part.version, f"sha256:{sums.sha256}"))
        return tuple(refs)

    def _add(self, path: str, media_type: str, role: FileRole, blocks: Iterable[bytes]) -> Sums:
        spooled = self._spool.add(self._stoppable(blocks))
        self.files[path] = spooled
        sums = spooled.sums
        self._entries.append(FileEntry(path, media_type, role.value, sums.size, sums.sha256))
        return sums

    def _stoppable(self, blocks: Iterable[bytes]) -> Iterator[bytes]:
        return self._run.each(NOTE, blocks, total=0)


class _LineCutter:
    """Lines of one kind, counted, and cut into files at a line before the limit."""

    def __init__(self, lines: Iterable[bytes]) -> None:
        self._lines = iter(lines)
        self._next = next(self._lines, None)
        self.records = self.tombstones = 0

    def parts(self) -> Iterator[Iterator[bytes]]:
        """One iterator of lines a file; each must be used up before the next is asked for."""
        while self._next is not None:
            yield self._one_part()

    def _one_part(self) -> Iterator[bytes]:
        size = 0
        while (line := self._next) is not None:
            size += len(line) + 1
            if size >= MAX_RECORD_PART:
                if size == len(line) + 1:
                    raise Refused("CDO-E701", file="data/records", size=size, limit=MAX_RECORD_PART)
                return
            if line.startswith(TOMBSTONE_START):
                self.tombstones += 1
            else:
                self.records += 1
            yield line + b"\n"
            self._next = next(self._lines, None)


def _texts(manifest: Manifest, files: Mapping[str, Spooled]) -> dict[str, bytes]:
    """mimetype, package.json and the bag files."""
    package_json = manifest_bytes(manifest)
    digests = {path: spooled.sums.sha256 for path, spooled in files.items()}
    digests[PACKAGE_JSON] = sha256_hex(package_json)
    sizes = [len(package_json), *(spooled.sums.size for spooled in files.values())]
    texts = {
        bag.BAGIT: bag.BAGIT_TEXT,
        bag.BAG_INFO: bag.bag_info(manifest, bag.payload_oxum(sizes)),
        bag.PAYLOAD: bag.digest_lines(digests),
    }
    tags = bag.digest_lines({name: sha256_hex(texts[name]) for name in bag.TAGGED})
    return {MIMETYPE_NAME: MIMETYPE, PACKAGE_JSON: package_json, bag.TAGS: tags, **texts}


def _sums(texts: Mapping[str, bytes], signers: Sequence[Signer]) -> dict[str, Sums]:
    with_sm3 = needs_sm3(signers)
    return {name: sums_of(text, with_sm3=with_sm3) for name, text in texts.items()}


def sealed_package(
    path: Path,
    manifest: Manifest,
    texts: Mapping[str, bytes],
    certificates: Sequence[Certificate],
    written: Written,
) -> SealedPackage:
    """A package that was written; `texts` holds its signatures and bag files."""
    signatures = (sha256_hex(texts[name]) for name in sorted(texts) if name.endswith(".p7s"))
    return SealedPackage(
        path=path,
        manifest=manifest,
        content_digest=f"sha256:{sha256_hex(texts[bag.PAYLOAD])}",
        container_digest=written.container_digest,
        signatures=tuple(signatures),
        certificates=tuple(certificates),
        size=written.size,
        statements=tuple(read_statements(texts)),
    )

"""Verifying a package: six steps in the order of the format, each with its reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import cast

from cdo_desktop.domain.package import Manifest, PackageKind, Reply
from cdo_desktop.domain.statement import Statement
from cdo_desktop.domain.verdict import Reason, Verdict, Weight, verdict_of
from cdo_desktop.errors import DiskTrouble
from cdo_desktop.files import existing, trouble_elsewhere
from cdo_desktop.package.form_faults import check_form
from cdo_desktop.package.parts import PACKAGE_JSON, TRUST_JSON
from cdo_desktop.package.records import LineCheck, check_records
from cdo_desktop.package.replay import ReplayView, replay_reasons
from cdo_desktop.package.signatures import SignatureFound, check_signatures, wants_sm3
from cdo_desktop.package.statements import role_faults, time_faults
from cdo_desktop.package.strict_json import read_canonical
from cdo_desktop.package.structure import check_structure, readable_manifest
from cdo_desktop.package.zip_layout import META_NAME, MIMETYPE, MIMETYPE_NAME
from cdo_desktop.package.zip_read import (
    Container,
    Directory,
    Hasher,
    Member,
    Source,
    read_directory,
    scan,
)
from cdo_desktop.signing.digests import new_digest
from cdo_desktop.signing.standings import by_nothing
from cdo_desktop.signing.trust import (
    KnownBundle,
    Pin,
    Roots,
    SignatureStanding,
    Standing,
    TrustBundle,
    judge_bundle_expiry,
    judge_bundle_signatures,
    judge_bundle_version,
    judge_signers,
)
from cdo_desktop.tasks import Run

PRACTICE = "CDO-E512"
"""The note on a package that is made to practise with."""


@dataclass(frozen=True, slots=True)
class Receiver:
    """What the receiver knows: whom it trusts, who it is, what it has taken in, the time."""

    now: datetime
    trust: TrustBundle | None = None
    pin: Pin | None = None
    roots: Roots | None = None
    """For a trust bundle: whose signatures it needs."""
    known_bundle: KnownBundle | None = None
    """For a trust bundle: the newest one taken in."""
    audience: str | None = None
    """USCC of the receiving organisation; None: do not ask for whom the package is."""
    replay: ReplayView | None = None
    """None: not compared with earlier packages."""
    expected: PackageKind | None = None
    """The kind that is wanted here; another one is refused (E502). None: any."""


@dataclass(frozen=True, slots=True)
class Verification:
    """What was found about one file. `manifest` is there as soon as it could be read."""

    path: Path
    reasons: tuple[Reason, ...]
    manifest: Manifest | None = None
    content_digest: str = ""
    container_digest: str = ""
    signatures: tuple[SignatureFound, ...] = ()
    standings: tuple[SignatureStanding, ...] = ()
    """Who signed, in the words of the trust data; empty where step 4 was not reached."""
    members: Mapping[str, Member] | None = None
    """Every file of the package; None where its ZIP form is wrong."""
    trust: TrustBundle | None = None
    """The bundle it was judged by; its age is shown beside the verdict."""
    statements: tuple[Statement, ...] = ()
    """Of a review form: what each signer said, in order."""
    is_deep: bool = False
    """Whether step 6 was done, so that the records may be read."""

    @property
    def verdict(self) -> Verdict:
        """The one word for it."""
        return verdict_of(self.reasons)

    @property
    def is_practice(self) -> bool:
        """Whether it says of itself that it is made to practise with."""
        return self.manifest is not None and self.manifest.facts.practice

    @property
    def reply(self) -> Reply | None:
        """How a receipt names this file; None if it cannot be named."""
        if self.manifest is None or not self.content_digest:
            return None
        signatures = tuple(found.sha256 for found in self.signatures)
        package_id = self.manifest.facts.package_id
        return Reply(package_id, self.content_digest, self.container_digest, signatures)


def verify_package(
    path: Path,
    receiver: Receiver,
    run: Run,
    *,
    deep: bool = False,
    check_line: LineCheck | None = None,
) -> Verification:
    """Verify a file, step by step; steps 1 to 3 end with the step in which something is wrong.

    A file that is no package at all has the verdict invalid (E101, E108). `deep` reads the records
    too; `check_line` then says whether each obeys its definition. Raises Refused (CDO-U101: no
    such file; CDO-E109: it changes while it is read), DiskTrouble, Cancelled.
    """
    existing(path)
    try:
        with path.open("rb") as stream:
            return _verify(path, stream, receiver, run, deep, check_line)
    except OSError as error:
        raise read_trouble(error, path) from error


def read_trouble(error: OSError, path: Path) -> DiskTrouble:
    """The clear error for what the operating system said about reading `path`, or beside it."""
    elsewhere = trouble_elsewhere(error, path)
    reason = error.strerror or str(error)
    return elsewhere or DiskTrouble("CDO-U204", file=path.name, reason=reason)


def _verify(
    path: Path,
    stream: Source,
    receiver: Receiver,
    run: Run,
    deep: bool,
    check_line: LineCheck | None,
) -> Verification:
    result, container = verified_form(path, stream, run)
    manifest = result.manifest
    if container is None or manifest is None or result.reasons:
        return result
    result = _step_4(result, container, receiver)
    reasons = list(result.reasons)
    if receiver.replay is not None:
        reasons += replay_reasons(manifest, result.content_digest, receiver.replay)
    if deep:
        reasons += check_records(container, manifest, run, check_line)
        reasons += check_form(container, manifest)
    return replace(result, reasons=tuple(reasons), is_deep=deep)


def verified_form(
    path: Path, stream: Source, run: Run, *, with_sm3: bool = False
) -> tuple[Verification, Container | None]:
    """Steps 1 to 3: what can be said without knowing whom to trust; after step 1 the container.

    SM3 of the members is taken where a signature names it, or `with_sm3`.
    """
    size = stream.seek(0, 2)
    directory = read_directory(stream, size)
    if directory.entries and not _says_it_is_ours(stream, directory):
        return Verification(path, (Reason("CDO-E108", MIMETYPE_NAME),)), None
    if not directory.is_tiled:
        return Verification(path, directory.faults), None
    sm3 = _new_sm3 if with_sm3 or wants_sm3(stream, directory) else None
    container, faults = scan(stream, directory, run, sm3=sm3)
    result = Verification(path, (*directory.faults, *faults), container_digest=container.digest)
    if directory.faults:
        return result, None
    if faults:
        manifest, content_digest = readable_manifest(container, faults)
        return replace(result, manifest=manifest, content_digest=content_digest), None
    found = check_structure(container)
    result = replace(
        result,
        reasons=found.faults,
        manifest=found.manifest,
        content_digest=found.content_digest,
        members=container.members,
        statements=found.statements,
    )
    if result.reasons:
        return result, container
    signatures, faults = check_signatures(container)
    faults += time_faults(found.statements, [each.check for each in signatures])
    return replace(result, signatures=signatures, reasons=tuple(faults)), container


def _says_it_is_ours(stream: Source, directory: Directory) -> bool:
    """Whether it is a package, be it a spoilt one: of other ZIPs (xlsx, ods) no more is said."""
    members = {entry.name: entry for entry in directory.entries}
    if PACKAGE_JSON in members or any(META_NAME.fullmatch(name) for name in members):
        return True
    mimetype = members.get(MIMETYPE_NAME)
    if mimetype is None:
        return False
    stream.seek(mimetype.start)
    return stream.read(len(MIMETYPE)) == MIMETYPE


def _new_sm3() -> Hasher:
    # hashlib's and ours take a memoryview as well as bytes
    return cast(Hasher, new_digest("sm3"))


def _step_4(result: Verification, container: Container, receiver: Receiver) -> Verification:
    """Trust at `now`, and whether it is the kind of package that is wanted here."""
    assert result.manifest is not None  # step 2 was passed
    facts = result.manifest.facts
    reasons = [*result.reasons, *_practice_notes(result)]
    if receiver.expected not in (None, facts.kind):
        told = {"kind": facts.kind.label, "expected": receiver.expected.label}
        reasons.append(Reason("CDO-E502", PACKAGE_JSON, told))
    checks = [found.check for found in result.signatures]
    if facts.kind is PackageKind.TRUST_BUNDLE:
        judged, standings = _judge_bundle(result, container, receiver)
        return replace(result, reasons=(*reasons, *judged), standings=standings)
    judgement = judge_signers(
        facts.kind.value,
        facts.sender.code,
        checks,
        receiver.trust,
        receiver.pin,
        receiver.now,
        to_org=facts.recipient.code if facts.recipient else None,
        own_org=receiver.audience,
    )
    spoken = role_faults(result.statements, judgement.signatures)
    return replace(
        result,
        reasons=(*reasons, *judgement.reasons, *spoken),
        standings=judgement.signatures,
        trust=judgement.trust,
    )


def _practice_notes(result: Verification) -> list[Reason]:
    """CDO-E512, before all else: a good signature does not make a practice package a real one."""
    note = Reason(PRACTICE, PACKAGE_JSON, {}, Weight.NOTE)
    return [note] if result.is_practice else []


def _judge_bundle(
    result: Verification, container: Container, receiver: Receiver
) -> tuple[list[Reason], tuple[SignatureStanding, ...]]:
    """A trust bundle is judged by the roots alone (E402–E404); without roots it cannot be."""
    checks = [found.check for found in result.signatures]
    shown = [by_nothing(check, number)[0] for number, check in enumerate(checks, 1)]
    if receiver.roots is None:
        return [Reason("CDO-E400", "META-INF", {}, Weight.CANNOT)], tuple(shown)
    bundle = TrustBundle.parse(read_canonical(container.read(TRUST_JSON)))
    reasons = list(judge_bundle_signatures(checks, receiver.roots))
    found = (
        judge_bundle_version(bundle, result.content_digest, receiver.known_bundle),
        judge_bundle_expiry(bundle, receiver.now),
    )
    reasons += [reason for reason in found if reason]
    keys = receiver.roots.keys
    standings = (
        replace(one, standing=Standing.TRUSTED if one.cert_sha256 in keys else Standing.UNKNOWN)
        for one in shown
    )
    return reasons, tuple(standings)

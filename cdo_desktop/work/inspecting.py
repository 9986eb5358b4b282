"""Inspecting: any package file, judged by what this workspace trusts; nothing is changed by it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from cdo_desktop.clock import timestamp
from cdo_desktop.domain.ledger import LedgerEntry, PinnedKey
from cdo_desktop.domain.package import PackageKind, Reply
from cdo_desktop.domain.receipt import Receipt
from cdo_desktop.domain.verdict import Reason, Verdict
from cdo_desktop.package.opening import OpenedPackage
from cdo_desktop.package.parts import TRUST_JSON
from cdo_desktop.package.receipts import answer_faults, binding_fault
from cdo_desktop.package.verifying import PRACTICE, Receiver, Verification, verify_package
from cdo_desktop.signing.bundle import TrustBundle
from cdo_desktop.signing.certificates import Certificate
from cdo_desktop.signing.standings import CLOCK_DRIFT, Standing
from cdo_desktop.tasks import Run
from cdo_desktop.work.evidence import BadFile, bad_files
from cdo_desktop.work.judging import TrustGiven, judged_here
from cdo_desktop.work.own_marks import exported_here, signed_here
from cdo_desktop.work.receiving import answer_notes
from cdo_desktop.work.review_taking import verify, verify_here
from cdo_desktop.work.review_trust import FormVerdict
from cdo_desktop.work.trusting import (
    BUNDLE,
    known_here,
    pins_here,
    practice_faults,
    proven_now,
    roots_here,
    stored_pins,
    stored_trust,
    verified_bundle,
)
from cdo_desktop.workbench import Desk, Workbench

SAME_AGAIN = "CDO-E413"
_UNPINNED = (Standing.UNCHECKED, Standing.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Inspected:
    """What was found about a file, and what it means to this workspace."""

    verification: Verification
    at: datetime
    """When it was verified, as far as a signature has proven the time."""
    bad_files: tuple[BadFile, ...]
    age: str = ""
    """How old the trust list of the workspace is; "" without any."""
    own: bool = False
    """Whether the workspace made this very package."""
    answers: LedgerEntry | None = None
    """The package of this workspace that a receipt answers."""
    receipt: Receipt | None = None
    bundle: TrustBundle | None = None
    """What a trust bundle says."""
    in_use: bool = False
    """Whether the workspace goes by this very trust bundle already."""
    pins: tuple[PinnedKey, ...] = ()
    """Those the signatures were judged by."""
    exported: LedgerEntry | None = None
    """The package of the ledger with the same id and content."""
    signed_here: tuple[Certificate, ...] = ()
    """Its signers' certificates whose keys are known on this computer."""
    form: FormVerdict | None = None
    """Of a review form: who has said what, and whose signature is wanted."""
    brings: int = 0
    """How many opinions a form of this workspace brings that are not known here."""
    may_pin: bool = False
    """Whether registering one certificate would let this file be judged: only without a list."""

    @property
    def path(self) -> Path:
        """The file."""
        return self.verification.path

    @property
    def verdict(self) -> Verdict:
        """The one word for it."""
        return self.verification.verdict

    @property
    def kind(self) -> PackageKind | None:
        """What the file says it is; None where that cannot be read."""
        manifest = self.verification.manifest
        return manifest.facts.kind if manifest else None

    @property
    def practice_note(self) -> Reason | None:
        """That it is made to practise with, if it is, and nothing worse was found before."""
        return next((one for one in self.verification.reasons if one.code == PRACTICE), None)

    @property
    def is_ours(self) -> bool:
        """Whether it was exported here or signed with a key of this computer, and is unchanged."""
        here = self.exported is not None or bool(self.signed_here)
        return here and self.verdict is not Verdict.INVALID

    @property
    def is_repeated(self) -> bool:
        """Whether this receipt has been taken before."""
        return any(reason.code == SAME_AGAIN for reason in self.verification.reasons)

    @property
    def is_proven(self) -> bool:
        """Whether its word counts."""
        return self.verdict in (Verdict.VALID, Verdict.VALID_WITH_NOTES)

    @property
    def may_take(self) -> bool:
        """Whether it is a proven receipt to a package of ours that was not taken before."""
        return self.is_proven and self.answers is not None and not self.is_repeated

    @property
    def may_sign(self) -> bool:
        """Whether it is a form whose signatures so far are proven, and that waits for another."""
        return self.is_proven and self.form is not None and bool(self.form.wanted)

    @property
    def may_take_form(self) -> bool:
        """Whether it is a proven form of this workspace with opinions that are not known here."""
        return self.is_proven and self.brings > 0

    @property
    def may_import_trust(self) -> bool:
        """Whether it is a trust bundle that can be taken in, or could with its roots."""
        return (
            self.kind is PackageKind.TRUST_BUNDLE
            and self.verdict is not Verdict.INVALID
            and not self.in_use
        )

    @property
    def unknown_certificates(self) -> tuple[str, ...]:
        """SHA-256 of the signers' certificates that nothing here vouches for."""
        found = self.verification.standings
        return tuple(one.cert_sha256 for one in found if one.standing in _UNPINNED)


def inspect(
    bench: Workbench | None, desk: Desk, path: Path, run: Run, key_files: Sequence[Path] = ()
) -> Inspected:
    """Verify a file, whatever kind of package it is. Nothing is changed.

    `key_files`: those known on this computer; that one of them has signed it is only told.
    Raises Refused (no such file, it changes while it is read), DiskTrouble, Cancelled.
    """
    if bench is None:
        found = verify_package(path, Receiver(now=desk.clock.now()), run, deep=True)
        shown = _described(found, desk.clock.now())
        if shown.kind is PackageKind.REVIEW_FORM:
            shown = replace(shown, form=verify(desk, path, TrustGiven(), run))
        return replace(shown, signed_here=signed_here(found, key_files))
    found = _as_package(bench, path, run)
    kind = found.manifest.facts.kind if found.manifest else None
    if kind is PackageKind.RECEIPT:
        shown = _receipt(bench, path, run)
    elif kind is PackageKind.TRUST_BUNDLE:
        shown = _bundle(bench, path, run)
    elif kind is PackageKind.REVIEW_FORM:
        shown = _form_here(bench, path, run)
    else:
        shown = _described(found, proven_now(bench), tuple(pins_here(bench)))
        shown = replace(shown, own=_is_own(bench, found), exported=exported_here(bench, found))
    shown = replace(shown, signed_here=signed_here(found, key_files))
    return replace(shown, age=_age(bench), may_pin=stored_trust(bench) is None)


def _form_here(bench: Workbench, path: Path, run: Run) -> Inspected:
    """A form, as far as it was signed; with what it says that is not known here."""
    form = verify_here(bench, path, TrustGiven(), run)
    found = form.verification
    facts = found.manifest.facts if found.manifest else None
    kept = [
        entry
        for entry in bench.workspace.review_forms()
        if facts is not None
        and entry.package_id == facts.package_id
        and entry.content_digest == found.content_digest
    ]
    brings = max(0, len(form.opinions) - len(kept[0].signatures)) if kept else 0
    own = bool(kept) and kept[0].container_digest == found.container_digest
    shown = _described(found, proven_now(bench), tuple(pins_here(bench)))
    return replace(shown, form=form, brings=brings, own=own)


def _described(found: Verification, now: datetime, pins: Sequence[PinnedKey] = ()) -> Inspected:
    signed = {one.cert_sha256 for one in found.standings if one.standing is Standing.PINNED}
    used = tuple(one for one in pins if one.sha256 in signed)
    return Inspected(found, now, bad_files(found), pins=used)


def _age(bench: Workbench) -> str:
    trusted = stored_trust(bench)
    return trusted.bundle.age() if trusted else ""


def _as_package(bench: Workbench, path: Path, run: Run) -> Verification:
    """By the bundle, else by the pin the signature fits; asked for its addressee if it is foreign.

    What we sent ourselves is addressed to somebody else, as it should be.
    """
    trusted, pins = stored_trust(bench), stored_pins(bench)
    receiver = Receiver(
        now=proven_now(bench),
        trust=trusted.bundle if trusted else None,
        pin=pins[0] if pins and trusted is None else None,
    )
    found = verify_package(path, receiver, run, deep=True)
    signed = {standing.cert_sha256 for standing in found.standings}
    fitting = next((one for one in pins if one.cert_sha256 in signed), receiver.pin)
    if trusted is None and fitting is not receiver.pin:
        receiver = replace(receiver, pin=fitting)
        found = verify_package(path, receiver, run, deep=True)
    if found.manifest and found.manifest.facts.sender.code != bench.org.code:
        receiver = replace(receiver, audience=bench.org.code)
        found = verify_package(path, receiver, run, deep=True)
    return found


def _is_own(bench: Workbench, found: Verification) -> bool:
    """Whether the ledger has it, byte for byte."""
    known = bench.workspace.package(found.reply.package_id) if found.reply else None
    return known is not None and known.container_digest == found.container_digest


def _receipt(bench: Workbench, path: Path, run: Run) -> Inspected:
    found, entry, receipt = judged_here(bench, path, TrustGiven(), run), None, None
    if found.verdict is not Verdict.INVALID:
        receipt = OpenedPackage(found).receipt()
        found, entry = _weighed(bench, found, receipt)
    shown = _described(found, proven_now(bench), tuple(pins_here(bench)))
    return replace(shown, answers=entry, receipt=receipt)


def _weighed(
    bench: Workbench, found: Verification, receipt: Receipt
) -> tuple[Verification, LedgerEntry | None]:
    """What is to be said of the answer itself, and the package of ours that it answers."""
    assert found.manifest is not None  # it is not invalid
    facts, sent = found.manifest.facts, bench.workspace.packages()
    replies = (
        Reply(one.package_id, one.content_digest, one.container_digest, one.signatures)
        for one in sent
    )
    fault = binding_fault(facts.in_reply_to, replies)
    if fault is not None or facts.in_reply_to is None:
        return replace(found, reasons=(*found.reasons, *([fault] if fault else []))), None
    entry = next(one for one in sent if one.package_id == facts.in_reply_to.package_id)
    items = bench.workspace.package_items(entry.package_id)
    carried = {item.record_id: item.revision_id for item in items}
    said = (
        *answer_faults(receipt, carried, proven_now(bench), CLOCK_DRIFT),
        *answer_notes(entry, facts.sender),
    )
    return replace(found, reasons=(*found.reasons, *said)), entry


def _bundle(bench: Workbench, path: Path, run: Run) -> Inspected:
    now, known = proven_now(bench), known_here(bench)
    found = verified_bundle(path, roots_here(bench, None), known, now, run)
    faults = practice_faults(bench, found.is_practice, BUNDLE)
    found = replace(found, reasons=(*faults, *found.reasons))
    bundle = None
    if found.verdict is not Verdict.INVALID:
        bundle = OpenedPackage(found).trust_bundle()
        found = replace(found, reasons=(*found.reasons, *_from_tomorrow(bundle, now)))
    in_use = known is not None and known.digest == found.content_digest
    return replace(_described(found, now), bundle=bundle, in_use=in_use)


def _from_tomorrow(bundle: TrustBundle, now: datetime) -> list[Reason]:
    """CDO-E412: importing it will be refused, so verifying it says so too."""
    if bundle.issued <= now + CLOCK_DRIFT:
        return []
    told = {"version": bundle.version, "issued": timestamp(bundle.issued), "now": timestamp(now)}
    return [Reason("CDO-E412", TRUST_JSON, told)]

"""Judging a file by what this workspace trusts, or by what a person names to judge by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from cdo_desktop.domain.package import PackageKind
from cdo_desktop.domain.roles import role_label
from cdo_desktop.domain.verdict import Reason
from cdo_desktop.errors import Refused
from cdo_desktop.package.replay import ReplayView
from cdo_desktop.package.verifying import Receiver, Verification, verify_package
from cdo_desktop.signing.bundle import Pin
from cdo_desktop.signing.chain import ANY_ORG
from cdo_desktop.signing.standings import Standing
from cdo_desktop.tasks import Run
from cdo_desktop.work.keys import roles_for
from cdo_desktop.work.trusting import (
    BUNDLE,
    Trusted,
    known_here,
    opened_bundle,
    practice_faults,
    proven_now,
    read_roots,
    refuse_invalid,
    roots_here,
    stored_pins,
    stored_trust,
)
from cdo_desktop.workbench import Workbench


@dataclass(frozen=True, slots=True)
class TrustGiven:
    """What a person names to judge by: a bundle with or without roots, or one fingerprint."""

    bundle: Path | None = None
    roots: Path | None = None
    pin: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was named."""
        return self.bundle is None and not self.pin


def trusted_by(given: TrustGiven, now: datetime, run: Run) -> Trusted | None:
    """The bundle that was named, if one was. Raises Refused."""
    if given.bundle is None:
        return None
    roots = read_roots(given.roots) if given.roots else None
    return opened_bundle(given.bundle, roots, now, run)


def judged_here(bench: Workbench, path: Path, given: TrustGiven, run: Run) -> Verification:
    """Verify a file by what this workspace trusts, or by what was named where it trusts nothing.

    What is named does not go round what was taken in before: Refused for a pin where there is a
    bundle, for an older bundle, for one of other roots, and for one of practice at real work.
    """
    now = proven_now(bench)
    trusted = trusted_here(bench, given, now, run)
    receiver = Receiver(
        now=now,
        trust=trusted.bundle if trusted else None,
        audience=bench.org.code,
        replay=_seen(bench),
        expected=PackageKind.RECEIPT,
    )
    notes = trusted.notes if trusted else ()
    if trusted is None:
        found = _by_pins(bench, path, receiver, given, run)
    else:
        found = verify_package(path, receiver, run)
    # which of several receipts decides is settled by the ledger, in whatever order they come
    kept = (reason for reason in found.reasons if reason.code != "CDO-E417")
    faults = practice_faults(bench, found.is_practice, PackageKind.RECEIPT)
    return replace(found, reasons=(*faults, *kept, *notes))


def _by_pins(
    bench: Workbench, path: Path, receiver: Receiver, given: TrustGiven, run: Run
) -> Verification:
    """By the pin that was named, or by the one of those kept here that the signature fits."""
    if given.pin:
        pins = [Pin.of_text(given.pin, receiver.now, bench.who.name)]
    else:
        pins = stored_pins(bench)
    found = verify_package(path, replace(receiver, pin=pins[0] if pins else None), run)
    signed = {standing.cert_sha256 for standing in found.standings}
    fitting = next((one for one in pins if one.cert_sha256 in signed), None)
    if fitting is not None and fitting is not pins[0]:
        found = verify_package(path, replace(receiver, pin=fitting), run)
    return replace(found, reasons=(*found.reasons, *_role_faults(found)))


def _role_faults(found: Verification) -> Iterator[Reason]:
    """E411: a pin vouches for who somebody is; a certificate that says clerk is no platform's."""
    wanted = roles_for(PackageKind.RECEIPT)
    for one in found.standings:
        if one.standing is Standing.PINNED and one.role and one.role not in wanted:
            labels = "、".join(role_label(role) for role in wanted)
            yield Reason("CDO-E411", one.place, {"role": labels, "org": ANY_ORG})


def trusted_here(bench: Workbench, given: TrustGiven, now: datetime, run: Run) -> Trusted | None:
    """The trust list of this workspace, or the one that was named. Raises Refused."""
    stored = stored_trust(bench)
    if given.bundle is not None:
        roots = roots_here(bench, given.roots)
        opened = opened_bundle(given.bundle, roots, now, run, known_here(bench))
        refuse_invalid(given.bundle, practice_faults(bench, opened.practice, BUNDLE))
        return opened
    if given.pin and stored is not None:
        raise Refused("CDO-E728", version=stored.bundle.version)
    return stored


def _seen(bench: Workbench) -> ReplayView:
    taken = {one.packet_id: one.content_digest for one in bench.workspace.receipts()}
    return ReplayView(received=taken)

"""Judging a review form: by a trust list or by certificates people vouch for, as far as it goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from cdo_desktop.domain.package import PackageKind
from cdo_desktop.domain.roles import role_label
from cdo_desktop.domain.statement import Statement
from cdo_desktop.domain.verdict import Reason, Verdict, Weight
from cdo_desktop.errors import Refused, Unproven
from cdo_desktop.package.verifying import Receiver, Verification, verify_package
from cdo_desktop.signing.bundle import DEFAULT_POLICIES, Pin, Policy, TrustBundle
from cdo_desktop.signing.chain import Wanted, by_chain, chain_of
from cdo_desktop.signing.standings import SignatureStanding, Standing
from cdo_desktop.tasks import Run
from cdo_desktop.work.judging import TrustGiven, trusted_by, trusted_here
from cdo_desktop.work.trusting import Trusted, practice_faults, proven_now, stored_pins
from cdo_desktop.workbench import Desk, Workbench

FORM = PackageKind.REVIEW_FORM
VOUCHED = (Standing.TRUSTED, Standing.PINNED)


@dataclass(frozen=True, slots=True)
class Trusting:
    """What a form is judged by, and when."""

    now: datetime
    trusted: Trusted | None = None
    pins: tuple[Pin, ...] = ()
    """Used only where there is no trust list."""

    @property
    def bundle(self) -> TrustBundle | None:
        """The trust list."""
        return self.trusted.bundle if self.trusted else None


@dataclass(frozen=True, slots=True)
class GivenOpinion:
    """A signature with what was said, and who said it in the words of the trust data."""

    number: int
    standing: SignatureStanding
    statement: Statement

    @property
    def is_vouched(self) -> bool:
        """Whether the trust data vouches for the signer."""
        return self.standing.standing in VOUCHED


@dataclass(frozen=True, slots=True)
class FormVerdict:
    """What was found about a form."""

    verification: Verification
    opinions: tuple[GivenOpinion, ...]
    wanted: tuple[Wanted, ...]
    """Whose signatures are still to come, in their order."""

    @property
    def verdict(self) -> Verdict:
        """The one word for it."""
        return self.verification.verdict

    @property
    def words(self) -> str:
        """The verdict in one sentence: who has said what, and who is still to sign."""
        said = "；".join(map(_said, self.opinions))
        left = "、".join(one.label for one in self.wanted)
        if self.verdict is Verdict.INVALID:
            worst = next(r for r in self.verification.reasons if r.weight is Weight.INVALID)
            return f"{self.verdict.label}：{worst.message()}"
        waits = f"还差{left}的签名。" if left else "应有的签名都已有了。"
        return f"{self.verdict.label}：{said}。{waits}"


def _said(one: GivenOpinion) -> str:
    who = f"{one.standing.name}（{role_label(one.statement.role)}）"
    more = f"，附条件 {len(one.statement.conditions)} 项" if one.statement.conditions else ""
    return f"{who}{one.statement.decision.label}{more}"


def trusting_at(desk: Desk, given: TrustGiven, run: Run) -> Trusting:
    """By what was named, outside any workspace. Raises Refused."""
    now = desk.clock.now()
    pins = (Pin.of_text(given.pin, now, desk.who.name),) if given.pin else ()
    return Trusting(now, trusted_by(given, now, run), pins)


def trusting_here(bench: Workbench, given: TrustGiven, run: Run) -> Trusting:
    """By what this workspace trusts, or what was named where it trusts nothing. Raises Refused."""
    now = proven_now(bench)
    trusted = trusted_here(bench, given, now, run)
    named = [Pin.of_text(given.pin, now, bench.who.name)] if given.pin else []
    return Trusting(now, trusted, (*named, *stored_pins(bench)))


def judged(path: Path, trusting: Trusting, run: Run) -> FormVerdict:
    """Verify a form as far as it was signed. Raises Refused (no such file), DiskTrouble."""
    found = _by_pins(path, trusting, run) if trusting.trusted is None else None
    if found is None:
        found = verify_package(path, _receiver(trusting), run, deep=True)
    notes = trusting.trusted.notes if trusting.trusted else ()
    found = replace(found, reasons=(*found.reasons, *notes))
    spoken = zip(found.standings, found.statements, strict=False)
    opinions = tuple(GivenOpinion(n, one, said) for n, (one, said) in enumerate(spoken, 1))
    return FormVerdict(found, opinions, _wanted(found, trusting))


def judged_here(bench: Workbench, path: Path, trusting: Trusting, run: Run) -> FormVerdict:
    """The same in a workspace: real work takes nothing in that is practice (E514)."""
    found = judged(path, trusting, run)
    faults = practice_faults(bench, found.verification.is_practice, FORM)
    seen = found.verification
    return replace(found, verification=replace(seen, reasons=(*faults, *seen.reasons)))


def only_proven(path: Path, found: FormVerdict) -> None:
    """Unproven (CDO-E764) or Refused (CDO-E763) unless its word counts."""
    reasons = found.verification.reasons
    if found.verdict is Verdict.INVALID:
        raise Refused("CDO-E763", file=path.name, reason=_why(reasons, Weight.INVALID))
    if found.verdict is Verdict.CANNOT_BE_CHECKED:
        raise Unproven("CDO-E764", file=path.name, reason=_why(reasons, Weight.CANNOT))


def _why(reasons: Sequence[Reason], weight: Weight) -> str:
    found = [reason for reason in reasons if reason.weight is weight]
    return "；".join(f"{reason.message()}（{reason.code}）" for reason in found[:3])


def policy_of(bundle: TrustBundle | None) -> Policy:
    """Who signs forms in which order. Refused (CDO-E405) if the trust list does not say."""
    policies = DEFAULT_POLICIES if bundle is None else bundle.policies
    policy = policies.get(FORM.value)
    if policy is None:
        raise Refused("CDO-E405", kind=FORM.value)
    return policy


def sender_of(found: Verification) -> str:
    """The organisation the form comes from, by USCC; "" where that cannot be read."""
    return found.manifest.facts.sender.code if found.manifest else ""


def _wanted(found: Verification, trusting: Trusting) -> tuple[Wanted, ...]:
    """As far as the standings go; without a list by what the certificates say."""
    policies = DEFAULT_POLICIES if trusting.bundle is None else trusting.bundle.policies
    policy = policies.get(FORM.value)
    if policy is None or found.verdict is Verdict.INVALID:
        return ()
    signed = [(one.role, one.org_code) for one in found.standings]
    return chain_of(policy, sender_of(found), signed).wanted


def _receiver(trusting: Trusting, pin: Pin | None = None) -> Receiver:
    return Receiver(now=trusting.now, trust=trusting.bundle, pin=pin, expected=FORM)


def _by_pins(path: Path, trusting: Trusting, run: Run) -> Verification:
    """Each signer by the pin that fits him; order and roles as the certificates say.

    A pin vouches for who somebody is: a certificate that names another role than his place in the
    order asks for is refused as it would be by a list.
    """
    found = verify_package(path, _receiver(trusting), run, deep=True)
    signed = {one.cert_sha256 for one in found.standings}
    fitting = [pin for pin in trusting.pins if pin.cert_sha256 in signed]
    if not fitting:
        first = next(iter(trusting.pins), None)
        return verify_package(path, _receiver(trusting, first), run, deep=True) if first else found
    views = [verify_package(path, _receiver(trusting, pin), run, deep=True) for pin in fitting]
    merged = _merged(views, {pin.cert_sha256 for pin in fitting})
    chain = by_chain(policy_of(None), sender_of(merged), merged.standings)
    return replace(merged, reasons=(*merged.reasons, *chain))


def _merged(views: Sequence[Verification], pinned: set[str]) -> Verification:
    """One verification of several pins: each signature as the view of its own pin has it."""
    standings = []
    for at in range(len(views[0].standings)):
        each = [view.standings[at] for view in views]
        known = (one for one in each if one.standing is not Standing.UNKNOWN)
        standings.append(next(known, each[0]))
    places = {one.place for one in standings if one.cert_sha256 in pinned}
    reasons: dict[tuple[str, str], Reason] = {}
    for view in views:
        for reason in view.reasons:
            if not (reason.code == "CDO-E407" and reason.place in places):
                reasons.setdefault((reason.code, reason.place), reason)
    return replace(views[0], standings=tuple(standings), reasons=tuple(reasons.values()))

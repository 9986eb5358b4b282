"""Step 5: whether this package fits what was received before (E413–E417). No clock, no disk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from cdo_desktop.domain.package import Manifest, PackageRef
from cdo_desktop.domain.verdict import Reason, Weight
from cdo_desktop.package.parts import PACKAGE_JSON


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest package taken in from one series."""

    sequence: int
    ref: PackageRef


@dataclass(frozen=True, slots=True)
class ReplayView:
    """What the receiver took in before this package."""

    received: Mapping[str, str] = field(default_factory=dict)
    """packageId -> contentDigest of every package taken in."""
    newest: Mapping[tuple[str, str], Newest] = field(default_factory=dict)
    """(orgCode of the sender, series) -> its newest package."""


def replay_reasons(manifest: Manifest, content_digest: str, view: ReplayView) -> list[Reason]:
    """Step 5. The same content again is a note (E413): answer with the same receipt again."""
    facts = manifest.facts
    known = view.received.get(facts.package_id)
    if known == content_digest:
        return [Reason("CDO-E413", PACKAGE_JSON, {"packageId": facts.package_id}, Weight.NOTE)]
    if known is not None:
        return [Reason("CDO-E414", PACKAGE_JSON, {"packageId": facts.package_id})]
    return [*_series_reasons(manifest, view), *_base_reasons(manifest, view)]


def _series_reasons(manifest: Manifest, view: ReplayView) -> Iterator[Reason]:
    """A package follows the newest of its series: a higher number, and it names that one."""
    facts = manifest.facts
    newest = view.newest.get((facts.sender.code, facts.series))
    told = {"sequence": facts.sequence, "series": facts.series}
    if newest is None:
        if facts.sequence > 1:
            yield Reason("CDO-E417", PACKAGE_JSON, told, Weight.NOTE)
    elif facts.sequence <= newest.sequence:
        yield Reason("CDO-E415", PACKAGE_JSON, {**told, "known": newest.sequence})
    elif facts.previous != newest.ref:
        yield Reason("CDO-E416", PACKAGE_JSON, {**told, "known": newest.sequence})


def _base_reasons(manifest: Manifest, view: ReplayView) -> Iterator[Reason]:
    """What a delta builds on must have been taken in."""
    base = manifest.facts.scope.base
    if base and view.received.get(base.package_id) != base.content_digest:
        yield Reason("CDO-E418", PACKAGE_JSON, {"base": base.package_id})

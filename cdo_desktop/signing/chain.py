"""A chain of signatures that grows: who has signed in turn, whose turn it is, what is out of turn.

A review form travels from desk to desk and is verified at each of them: that somebody has not
signed yet is no fault, that somebody signed before his turn, or in another's place, is one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cdo_desktop.domain.package import PackageKind
from cdo_desktop.domain.roles import role_label
from cdo_desktop.domain.verdict import Reason, Weight
from cdo_desktop.signing.bundle import FROM, Policy, Requirement
from cdo_desktop.signing.standings import SignatureStanding

GROWING = frozenset({PackageKind.REVIEW_FORM.value})
"""The kinds that are verified also while signatures are still wanted."""


ANY_ORG = "不限"
"""Said where a signer may be of any organisation of the bundle."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A signature that is still to come."""

    roles: tuple[str, ...]
    org: str
    """USCC; "" for any organisation of the bundle."""

    @property
    def label(self) -> str:
        """The roles as people read them."""
        return "、".join(map(role_label, self.roles))

    @property
    def place(self) -> str:
        """Of which organisation the signer must be, as a sentence says it."""
        return self.org or ANY_ORG

    def is_met_by(self, role: str, org_code: str) -> bool:
        """Whether a signature in this role and organisation is the one."""
        return role in self.roles and self.org in ("", org_code)


def wanted_by(requirement: Requirement, from_org: str) -> Wanted:
    """What a requirement asks for in a package of this sender."""
    org = from_org if requirement.org == FROM else requirement.org
    return Wanted(requirement.roles, org)


@dataclass(frozen=True, slots=True)
class Chain:
    """How far signatures have come along a policy."""

    wanted: tuple[Wanted, ...]
    """Whose are still to come, in their order."""
    astray: int | None = None
    """The first signature (from 0) that is out of turn; the rest was not looked at."""


def chain_of(policy: Policy, from_org: str, signed: Sequence[tuple[str, str]]) -> Chain:
    """How far these (role, organisation) have come along a policy, in their order.

    Each must be the next one the policy names. Who has signed may do so once more at once (in a
    second suite), and whoever signs after the last (an expert) does no harm.
    """
    wanted = [wanted_by(each, from_org) for each in policy.required]
    done = 0
    for number, (role, org) in enumerate(signed):
        if done == len(wanted):
            break
        if wanted[done].is_met_by(role, org):
            done += 1
        elif done == 0 or signed[number - 1] != (role, org):
            return Chain(tuple(wanted[done:]), number)
    return Chain(tuple(wanted[done:]))


def by_chain(policy: Policy, from_org: str, standings: Sequence[SignatureStanding]) -> list[Reason]:
    """CDO-E411 for a signature out of turn; CDO-E420, a note, for what is still wanted."""
    chain = chain_of(policy, from_org, [(one.role, one.org_code) for one in standings])
    if not chain.wanted:
        return []
    told: dict[str, object] = {"role": chain.wanted[0].label, "org": chain.wanted[0].place}
    if chain.astray is not None:
        return [Reason("CDO-E411", standings[chain.astray].place, told)]
    told["missing"] = len(chain.wanted)
    return [Reason("CDO-E420", "META-INF", told, Weight.NOTE)]

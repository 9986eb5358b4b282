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


def meets(requirement: Requirement, org: str, role: str, org_code: str) -> bool:
    """Whether somebody in this role and organisation is meant; `org` "" is any."""
    return role in requirement.roles and org in ("", org_code)


def org_of(requirement: Requirement, from_org: str) -> str:
    """The organisation a requirement asks for, by USCC; "" is any."""
    return from_org if requirement.org == FROM else requirement.org


def roles_label(requirement: Requirement) -> str:
    """The roles a requirement takes, as people read them."""
    return "、".join(map(role_label, requirement.roles))


def still_wanted(
    policy: Policy, from_org: str, signed: Sequence[tuple[str, str]]
) -> tuple[Wanted, ...]:
    """Whose signatures are still to come after these (role, organisation), in their order."""
    wanted = [Wanted(each.roles, org_of(each, from_org)) for each in policy.required]
    done = _met(policy, from_org, signed)
    return tuple(wanted[done:])


def by_chain(policy: Policy, from_org: str, standings: Sequence[SignatureStanding]) -> list[Reason]:
    """CDO-E411 for each signature out of turn; CDO-E420, a note, for what is still wanted.

    The n-th signature is by whom the policy names n-th, so nobody signs in another's place or
    before him. Whoever signs after the last of them (an expert) does no harm.
    """
    signed = [(one.role, one.org_code) for one in standings]
    done = _met(policy, from_org, signed)
    left = still_wanted(policy, from_org, signed)
    if not left:
        return []
    if done < len(signed):
        told = {"role": left[0].label, "org": left[0].org or "*"}
        return [Reason("CDO-E411", standings[done].place, told)]
    missing = {"role": left[0].label, "org": left[0].org or "*", "missing": len(left)}
    return [Reason("CDO-E420", "META-INF", missing, Weight.NOTE)]


def _met(policy: Policy, from_org: str, signed: Sequence[tuple[str, str]]) -> int:
    """How many of the first signatures are by whom the policy names in their place."""
    done = 0
    for requirement, (role, org) in zip(policy.required, signed, strict=False):
        if not meets(requirement, org_of(requirement, from_org), role, org):
            break
        done += 1
    return done

"""Records that another organisation than the workspace's own supplies or answers for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from cdo_desktop.domain.names import name_key
from cdo_desktop.domain.people import Org
from cdo_desktop.sentences import sentence
from cdo_desktop.workbench import Workbench

EXPORTED, IMPORTED = "CDO-E741", "CDO-W805"
_NAMED = 6
"""So many organisations are named in a sentence."""


@dataclass(frozen=True, slots=True)
class OtherUnits:
    """How many records of which other organisations; that is allowed, but must be seen."""

    own: Org
    units: tuple[tuple[str, int], ...]
    """(name, how many records), the most first."""

    @property
    def records(self) -> int:
        """How many records; 0 = all are of the workspace's own organisation."""
        return sum(number for _, number in self.units)

    @property
    def facts(self) -> dict[str, str | int]:
        """What the sentences tell."""
        named = "、".join(f"{name} {number:,}" for name, number in self.units[:_NAMED])
        more = f" 等 {len(self.units)} 个单位" if len(self.units) > _NAMED else ""
        return {"records": self.records, "units": named + more, "own": self.own.name}

    def warning(self) -> str:
        """What is to be read before such records are signed; "" where there are none."""
        return sentence(EXPORTED).says.format_map(self.facts) if self.units else ""


def is_own(own: Org, other: Org) -> bool:
    """Whether both are one organisation: by 统一社会信用代码 where both have one, else by name."""
    if own.code and other.code:
        return own.code.upper() == other.code.upper()
    return name_key(own.name) == name_key(other.name)


def other_units(own: Org, orgs: Iterable[Org]) -> OtherUnits:
    """Those of the organisations, one for each record, that are not the workspace's own."""
    found = Counter(_named(own, org) for org in orgs if not is_own(own, org))
    return OtherUnits(own, tuple(found.most_common()))


def _named(own: Org, org: Org) -> str:
    """By its name; with its code where the name alone would be taken for the own one."""
    name = org.name or org.code
    return f"{name}（{org.code}）" if name_key(name) == name_key(own.name) else name


def others_among(bench: Workbench, record_ids: Iterable[str]) -> OtherUnits:
    """Of these records those that are not of the workspace's own organisation."""
    others = bench.workspace.of_others(bench.org.code)
    return other_units(bench.org, (others[id_] for id_ in record_ids if id_ in others))

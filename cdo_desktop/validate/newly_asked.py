"""What a newer rule asks for and older sheets lack: said once for all records, with the offer to
fill it in bulk, instead of once for each record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from cdo_desktop.domain.findings import Finding, Place
from cdo_desktop.standard.model import Element, Kind
from cdo_desktop.validate.rules import rule

OFFERED = {"CDO-V101": rule("CDO-V132").code, "CDO-V128": rule("CDO-V134").code}
"""What is missing, and the same with the offer."""
GATHERED = rule("CDO-V130").code
FEW = 20
"""Up to so many records are named one by one, each with the offer."""


class NewlyAsked:
    """Holds back the findings on elements that a newer rule added, and gives them together."""

    def __init__(self) -> None:
        self._few: dict[tuple[str, str, str], list[Finding]] = {}
        self._counts: dict[tuple[str, str, str], int] = {}
        self._elements: dict[tuple[str, str, str], Element] = {}

    def sift(self, findings: Iterable[Finding], kind: Kind) -> list[Finding]:
        """The other findings, in their order."""
        rest = []
        for finding in findings:
            place = finding.place
            element = kind.by_key.get(place.element) if not place.group else None
            if finding.code in OFFERED and element is not None and element.since:
                self._hold(finding, kind, element)
            else:
                rest.append(finding)
        return rest

    def settled(self) -> list[Finding]:
        """What was held back: one by one where there are few, else one finding for all."""
        found: list[Finding] = []
        for key, count in self._counts.items():
            held = [replace(one, code=OFFERED[one.code]) for one in self._few[key]]
            found += held if count <= FEW else [self._gathered(key, count, held[0])]
        return found

    def _hold(self, finding: Finding, kind: Kind, element: Element) -> None:
        key = (kind.key, element.key, finding.severity)
        self._elements[key] = element
        self._counts[key] = self._counts.get(key, 0) + 1
        held = self._few.setdefault(key, [])
        if len(held) < FEW:
            held.append(finding)

    def _gathered(self, key: tuple[str, str, str], count: int, first: Finding) -> Finding:
        element = self._elements[key]
        facts = {"label": element.label, "count": count, "clause": element.clause}
        place = Place(element=element.key, sheet=first.place.sheet)
        return Finding(GATHERED, first.severity, place, {**facts, "kind": key[0]})

"""The rule on codes that another record bore before: once handed out, never given again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from cdo_desktop.domain.findings import Finding, Place
from cdo_desktop.domain.numbering import Bearer
from cdo_desktop.standard.model import Kind, Stage
from cdo_desktop.standard.roles import Role
from cdo_desktop.validate.across import Slim
from cdo_desktop.validate.rules import clause_at, rule


def reused(
    entries: Iterable[Slim], bearers: Iterable[Bearer], kinds: Mapping[str, Kind]
) -> Iterator[Finding]:
    """What is wrong with the codes of these entries, given who bears or bore them.

    Two records that bear a code in the list today are found by the check across records.
    """
    known: dict[tuple[str, str], list[Bearer]] = {}
    for bearer in bearers:
        known.setdefault((bearer.kind, bearer.code), []).append(bearer)
    for entry in entries:
        others = known.get((entry.kind, entry.code), ()) if entry.code else ()
        if found := _heaviest(entry.id, others):
            yield _finding(entry, *found, kinds[entry.kind])


def _heaviest(id_: str, bearers: Iterable[Bearer]) -> tuple[str, Bearer] | None:
    """The code of the rule that weighs most, and the record to which the code belongs."""
    own = next((one for one in bearers if one.record_id == id_), None)
    others = [one for one in bearers if one.record_id != id_ and not one.is_listed]
    before = [one for one in others if own is None or _comes_first(one, own)]
    for code, holds in _WEIGHTS:
        if found := next(filter(holds, before), None):
            return code, found
    return None


_WEIGHTS = (
    ("CDO-V309", lambda one: one.is_published),
    ("CDO-V310", lambda one: one.is_binned),
    ("CDO-V311", lambda one: True),
)


def _comes_first(one: Bearer, own: Bearer) -> bool:
    """A code belongs to who left in a package with it, else to who bore it first."""
    return (not one.is_published, one.since) < (not own.is_published, own.since)


def _finding(entry: Slim, code: str, other: Bearer, kind: Kind) -> Finding:
    found, element = rule(code), kind.roles.get(Role.CODE)
    facts = {
        "label": element.label if element else "",
        "value": entry.code,
        "other": other.title,
        "other_record": other.record_id,
        "clause": clause_at(found, element),
    }
    place = Place(entry.id, element.key if element else "")
    return Finding(code, found.severity[Stage.DRAFT], place, facts)

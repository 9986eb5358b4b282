"""Rules across records: names twice or nearly, organisations and codes that disagree, shared items.

Works on slim entries, so that 100 000 records with 1 500 000 items fit in memory.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from sys import intern

from cdo_desktop.domain.findings import Finding, Place
from cdo_desktop.domain.names import name_key
from cdo_desktop.domain.record import Record
from cdo_desktop.standard.model import Element, Kind, Severity, Stage
from cdo_desktop.standard.roles import Role
from cdo_desktop.tasks import Run
from cdo_desktop.validate.rules import clause_at, rule
from cdo_desktop.validate.similar import in_simplified, near_pairs, stem_and_tail
from cdo_desktop.validate.suppliers import Suppliers

_NO_CODE = "未编号"
_SHOWN = 3
"""So many others are named in a sentence."""
_YEARS = range(1949, 2100)


@dataclass(frozen=True, slots=True)
class Slim:
    """Of a record what the rules across records look at."""

    id: str
    kind: str
    title: str
    org: str
    org_code: str
    office: str
    code: str
    share: str
    cycle: str
    items: tuple[str, ...]


def slim(record: Record, kind: Kind) -> Slim:
    """The slim entry of a record; words that many records share are kept once."""

    def text(role: Role) -> str:
        value = kind.role_value(record.values, role)
        return intern(value) if isinstance(value, str) else ""

    group = kind.group_with(Role.ITEMS)
    name = group.roles.get(Role.ITEM_NAME) if group else None
    return Slim(
        record.id,
        intern(record.kind),
        record.title,
        text(Role.ORG) or intern(record.org.name),
        text(Role.ORG_CODE) or intern(record.org.code),
        text(Role.OFFICE),
        record.code or text(Role.CODE),
        text(Role.SHARE_TYPE),
        text(Role.UPDATE_CYCLE),
        _item_names(record, group.key, name) if group and name else (),
    )


def _item_names(record: Record, group: str, name: Element) -> tuple[str, ...]:
    values = (row.get(name.key) for row in record.groups.get(group, ()))
    return tuple(intern(value) for value in values if isinstance(value, str))


class Across:
    """The rules across the records of a workspace. `kinds` says where their findings stand."""

    def __init__(self, kinds: Mapping[str, Kind]) -> None:
        self._elements = {
            (kind.key, role): element
            for kind in kinds.values()
            for role, element in kind.roles.items()
        }
        self._with_items = {
            kind.key: (group.key, group.roles[Role.ITEM_NAME].key)
            for kind in kinds.values()
            if (group := kind.group_with(Role.ITEMS)) and Role.ITEM_NAME in group.roles
        }

    def check(self, entries: Iterable[Slim], total: int, run: Run) -> list[Finding]:
        """What is wrong between the entries, errors not sorted. Raises Cancelled.

        `total`: how many entries there are, for the progress.
        """
        known = list(run.each("读取名称", entries, total))
        found = list(self._names(known, run))
        found += self._organisations(known)
        found += self._codes(known)
        found += self._items(known, run)
        return found

    def same_names(self, entries: Sequence[Slim]) -> list[Finding]:
        """Only what shares a name with an entry before it, in whatever script; quick."""
        units = self._units(entries).values()
        return [found for unit in units for found in self._alike(unit, {})]

    def _units(self, entries: Sequence[Slim]) -> dict[tuple[str, str], list[tuple[Slim, str]]]:
        """By kind and organisation, with their comparable names in simplified characters."""
        units: dict[tuple[str, str], list[tuple[Slim, str]]] = {}
        simplified = in_simplified([entry.title for entry in entries])
        for entry, title in zip(entries, simplified, strict=True):
            if title and (entry.kind, Role.TITLE) in self._elements:
                unit = units.setdefault((entry.kind, name_key(entry.org)), [])
                unit.append((entry, name_key(title)))
        return units

    def _names(self, entries: Sequence[Slim], run: Run) -> Iterator[Finding]:
        done = 0
        for unit in self._units(entries).values():
            run.step("比较名称", done, len(entries))
            yield from self._names_in_unit(unit, run)
            done += len(unit)

    def _names_in_unit(self, unit: Sequence[tuple[Slim, str]], run: Run) -> Iterator[Finding]:
        first: dict[str, Slim] = {}
        yield from self._alike(unit, first)
        yield from self._numbered(first)
        yield from self._near(first, run)

    def _alike(self, unit: Sequence[tuple[Slim, str]], first: dict[str, Slim]) -> Iterator[Finding]:
        """No two names of one organisation alike without blanks and points (核心元数据2).

        `first` takes the first entry of each name.
        """
        for entry, key in unit:
            other = first.setdefault(key, entry)
            if other is not entry:
                same_script = name_key(other.title) == name_key(entry.title)
                yield self._pair("CDO-V301" if same_script else "CDO-V302", entry, other)

    def _numbered(self, names: Mapping[str, Slim]) -> Iterator[Finding]:
        """Names that count on at their end, as dragging a cell in a sheet makes them."""
        families: dict[str, list[tuple[int, Slim]]] = {}
        for key, entry in names.items():
            stem, tail = stem_and_tail(key)
            if tail is not None and tail not in _YEARS and len(stem) > 1:
                families.setdefault(stem, []).append((tail, entry))
        for stem, members in families.items():
            if stem in names:
                members.append((0, names[stem]))
            tails = {tail for tail, _ in members}
            if any(tail + 1 in tails for tail in tails):
                for _, entry in members:
                    facts = {"value": entry.title, "count": len(members)}
                    yield self._finding("CDO-V304", entry, Role.TITLE, facts)

    def _near(self, names: Mapping[str, Slim], run: Run) -> Iterator[Finding]:
        entries = list(names.values())
        for one, other, score in near_pairs(list(names), run):
            yield self._pair("CDO-V303", entries[one], entries[other], score=score)

    def _pair(self, code: str, entry: Slim, other: Slim, **more: object) -> Finding:
        facts = {"value": entry.title, "other": other.title, "code": other.code or _NO_CODE}
        return self._finding(code, entry, Role.TITLE, {**facts, "other_record": other.id, **more})

    def _organisations(self, entries: Sequence[Slim]) -> Iterator[Finding]:
        """One organisation has one USCC, and one USCC one organisation (GB 32100)."""
        codes: dict[str, dict[str, list[Slim]]] = {}
        names: dict[str, dict[str, list[Slim]]] = {}
        for entry in entries:
            if entry.org and entry.org_code:
                org = name_key(entry.org)
                codes.setdefault(org, {}).setdefault(entry.org_code, []).append(entry)
                names.setdefault(entry.org_code, {}).setdefault(org, []).append(entry)
        for by_code in codes.values():
            if len(by_code) > 1:
                yield from self._disagreeing("CDO-V305", by_code, Role.ORG_CODE)
        for by_name in names.values():
            if len(by_name) > 1:
                yield from self._disagreeing("CDO-V306", by_name, Role.ORG)

    def _disagreeing(
        self, code: str, groups: Mapping[str, list[Slim]], role: Role
    ) -> Iterator[Finding]:
        """A finding on every entry that does not follow the most frequent form."""
        ordered = sorted(groups.values(), key=len, reverse=True)
        heads = [group[0] for group in ordered]
        common = {
            "count": len(heads),
            "codes": _some([head.org_code for head in heads], len(heads)),
            "orgs": _some([head.org for head in heads], len(heads)),
        }
        for entry in (entry for group in ordered[1:] for entry in group):
            facts = {"value": entry.org_code, "org": entry.org, **common}
            yield self._finding(code, entry, role, facts)

    def _codes(self, entries: Sequence[Slim]) -> Iterator[Finding]:
        """A code names one record."""
        first: dict[tuple[str, str], Slim] = {}
        for entry in entries:
            if not entry.code:
                continue
            other = first.setdefault((entry.kind, entry.code), entry)
            if other is not entry:
                facts = {"value": entry.code, "other": other.title, "other_record": other.id}
                yield self._finding("CDO-V307", entry, Role.CODE, facts)

    def _items(self, entries: Sequence[Slim], run: Run) -> Iterator[Finding]:
        """The same item from several units: one of them is to be the source (条例第十九条)."""
        suppliers = Suppliers(_SHOWN)
        for entry in run.each("收集信息项", entries, len(entries), 1024):
            suppliers.take(entry.org, entry.items)
        for entry in run.each("比较信息项", entries, len(entries), 1024):
            twice = suppliers.shared(entry.items)
            if twice and entry.kind in self._with_items:
                orgs = _some(*suppliers.others(entry.org, twice))
                yield self._shared_items(entry, twice, orgs)

    def _shared_items(self, entry: Slim, items: list[str], orgs: str) -> Finding:
        group, element = self._with_items[entry.kind]
        found = rule("CDO-V308")
        place = Place(entry.id, element, group, entry.items.index(items[0]) + 1)
        facts = {"items": _some(items, len(items)), "orgs": orgs, "clause": found.clause}
        return Finding(found.code, _weight(found.code), place, facts)

    def _finding(self, code: str, entry: Slim, role: Role, facts: Mapping[str, object]) -> Finding:
        element = self._elements.get((entry.kind, role))
        place = Place(entry.id, element.key if element else "")
        return Finding(
            code, _weight(code), place, {**facts, "clause": clause_at(rule(code), element)}
        )


def _weight(code: str) -> Severity:
    """Rules across records weigh the same at every stage."""
    return rule(code).severity[Stage.DRAFT]


def _some(words: Sequence[str], count: int) -> str:
    """The first words, and how many there are if that is more."""
    shown = "、".join(words[:_SHOWN])
    return f"{shown} 等 {count} 个" if count > _SHOWN else shown

"""The table of rules within one record, and the judge that holds a record against it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from cdo_desktop.domain.findings import Finding, Fix, Place, by_weight
from cdo_desktop.domain.names import name_key
from cdo_desktop.domain.record import Record
from cdo_desktop.standard.element_kinds import Lists
from cdo_desktop.standard.model import Kind, Stage
from cdo_desktop.standard.roles import Role
from cdo_desktop.validate.care_rules import CARE_RULES
from cdo_desktop.validate.case import Case, Frame, Hit, RecordRule
from cdo_desktop.validate.elements import Checker
from cdo_desktop.validate.item_rules import ITEM_RULES
from cdo_desktop.validate.list_rules import LIST_RULES
from cdo_desktop.validate.naming_rules import NAMING_RULES
from cdo_desktop.validate.project_rules import PROJECT_RULES
from cdo_desktop.validate.rules import Rule, clause_at, rule
from cdo_desktop.validate.sharing_rules import SHARING_RULES

RECORD_RULES: tuple[RecordRule, ...] = (
    *CARE_RULES,
    *NAMING_RULES,
    *SHARING_RULES,
    *ITEM_RULES,
    *LIST_RULES,
    *PROJECT_RULES,
)

_UNREADABLE = frozenset(
    {"CDO-V103", "CDO-V104", "CDO-V105", "CDO-V106", "CDO-V119", "CDO-V121", "CDO-V124", "CDO-V131"}
)
"""Values that are none of their element: that they do not fit others either needs no word."""

NO_PROVIDERS: Mapping[str, str] = MappingProxyType({})


class RecordRules:
    """The rules that apply to one kind, compiled once."""

    def __init__(self, kind: Kind, providers: Mapping[str, str] = NO_PROVIDERS) -> None:
        """`providers`: registered organisations, name_key of the name -> USCC."""
        self._frame = Frame(kind)
        self._providers = providers
        self._rules = tuple(
            (rule(found.code), found.find) for found in RECORD_RULES if self._frame.has(found)
        )

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the rules that apply, each once."""
        return tuple(dict.fromkeys(found.code for found, _ in self._rules))

    def check(self, record: Record, stage: Stage, today: date) -> list[Finding]:
        """What the record's values say against each other, in the order of the table."""
        case = Case(self._frame, record, stage, today, self._providers)
        return [
            self._finding(found, hit, record, stage)
            for found, find in self._rules
            for hit in find(case)
        ]

    def _finding(self, found: Rule, hit: Hit, record: Record, stage: Stage) -> Finding:
        group = (hit.group or self._frame.group) if hit.row else None
        elements = group.roles if group else self._frame.elements
        element = hit.element or elements[hit.role]
        facts = {**hit.facts, "label": element.label, "clause": clause_at(found, element)}
        place = Place(record.id, element.key, group.key if group else "", hit.row)
        return Finding(found.code, found.severity[stage], place, facts, hit.fix)


class Judge:
    """All checks within one record of a kind: its values, then what they say together."""

    def __init__(
        self, kind: Kind, lists: Lists, providers: Mapping[str, str] = NO_PROVIDERS
    ) -> None:
        self._checker = Checker(kind, lists)
        self._rules = RecordRules(kind, providers)
        self._kind, self._providers = kind, providers

    def findings(self, record: Record, stage: Stage, today: date) -> list[Finding]:
        """All findings on the record at this stage, errors first; one for each cause."""
        found = [self._with_code(one, record) for one in self._checker.check(record, stage)]
        unreadable = {one.place for one in found if one.code in _UNREADABLE}
        more = self._rules.check(record, stage, today)
        found += [one for one in more if one.place not in unreadable] if unreadable else more
        return by_weight(found) if len(found) > 1 else found

    def _with_code(self, missing: Finding, record: Record) -> Finding:
        """The finding that the provider's code is missing, with the code if it is known here."""
        element = self._kind.roles.get(Role.ORG_CODE)
        if missing.code != "CDO-V101" or element is None or missing.place.element != element.key:
            return missing
        org = self._kind.role_value(record.values, Role.ORG)
        known = self._providers.get(name_key(org), "") if isinstance(org, str) and org else ""
        return replace(missing, fix=Fix(f"填“{known}”", element.key, known)) if known else missing

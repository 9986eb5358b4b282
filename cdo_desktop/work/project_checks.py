"""Checking a project: what a chief data officer needs to know before giving an opinion."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from cdo_desktop.domain.findings import count
from cdo_desktop.domain.identity import new_id
from cdo_desktop.domain.listing import ListQuery
from cdo_desktop.domain.names import name_key
from cdo_desktop.domain.project_check import ProjectCheck, Similar, check_document
from cdo_desktop.domain.record import Record
from cdo_desktop.domain.roles import role_label
from cdo_desktop.errors import Refused
from cdo_desktop.standard.element_kinds import shown
from cdo_desktop.standard.model import Kind, Severity, Stage
from cdo_desktop.standard.roles import Role
from cdo_desktop.tasks import Run
from cdo_desktop.validate.duplication import Other, similar_to
from cdo_desktop.validate.project_case import (
    Around,
    Listed,
    Offered,
    Planned,
    ProjectCase,
    Settings,
    Sibling,
    phrases,
)
from cdo_desktop.validate.project_checks import CHECKS, checked, is_out_of_bounds
from cdo_desktop.validate.sharing_rules import REFUSED
from cdo_desktop.validate.words import rule_words
from cdo_desktop.work.checking import assess, check_record
from cdo_desktop.work.choosing import holds_secret
from cdo_desktop.work.counts import PROJECT
from cdo_desktop.work.editing import in_the_list
from cdo_desktop.work.references import reference_entries
from cdo_desktop.work.reviewing import person_called, rights, roles_of
from cdo_desktop.work.typed import record_called
from cdo_desktop.workbench import Workbench

SYSTEM, RESOURCE = "system", "resource"
JOINT_BUILD, NEGATIVE = "joint_build", "negative"
_PHRASES = 20
"""So many of the things to be collected are looked up in the catalog."""
_FOUND = 5
"""So many entries are looked at for each."""


def check_project(bench: Workbench, record: Record, run: Run) -> list[ProjectCheck]:
    """Every check of a project with its evidence; of a secret one only that it is secret.

    Raises Refused for a record of another kind, Cancelled.
    """
    return check_and_compare(bench, record, run)[0]


def check_and_compare(
    bench: Workbench, record: Record, run: Run
) -> tuple[list[ProjectCheck], list[Similar]]:
    """The checks of a project as `check_project`, and what resembles it as `similar_projects`:
    compared once for both. Nothing resembles a secret one. Raises Refused, Cancelled."""
    kind = project_kind(bench, record)
    settings = settings_of(bench)
    case = ProjectCase(kind, record, settings, Around())
    if not is_out_of_bounds(case):
        case = ProjectCase(kind, record, settings, _around(bench, kind, record, run))
    return checked(case, bench.library.codes[CHECKS]), list(case.around.similar)


def signed_checks(bench: Workbench, record: Record, run: Run) -> Mapping[str, Any]:
    """What the checks of a project say, as it is signed with its form; nothing of other kinds.

    Raises Cancelled.
    """
    if record.kind != PROJECT:
        return {}
    return {"checks": [check_document(one) for one in check_project(bench, record, run)]}


def similar_projects(bench: Workbench, record: Record, run: Run) -> list[Similar]:
    """The projects and systems that resemble a project, the most like first, functions beside
    functions. Raises Refused, Cancelled."""
    return _compared(bench, project_kind(bench, record), record, run)[0]


def settings_of(bench: Workbench) -> Settings:
    """What the place of this workspace has laid down for the review of projects."""
    return Settings.of(bench.library.profile.settings)


def project_kind(bench: Workbench, record: Record) -> Kind:
    """The definition of a project. Raises Refused for a record of another kind."""
    kind = bench.library.version(record.kind, record.standard)
    if record.kind != PROJECT:
        raise Refused("CDO-P401", title=record.title, kind=kind.label)
    return kind


def _around(bench: Workbench, kind: Kind, record: Record, run: Run) -> Around:
    similar, siblings = _compared(bench, kind, record, run)
    planned = tuple(_planned(bench, kind, record))
    ours = {one.record for one in planned}
    return Around(
        joint_build=tuple(_listed(bench, JOINT_BUILD, run)),
        negative=tuple(_listed(bench, NEGATIVE, run)),
        planned=planned,
        offered=tuple(one for one in _offered(bench, kind, record) if one.record not in ours),
        siblings=siblings,
        similar=tuple(similar),
    )


def _compared(
    bench: Workbench, kind: Kind, record: Record, run: Run
) -> tuple[list[Similar], tuple[Sibling, ...]]:
    """What resembles a project, and the other projects; every record is read once.

    The system that it extends, and what came to nothing, are not held against it.
    """
    siblings: list[Sibling] = []
    own_system = kind.role_value(record.values, Role.PROJECT_SYSTEM)
    left_out = {record.id, own_system.get("id", "") if isinstance(own_system, dict) else ""}

    def others() -> Iterator[Other]:
        for key in (PROJECT, SYSTEM):
            flow = bench.library.flow_of(bench.library.kind(key))
            for other in bench.workspace.each_record(ListQuery(key), run, "查重"):
                if other.id in left_out or flow.state(other.review).closed:
                    continue
                if _is_secret(bench, other):
                    continue  # it is named in no other project's checks
                definition = bench.library.version(other.kind, other.standard)
                if key == PROJECT:
                    siblings.append(Sibling.of(definition, other))
                yield definition, other
        yield from reference_entries(bench, run)

    limit = settings_of(bench).duplicate
    similar = similar_to(kind, record, others(), limit)
    return similar, tuple(siblings)


def _listed(bench: Workbench, key: str, run: Run) -> Iterator[Listed]:
    """The entries of one of the two lists, with the words a hit is known by."""
    for record in bench.workspace.each_record(ListQuery(key), run, "读取清单"):
        kind = bench.library.version(record.kind, record.standard)

        def text(role: Role, kind: Kind = kind, record: Record = record) -> str:
            return shown(kind.role_value(record.values, role))

        given = (*phrases(text(Role.LIST_WORDS)), *phrases(text(Role.LIST_ABILITIES)))
        words = tuple(dict.fromkeys((record.title, *given)))
        yield Listed(record.id, record.title, words, text(Role.LIST_BASIS))


def _planned(bench: Workbench, kind: Kind, record: Record) -> Iterator[Planned]:
    """The planned catalog, with what the checks of its resources say before a review.

    A secret resource is as good as none: nothing is told of it but what the project itself says.
    """
    group = kind.group_with(Role.PROJECT_CATALOG)
    key = group.roles[Role.PROJECT_RESOURCE].key if group else ""
    rows = record.groups.get(group.key, ()) if group else ()
    named = [value for row in rows if isinstance(value := row.get(key), dict)]
    found = bench.workspace.by_ids([value["id"] for value in named if value.get("id")])
    for value in named:
        resource = found.get(value.get("id", ""))
        if resource is None or resource.kind != RESOURCE or _is_secret(bench, resource):
            yield Planned(str(value.get("title", "")))
            continue
        findings = check_record(bench, resource, Stage.REVIEW)
        yield Planned(
            resource.title,
            resource.id,
            resource.deleted,
            count(findings, Severity.ERROR),
            count(findings, Severity.WARNING),
        )


def _offered(bench: Workbench, kind: Kind, record: Record) -> Iterator[Offered]:
    """The catalog entries that offer what is to be collected, by the index of the search."""
    generic = frozenset(map(name_key, rule_words().generic_items))
    text = shown(kind.role_value(record.values, Role.PROJECT_COLLECT))
    for phrase in list(phrases(text))[:_PHRASES]:
        if name_key(phrase) in generic:
            continue
        numbers = bench.workspace.numbers(ListQuery(RESOURCE, text=phrase), limit=_FOUND)
        lines = bench.workspace.summaries(numbers)
        entries = bench.workspace.by_ids([line.id for line in lines.values()])
        for entry in entries.values():
            if _is_refused(bench, entry) or _is_secret(bench, entry):
                continue
            item = _item_called(bench, entry, phrase)
            if name_key(phrase) in name_key(entry.title):
                yield Offered(phrase, entry.id, entry.title, entry.org.name)
            elif item:
                yield Offered(phrase, entry.id, entry.title, entry.org.name, item)


def _is_refused(bench: Workbench, entry: Record) -> bool:
    """What is not shared does not meet anybody's need."""
    kind = bench.library.version(entry.kind, entry.standard)
    return bool(kind.role_value(entry.values, Role.SHARE_TYPE) == REFUSED)


def _is_secret(bench: Workbench, entry: Record) -> bool:
    """What is secret offers nothing, and is named nowhere."""
    return holds_secret(bench.library.version(entry.kind, entry.standard), entry)


def _item_called(bench: Workbench, entry: Record, phrase: str) -> str:
    """The item of a catalog entry that bears this name."""
    kind = bench.library.version(entry.kind, entry.standard)
    group = kind.group_with(Role.ITEMS)
    key = group.roles[Role.ITEM_NAME].key if group else ""
    names = (shown(row.get(key)) for row in (entry.groups.get(group.key, ()) if group else ()))
    return next((name for name in names if name_key(phrase) == name_key(name)), "")


def overrule(
    bench: Workbench, id_or_code: str, check: str, reason: str, by: str, run: Run
) -> Record:
    """Write a reason against what a check says now into the project, as one step.

    The state stays as it is, for it is the reviewer who writes. `check` is a key or a label.
    Raises Refused for a project whose form is signed or in the recycle bin, a check that is not
    there or that passed, no reason, somebody who may not; Cancelled.
    """
    record = record_called(bench, id_or_code)
    in_the_list(record)
    kind = project_kind(bench, record)
    flow = bench.library.flow_of(kind)
    state = flow.state(record.review)
    if state.frozen:
        raise Refused("CDO-P402", title=record.title, state=state.label)
    if not reason.strip():
        raise Refused("CDO-P403")
    at_desk = bench.done_by(person_called(bench, by))
    held = rights(bench)
    if held and not {*flow.overrulers} & {*roles_of(at_desk.who, held)}:
        may = "、".join(map(role_label, flow.overrulers))
        raise Refused("CDO-P404", who=at_desk.who.name, roles=may)
    found = _check_called(check_project(bench, record, run), check)
    changed = _with_row(kind, record, found, reason.strip(), at_desk)
    with at_desk.step(f"改判“{record.title}”的{found.label}", reason.strip()) as unit:
        return unit.save(changed, assess(at_desk, changed), record.revision_id)


def _check_called(checks: list[ProjectCheck], word: str) -> ProjectCheck:
    found = next((one for one in checks if word in (one.key, one.label)), None)
    if found is None:
        raise Refused("CDO-U103", what=word, choices="、".join(one.label for one in checks))
    if found.stops or not found.said.result.can_be_overruled:
        raise Refused("CDO-P405", check=found.label, result=found.result.label)
    return found


def _with_row(
    kind: Kind, record: Record, check: ProjectCheck, reason: str, bench: Workbench
) -> Record:
    group = kind.group_with(Role.PROJECT_OVERRULES)
    assert group is not None  # every version of the definition has it
    cells = {
        Role.OVERRULE_CHECK: check.label,
        Role.OVERRULE_SAID: check.grounds,
        Role.OVERRULE_REASON: reason,
        Role.OVERRULE_BY: bench.who.name,
        Role.OVERRULE_ON: bench.clock.now().date().isoformat(),
    }
    row = {"id": new_id(), **{group.roles[role].key: text for role, text in cells.items()}}
    rows = (*record.groups.get(group.key, ()), row)
    return replace(record, groups={**record.groups, group.key: rows})

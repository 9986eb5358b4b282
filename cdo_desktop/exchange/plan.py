"""The plan by which the rows of a sheet are taken apart: made once, used per row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from cdo_desktop.errors import Refused
from cdo_desktop.exchange.classification import OwnClass, Tree
from cdo_desktop.exchange.mapping import RECORD_ID, ROW_ID, Column, SheetMapping
from cdo_desktop.exchange.readings import Reading
from cdo_desktop.exchange.workbook import Cell
from cdo_desktop.exchange.workbook_guard import Form
from cdo_desktop.standard.element_kinds import Lists
from cdo_desktop.standard.library import Library
from cdo_desktop.standard.model import Element, Kind
from cdo_desktop.standard.roles import Role

Cells = tuple[Cell, ...]
Picker = Callable[[Sequence[Cell]], Cells]


@dataclass(frozen=True)
class GroupPlan:
    """The columns of one group."""

    key: str
    pick: Picker
    blank: Cells
    keys: tuple[str, ...]
    readings: tuple[Reading, ...]
    columns: tuple[int, ...]
    """Counted from 1."""


@dataclass(frozen=True)
class Plan:
    """Where everything is. Positions are those in the tuple that `pick` takes from a row."""

    width: int
    pick: Picker
    blank: Cells
    readings: tuple[Reading | None, ...]
    """None for the record's id and the parts of the classification."""
    columns: tuple[Column, ...]
    groups: tuple[GroupPlan, ...]
    title: int
    code: int
    org: int
    org_code: int
    record: int
    parts: tuple[int, ...]
    """Positions of 类, 项, 目, 细目, in this order."""
    tree: Tree | None
    row_id: int
    """Column (from 0) of the hidden row id, -1 if there is none."""


def make_plan(mapping: SheetMapping, kind: Kind, library: Library, form: Form = Form.XLSX) -> Plan:
    """The plan for a mapping of a sheet in a file of this form.

    Raises Refused (W113) if no column gives the name, (W112) if the mapping names elements the
    definition does not have.
    """
    own = [c for c in mapping.used() if not c.group and c.element != ROW_ID]
    own.sort(key=lambda column: column.number)
    readings = tuple(_reading(column, kind, library, form) for column in own)
    title = kind.roles.get(Role.TITLE)
    spot = {column.element: place for place, column in enumerate(own) if not column.part}
    if title is None or title.key not in spot:
        raise Refused("CDO-W113", label=title.label if title else kind.label)
    parts = sorted((c.part, place) for place, c in enumerate(own) if c.part)
    tree = kind.roles.get(Role.CLASSIFICATION)
    row_ids = [column.number - 1 for column in mapping.used() if column.element == ROW_ID]
    return Plan(
        width=max(column.number for column in mapping.used()),
        pick=picker([column.number - 1 for column in own]),
        blank=("",) * len(own),
        readings=readings,
        columns=tuple(own),
        groups=_group_plans(mapping, kind, library, form),
        title=spot[title.key],
        code=_spot(spot, kind, Role.CODE),
        org=_spot(spot, kind, Role.ORG),
        org_code=_spot(spot, kind, Role.ORG_CODE),
        record=spot.get(RECORD_ID, -1),
        parts=tuple(place for _, place in parts),
        tree=_tree(tree, library, form) if tree and parts else None,
        row_id=row_ids[0] if row_ids else -1,
    )


def _tree(element: Element, library: Library, form: Form) -> Tree:
    profile = library.profile
    province = library.regions.name(f"{profile.region[:2]}0000") if profile.region else None
    own = OwnClass(profile.catalog_prefix, province or "")
    return Tree(Reading(element, library, form), own)


def _spot(spot: dict[str, int], kind: Kind, role: Role) -> int:
    element = kind.roles.get(role)
    return spot.get(element.key, -1) if element else -1


def _reading(column: Column, kind: Kind, lists: Lists, form: Form) -> Reading | None:
    if column.element == RECORD_ID or column.part:
        return None
    return Reading(_element(kind.by_key.get(column.element), column), lists, form)


def _element(element: Element | None, column: Column) -> Element:
    if element is None:
        raise Refused("CDO-W112", problem=column.target)
    return element


def _group_plans(
    mapping: SheetMapping, kind: Kind, lists: Lists, form: Form
) -> tuple[GroupPlan, ...]:
    plans: list[GroupPlan] = []
    used = sorted(mapping.used(), key=lambda column: column.number)
    for key in dict.fromkeys(column.group for column in used if column.group):
        if key not in kind.groups_by_key:
            raise Refused("CDO-W112", problem=key)
        elements = kind.groups_by_key[key].by_key
        own = [column for column in used if column.group == key]
        plans.append(
            GroupPlan(
                key,
                picker([column.number - 1 for column in own]),
                ("",) * len(own),
                tuple(column.element for column in own),
                tuple(Reading(_element(elements.get(c.element), c), lists, form) for c in own),
                tuple(column.number for column in own),
            )
        )
    return tuple(plans)


def picker(places: list[int]) -> Picker:
    """A function that takes these cells of a row as a tuple, as fast as Python can."""
    if len(places) == 1:
        only = places[0]
        return lambda row: (row[only],)
    take: Any = itemgetter(*places)
    return take  # type: ignore[no-any-return]

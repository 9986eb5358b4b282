"""Trying to read a workbook as a person wants it; what cannot be read so is shown, to be told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from cdo_desktop.errors import Refused
from cdo_desktop.exchange.headings import text_row
from cdo_desktop.exchange.mapping import SheetMapping
from cdo_desktop.exchange.workbook import Sheet, open_workbook
from cdo_desktop.standard.model import Element, ElementKind, Kind
from cdo_desktop.standard.roles import Role
from cdo_desktop.tasks import Run
from cdo_desktop.work.import_columns import HEAD
from cdo_desktop.work.importing import Rehearsed, mappings, rehearse
from cdo_desktop.work.layouts import layout_called
from cdo_desktop.workbench import Workbench

TREE_PARTS = ("类", "项", "目", "细目")
"""The classification in columns of its own, in this order."""


@dataclass(frozen=True, slots=True)
class Wish:
    """How a person wants a workbook to be read; nothing said = as it is recognised."""

    sheet: str = ""
    header_row: int = 0
    layout: str = ""
    """The name of a layout."""
    mapping: Mapping[str, SheetMapping] | None = None
    """By sheet; then the rest has been heeded already."""


@dataclass(frozen=True, slots=True)
class SheetSeen:
    """A sheet of the workbook."""

    name: str
    hidden: bool
    head: tuple[tuple[str, ...], ...] = ()
    """Its first lines, where the workbook could not be rehearsed."""


@dataclass(frozen=True, slots=True)
class SheetLeft:
    """A visible sheet of the workbook with something on it that was not read."""

    name: str
    kind: str
    """The list it is for; "" = its header was not recognised."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of it: a rehearsal, or why there is none and what can be put right by hand."""

    sheets: tuple[SheetSeen, ...]
    mapping: Mapping[str, SheetMapping] = field(default_factory=dict)
    """How it was read, or would be."""
    rehearsed: Rehearsed | None = None
    refused: Refused | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """Something a column can be."""

    target: str
    """“element” or “group.element”; "" = not imported."""
    part: int
    label: str


def attempt(bench: Workbench, path: Path, kind: str, run: Run, wish: Wish) -> Attempt:
    """Rehearse a workbook as wished. Nothing is written.

    Raises Refused if the file cannot be read at all or the layout is not there; Cancelled.
    """
    run.step("打开工作簿")
    sheets = open_workbook(path).sheets
    seen = tuple(SheetSeen(sheet.name, sheet.hidden) for sheet in sheets)
    layout = layout_called(wish.layout) if wish.layout else None
    told = bool(wish.sheet or wish.header_row)
    mapping = wish.mapping
    try:
        if mapping is None and told:
            mapping = mappings(
                *(bench, path, kind),
                sheet=wish.sheet,
                header_row=wish.header_row,
                layout=layout,
            )
        found = rehearse(bench, path, kind, run, layout=layout, mapping=mapping)
    except Refused as error:
        if mapping is None and not told:
            mapping = _proposed(bench, path, kind)
        heads = tuple(_with_head(*one, run) for one in zip(seen, sheets, strict=True))
        return Attempt(heads, mapping or {}, refused=error)
    _ = found.goes_with  # sorted and counted here, not where it is shown
    return Attempt(seen, {one.sheet: one.mapping for one in found.rehearsal.sources}, found)


_LEFT = ("CDO-W202", "CDO-W203")
"""What recognising says of a sheet of another list, and of one without a header."""


def sheets_left(found: Rehearsed) -> tuple[SheetLeft, ...]:
    """The sheets that were not read where it was not told which ones to read."""
    return tuple(
        SheetLeft(one.place.sheet, str(one.facts.get("kind", "")))
        for one in found.rehearsal.findings
        if one.code in _LEFT
    )


def _proposed(bench: Workbench, path: Path, kind: str) -> Mapping[str, SheetMapping]:
    """How the sheets would be read as this kind; nothing where no header is found."""
    try:
        return mappings(bench, path, kind)
    except Refused:  # the first refusal is the one that is told
        return {}


def _with_head(seen: SheetSeen, sheet: Sheet, run: Run) -> SheetSeen:
    run.step(f"看前 {HEAD} 行：{sheet.name}")
    head = tuple(tuple(text_row(row)) for row in sheet.head(HEAD))
    sheet.release()
    return replace(seen, head=head)


def targets(kind: Kind) -> list[Target]:
    """Everything a column of a sheet can be, in the order of the definition; first, nothing."""
    found = [Target("", 0, "不导入")]
    for group, element in kind.all_elements():
        found.append(Target(_key(group, element), 0, _label(kind, group, element)))
        if not group and element.role is Role.CLASSIFICATION and element.kind is ElementKind.TREE:
            found += [
                Target(element.key, number, f"{element.label} · {part}")
                for number, part in enumerate(TREE_PARTS, 1)
            ]
    return found


def _key(group: str, element: Element) -> str:
    return f"{group}.{element.key}" if group else element.key


def _label(kind: Kind, group: str, element: Element) -> str:
    return f"{kind.groups_by_key[group].label} · {element.label}" if group else element.label

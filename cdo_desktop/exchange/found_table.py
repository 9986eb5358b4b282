"""A table somebody already has (a file, a CREATE TABLE, a database) as a drafted resource."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from cdo_desktop.domain.findings import Finding
from cdo_desktop.domain.identity import new_id
from cdo_desktop.standard.element_kinds import Lists
from cdo_desktop.standard.model import Group, Kind, Severity
from cdo_desktop.standard.roles import Role

_HAN = re.compile(r"[\u3400-\u9fff]")
_AFTER_NAME = re.compile(r"[(（\[【:：,，;；。\s|/、=—-]")
_LONGEST_NAME = 64
_NAMED = 6


class ItemType(StrEnum):
    """The eleven data types of 1272号 by their letters; the words stand in codes/item_type.toml."""

    TEXT = "C"
    NUMERIC = "N"
    MONEY = "Y"
    DATE = "D"
    DATETIME = "T"
    LOGICAL = "L"
    MEMO = "M"
    GENERAL = "G"
    DOUBLE = "B"
    INTEGER = "I"
    FLOAT = "F"


@dataclass(frozen=True, slots=True)
class FoundColumn:
    """One column. None and "" = not known."""

    name: str
    """The Chinese name."""
    field: str = ""
    """The physical (English) name."""
    type: ItemType | None = None
    length: str = ""
    """In bytes; for a database the length its column is defined with (1272号, 数据长度)."""
    nullable: bool | None = None
    is_key: bool = False
    is_personal: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class FoundTable:
    """One table."""

    title: str
    title_from: str
    """In words where the title was taken from, e.g. “表名”; "" if somebody gave it."""
    columns: tuple[FoundColumn, ...]
    format: str = ""
    """A spelling of its 格式类型: xlsx, mysql …; "" = not known."""
    format_class: str = ""
    """Its 格式分类 where the 格式类型 is not known."""
    notes: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftedResource:
    """What a new record can start from: values by element key, item rows, what to look at."""

    title: str
    values: Mapping[str, Any] = field(default_factory=dict)
    items: tuple[Mapping[str, Any], ...] = ()
    """Rows of the group with the role ITEMS, each with its "id"."""
    notes: tuple[Finding, ...] = ()


def drafted(table: FoundTable, kind: Kind, lists: Lists) -> DraftedResource:
    """The draft of a resource for a table; only elements the kind has are filled."""
    values = {
        element.key: value
        for role, value in _values(table, kind, lists)
        if value and (element := kind.roles.get(role))
    }
    group = kind.group_with(Role.ITEMS)
    rows = tuple(_row(column, group, lists) for column in table.columns) if group else ()
    return DraftedResource(table.title, values, rows, (*table.notes, *_notes(table)))


def suggested_name(comment: str) -> str:
    """The Chinese name a comment begins with (状态(0停用1启用) -> 状态); "" if it gives none."""
    name = _AFTER_NAME.split(comment.strip(), maxsplit=1)[0]
    return name if _HAN.search(name) and len(name) <= _LONGEST_NAME else ""


def is_chinese(text: str) -> bool:
    """Whether it holds a Chinese character."""
    return bool(_HAN.search(text))


def some(names: list[str]) -> str:
    """The first few names, and that there are more."""
    return "、".join(names[:_NAMED]) + (f" 等{len(names)}个" if len(names) > _NAMED else "")


def hint(code: str, **facts: object) -> Finding:
    """A note for the person who completes the draft."""
    return Finding(code, Severity.HINT, facts=facts)


def _values(table: FoundTable, kind: Kind, lists: Lists) -> Iterator[tuple[Role, str]]:
    yield Role.TITLE, table.title
    yield Role.FORMAT_TYPE, (found := _word(kind, Role.FORMAT_TYPE, table.format, lists))
    yield Role.FORMAT_CLASS, _format_class(table, kind, found, lists)
    names = [column.name for column in table.columns if column.name]
    yield Role.SUMMARY, f"包括{some(names)}信息项。" if names else ""


def _word(kind: Kind, role: Role, spelling: str, lists: Lists) -> str:
    element = kind.roles.get(role)
    if element is None or not spelling or element.codes not in lists.codes:
        return ""
    return lists.codes[element.codes].word(spelling) or ""


def _format_class(table: FoundTable, kind: Kind, format_type: str, lists: Lists) -> str:
    element = kind.roles.get(Role.FORMAT_TYPE)
    if element and format_type:
        parents = lists.codes[element.codes].parents_of(format_type)
        if len(parents) == 1:
            return parents[0]
    return _word(kind, Role.FORMAT_CLASS, table.format_class, lists)


def _row(column: FoundColumn, group: Group, lists: Lists) -> Mapping[str, Any]:
    values = {
        Role.ITEM_NAME: column.name,
        Role.ITEM_FIELD: column.field,
        Role.ITEM_TYPE: _type_word(column, group, lists),
        Role.ITEM_LENGTH: column.length,
        Role.ITEM_KEY: "是" if column.is_key else "",
        Role.ITEM_NULLABLE: {True: "是", False: "否", None: ""}[column.nullable],
        Role.ITEM_PERSONAL: "是" if column.is_personal else "",
        Role.ITEM_NOTE: column.note,
    }
    filled = {
        group.roles[role].key: value
        for role, value in values.items()
        if value and role in group.roles
    }
    return {"id": new_id(), **filled}


def _type_word(column: FoundColumn, group: Group, lists: Lists) -> str:
    element = group.roles.get(Role.ITEM_TYPE)
    if element is None or column.type is None:
        return ""
    return lists.codes[element.codes].word(column.type) or ""


def _notes(table: FoundTable) -> Iterator[Finding]:
    if table.title_from:
        yield hint("CDO-W523", title=table.title, source=table.title_from)
    nameless = [column.field for column in table.columns if not column.name]
    if nameless:
        yield hint("CDO-W522", title=table.title, count=len(nameless), fields=some(nameless))
    personal = [column.name or column.field for column in table.columns if column.is_personal]
    if personal:
        yield hint("CDO-W525", names=some(personal))

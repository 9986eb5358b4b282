"""Layouts of the user's own: a mapping put right by hand, kept for the next sheet of that shape."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from cdo_desktop import paths
from cdo_desktop.domain.canonical import canonical_bytes
from cdo_desktop.errors import Refused
from cdo_desktop.exchange.entries import Rehearsal
from cdo_desktop.exchange.layouts import Layout, shipped_layouts
from cdo_desktop.exchange.mapping import SheetMapping
from cdo_desktop.files import made_folder, write_bytes
from cdo_desktop.standard.model import Kind

_NAME = re.compile(r"\w(?:[\w\-（）() ]{0,58}[\w）)])?")
_DEVICE = re.compile(r"con|prn|aux|nul|(?:com|lpt)\d", re.IGNORECASE)
"""Names that are no files on Windows."""


def own_layouts() -> dict[str, Layout]:
    """The layouts this user has kept, by name."""
    return {file.stem: _read(file) for file in _files()}


def offered(kind: str) -> dict[str, str]:
    """Name -> label of the layouts for a kind, the user's own first.

    A kept one that cannot be read is offered too: who chooses it is told what is wrong with it.
    """
    own = {file.stem: file.stem for file in _files() if _kind_of(file) in (kind, "")}
    shipped = {one.key: one.label for one in shipped_layouts() if one.kind == kind}
    return {**own, **{key: label for key, label in shipped.items() if key not in own}}


def own_names() -> list[str]:
    """The names of the layouts this user has kept."""
    return [file.stem for file in _files()]


def _kind_of(file: Path) -> str:
    try:
        return _read(file).kind
    except Refused:
        return ""


def _files() -> list[Path]:
    folder = _folder()
    return sorted(folder.glob("*.json")) if folder.is_dir() else []


def _folder() -> Path:
    return paths.user_data() / "layouts"


def _read(file: Path) -> Layout:
    try:
        return Layout.from_json(msgspec.json.decode(file.read_bytes()))
    except msgspec.MsgspecError as error:
        raise Refused("CDO-W112", problem=file.name) from error


def layout_called(name: str) -> Layout:
    """A layout by name: one of the user's own, or one that ships. Raises Refused."""
    own = {file.stem: file for file in _files()}
    if name in own:
        return _read(own[name])
    shipped = {layout.key: layout for layout in shipped_layouts()}
    labels = {layout.label: layout for layout in shipped.values()}
    found = shipped.get(name) or labels.get(name)
    if found is None:
        raise Refused("CDO-U103", what=name, choices="、".join([*own, *shipped]))
    return found


def keep_layout(name: str, rehearsal: Rehearsal) -> Path:
    """Keep the mapping of a rehearsal's first sheet under this name, instead of an older one.

    Raises Refused for a name that cannot be a file, DiskTrouble.
    """
    if not _NAME.fullmatch(name) or _DEVICE.fullmatch(name):
        raise Refused("CDO-W801", name=name)
    mapping = rehearsal.sources[0].mapping
    path = made_folder(_folder()) / f"{name}.json"
    write_bytes(path, canonical_bytes(Layout.of(mapping, name, name).as_json()))
    return path


def mapped_by_hand(
    proposed: Mapping[str, SheetMapping], kind: Kind, wishes: Sequence[str]
) -> Mapping[str, SheetMapping]:
    """The sheets' mappings with columns put right: "C=更新周期", "周期=", "D=信息项.数据类型".

    Left of = stands the column's letter or heading, right the element's label or key, nothing to
    leave the column out. Raises Refused for a column or element there is not, a wish without =.
    """
    mappings = dict(proposed)
    for wish in wishes:
        column, sign, target = wish.partition("=")
        if not sign:
            raise Refused("CDO-W804", what=wish)
        key = _target(kind, target.strip())
        known = {
            sheet: number
            for sheet, mapping in mappings.items()
            if (number := _column(mapping, column.strip()))
        }
        if not known:
            raise Refused("CDO-W802", column=column)
        for sheet, number in known.items():
            mappings[sheet] = mappings[sheet].with_target(number, key)
    return mappings


def _column(mapping: SheetMapping, word: str) -> int:
    for column in mapping.columns:
        leaf = column.heading.rpartition("·")[2]
        if word in (column.heading, leaf) or word.upper() == letters(column.number):
            return column.number
    return 0


def letters(number: int) -> str:
    """1 -> A, 28 -> AB: a column as Excel names it."""
    found = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        found = chr(65 + rest) + found
    return found


def _target(kind: Kind, word: str) -> str:
    if not word:
        return ""
    for group, element in kind.all_elements():
        label = kind.groups_by_key[group].label if group else ""
        keys = {f"{group}.{element.key}", f"{label}.{element.label}"} if group else set()
        plain = {element.key, element.label} if not group else set()
        if word in keys | plain:
            return f"{group}.{element.key}" if group else element.key
    raise Refused("CDO-U103", what=word, choices="、".join(e.label for _, e in kind.all_elements()))

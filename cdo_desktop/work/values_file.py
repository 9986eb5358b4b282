"""A record from a file of values (JSON), as another program or a script hands it over."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from cdo_desktop.domain.record import Record
from cdo_desktop.errors import Refused
from cdo_desktop.files import existing
from cdo_desktop.standard.model import Element, ElementKind, Kind
from cdo_desktop.work.beginning import own_org
from cdo_desktop.work.editing import add, new_record
from cdo_desktop.work.typed import find_element, group_called, typed
from cdo_desktop.workbench import Workbench

_LARGEST = 8 * 1024 * 1024
"""A form is text: a larger file is something else."""
_BETWEEN = "、"
_YES_NO = {True: "是", False: "否"}


def add_from_file(bench: Workbench, kind_key: str, path: Path) -> Record:
    """Write a new record of a kind from a file {"values": {…}, "groups": {…: [{…}]}}.

    Elements are named by key or label, values written as a person types them; references are looked
    up by name or code; our own unit need not be named. Raises Refused for a file that cannot be
    read, an element there is not.
    """
    kind = bench.library.kind(kind_key)
    body = _read(path)
    values = _values(bench, kind, body.get("values", {}), path)
    groups: dict[str, list[dict[str, Any]]] = {}
    for name, rows in _object(body.get("groups", {}), path, "groups").items():
        key = group_called(kind, name)
        if not isinstance(rows, list):
            raise Refused("CDO-P411", file=path.name, problem=f"“{name}”不是行的列表")
        groups[key] = [_values(bench, kind, row, path, key) for row in rows]
    own = own_org(kind, values, bench.org)
    return add(bench, [new_record(bench, kind_key, {**values, **own}, groups)])[0]


def _read(path: Path) -> Mapping[str, Any]:
    """The object in the file; numbers stay as they are written, for money is exact."""
    try:
        if existing(path).stat().st_size > _LARGEST:
            raise Refused("CDO-P411", file=path.name, problem="文件太大")
        text = path.read_text("utf-8-sig")
        body = json.loads(text, parse_float=str, parse_int=str, parse_constant=str)
    except (OSError, ValueError, RecursionError) as error:
        raise Refused("CDO-P411", file=path.name, problem="不是 UTF-8 的 JSON") from error
    found = _object(body, path, "整个文件")
    if unknown := found.keys() - {"values", "groups"}:
        raise Refused("CDO-P411", file=path.name, problem=f"不认识“{'、'.join(sorted(unknown))}”")
    return found


def _object(body: Any, path: Path, what: str) -> Mapping[str, Any]:
    if not isinstance(body, dict):
        raise Refused("CDO-P411", file=path.name, problem=f"“{what}”不是对象")
    return body


def _values(
    bench: Workbench, kind: Kind, given: Any, path: Path, group: str = ""
) -> dict[str, Any]:
    """What an object of the file says, by the keys of the elements; a row's id is made anew."""
    found = _object(given, path, group or "values")
    return dict(_named(bench, kind, found, group))


def _named(
    bench: Workbench, kind: Kind, given: Mapping[str, Any], group: str
) -> Iterator[tuple[str, Any]]:
    for name, value in given.items():
        if value is None or (group and name == "id"):
            continue
        element = find_element(kind, name, group)
        read = typed(bench, element, _text(element, value))
        if read is not None:
            yield element.key, read


def _text(element: Element, value: Any) -> str:
    """A value as a person would have typed it. Raises Refused."""
    if isinstance(value, bool):
        return _YES_NO[value]
    if element.kind is ElementKind.REFERENCE and isinstance(value, dict):
        value = value.get("id") or value.get("code") or value.get("title")
    if isinstance(value, list) and all(isinstance(word, str) for word in value):
        return _BETWEEN.join(value)
    if not isinstance(value, str) or element.kind is ElementKind.ATTACHMENT:
        raise Refused("CDO-P412", what=element.label)
    return value

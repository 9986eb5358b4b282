"""The definitions that a package brings along, read as a stranger's work.

Words and patterns are the program's own: a definition only names a list, and a pattern counts only
if a definition of this program has the same one, since a hostile pattern can be made to run for
ever.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import msgspec

from cdo_desktop.domain.package import DefinitionRef, FileEntry, FileRole, Manifest
from cdo_desktop.domain.verdict import Reason, Weight
from cdo_desktop.errors import DefinitionInvalid
from cdo_desktop.package.line_form import KEY
from cdo_desktop.package.strict_json import Malformed, read_canonical
from cdo_desktop.package.zip_read import Container
from cdo_desktop.standard.library import Library
from cdo_desktop.standard.line_types import ROW_ID
from cdo_desktop.standard.loading import read_kind
from cdo_desktop.standard.model import Element, Kind

MAX_DEFINITION = 1 << 20
"""Bytes of a definition file; the largest of this program has a tenth of it."""

MAX_ELEMENTS = 2_000
"""Elements and groups of a definition; more would make reading a line needlessly slow."""

Versions = Mapping[tuple[str, str], Kind]
"""Definitions by kind and version."""


@cache
def program_lists() -> Library:
    """The code lists, regions and patterns of this program."""
    return Library()


def renamed(kind: Kind) -> list[tuple[str, str]]:
    """What a package's definition calls otherwise than this program's own of that version does:
    (the package's words, ours), with the unit. None for a kind or version that is not known here.

    A definition is a stranger's work: with two labels exchanged a form would say something else.
    """
    own = program_lists().kinds.get(kind.key)
    if own is None or own.standard != kind.standard:
        return []
    known = ((one, own.element_at(one.key, group)) for group, one in kind.all_elements())
    named = ((_called(one), _called(ours)) for one, ours in known if ours is not None)
    return [(theirs, ours) for theirs, ours in named if theirs != ours]


def _called(element: Element) -> str:
    return f"{element.label}（{element.unit}）" if element.unit else element.label


def read_definitions(container: Container, manifest: Manifest) -> tuple[Versions, list[Reason]]:
    """The definitions that the package brings, by what the manifest calls them, and what is wrong.

    E610: the file is not what the manifest says it is. E611 (cannot be checked): this program does
    not understand it, as when it was made by a newer one.
    """
    files = {f"sha256:{entry.sha256}": entry for entry in manifest.of_role(FileRole.DEFINITION)}
    found: dict[tuple[str, str], Kind] = {}
    reasons: list[Reason] = []
    for ref in manifest.standard:
        entry = files.get(ref.digest)
        if entry is None:
            continue  # E605 says so
        try:
            found[ref.kind, ref.version] = _read(container, entry, ref)
        except Malformed:
            facts = {"kind": ref.kind, "standard": ref.version}
            reasons.append(Reason("CDO-E610", entry.path, facts))
        except _NotUnderstood as error:
            facts = {"standard": ref.version, "problem": str(error)}
            reasons.append(Reason("CDO-E611", entry.path, facts, Weight.CANNOT))
    return found, reasons


class _NotUnderstood(ValueError):
    """A definition that may be good but not for this program; says what stops it."""


def _read(container: Container, entry: FileEntry, ref: DefinitionRef) -> Kind:
    """One definition. Malformed, _NotUnderstood."""
    if entry.size > MAX_DEFINITION:
        raise _NotUnderstood(f"{entry.size} > {MAX_DEFINITION}")
    source = read_canonical(container.read(entry.path))
    try:
        kind = _typed(source)
        if (kind.key, kind.standard) != (ref.kind, ref.version):
            raise Malformed("$.kind")
        _check_sizes(kind)
        _check_keys(kind)
        return _with_known_patterns(read_kind(source, entry.path))
    except (msgspec.ValidationError, RecursionError) as error:
        raise _NotUnderstood(str(error)) from error
    except DefinitionInvalid as error:
        raise _NotUnderstood(str(error.facts["problem"])) from error


class _Outline(msgspec.Struct, forbid_unknown_fields=True):
    """The three parts of a definition file."""

    kind: dict[str, Any]
    element: list[dict[str, Any]] = []
    group: list[dict[str, Any]] = []


def _typed(source: Any) -> Kind:
    """Its attributes have the types of the model, so that reading it strictly cannot stumble."""
    if _has_null(source):
        raise _NotUnderstood("null")
    outline = msgspec.convert(source, _Outline)
    groups = [{**group, "elements": group.get("element", [])} for group in outline.group]
    parts = {"elements": outline.element, "groups": groups, "source": {}}
    return msgspec.convert({**outline.kind, **parts}, Kind)


def _has_null(value: Any) -> bool:
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return value is None or any(map(_has_null, parts))


def _check_sizes(kind: Kind) -> None:
    elements = [element for _, element in kind.all_elements()]
    count = len(elements) + len(kind.groups)
    if count > MAX_ELEMENTS:
        raise _NotUnderstood(f"{count} > {MAX_ELEMENTS}")
    numbers = [number for element in elements for number in (element.max_length, element.decimals)]
    numbers += [number for group in kind.groups for number in (group.min_rows, group.max_rows)]
    if min(numbers, default=0) < 0:
        raise _NotUnderstood(str(min(numbers)))


def _check_keys(kind: Kind) -> None:
    """Keys as the format has them, none of them twice, none that a row has anyway."""
    groups = [group.key for group in kind.groups]
    _good_keys([kind.key, *kind.by_key], reserved=())
    _good_keys(groups, reserved=())
    for group in kind.groups:
        _good_keys(group.by_key, reserved=(ROW_ID,))
    if len(set(groups)) < len(groups):
        raise _NotUnderstood("、".join(groups)[:120])


def _good_keys(keys: Iterable[str], reserved: tuple[str, ...]) -> None:
    for key in keys:
        if not KEY.fullmatch(key) or key in reserved:
            raise _NotUnderstood(key[:60])


def _with_known_patterns(kind: Kind) -> Kind:
    groups = (replace(group, elements=_known(group.elements)) for group in kind.groups)
    return replace(kind, elements=_known(kind.elements), groups=tuple(groups))


def _known(elements: tuple[Element, ...]) -> tuple[Element, ...]:
    patterns = _program_patterns()
    return tuple(
        element if element.pattern in patterns else replace(element, pattern="")
        for element in elements
    )


@cache
def _program_patterns() -> frozenset[str]:
    kinds = program_lists().kinds.values()
    return frozenset(element.pattern for kind in kinds for _, element in kind.all_elements())

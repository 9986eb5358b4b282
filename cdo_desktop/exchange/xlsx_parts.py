"""Where an xlsx keeps its sheets, and which of its number formats change what a person reads."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cdo_desktop.exchange.number_format import padded_format
from cdo_desktop.exchange.safe_xml import Attributes, read_xml
from cdo_desktop.exchange.workbook_guard import inflated

Padded = tuple[str, int, str]


@dataclass(frozen=True, slots=True)
class Parts:
    """The XML of one sheet, and the cell styles (by number) whose format pads with zeros."""

    member: zipfile.ZipInfo | None
    formats: Mapping[int, Padded]


def read_parts(path: Path) -> dict[str, Parts]:
    """The parts by sheet name; a sheet whose part is not found has none. Raises Refused."""
    with zipfile.ZipFile(path) as archive:
        members = {member.filename.lstrip("/"): member for member in archive.infolist()}
    book, targets = relation_targets(path, members, "workbook.xml")
    styles = members.get(posixpath.join(posixpath.dirname(book), "styles.xml"))
    formats = _formats(path, styles) if styles else {}
    return {
        name: Parts(members.get(targets.get(relation, "")), formats)
        for name, relation in _sheets(path, members[book]).items()
    }


def relation_targets(
    path: Path, members: Mapping[str, zipfile.ZipInfo], workbook: str
) -> tuple[str, dict[str, str]]:
    """Where the part of this name lies, and the parts it is related to by the relations' ids."""
    book = next(name for name in members if posixpath.basename(name) == workbook)
    folder = posixpath.dirname(book)
    related = members.get(posixpath.join(folder, "_rels", f"{workbook}.rels"))
    return book, _targets(path, related, folder) if related else {}


def _sheets(path: Path, member: zipfile.ZipInfo) -> dict[str, str]:
    found: dict[str, str] = {}

    def start(name: str, attributes: Attributes) -> None:
        if name == "sheet":
            relation = next((v for k, v in attributes.items() if k.endswith(":id")), "")
            found[attributes.get("name", "")] = relation

    read_xml(inflated(path, member), path.name, start)
    return found


def _targets(path: Path, member: zipfile.ZipInfo, folder: str) -> dict[str, str]:
    found: dict[str, str] = {}

    def start(name: str, attributes: Attributes) -> None:
        if name == "Relationship":
            target = attributes.get("Target", "")
            absolute = target.startswith("/")
            whole = target if absolute else posixpath.join(folder, target)
            found[attributes.get("Id", "")] = posixpath.normpath(whole).lstrip("/")

    read_xml(inflated(path, member), path.name, start)
    return found


def _formats(path: Path, member: zipfile.ZipInfo) -> dict[int, Padded]:
    codes: dict[str, str] = {}
    used: list[str] = []
    inside = ""

    def start(name: str, attributes: Attributes) -> None:
        nonlocal inside
        if name in ("cellXfs", "cellStyleXfs", "dxfs"):
            inside = name
        elif name == "numFmt":
            codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == "xf" and inside == "cellXfs":
            used.append(attributes.get("numFmtId", "0"))

    read_xml(inflated(path, member), path.name, start)
    padded = {number: padded_format(codes.get(key, "")) for number, key in enumerate(used)}
    return {number: form for number, form in padded.items() if form is not None}

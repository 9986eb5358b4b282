"""Packages of others kept for reference: their projects and systems are compared, never ours.

Of each is kept what is compared (name, unit, scene, summary, functions), as it stood in a package
whose signatures were proven; the step that takes it in can be undone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from cdo_desktop.clock import timestamp
from cdo_desktop.domain.canonical import canonical_bytes
from cdo_desktop.domain.package import PackageKind
from cdo_desktop.domain.people import Org
from cdo_desktop.domain.record import Record
from cdo_desktop.domain.verdict import Reason, Weight
from cdo_desktop.errors import Refused, Unproven
from cdo_desktop.package.opening import OpenedPackage
from cdo_desktop.package.verifying import Verification
from cdo_desktop.signing.standings import Standing
from cdo_desktop.store.attachments import keep
from cdo_desktop.tasks import Run
from cdo_desktop.validate.duplication import Deeds
from cdo_desktop.work.choosing import holds_secret
from cdo_desktop.work.inspecting import inspect
from cdo_desktop.work.trusting import practice_faults
from cdo_desktop.workbench import Desk, Workbench

COMPARED = ("project", "system")
TAKEN, DROPPED = "referencesTaken", "referencesDropped"
"""Under these keys steps tell which packages are kept for reference, and which no longer."""
_KINDS = (PackageKind.CATALOG_EXPORT, PackageKind.REVIEW_FORM)
_VOUCHED = (Standing.TRUSTED, Standing.PINNED)
_WHY = 3


@dataclass(frozen=True, slots=True)
class Reference:
    """A package that is kept for reference."""

    package_id: str
    content_digest: str
    kind: PackageKind
    file_name: str
    sender: Org
    created_at: str
    entries: int
    """How many projects and systems of it are compared."""
    sha256: str
    """Of what is kept of them."""
    by: str = ""
    at: str = ""


def references(bench: Workbench) -> list[Reference]:
    """The packages that are kept for reference, in the order they were taken."""
    told = [(one, TAKEN) for one in bench.workspace.told(TAKEN)]
    told += [(one, DROPPED) for one in bench.workspace.told(DROPPED)]
    found: dict[str, Reference] = {}
    for one, key in sorted(told, key=lambda pair: pair[0].step):
        for package in one.fact["packages"]:
            if key == DROPPED:
                found.pop(package, None)
            else:
                found[package["packageId"]] = _read(package, one.who, one.at)
    return list(found.values())


def reference_entries(bench: Workbench, run: Run) -> Iterator[Deeds]:
    """What is compared of them: of one thing in several packages what the newest says.

    What is in the workspace itself is left out: it is compared as it stands here.
    """
    newest: dict[str, Deeds] = {}
    kept = sorted(references(bench), key=lambda one: one.created_at)
    for source in run.each("读取比对材料", kept, len(kept)):
        for entry in msgspec.json.decode(bench.workspace.attachment(source.sha256)):
            told = {**entry, "functions": tuple(entry["functions"]), "source": source.file_name}
            newest[entry["record"]] = Deeds(**told)
    ours = bench.workspace.heads(sorted(newest))
    yield from (one for id_, one in newest.items() if id_ not in ours)


def add_references(bench: Workbench, paths: Sequence[Path], run: Run) -> list[Reference]:
    """Keep the projects and systems of verified packages for reference, all of them as one step.

    Raises Refused (CDO-S241 invalid or practice, E502 another kind of package, P410 kept already,
    P419 nothing in it to compare), Unproven (S242), DiskTrouble, Cancelled; then none is kept.
    """
    known = {one.content_digest for one in references(bench)}
    read: list[tuple[Verification, list[Deeds]]] = []
    for path in paths:
        found = _verified(bench, path, run)
        if found.content_digest in known:
            raise Refused("CDO-P410", file=path.name)
        known.add(found.content_digest)
        deeds = list(_deeds(found, run))
        if not deeds:
            raise Refused("CDO-P419", file=path.name)
        read.append((found, deeds))
    name = f"留作比对：{paths[0].name}" + (f" 等 {len(paths)} 个包" if len(paths) > 1 else "")
    with bench.workspace.unit(bench.act(), name) as unit:
        told = [_fact(found, deeds, keep(unit, _kept(deeds))) for found, deeds in read]
        unit.tell({TAKEN: {"packages": told}})
    return references(bench)[-len(paths) :]


def drop_reference(bench: Workbench, wanted: str) -> Reference:
    """No longer compare with a package, named by its id or file name. Refused (CDO-S243)."""
    found = [one for one in references(bench) if wanted in (one.package_id, one.file_name)]
    if len(found) != 1:
        raise Refused("CDO-S243", what=wanted)
    with bench.workspace.unit(bench.act(), f"不再比对：{found[0].file_name}") as unit:
        unit.tell({DROPPED: {"packages": [found[0].package_id]}})
    return found[0]


def _verified(bench: Workbench, path: Path, run: Run) -> Verification:
    """The verification of a package whose word counts here."""
    desk = Desk(bench.clock, bench.who, bench.machine)
    found = inspect(bench, desk, path, run).verification
    _only(path, found.reasons)
    assert found.manifest is not None  # or it would be invalid
    facts = found.manifest.facts
    if facts.kind not in _KINDS:
        expected = "、".join(kind.label for kind in _KINDS)
        raise Refused("CDO-E502", file=path.name, kind=facts.kind.label, expected=expected)
    _only(path, practice_faults(bench, facts.practice, facts.kind))
    if not all(one.standing in _VOUCHED for one in found.standings) or not found.standings:
        reason = "没有资料证明签名的是谁"
        raise Unproven("CDO-S242", file=path.name, reason=reason)
    return found


def _only(path: Path, reasons: Sequence[Reason]) -> None:
    for weight in (Weight.INVALID, Weight.CANNOT):
        bad = [one for one in reasons if one.weight is weight]
        why = "；".join(f"{one.message()}（{one.code}）" for one in bad[:_WHY])
        if bad and weight is Weight.INVALID:
            raise Refused("CDO-S241", file=path.name, reason=why)
        if bad:
            raise Unproven("CDO-S242", file=path.name, reason=why)


def _deeds(found: Verification, run: Run) -> Iterator[Deeds]:
    """What its projects and systems do, by the definitions that it brings."""
    opened = OpenedPackage(found)
    kinds = opened.kinds()
    run.step("读取包里的记录")
    for line in opened.records():
        kind = kinds.get((line["kind"], line.get("standard", "")))
        if line["kind"] in COMPARED and kind is not None:  # a tombstone names no standard
            record = _record(line)
            if not holds_secret(kind, record):
                yield Deeds.of(kind, record)


def _record(line: Mapping[str, Any]) -> Record:
    groups = {key: tuple(rows) for key, rows in line["groups"].items()}
    org = Org(line["org"]["code"], line["org"]["name"])
    facts = (line["id"], line["kind"], line["standard"], org, line["code"], line["title"])
    return Record(*facts, line["values"], groups)


def _kept(deeds: Sequence[Deeds]) -> bytes:
    return canonical_bytes([_document(one) for one in deeds])


def _document(one: Deeds) -> dict[str, Any]:
    told = {"record": one.record, "kind": one.kind, "title": one.title, "org": one.org}
    said = {"scene": one.scene, "summary": one.summary, "functions": list(one.functions)}
    return {**told, **said}


def _fact(found: Verification, deeds: Sequence[Deeds], sha256: str) -> dict[str, Any]:
    assert found.manifest is not None  # it was verified
    facts = found.manifest.facts
    return {
        "packageId": facts.package_id,
        "contentDigest": found.content_digest,
        "kind": facts.kind.value,
        "file": found.path.name,
        "sender": facts.sender.as_json(),
        "createdAt": timestamp(facts.created_at),
        "entries": len(deeds),
        "sha256": sha256,
    }


def _read(told: Mapping[str, Any], by: str, at: str) -> Reference:
    return Reference(
        told["packageId"],
        told["contentDigest"],
        PackageKind(told["kind"]),
        told["file"],
        Org(told["sender"]["code"], told["sender"]["name"]),
        told["createdAt"],
        told["entries"],
        told["sha256"],
        by,
        at,
    )

"""A new record after the pattern of another, and last year's list taken over into this one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from cdo_desktop.clock import timestamp
from cdo_desktop.domain.comment import Comment
from cdo_desktop.domain.identity import new_id
from cdo_desktop.domain.listing import ListQuery
from cdo_desktop.domain.people import Act
from cdo_desktop.domain.record import Content, Record, attached
from cdo_desktop.errors import Refused
from cdo_desktop.standard.roles import Role
from cdo_desktop.store.attachments import add_comment, keep
from cdo_desktop.tasks import Run
from cdo_desktop.work.checking import assess
from cdo_desktop.work.choosing import TRAVELS
from cdo_desktop.work.editing import add, settled
from cdo_desktop.workbench import Desk, Workbench

ROLLED = ("organisation", "person", "appointment", "joint_build", "negative", *TRAVELS)
"""What a new year begins with."""
TO_CONFIRM = "由上年目录结转，请核对后确认。"


@dataclass(frozen=True, slots=True)
class Rolled:
    """What was taken over from last year's workspace."""

    records: int
    known: int
    """How many were here already and were left alone."""


def copy_of(bench: Workbench, record: Record) -> Record:
    """A new draft like this record, not written yet: a new id, no code, “（副本）” in its name."""
    kind = bench.library.version(record.kind, record.standard)
    values = dict(record.values)
    if Role.CODE in kind.roles:
        values.pop(kind.roles[Role.CODE].key, None)
    title = kind.roles[Role.TITLE]
    if isinstance(values.get(title.key), str):
        values[title.key] = f"{values[title.key]}（副本）"
    overruled = kind.group_with(Role.PROJECT_OVERRULES)
    groups = {
        key: tuple({**row, "id": new_id()} for row in rows)
        for key, rows in record.groups.items()
        if overruled is None or key != overruled.key  # a word on the other, not on this
    }
    blank = Record(new_id(), kind.key, kind.standard, record.org, "", "", {})
    return settled(bench, replace(blank, values=values, groups=groups))


def add_copy(bench: Workbench, record_id: str) -> Record:
    """Write a copy of a record as a new draft, as one step. Raises Refused if it is not there."""
    record = bench.workspace.record(record_id)
    return add(bench, [copy_of(bench, record)], f"复制“{record.title}”")[0]


def roll_forward_from(bench: Workbench, path: Path, run: Run) -> Rolled:
    """As `roll_forward`, from a workspace file that is only read. Raises Refused, Cancelled."""
    if path == bench.workspace.path:
        raise Refused("CDO-U140", file=path.name)
    with Desk(bench.clock, bench.who, bench.machine).open_to_read(path) as source:
        return roll_forward(bench, source, run)


def roll_forward(bench: Workbench, source: Workbench, run: Run) -> Rolled:
    """Take last year's records over as drafts of the same identity, as one step.

    On every entry of the three lists hangs a remark to confirm it; those with the remark open are
    the list of what is still to be confirmed. Codes stay: a resource keeps its code as long as it
    exists (GB/T 38664.2). What is here already, by id or by code, is left alone. Raises Refused if
    the other workspace is another unit's, this very one, or one to practise in while this is not;
    Cancelled; then nothing is written.
    """
    if source.workspace.info.id == bench.workspace.info.id:
        raise Refused("CDO-U140", file=source.workspace.path.name)
    if source.org.code != bench.org.code:
        raise Refused("CDO-U141", theirs=source.org.name, ours=bench.org.name)
    if source.is_practice and not bench.is_practice:
        raise Refused("CDO-U142", file=source.workspace.path.name)
    name = source.workspace.path.stem
    records = known = 0
    with bench.step(f"结转“{name}”", f"结转自“{name}”") as unit:
        for kind in ROLLED:
            for record in source.workspace.each_record(ListQuery(kind), run, "结转"):
                if _is_here(bench, record):
                    known += 1
                    continue
                for sha256 in attached(Content.of(record)):
                    keep(unit, source.workspace.attachment(sha256))
                saved = unit.save(_draft(bench, record), assess(bench, record))
                if kind in TRAVELS:
                    add_comment(unit, _remark(unit.act, saved))
                records += 1
    return Rolled(records, known)


def _is_here(bench: Workbench, record: Record) -> bool:
    codes = [record.code] if record.code else []
    return bool(bench.workspace.by_ids([record.id]) or bench.workspace.by_codes(record.kind, codes))


def _draft(bench: Workbench, record: Record) -> Record:
    """The same record as a draft without history, by the newest definition."""
    kind = bench.library.kind(record.kind)
    start = bench.library.flow_of(kind).start
    fresh = replace(record, standard=kind.standard, review=start, revision=0, revision_id="")
    return settled(bench, replace(fresh, parents=()))


def _remark(act: Act, record: Record) -> Comment:
    at = timestamp(act.at)
    return Comment(
        new_id(), record.id, record.revision_id, "", "", "", TO_CONFIRM, act.who.name, at
    )

"""Ticking off the conditions of signed opinions; the door to all of it.

The record and its forms stay as they are: what was met stands in the step that says so.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from cdo_desktop.domain.record import Record
from cdo_desktop.domain.roles import role_label
from cdo_desktop.errors import Refused
from cdo_desktop.store.attachments import attach
from cdo_desktop.tasks import Run
from cdo_desktop.work.editing import in_the_list
from cdo_desktop.work.review_conditions import MET
from cdo_desktop.work.review_conditions import Condition as Condition  # named by the callers
from cdo_desktop.work.review_conditions import Met as Met
from cdo_desktop.work.review_conditions import all_conditions as all_conditions
from cdo_desktop.work.review_conditions import met_words as met_words
from cdo_desktop.work.review_conditions import open_conditions as open_conditions
from cdo_desktop.work.review_conditions import who_ticks as who_ticks
from cdo_desktop.work.reviewing import person_called, rights, roles_of
from cdo_desktop.work.typed import record_called
from cdo_desktop.workbench import Workbench

LONGEST_NOTE = 2000


def tick_off(
    bench: Workbench,
    id_or_code: str,
    condition: str,
    by: str,
    note: str,
    run: Run,
    *,
    evidence: Path | None = None,
) -> Condition:
    """Write down that a condition was met, as one step that can be undone.

    `condition` is its key or its text. The record and its forms stay as they are. Raises Refused
    (CDO-P413 no such condition, P414 met already, P415 void, P416 no note, P417 somebody who may
    not, P418 a note that is too long), DiskTrouble.
    """
    record = record_called(bench, id_or_code)
    in_the_list(record)
    note = note.strip()
    if not note:
        raise Refused("CDO-P416")
    if len(note) > LONGEST_NOTE:
        raise Refused("CDO-P418", length=len(note), limit=LONGEST_NOTE)
    chosen = _called(record, all_conditions(bench, record, run), condition)
    at_desk = bench.done_by(person_called(bench, by))
    _may(at_desk, record, chosen)
    name = f"确认“{record.title}”的条件 {chosen.key} 已落实"
    with at_desk.workspace.unit(at_desk.act(note), name) as unit:
        told: dict[str, Any] = {
            "record": record.id,
            "package": chosen.package_id,
            "signature": chosen.signature,
            "condition": chosen.number,
            "text": chosen.text,
            "role": chosen.role,
        }
        if evidence is not None:
            told["evidence"] = attach(unit, evidence)
        unit.tell({MET: told})
    return next(one for one in all_conditions(bench, record, run) if one.key == chosen.key)


def _called(record: Record, conditions: list[Condition], word: str) -> Condition:
    word = word.strip()
    found = [one for one in conditions if word in (one.key, one.text)]
    if len(found) != 1:
        choices = "；".join(f"{one.key} {one.text}" for one in conditions) or "没有条件"
        raise Refused("CDO-P413", title=record.title, what=word, choices=choices)
    (one,) = found
    if one.met is not None:
        raise Refused("CDO-P414", condition=one.text, met=one.met_words)
    if one.void:
        raise Refused("CDO-P415", title=record.title, condition=one.text)
    return one


def _may(bench: Workbench, record: Record, condition: Condition) -> None:
    """Refused (CDO-P417) where appointments are kept and give the right to somebody else."""
    held = rights(bench)
    may = who_ticks(bench, record, condition.role)
    if held and not {*may} & {*roles_of(bench.who, held)}:
        raise Refused("CDO-P417", who=bench.who.name, roles="、".join(map(role_label, may)))

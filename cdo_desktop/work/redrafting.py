"""Redrafting: records that the platform sent back become drafts again, to be mended and resent."""

from __future__ import annotations

from collections.abc import Sequence

from cdo_desktop.domain.record import Record
from cdo_desktop.work import editing
from cdo_desktop.work.ledger import sent_back
from cdo_desktop.workbench import Workbench


def redraft(bench: Workbench, ids: Sequence[str]) -> list[Record]:
    """Make drafts of these records, as one step; the platform's reasons stand in its note.

    What is a draft already (somebody has begun to mend it) or lies in the recycle bin is left
    alone; so is an id that nobody bears.
    """
    known = bench.workspace.by_ids(ids)
    records = [
        record
        for record in (known[id_] for id_ in ids if id_ in known)
        if not record.deleted and editing.becomes_draft(bench, record)
    ]
    if not records:
        return []
    first = records[0]
    name = f"转为草稿“{first.title}”" if len(records) == 1 else f"转为草稿 {len(records)} 条"
    changed = [(record, record.revision_id) for record in records]
    return editing.save_all(bench, changed, name, _why(bench, records))


def _why(bench: Workbench, records: Sequence[Record]) -> str:
    reasons: dict[str, None] = {}
    for record in records:
        answer = sent_back(bench, record.id)
        reasons |= dict.fromkeys(answer.reasons if answer else ())
    return "；".join(reasons)

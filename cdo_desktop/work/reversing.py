"""Reverse cataloguing: draft resources with their items from data files, DDL or a live database."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from cdo_desktop.domain.findings import Finding
from cdo_desktop.domain.record import Record
from cdo_desktop.exchange.ddl import draft_from_ddl
from cdo_desktop.exchange.found_table import DraftedResource
from cdo_desktop.exchange.reflect import draft_from_database
from cdo_desktop.exchange.reverse import draft_from_table
from cdo_desktop.standard.roles import Role
from cdo_desktop.tasks import Run
from cdo_desktop.work.editing import add, new_record
from cdo_desktop.workbench import Workbench

_URL = re.compile(r"[a-z][a-z0-9+_-]*://", re.IGNORECASE)
KIND = "resource"


def reverse(
    bench: Workbench, source: str, run: Run, schema: str = ""
) -> tuple[list[Record], tuple[Finding, ...]]:
    """Write one draft per table of the source as one step; gives them and what is to be said.

    `source` is a data file, a .sql file or a database URL. Raises Refused, Cancelled.
    """
    drafts = _drafts(bench, source, run, schema)
    records = [_record(bench, draft) for draft in drafts]
    notes = tuple(note for draft in drafts for note in draft.notes)
    return add(bench, records, f"反编目 {len(records)} 条", run), notes


def _drafts(bench: Workbench, source: str, run: Run, schema: str) -> tuple[DraftedResource, ...]:
    kind = bench.library.kind(KIND)
    if _URL.match(source):
        return draft_from_database(source, kind, bench.library, run, schema or None)
    path = Path(source)
    if path.suffix.lower() == ".sql":
        return draft_from_ddl(path, kind, bench.library, run)
    return draft_from_table(path, kind, bench.library, run)


def _record(bench: Workbench, draft: DraftedResource) -> Record:
    kind = bench.library.kind(KIND)
    own = {Role.ORG: bench.org.name, Role.ORG_CODE: bench.org.code}
    values: dict[str, Any] = {
        kind.roles[role].key: word for role, word in own.items() if role in kind.roles and word
    }
    group = kind.group_with(Role.ITEMS)
    rows = {group.key: draft.items} if group and draft.items else {}
    return new_record(bench, KIND, values | dict(draft.values), rows)

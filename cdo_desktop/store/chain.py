"""The history's hash chain: every step is a link, and a stranger can check it.

digest = SHA-256 of canonical {seq, kind, name, target, who, at, machine, why, payload, revisions},
where revisions are [revisionId, number, title, deleted], sorted: what the identity leaves out;
hash = SHA-256 of the previous hash (64 hex digits, zeros at the start) + digest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec
from sqlalchemy import Connection, and_, func, insert, select

from cdo_desktop.clock import timestamp
from cdo_desktop.domain.canonical import canonical_text, digest, sha256_hex
from cdo_desktop.domain.people import Act
from cdo_desktop.domain.record import Record, record_digest
from cdo_desktop.store.rows import CONTENT_COLUMNS, RECORD, content_of, head_of
from cdo_desktop.store.tables import RevisionRow, StepRow, table
from cdo_desktop.tasks import Run

STEP, REVISION = table(StepRow), table(RevisionRow)
START = "0" * 64
Made = tuple[str, int, str, bool]
"""A revision as its step names it: id, number, title, whether it is a tombstone."""
_SHOWN = ("revision_id", "kind", "org_code", "org_name", "code", "title", "review", "deleted")
"""What a record's head repeats of its newest revision."""


@dataclass
class Step:
    """A step being made."""

    seq: int
    name: str
    kind: str
    target: int = 0
    payload: Mapping[str, Any] = field(default_factory=dict)
    revisions: list[Made] = field(default_factory=list)

    def took(self, record: Record) -> None:
        """A revision was made in this step."""
        made = (record.revision_id, record.revision, record.title, record.deleted)
        self.revisions.append(made)


def open_step(connection: Connection, name: str, kind: str, target: int = 0) -> Step:
    """The next step of this workspace."""
    last = connection.scalar(select(func.coalesce(func.max(STEP.c.seq), 0)))
    return Step((last or 0) + 1, name, kind, target)


def close_step(connection: Connection, step: Step, act: Act) -> None:
    """Link the step into the chain."""
    facts = _facts(step, act)
    previous = connection.scalar(select(STEP.c.hash).where(STEP.c.seq == step.seq - 1)) or START
    value = digest({**facts, "revisions": sorted(step.revisions)})
    connection.execute(
        insert(STEP).values(
            seq=step.seq,
            kind=step.kind,
            name=step.name,
            target=step.target,
            who_id=act.who.id,
            who_name=act.who.name,
            at=timestamp(act.at),
            machine=act.machine,
            why=act.why,
            payload=canonical_text(dict(step.payload)),
            digest=value,
            hash=sha256_hex((previous + value).encode()),
            undone=0,
        )
    )


def _facts(step: Step, act: Act) -> dict[str, Any]:
    return {
        "seq": step.seq,
        "kind": step.kind,
        "name": step.name,
        "target": step.target,
        "payload": dict(step.payload),
        **act.as_json(),
    }


def broken_links(connection: Connection, run: Run) -> Iterator[tuple[int, str]]:
    """(step, what is wrong) for everything in the history that does not fit together.

    Recomputes every revision's digest and identity from its content, every step's digest from its
    revisions, and every hash from the one before; and compares what lists show with the history.
    """
    revisions = _revisions_by_step(connection, run)
    previous, expected = START, 1
    for row in connection.execute(select(STEP).order_by(STEP.c.seq)).mappings():
        seq = row["seq"]
        if seq != expected:
            yield expected, "missing"
        expected = seq + 1
        made, wrong = revisions.pop(seq, ([], []))
        yield from ((seq, f"revision {revision_id}") for revision_id in wrong)
        if _digest(_stored_facts(row) | {"revisions": sorted(made)}) != row["digest"]:
            yield seq, "digest"
        if sha256_hex(f"{previous}{row['digest']}".encode()) != row["hash"]:
            yield seq, "hash"
        previous = row["hash"]
    yield from ((seq, "missing") for seq in sorted(revisions))
    yield from _misshown(connection)


def _misshown(connection: Connection) -> Iterator[tuple[int, str]]:
    """Records whose head is not their newest revision, and heads without a revision."""
    newest = select(func.max(REVISION.c.seq)).group_by(REVISION.c.record_id)
    same = and_(
        RECORD.c.id == REVISION.c.record_id,
        RECORD.c.seq == REVISION.c.seq,
        RECORD.c.revision == REVISION.c.number,
        *(RECORD.c[name] == REVISION.c[name] for name in _SHOWN),
    )
    wrong = select(REVISION.c.step, REVISION.c.record_id).outerjoin(RECORD, same)
    for step, record_id in connection.execute(
        wrong.where(REVISION.c.seq.in_(newest), RECORD.c.n.is_(None))
    ):
        yield step, f"record {record_id}"
    known = select(REVISION.c.record_id)
    for record_id in connection.scalars(select(RECORD.c.id).where(RECORD.c.id.not_in(known))):
        yield 0, f"record {record_id}"


def _stored_facts(row: Mapping[Any, Any]) -> dict[str, Any]:
    facts: dict[str, Any] = {
        key: row[key] for key in ("seq", "kind", "name", "target", "at", "machine", "why")
    }
    return facts | {
        "payload": _payload(row["payload"]),
        "who": {"id": row["who_id"], "name": row["who_name"]},
    }


def _digest(facts: Mapping[str, Any]) -> str:
    try:
        return digest(facts)
    except TypeError:  # a flipped byte made something else of a text
        return ""


def _payload(text: str) -> Any:
    try:
        return msgspec.json.decode(text)
    except msgspec.DecodeError:  # then the step's digest will not fit, which is the finding
        return text


def _revisions_by_step(connection: Connection, run: Run) -> dict[int, tuple[list[Made], list[str]]]:
    """Step -> (its revisions, the ids of those whose content does not give their identity)."""
    found: dict[int, tuple[list[Made], list[str]]] = {}
    total = connection.scalar(select(func.count()).select_from(REVISION)) or 0
    rows = connection.execution_options(yield_per=2000).execute(select(REVISION)).mappings()
    for row in run.each("核对历史", rows, total):
        made, wrong = found.setdefault(row["step"], ([], []))
        made.append((row["revision_id"], row["number"], row["title"], bool(row["deleted"])))
        if not _is_itself(row):
            wrong.append(row["revision_id"])
    return found


def _is_itself(row: Mapping[Any, Any]) -> bool:
    columns = [row[column] for column in CONTENT_COLUMNS]
    try:
        head = head_of(columns)
    except msgspec.DecodeError:  # parents that are no list, columns that are no text
        return False
    found = record_digest(head, content_of(columns))
    identity = {
        "recordDigest": found,
        "review": row["review"],
        "parents": list(head.parents),
        "who": {"id": row["who_id"], "name": row["who_name"]},
        "at": row["at"],
        "machine": row["machine"],
        "why": row["why"],
    }
    return (found, _digest(identity)) == (row["record_digest"], row["revision_id"])

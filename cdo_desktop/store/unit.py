"""One unit of work: everything between opening and closing it happens, or nothing does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.dialects.sqlite import insert

from cdo_desktop.domain.canonical import canonical_text, sha256_hex
from cdo_desktop.domain.listing import Assessment
from cdo_desktop.domain.people import Act
from cdo_desktop.domain.record import Content, Record, record_digest, revision_identity
from cdo_desktop.errors import Conflict
from cdo_desktop.standard.library import Library
from cdo_desktop.standard.model import Kind
from cdo_desktop.store.chain import Step, close_step
from cdo_desktop.store.codes import Codes
from cdo_desktop.store.tables import Definition, table
from cdo_desktop.store.writer import Writer

DEFINITION = table(Definition)


@dataclass
class Unit:
    """The writing side of a workspace; made by Workspace.unit, alive within one transaction."""

    connection: Connection
    library: Library
    act: Act
    step: Step
    writer: Writer
    codes: Codes
    _known: set[tuple[str, str]] = field(default_factory=set)

    def save(self, record: Record, assessment: Assessment, expected: str = "") -> Record:
        """Write a record as a new revision, in the review state it has; gives it its identity.

        `expected` is the revision it was made from, "" for a new record. Raises Conflict if the
        record has moved on since.
        """
        head = self.writer.head(record.id) if expected else None
        if expected and (head is None or head.revision_id != expected):
            raise Conflict("CDO-S202", title=record.title)
        kind = self.library.version(record.kind, record.standard)
        self._remember(kind)
        record = self.codes.coded(record, kind)
        content = Content.of(record)
        digest = record_digest(record, content)
        parents = (expected,) if expected else ()
        record = replace(
            record,
            parents=parents,
            revision=(head.revision if head else 0) + 1,
            revision_id=revision_identity(digest, record.review, parents, self.act),
        )
        self.writer.add(record, kind, digest, content, assessment, head)
        self.step.took(record)
        return record

    def tell(self, facts: Mapping[str, Any]) -> None:
        """Put facts (package id, file, number …) into the step, under the chain's protection."""
        self.step.payload = {**self.step.payload, **facts}

    def close(self) -> None:
        """Write what is still waiting and link the step into the chain."""
        self.writer.flush()
        self.codes.flush()
        close_step(self.connection, self.step, self.act)

    def _remember(self, kind: Kind) -> None:
        if (kind.key, kind.standard) not in self._known:
            self._known.add((kind.key, kind.standard))
            remember_definition(self.connection, kind)


def remember_definition(connection: Connection, kind: Kind) -> None:
    """Keep a definition in the workspace, so that its records can be read for ever."""
    body = canonical_text(kind.source)
    row = {"kind": kind.key, "standard": kind.standard, "digest": sha256_hex(body.encode())}
    statement = insert(DEFINITION).values(**row, body=body).on_conflict_do_nothing()
    connection.execute(statement)

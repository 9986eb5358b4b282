"""Files that hang on records: kept once by their SHA-256; and remarks."""

from __future__ import annotations

import hashlib
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Select, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from cdo_desktop.clock import timestamp
from cdo_desktop.domain.comment import Comment
from cdo_desktop.domain.people import Act
from cdo_desktop.errors import Refused
from cdo_desktop.files import disk_trouble, existing
from cdo_desktop.store.tables import Attachment, table
from cdo_desktop.store.tables import Comment as CommentRow
from cdo_desktop.store.unit import Unit

ATTACHMENT, COMMENT = table(Attachment), table(CommentRow)
LIMIT = 50 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class File:
    """A file as it was read, to be kept."""

    name: str
    sha256: str
    body: bytes

    def as_value(self) -> dict[str, object]:
        """The attachment value {"sha256", "name", "size"}."""
        return {"sha256": self.sha256, "name": self.name, "size": len(self.body)}


def read_file(path: Path) -> File:
    """A file to be kept. Raises Refused if there is none or it has over 50 MB, DiskTrouble."""
    size = existing(path).stat().st_size
    if size > LIMIT:
        raise Refused("CDO-S210", file=path.name, size=f"{size / 1024 / 1024:.1f}")
    try:
        body = path.read_bytes()
    except OSError as error:
        raise disk_trouble(error, path) from error
    return File(path.name, hashlib.sha256(body).hexdigest(), body)


def keep(unit: Unit, body: bytes) -> str:
    """Keep the content of a file, once, whatever names it comes under; gives its SHA-256."""
    sha256 = hashlib.sha256(body).hexdigest()
    row = {"sha256": sha256, "size": len(body), "added_at": timestamp(unit.act.at), "body": body}
    unit.connection.execute(upsert(ATTACHMENT).values(**row).on_conflict_do_nothing())
    return sha256


def attach(unit: Unit, path: Path) -> dict[str, object]:
    """Read a file and keep it; gives the attachment value. Raises Refused as `read_file`."""
    file = read_file(path)
    keep(unit, file.body)
    return file.as_value()


def add_comment(unit: Unit, comment: Comment) -> None:
    """Keep a remark."""
    unit.connection.execute(
        insert(COMMENT).values(
            id=comment.id,
            record_id=comment.record_id,
            revision_id=comment.revision_id,
            element=comment.element,
            group_key=comment.group,
            row_id=comment.row_id,
            text=comment.text,
            who_id=unit.act.who.id,
            who_name=comment.who,
            at=comment.at,
            closed_at=comment.closed_at,
        )
    )


def close_comment(unit: Unit, comment_id: str, act: Act) -> None:
    """Mark a remark as settled. Raises Refused if there is none."""
    statement = update(COMMENT).where(COMMENT.c.id == comment_id)
    done = unit.connection.execute(statement.values(closed_at=timestamp(act.at)))
    if not done.rowcount:
        raise Refused("CDO-S224", what=comment_id)


class Attachments:
    """What can be read of attachments and remarks."""

    def _reading(self) -> AbstractContextManager[Connection]:
        raise NotImplementedError

    def attachment(self, sha256: str) -> bytes:
        """The bytes of an attachment. Raises Refused if it is not here, or no longer itself."""
        with self._reading() as connection:
            body = connection.scalar(select(ATTACHMENT.c.body).where(ATTACHMENT.c.sha256 == sha256))
        if body is None:
            raise Refused("CDO-S211", what=sha256)
        if hashlib.sha256(body).hexdigest() != sha256:
            raise Refused("CDO-S227", what=sha256)
        return bytes(body)

    def comments(self, record_id: str = "") -> list[Comment]:
        """The remarks on a record ("" = on all), oldest first."""
        statement = select(COMMENT).order_by(COMMENT.c.at, COMMENT.c.id)
        return self._comments(
            statement.where(COMMENT.c.record_id == record_id) if record_id else statement
        )

    def comment(self, comment_id: str) -> Comment:
        """One remark. Raises Refused if there is none."""
        found = self._comments(select(COMMENT).where(COMMENT.c.id == comment_id))
        if not found:
            raise Refused("CDO-S224", what=comment_id)
        return found[0]

    def comment_ids(self) -> list[str]:
        """The ids of all remarks, in the order they were made."""
        with self._reading() as connection:
            return list(connection.scalars(select(COMMENT.c.id).order_by(COMMENT.c.id)))

    def _comments(self, statement: Select[Any]) -> list[Comment]:
        with self._reading() as connection:
            rows = connection.execute(statement).all()
        return [
            Comment(
                id=row.id,
                record_id=row.record_id,
                revision_id=row.revision_id,
                element=row.element,
                group=row.group_key,
                row_id=row.row_id,
                text=row.text,
                who=row.who_name,
                at=row.at,
                closed_at=row.closed_at,
            )
            for row in rows
        ]

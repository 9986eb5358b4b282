"""Files that hang on records: kept once by their SHA-256; and remarks."""

from __future__ import annotations

import hashlib
from contextlib import AbstractContextManager
from pathlib import Path

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from cdo_desktop.clock import timestamp
from cdo_desktop.domain.comment import Comment
from cdo_desktop.domain.people import Act
from cdo_desktop.errors import Refused
from cdo_desktop.files import existing
from cdo_desktop.store.tables import Attachment, table
from cdo_desktop.store.tables import Comment as CommentRow
from cdo_desktop.store.unit import Unit

ATTACHMENT, COMMENT = table(Attachment), table(CommentRow)
LIMIT = 50 * 1024 * 1024


def attach(unit: Unit, path: Path) -> dict[str, object]:
    """Keep a file; gives the attachment value {"sha256", "name", "size"}.

    Raises Refused if there is no such file or it is larger than 50 MB.
    """
    size = existing(path).stat().st_size
    if size > LIMIT:
        raise Refused("CDO-S210", file=path.name, size=f"{size / 1024 / 1024:.1f}")
    body = path.read_bytes()
    sha256 = hashlib.sha256(body).hexdigest()
    row = {"sha256": sha256, "size": size, "added_at": timestamp(unit.act.at), "body": body}
    unit.connection.execute(upsert(ATTACHMENT).values(**row).on_conflict_do_nothing())
    return {"sha256": sha256, "name": path.name, "size": size}


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
    """Mark a remark as settled."""
    statement = update(COMMENT).where(COMMENT.c.id == comment_id)
    unit.connection.execute(statement.values(closed_at=timestamp(act.at)))


class Attachments:
    """What can be read of attachments and remarks."""

    def _reading(self) -> AbstractContextManager[Connection]:
        raise NotImplementedError

    def attachment(self, sha256: str) -> bytes:
        """The bytes of an attachment. Raises Refused if it is not here."""
        with self._reading() as connection:
            body = connection.scalar(select(ATTACHMENT.c.body).where(ATTACHMENT.c.sha256 == sha256))
        if body is None:
            raise Refused("CDO-S211", what=sha256)
        return bytes(body)

    def comments(self, record_id: str) -> list[Comment]:
        """The remarks on a record, oldest first."""
        statement = select(COMMENT).where(COMMENT.c.record_id == record_id)
        with self._reading() as connection:
            rows = connection.execute(statement.order_by(COMMENT.c.at)).all()
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

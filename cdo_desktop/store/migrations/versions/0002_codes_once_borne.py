"""Who ever bore a code is looked up for every record that changes its own."""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_index(op.f("ix_revision_code_record_id"), "revision", ["code", "record_id"])

"""Lists are counted and sorted from indexes alone, without reading the heads of all records."""

from alembic import op

revision = "0003"
down_revision = "0002"

COUNTED = [
    *("kind", "deleted", "delivery", "review"),
    *("errors", "warnings", "completeness", "updated_at", "code"),
]


def upgrade() -> None:
    op.drop_index(op.f("ix_record_kind_deleted_review_delivery"), "record")
    op.create_index(op.f("ix_record_kind_deleted"), "record", ["kind", "deleted"])
    op.create_index("ix_record_counted", "record", COUNTED)

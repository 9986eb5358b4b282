"""Alembic's entry: runs on the connection it is handed, never on one of its own."""

from alembic import context

from cdo_desktop.store.tables import Row

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Row.metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()

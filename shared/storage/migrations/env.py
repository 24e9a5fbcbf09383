"""What alembic runs for each room; the connection, in its transaction and under its lock, comes from `upgrade`."""

from alembic import context

from shared.storage.migrations.schema import render_item

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=context.config.attributes["metadata"],
    render_as_batch=True,
    render_item=render_item,
)
context.run_migrations()

"""How a room's schema comes to be: one alembic environment for all, revisions in `services/<room>/migrations`."""

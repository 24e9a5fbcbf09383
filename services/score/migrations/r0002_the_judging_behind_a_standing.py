"""The judging behind a standing, and the grading that a scorecard states."""

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"

_TABLES = ("scorecards", "standings")


def upgrade() -> None:
    for name in _TABLES:
        with op.batch_alter_table(name, schema=None) as batch_op:
            batch_op.add_column(sa.Column("grading_id", sa.Uuid(), nullable=True))
        # The first release stated every grading once, by an event of the grading's own id.
        table = sa.table(name, sa.column("event_id"), sa.column("grading_id"))
        op.execute(table.update().values(grading_id=table.c.event_id))

    with op.batch_alter_table("scorecards", schema=None) as batch_op:
        batch_op.alter_column("grading_id", existing_type=sa.Uuid(), nullable=False)
        batch_op.create_index(batch_op.f("ix_scorecards_grading_id"), ["grading_id"], unique=False)

    with op.batch_alter_table("standings", schema=None) as batch_op:
        batch_op.alter_column("grading_id", existing_type=sa.Uuid(), nullable=False)
        batch_op.add_column(sa.Column("against_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("judged", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("standings", schema=None) as batch_op:
        batch_op.drop_column("judged")
        batch_op.drop_column("against_id")
        batch_op.drop_column("grading_id")

    with op.batch_alter_table("scorecards", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_scorecards_grading_id"))
        batch_op.drop_column("grading_id")

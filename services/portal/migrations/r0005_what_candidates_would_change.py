"""What candidate rules and rubrics would change, for the pages of the rules they are about."""

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | None = "0004"


def upgrade() -> None:
    op.create_table(
        "trial",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("laid_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", "rule", name=op.f("pk_trial")),
    )
    op.create_index("ix_trial_rule", "trial", ["rule", sa.text("laid_at DESC"), "id"])


def downgrade() -> None:
    op.drop_table("trial")

"""The read model."""

import sqlalchemy as sa
from alembic import op

revision: str = "0001"
down_revision: str | None = None

POINTS_DOWN = sa.text("points DESC")
# SQLAlchemy asks SQLite for `ranked = 1`, and a partial index serves only the condition it was made with.
RANKED, RANKED_ON_SQLITE = sa.text("ranked"), sa.text("ranked = 1")


def upgrade() -> None:
    op.create_table(
        "fact",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("event_id", name="pk_fact"),
    )
    op.create_index("ix_fact_submission_id", "fact", ["submission_id"])
    op.create_table(
        "filing",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agency_code", sa.String(), nullable=False),
        sa.Column("agency_name", sa.String(), nullable=False),
        sa.Column("region", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("draft", sa.Boolean(), nullable=False),
        sa.Column("ranked", sa.Boolean(), nullable=False),
        sa.Column("tier", sa.Integer(), nullable=False),
        sa.Column("grade", sa.String(), nullable=True),
        sa.Column("points", sa.BigInteger(), nullable=True),
        sa.Column("entry", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_filing"),
    )
    op.create_index("ix_filing_seat", "filing", ["agency_code", "year", "version"])
    for name, first in (
        ("ix_filing_league", ["year", "tier"]),
        ("ix_filing_region", ["year", "region", "tier"]),
        ("ix_filing_grade", ["year", "tier", "grade"]),
    ):
        columns: list[str | sa.TextClause] = [*first, POINTS_DOWN, "agency_code"]
        op.create_index(name, "filing", columns, postgresql_where=RANKED, sqlite_where=RANKED_ON_SQLITE)
    op.create_table(
        "turn",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("taken", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_turn"),
    )


def downgrade() -> None:
    op.drop_table("turn")
    op.drop_table("filing")
    op.drop_table("fact")

"""Agencies found by their names, the league read in every order; all of it is filled anew at the start."""

import sqlalchemy as sa
from alembic import op

revision: str = "0004"
down_revision: str | None = "0003"

LATE, LATE_ON_SQLITE = sa.text("late"), sa.text("late = 1")
POINTS_DOWN = sa.text("points DESC")
PLACE = ["organ", "year"]
RANKED: list[str | sa.TextClause] = ["tier", POINTS_DOWN, "agency_code"]
NARROWER = ["agency_code", "agency_class", "grade", "tier"]


def upgrade() -> None:
    op.create_table(
        "called",
        sa.Column("agency_code", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("agency_code", name=op.f("pk_called")),
    )
    op.create_table(
        "gram",
        sa.Column("gram", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("agency_code", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("gram", "agency_code", name=op.f("pk_gram")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "gram_tally",
        sa.Column("gram", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("agencies", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("gram", name=op.f("pk_gram_tally")),
    )
    op.create_table(
        "branch",
        sa.Column("parent", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("parent", "code", name=op.f("pk_branch")),
    )
    op.create_index("ix_branch_code", "branch", ["code"])
    _empty()
    _seat(
        sa.Column("errors", sa.Integer(), nullable=False),
        sa.Column("compared", sa.Boolean(), nullable=False),
        sa.Column("change", sa.BigInteger(), nullable=False),
    )
    op.create_index("ix_seat_class", "seat", [*PLACE, "agency_class", *RANKED, "grade"])
    op.create_index("ix_seat_errors", "seat", [*PLACE, "tier", "errors", *NARROWER[:3]])
    op.create_index("ix_seat_change", "seat", [*PLACE, "compared", "change", *NARROWER])
    op.create_index("ix_seat_received", "seat", [*PLACE, "received_at", *NARROWER])
    _tally(sa.Column("compared", sa.Boolean(), nullable=False))


def downgrade() -> None:
    _empty()
    _tally()
    _seat()
    op.create_index("ix_seat_class", "seat", [*PLACE, "agency_class", *RANKED])
    for table in ("branch", "gram_tally", "gram", "called"):
        op.drop_table(table)


def _empty() -> None:
    """What is counted is counted anew, from register and facts, when the room starts."""
    for table in ("filing", "ladder", "finding", "finding_tally", "place_tally", "figures", "scope", "duty", "due_day"):
        op.execute(sa.delete(sa.table(table)))
    op.execute("UPDATE agency SET lineage = '[]'")


def _seat(*more: sa.Column[object]) -> None:
    op.drop_table("seat")
    op.create_table(
        "seat",
        sa.Column("organ", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("agency_code", sa.String(), nullable=False),
        sa.Column("filing_id", sa.Uuid(), nullable=False),
        sa.Column("agency_class", sa.String(), nullable=False),
        sa.Column("tier", sa.Integer(), nullable=False),
        sa.Column("grade", sa.String(), nullable=False),
        sa.Column("points", sa.BigInteger(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("listed", sa.Boolean(), nullable=False),
        *more,
        sa.PrimaryKeyConstraint("organ", "year", "agency_code", name=op.f("pk_seat")),
    )
    op.create_index("ix_seat_agency", "seat", ["agency_code", "year"])
    op.create_index("ix_seat_grade", "seat", [*PLACE, "grade", *RANKED])
    op.create_index("ix_seat_league", "seat", [*PLACE, *RANKED])
    op.create_index(
        "ix_seat_late", "seat", ["organ", "year", "agency_code"], postgresql_where=LATE, sqlite_where=LATE_ON_SQLITE
    )


def _tally(*more: sa.Column[bool]) -> None:
    op.drop_table("tally")
    op.create_table(
        "tally",
        sa.Column("organ", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("agency_class", sa.String(), nullable=False),
        sa.Column("tier", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("grade", sa.String(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("listed", sa.Boolean(), nullable=False),
        *more,
        sa.Column("filings", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            *("organ", "year", "agency_class", "tier", "grade", "late", "listed"),
            *(column.name for column in more),
            name=op.f("pk_tally"),
        ),
    )

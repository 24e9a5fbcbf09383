"""Lists and counts under every organ, the register, accounts, cases; lines are filled from the facts at start."""

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"

POINTS_DOWN = sa.text("points DESC")
RANKED, RANKED_ON_SQLITE = sa.text("ranked"), sa.text("ranked = 1")


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
    )
    op.create_table(
        "agency",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("parent", sa.String(), nullable=True),
        sa.Column("agency_class", sa.String(), nullable=False),
        sa.Column("region", sa.String(), nullable=False),
        sa.Column("lineage", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_agency")),
    )
    with op.batch_alter_table("agency", schema=None) as batch_op:
        batch_op.create_index("ix_agency_name", ["name", "code"], unique=False)
        batch_op.create_index(batch_op.f("ix_agency_parent"), ["parent"], unique=False)

    op.create_table(
        "duty",
        sa.Column("organ", sa.String(), nullable=False),
        sa.Column("agency_class", sa.String(), nullable=False),
        sa.Column("agencies", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("organ", "agency_class", name=op.f("pk_duty")),
    )
    op.create_table(
        "figures",
        sa.Column("filing_id", sa.Uuid(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("filing_id", name=op.f("pk_figures")),
    )
    op.create_table(
        "finding",
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("agency_code", sa.String(), nullable=False),
        sa.Column("filing_id", sa.Uuid(), nullable=False),
        sa.Column("severity", sa.String(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("waived", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("rule", "year", "agency_code", name=op.f("pk_finding")),
    )
    with op.batch_alter_table("finding", schema=None) as batch_op:
        batch_op.create_index("ix_finding_agency", ["agency_code", "year"], unique=False)

    op.create_table(
        "finding_tally",
        sa.Column("organ", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("severity", sa.String(), nullable=False),
        sa.Column("filings", sa.Integer(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("organ", "year", "rule", "severity", name=op.f("pk_finding_tally")),
    )
    op.create_table(
        "holder",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_holder")),
    )
    op.create_table(
        "ladder",
        sa.Column("organ", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("points", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("agency_class", sa.String(), nullable=False),
        sa.Column("filings", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("organ", "year", "points", "agency_class", name=op.f("pk_ladder")),
    )
    op.create_table(
        "rectification",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agency_code", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rectification")),
    )
    with op.batch_alter_table("rectification", schema=None) as batch_op:
        batch_op.create_index("ix_rectification_agency", ["agency_code", "year"], unique=False)
        batch_op.create_index("ix_rectification_due", ["state", "due_on", "agency_code"], unique=False)

    op.create_table(
        "scope",
        sa.Column("organ", sa.String(), nullable=False),
        sa.Column("agency_code", sa.String(), nullable=False),
        sa.Column("agency_class", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("organ", "agency_code", name=op.f("pk_scope")),
    )
    with op.batch_alter_table("scope", schema=None) as batch_op:
        batch_op.create_index("ix_scope_agency_code", ["agency_code"], unique=False)

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
        sa.PrimaryKeyConstraint("organ", "year", "agency_code", name=op.f("pk_seat")),
    )
    with op.batch_alter_table("seat", schema=None) as batch_op:
        batch_op.create_index("ix_seat_agency", ["agency_code", "year"], unique=False)
        batch_op.create_index(
            "ix_seat_class", ["organ", "year", "agency_class", "tier", POINTS_DOWN, "agency_code"], unique=False
        )
        batch_op.create_index(
            "ix_seat_grade", ["organ", "year", "grade", "tier", POINTS_DOWN, "agency_code"], unique=False
        )
        batch_op.create_index("ix_seat_league", ["organ", "year", "tier", POINTS_DOWN, "agency_code"], unique=False)

    op.create_table(
        "tally",
        sa.Column("organ", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("agency_class", sa.String(), nullable=False),
        sa.Column("tier", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("grade", sa.String(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("filings", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("organ", "year", "agency_class", "tier", "grade", "late", name=op.f("pk_tally")),
    )
    op.create_table(
        "waiver",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agency_code", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiver")),
    )
    with op.batch_alter_table("waiver", schema=None) as batch_op:
        batch_op.create_index("ix_waiver_agency", ["agency_code", "year"], unique=False)
        batch_op.create_index("ix_waiver_rule", ["rule", "year"], unique=False)
        batch_op.create_index("ix_waiver_state", ["state", "agency_code"], unique=False)

    # What a filing's line says is derived: the room fills the table again from the facts when it starts.
    op.drop_table("filing")
    op.create_table(
        "filing",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agency_code", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("draft", sa.Boolean(), nullable=False),
        sa.Column("entry", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filing")),
    )
    op.create_index("ix_filing_agency_code_year_version", "filing", ["agency_code", "year", "version"])


def downgrade() -> None:
    op.drop_table("filing")
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

    with op.batch_alter_table("waiver", schema=None) as batch_op:
        batch_op.drop_index("ix_waiver_state")
        batch_op.drop_index("ix_waiver_rule")
        batch_op.drop_index("ix_waiver_agency")

    op.drop_table("waiver")
    op.drop_table("tally")
    with op.batch_alter_table("seat", schema=None) as batch_op:
        batch_op.drop_index("ix_seat_league")
        batch_op.drop_index("ix_seat_grade")
        batch_op.drop_index("ix_seat_class")
        batch_op.drop_index("ix_seat_agency")

    op.drop_table("seat")
    with op.batch_alter_table("scope", schema=None) as batch_op:
        batch_op.drop_index("ix_scope_agency_code")

    op.drop_table("scope")
    with op.batch_alter_table("rectification", schema=None) as batch_op:
        batch_op.drop_index("ix_rectification_due")
        batch_op.drop_index("ix_rectification_agency")

    op.drop_table("rectification")
    op.drop_table("ladder")
    op.drop_table("holder")
    op.drop_table("finding_tally")
    with op.batch_alter_table("finding", schema=None) as batch_op:
        batch_op.drop_index("ix_finding_agency")

    op.drop_table("finding")
    op.drop_table("figures")
    op.drop_table("duty")
    with op.batch_alter_table("agency", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agency_parent"))
        batch_op.drop_index("ix_agency_name")

    op.drop_table("agency")
    op.drop_table("account")

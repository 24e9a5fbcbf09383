"""What the supervisor's boards ask for; what is counted is counted anew at the start, from register and facts."""

import json

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"

LATE, LATE_ON_SQLITE = sa.text("late"), sa.text("late = 1")


def upgrade() -> None:
    op.create_table(
        "docket",
        sa.Column("organ", sa.String(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("agency_code", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("organ", "case_id", name=op.f("pk_docket")),
    )
    op.create_index("ix_docket_agency", "docket", ["agency_code"])
    op.create_index("ix_docket_rule", "docket", ["organ", "kind", "rule", "state", "day", "case_id"])
    op.create_index("ix_docket_state", "docket", ["organ", "kind", "state", "day", "case_id"])
    op.create_table(
        "due_day",
        sa.Column("organ", sa.String(), nullable=False),
        sa.Column("agency_class", sa.String(), nullable=False),
        sa.Column("due", sa.String(length=5), nullable=False),
        sa.Column("agencies", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("organ", "agency_class", "due", name=op.f("pk_due_day")),
    )
    op.create_table(
        "place_tally",
        sa.Column("organ", sa.String(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("filings", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("organ", "year", "rule", "at", name=op.f("pk_place_tally")),
    )
    op.create_table(
        "rule",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule")),
    )
    _know_logins()
    op.add_column("rectification", sa.Column("checked", sa.LargeBinary(), nullable=True))
    _empty()
    op.add_column("scope", sa.Column("due", sa.String(length=5), nullable=False))
    op.create_index("ix_scope_class", "scope", ["organ", "agency_class", "agency_code"])
    op.add_column("finding", sa.Column("at", sa.String(), nullable=False))
    op.add_column("finding_tally", sa.Column("waived", sa.Integer(), nullable=False))
    op.add_column("seat", sa.Column("listed", sa.Boolean(), nullable=False))
    op.create_index(
        "ix_seat_late", "seat", ["organ", "year", "agency_code"], postgresql_where=LATE, sqlite_where=LATE_ON_SQLITE
    )
    _tally(sa.Column("listed", sa.Boolean(), nullable=False))


def downgrade() -> None:
    _empty()
    _tally()
    op.drop_index("ix_seat_late", table_name="seat")
    op.drop_index("ix_scope_class", table_name="scope")
    for table, column in (
        ("seat", "listed"),
        ("finding_tally", "waived"),
        ("finding", "at"),
        ("scope", "due"),
        ("rectification", "checked"),
    ):
        op.drop_column(table, column)
    op.drop_index("ix_account_login", table_name="account")
    op.drop_column("account", "login")
    for table in ("rule", "place_tally", "due_day", "docket"):
        op.drop_table(table)


def _empty() -> None:
    """Tables that had rows cannot get columns without a value, and all of this is derived."""
    for table in ("filing", "seat", "ladder", "finding", "finding_tally", "figures", "scope", "duty"):
        op.execute(sa.delete(sa.table(table)))
    op.execute("UPDATE agency SET lineage = '[]'")


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
        *more,
        sa.Column("filings", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            *("organ", "year", "agency_class", "tier", "grade", "late"),
            *(column.name for column in more),
            name=op.f("pk_tally"),
        ),
    )


def _know_logins() -> None:
    op.add_column("account", sa.Column("login", sa.String(), nullable=False, server_default=""))
    account = sa.table("account", sa.column("id", sa.Uuid()), sa.column("login"), sa.column("body"))
    connection = op.get_bind()
    for key, body in connection.execute(sa.select(account.c.id, account.c.body)).all():
        connection.execute(sa.update(account).where(account.c.id == key).values(login=json.loads(bytes(body))["login"]))
    with op.batch_alter_table("account") as table:
        table.alter_column("login", server_default=None)
    op.create_index("ix_account_login", "account", ["login", "id"])

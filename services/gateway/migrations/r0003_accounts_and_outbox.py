"""Accounts with their tokens, and what is still to be told: at first, of the whole register."""

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"

AT_ONCE = 500
SUBJECT = "gouji.v1.register.changed"

agencies = sa.table("agencies", sa.column("code", sa.String()), sa.column("agency", sa.Text()))


def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("login", sa.String(length=64), nullable=False),
        sa.Column("password", sa.String(length=200), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("login", name=op.f("uq_accounts_login")),
    )
    outbox = op.create_table(
        "outbox",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("subject", sa.String(length=100), nullable=False),
        sa.Column("event", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_outbox")),
    )
    op.create_table(
        "tokens",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_tokens")),
    )
    with op.batch_alter_table("tokens", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tokens_account_id"), ["account_id"], unique=False)

    rows = [{"subject": SUBJECT, "event": event} for event in _news()]
    if rows:
        op.get_bind().execute(outbox.insert(), rows)


def downgrade() -> None:
    with op.batch_alter_table("tokens", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tokens_account_id"))

    op.drop_table("tokens")
    op.drop_table("outbox")
    op.drop_table("accounts")


def _news() -> Iterator[bytes]:
    """What a register changed today would have told: it was there before anybody was told of it."""
    known = op.get_bind().scalars(sa.select(agencies.c.agency).order_by(agencies.c.code)).all()
    for start in range(0, len(known), AT_ONCE):
        told = (
            f'{{"event_id":"{uuid4()}","cause_id":"{uuid4()}","occurred_at":"{datetime.now(UTC).isoformat()}",'
            f'"agencies":[{",".join(known[start : start + AT_ONCE])}]}}'
        )
        yield told.encode()

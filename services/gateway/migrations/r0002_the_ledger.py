"""The ledger, the digests of originals, and until when drafts are kept."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import msgspec
import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"

KEPT = timedelta(days=30)
AT_ONCE = 500

receipts = sa.table(
    "receipts",
    sa.column("submission_id", sa.Uuid()),
    sa.column("draft", sa.Boolean()),
    sa.column("received_at", sa.DateTime(timezone=True)),
    sa.column("event", sa.LargeBinary()),
    sa.column("sha256", sa.String()),
    sa.column("keep_until", sa.DateTime(timezone=True)),
)


class Submission(msgspec.Struct):
    sha256: str


class Event(msgspec.Struct):
    submission: Submission


def upgrade() -> None:
    op.create_table(
        "ledger",
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("entry", sa.Text(), nullable=False),
        sa.Column("head", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_ledger")),
    )
    with op.batch_alter_table("ledger", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ledger_submission_id"), ["submission_id"], unique=False)

    with op.batch_alter_table("receipts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sha256", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("keep_until", sa.DateTime(timezone=True), nullable=True))
    _fill()
    with op.batch_alter_table("receipts", schema=None) as batch_op:
        batch_op.alter_column("sha256", existing_type=sa.String(length=64), nullable=False)
        batch_op.create_index("ix_receipts_sha256", ["sha256"], unique=False)
        batch_op.create_index("ix_receipts_keep_until", ["keep_until"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("receipts", schema=None) as batch_op:
        batch_op.drop_index("ix_receipts_keep_until")
        batch_op.drop_index("ix_receipts_sha256")
        batch_op.drop_column("keep_until")
        batch_op.drop_column("sha256")

    with op.batch_alter_table("ledger", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ledger_submission_id"))

    op.drop_table("ledger")


def _fill() -> None:
    connection = op.get_bind()
    filling = (
        sa.update(receipts)
        .where(receipts.c.submission_id == sa.bindparam("id"))
        .values(sha256=sa.bindparam("digest"), keep_until=sa.bindparam("until"))
    )
    for rows in _receipts(connection):
        connection.execute(
            filling,
            [
                {
                    "id": row.submission_id,
                    "digest": msgspec.json.decode(row.event, type=Event).submission.sha256,
                    "until": row.received_at + KEPT if row.draft else None,
                }
                for row in rows
            ],
        )


def _receipts(connection: sa.Connection) -> Iterator[list[Any]]:
    wanted = (
        sa.select(receipts.c.submission_id, receipts.c.draft, receipts.c.received_at, receipts.c.event)
        .where(receipts.c.sha256.is_(None))
        .limit(AT_ONCE)
    )
    while rows := list(connection.execute(wanted)):
        yield rows

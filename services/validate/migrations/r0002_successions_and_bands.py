"""Successions and bands, and the order of what was said."""

import sqlalchemy as sa
from alembic import op

from shared.storage.columns import Instant

revision: str = "0002"
down_revision: str | None = "0001"


def upgrade() -> None:
    op.create_table(
        "successions",
        sa.Column("predecessor_code", sa.String(), nullable=False),
        sa.Column("agency_code", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("predecessor_code", "agency_code", name=op.f("pk_successions")),
    )
    with op.batch_alter_table("successions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_successions_agency_code"), ["agency_code"], unique=False)

    op.create_table(
        "bands",
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("band", sa.BigInteger(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("agency_code", sa.String(), nullable=False),
        sa.Column("received_at", Instant(), nullable=False),
        sa.PrimaryKeyConstraint("submission_id", "band", name=op.f("pk_bands")),
    )
    with op.batch_alter_table("bands", schema=None) as batch_op:
        batch_op.create_index("ix_bands_band_year", ["band", "year"], unique=False)
        batch_op.create_index("ix_bands_agency_code_year", ["agency_code", "year"], unique=False)

    with op.batch_alter_table("outcomes", schema=None) as batch_op:
        batch_op.add_column(sa.Column("position", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    with op.batch_alter_table("outcomes", schema=None) as batch_op:
        batch_op.drop_column("position")

    with op.batch_alter_table("bands", schema=None) as batch_op:
        batch_op.drop_index("ix_bands_agency_code_year")
        batch_op.drop_index("ix_bands_band_year")

    op.drop_table("bands")
    with op.batch_alter_table("successions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_successions_agency_code"))

    op.drop_table("successions")

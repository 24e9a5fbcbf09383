"""${message[0].upper() + message[1:]}."""
<% from shared.storage.migrations.schema import quoted %>
import sqlalchemy as sa
from alembic import op
${imports if imports else ""}
revision: str = ${quoted(up_revision)}
down_revision: str | None = ${quoted(down_revision)}


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    ${downgrades if downgrades else "pass"}

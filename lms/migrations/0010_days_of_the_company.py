"""By which time zone's days demand is counted: the company's, no longer UTC's."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = ()
depends_on = None


def upgrade() -> None:
    """Apply the change; without a row what was counted is of days in UTC, and the worker counts it again."""
    op.create_table(
        "counted_zone",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("zone", sa.String(length=100), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_counted_zone")),
    )


def downgrade() -> None:
    """Take the change back; what was counted stays as it is."""
    op.drop_table("counted_zone")

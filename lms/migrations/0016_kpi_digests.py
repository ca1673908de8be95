"""The monthly digest of KPIs: who subscribed to it, and which were claimed and sent."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = ()
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "kpi_subscription",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_kpi_subscription_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_kpi_subscription")),
    )
    op.create_table(
        "kpi_digest",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_kpi_digest_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kpi_digest")),
        sa.UniqueConstraint("person_id", "month", name=op.f("uq_kpi_digest_person_id_month")),
    )


def downgrade() -> None:
    """Take the change back; who subscribed is lost."""
    op.drop_table("kpi_digest")
    op.drop_table("kpi_subscription")

"""Sending: the phone, calendar link and signature that somebody has in their e-mails."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = ()
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "sender_profile",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("phone", sa.String(length=50), nullable=True),
        sa.Column("calendar_link", sa.String(length=500), nullable=True),
        sa.Column("signature", sa.String(length=2000), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_sender_profile_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_sender_profile")),
    )


def downgrade() -> None:
    """Take the change back."""
    op.drop_table("sender_profile")

"""How people's files are read: what they answered for a header."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = ()
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "upload_header",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_upload_header_person_id")),
        sa.PrimaryKeyConstraint("person_id", "kind", "key", name=op.f("pk_upload_header")),
    )


def downgrade() -> None:
    """Take the change back."""
    op.drop_table("upload_header")

"""What two records had before they were made one: their addresses, and when the kept one had left."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = ()
depends_on = None

# A merge that may still be undone left the kept record's last day as it was, and exchanged the addresses.
_LEFT = """
UPDATE person_merge SET kept_left_at = (SELECT left_at FROM person WHERE person.id = kept_id) WHERE undone_at IS NULL
"""
_ADDRESSES = """
UPDATE person_merge SET
  kept_email = (SELECT email FROM person WHERE person.id = gone_id),
  gone_email = (SELECT email FROM person WHERE person.id = kept_id)
WHERE undone_at IS NULL AND took_address
"""
_ERASED = """
UPDATE person_merge SET erased_at = at, kept_email = NULL, gone_email = NULL WHERE EXISTS (
  SELECT 1 FROM person WHERE person.id IN (kept_id, gone_id) AND email LIKE '%@erased.invalid'
)
"""
# What erasing left where answers by criterion are read.
_ANSWERS = "UPDATE card_amendment SET answers = '{}' WHERE CAST(answers AS TEXT) = '[]'"


def upgrade() -> None:
    """Apply the change."""
    op.add_column("person_merge", sa.Column("kept_email", sa.String(length=320), nullable=True))
    op.add_column("person_merge", sa.Column("gone_email", sa.String(length=320), nullable=True))
    op.add_column("person_merge", sa.Column("kept_left_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("person_merge", sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
    for statement in (_LEFT, _ADDRESSES, _ERASED, _ANSWERS):
        op.execute(statement)


def downgrade() -> None:
    """Take the change back."""
    for name in ("erased_at", "kept_left_at", "gone_email", "kept_email"):
        op.drop_column("person_merge", name)

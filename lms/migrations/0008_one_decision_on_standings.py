"""Standings that were decided by other rules: a new assignment hid what had expired, a new round what was missed."""

from __future__ import annotations

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = ()
depends_on = None


def upgrade() -> None:
    """Let the worker compute anew how everybody stands, from the facts."""
    op.execute("UPDATE course SET is_stale = true")


def downgrade() -> None:
    """Let it do so by the older rules."""
    op.execute("UPDATE course SET is_stale = true")

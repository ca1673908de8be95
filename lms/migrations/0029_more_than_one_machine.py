"""More than one machine: nodes, jobs that one of them holds, limits counted together, and where a recording is."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = ()
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "node",
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("run", sa.Uuid(), nullable=False),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("library", sa.String(length=64), nullable=True),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_node")),
    )
    op.create_table(
        "job_lease",
        sa.Column("job", sa.String(length=40), nullable=False),
        sa.Column("node", sa.String(length=100), nullable=False),
        sa.Column("run", sa.Uuid(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("job", name=op.f("pk_job_lease")),
    )
    op.create_table(
        "rate_count",
        sa.Column("key", sa.String(length=300), nullable=False),
        sa.Column("begun", sa.Double(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("before", sa.Integer(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("ends", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_rate_count")),
    )
    op.create_index(op.f("ix_rate_count_ends"), "rate_count", ["ends"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE rate_count SET UNLOGGED")
    op.add_column("installation_mark", sa.Column("value", sa.String(length=100), nullable=True))
    op.add_column("practice", sa.Column("node", sa.String(length=100), nullable=True))


def downgrade() -> None:
    """Take the change back."""
    op.drop_column("practice", "node")
    op.drop_column("installation_mark", "value")
    op.drop_table("rate_count")
    op.drop_table("job_lease")
    op.drop_table("node")

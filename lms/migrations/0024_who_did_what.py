"""Who did what: the audit with its chain, and of browser sessions when they were last seen and how they began."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = ()
depends_on = None
UNCHAINED = sa.text("number IS NULL")


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "audit_chain",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("first_number", sa.BigInteger(), nullable=False),
        sa.Column("first_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("last_number", sa.BigInteger(), nullable=False),
        sa.Column("last_hash", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_chain")),
    )
    op.create_table(
        "audit_entry",
        sa.Column("number", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=310), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("via", sa.String(length=40), nullable=False),
        sa.Column("request_id", sa.String(length=64), nullable=True),
        sa.Column("details", sa.Text(), nullable=True),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=True),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("hash", sa.LargeBinary(length=32), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
        sa.UniqueConstraint("number", name=op.f("uq_audit_entry_number")),
    )
    op.create_index("ix_audit_entry_action_number", "audit_entry", ["action", "number"])
    op.create_index("ix_audit_entry_actor_id_number", "audit_entry", ["actor_id", "number"])
    op.create_index("ix_audit_entry_person_id_number", "audit_entry", ["person_id", "number"])
    op.create_index(op.f("ix_audit_entry_at"), "audit_entry", ["at"])
    op.create_index(
        "ix_audit_entry_unchained", "audit_entry", ["id"], sqlite_where=UNCHAINED, postgresql_where=UNCHAINED
    )
    op.add_column("browser_session", sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("browser_session", sa.Column("method", sa.String(length=20), nullable=False, server_default="link"))
    op.add_column("browser_session", sa.Column("agent", sa.String(length=300), nullable=False, server_default=""))
    op.add_column("browser_session", sa.Column("issuer", sa.String(length=300), nullable=True))
    op.add_column("browser_session", sa.Column("issuer_session", sa.String(length=300), nullable=True))
    op.execute("UPDATE browser_session SET last_seen_at = created_at")
    with op.batch_alter_table("browser_session") as batch_op:
        batch_op.alter_column("last_seen_at", existing_type=sa.DateTime(timezone=True), nullable=False)
        batch_op.alter_column("method", existing_type=sa.String(length=20), server_default=None)
        batch_op.alter_column("agent", existing_type=sa.String(length=300), server_default=None)
    op.create_index("ix_browser_session_issuer_issuer_session", "browser_session", ["issuer", "issuer_session"])


def downgrade() -> None:
    """Take the change back."""
    op.drop_index("ix_browser_session_issuer_issuer_session", "browser_session")
    with op.batch_alter_table("browser_session") as batch_op:
        for name in ("issuer_session", "issuer", "agent", "method", "last_seen_at"):
            batch_op.drop_column(name)
    op.drop_table("audit_entry")
    op.drop_table("audit_chain")

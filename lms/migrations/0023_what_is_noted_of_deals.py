"""Deals: criteria of plays that are met, references with who asked them, and what was sent found by its deal."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = ()
depends_on = None
OF_DEALS = sa.text("deal IS NOT NULL")
UNDONE = sa.text("undone_at IS NOT NULL")


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "customer_reference",
        sa.Column("account", sa.String(length=200), nullable=False),
        sa.Column("contact_name", sa.String(length=200), nullable=False),
        sa.Column("products", sa.JSON(), nullable=False),
        sa.Column("industries", sa.JSON(), nullable=False),
        sa.Column("personas", sa.JSON(), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=True),
        sa.Column("most_a_year", sa.SmallInteger(), nullable=False),
        sa.Column("note", sa.String(length=1000), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.Uuid(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("retired_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["added_by_id"], ["person.id"], name=op.f("fk_customer_reference_added_by_id")),
        sa.ForeignKeyConstraint(["retired_by_id"], ["person.id"], name=op.f("fk_customer_reference_retired_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_reference")),
    )
    op.create_table(
        "deal_tick",
        sa.Column("deal", sa.String(length=310), nullable=False),
        sa.Column("page_id", sa.String(length=200), nullable=False),
        sa.Column("part", sa.String(length=5), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_deal_tick_by_id")),
        sa.ForeignKeyConstraint(["undone_by_id"], ["person.id"], name=op.f("fk_deal_tick_undone_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deal_tick")),
    )
    op.create_index(op.f("ix_deal_tick_deal"), "deal_tick", ["deal"])

    op.create_table(
        "reference_ask",
        sa.Column("reference_id", sa.Uuid(), nullable=False),
        sa.Column("deal", sa.String(length=310), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_reference_ask_by_id")),
        sa.ForeignKeyConstraint(
            ["reference_id"], ["customer_reference.id"], name=op.f("fk_reference_ask_reference_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reference_ask")),
    )
    op.create_index(op.f("ix_reference_ask_deal"), "reference_ask", ["deal"])
    op.create_index("ix_reference_ask_reference_id_on", "reference_ask", ["reference_id", "on"])

    op.create_index("ix_sent_message_deal", "sent_message", ["deal"], sqlite_where=OF_DEALS, postgresql_where=OF_DEALS)

    op.create_index(
        "ix_sent_message_undone_at", "sent_message", ["undone_at"], sqlite_where=UNDONE, postgresql_where=UNDONE
    )
    op.create_index("ix_sequence_run_deal", "sequence_run", ["deal"], sqlite_where=OF_DEALS, postgresql_where=OF_DEALS)


def downgrade() -> None:
    """Take the change back."""
    op.drop_index("ix_sequence_run_deal", "sequence_run")
    op.drop_index("ix_sent_message_undone_at", "sent_message")
    op.drop_index("ix_sent_message_deal", "sent_message")
    op.drop_table("reference_ask")
    op.drop_table("deal_tick")
    op.drop_table("customer_reference")

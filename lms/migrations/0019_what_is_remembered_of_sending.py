"""Sending: sequences that run, what was sent and what came of it, letters on their way, addresses not to write to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = ()
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "mailbox_place",
        sa.Column("mailbox", sa.String(length=600), nullable=False),
        sa.Column("uid_validity", sa.BigInteger(), nullable=False),
        sa.Column("last_uid", sa.BigInteger(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("mailbox", name=op.f("pk_mailbox_place")),
    )
    op.create_table(
        "sequence_run",
        sa.Column("rep_id", sa.Uuid(), nullable=False),
        sa.Column("page_id", sa.String(length=200), nullable=False),
        sa.Column("page_version", sa.String(length=100), nullable=False),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.Column("contact_name", sa.String(length=200), nullable=False),
        sa.Column("contact_email", sa.String(length=320), nullable=False),
        sa.Column("company", sa.String(length=200), nullable=True),
        sa.Column("deal", sa.String(length=200), nullable=True),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.Column("part", sa.String(length=10), nullable=True),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["rep_id"], ["person.id"], name=op.f("fk_sequence_run_rep_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sequence_run")),
    )
    with op.batch_alter_table("sequence_run", schema=None) as batch_op:
        batch_op.create_index("ix_sequence_run_contact_email", ["contact_email"], unique=False)
        batch_op.create_index(batch_op.f("ix_sequence_run_rep_id"), ["rep_id"], unique=False)
        batch_op.create_index(
            "ix_sequence_run_running",
            ["rep_id"],
            unique=False,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "suppressed_address",
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_suppressed_address_by_id")),
        sa.ForeignKeyConstraint(["lifted_by_id"], ["person.id"], name=op.f("fk_suppressed_address_lifted_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suppressed_address")),
    )
    with op.batch_alter_table("suppressed_address", schema=None) as batch_op:
        batch_op.create_index(
            "ix_suppressed_address_email",
            ["email"],
            unique=True,
            sqlite_where=sa.text("lifted_at IS NULL"),
            postgresql_where=sa.text("lifted_at IS NULL"),
        )

    op.create_table(
        "outgoing_mail",
        sa.Column("rep_id", sa.Uuid(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("step", sa.SmallInteger(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("message_id", sa.String(length=255), nullable=False),
        sa.Column("unsubscribe", sa.LargeBinary(length=32), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["rep_id"], ["person.id"], name=op.f("fk_outgoing_mail_rep_id")),
        sa.ForeignKeyConstraint(["run_id"], ["sequence_run.id"], name=op.f("fk_outgoing_mail_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outgoing_mail")),
        sa.UniqueConstraint("message_id", name=op.f("uq_outgoing_mail_message_id")),
        sa.UniqueConstraint("run_id", "step", name=op.f("uq_outgoing_mail_run_id_step")),
        sa.UniqueConstraint("unsubscribe", name=op.f("uq_outgoing_mail_unsubscribe")),
    )
    with op.batch_alter_table("outgoing_mail", schema=None) as batch_op:
        batch_op.create_index("ix_outgoing_mail_rep_id_on", ["rep_id", "on"], unique=False)

    op.create_table(
        "run_event",
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("step", sa.SmallInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_run_event_by_id")),
        sa.ForeignKeyConstraint(["run_id"], ["sequence_run.id"], name=op.f("fk_run_event_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_run_event")),
    )
    with op.batch_alter_table("run_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_run_event_run_id"), ["run_id"], unique=False)

    op.create_table(
        "sent_message",
        sa.Column("rep_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("page_id", sa.String(length=200), nullable=False),
        sa.Column("page_version", sa.String(length=100), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=True),
        sa.Column("sequence_id", sa.String(length=200), nullable=True),
        sa.Column("step", sa.SmallInteger(), nullable=True),
        sa.Column("deal", sa.String(length=200), nullable=True),
        sa.Column("contact_name", sa.String(length=200), nullable=True),
        sa.Column("contact_email", sa.String(length=320), nullable=True),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("message_id", sa.String(length=255), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["rep_id"], ["person.id"], name=op.f("fk_sent_message_rep_id")),
        sa.ForeignKeyConstraint(["run_id"], ["sequence_run.id"], name=op.f("fk_sent_message_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sent_message")),
        sa.UniqueConstraint("message_id", name=op.f("uq_sent_message_message_id")),
    )
    with op.batch_alter_table("sent_message", schema=None) as batch_op:
        batch_op.create_index("ix_sent_message_page_id_on", ["page_id", "on"], unique=False)
        batch_op.create_index("ix_sent_message_rep_id_on", ["rep_id", "on"], unique=False)
        batch_op.create_index(batch_op.f("ix_sent_message_run_id"), ["run_id"], unique=False)

    op.create_table(
        "send_outcome",
        sa.Column("send_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=15), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("after_days", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_send_outcome_by_id")),
        sa.ForeignKeyConstraint(["send_id"], ["sent_message.id"], name=op.f("fk_send_outcome_send_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_send_outcome")),
    )
    with op.batch_alter_table("send_outcome", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_send_outcome_send_id"), ["send_id"], unique=False)


def downgrade() -> None:
    """Take the change back."""
    with op.batch_alter_table("send_outcome", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_send_outcome_send_id"))

    op.drop_table("send_outcome")
    with op.batch_alter_table("sent_message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sent_message_run_id"))
        batch_op.drop_index("ix_sent_message_rep_id_on")
        batch_op.drop_index("ix_sent_message_page_id_on")

    op.drop_table("sent_message")
    with op.batch_alter_table("run_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_run_event_run_id"))

    op.drop_table("run_event")
    with op.batch_alter_table("outgoing_mail", schema=None) as batch_op:
        batch_op.drop_index("ix_outgoing_mail_rep_id_on")

    op.drop_table("outgoing_mail")
    with op.batch_alter_table("suppressed_address", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_suppressed_address_email",
            sqlite_where=sa.text("lifted_at IS NULL"),
            postgresql_where=sa.text("lifted_at IS NULL"),
        )

    op.drop_table("suppressed_address")
    with op.batch_alter_table("sequence_run", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_sequence_run_running",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_sequence_run_rep_id"))
        batch_op.drop_index("ix_sequence_run_contact_email")

    op.drop_table("sequence_run")
    op.drop_table("mailbox_place")

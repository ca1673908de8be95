"""Roll-outs by lot: what is given to whom first, in which waves, and the one comparison that it is for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = ()
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "roll_out",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("subject_id", sa.String(length=200), nullable=False),
        sa.Column("unit", sa.String(length=10), nullable=False),
        sa.Column("outcome", sa.String(length=60), nullable=False),
        sa.Column("strata", sa.String(length=100), nullable=False),
        sa.Column("seed", sa.String(length=32), nullable=False),
        sa.Column("reading_on", sa.Date(), nullable=False),
        sa.Column("detectable", sa.Double(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Uuid(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_roll_out_created_by_id")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["person.id"], name=op.f("fk_roll_out_ended_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roll_out")),
    )
    op.create_table(
        "roll_out_wave",
        sa.Column("roll_out_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("begins_on", sa.Date(), nullable=False),
        sa.Column("rule_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["roll_out_id"], ["roll_out.id"], name=op.f("fk_roll_out_wave_roll_out_id")),
        sa.ForeignKeyConstraint(["rule_id"], ["assignment_rule.id"], name=op.f("fk_roll_out_wave_rule_id")),
        sa.PrimaryKeyConstraint("roll_out_id", "number", name=op.f("pk_roll_out_wave")),
    )
    op.create_table(
        "roll_out_member",
        sa.Column("roll_out_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("stratum", sa.String(length=400), nullable=False),
        sa.Column("wave", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_roll_out_member_person_id")),
        sa.ForeignKeyConstraint(["roll_out_id"], ["roll_out.id"], name=op.f("fk_roll_out_member_roll_out_id")),
        sa.PrimaryKeyConstraint("roll_out_id", "person_id", name=op.f("pk_roll_out_member")),
    )
    op.create_index("ix_roll_out_member_person_id", "roll_out_member", ["person_id"])


def downgrade() -> None:
    """Take the change back; what was drawn is lost."""
    op.drop_index("ix_roll_out_member_person_id", table_name="roll_out_member")
    op.drop_table("roll_out_member")
    op.drop_table("roll_out_wave")
    op.drop_table("roll_out")

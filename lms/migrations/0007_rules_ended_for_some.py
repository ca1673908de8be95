"""Rules that were ended for some teams only, and by whose decision an assignment ended."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = ()
depends_on = None

# A foreign key in its column is added at once; SQLite would have to write the whole table anew for one of its own.
COLUMN = "ALTER TABLE assignment ADD COLUMN ended_by_id {} CONSTRAINT fk_assignment_ended_by_id REFERENCES person (id)"
KNOWN = """
UPDATE assignment SET ended_by_id = (SELECT ended_by_id FROM assignment_rule WHERE assignment_rule.id = rule_id)
WHERE end_reason = 'the rule ended'
"""


def upgrade() -> None:
    """Apply the change; of what was withdrawn with its rule it is known who ended that."""
    op.create_table(
        "rule_end",
        sa.Column("rule_id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("ended_by_id", sa.Uuid(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["ended_by_id"], ["person.id"], name=op.f("fk_rule_end_ended_by_id")),
        sa.ForeignKeyConstraint(["rule_id"], ["assignment_rule.id"], name=op.f("fk_rule_end_rule_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_rule_end_team_id")),
        sa.PrimaryKeyConstraint("rule_id", "team_id", "ended_by_id", name=op.f("pk_rule_end")),
    )
    op.execute(COLUMN.format("UUID" if op.get_bind().dialect.name == "postgresql" else "CHAR(32)"))
    op.execute(KNOWN)


def downgrade() -> None:
    """Take the change back; who was let off gets again what those rules give."""
    op.drop_table("rule_end")
    with op.batch_alter_table("assignment") as batch_op:
        batch_op.drop_column("ended_by_id")

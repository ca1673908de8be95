"""How long finding took: what people say, sheets of timed tasks, who was dealt what, and what each task took."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = ()
depends_on = None


def upgrade() -> None:
    """Apply the change."""
    op.create_table(
        "task_sheet",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("page_id", sa.String(length=200), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("seed", sa.String(length=32), nullable=False),
        sa.Column("drawn", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_task_sheet")),
    )
    op.create_table(
        "finding_answer",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("searches_per_week", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_finding_answer_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding_answer")),
    )
    op.create_index("ix_finding_answer_person_id_day", "finding_answer", ["person_id", "day"])

    op.create_table(
        "task_draw",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("page_id", sa.String(length=200), nullable=False),
        sa.Column("sheet_digest", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("turns", sa.JSON(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("drawn_on", sa.Date(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_task_draw_person_id")),
        sa.ForeignKeyConstraint(["sheet_digest"], ["task_sheet.digest"], name=op.f("fk_task_draw_sheet_digest")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_draw")),
        sa.UniqueConstraint("sheet_digest", "number", name=op.f("uq_task_draw_sheet_digest_number")),
    )
    op.create_index("ix_task_draw_person_id_page_id", "task_draw", ["person_id", "page_id"])

    op.create_table(
        "task_run",
        sa.Column("draw_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.String(length=200), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("first_started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("restarts", sa.Integer(), nullable=False),
        sa.Column("misses", sa.Integer(), nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_on", sa.Date(), nullable=True),
        sa.Column("seconds", sa.Double(), nullable=True),
        sa.Column("outcome", sa.String(length=10), nullable=True),
        sa.Column("found", sa.String(length=500), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["draw_id"], ["task_draw.id"], name=op.f("fk_task_run_draw_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_task_run_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task_run")),
        sa.UniqueConstraint("draw_id", "place", name=op.f("uq_task_run_draw_id_place")),
    )
    op.create_index("ix_task_run_person_id", "task_run", ["person_id"])


def downgrade() -> None:
    """Take the change back; answers and times are lost."""
    op.drop_index("ix_task_run_person_id", table_name="task_run")
    op.drop_table("task_run")
    op.drop_index("ix_task_draw_person_id_page_id", table_name="task_draw")
    op.drop_table("task_draw")
    op.drop_index("ix_finding_answer_person_id_day", table_name="finding_answer")
    op.drop_table("finding_answer")
    op.drop_table("task_sheet")

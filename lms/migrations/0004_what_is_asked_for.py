"""What is asked for: queries and their groups, counts per span of days, days still to be counted, and gaps."""

from __future__ import annotations

import uuid

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = ()
depends_on = None
IS_OPEN = sa.text("released_at IS NULL AND closed_at IS NULL")


def upgrade() -> None:
    """Apply the change; every day with searches or opens is to be counted."""
    op.create_table(
        "demand_span",
        sa.Column("span", sa.String(length=7), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("group_number", sa.Integer(), nullable=False),
        sa.Column("needs", sa.Integer(), nullable=False),
        sa.Column("nothing_found", sa.Integer(), nullable=False),
        sa.Column("unopened", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("span", "start", "group_number", name=op.f("pk_demand_span")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("demand_span") as batch_op:
        batch_op.create_index("ix_demand_span_group_number_span_start", ["group_number", "span", "start"], unique=False)

    op.create_table(
        "page_opened",
        sa.Column("page_id", sa.String(length=200), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("page_id", name=op.f("pk_page_opened")),
    )
    op.create_table(
        "page_span",
        sa.Column("span", sa.String(length=7), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("page_id", sa.String(length=200), nullable=False),
        sa.Column("readers", sa.Integer(), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("span", "start", "page_id", name=op.f("pk_page_span")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "query_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("query_number", sa.Integer(), nullable=False),
        sa.Column("needs", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "query_number", name=op.f("pk_query_day")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "rollup_todo",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("stamp", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_rollup_todo")),
    )
    op.create_table(
        "search_query",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("group_number", sa.Integer(), nullable=False),
        sa.Column("normal", sa.String(length=500), nullable=False),
        sa.Column("language", sa.String(length=20), nullable=True),
        sa.Column("key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("initial", sa.String(length=1), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("needs", sa.Integer(), nullable=False),
        sa.Column("first_seen", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["group_number"], ["search_query.number"], name=op.f("fk_search_query_group_number")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_search_query")),
        sa.UniqueConstraint("id", name=op.f("uq_search_query_id")),
        sa.UniqueConstraint("normal", name=op.f("uq_search_query_normal")),
    )
    with op.batch_alter_table("search_query") as batch_op:
        batch_op.create_index(batch_op.f("ix_search_query_group_number"), ["group_number"], unique=False)
        batch_op.create_index("ix_search_query_initial_length", ["initial", "length"], unique=False)
        batch_op.create_index(batch_op.f("ix_search_query_key"), ["key"], unique=False)

    op.create_table(
        "gap",
        sa.Column("query_number", sa.Integer(), nullable=False),
        sa.Column("taken_by_id", sa.Uuid(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released_by_id", sa.Uuid(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Uuid(), nullable=True),
        sa.Column("page_id", sa.String(length=200), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["closed_by_id"], ["person.id"], name=op.f("fk_gap_closed_by_id")),
        sa.ForeignKeyConstraint(["query_number"], ["search_query.number"], name=op.f("fk_gap_query_number")),
        sa.ForeignKeyConstraint(["released_by_id"], ["person.id"], name=op.f("fk_gap_released_by_id")),
        sa.ForeignKeyConstraint(["taken_by_id"], ["person.id"], name=op.f("fk_gap_taken_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gap")),
    )
    with op.batch_alter_table("gap") as batch_op:
        batch_op.create_index(batch_op.f("ix_gap_taken_by_id"), ["taken_by_id"], unique=False)
        batch_op.create_index(
            "uq_gap_query_number", ["query_number"], unique=True, sqlite_where=IS_OPEN, postgresql_where=IS_OPEN
        )

    _mark_days()


def downgrade() -> None:
    """Take the change back; gaps are lost, counts can be made again."""
    with op.batch_alter_table("gap") as batch_op:
        batch_op.drop_index("uq_gap_query_number", sqlite_where=IS_OPEN, postgresql_where=IS_OPEN)
        batch_op.drop_index(batch_op.f("ix_gap_taken_by_id"))

    op.drop_table("gap")
    with op.batch_alter_table("search_query") as batch_op:
        batch_op.drop_index(batch_op.f("ix_search_query_key"))
        batch_op.drop_index("ix_search_query_initial_length")
        batch_op.drop_index(batch_op.f("ix_search_query_group_number"))

    op.drop_table("search_query")
    op.drop_table("rollup_todo")
    op.drop_table("query_day")
    op.drop_table("page_span")
    op.drop_table("page_opened")
    with op.batch_alter_table("demand_span") as batch_op:
        batch_op.drop_index("ix_demand_span_group_number_span_start")

    op.drop_table("demand_span")


def _mark_days() -> None:
    """Mark the days on which somebody searched or opened a page."""
    is_postgres = op.get_bind().dialect.name == "postgresql"
    days: set[object] = set()
    for name in ("search_event", "open_event"):
        event = sa.table(name, sa.column("at", sa.DateTime(timezone=True)))
        day = sa.func.date(sa.func.timezone("UTC", event.c.at) if is_postgres else event.c.at)
        days |= set(op.get_bind().scalars(sa.select(sa.type_coerce(day, sa.Date())).distinct()))
    todo = sa.table("rollup_todo", sa.column("day", sa.Date()), sa.column("stamp", sa.Uuid()))
    op.bulk_insert(todo, [{"day": day, "stamp": uuid.uuid4()} for day in days])

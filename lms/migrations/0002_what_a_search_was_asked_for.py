"""What a search was asked for: its normal form, language, filters, page and session; and events without a person."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = ()
depends_on = None


def upgrade() -> None:
    """Apply the change; what was kept as the type of a search becomes its filter."""
    with op.batch_alter_table("search_event") as batch_op:
        batch_op.add_column(sa.Column("session_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("normal", sa.String(length=500), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("language", sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column("filters", sa.JSON(), nullable=False, server_default="{}"))
        batch_op.add_column(sa.Column("page", sa.Integer(), nullable=False, server_default="1"))
        batch_op.alter_column("person_id", existing_type=sa.Uuid(), nullable=True)
    events = sa.table(
        "search_event", sa.column("id", sa.Uuid()), sa.column("type", sa.String()), sa.column("filters", sa.JSON())
    )
    connection = op.get_bind()
    for type_ in connection.scalars(sa.select(events.c.type).where(events.c.type.is_not(None)).distinct()).all():
        connection.execute(events.update().where(events.c.type == type_).values(filters={"type": [type_]}))
    with op.batch_alter_table("search_event") as batch_op:
        batch_op.drop_column("type")
        for name in ("normal", "filters", "page"):
            batch_op.alter_column(name, server_default=None)
    with op.batch_alter_table("open_event") as batch_op:
        batch_op.alter_column("person_id", existing_type=sa.Uuid(), nullable=True)
        batch_op.create_index("ix_open_event_search_id", ["search_id"], unique=False)


def downgrade() -> None:
    """Take the change back; events that were made anonymous are lost."""
    op.execute("DELETE FROM use_event WHERE open_id IN (SELECT id FROM open_event WHERE person_id IS NULL)")
    op.execute("DELETE FROM open_event WHERE person_id IS NULL")
    op.execute(
        "UPDATE open_event SET search_id = NULL"
        " WHERE search_id IN (SELECT id FROM search_event WHERE person_id IS NULL)"
    )
    op.execute("DELETE FROM search_event WHERE person_id IS NULL")
    with op.batch_alter_table("open_event") as batch_op:
        batch_op.drop_index("ix_open_event_search_id")
        batch_op.alter_column("person_id", existing_type=sa.Uuid(), nullable=False)
    with op.batch_alter_table("search_event") as batch_op:
        batch_op.add_column(sa.Column("type", sa.String(length=40), nullable=True))
        batch_op.alter_column("person_id", existing_type=sa.Uuid(), nullable=False)
    events = sa.table(
        "search_event", sa.column("id", sa.Uuid()), sa.column("type", sa.String()), sa.column("filters", sa.JSON())
    )
    connection = op.get_bind()
    for id_, filters in connection.execute(sa.select(events.c.id, events.c.filters)).all():
        if types := filters.get("type"):
            connection.execute(events.update().where(events.c.id == id_).values(type=types[0][:40]))
    with op.batch_alter_table("search_event") as batch_op:
        for name in ("page", "filters", "language", "normal", "session_id"):
            batch_op.drop_column(name)

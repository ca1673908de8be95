"""Sessions with their changes: what was known of sessions, notes and action items, in the words of 0017."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from alembic import op
from uuid_utils.compat import uuid7

revision = "0018"
down_revision = "0017"
branch_labels = ()
depends_on = None

IS_OPEN = sa.text("closed_at IS NULL")
OPEN_GAP = sa.text("released_at IS NULL AND closed_at IS NULL")
MOMENT = sa.DateTime(timezone=True)
SESSION = sa.table(
    "coaching_session",
    *(sa.column(name, sa.Uuid()) for name in ("id", "coach_id", "rep_id", "proposed_by_id")),
    *(sa.column(name, MOMENT) for name in ("scheduled_at", "created_at", "held_at", "changed_at")),
    *(sa.column(name, sa.String()) for name in ("kind", "status")),
    *(sa.column(name, sa.Integer()) for name in ("minutes", "sequence")),
    sa.column("held_on", sa.Date()),
)
NOTE = sa.table(
    "coaching_note",
    *(sa.column(name, sa.Uuid()) for name in ("id", "session_id", "author_id")),
    sa.column("text", sa.Text()),
    sa.column("written_at", MOMENT),
)
ITEM = sa.table(
    "action_item",
    *(sa.column(name, sa.Uuid()) for name in ("id", "session_id", "coach_id", "rep_id", "owner_id", "created_by_id")),
    *(sa.column(name, MOMENT) for name in ("created_at", "done_at", "closed_at")),
    *(sa.column(name, sa.Date()) for name in ("due_on", "closed_on")),
    sa.column("text", sa.String()),
    sa.column("is_done", sa.Boolean()),
)
PERSON = sa.table("person", sa.column("id", sa.Uuid()), sa.column("name", sa.String()))
TEXT = sa.table(
    "session_text",
    *(sa.column(name, sa.Uuid()) for name in ("id", "session_id", "writer_id", "updated_by_id")),
    *(sa.column(name, sa.Text()) for name in ("kind", "text")),
    sa.column("version", sa.Integer()),
    sa.column("updated_at", MOMENT),
)
SESSION_EVENT = sa.table(
    "session_event",
    *(sa.column(name, sa.Uuid()) for name in ("id", "session_id", "by_id")),
    *(sa.column(name, MOMENT) for name in ("at", "scheduled_at")),
    sa.column("kind", sa.String()),
    sa.column("minutes", sa.Integer()),
)
ACTION_EVENT = sa.table(
    "action_event",
    *(sa.column(name, sa.Uuid()) for name in ("id", "item_id", "by_id")),
    sa.column("at", MOMENT),
    *(sa.column(name, sa.String()) for name in ("kind", "text")),
    sa.column("due_on", sa.Date()),
)
FEED = sa.table("calendar_feed", sa.column("holds", sa.JSON()))


def upgrade() -> None:
    """Apply the change: notes become the shared notes of their session, and what happened becomes changes."""
    _add_columns()
    sessions = op.get_bind().execute(sa.select(SESSION)).all()
    _fill_sessions(sessions)
    _fill_items({row.id: row for row in sessions})
    _fill_texts()
    op.execute(FEED.update().values(holds=["reviews"]))
    op.drop_table("coaching_note")
    _finish_columns()
    _let_gaps_be_of_pages()


def _add_columns() -> None:
    for table, columns in {
        "coaching_session": (
            sa.Column("kind", sa.String(length=20)),
            sa.Column("place", sa.String(length=1000)),
            sa.Column("agenda_id", sa.String(length=200)),
            sa.Column("status", sa.String(length=20)),
            sa.Column("proposed_by_id", sa.Uuid()),
            sa.Column("series_id", sa.Uuid()),
            sa.Column("recurs_at", MOMENT),
            sa.Column("sequence", sa.Integer()),
            sa.Column("told_sequence", sa.Integer(), server_default="-1", nullable=False),
            sa.Column("changed_at", MOMENT),
            sa.Column("held_on", sa.Date()),
        ),
        "action_item": (
            sa.Column("coach_id", sa.Uuid()),
            sa.Column("rep_id", sa.Uuid()),
            sa.Column("owner_id", sa.Uuid()),
            sa.Column("skill", sa.String(length=200)),
            sa.Column("created_by_id", sa.Uuid()),
            sa.Column("is_done", sa.Boolean()),
            sa.Column("closed_at", MOMENT),
            sa.Column("closed_on", sa.Date()),
        ),
        "calendar_feed": (sa.Column("holds", sa.JSON()),),
        "membership": (sa.Column("job", sa.String(length=200)),),
        "person": (sa.Column("job", sa.String(length=200)), sa.Column("time_zone", sa.String(length=100))),
    }.items():
        for column in columns:
            op.add_column(table, column)


def _fill_sessions(sessions: Any) -> None:
    """Say of each session how it stands, and how it came to; the days of old ones are those of UTC."""
    events = []
    for row in sessions:
        changed = row.held_at or row.created_at
        known = {"status": "held" if row.held_at else "accepted", "held_on": row.held_at and row.held_at.date()}
        fixed = {"kind": "one-to-one", "sequence": 0, "proposed_by_id": row.coach_id, "changed_at": changed}
        op.execute(SESSION.update().where(SESSION.c.id == row.id).values(**known, **fixed))
        moments = [("accepted", row.created_at), *([("held", row.held_at)] if row.held_at else [])]
        about = {"session_id": row.id, "by_id": row.coach_id, "scheduled_at": row.scheduled_at, "minutes": row.minutes}
        events += [{"id": uuid7(), "kind": kind, "at": at, **about} for kind, at in moments]
    if events:
        op.bulk_insert(SESSION_EVENT, events)


def _fill_items(sessions: dict[UUID, Any]) -> None:
    """Say of each item whose it is, the rep's, and how it came to what it is."""
    events = []
    for row in op.get_bind().execute(sa.select(ITEM)).all():
        of = sessions[row.session_id]
        whose = {"coach_id": of.coach_id, "rep_id": of.rep_id, "owner_id": of.rep_id, "created_by_id": of.coach_id}
        state = {"is_done": row.done_at is not None, "closed_at": row.done_at}
        closed_on = row.done_at and row.done_at.date()
        op.execute(ITEM.update().where(ITEM.c.id == row.id).values(**whose, **state, closed_on=closed_on))
        said = {"text": row.text, "due_on": row.due_on}
        moments = [("made", row.created_at, of.coach_id), *([("done", row.done_at, of.rep_id)] if row.done_at else [])]
        events += [
            {"id": uuid7(), "item_id": row.id, "kind": kind, "at": at, "by_id": by_id, **said}
            for kind, at, by_id in moments
        ]
    if events:
        op.bulk_insert(ACTION_EVENT, events)


def _fill_texts() -> None:
    """Put the notes of each session one below the other, each with its writer and day."""
    wanted = sa.select(NOTE, PERSON.c.name).join(PERSON, PERSON.c.id == NOTE.c.author_id).order_by(NOTE.c.id)
    texts: dict[UUID, dict[str, Any]] = {}
    for row in op.get_bind().execute(wanted).all():
        note = f"**{row.name}, {row.written_at:%Y-%m-%d}**\n\n{row.text}"
        known = texts.get(row.session_id)
        texts[row.session_id] = {
            "id": known["id"] if known else uuid7(),
            "session_id": row.session_id,
            "kind": "shared",
            "text": f"{known['text']}\n\n{note}" if known else note,
            "version": 1,
            "updated_at": row.written_at,
            "updated_by_id": row.author_id,
        }
    if texts:
        op.bulk_insert(TEXT, list(texts.values()))


def _finish_columns() -> None:
    kinds_of: dict[str, dict[str, Any]] = {
        "coaching_session": {
            "kind": sa.String(length=20),
            "status": sa.String(length=20),
            "proposed_by_id": sa.Uuid(),
            "sequence": sa.Integer(),
            "changed_at": MOMENT,
        },
        "action_item": {
            **dict.fromkeys(("coach_id", "rep_id", "owner_id", "created_by_id"), sa.Uuid()),
            "is_done": sa.Boolean(),
        },
        "calendar_feed": {"holds": sa.JSON()},
    }
    for table, kinds in kinds_of.items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            for name, kind in kinds.items():
                batch_op.alter_column(name, existing_type=kind, nullable=False)
            if table == "coaching_session":
                _finish_sessions(batch_op)
            if table == "action_item":
                _finish_items(batch_op)


def _finish_sessions(batch_op: Any) -> None:
    batch_op.drop_index(batch_op.f("ix_coaching_session_coach_id"))
    batch_op.drop_index(batch_op.f("ix_coaching_session_rep_id"))
    batch_op.create_index(batch_op.f("ix_coaching_session_changed_at"), ["changed_at"], unique=False)
    batch_op.create_index("ix_coaching_session_coach_id_scheduled_at", ["coach_id", "scheduled_at"], unique=False)
    batch_op.create_index("ix_coaching_session_rep_id_scheduled_at", ["rep_id", "scheduled_at"], unique=False)
    batch_op.create_index(
        "ix_coaching_session_untold",
        ["scheduled_at"],
        unique=False,
        sqlite_where=sa.text("told_sequence < sequence"),
        postgresql_where=sa.text("told_sequence < sequence"),
    )
    batch_op.create_unique_constraint(batch_op.f("uq_coaching_session_series_id_recurs_at"), ["series_id", "recurs_at"])
    batch_op.create_foreign_key(batch_op.f("fk_coaching_session_proposed_by_id"), "person", ["proposed_by_id"], ["id"])
    batch_op.create_foreign_key(batch_op.f("fk_coaching_session_series_id"), "session_series", ["series_id"], ["id"])


def _finish_items(batch_op: Any) -> None:
    batch_op.create_index("ix_action_item_coach_id", ["coach_id"], unique=False)
    batch_op.create_index(
        "ix_action_item_open",
        ["owner_id", "due_on"],
        unique=False,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    batch_op.create_index("ix_action_item_rep_id_coach_id", ["rep_id", "coach_id"], unique=False)
    batch_op.create_foreign_key(batch_op.f("fk_action_item_coach_id"), "person", ["coach_id"], ["id"])
    batch_op.create_foreign_key(batch_op.f("fk_action_item_owner_id"), "person", ["owner_id"], ["id"])
    batch_op.create_foreign_key(batch_op.f("fk_action_item_rep_id"), "person", ["rep_id"], ["id"])
    batch_op.create_foreign_key(batch_op.f("fk_action_item_created_by_id"), "person", ["created_by_id"], ["id"])
    batch_op.drop_column("done_at")


def _let_gaps_be_of_pages() -> None:
    with op.batch_alter_table("gap", schema=None) as batch_op:
        batch_op.add_column(sa.Column("lacking_id", sa.String(length=200)))
        batch_op.alter_column("query_number", existing_type=sa.Integer(), nullable=True)
        batch_op.create_index(
            "uq_gap_lacking_id", ["lacking_id"], unique=True, sqlite_where=OPEN_GAP, postgresql_where=OPEN_GAP
        )


def downgrade() -> None:
    """Take the change back: the shared notes become one note; what was dropped is open again; gaps of pages go."""
    op.execute(sa.text("DELETE FROM gap WHERE query_number IS NULL"))
    op.add_column("action_item", sa.Column("done_at", MOMENT))
    op.execute(ITEM.update().where(ITEM.c.is_done).values(done_at=ITEM.c.closed_at))
    _make_notes()
    _drop_columns()


def _make_notes() -> None:
    op.create_table(
        "coaching_note",
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_coaching_note_author_id")),
        sa.ForeignKeyConstraint(["session_id"], ["coaching_session.id"], name=op.f("fk_coaching_note_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coaching_note")),
    )
    with op.batch_alter_table("coaching_note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_coaching_note_session_id"), ["session_id"], unique=False)

    wanted = sa.select(TEXT).where(TEXT.c.kind == "shared", TEXT.c.text != "")
    notes = [
        {"id": uuid7(), "session_id": row.session_id, "author_id": row.updated_by_id, "text": row.text}
        | {"written_at": row.updated_at}
        for row in op.get_bind().execute(wanted).all()
    ]
    if notes:
        op.bulk_insert(NOTE, notes)


def _drop_columns() -> None:
    with op.batch_alter_table("gap", schema=None) as batch_op:
        batch_op.drop_index("uq_gap_lacking_id", sqlite_where=OPEN_GAP, postgresql_where=OPEN_GAP)
        batch_op.alter_column("query_number", existing_type=sa.Integer(), nullable=False)
        batch_op.drop_column("lacking_id")

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_column("time_zone")
        batch_op.drop_column("job")

    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_column("job")

    with op.batch_alter_table("coaching_session", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_coaching_session_series_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_coaching_session_proposed_by_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("uq_coaching_session_series_id_recurs_at"), type_="unique")
        batch_op.drop_index("ix_coaching_session_untold")
        batch_op.drop_index("ix_coaching_session_rep_id_scheduled_at")
        batch_op.drop_index("ix_coaching_session_coach_id_scheduled_at")
        batch_op.drop_index(batch_op.f("ix_coaching_session_changed_at"))
        batch_op.create_index(batch_op.f("ix_coaching_session_rep_id"), ["rep_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_coaching_session_coach_id"), ["coach_id"], unique=False)
        batch_op.drop_column("held_on")
        batch_op.drop_column("changed_at")
        batch_op.drop_column("told_sequence")
        batch_op.drop_column("sequence")
        batch_op.drop_column("recurs_at")
        batch_op.drop_column("series_id")
        batch_op.drop_column("proposed_by_id")
        batch_op.drop_column("status")
        batch_op.drop_column("agenda_id")
        batch_op.drop_column("place")
        batch_op.drop_column("kind")

    with op.batch_alter_table("calendar_feed", schema=None) as batch_op:
        batch_op.drop_column("holds")

    with op.batch_alter_table("action_item", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_action_item_created_by_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_action_item_rep_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_action_item_owner_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_action_item_coach_id"), type_="foreignkey")
        batch_op.drop_index("ix_action_item_rep_id_coach_id")
        batch_op.drop_index(
            "ix_action_item_open",
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )
        batch_op.drop_index("ix_action_item_coach_id")
        batch_op.drop_column("closed_on")
        batch_op.drop_column("closed_at")
        batch_op.drop_column("is_done")
        batch_op.drop_column("created_by_id")
        batch_op.drop_column("skill")
        batch_op.drop_column("owner_id")
        batch_op.drop_column("rep_id")
        batch_op.drop_column("coach_id")

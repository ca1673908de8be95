"""Where people stand: when they were hired, their region, and from which day on they were in which team."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from alembic import op
from uuid_utils.compat import uuid7

revision = "0005"
down_revision = "0004"
branch_labels = ()
depends_on = None


def upgrade() -> None:
    """Apply the change; of everyone in the directory it is known since when, and until when if they left."""
    op.add_column("person", sa.Column("region", sa.String(length=100), nullable=True))
    op.add_column("person", sa.Column("hired_on", sa.Date(), nullable=True))
    membership = op.create_table(
        "membership",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("region", sa.String(length=100), nullable=True),
        sa.Column("is_employed", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_membership_person_id")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["person.id"], name=op.f("fk_membership_recorded_by_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_membership_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
    )
    with op.batch_alter_table("membership") as batch_op:
        batch_op.create_index("ix_membership_person_id_since", ["person_id", "since"], unique=False)
        batch_op.create_index(batch_op.f("ix_membership_team_id"), ["team_id"], unique=False)

    op.bulk_insert(membership, list(_memberships()))


def downgrade() -> None:
    """Take the change back; past teams are lost, and who hasn't left yet is to stay again."""
    op.execute("UPDATE person SET left_at = NULL WHERE left_at > CURRENT_TIMESTAMP")
    with op.batch_alter_table("membership") as batch_op:
        batch_op.drop_index(batch_op.f("ix_membership_team_id"))
        batch_op.drop_index("ix_membership_person_id_since")
    op.drop_table("membership")
    op.drop_column("person", "hired_on")
    op.drop_column("person", "region")


def _memberships() -> Iterator[dict[str, Any]]:
    """Return what is known of people by now: days in UTC, and the day of leaving as the last one with the company."""
    person = sa.table(
        "person",
        sa.column("id", sa.Uuid()),
        sa.column("team_id", sa.Uuid()),
        sa.column("created_at", sa.DateTime(timezone=True)),
        sa.column("left_at", sa.DateTime(timezone=True)),
    )
    wanted = sa.select(person.c.id, person.c.team_id, person.c.created_at, person.c.left_at).order_by(person.c.id)
    for person_id, team_id, created_at, left_at in op.get_bind().execute(wanted).all():
        known = {"person_id": person_id, "team_id": team_id, "region": None, "recorded_by_id": None}
        came_on = _in_utc(created_at).date()
        yield known | {"id": uuid7(), "since": came_on, "is_employed": True, "recorded_at": _in_utc(created_at)}
        if left_at is not None:
            last_day = (_in_utc(left_at) - timedelta(microseconds=1)).date()
            gone_on = max(came_on, last_day + timedelta(days=1))
            yield known | {"id": uuid7(), "since": gone_on, "is_employed": False, "recorded_at": _in_utc(left_at)}


def _in_utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)

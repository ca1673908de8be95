"""Training that counts on any day: rules and what they gave, events that are only added, standings by day."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from alembic import op
from uuid_utils.compat import uuid7

revision = "0006"
down_revision = "0005"
branch_labels = ()
depends_on = None

OPEN_ASSIGNMENT = "ended_on IS NULL"
OPEN_ATTEMPT = "submitted_at IS NULL AND abandoned_at IS NULL"
OLD = {
    "assignment": ("id", "person_id", "assigned_by_id", "course_id", "due_on", "assigned_at"),
    "lesson_read": ("person_id", "course_id", "course_version", "lesson_id", "read_at"),
    "quiz_attempt": (
        "id",
        "person_id",
        "course_id",
        "course_version",
        "answers",
        "score",
        "has_passed",
        "submitted_at",
    ),
    "completion": (
        "id",
        "person_id",
        "course_id",
        "course_version",
        "attempt_id",
        "score",
        "completed_at",
        "expires_at",
    ),
}
Row = dict[str, Any]


def upgrade() -> None:
    """Apply the change; what was assigned, read, answered and completed becomes rules, attempts and events."""
    known = {name: _rows(name, *columns) for name, columns in OLD.items()}
    _drop_old()
    _create_new()
    _move_assignments(known["assignment"])
    _move_events(known)


def downgrade() -> None:
    """Take the change back; what the former tables can't hold is lost, as are standings."""
    assignments = _rows("assignment", "id", "rule_id", "person_id", "course_id", "due_on", "assigned_at", "ended_on")
    rules = {row["id"]: row["created_by_id"] for row in _rows("assignment_rule", "id", "created_by_id")}
    attempts = _rows("quiz_attempt", *OLD["quiz_attempt"])
    events = _rows(
        "training_event",
        "id",
        "person_id",
        "course_id",
        "course_version",
        "kind",
        "at",
        "lesson_id",
        "attempt_id",
        "score",
        "valid_until",
    )
    _drop_new()
    _create_old()
    _move_back(assignments, rules, attempts, events)


def _rows(name: str, *columns: str) -> list[Row]:
    found = op.get_bind().execute(sa.select(_table(name, *columns)))
    return [dict(row._mapping) for row in found]  # noqa: SLF001 - a row's public way to its names


def _table(name: str, *columns: str) -> sa.TableClause:
    return sa.table(name, *[sa.column(column, _type(name, column)) for column in columns])


def _type(name: str, column: str) -> Any:
    if name == "course" and column == "id":
        return sa.String()
    if column == "id" or (column.endswith("_id") and column not in {"course_id", "lesson_id"}):
        return sa.Uuid()
    if column.endswith(("_on", "day", "valid_until")):
        return sa.Date()
    if column == "at" or column.endswith("_at"):
        return sa.DateTime(timezone=True)
    if column in {"answers", "areas", "skills"}:
        return sa.JSON()
    return sa.Boolean() if column.startswith(("is_", "has_", "with_")) else None


def _insert(name: str, rows: list[Row]) -> None:
    if rows:
        op.bulk_insert(_table(name, *rows[0]), rows)


def _day(moment: datetime) -> date:
    return moment.astimezone(UTC).date() if moment.tzinfo else moment.date()


def _move_assignments(known: list[Row]) -> None:
    """Make one rule of what was assigned in one go: people by name, as they were then."""
    orders: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in known:
        orders[row["assigned_by_id"], row["course_id"], row["due_on"], row["assigned_at"]].append(row)
    rules, courses, people, given = [], [], [], []
    for (by, course_id, due_on, at), rows in orders.items():
        rule_id = uuid7()
        rules.append(
            {
                "id": rule_id,
                "with_below": True,
                "due_on": due_on,
                "priority": "required",
                "starts_on": _day(at),
                "created_at": at,
                "created_by_id": by,
            }
        )
        courses.append({"rule_id": rule_id, "course_id": course_id})
        people += [{"rule_id": rule_id, "person_id": row["person_id"]} for row in rows]
        given += [
            {
                "id": row["id"],
                "rule_id": rule_id,
                "person_id": row["person_id"],
                "course_id": course_id,
                "round": 1,
                "first_on": _day(at),
                "assigned_on": _day(at),
                "assigned_at": at,
                "due_on": due_on,
            }
            for row in rows
        ]
    _insert("assignment_rule", rules)
    _insert("rule_course", courses)
    _insert("rule_person", people)
    _insert("assignment", given)


def _move_events(known: dict[str, list[Row]]) -> None:
    """Turn what people did into events, and register every course as stale, so that standings are computed."""
    events = [_event(row, "lesson_read", row["read_at"], lesson_id=row["lesson_id"]) for row in known["lesson_read"]]
    events += [
        _event(row, "attempt", row["submitted_at"], attempt_id=row["id"], score=row["score"])
        for row in known["quiz_attempt"]
    ]
    events += _starts(events)
    for row in known["completion"]:
        ends = _day(row["expires_at"]) if row["expires_at"] else None
        score, attempt_id = row["score"], row["attempt_id"]
        at = row["completed_at"]
        events.append(_event(row, "completed", at, attempt_id=attempt_id, score=score, valid_until=ends))
    versions: dict[str, int] = {row["course_id"]: 1 for row in known["assignment"]}
    for event in events:
        versions[event["course_id"]] = max(event["course_version"], versions.get(event["course_id"], 1))
    courses = [
        {"id": id_, "title": id_, "kind": "course", "areas": [], "skills": [], "version": version, "is_stale": True}
        for id_, version in versions.items()
    ]
    _insert("course", courses)
    _insert("quiz_attempt", [_attempt(row) for row in known["quiz_attempt"]])
    _insert("training_event", sorted(events, key=lambda event: event["at"]))


def _attempt(row: Row) -> Row:
    at = row["submitted_at"]
    answers = list(row["answers"].values()) if isinstance(row["answers"], dict) else row["answers"]
    return {**row, "answers": answers, "pass_mark": 0, "seed": "", "begun_at": at, "submitted_on": _day(at)}


def _event(row: Row, kind: str, at: datetime, **details: Any) -> Row:
    return {
        "id": uuid7(),
        "person_id": row["person_id"],
        "course_id": row["course_id"],
        "course_version": row["course_version"],
        "kind": kind,
        "day": _day(at),
        "at": at,
        "recorded_at": at,
        "recorded_by_id": row["person_id"],
        "source": "site",
        "lesson_id": details.get("lesson_id"),
        "attempt_id": details.get("attempt_id"),
        "score": details.get("score"),
        "valid_until": details.get("valid_until"),
    }


def _starts(events: list[Row]) -> list[Row]:
    """Return when each person began each version of a course: with the first lesson or attempt."""
    first: dict[tuple[Any, ...], Row] = {}
    for event in sorted(events, key=lambda event: event["at"]):
        first.setdefault((event["person_id"], event["course_id"], event["course_version"]), event)
    return [_event(event, "started", event["at"]) for event in first.values()]


def _move_back(assignments: list[Row], rules: dict[UUID, UUID], attempts: list[Row], events: list[Row]) -> None:
    first: dict[tuple[Any, ...], Row] = {}
    for row in sorted(assignments, key=lambda row: (row["ended_on"] is not None, row["assigned_at"])):
        first.setdefault((row["person_id"], row["course_id"]), row)
    names = ("id", "person_id", "course_id", "due_on", "assigned_at")
    _insert(
        "assignment",
        [{**{name: row[name] for name in names}, "assigned_by_id": rules[row["rule_id"]]} for row in first.values()],
    )
    reads = {
        (event["person_id"], event["course_id"], event["course_version"], event["lesson_id"]): event["at"]
        for event in events
        if event["kind"] == "lesson_read"
    }
    _insert("lesson_read", [dict(zip(OLD["lesson_read"], (*key, at), strict=True)) for key, at in reads.items()])
    _insert("quiz_attempt", [row for row in attempts if row["submitted_at"] is not None])
    done = [event for event in events if event["kind"] in {"completed", "attended", "imported"}]
    names = ("id", "person_id", "course_id", "course_version", "score")
    _insert("completion", [{**{name: row[name] for name in names}, **_ends(row)} for row in done])


def _ends(row: Row) -> Row:
    ends = row["valid_until"]
    return {
        "completed_at": row["at"],
        "expires_at": datetime(ends.year, ends.month, ends.day, tzinfo=UTC) if ends else None,
    }


def _drop_old() -> None:
    with op.batch_alter_table("completion", schema=None) as batch_op:
        batch_op.drop_index("ix_completion_person_id_course_id")
    op.drop_table("completion")
    with op.batch_alter_table("quiz_attempt", schema=None) as batch_op:
        batch_op.drop_index("ix_quiz_attempt_person_id_course_id")
    op.drop_table("quiz_attempt")
    op.drop_table("lesson_read")
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assignment_course_id"))
    op.drop_table("assignment")


def _create_new() -> None:
    op.create_table(
        "course",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("title", sa.String(length=1000), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("areas", sa.JSON(), nullable=False),
        sa.Column("skills", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_stale", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course")),
    )

    op.create_table(
        "course_change",
        sa.Column("course_id", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("asks", sa.String(length=20), nullable=False),
        sa.Column("within_days", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["course_id"], ["course.id"], name=op.f("fk_course_change_course_id")),
        sa.PrimaryKeyConstraint("course_id", "version", name=op.f("pk_course_change")),
    )

    op.create_table(
        "quiz_paper",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_quiz_paper")),
    )

    op.create_table(
        "assignment_rule",
        sa.Column("path_id", sa.String(length=200), nullable=True),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("with_below", sa.Boolean(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=True),
        sa.Column("region", sa.String(length=100), nullable=True),
        sa.Column("hired_from", sa.Date(), nullable=True),
        sa.Column("hired_until", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("repeat_months", sa.Integer(), nullable=True),
        sa.Column("priority", sa.String(length=20), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Uuid(), nullable=True),
        sa.Column("applied_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["created_by_id"], ["person.id"], name=op.f("fk_assignment_rule_created_by_id")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["person.id"], name=op.f("fk_assignment_rule_ended_by_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_assignment_rule_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment_rule")),
    )
    with op.batch_alter_table("assignment_rule", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assignment_rule_applied_on"), ["applied_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_assignment_rule_path_id"), ["path_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assignment_rule_team_id"), ["team_id"], unique=False)

    op.create_table(
        "rule_course",
        sa.Column("rule_id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.String(length=200), nullable=False),
        sa.Column("due_days", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["rule_id"], ["assignment_rule.id"], name=op.f("fk_rule_course_rule_id")),
        sa.PrimaryKeyConstraint("rule_id", "course_id", name=op.f("pk_rule_course")),
    )

    op.create_table(
        "rule_person",
        sa.Column("rule_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_rule_person_person_id")),
        sa.ForeignKeyConstraint(["rule_id"], ["assignment_rule.id"], name=op.f("fk_rule_person_rule_id")),
        sa.PrimaryKeyConstraint("rule_id", "person_id", name=op.f("pk_rule_person")),
    )
    with op.batch_alter_table("rule_person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rule_person_person_id"), ["person_id"], unique=False)

    op.create_table(
        "quiz_attempt",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.String(length=200), nullable=False),
        sa.Column("course_version", sa.Integer(), nullable=False),
        sa.Column("paper_digest", sa.String(length=64), nullable=True),
        sa.Column("seed", sa.String(length=32), nullable=False),
        sa.Column("pass_mark", sa.Integer(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=True),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("abandoned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("has_passed", sa.Boolean(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["paper_digest"], ["quiz_paper.digest"], name=op.f("fk_quiz_attempt_paper_digest")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_quiz_attempt_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiz_attempt")),
    )
    with op.batch_alter_table("quiz_attempt", schema=None) as batch_op:
        batch_op.create_index("ix_quiz_attempt_person_id_course_id", ["person_id", "course_id"], unique=False)
        batch_op.create_index(
            "uq_quiz_attempt_open",
            ["person_id", "course_id"],
            unique=True,
            sqlite_where=sa.text(OPEN_ATTEMPT),
            postgresql_where=sa.text(OPEN_ATTEMPT),
        )

    op.create_table(
        "assignment",
        sa.Column("rule_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.String(length=200), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("assigned_on", sa.Date(), nullable=False),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("counts_from", sa.Date(), nullable=True),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_reason", sa.String(length=40), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_assignment_person_id")),
        sa.ForeignKeyConstraint(["rule_id"], ["assignment_rule.id"], name=op.f("fk_assignment_rule_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
    )
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assignment_next_on"), ["next_on"], unique=False)
        batch_op.create_index("ix_assignment_person_id_course_id", ["person_id", "course_id"], unique=False)
        batch_op.create_index(
            "uq_assignment_open",
            ["rule_id", "person_id", "course_id"],
            unique=True,
            sqlite_where=sa.text(OPEN_ASSIGNMENT),
            postgresql_where=sa.text(OPEN_ASSIGNMENT),
        )

    op.create_table(
        "training_event",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.String(length=200), nullable=False),
        sa.Column("course_version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=True),
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("lesson_id", sa.String(length=200), nullable=True),
        sa.Column("attempt_id", sa.Uuid(), nullable=True),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("renewable_from", sa.Date(), nullable=True),
        sa.Column("reference", sa.String(length=200), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["attempt_id"], ["quiz_attempt.id"], name=op.f("fk_training_event_attempt_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_training_event_person_id")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["person.id"], name=op.f("fk_training_event_recorded_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_event")),
    )
    with op.batch_alter_table("training_event", schema=None) as batch_op:
        batch_op.create_index("ix_training_event_person_id_course_id", ["person_id", "course_id"], unique=False)
        batch_op.create_index(
            "uq_training_event_reference",
            ["person_id", "course_id", "kind", "reference"],
            unique=True,
            sqlite_where=sa.text("reference IS NOT NULL"),
            postgresql_where=sa.text("reference IS NOT NULL"),
        )

    op.create_table(
        "standing",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.String(length=200), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("state", sa.SmallInteger(), nullable=False),
        sa.Column("is_assigned", sa.Boolean(), nullable=False),
        sa.Column("punctuality", sa.SmallInteger(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("completed_on", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_standing_person_id")),
        sa.PrimaryKeyConstraint("person_id", "course_id", "since", name=op.f("pk_standing")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("standing", schema=None) as batch_op:
        if op.get_bind().dialect.name == "postgresql":
            shown = ["course_id", "state", "is_assigned", "punctuality", "due_on", "completed_on", "valid_until"]
            batch_op.create_index("ix_standing_day", ["person_id", "since", "until"], postgresql_include=shown)
        batch_op.create_index(
            "ix_standing_overdue",
            ["due_on", "person_id", "course_id", "until"],
            unique=False,
            sqlite_where=sa.text("state = 4"),
            postgresql_where=sa.text("state = 4"),
        )
        batch_op.create_index(
            "ix_standing_expiry",
            ["state", "valid_until", "person_id", "course_id", "until"],
            unique=False,
            sqlite_where=sa.text("state IN (5, 6)"),
            postgresql_where=sa.text("state IN (5, 6)"),
        )

    op.create_table(
        "standing_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("course_id", sa.String(length=200), nullable=False),
        sa.Column("state", sa.SmallInteger(), nullable=False),
        sa.Column("is_assigned", sa.Boolean(), nullable=False),
        sa.Column("punctuality", sa.SmallInteger(), nullable=False),
        sa.Column("difference", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standing_change")),
    )

    op.create_table(
        "standing_sum",
        sa.Column("is_month", sa.Boolean(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("course_id", sa.String(length=200), nullable=False),
        sa.Column("state", sa.SmallInteger(), nullable=False),
        sa.Column("is_assigned", sa.Boolean(), nullable=False),
        sa.Column("punctuality", sa.SmallInteger(), nullable=False),
        sa.Column("difference", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "is_month", "day", "course_id", "state", "is_assigned", "punctuality", name=op.f("pk_standing_sum")
        ),
        sqlite_with_rowid=False,
    )


def _drop_new() -> None:
    for name in (
        "standing_sum",
        "standing_change",
        "standing",
        "training_event",
        "assignment",
        "quiz_attempt",
        "rule_person",
        "rule_course",
        "assignment_rule",
        "quiz_paper",
        "course_change",
        "course",
    ):
        op.drop_table(name)


def _create_old() -> None:
    op.create_table(
        "assignment",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.String(length=200), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("assigned_by_id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["assigned_by_id"], ["person.id"], name=op.f("fk_assignment_assigned_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_assignment_person_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_assignment_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
        sa.UniqueConstraint("person_id", "course_id", name=op.f("uq_assignment_person_id_course_id")),
    )
    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assignment_course_id"), ["course_id"], unique=False)

    op.create_table(
        "lesson_read",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.String(length=200), nullable=False),
        sa.Column("course_version", sa.Integer(), nullable=False),
        sa.Column("lesson_id", sa.String(length=200), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_lesson_read_person_id")),
        sa.PrimaryKeyConstraint("person_id", "course_id", "course_version", "lesson_id", name=op.f("pk_lesson_read")),
    )

    op.create_table(
        "quiz_attempt",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.String(length=200), nullable=False),
        sa.Column("course_version", sa.Integer(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("has_passed", sa.Boolean(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_quiz_attempt_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quiz_attempt")),
    )
    with op.batch_alter_table("quiz_attempt", schema=None) as batch_op:
        batch_op.create_index("ix_quiz_attempt_person_id_course_id", ["person_id", "course_id"], unique=False)

    op.create_table(
        "completion",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("course_id", sa.String(length=200), nullable=False),
        sa.Column("course_version", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Uuid(), nullable=True),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["attempt_id"], ["quiz_attempt.id"], name=op.f("fk_completion_attempt_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_completion_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_completion")),
        sa.UniqueConstraint("attempt_id", name=op.f("uq_completion_attempt_id")),
    )
    with op.batch_alter_table("completion", schema=None) as batch_op:
        batch_op.create_index("ix_completion_person_id_course_id", ["person_id", "course_id"], unique=False)

"""Tables: courses as they were known, who must learn what, what they did, and how they stood from day to day."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, SmallInteger, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from lms.audit.kinds import Audited
from lms.base import Base, Identified

OPEN_ASSIGNMENT = text("ended_on IS NULL")
OPEN_ATTEMPT = text("submitted_at IS NULL AND abandoned_at IS NULL")
HAS_REFERENCE = text("reference IS NOT NULL")
# Overdue; expiring and expired: numbers of `lms.training.states`.
IS_OVERDUE = text("state = 4")
IS_EXPIRY = text("state IN (5, 6)")
# Kinds of training events that somebody decides for another.
DECISIONS = {"waived", "waiver_ended", "attempts_granted"}
SHOWN_OF_STANDING = (
    *("course_id", "state", "is_assigned", "punctuality"),
    *("due_on", "completed_on", "valid_until"),
)


class RegisteredCourse(Base):
    """What reports need of a course, also of one that the library no longer has."""

    __tablename__ = "course"

    id: Mapped[str] = mapped_column(String(200), primary_key=True)
    title: Mapped[str] = mapped_column(String(1000))
    kind: Mapped[str] = mapped_column(String(40))
    areas: Mapped[list[str]] = mapped_column(JSON)
    skills: Mapped[list[str]] = mapped_column(JSON)
    version: Mapped[int]
    # Raised when a change of the course is stored, lowered when every standing in it was computed again.
    is_stale: Mapped[bool]


class CourseChange(Base):
    """What a new version asks of those who completed an older one, and from which day."""

    __tablename__ = "course_change"

    course_id: Mapped[str] = mapped_column(ForeignKey("course.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    since: Mapped[date]
    asks: Mapped[str] = mapped_column(String(20))
    within_days: Mapped[int]


class AssignmentRule(Identified, Base):
    """A decision: what is to be learned, by whom, by when; it keeps applying until it is ended.

    It reaches the people in `rule_person`, and everyone who fits all criteria that are set; without any criterion
    only the people named.
    """

    __tablename__ = "assignment_rule"
    __audited__ = Audited("rule", whose=None, leaves_out=("applied_on",))

    path_id: Mapped[str | None] = mapped_column(String(200), index=True)
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("team.id"), index=True)
    with_below: Mapped[bool]
    role: Mapped[str | None] = mapped_column(String(20))
    region: Mapped[str | None] = mapped_column(String(100))
    hired_from: Mapped[date | None]
    hired_until: Mapped[date | None]
    due_on: Mapped[date | None]
    repeat_months: Mapped[int | None]
    priority: Mapped[str] = mapped_column(String(20))
    starts_on: Mapped[date]
    created_at: Mapped[datetime]
    created_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    # The last day on which it was applied to everyone; none while that is still to be done.
    applied_on: Mapped[date | None] = mapped_column(index=True)


class RuleCourse(Base):
    """A course that a rule gives; without `due_days` it is due on the rule's day."""

    __tablename__ = "rule_course"
    __audited__ = Audited("rule-course", whose=None)

    rule_id: Mapped[UUID] = mapped_column(ForeignKey("assignment_rule.id"), primary_key=True)
    course_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    due_days: Mapped[int | None]


class RulePerson(Base):
    """A person whom a rule names."""

    __tablename__ = "rule_person"
    __audited__ = Audited("rule-person")

    rule_id: Mapped[UUID] = mapped_column(ForeignKey("assignment_rule.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)


class RuleEnd(Base):
    """A team for which somebody ended a rule: it lets off whoever is in it or below, as long as they are.

    Who ended it is let off only where they made the rule.
    """

    __tablename__ = "rule_end"
    __audited__ = Audited("rule-end", whose=None)

    rule_id: Mapped[UUID] = mapped_column(ForeignKey("assignment_rule.id"), primary_key=True)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("team.id"), primary_key=True)
    ended_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    ended_at: Mapped[datetime]


class Assignment(Identified, Base):
    """What a rule gave to one person: a course, due by the end of a day; it ends once, and stays.

    Only completions from `counts_from` on fulfil it; none means any that is valid. `ended_by_id`: by whose decision.
    """

    __tablename__ = "assignment"
    __table_args__ = (
        Index(
            "uq_assignment_open",
            *("rule_id", "person_id", "course_id"),
            unique=True,
            sqlite_where=OPEN_ASSIGNMENT,
            postgresql_where=OPEN_ASSIGNMENT,
        ),
        Index("ix_assignment_person_id_course_id", "person_id", "course_id"),
    )

    rule_id: Mapped[UUID] = mapped_column(ForeignKey("assignment_rule.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    course_id: Mapped[str] = mapped_column(String(200))
    round: Mapped[int]
    first_on: Mapped[date]
    assigned_on: Mapped[date]
    assigned_at: Mapped[datetime]
    due_on: Mapped[date]
    counts_from: Mapped[date | None]
    next_on: Mapped[date | None] = mapped_column(index=True)
    ended_on: Mapped[date | None]
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[str | None] = mapped_column(String(40))
    ended_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))


class TrainingEvent(Identified, Base):
    """What happened in one person's training; rows are only ever added.

    `day` is the company's day of `at`; `recorded_at` says when and `source` how we came to know of it.
    """

    __tablename__ = "training_event"
    __audited__ = Audited("training", only=lambda event: event.kind in DECISIONS)
    __table_args__ = (
        Index("ix_training_event_person_id_course_id", "person_id", "course_id"),
        Index(
            "uq_training_event_reference",
            *("person_id", "course_id", "kind", "reference"),
            unique=True,
            sqlite_where=HAS_REFERENCE,
            postgresql_where=HAS_REFERENCE,
        ),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    course_id: Mapped[str] = mapped_column(String(200))
    course_version: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    day: Mapped[date]
    at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    source: Mapped[str] = mapped_column(String(100))
    lesson_id: Mapped[str | None] = mapped_column(String(200))
    attempt_id: Mapped[UUID | None] = mapped_column(ForeignKey("quiz_attempt.id"))
    score: Mapped[int | None]
    # The last day that a completion, or a waiver, counts; none for one without an end.
    valid_until: Mapped[date | None]
    renewable_from: Mapped[date | None]
    reference: Mapped[str | None] = mapped_column(String(200))
    note: Mapped[str | None] = mapped_column(Text)


class QuizPaper(Base):
    """A quiz with its answers as it stood when somebody began it, known by the SHA-256 of its content."""

    __tablename__ = "quiz_paper"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)


class QuizAttempt(Identified, Base):
    """One go at a quiz: the paper, which of its questions by a seed that only the server knows, and the answers.

    `skill_results` are right answers and questions by the skill that a question names; "" holds those of no skill.
    """

    __tablename__ = "quiz_attempt"
    __table_args__ = (
        Index(
            "uq_quiz_attempt_open",
            "person_id",
            "course_id",
            unique=True,
            sqlite_where=OPEN_ATTEMPT,
            postgresql_where=OPEN_ATTEMPT,
        ),
        Index("ix_quiz_attempt_person_id_course_id", "person_id", "course_id"),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    course_id: Mapped[str] = mapped_column(String(200))
    course_version: Mapped[int]
    paper_digest: Mapped[str | None] = mapped_column(ForeignKey("quiz_paper.digest"))
    seed: Mapped[str] = mapped_column(String(32))
    pass_mark: Mapped[int]
    answers: Mapped[list[Any] | None] = mapped_column(JSON)
    begun_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    submitted_on: Mapped[date | None]
    abandoned_at: Mapped[datetime | None]
    score: Mapped[int | None]
    has_passed: Mapped[bool | None]
    skill_results: Mapped[dict[str, list[int]] | None] = mapped_column(JSON)


class Standing(Base):
    """How one person stood in one course from `since` until the day before `until`; derived, can be computed again.

    Days on which there is nothing to say, as when somebody had left, have no row. `state` and `punctuality` are
    numbers of `lms.training.states`.
    """

    __tablename__ = "standing"
    __table_args__ = (
        # SQLite keeps the whole table in this order; PostgreSQL would read a page of it for nearly every row. Beside an
        # index that begins with the course PostgreSQL doesn't take this one.
        Index(
            "ix_standing_day",
            *("person_id", "since", "until"),
            postgresql_include=SHOWN_OF_STANDING,
            info={"only": "postgresql"},
        ).ddl_if(dialect="postgresql"),
        Index(
            "ix_standing_overdue",
            *("due_on", "person_id", "course_id", "until"),
            sqlite_where=IS_OVERDUE,
            postgresql_where=IS_OVERDUE,
        ),
        Index(
            "ix_standing_expiry",
            *("state", "valid_until", "person_id", "course_id", "until"),
            sqlite_where=IS_EXPIRY,
            postgresql_where=IS_EXPIRY,
        ),
        {"sqlite_with_rowid": False},
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    course_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    since: Mapped[date] = mapped_column(primary_key=True)
    until: Mapped[date]
    state: Mapped[int] = mapped_column(SmallInteger)
    is_assigned: Mapped[bool]
    punctuality: Mapped[int] = mapped_column(SmallInteger)
    due_on: Mapped[date | None]
    completed_on: Mapped[date | None]
    valid_until: Mapped[date | None]

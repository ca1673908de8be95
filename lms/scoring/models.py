"""Tables: rubrics as they were scored on, assessments, scorecards with what was amended, and their scores."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from lms.audit.kinds import Audited
from lms.base import Base, Identified

CARD_ROLES = ("coach", "self", "peer", "grader")
SUBJECTS = ("call", "demo", "role-play", "practice")


class RubricPaper(Base):
    """A rubric as it stood when something was assessed by it, known by the SHA-256 of its content."""

    __tablename__ = "rubric_paper"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    rubric_id: Mapped[str] = mapped_column(String(200), index=True)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)


class Assessment(Identified, Base):
    """One thing that a rep did, and the rubric by which it is scored; it has a scorecard of each who scores.

    With `asks_self` the rep sees nobody's card before their own is published. In one that `is_blind` who scores sees
    nobody's card until it is closed; a calibration is blind, and `released_at` says since when managers who came later
    may see it too.
    """

    __tablename__ = "assessment"
    __table_args__ = (Index("ix_assessment_rep_id_took_place_on", "rep_id", "took_place_on"),)

    rep_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    rubric_id: Mapped[str] = mapped_column(String(200), index=True)
    paper_digest: Mapped[str] = mapped_column(ForeignKey("rubric_paper.digest"))
    subject: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(200))
    took_place_on: Mapped[date]
    recording: Mapped[str | None] = mapped_column(String(1000))
    deal_id: Mapped[str | None] = mapped_column(String(200))
    session_id: Mapped[UUID | None] = mapped_column(ForeignKey("coaching_session.id"), index=True)
    transcript: Mapped[list[Any] | None] = mapped_column(JSON)
    asks_self: Mapped[bool]
    is_blind: Mapped[bool]
    is_calibration: Mapped[bool]
    opened_at: Mapped[datetime]
    opened_on: Mapped[date]
    opened_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    closed_at: Mapped[datetime | None]
    released_at: Mapped[datetime | None]


class Scorer(Base):
    """Somebody who was asked to score an assessment, as what; rows stay when they decline."""

    __tablename__ = "scorer"
    __audited__ = Audited("scorer")

    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    role: Mapped[str] = mapped_column(String(10))
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    declined_at: Mapped[datetime | None]


class Scorecard(Identified, Base):
    """What one person gave in an assessment: answers by the ids of criteria, as a draft until it is published.

    An answer is `{"value": ..., "note": ..., "quotes": [...]}`, or `{"is_left_out": true}` for what doesn't apply.
    `points` of `most` are the weighted sum over what was answered, `share` is from 0 to 1, both after caps; `version`
    grows with each save, and `published_on` is the company's day.
    """

    __tablename__ = "scorecard"
    __table_args__ = (UniqueConstraint("assessment_id", "scorer_id"),)

    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment.id"))
    scorer_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[str] = mapped_column(String(10))
    answers: Mapped[dict[str, Any]] = mapped_column(JSON)
    summary: Mapped[str] = mapped_column(Text)
    version: Mapped[int]
    begun_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    published_at: Mapped[datetime | None] = mapped_column(index=True)
    published_on: Mapped[date | None]
    points: Mapped[float | None]
    most: Mapped[float | None]
    share: Mapped[float | None]
    has_passed: Mapped[bool | None]


class CardAmendment(Identified, Base):
    """Answers of a published scorecard before somebody changed them, and why they did; rows are only ever added."""

    __tablename__ = "card_amendment"

    card_id: Mapped[UUID] = mapped_column(ForeignKey("scorecard.id"), index=True)
    answers: Mapped[dict[str, Any]] = mapped_column(JSON)
    summary: Mapped[str] = mapped_column(Text)
    points: Mapped[float | None]
    has_passed: Mapped[bool | None]
    reason: Mapped[str] = mapped_column(String(500))
    at: Mapped[datetime]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))


class CardComment(Identified, Base):
    """Words on a published scorecard, of the rep or of who scored."""

    __tablename__ = "card_comment"

    card_id: Mapped[UUID] = mapped_column(ForeignKey("scorecard.id"), index=True)
    author_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


class Score(Base):
    """One answered criterion of a published scorecard, as reports and skills read it; derived from its answers.

    `line` names what it may be compared with: the same rubric, criterion and levels. `share` is from 0 to 1.
    """

    __tablename__ = "score"
    __table_args__ = (
        Index("ix_score_rep_id_line_day", "rep_id", "line", "day"),
        {"sqlite_with_rowid": False},
    )

    card_id: Mapped[UUID] = mapped_column(ForeignKey("scorecard.id"), primary_key=True)
    criterion: Mapped[str] = mapped_column(String(100), primary_key=True)
    line: Mapped[str] = mapped_column(String(16))
    rep_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    role: Mapped[str] = mapped_column(String(10))
    skill: Mapped[str | None] = mapped_column(String(200))
    share: Mapped[float]
    day: Mapped[date]


class ScoreLine(Base):
    """What a line of scores means: a criterion of a rubric with these very levels."""

    __tablename__ = "score_line"

    line: Mapped[str] = mapped_column(String(16), primary_key=True)
    rubric_id: Mapped[str] = mapped_column(String(200), index=True)
    criterion: Mapped[str] = mapped_column(String(100))
    name: Mapped[str] = mapped_column(String(500))
    levels: Mapped[list[str]] = mapped_column(JSON)
    first_on: Mapped[date]

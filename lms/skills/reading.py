"""Evidence of many people read at once: one question to the database for each source.

A scorecard is of the day on which what it scores took place, a quiz of the day on which it was handed in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import String, func, or_, select, type_coerce
from sqlalchemy.orm import Session

from lms.scoring.models import Assessment, Score, Scorecard
from lms.skills.evidence import MOST_OF_QUIZ, WEIGHTS, Evidence, EvidenceKind, oldest_day, quiz_weight
from lms.skills.models import SkillRating
from lms.skills.sight import EvidenceSight
from lms.training.models import QuizAttempt, RegisteredCourse, Standing

# What passing alone shows, where no score of a quiz is known.
CERTIFIED_SHARE = 0.8
# Who scored a call: the first of these that did counts.
_SCORERS: tuple[tuple[EvidenceKind, frozenset[str]], ...] = (
    ("scorecard", frozenset({"coach", "grader"})),
    ("peer_scorecard", frozenset({"peer"})),
)
# Questions of a quiz that name no skill are about those of the course.
UNNAMED = ""


def read_evidence(
    session: Session,
    *,
    sight: EvidenceSight,
    person_ids: Collection[UUID],
    highest_level: int,
    today: date,
    half_life_days: int,
) -> list[Evidence]:
    """Return all evidence of some people's skills that somebody sees, up to a day and no older than still counts."""
    if not person_ids:
        return []
    span = oldest_day(today, half_life_days=half_life_days), today
    return [
        *_scored(session, sight, person_ids, span),
        *_trained(session, person_ids, span),
        *_rated(session, sight, person_ids, span, highest_level),
    ]


def _scored(
    session: Session, sight: EvidenceSight, person_ids: Collection[UUID], span: tuple[date, date]
) -> Iterator[Evidence]:
    """Yield a piece for each call and skill that was scored, and one more where the rep scored it too.

    Thousands of rows for a team: ids as the database gives them, which SQLite does as text.
    """
    wanted = (
        select(
            *(type_coerce(Assessment.rep_id, String), type_coerce(Assessment.id, String), Assessment.took_place_on),
            *(Score.skill, Scorecard.role, func.sum(Score.share), func.count()),
        )
        .select_from(Assessment)
        .join(Scorecard, Scorecard.assessment_id == Assessment.id)
        .join(Score, Score.card_id == Scorecard.id)
        .where(Assessment.rep_id.in_(person_ids), Assessment.took_place_on.between(*span))
        .where(Score.skill.is_not(None), sight.of_cards())
        .group_by(Assessment.rep_id, Assessment.id, Assessment.took_place_on, Score.skill, Scorecard.role)
    )
    by_key: dict[object, UUID] = {key: one for one in person_ids for key in (one, one.hex, str(one))}
    calls: dict[tuple[UUID, str, date, str], dict[str, tuple[float, int]]] = defaultdict(dict)
    session.flush()
    rows: Iterable[Any] = session.connection().execute(wanted)
    for rep_id, assessment_id, day, skill, role, shares, count in rows:
        calls[by_key[rep_id], str(assessment_id), day, skill][role] = float(shares), count
    for (rep_id, assessment_id, day, skill), by_role in calls.items():
        scorers = next(((kind, roles) for kind, roles in _SCORERS if roles & by_role.keys()), None)
        if scorers is not None:
            kind, roles = scorers
            share = _mean(by_role[role] for role in roles & by_role.keys())
            yield Evidence(rep_id, skill, kind, day, share, WEIGHTS[kind], assessment_id)
        if "self" in by_role:
            share = _mean([by_role["self"]])
            yield Evidence(rep_id, skill, "own_scorecard", day, share, WEIGHTS["own_scorecard"], assessment_id)


def _mean(sums: Iterable[tuple[float, int]]) -> float:
    shares, count = 0.0, 0
    for share, number in sums:
        shares, count = shares + share, count + number
    return min(max(shares / count, 0.0), 1.0)


def _trained(session: Session, person_ids: Collection[UUID], span: tuple[date, date]) -> Iterator[Evidence]:
    """Yield what quizzes show, and certifications that are held."""
    known = session.execute(select(RegisteredCourse.id, RegisteredCourse.kind, RegisteredCourse.skills))
    courses = {id_: (kind, tuple(skills)) for id_, kind, skills in known}
    attempts = _last_attempts(session, person_ids, span)
    certifications = [id_ for id_, (kind, skills) in courses.items() if kind == "certification" and skills]
    for person_id, course_id, day in _held(session, person_ids, certifications, span[1]):
        attempt = attempts.pop((person_id, course_id), None)
        score = attempt.score if attempt is not None and attempt.has_passed else None
        share = CERTIFIED_SHARE if score is None else score / 100
        for skill in courses[course_id][1]:
            yield Evidence(person_id, skill, "certification", day, share, WEIGHTS["certification"], course_id)
    for (person_id, course_id), attempt in attempts.items():
        skills = courses[course_id][1] if course_id in courses else ()
        for skill, (share, weight) in quiz_shares(attempt.score, attempt.skill_results, skills).items():
            yield Evidence(person_id, skill, "quiz", attempt.submitted_on, share, weight, course_id)


def quiz_shares(
    score: int, results: Mapping[str, Sequence[int]] | None, course_skills: Iterable[str]
) -> dict[str, tuple[float, float]]:
    """Return the share and weight of each skill in an attempt (score in per cent).

    `results` are right answers and questions by the skill that a question names, by UNNAMED for those that name none,
    which are about the skills of the course. Of an old attempt nobody knows: all of it is about those.
    """
    if results is None:
        return dict.fromkeys(course_skills, (score / 100, MOST_OF_QUIZ))
    found = {skill: list(counts) for skill, counts in results.items() if skill != UNNAMED}
    for skill in course_skills if results.get(UNNAMED) else ():
        own = found.setdefault(skill, [0, 0])
        own[0] += results[UNNAMED][0]
        own[1] += results[UNNAMED][1]
    return {skill: (right / asked, quiz_weight(asked)) for skill, (right, asked) in found.items() if asked}


def _last_attempts(
    session: Session, person_ids: Collection[UUID], span: tuple[date, date]
) -> dict[tuple[UUID, str], Any]:
    """Return the last attempt of each person at the quiz of each course, of those that were handed in."""
    wanted = (
        select(
            *(QuizAttempt.person_id, QuizAttempt.course_id, QuizAttempt.submitted_on),
            *(QuizAttempt.score, QuizAttempt.has_passed, QuizAttempt.skill_results),
        )
        .where(QuizAttempt.person_id.in_(person_ids), QuizAttempt.submitted_on.between(*span))
        .where(QuizAttempt.score.is_not(None))
        .order_by(QuizAttempt.submitted_at, QuizAttempt.id)
    )
    return {(row.person_id, row.course_id): row for row in session.execute(wanted)}


def _held(
    session: Session, person_ids: Collection[UUID], course_ids: Collection[str], today: date
) -> Iterator[tuple[UUID, str, date]]:
    """Yield the completions that are valid on a day."""
    if not course_ids:
        return
    wanted = (
        select(Standing.person_id, Standing.course_id, Standing.completed_on)
        .where(Standing.person_id.in_(person_ids), Standing.course_id.in_(course_ids))
        .where(Standing.since <= today, Standing.until > today, Standing.completed_on.is_not(None))
        .where(or_(Standing.valid_until.is_(None), Standing.valid_until >= today))
    )
    yield from ((row[0], row[1], row[2]) for row in session.execute(wanted) if row[2] is not None)


def _rated(
    session: Session, sight: EvidenceSight, person_ids: Collection[UUID], span: tuple[date, date], highest_level: int
) -> Iterator[Evidence]:
    """Yield the last rating of each person by each rater, of those that are seen."""
    wanted = (
        select(SkillRating)
        .where(SkillRating.person_id.in_(person_ids), SkillRating.on.between(*span))
        .order_by(SkillRating.at, SkillRating.id)
    )
    last = {(row.person_id, row.skill, row.rater_id): row for row in session.scalars(wanted)}
    for row in last.values():
        if not sight.sees_rating(person_id=row.person_id, rater_id=row.rater_id, day=row.on):
            continue
        kind: EvidenceKind = "own_rating" if row.rater_id == row.person_id else "manager_rating"
        share = (min(max(row.level, 1), highest_level) - 1) / (highest_level - 1)
        yield Evidence(row.person_id, row.skill, kind, row.on, share, WEIGHTS[kind], str(row.id), row.rater_id)

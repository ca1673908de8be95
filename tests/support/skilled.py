"""Skills in tests: evidence of the cast, each piece in a line, and what somebody is shown of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from lms.scoring.models import Assessment
from lms.skills.evidence import Evidence
from lms.skills.models import SkillRating
from lms.skills.reading import read_evidence
from lms.skills.sight import evidence_sight
from lms.training.courses import CourseFacts, register_course
from lms.training.models import QuizAttempt
from support.acting import in_days
from support.factories import MONDAY, Cast, Player
from support.learning import PLAIN, on
from support.scoring import ask, assess, given, publish

HALF_LIFE, LEVELS = 180, 4
AE, SDR, SENIOR = "job-account-executive", "job-sales-development-representative", "job-senior-account-executive"
# Share of a call's criteria, by the answers that give it.
ANSWERS = {0.0: (1, False), 0.25: (2, False), 0.5: (3, False), 0.75: (2, True), 1.0: (3, True)}


def days_ago(days: int) -> int:
    """Return how many days after Monday a day is that lies so many days before today."""
    return (in_days(-days) - MONDAY.date()).days


def put_in_job(cast: Cast, player: Player, job: str | None, *, days: int) -> None:
    """Let the admin say that somebody has had a job for so many days."""
    body = {"job": job, "on": in_days(-days).isoformat()}
    answer = cast.nadia.ask("PATCH", f"/people/{player.id}", json=body)
    assert answer.status_code == 200, answer.get_data(as_text=True)


def score(
    session: Session, coach: Player, rep: Player, share: float, *, days: int = 0, own: float | None = None
) -> Assessment:
    """Let a coach score a call of so many days after Monday, and the rep too, where `own` says how."""
    call = assess(session, coach, rep, now=on(days))
    card(session, coach, call, share, days=days)
    if own is not None:
        ask(session, call, rep, "self", days=days)
        card(session, rep, call, own, days=days)
    return call


def card(session: Session, scorer: Player, call: Assessment, share: float, *, days: int = 0) -> None:
    """Let somebody who was asked publish their card."""
    calm, told = ANSWERS[share]
    publish(session, scorer, call, given(calm, told=told), days=days)


def rate(session: Session, rater: Player, rep: Player, level: int, *, days: int = 0, skill: str = "discovery") -> UUID:
    """Let somebody rate, whoever they are."""
    now = on(days)
    made = SkillRating(
        person_id=rep.id, skill=skill, level=level, note=f"{level}", rater_id=rater.id, at=now.at, on=now.day
    )
    session.add(made)
    session.flush()
    return made.id


def answer(
    session: Session,
    rep: Player,
    course: CourseFacts,
    percent: int,
    *,
    days: int = 0,
    results: dict[str, list[int]] | None = None,
) -> None:
    """Let somebody hand in the quiz of a course."""
    register_course(session, course=course, day=on(days).day)
    now = on(days)
    session.add(
        QuizAttempt(
            person_id=rep.id,
            course_id=course.id,
            course_version=1,
            seed="s",
            pass_mark=80,
            answers=[],
            begun_at=now.at,
            submitted_at=now.at,
            submitted_on=now.day,
            score=percent,
            has_passed=percent >= 80,
            skill_results=results,
        )
    )
    session.flush()


def seen(
    session: Session, player: Player, *reps: Player, days: int = 0, history: str = "released", **options: Any
) -> list[Evidence]:
    """Return the evidence of some reps that somebody sees, so many days after Monday, in a fixed order."""
    day: date = on(days).day
    sight = evidence_sight(
        session, actors=[player.actor], person_ids=[rep.id for rep in reps], day=day, history=history
    )
    found = read_evidence(
        session,
        sight=sight,
        person_ids=[rep.id for rep in reps],
        highest_level=LEVELS,
        today=day,
        half_life_days=options.get("half_life", HALF_LIFE),
    )
    return sorted(found, key=lambda one: (one.day, one.kind, one.skill, one.share))


def said(evidence: list[Evidence]) -> list[tuple[str, str, float, float]]:
    """Return of each piece its kind, skill, share and weight."""
    return [(one.kind, one.skill, round(one.share, 3), one.weight) for one in evidence]


def course(name: str, *skills: str, kind: str = "course") -> CourseFacts:
    """Return a course that names skills."""
    return replace(PLAIN, id=name, title=name.title(), kind=kind, skills=skills)

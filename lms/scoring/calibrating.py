"""Calibrating: one thing scored by several coaches blindly, on purpose, and what is known of how they agree."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from lms.days import Now
from lms.errors import Conflict, NotAllowed, NotFound
from lms.people.access import Actor
from lms.people.models import Person
from lms.scoring.assessments import Deed, Manner, Paper, ScoringSeat, add_scorer, open_assessment, rubric_for
from lms.scoring.calibration import Calibration, calibrate
from lms.scoring.models import Assessment, Scorecard, Scorer
from lms.scoring.sight import CardSight

MOST_SCORERS = 30
# Who coaches; an author or a rep isn't asked to be as strict as the others.
_CALIBRATES = {"manager", "admin"}


def open_calibration(
    session: Session,
    *,
    actor: Actor,
    rep_id: UUID,
    sight: CardSight,
    paper: Paper,
    done: Deed,
    scorers: Sequence[Person],
    now: Now,
) -> Assessment:
    """Open a blind assessment that several coaches score, the actor among them; Conflict for who coaches nobody."""
    others = [person for person in scorers if person.id != actor.id]
    if not others:
        raise Conflict("name somebody else who scores; two at least are compared", field="emails")
    if len(others) > MOST_SCORERS:
        raise Conflict(f"at most {MOST_SCORERS} score one calibration", field="emails")
    for person in others:
        _check_scorer(person, rep_id, now)
    made = open_assessment(
        session,
        actor=actor,
        rep_id=rep_id,
        sight=sight,
        paper=paper,
        done=done,
        manner=Manner(is_blind=True, is_calibration=True),
        now=now,
    )
    for person_id in dict.fromkeys(person.id for person in others):
        add_scorer(session, assessment=made, person_id=person_id, role="coach", by_id=actor.id, now=now)
    return made


def calibrations_of(session: Session, *, actor: Actor, after: UUID | None, limit: int) -> Sequence[Assessment]:
    """Return the calibrations that somebody opened or was asked to score, those opened last first."""
    was_asked = exists().where(
        Scorer.assessment_id == Assessment.id, Scorer.person_id == actor.id, Scorer.declined_at.is_(None)
    )
    wanted = select(Assessment).where(Assessment.is_calibration, or_(Assessment.opened_by_id == actor.id, was_asked))
    if after is not None:
        wanted = wanted.where(Assessment.id < after)
    return list(session.scalars(wanted.order_by(Assessment.id.desc()).limit(limit)))


def read_calibration(session: Session, *, seat: ScoringSeat) -> Calibration:
    """Return how those agree who scored a calibration; NotFound for another assessment, NotAllowed before it closes.

    Who scored it and who leads it see it; the rep sees cards, and not who of their coaches is strict.
    """
    assessment = seat.assessment
    has_scored = seat.card is not None and seat.card.published_at is not None
    if not assessment.is_calibration or not (seat.leads or has_scored):
        raise NotFound("no such calibration")
    if assessment.closed_at is None:
        raise NotAllowed("the scorecards are compared once the calibration is closed, so that nobody is led by others")
    given = _published(session, [assessment.id])[assessment.id]
    return calibrate([(rubric_for(session, assessment), given)])


def count_scored(session: Session, *, assessment_ids: Collection[UUID]) -> dict[UUID, tuple[int, int]]:
    """Return how many were asked to score each, and how many published a card; who it was isn't said."""
    asked = select(Scorer.assessment_id).where(Scorer.assessment_id.in_(assessment_ids), Scorer.declined_at.is_(None))
    counts = {assessment_id: [0, 0] for assessment_id in assessment_ids}
    for assessment_id in session.scalars(asked):
        counts[assessment_id][0] += 1
    for assessment_id, given in _published(session, assessment_ids).items():
        counts[assessment_id][1] = len(given)
    return {assessment_id: (of, done) for assessment_id, (of, done) in counts.items()}


def _published(
    session: Session, assessment_ids: Collection[UUID]
) -> Mapping[UUID, Mapping[UUID, Mapping[str, object]]]:
    wanted = select(Scorecard).where(Scorecard.assessment_id.in_(assessment_ids), Scorecard.published_at.is_not(None))
    found: dict[UUID, dict[UUID, Mapping[str, object]]] = {assessment_id: {} for assessment_id in assessment_ids}
    for card in session.scalars(wanted.order_by(Scorecard.id)):
        found[card.assessment_id][card.scorer_id] = card.answers
    return found


def _check_scorer(person: Person, rep_id: UUID, now: Now) -> None:
    if person.id == rep_id:
        raise Conflict("who is scored doesn't calibrate", field="emails")
    if person.has_left(now.at) or not _CALIBRATES & {role.role for role in person.roles}:
        raise Conflict(f"{person.name} coaches nobody; name managers", field="emails")

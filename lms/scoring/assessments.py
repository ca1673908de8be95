"""Assessments: opening one, closing it, and letting managers who come later see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from lms.audit.noting import note
from lms.base import insert_into
from lms.days import Now
from lms.errors import Conflict, NotAllowed, NotFound
from lms.people.access import Actor
from lms.people.models import Person
from lms.scoring.models import Assessment, RubricPaper, Scorecard, Scorer
from lms.scoring.rubric import Rubric, rubric_of
from lms.scoring.sight import CardSight

_FARTHEST = timedelta(days=3653)


@dataclass(frozen=True)
class Paper:
    """A rubric as it is now: the id of its page, everything of it, and the SHA-256 of that."""

    rubric_id: str
    digest: str
    content: dict[str, Any]


@dataclass(frozen=True)
class Deed:
    """What a rep did: of which kind, what it is called, when it took place, and where it can be heard or read again."""

    subject: str
    title: str
    took_place_on: date
    recording: str | None = None
    deal_id: str | None = None
    session_id: UUID | None = None
    transcript: list[Any] | None = None


@dataclass(frozen=True)
class Manner:
    """How something is scored: whether the rep scores themselves first, and whether nobody sees another's card."""

    asks_self: bool = False
    is_blind: bool = False
    is_calibration: bool = False


@dataclass(frozen=True)
class ScoringSeat:
    """What somebody is in an assessment that they see: who was asked to score it, and the card they began."""

    assessment: Assessment
    sight: CardSight
    scorer: Scorer | None
    card: Scorecard | None

    @property
    def is_rep(self) -> bool:
        """Whether it is about them."""
        return self.assessment.rep_id == self.sight.actor_id

    @property
    def leads(self) -> bool:
        """Whether they may say who scores, and when it is over: who opened it or manages the rep, while they coach."""
        is_opener = self.assessment.opened_by_id == self.sight.actor_id
        if self.is_rep:
            return is_opener
        return self.sight.coaches(self.assessment.rep_id) and (is_opener or self.assessment.rep_id in self.sight.since)


def open_assessment(
    session: Session,
    *,
    actor: Actor,
    rep_id: UUID,
    sight: CardSight,
    paper: Paper,
    done: Deed,
    manner: Manner,
    now: Now,
) -> Assessment:
    """Open the assessment of what a rep did: the actor's own, or a rep's whom they coach, and score it as their coach.

    Who opens one of their own scores themselves before they see anybody's card. Raises NotFound for people whom the
    actor doesn't coach. That the actor may see what it is about (a session) is for the caller to know.
    """
    rep = session.get(Person, rep_id)
    if rep is None or not (rep_id == actor.id or sight.coaches(rep_id)):
        raise NotFound("no such person")
    if rep.has_left(now.at):
        raise Conflict(f"{rep.name} has left", field="rep_id")
    if rep_id == actor.id:
        manner = Manner(asks_self=True)
    assessment = make_assessment(
        session, rep_id=rep_id, opened_by_id=actor.id, paper=paper, done=done, manner=manner, now=now
    )
    if rep_id != actor.id:
        add_scorer(session, assessment=assessment, person_id=actor.id, role="coach", by_id=actor.id, now=now)
    return assessment


def make_assessment(
    session: Session, *, rep_id: UUID, opened_by_id: UUID, paper: Paper, done: Deed, manner: Manner, now: Now
) -> Assessment:
    """Make an assessment, whoever may open it, with the rep as its first scorer where they are asked."""
    if done.took_place_on > now.day:
        raise Conflict("what is assessed has taken place; name a day up to today", field="took_place_on")
    if now.day - done.took_place_on > _FARTHEST:
        raise Conflict(f"{done.took_place_on} lies more than ten years back", field="took_place_on")
    keep_paper(session, paper)
    assessment = Assessment(
        rep_id=rep_id,
        rubric_id=paper.rubric_id,
        paper_digest=paper.digest,
        **vars(done),
        **vars(manner),
        opened_at=now.at,
        opened_on=now.day,
        opened_by_id=opened_by_id,
    )
    session.add(assessment)
    session.flush()
    if manner.asks_self:
        add_scorer(session, assessment=assessment, person_id=rep_id, role="self", by_id=opened_by_id, now=now)
    return assessment


def add_scorer(
    session: Session, *, assessment: Assessment, person_id: UUID, role: str, by_id: UUID, now: Now
) -> Scorer:
    """Note that somebody is asked to score, whoever may ask."""
    scorer = Scorer(assessment_id=assessment.id, person_id=person_id, role=role, asked_at=now.at, asked_by_id=by_id)
    session.add(scorer)
    session.flush()
    return scorer


def keep_paper(session: Session, paper: Paper) -> None:
    """Keep a rubric as it is, once for everything that is scored by it."""
    if session.get(RubricPaper, paper.digest) is None:
        row = {"digest": paper.digest, "rubric_id": paper.rubric_id, "content": paper.content}
        session.execute(insert_into(session, RubricPaper).values(row).on_conflict_do_nothing())


def rep_of(session: Session, *, assessment_id: UUID) -> UUID:
    """Return whose assessment it is, for who then asks what they see of it; raises NotFound."""
    rep_id = session.scalar(select(Assessment.rep_id).where(Assessment.id == assessment_id))
    if rep_id is None:
        raise NotFound("no such assessment")
    return rep_id


def reps_of_session(session: Session, *, session_id: UUID) -> Sequence[UUID]:
    """Return whose assessments belong to a coaching session."""
    return list(session.scalars(select(Assessment.rep_id).where(Assessment.session_id == session_id).distinct()))


def seat_in(session: Session, *, sight: CardSight, assessment_id: UUID, to_change: bool = False) -> ScoringSeat:
    """Return what somebody is in an assessment; raises NotFound for one that they don't see.

    `to_change` takes its turn first, so that nobody else changes it or one of its cards until the transaction ends.
    """
    if to_change:
        turn = update(Assessment).where(Assessment.id == assessment_id)
        session.execute(turn.values(title=Assessment.title), execution_options={"synchronize_session": False})
    wanted = select(Assessment).where(Assessment.id == assessment_id, sight.of_assessments())
    assessment = session.scalar(wanted.execution_options(populate_existing=True))
    if assessment is None:
        raise NotFound("no such assessment")
    own = (Scorer.assessment_id == assessment_id, Scorer.person_id == sight.actor_id)
    card = select(Scorecard).where(Scorecard.assessment_id == assessment_id, Scorecard.scorer_id == sight.actor_id)
    return ScoringSeat(
        assessment,
        sight,
        session.scalar(select(Scorer).where(*own).execution_options(populate_existing=True)),
        session.scalar(card.execution_options(populate_existing=True)),
    )


def rubric_for(session: Session, assessment: Assessment) -> Rubric:
    """Return the rubric by which something is scored, as it was when the assessment was opened."""
    return rubric_of(session.get_one(RubricPaper, assessment.paper_digest).content)


def close_assessment(session: Session, *, seat: ScoringSeat, now: Now) -> None:
    """Close an assessment: nobody scores it any more, and one that was blind is open to those who may see its cards."""
    if not seat.leads:
        raise NotAllowed("who opened the assessment closes it, or whoever manages the rep")
    if seat.assessment.closed_at is not None:
        raise Conflict("the assessment was closed already")
    seat.assessment.closed_at = now.at
    session.flush()


def release_assessment(session: Session, *, seat: ScoringSeat, is_released: bool, now: Now) -> None:
    """Let managers who came later see what was published before, or no more; only the rep can."""
    if not seat.is_rep:
        raise NotAllowed("only who was scored can release it")
    if is_released != (seat.assessment.released_at is not None):
        before, after = seat.assessment.released_at, now.at if is_released else None
        seat.assessment.released_at = after
        note(
            session,
            f"assessment.{'released' if is_released else 'held-back'}",
            subject=seat.assessment.id,
            person_id=seat.assessment.rep_id,
            before={"released_at": before},
            after={"released_at": after},
        )
    session.flush()

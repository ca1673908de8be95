"""Reading: an assessment with all that one person sees of it, and lists of assessments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from lms.errors import NotFound
from lms.people.access import Actor
from lms.people.directory import names_of
from lms.scoring.assessments import ScoringSeat, rubric_for
from lms.scoring.models import Assessment, CardAmendment, CardComment, RubricPaper, Scorecard, Scorer
from lms.scoring.rubric import Rubric
from lms.scoring.sight import CardSight


@dataclass(frozen=True)
class AssessmentRead:
    """An assessment as one person sees it: who scores (for a peer themselves alone), and the cards, their own first.

    `published_by` are those of the scorers who have published, also where their cards aren't seen; `names` has
    everybody of whom something is shown.
    """

    seat: ScoringSeat
    rubric: Rubric
    scorers: Sequence[Scorer]
    published_by: AbstractSet[UUID]
    cards: Sequence[Scorecard]
    amendments: Mapping[UUID, Sequence[CardAmendment]]
    comments: Mapping[UUID, Sequence[CardComment]]
    names: Mapping[UUID, str]


@dataclass(frozen=True)
class AssessmentRow:
    """An assessment in a list, the title of its rubric, and the cards that somebody sees of it."""

    assessment: Assessment
    rubric_title: str
    scorer: Scorer | None
    cards: Sequence[Scorecard]


def read_assessment(session: Session, *, seat: ScoringSeat) -> AssessmentRead:
    """Return what somebody sees of an assessment."""
    assessment, sight = seat.assessment, seat.sight
    cards = cards_of(session, sight=sight, assessment_ids=[assessment.id]).get(assessment.id, [])
    ids = [card.id for card in cards]
    amended = select(CardAmendment).where(CardAmendment.card_id.in_(ids)).order_by(CardAmendment.id)
    said = select(CardComment).where(CardComment.card_id.in_(ids)).order_by(CardComment.id)
    amendments: dict[UUID, list[CardAmendment]] = defaultdict(list)
    for amendment in session.scalars(amended):
        amendments[amendment.card_id].append(amendment)
    comments: dict[UUID, list[CardComment]] = defaultdict(list)
    for comment in session.scalars(said):
        comments[comment.card_id].append(comment)
    scorers = _scorers(session, seat)
    published = select(Scorecard.scorer_id).where(
        Scorecard.assessment_id == assessment.id, Scorecard.published_at.is_not(None)
    )
    people = {assessment.rep_id, assessment.opened_by_id, *(scorer.person_id for scorer in scorers)}
    people |= {card.scorer_id for card in cards} | {scorer.asked_by_id for scorer in scorers}
    people |= {comment.author_id for own in comments.values() for comment in own}
    return AssessmentRead(
        seat=seat,
        rubric=rubric_for(session, assessment),
        scorers=scorers,
        published_by=set(session.scalars(published)),
        cards=sorted(cards, key=lambda card: (card.scorer_id != sight.actor_id, card.published_at or card.begun_at)),
        amendments=amendments,
        comments=comments,
        names=names_of(session, person_ids=people),
    )


def seen_card(session: Session, *, sight: CardSight, card_id: UUID) -> Scorecard:
    """Return a card that somebody sees; raises NotFound for any other."""
    wanted = select(Scorecard).join(Assessment, Assessment.id == Scorecard.assessment_id)
    card = session.scalar(wanted.where(Scorecard.id == card_id, sight.of_cards()))
    if card is None:
        raise NotFound("no such scorecard")
    return card


def assessment_of(session: Session, *, card_id: UUID) -> Assessment:
    """Return the assessment of a card, for who then asks what they see of it; raises NotFound."""
    wanted = select(Assessment).join(Scorecard, Scorecard.assessment_id == Assessment.id)
    found = session.scalar(wanted.where(Scorecard.id == card_id))
    if found is None:
        raise NotFound("no such scorecard")
    return found


def cards_of(session: Session, *, sight: CardSight, assessment_ids: Collection[UUID]) -> dict[UUID, list[Scorecard]]:
    """Return the cards that somebody sees of some assessments, by assessment."""
    wanted = (
        select(Scorecard)
        .join(Assessment, Assessment.id == Scorecard.assessment_id)
        .where(Scorecard.assessment_id.in_(assessment_ids), sight.of_cards())
        .order_by(Scorecard.id)
    )
    found: dict[UUID, list[Scorecard]] = defaultdict(list)
    for card in session.scalars(wanted):
        found[card.assessment_id].append(card)
    return found


def list_assessments(
    session: Session,
    *,
    sight: CardSight,
    session_id: UUID | None = None,
    after: UUID | None = None,
    limit: int,
) -> list[AssessmentRow]:
    """Return the assessments that somebody sees of the reps of their sight, those opened last first."""
    wanted = select(Assessment).where(sight.of_assessments())
    if session_id is not None:
        wanted = wanted.where(Assessment.session_id == session_id)
    if after is not None:
        wanted = wanted.where(Assessment.id < after)
    found = list(session.scalars(wanted.order_by(Assessment.id.desc()).limit(limit)))
    return _rows(session, sight, found)


def list_to_score(session: Session, *, actor: Actor, after: UUID | None = None, limit: int) -> list[AssessmentRow]:
    """Return what somebody was asked to score and didn't yet, what was opened first first; of cards their draft."""
    done = exists().where(
        Scorecard.assessment_id == Scorer.assessment_id,
        Scorecard.scorer_id == Scorer.person_id,
        Scorecard.published_at.is_not(None),
    )
    wanted = (
        select(Assessment)
        .join(Scorer, Scorer.assessment_id == Assessment.id)
        .where(Scorer.person_id == actor.id, Scorer.declined_at.is_(None), Assessment.closed_at.is_(None), ~done)
    )
    if after is not None:
        wanted = wanted.where(Assessment.id > after)
    found = list(session.scalars(wanted.order_by(Assessment.id).limit(limit)))
    nobody = CardSight(actor.id, frozenset(one.rep_id for one in found), {}, {})
    return _rows(session, nobody, found)


def _rows(session: Session, sight: CardSight, found: Sequence[Assessment]) -> list[AssessmentRow]:
    ids = [assessment.id for assessment in found]
    papers = select(RubricPaper).where(RubricPaper.digest.in_({assessment.paper_digest for assessment in found}))
    titles = {paper.digest: paper.content["title"] for paper in session.scalars(papers)}
    asked = select(Scorer).where(Scorer.assessment_id.in_(ids), Scorer.person_id == sight.actor_id)
    scorers = {scorer.assessment_id: scorer for scorer in session.scalars(asked)}
    cards = cards_of(session, sight=sight, assessment_ids=ids)
    return [AssessmentRow(one, titles[one.paper_digest], scorers.get(one.id), cards.get(one.id, [])) for one in found]


def _scorers(session: Session, seat: ScoringSeat) -> Sequence[Scorer]:
    """Return who was asked to score, in that order; to peers and graders themselves alone."""
    wanted = select(Scorer).where(Scorer.assessment_id == seat.assessment.id)
    if not (seat.is_rep or seat.leads or seat.sight.coaches(seat.assessment.rep_id)):
        wanted = wanted.where(Scorer.person_id == seat.sight.actor_id)
    return list(session.scalars(wanted.order_by(Scorer.asked_at, Scorer.person_id)))

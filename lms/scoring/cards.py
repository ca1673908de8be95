"""Scorecards: kept while somebody fills one in, published once, amended with a reason; nothing given is ever lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from lms.days import Now
from lms.errors import Conflict, NotAllowed
from lms.scoring.assessments import ScoringSeat, rubric_for
from lms.scoring.counting import Total, count, troubles_of
from lms.scoring.models import Assessment, CardAmendment, CardComment, Scorecard
from lms.scoring.rubric import Rubric
from lms.scoring.scores import write_scores

CALIBRATED = "a calibration compares what was given when it was closed; it can't be amended any more"
CLOSED = "the assessment is closed; nobody scores it any more"
DECLINED = "you declined to score this; who asked you can ask again"
NOT_ASKED = "you weren't asked to score this"


@dataclass(frozen=True)
class CardGiven:
    """What somebody gives: answers by the ids of criteria, and a few words on all of it."""

    answers: Mapping[str, Any]
    summary: str


class StaleCardError(Exception):
    """Somebody, or the same person elsewhere, saved the card meanwhile: `current` is what is kept; None before any."""

    def __init__(self, current: Scorecard | None) -> None:
        """Keep the card as it is."""
        super().__init__("the scorecard was saved meanwhile")
        self.current = current


def save_draft(session: Session, *, seat: ScoringSeat, given: CardGiven, version: int, now: Now) -> Scorecard:
    """Keep what was filled in so far, on top of a version (0 for the first); raises StaleCardError for an older one.

    What is kept already is kept once more without a word: a request whose answer never came may be sent again.
    """
    check_scores(seat)
    if seat.card is not None and seat.card.published_at is not None:
        raise Conflict("your scorecard is published; amend it, and say why")
    _check_ids(rubric_for(session, seat.assessment), given.answers)
    card = seat.card
    if card is not None and (dict(card.answers), card.summary) == (dict(given.answers), given.summary):
        return card
    if version != (card.version if card else 0):
        raise StaleCardError(card)
    if card is None:
        scorer = seat.scorer
        card = Scorecard(
            assessment_id=seat.assessment.id,
            scorer_id=seat.sight.actor_id,
            role=scorer.role if scorer else "",
            version=0,
            begun_at=now.at,
        )
        session.add(card)
    card.answers, card.summary, card.updated_at = dict(given.answers), given.summary, now.at
    card.version += 1
    session.flush()
    return card


def publish_card(session: Session, *, seat: ScoringSeat, version: int, now: Now) -> Scorecard:
    """Publish the draft as it is kept; raises Conflict while something mandatory isn't answered, or is wrong."""
    check_scores(seat)
    card = seat.card
    if card is None:
        raise Conflict("there is nothing to publish yet; fill the scorecard in")
    if card.published_at is not None:
        return card
    if version != card.version:
        raise StaleCardError(card)
    rubric = rubric_for(session, seat.assessment)
    _check_complete(rubric, card.answers)
    card.published_at, card.published_on, card.updated_at = now.at, now.day, now.at
    card.version += 1
    _count(session, seat.assessment, card, rubric)
    return card


def amend_card(
    session: Session, *, seat: ScoringSeat, given: CardGiven, reason: str, version: int, now: Now
) -> Scorecard:
    """Change a published card of one's own; what it was before is kept with the reason."""
    card = seat.card
    if card is None or card.published_at is None:
        raise Conflict("only a published scorecard is amended; save yours as a draft")
    if seat.assessment.is_calibration and seat.assessment.closed_at is not None:
        raise Conflict(CALIBRATED)
    if version != card.version:
        raise StaleCardError(card)
    if (dict(card.answers), card.summary) == (dict(given.answers), given.summary):
        raise Conflict("nothing differs from what you published")
    rubric = rubric_for(session, seat.assessment)
    _check_complete(rubric, given.answers)
    before = CardAmendment(
        card_id=card.id,
        answers=card.answers,
        summary=card.summary,
        points=card.points,
        has_passed=card.has_passed,
        reason=reason,
        at=now.at,
        by_id=seat.sight.actor_id,
    )
    session.add(before)
    card.answers, card.summary, card.updated_at = dict(given.answers), given.summary, now.at
    card.version += 1
    _count(session, seat.assessment, card, rubric)
    return card


def add_comment(session: Session, *, seat: ScoringSeat, card: Scorecard, text: str, now: Now) -> CardComment:
    """Add words to a published card that one sees, as the rep, as somebody who was asked to score, or who leads."""
    if card.published_at is None:
        raise Conflict("a draft has no comments; publish it first")
    if not (seat.is_rep or seat.leads or seat.scorer is not None):
        raise NotAllowed("the rep comments on a scorecard, and who scores")
    comment = CardComment(card_id=card.id, author_id=seat.sight.actor_id, text=text, at=now.at)
    session.add(comment)
    session.flush()
    return comment


def check_scores(seat: ScoringSeat) -> None:
    """Raise a Refusal for who doesn't score this, or not any more."""
    if seat.scorer is None:
        raise NotAllowed(NOT_ASKED)
    if seat.scorer.declined_at is not None:
        raise Conflict(DECLINED)
    if seat.assessment.closed_at is not None:
        raise Conflict(CLOSED)


def _check_ids(rubric: Rubric, answers: Mapping[str, Any]) -> None:
    """Refuse answers to what isn't asked; all else a draft may hold is for its scorer to mend."""
    unknown = sorted(set(answers) - rubric.by_id.keys())
    if unknown:
        raise Conflict(f"the rubric has no criterion `{unknown[0]}`", field=f"answers/{unknown[0]}")


def _check_complete(rubric: Rubric, answers: Mapping[str, Any]) -> None:
    troubles = troubles_of(rubric, answers)
    if troubles:
        names = {criterion.id: criterion.name for criterion in rubric.criteria}
        first = troubles[0]
        more = f"; {len(troubles) - 1} more" if len(troubles) > 1 else ""
        raise Conflict(
            f"{names.get(first.criterion, first.criterion)}: {first.message}{more}", field=f"answers/{first.criterion}"
        )
    if rubric.points and count(rubric, answers).share is None:
        raise Conflict("answer at least one criterion that counts; if none applies, decline instead")


def _count(session: Session, assessment: Assessment, card: Scorecard, rubric: Rubric) -> None:
    """Write what the answers of a published card come to, and the scores that follow from them."""
    total: Total = count(rubric, card.answers)
    card.points, card.most, card.share, card.has_passed = total.points, total.most, total.share, total.has_passed
    session.flush()
    write_scores(session, assessment=assessment, card=card, rubric=rubric, total=total)

"""Scorers of an assessment: peers who are asked, and whoever declines."""

from __future__ import annotations

from sqlalchemy.orm import Session

from lms.days import Now
from lms.errors import Conflict, NotAllowed
from lms.people.models import Person
from lms.scoring.assessments import ScoringSeat, add_scorer
from lms.scoring.models import Scorer

# Analysts read figures and nobody's records, partners the library alone.
_MAY_SCORE = {"rep", "author", "manager", "admin"}


def ask_peer(session: Session, *, seat: ScoringSeat, person: Person | None, now: Now) -> Scorer:
    """Ask a colleague to score too, as the rep or who leads the assessment; raises Conflict for who can't."""
    if not (seat.is_rep or seat.leads):
        raise NotAllowed("the rep asks their peers, or who opened the assessment")
    _check_is_open(seat)
    if person is None or not _MAY_SCORE & {role.role for role in person.roles}:
        raise Conflict("nobody with this address can be asked; name a colleague", field="email")
    if person.has_left(now.at):
        raise Conflict(f"{person.name} has left", field="email")
    if person.id == seat.assessment.rep_id:
        raise Conflict("a peer is somebody else than who is scored", field="email")
    known = session.get(Scorer, (seat.assessment.id, person.id), populate_existing=True)
    if known is not None and known.declined_at is None:
        raise Conflict(f"{person.name} was asked already", field="email")
    if known is not None:
        known.declined_at, known.asked_at, known.asked_by_id = None, now.at, seat.sight.actor_id
        session.flush()
        return known
    return add_scorer(
        session, assessment=seat.assessment, person_id=person.id, role="peer", by_id=seat.sight.actor_id, now=now
    )


def decline(session: Session, *, seat: ScoringSeat, now: Now) -> None:
    """Decline to score what one was asked to; a card that was begun stays its scorer's own."""
    if seat.scorer is None:
        raise NotAllowed("you weren't asked to score this")
    if seat.card is not None and seat.card.published_at is not None:
        raise Conflict("you published your scorecard already")
    seat.scorer.declined_at = seat.scorer.declined_at or now.at
    session.flush()


def _check_is_open(seat: ScoringSeat) -> None:
    if seat.assessment.closed_at is not None:
        raise Conflict("the assessment is closed; nobody is asked any more")

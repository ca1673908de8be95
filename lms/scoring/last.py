"""Last scorecard of somebody that several people all see, such as the two of a session."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.scoring.assessments import rubric_for
from lms.scoring.models import Assessment, Scorecard
from lms.scoring.rubric import Rubric
from lms.scoring.sight import CardSight


@dataclass(frozen=True)
class LastCard:
    """A published scorecard of a coach, what it is of, and the rubric that it was scored on."""

    card: Scorecard
    assessment: Assessment
    rubric: Rubric


def find_last_card(session: Session, *, rep_id: UUID, sights: Iterable[CardSight]) -> LastCard | None:
    """Return a coach's last published card of a rep, but for calibrations, that all see whose sights these are."""
    wanted = (
        select(Scorecard, Assessment)
        .join(Assessment, Assessment.id == Scorecard.assessment_id)
        .where(Assessment.rep_id == rep_id, Assessment.is_calibration.is_(False))
        .where(Scorecard.role == "coach", Scorecard.published_at.is_not(None), *(one.of_cards() for one in sights))
        .order_by(Assessment.took_place_on.desc(), Scorecard.published_at.desc())
        .limit(1)
    )
    found = session.execute(wanted).first()
    if found is None:
        return None
    card, assessment = found
    return LastCard(card, assessment, rubric_for(session, assessment))

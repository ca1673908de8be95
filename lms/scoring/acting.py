"""Acting: what somebody may do in an assessment that they see, as a page offers it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

from lms.errors import Refusal
from lms.scoring.assessments import ScoringSeat
from lms.scoring.cards import check_scores

Action = Literal["save", "publish", "amend", "decline", "ask", "close", "release", "take-back", "comment"]


def actions_of(seat: ScoringSeat) -> Sequence[Action]:
    """Return what somebody may do now, in the order in which it is mostly done."""
    assessment, card = seat.assessment, seat.card
    is_open = assessment.closed_at is None
    is_published = card is not None and card.published_at is not None
    may: dict[Action, bool] = {
        "save": _scores(seat) and not is_published,
        "publish": _scores(seat) and card is not None and not is_published,
        "amend": is_published and (is_open or not assessment.is_calibration),
        "decline": _scores(seat) and not is_published,
        "ask": is_open and (seat.is_rep or seat.leads),
        "close": is_open and seat.leads,
        "release": seat.is_rep and assessment.released_at is None,
        "take-back": seat.is_rep and assessment.released_at is not None,
        "comment": seat.is_rep or seat.leads or seat.scorer is not None,
    }
    return [action for action in get_args(Action) if may[action]]


def _scores(seat: ScoringSeat) -> bool:
    try:
        check_scores(seat)
    except Refusal:
        return False
    return True

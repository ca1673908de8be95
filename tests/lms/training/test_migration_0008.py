"""Standings that older rules decided are decided anew after 0008."""

from __future__ import annotations

from sqlalchemy import update
from sqlalchemy.orm import Session

from api.web.database import alembic
from lms.base import in_steps
from lms.training.models import Standing
from lms.training.states import State
from lms.training.upkeep import refresh_stale_courses
from support.factories import Cast
from support.learning import QUIZ, complete, give, on, state


def test_what_a_new_assignment_hid_shows_after_0008(session: Session, cast: Cast) -> None:
    """Ada's certificate had expired, and she stood there as one who hadn't started."""
    complete(session, cast.ada.actor, QUIZ)
    give(session, cast.max, [cast.ada.id], now=on(400))
    session.execute(
        update(Standing).where(Standing.state == State.EXPIRED).values(state=State.NOT_STARTED),
        execution_options={"synchronize_session": False},
    )
    session.commit()
    session.expunge_all()
    alembic.downgrade("0007")
    alembic.upgrade("0008")
    assert state(session, cast.ada, 400) == "not_started"
    in_steps(session, refresh_stale_courses(session))
    assert state(session, cast.ada, 400) == "expired"

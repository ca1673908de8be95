"""Coaching sessions: seen by the coach and the rep, and by nobody else."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from flask import Blueprint
from pydantic import BaseModel, Field

from api.web.auth import SIGNED_IN, allow
from api.web.context import actor, clock, now, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.paging import After, Listed, created, listed
from api.web.shapes import Moment, Strict, Whole, Words
from api.web.writes import writes
from lms.coaching.models import CoachingSession
from lms.coaching.sessions import (
    get_session,
    hold_session,
    list_sessions,
    schedule_session,
)

blueprint = Blueprint("coaching", __name__, url_prefix=f"{PREFIX}/coaching")


class SessionIn(Strict):
    """A session to schedule with a rep; the asker is the coach."""

    rep_id: UUID
    topic: Annotated[Words, Field(max_length=200)]
    scheduled_at: Moment
    minutes: Whole = Field(30, ge=5, le=480)


class SessionsQuery(After):
    """Page by page; with `person_id` those of the asker's sessions in which this person is one of the two."""

    person_id: UUID | None = None


class PersonName(BaseModel):
    """A person by name."""

    id: UUID
    name: str


class SessionOut(BaseModel):
    """A session; `held_at` is null until it was held."""

    id: UUID
    coach: PersonName
    rep: PersonName
    topic: str
    scheduled_at: datetime
    minutes: int
    held_at: datetime | None


@blueprint.get("/sessions")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(HTTP_200=Listed[SessionOut]), tags=["coaching"])
def sessions(query: SessionsQuery) -> Answer:
    """List the asker's own sessions, as coach or as rep; nobody else's, whoever is asked for."""
    found = list_sessions(session(), actor=actor(), person_id=query.person_id, after=query.after, limit=query.limit + 1)
    return listed(Listed[SessionOut], [_out(item) for item in found], query.limit)


@blueprint.post("/sessions")
@allow("manager", "admin")
@writes
@spec.validate(resp=answers(409, 415, HTTP_201=SessionOut), tags=["coaching"])
def schedule(json: SessionIn) -> Answer:
    """Schedule a session with a rep of the asker's teams."""
    made = schedule_session(
        session(),
        actor=actor(),
        rep_id=json.rep_id,
        topic=json.topic.strip(),
        scheduled_at=json.scheduled_at,
        minutes=json.minutes,
        at=now(),
    )
    return created(_out(made), f"{PREFIX}/coaching/sessions/{made.id}")


@blueprint.get("/sessions/<uuid:session_id>")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(HTTP_200=SessionOut), tags=["coaching"])
def show(session_id: UUID) -> Answer:
    """Return one of the asker's sessions."""
    return _out(get_session(session(), actor=actor(), session_id=session_id))


@blueprint.post("/sessions/<uuid:session_id>/held")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(409, HTTP_200=SessionOut), tags=["coaching"])
def hold(session_id: UUID) -> Answer:
    """Mark a session as held; its coach can, once."""
    return _out(hold_session(session(), actor=actor(), session_id=session_id, now=clock()))


def _out(found: CoachingSession) -> SessionOut:
    return SessionOut.model_validate(found, from_attributes=True)

"""Changes of a session by its two people: accepted, moved, held, missed, cancelled, put right."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from flask import Blueprint
from pydantic import BeforeValidator, Field

from api.coaching.shapes import Minutes, ReasonWords, SessionShown, session_shown
from api.web.auth import SIGNED_IN, allow
from api.web.context import actor, clock, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.gate import bare
from api.web.shapes import Day, Moment, Strict, as_number
from api.web.writes import writes
from lms.coaching.changing import (
    accept_session,
    cancel_session,
    hold_session,
    miss_session,
    move_session,
    reopen_session,
)
from lms.coaching.plans import MOST_MINUTES

blueprint = Blueprint("session_changes", __name__, url_prefix=f"{PREFIX}/coaching/sessions/<uuid:session_id>")


class MovedIn(Strict):
    """To when a session is moved, or how long it takes instead, and why; what is left out stays as it is."""

    scheduled_at: Moment | None = None
    minutes: Minutes | None = None
    reason: ReasonWords | None = None


class HeldIn(Strict):
    """On which day a session was held, today where that is left out, and how many minutes it really took."""

    on: Day | None = None
    minutes: Annotated[int, Field(ge=1, le=MOST_MINUTES), BeforeValidator(as_number)] | None = None


class CancelledIn(Strict):
    """Why a session is cancelled; the other reads it."""

    reason: ReasonWords


class WhyIn(Strict):
    """Why a change is made, if one likes to say it."""

    reason: ReasonWords | None = None


@blueprint.post("/accepted")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(409, HTTP_200=SessionShown), tags=["coaching"])
def accept(session_id: UUID) -> Answer:
    """Accept what the other of the two proposed."""
    return session_shown(accept_session(session(), actor=actor(), session_id=session_id, now=clock()))


@blueprint.post("/moved")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(409, 415, HTTP_200=SessionShown), tags=["coaching"])
def move(session_id: UUID, json: MovedIn) -> Answer:
    """Move a session; what was agreed stays agreed, a proposal is the mover's from then on."""
    return session_shown(
        move_session(session(), actor=actor(), session_id=session_id, now=clock(), **json.model_dump())
    )


@blueprint.post("/held")
@bare
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(409, 415, HTTP_200=SessionShown), tags=["coaching"])
def hold(session_id: UUID, json: HeldIn) -> Answer:
    """Mark a session as held; its coach can."""
    return session_shown(
        hold_session(session(), actor=actor(), session_id=session_id, now=clock(), on=json.on, minutes=json.minutes)
    )


@blueprint.post("/missed")
@bare
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(409, 415, HTTP_200=SessionShown), tags=["coaching"])
def miss(session_id: UUID, json: WhyIn) -> Answer:
    """Mark a session as missed, once it was to begin; either of the two can."""
    return session_shown(miss_session(session(), actor=actor(), session_id=session_id, now=clock(), reason=json.reason))


@blueprint.post("/cancelled")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(409, 415, HTTP_200=SessionShown), tags=["coaching"])
def cancel(session_id: UUID, json: CancelledIn) -> Answer:
    """Cancel a session, decline it or take a proposal back; of a series, this one alone."""
    return session_shown(
        cancel_session(session(), actor=actor(), session_id=session_id, now=clock(), reason=json.reason)
    )


@blueprint.post("/reopened")
@bare
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(409, 415, HTTP_200=SessionShown), tags=["coaching"])
def reopen(session_id: UUID, json: WhyIn) -> Answer:
    """Put right what was marked as held or missed by mistake: it is as agreed before."""
    return session_shown(
        reopen_session(session(), actor=actor(), session_id=session_id, now=clock(), reason=json.reason)
    )

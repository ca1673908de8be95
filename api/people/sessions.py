"""Browser sessions: one's own, listed and ended; for admins those of anybody."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from flask import Blueprint
from pydantic import BaseModel, Field

from api.web.auth import SIGNED_IN, allow, browser_proof, session_limits
from api.web.context import actor, now, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.paging import After, Listed, listed
from api.web.shapes import Strict
from api.web.writes import writes
from api.work.devices import device_of
from lms.people.directory import get_person
from lms.people.models import BrowserSession
from lms.people.sessions import end_one_session, end_sessions_of, list_sessions, list_sessions_of, session_id_of

blueprint = Blueprint("sessions", __name__, url_prefix=PREFIX)


class Ending(Strict):
    """Which sessions go on."""

    but: Literal["this"] | None = Field(None, description="`this` keeps the session that asks")


class BrowserSessionOut(BaseModel):
    """A browser in which somebody is signed in; `method` is how they came in, `is_this` whether it is the one asking.

    `last_seen_at` is written every few minutes.
    """

    id: UUID
    device: str
    method: str
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime
    is_this: bool


class BrowserSessionsOut(BaseModel):
    """Somebody's sessions, the last seen first."""

    items: list[BrowserSessionOut]


class SessionOfOut(BrowserSessionOut):
    """A session of anybody."""

    person_id: UUID
    person_name: str


@blueprint.get("/me/sessions")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(HTTP_200=BrowserSessionsOut), tags=["people"])
def my_sessions() -> Answer:
    """List the browsers in which the asker is signed in."""
    return _sessions_of(actor().id)


@blueprint.delete("/me/sessions/<uuid:session_id>")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(HTTP_204=None), tags=["people"])
def end_my_session(session_id: UUID) -> Answer:
    """End one of the asker's sessions; the next request of that browser must sign in."""
    end_one_session(session(), person_id=actor().id, session_id=session_id, at=now())
    return "", 204


@blueprint.delete("/me/sessions")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(HTTP_204=None), tags=["people"])
def end_my_sessions(query: Ending) -> Answer:
    """End all of the asker's sessions, or all but the one that asks; sign-in links that are still out are spent."""
    end_sessions_of(session(), person_id=actor().id, at=now(), but=_this() if query.but else None)
    return "", 204


@blueprint.get("/sessions")
@allow("admin")
@spec.validate(resp=answers(HTTP_200=Listed[SessionOfOut]), tags=["people"])
def all_sessions(query: After) -> Answer:
    """List the browsers in which anybody is signed in, the newest first."""
    found = list_sessions(session(), at=now(), limits=session_limits(), after=query.after, limit=query.limit + 1)
    this = _this()
    items = [
        SessionOfOut(**_out(one, this).model_dump(), person_id=person.id, person_name=person.name)
        for one, person in found
    ]
    return listed(Listed[SessionOfOut], items, query.limit)


@blueprint.get("/people/<uuid:person_id>/sessions")
@allow("admin")
@spec.validate(resp=answers(404, HTTP_200=BrowserSessionsOut), tags=["people"])
def sessions_of(person_id: UUID) -> Answer:
    """List the browsers in which a person is signed in."""
    return _sessions_of(get_person(session(), person_id=person_id).id)


@blueprint.delete("/people/<uuid:person_id>/sessions")
@allow("admin")
@writes
@spec.validate(resp=answers(404, HTTP_204=None), tags=["people"])
def end_all_sessions_of(person_id: UUID) -> Answer:
    """End all sessions of a person, and spend the sign-in links that are still out; tokens and passkeys stay."""
    person = get_person(session(), person_id=person_id)
    end_sessions_of(session(), person_id=person.id, at=now())
    return "", 204


def _sessions_of(person_id: UUID) -> BrowserSessionsOut:
    found = list_sessions_of(session(), person_id=person_id, at=now(), limits=session_limits())
    this = _this()
    return BrowserSessionsOut(items=[_out(one, this) for one in found])


def _this() -> UUID | None:
    """Return the id of the session that asks; None where a token does."""
    cookie = browser_proof()
    return session_id_of(session(), cookie=cookie) if cookie else None


def _out(one: BrowserSession, this: UUID | None) -> BrowserSessionOut:
    return BrowserSessionOut(
        id=one.id,
        device=device_of(one.agent),
        method=one.method,
        created_at=one.created_at,
        last_seen_at=one.last_seen_at,
        expires_at=one.expires_at,
        is_this=one.id == this,
    )

"""Coaching sessions: seen by the coach and the rep, and by nobody else."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from flask import Blueprint
from pydantic import BeforeValidator, Field

from api.coaching.shapes import (
    Minutes,
    PlaceWords,
    SessionOut,
    SessionShown,
    SessionStatus,
    Topic,
    session_out,
    session_shown,
)
from api.web.auth import SIGNED_IN, allow
from api.web.context import actor, clock, now, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.paging import AfterMoment, Listed, created, next_address, place_after
from api.web.shapes import Id, Moment, Strict, as_list
from api.web.sight import visible_entry
from api.web.writes import writes
from content.fields.values import SessionKind
from lms.coaching.changing import edit_session
from lms.coaching.listing import SessionsAsked, list_sessions
from lms.coaching.plans import SessionPlan
from lms.coaching.sessions import get_session, plan_session
from lms.errors import Conflict, NotFound

blueprint = Blueprint("coaching", __name__, url_prefix=f"{PREFIX}/coaching")


class SessionIn(Strict):
    """A session with a rep, the asker being the coach, or with a coach, the asker being the rep: name one of the two.

    What a rep asks for is a proposal, and a coach's is agreed at once unless it `asks` the rep.
    """

    rep_id: UUID | None = None
    coach_id: UUID | None = None
    kind: SessionKind = "one-to-one"
    topic: Topic
    scheduled_at: Moment
    minutes: Minutes = 30
    place: PlaceWords | None = Field(None, description="a room, or the address of a call, which begins with https://")
    agenda_id: Id | None = Field(None, description="a page of type agenda")
    asks: bool = Field(False, description="whether a coach's session is a proposal first")


class SessionChange(Strict):
    """What changes of a session that wasn't held yet; a field that is left out stays as it is."""

    kind: SessionKind | None = Field(None, description="null leaves the kind as it is")
    topic: Topic | None = Field(None, description="null leaves the topic as it is")
    place: PlaceWords | None = Field(None, description="null means no place")
    agenda_id: Id | None = Field(None, description="null means no agenda")


class SessionsQuery(AfterMoment):
    """One's own sessions by the time they are planned for; each filter leaves those that fit it.

    `when` is `coming` for those that begin from now on, `past` for those that have begun. `waiting` leaves the
    proposals that the asker is asked to accept.
    """

    person_id: UUID | None = Field(None, description="one of its two people")
    status: Annotated[list[SessionStatus], BeforeValidator(as_list)] = Field(default=[], max_length=5)
    kind: Annotated[list[SessionKind], BeforeValidator(as_list)] = Field(default=[], max_length=7)
    series_id: UUID | None = None
    since: Moment | None = Field(None, alias="from")
    until: Moment | None = Field(None, description="not included")
    when: Literal["coming", "past"] | None = None
    waiting: bool = False
    order: Literal["asc", "desc"] = "asc"


@blueprint.get("/sessions")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(HTTP_200=Listed[SessionOut]), tags=["coaching"])
def sessions(query: SessionsQuery) -> Answer:
    """List the asker's own sessions, as coach or as rep; nobody else's, whoever is asked for."""
    found = list_sessions(
        session(),
        actor=actor(),
        asked=_asked(query),
        order=query.order,
        after=query.place,
        limit=query.limit + 1,
    )
    shown = found[: query.limit]
    last = place_after(shown[-1].scheduled_at, shown[-1].id) if shown else ""
    items = [session_out(one) for one in shown]
    return Listed[SessionOut](items=items, next=next_address(found, query.limit, last))


@blueprint.post("/sessions")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(409, 415, 503, HTTP_201=SessionShown), tags=["coaching"])
def plan(json: SessionIn) -> Answer:
    """Plan a session with a rep of the asker's teams or a mentee, or propose one to a manager or mentor."""
    made = plan_session(
        session(),
        actor=actor(),
        rep_id=json.rep_id,
        coach_id=json.coach_id,
        plan=_plan(json),
        asks=json.asks,
        now=clock(),
    )
    shown = session_shown(get_session(session(), actor=actor(), session_id=made.id))
    return created(shown, f"{PREFIX}/coaching/sessions/{made.id}")


@blueprint.get("/sessions/<uuid:session_id>")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(HTTP_200=SessionShown), tags=["coaching"])
def show(session_id: UUID) -> Answer:
    """Return one of the asker's sessions, with every change of it."""
    return session_shown(get_session(session(), actor=actor(), session_id=session_id))


@blueprint.patch("/sessions/<uuid:session_id>")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(409, 415, 503, HTTP_200=SessionShown), tags=["coaching"])
def edit(session_id: UUID, json: SessionChange) -> Answer:
    """Change topic, kind, place or agenda before the session is held; each of its two people can."""
    given = json.model_dump(exclude_unset=True)
    changes = {name: value for name, value in given.items() if value is not None or name in {"place", "agenda_id"}}
    check_agenda(changes.get("agenda_id"))
    return session_shown(edit_session(session(), actor=actor(), session_id=session_id, changes=changes, now=clock()))


def check_agenda(page_id: str | None) -> None:
    """Refuse an agenda that isn't a page of that type which the asker may see."""
    if page_id is None:
        return
    try:
        entry = visible_entry(page_id)
    except NotFound as error:
        raise Conflict(f"{error}; name a page of type agenda", field="agenda_id") from error
    if entry.type != "agenda":
        raise Conflict(f"“{entry.title}” is no agenda; name a page of type agenda", field="agenda_id")


def _plan(json: SessionIn) -> SessionPlan:
    check_agenda(json.agenda_id)
    return SessionPlan(json.topic, json.scheduled_at, json.minutes, json.kind, json.place, json.agenda_id)


def _asked(query: SessionsQuery) -> SessionsAsked:
    present = now()
    since, until = query.since, query.until
    if query.when == "coming":
        since = max(since or present, present)
    if query.when == "past":
        until = min(until or present, present)
    return SessionsAsked(query.person_id, query.status, query.kind, query.series_id, since, until, query.waiting)

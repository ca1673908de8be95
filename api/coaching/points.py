"""Points over HTTP: a rep writes what they want to talk about; the coach of a session to come reads it there."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from flask import Blueprint
from pydantic import BaseModel, Field

from api.web.auth import SIGNED_IN, allow
from api.web.context import actor, clock, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.paging import After, Listed, created, listed
from api.web.shapes import PersonRef, Strict, Words
from api.web.writes import writes
from lms.coaching.models import AgendaPoint
from lms.coaching.points import (
    add_point,
    change_point,
    coaches_of,
    drop_point,
    get_point,
    list_points,
    open_point,
    points_of,
)
from lms.coaching.sessions import get_session
from lms.people.directory import names_of

blueprint = Blueprint("points", __name__, url_prefix=f"{PREFIX}/coaching")
PointText = Annotated[Words, Field(max_length=500)]


class PointIn(Strict):
    """What the asker wants to talk about: with a coach of theirs, or with whoever comes next."""

    text: PointText
    coach_id: UUID | None = None


class PointChangeIn(Strict):
    """What changes of an open point; what isn't given stays."""

    text: PointText | None = None
    coach_id: UUID | None = None


class PointsQuery(After):
    """Those that are still to be talked about, or the others; page by page."""

    state: Literal["open", "closed"] = "open"


class PointOut(BaseModel):
    """A point; `coach` is null for whoever comes next, `session_id` the session in which it was talked about."""

    id: UUID
    text: str
    coach: PersonRef | None
    added_at: datetime
    session_id: UUID | None
    dropped_at: datetime | None


class CoachesOut(BaseModel):
    """For whom the asker may write a point."""

    items: list[PersonRef]


class SessionPointsOut(BaseModel):
    """The points of a session, in the order in which they were written."""

    items: list[PointOut]


@blueprint.get("/points")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(HTTP_200=Listed[PointOut]), tags=["coaching"])
def points(query: PointsQuery) -> Answer:
    """List the asker's own points: open ones in their order, closed ones the last written first."""
    is_open = query.state == "open"
    found = list_points(session(), actor=actor(), is_open=is_open, after=query.after, limit=query.limit + 1)
    return listed(Listed[PointOut], _out(found), query.limit)


@blueprint.get("/points/coaches")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(HTTP_200=CoachesOut), tags=["coaching"])
def coaches() -> Answer:
    """List for whom the asker may write a point: managers, mentors, and who has a session with them planned."""
    found = coaches_of(session(), actor=actor(), now=clock())
    return CoachesOut(items=[PersonRef.of(person) for person in found])


@blueprint.post("/points")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(415, HTTP_201=PointOut), tags=["coaching"])
def add(json: PointIn) -> Answer:
    """Write down what the asker wants to talk about."""
    made = add_point(session(), actor=actor(), text=json.text.strip(), coach_id=json.coach_id, now=clock())
    return created(_out([made])[0], f"{PREFIX}/coaching/points/{made.id}")


@blueprint.get("/points/<uuid:point_id>")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(HTTP_200=PointOut), tags=["coaching"])
def show(point_id: UUID) -> Answer:
    """Return one of the asker's own points."""
    return _out([get_point(session(), actor=actor(), point_id=point_id)])[0]


@blueprint.patch("/points/<uuid:point_id>")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(409, 415, HTTP_200=PointOut), tags=["coaching"])
def change(point_id: UUID, json: PointChangeIn) -> Answer:
    """Change an open point: its words, or whom it is for."""
    values = json.model_dump(exclude_unset=True)
    if json.text is None:
        values.pop("text", None)
    else:
        values["text"] = json.text.strip()
    return _out([change_point(session(), actor=actor(), point_id=point_id, values=values, now=clock())])[0]


@blueprint.delete("/points/<uuid:point_id>")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(HTTP_200=PointOut), tags=["coaching"])
def drop(point_id: UUID) -> Answer:
    """Drop a point; one that was talked about stays so."""
    return _out([drop_point(session(), actor=actor(), point_id=point_id, now=clock())])[0]


@blueprint.put("/points/<uuid:point_id>/open")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(HTTP_200=PointOut), tags=["coaching"])
def reopen(point_id: UUID) -> Answer:
    """Open a point again that was dropped, or for which there was no time."""
    return _out([open_point(session(), actor=actor(), point_id=point_id)])[0]


@blueprint.get("/sessions/<uuid:session_id>/points")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(HTTP_200=SessionPointsOut), tags=["coaching"])
def of_session(session_id: UUID) -> Answer:
    """Return what the rep wants to talk about in one of the asker's sessions, or wanted to in one that was held."""
    coaching = get_session(session(), actor=actor(), session_id=session_id)
    return SessionPointsOut(items=_out(points_of(session(), coaching=coaching)))


def _out(found: list[AgendaPoint]) -> list[PointOut]:
    names = names_of(session(), person_ids={point.coach_id for point in found if point.coach_id})
    return [
        PointOut(
            id=point.id,
            text=point.text,
            coach=PersonRef(id=point.coach_id, name=names[point.coach_id]) if point.coach_id else None,
            added_at=point.added_at,
            session_id=point.session_id,
            dropped_at=point.dropped_at,
        )
        for point in found
    ]

"""Series: sessions that come again, planned, accepted, changed from a day on and ended."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint
from pydantic import BaseModel, Field

from api.coaching.sessions import SessionIn, check_agenda, plan_of
from api.coaching.shapes import (
    Minutes,
    PlaceWords,
    ReasonWords,
    SessionOut,
    Topic,
    session_out,
)
from api.web.auth import SIGNED_IN, allow
from api.web.context import actor, clock, now, parts, session
from api.web.documentation import PREFIX, Answer, answers, spec
from api.web.paging import After, Listed, created, listed
from api.web.shapes import Day, Id, Moment, PersonRef, Strict, Words
from api.web.writes import writes
from content.fields.values import SessionKind
from lms.coaching.listing import SessionsAsked, list_sessions
from lms.coaching.models import SessionSeries
from lms.coaching.plans import KIND_NAMES
from lms.coaching.recurrence import MOST_RULE, read_rule
from lms.coaching.rule_words import say_rule
from lms.coaching.series import accept_series, get_series, list_series, plan_series
from lms.coaching.series_changes import SeriesTurn, change_series, end_series
from lms.people.directory import names_of

blueprint = Blueprint("session_series", __name__, url_prefix=f"{PREFIX}/coaching/series")
RuleText = Annotated[
    Words, Field(max_length=MOST_RULE, description="an RRULE of RFC 5545, such as FREQ=WEEKLY;COUNT=10")
]
SHOWN = 20


class SeriesIn(SessionIn):
    """Sessions that come again by a rule, on the clock of the asker's time zone; the first is at `scheduled_at`."""

    rule: RuleText


class SeriesChangeIn(Strict):
    """How a series goes on: `scheduled_at` is its first session then; what is left out stays as it is.

    `on` is the day from which the old one is no more, that of the first session where it is left out.
    """

    scheduled_at: Moment
    on: Day | None = None
    rule: RuleText | None = None
    kind: SessionKind | None = Field(None, description="null leaves the kind as it is")
    topic: Topic | None = Field(None, description="null leaves the topic as it is")
    minutes: Minutes | None = Field(None, description="null leaves the length as it is")
    place: PlaceWords | None = Field(None, description="null means no place")
    agenda_id: Id | None = Field(None, description="null means no agenda")


class EndedIn(Strict):
    """Why a series ends, and the first day without a session of it; now where that is left out."""

    reason: ReasonWords
    on: Day | None = None


class SeriesOut(BaseModel):
    """A series, with its rule as RFC 5545 writes it and in words; `starts_at` is what the clock of `zone` shows first.

    `sessions` are the next ones, as many as are made, but no more than twenty.
    """

    id: UUID
    coach: PersonRef
    rep: PersonRef
    kind: SessionKind
    kind_name: str
    topic: str
    place: str | None
    agenda_id: str | None
    minutes: int
    rule: str
    said: str
    zone: str
    starts_at: str
    is_agreed: bool
    is_asked: bool
    created_by_id: UUID
    ended_at: datetime | None
    sessions: list[SessionOut]


@blueprint.get("")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(HTTP_200=Listed[SeriesOut]), tags=["coaching"])
def series(query: After) -> Answer:
    """List the asker's series of which a session is to come."""
    found = list_series(session(), actor=actor(), at=now(), after=query.after, limit=query.limit + 1)
    return listed(Listed[SeriesOut], [_out(one, with_sessions=False) for one in found], query.limit)


@blueprint.post("")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(409, 415, 503, HTTP_201=SeriesOut), tags=["coaching"])
def plan(json: SeriesIn) -> Answer:
    """Plan or propose sessions that come again; those of the next eight weeks are made at once, others in time."""
    made = plan_series(
        session(),
        actor=actor(),
        rep_id=json.rep_id,
        coach_id=json.coach_id,
        plan=plan_of(json),
        rule=json.rule,
        company=parts().config.zone,
        asks=json.asks,
        now=clock(),
    )
    return created(_out(made), f"{PREFIX}/coaching/series/{made.id}")


@blueprint.get("/<uuid:series_id>")
@allow(*SIGNED_IN)
@spec.validate(resp=answers(HTTP_200=SeriesOut), tags=["coaching"])
def show(series_id: UUID) -> Answer:
    """Return one of the asker's series."""
    return _out(get_series(session(), actor=actor(), series_id=series_id))


@blueprint.post("/<uuid:series_id>/accepted")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(409, HTTP_200=SeriesOut), tags=["coaching"])
def accept(series_id: UUID) -> Answer:
    """Accept a series that the other proposed, with its sessions to come."""
    return _out(accept_series(session(), actor=actor(), series_id=series_id, now=clock()))


@blueprint.post("/<uuid:series_id>/changed")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(409, 415, 503, HTTP_201=SeriesOut), tags=["coaching"])
def change(series_id: UUID, json: SeriesChangeIn) -> Answer:
    """Change a series from a day on: it ends with the day before, and another takes its place, which is returned."""
    given = json.model_dump(exclude_unset=True, exclude={"scheduled_at", "on", "rule"})
    changes = {name: value for name, value in given.items() if value is not None or name in {"place", "agenda_id"}}
    check_agenda(changes.get("agenda_id"))
    turn = SeriesTurn(json.scheduled_at, json.on, json.rule, changes)
    made = change_series(session(), actor=actor(), series_id=series_id, turn=turn, now=clock())
    return created(_out(made), f"{PREFIX}/coaching/series/{made.id}")


@blueprint.post("/<uuid:series_id>/ended")
@allow(*SIGNED_IN)
@writes
@spec.validate(resp=answers(409, 415, HTTP_200=SeriesOut), tags=["coaching"])
def end(series_id: UUID, json: EndedIn) -> Answer:
    """End a series: its sessions from now, or from a day on, are cancelled."""
    return _out(end_series(session(), actor=actor(), series_id=series_id, reason=json.reason, on=json.on, now=clock()))


def _out(found: SessionSeries, *, with_sessions: bool = True) -> SeriesOut:
    names = names_of(session(), person_ids={found.coach_id, found.rep_id})
    same = ("id", "kind", "topic", "place", "agenda_id", "minutes", "rule", "zone", "starts_at", "is_agreed")
    sessions = []
    if with_sessions:
        asked = SessionsAsked(series_id=found.id, since=now())
        sessions = list_sessions(session(), actor=actor(), asked=asked, limit=SHOWN)
    return SeriesOut(
        **{name: getattr(found, name) for name in same},
        coach=PersonRef(id=found.coach_id, name=names[found.coach_id]),
        rep=PersonRef(id=found.rep_id, name=names[found.rep_id]),
        kind_name=KIND_NAMES[found.kind],
        said=say_rule(read_rule(found.rule), ZoneInfo(found.zone)),
        is_asked=not found.is_agreed and found.ended_at is None and found.created_by_id != actor().id,
        created_by_id=found.created_by_id,
        ended_at=found.ended_at,
        sessions=[session_out(one) for one in sessions],
    )

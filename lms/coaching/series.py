"""Series: sessions that come again; each is made some weeks ahead, and may be moved or dropped without the others."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from lms.base import hold
from lms.coaching.changes import OPEN
from lms.coaching.changing import apply_change
from lms.coaching.models import CoachingSession, SessionSeries
from lms.coaching.partners import kinds_of
from lms.coaching.plans import SessionPlan, checked_plan
from lms.coaching.recurrence import checked_rule, moments, read_rule
from lms.coaching.sessions import new_session, note_change, two_people
from lms.days import Now
from lms.errors import Conflict, NotAllowed, NotFound
from lms.people.access import Actor
from lms.people.models import Person
from lms.people.zones import own_zone

AHEAD, STEP = timedelta(weeks=8), timedelta(weeks=1)
NEVER = datetime(9999, 1, 1, tzinfo=UTC)
_A_SECOND = timedelta(seconds=1)


def plan_series(
    session: Session,
    *,
    actor: Actor,
    plan: SessionPlan,
    rule: str,
    company: ZoneInfo,
    now: Now,
    rep_id: UUID | None = None,
    coach_id: UUID | None = None,
    asks: bool = False,
) -> SessionSeries:
    """Plan or propose sessions that come again by a rule, on the clock of the actor's time zone; the first is the plan.

    As for one session, a coach's are agreed at once unless the coach `asks`, and a rep always asks.
    """
    coach_id, rep_id, kinds = two_people(session, actor=actor, rep_id=rep_id, coach_id=coach_id, now=now)
    plan = checked_plan(plan, kinds=kinds, at=now.at, is_proposal=True)
    zone = own_zone(session, person_id=actor.id, company=company)
    is_agreed = not asks and coach_id == actor.id
    series = new_series(plan, rule, zone, coach_id=coach_id, rep_id=rep_id, by_id=actor.id, at=now.at)
    series.is_agreed = is_agreed
    session.add(series)
    session.flush()
    make_sessions(session, series, until=plan.scheduled_at + AHEAD, at=now.at)
    return series


def new_series(
    plan: SessionPlan, rule: str, zone: ZoneInfo, *, coach_id: UUID, rep_id: UUID, by_id: UUID, at: datetime
) -> SessionSeries:
    """Return a series as it is planned, which isn't kept yet; raises Conflict for a rule or a time that can't be."""
    starts_at = plan.scheduled_at.astimezone(zone).replace(tzinfo=None, fold=0)
    if starts_at.second or starts_at.microsecond:
        raise Conflict("what comes again begins at a full minute", field="scheduled_at")
    checked = checked_rule(rule, starts_at=starts_at, zone=zone)
    if starts_at.replace(tzinfo=zone).astimezone(UTC) != plan.scheduled_at:
        raise Conflict(
            f"{starts_at:%H:%M} comes twice on that day in {zone.key}; begin on another", field="scheduled_at"
        )
    return SessionSeries(
        coach_id=coach_id,
        rep_id=rep_id,
        kind=plan.kind,
        topic=plan.topic,
        place=plan.place,
        agenda_id=plan.agenda_id,
        rule=checked.text,
        zone=zone.key,
        starts_at=f"{starts_at:%Y-%m-%dT%H:%M}",
        minutes=plan.minutes,
        sequence=0,
        made_until=plan.scheduled_at - _A_SECOND,
        created_at=at,
        created_by_id=by_id,
        changed_at=at,
    )


def moments_of(series: SessionSeries, *, until: datetime, after: datetime | None = None) -> Iterator[datetime]:
    """Yield when a series comes by its rule, later than `after` and no later than `until`."""
    starts_at, zone = datetime.fromisoformat(series.starts_at), ZoneInfo(series.zone)
    return moments(read_rule(series.rule), starts_at=starts_at, zone=zone, until=until, after=after)


def make_sessions(session: Session, series: SessionSeries, *, until: datetime, at: datetime) -> int:
    """Make the sessions of a series up to a moment that aren't made yet; returns how many."""
    status = "accepted" if series.is_agreed else "proposed"
    made = 0
    for moment in moments_of(series, until=until, after=series.made_until):
        plan = SessionPlan(series.topic, moment, series.minutes, series.kind, series.place, series.agenda_id)
        two = {"coach_id": series.coach_id, "rep_id": series.rep_id, "by_id": series.created_by_id}
        one = new_session(plan, status=status, at=at, series_id=series.id, recurs_at=moment, **two)
        session.add(one)
        session.flush()
        note_change(session, one, status, by_id=series.created_by_id, at=at)
        made += 1
    is_over = next(moments_of(series, until=NEVER, after=until), None) is None
    series.made_until = NEVER if is_over else until
    session.flush()
    return made


def get_series(session: Session, *, actor: Actor, series_id: UUID) -> SessionSeries:
    """Return a series of the actor's; raises NotFound for anybody else's, whatever the actor's role."""
    series = session.scalar(select(SessionSeries).where(SessionSeries.id == series_id, _is_of(actor.id)))
    if series is None:
        raise NotFound("no such series of coaching sessions")
    return series


def list_series(session: Session, *, actor: Actor, at: datetime, after: UUID | None, limit: int) -> list[SessionSeries]:
    """Return the series of the actor's of which a session is still to come, in the order they were made."""
    wanted = select(SessionSeries).where(_is_of(actor.id), SessionSeries.ended_at.is_(None), _has_coming(at))
    if after is not None:
        wanted = wanted.where(SessionSeries.id > after)
    return list(session.scalars(wanted.order_by(SessionSeries.id).limit(limit)))


def accept_series(session: Session, *, actor: Actor, series_id: UUID, now: Now) -> SessionSeries:
    """Accept a series that the other proposed, with all its sessions to come that the actor is asked for."""
    series = take_series(session, actor=actor, series_id=series_id)
    if series.created_by_id == actor.id:
        raise NotAllowed("the other of you two is asked to accept it")
    if series.is_agreed or series.ended_at is not None:
        raise Conflict("the series was accepted or ended already")
    series.is_agreed = True
    mark_changed(series, now.at)
    asked = (CoachingSession.status == "proposed", CoachingSession.proposed_by_id != actor.id)
    for one in _coming(session, series, now.at, *asked):
        apply_change(session, one, "accept", by_id=actor.id, at=now.at)
    return series


def take_series(session: Session, *, actor: Actor, series_id: UUID) -> SessionSeries:
    """Return a series of the actor's that nobody else changes until this transaction ends."""
    get_series(session, actor=actor, series_id=series_id)
    return _lock(session, series_id)


def cancel_coming(
    session: Session, series: SessionSeries, *, actor: Actor, cut: datetime, at: datetime, reason: str
) -> None:
    """Cancel the sessions of a series to come from a moment on, and those that were moved to after it."""
    after = (CoachingSession.recurs_at >= cut) | (CoachingSession.scheduled_at >= cut)
    for one in _coming(session, series, at, CoachingSession.status.in_(OPEN), after):
        apply_change(session, one, "cancel", by_id=actor.id, at=at, reason=reason)


def close_series(series: SessionSeries, *, last: datetime, at: datetime) -> None:
    """Let a rule end at a moment, so that no more sessions are made."""
    series.rule = read_rule(series.rule).ended(last).text
    series.ended_at = at
    mark_changed(series, at)


def mark_changed(series: SessionSeries, at: datetime) -> None:
    """Note a change that calendars must hear of."""
    series.sequence += 1
    series.changed_at = at


def extend_series(session: Session, *, now: Now) -> Iterator[int]:
    """Make the sessions of series some weeks ahead; each step is one series, and doing it again makes nothing more."""
    due = select(SessionSeries.id).where(
        SessionSeries.ended_at.is_(None), SessionSeries.made_until < now.at + AHEAD - STEP
    )
    for series_id in session.scalars(due.order_by(SessionSeries.made_until, SessionSeries.id)).all():
        yield _extend(session, series_id, now)


def _extend(session: Session, series_id: UUID, now: Now) -> int:
    series, until = _lock(session, series_id), now.at + AHEAD
    if series.ended_at is not None or series.made_until >= until:
        return 0
    if not _go_on(session, series, now):
        close_series(series, last=max(series.made_until, now.at), at=now.at)
        session.flush()
        return 0
    return make_sessions(session, series, until=until, at=now.at)


def _go_on(session: Session, series: SessionSeries, now: Now) -> bool:
    """Tell whether the two of a series are still here, and still coach and rep."""
    coach, rep = (session.get_one(Person, person_id) for person_id in (series.coach_id, series.rep_id))
    if coach.has_left(now.at) or rep.has_left(now.at):
        return False
    return series.kind in kinds_of(session, coach=Actor.of(coach), rep_id=rep.id, day=now.day)


def _lock(session: Session, series_id: UUID) -> SessionSeries:
    is_it = SessionSeries.id == series_id
    hold(session, SessionSeries.sequence, is_it)
    return session.scalars(select(SessionSeries).where(is_it).execution_options(populate_existing=True)).one()


def _coming(
    session: Session, series: SessionSeries, at: datetime, *conditions: ColumnElement[bool]
) -> list[CoachingSession]:
    """Return sessions of a series to come that nobody else changes until this transaction ends."""
    wanted = (CoachingSession.series_id == series.id, CoachingSession.scheduled_at > at, *conditions)
    hold(session, CoachingSession.sequence, *wanted)
    found = select(CoachingSession).where(*wanted).order_by(CoachingSession.recurs_at)
    return list(session.scalars(found.execution_options(populate_existing=True)))


def _has_coming(at: datetime) -> ColumnElement[bool]:
    return exists().where(
        CoachingSession.series_id == SessionSeries.id,
        CoachingSession.scheduled_at > at,
        CoachingSession.status.in_(OPEN),
    )


def _is_of(person_id: UUID) -> ColumnElement[bool]:
    return (SessionSeries.coach_id == person_id) | (SessionSeries.rep_id == person_id)

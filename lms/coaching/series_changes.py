"""Changing a series from a day on, when the old one ends and a new one begins; and ending one."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from lms.coaching.models import SessionSeries
from lms.coaching.partners import kinds_of
from lms.coaching.plans import SessionPlan, checked_plan
from lms.coaching.recurrence import read_rule
from lms.coaching.series import (
    AHEAD,
    NEVER,
    cancel_coming,
    close_series,
    make_sessions,
    moments_of,
    new_series,
    take_series,
)
from lms.days import Now, day_of, start_of
from lms.errors import Conflict
from lms.people.access import Actor
from lms.people.models import Person

_A_SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class SeriesTurn:
    """How a series goes on: with which session, from which day (that session's), by which rule (the same).

    `changes` are those of topic, kind, place, agenda and minutes.
    """

    scheduled_at: datetime
    on: date | None = None
    rule: str | None = None
    changes: dict[str, Any] = field(default_factory=dict)


def change_series(session: Session, *, actor: Actor, series_id: UUID, turn: SeriesTurn, now: Now) -> SessionSeries:
    """End a series with the day before, and begin another in its place; returns the new one.

    What was agreed stays agreed, as when one session is moved; a proposal is the actor's from then on.
    """
    old = _take_open(session, actor, series_id)
    zone = ZoneInfo(old.zone)
    cut = start_of(zone, turn.on or day_of(zone, turn.scheduled_at))
    if turn.scheduled_at < cut:
        raise Conflict("its first session lies before the day from which it changes", field="scheduled_at")
    coach = Actor.of(session.get_one(Person, old.coach_id))
    kinds = kinds_of(session, coach=coach, rep_id=old.rep_id, day=now.day)
    if not kinds:
        raise Conflict("you two are no coach and rep any more; end the series")
    before = SessionPlan(old.topic, turn.scheduled_at, old.minutes, old.kind, old.place, old.agenda_id)
    plan = checked_plan(replace(before, **turn.changes), kinds=kinds, at=now.at, is_proposal=True)
    rule = turn.rule or _rest_of(old, cut)
    new = new_series(plan, rule, zone, coach_id=old.coach_id, rep_id=old.rep_id, by_id=actor.id, at=now.at)
    new.is_agreed = old.is_agreed
    reason = f"The series changed from {day_of(zone, cut)} on"
    cancel_coming(session, old, actor=actor, cut=cut, at=now.at, reason=reason)
    close_series(old, last=cut - _A_SECOND, at=now.at)
    session.add(new)
    session.flush()
    make_sessions(session, new, until=plan.scheduled_at + AHEAD, at=now.at)
    return new


def end_series(
    session: Session, *, actor: Actor, series_id: UUID, reason: str, now: Now, on: date | None = None
) -> SessionSeries:
    """End a series now, or before a day to come: its sessions from then on are cancelled, with a reason."""
    series = _take_open(session, actor, series_id)
    if not reason.strip():
        raise Conflict("say why, so that the other knows", field="reason")
    cut = max(now.at, start_of(ZoneInfo(series.zone), on)) if on else now.at
    cancel_coming(session, series, actor=actor, cut=cut, at=now.at, reason=reason)
    close_series(series, last=cut - _A_SECOND, at=now.at)
    session.flush()
    return series


def _take_open(session: Session, actor: Actor, series_id: UUID) -> SessionSeries:
    series = take_series(session, actor=actor, series_id=series_id)
    if series.ended_at is not None:
        raise Conflict("the series has ended already")
    return series


def _rest_of(series: SessionSeries, cut: datetime) -> str:
    """Return the rule of what is left of a series from a moment on, so many times less as it came before."""
    if next(moments_of(series, until=NEVER, after=cut - _A_SECOND), None) is None:
        raise Conflict("the series has no session from that day on; say by which rule it goes on", field="rule")
    rule = read_rule(series.rule)
    if rule.count is None:
        return rule.text
    return rule.counted(rule.count - sum(1 for _ in moments_of(series, until=cut - _A_SECOND))).text

"""Lists of sessions: one's own, by time, each page from where the last one ended, however many there are."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import ColumnElement, select, tuple_
from sqlalchemy.orm import Session

from lms.coaching.models import CoachingSession
from lms.coaching.sessions import light
from lms.people.access import Actor

AGREED = ("accepted",)


@dataclass(frozen=True)
class SessionsAsked:
    """Which of one's own sessions are asked for; what is left out leaves none out.

    `since` and `until` (not included) are of the time for which a session is planned; `person_id` is one of its two
    people. Those that are `waiting` are proposals which the asker is asked to accept.
    """

    person_id: UUID | None = None
    statuses: Collection[str] = ()
    kinds: Collection[str] = ()
    series_id: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None
    waiting: bool = False


def list_sessions(
    session: Session,
    *,
    actor: Actor,
    limit: int,
    asked: SessionsAsked = SessionsAsked(),
    order: Literal["asc", "desc"] = "asc",
    after: tuple[datetime, UUID] | None = None,
) -> list[CoachingSession]:
    """Return the sessions that the actor coaches or is coached in, by time; `after` is where the page before ended."""
    columns = (CoachingSession.scheduled_at, CoachingSession.id)
    found: list[tuple[datetime, UUID]] = []
    for mine in (CoachingSession.coach_id, CoachingSession.rep_id):  # each by an index that has the order already
        wanted = select(*columns).where(mine == actor.id, *_conditions(asked, actor))
        if after is not None:
            wanted = wanted.where(tuple_(*columns) > after if order == "asc" else tuple_(*columns) < after)
        turned = [column.asc() if order == "asc" else column.desc() for column in columns]
        found += [(at, row_id) for at, row_id in session.execute(wanted.order_by(*turned).limit(limit))]
    ids = [row[1] for row in sorted(found, reverse=order == "desc")[:limit]]
    rows = session.scalars(select(CoachingSession).where(CoachingSession.id.in_(ids)).options(*light()))
    by_id = {row.id: row for row in rows}
    return [by_id[session_id] for session_id in ids]


def list_coming(session: Session, *, actor: Actor, at: datetime, limit: int) -> list[CoachingSession]:
    """Return the actor's sessions to come that were agreed, the next first."""
    return list_sessions(session, actor=actor, asked=SessionsAsked(statuses=AGREED, since=at), limit=limit)


def list_unmarked(session: Session, *, actor: Actor, at: datetime, limit: int) -> list[CoachingSession]:
    """Return those that have begun and of which nobody said yet whether they were held, the last first."""
    asked = SessionsAsked(statuses=AGREED, until=at)
    return list_sessions(session, actor=actor, asked=asked, order="desc", limit=limit)


def list_waiting(session: Session, *, actor: Actor, at: datetime, limit: int) -> list[CoachingSession]:
    """Return the proposals for times to come that the actor is asked to accept, the next first."""
    return list_sessions(session, actor=actor, asked=SessionsAsked(waiting=True, since=at), limit=limit)


def _conditions(asked: SessionsAsked, actor: Actor) -> list[ColumnElement[bool]]:
    table = CoachingSession
    found: list[ColumnElement[bool]] = []
    if asked.person_id is not None:
        found.append((table.coach_id == asked.person_id) | (table.rep_id == asked.person_id))
    if asked.statuses:
        found.append(table.status.in_(asked.statuses))
    if asked.kinds:
        found.append(table.kind.in_(asked.kinds))
    if asked.series_id is not None:
        found.append(table.series_id == asked.series_id)
    if asked.since is not None:
        found.append(table.scheduled_at >= asked.since)
    if asked.until is not None:
        found.append(table.scheduled_at < asked.until)
    if asked.waiting:
        found += [table.status == "proposed", table.proposed_by_id != actor.id]
    return found

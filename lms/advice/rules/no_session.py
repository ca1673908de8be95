"""No session for many days: counted from the last one that was held with any of their coaches, mentors left out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, select

from lms.advice.asking import AdviceAsk, AdviceReason, AdviceRule, AdvisedRep, say_day, say_days
from lms.coaching.models import CoachingSession

_MENTORING = "mentoring"


def read(ask: AdviceAsk) -> Sequence[AdviceReason]:
    """Return who had no session for long, and has none planned, with whomever.

    Of a session with somebody else the actor learns no more than that the last one is so long ago.
    """
    last = _last_sessions(ask)
    planned = _planned(ask)
    found = [_reason(rep, last.get(rep.id), ask) for rep in ask.reps if rep.id not in planned]
    return [reason for reason in found if reason is not None]


def _reason(rep: AdvisedRep, last: Row[Any] | None, ask: AdviceAsk) -> AdviceReason | None:
    since: date | None = rep.since if last is None else last.held_on
    if since is None or (ask.now.day - since).days < ask.settings.session_days:
        return None
    days = say_days((ask.now.day - since).days)
    if last is None:
        text = f"No session since they came on {say_day(since)}, {days} ago."
        return AdviceReason(rep.id, RULE.name, "never", text, "sessions", str(rep.id))
    if ask.is_own or last.coach_id == ask.actor.id:
        text = f"The last session was {days} ago, on {say_day(since)}."
    else:
        text = f"No session for {say_days(ask.settings.session_days)} or more, with whomever."
    # Told apart from the next one, and leading nowhere.
    subject = hashlib.sha256(last.id.bytes).hexdigest()[:16]
    return AdviceReason(rep.id, RULE.name, subject, text, "sessions", str(rep.id))


def _last_sessions(ask: AdviceAsk) -> dict[UUID, Row[Any]]:
    columns = (CoachingSession.rep_id, CoachingSession.id, CoachingSession.coach_id, CoachingSession.held_on)
    wanted = (
        select(*columns)
        .where(*_theirs(ask), CoachingSession.held_on.is_not(None))
        .order_by(CoachingSession.held_on, CoachingSession.id)
    )
    rows: Iterable[Any] = ask.session.execute(wanted)
    return {row.rep_id: row for row in rows}


def _planned(ask: AdviceAsk) -> set[UUID]:
    coming = (CoachingSession.status.in_(("proposed", "accepted")), CoachingSession.scheduled_at >= ask.now.at)
    return set(ask.session.scalars(select(CoachingSession.rep_id).where(*_theirs(ask), *coming)))


def _theirs(ask: AdviceAsk) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return CoachingSession.rep_id.in_(ask.ids), CoachingSession.kind != _MENTORING


RULE = AdviceRule(
    name="no_session",
    title="No session for long",
    setting="session_days",
    weight=2,
    explains="No coaching session was held with them for {n} days or more, and none is planned.",
    kind="one-to-one",
    topic="How are you?",
    read=read,
)

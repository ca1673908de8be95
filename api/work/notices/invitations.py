"""Invitations to sessions: each of the two is sent what their calendar doesn't know yet, as long as it is to come.

Both are, also who planned or moved the session: it has to land in both calendars, and neither is its organizer there.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from api.work.calendars.series import Unrolled, unrolled
from api.work.notices.errands import coming_of, letter_of_occurrence, letter_of_series, letter_of_session, name_of
from api.work.notices.invitation_letters import Invitation
from api.work.notices.mail import MailServerError
from api.work.notices.posting import Post
from api.work.notices.sending import SendingOutcome
from config import Config
from lms.coaching.models import CoachingSession, SessionSeries
from lms.notices.appointments import Appointment, Attendee, series_with_sessions
from lms.notices.invitations import (
    EventName,
    LastSent,
    UntoldSeries,
    invited_among,
    last_change,
    last_sent,
    note_told,
    untold_series,
    untold_sessions,
)
from lms.people.installation import is_demo

log = logging.getLogger("repertoire.invitations")
BATCH = 100


def send_untold(session: Session, *, config: Config, at: datetime) -> None:
    """Send what wasn't sent yet; does nothing without a mail server, nor for a demo."""
    if not config.smtp_host or is_demo(session):
        return
    for problem in send_invitations(session, config=config, at=at).problems:
        log.warning("invitation: %s", problem)


def send_invitations(session: Session, *, config: Config, at: datetime) -> SendingOutcome:
    """Tell calendars of what they don't know yet, series first, until the mail server fails or a day's work is done.

    Nothing but the tables decides what that is, so it may be cut short at any point, and done by several at once.
    """
    post = Post(session, config, at)
    try:
        for series_ids in _batches_of_series(post):
            for series in series_with_sessions(session, series_ids=series_ids).values():
                _tell_series(post, unrolled(series))
        for sessions in _batches_of_sessions(post):
            _tell_sessions(post, sessions)
    except MailServerError:
        session.rollback()
    return post.outcome


def _batches_of_series(post: Post) -> Iterator[list[UUID]]:
    """Yield the series that aren't told yet, the oldest change first."""
    last: UntoldSeries | None = None
    while not post.is_enough:
        found = untold_series(post.session, after=last, limit=BATCH)
        if not found:
            return
        last = found[-1]
        yield [one.id for one in found]


def _batches_of_sessions(post: Post) -> Iterator[list[Appointment]]:
    """Yield the sessions to come that aren't told yet, the next first."""
    last: Appointment | None = None
    while not post.is_enough:
        found = untold_sessions(post.session, at=post.at, after=last, limit=BATCH)
        if not found:
            return
        last = found[-1]
        yield found


def _tell_series(post: Post, roll: Unrolled) -> None:
    """Tell both of a series; its sessions that nobody changed are told by that."""
    series = roll.series
    are_told = [_tell_of_series(post, roll, to) for to in _invited(post, series.coach, series.rep)]
    if all(are_told):
        plain = {one.id: 0 for one in series.sessions if one.sequence == 0 and one.told_sequence < 0}
        note_told(post.session, SessionSeries, told={series.id: series.sequence})
        note_told(post.session, CoachingSession, told=plain)
        post.session.commit()


def _tell_sessions(post: Post, sessions: list[Appointment]) -> None:
    """Tell the two of each session, of one in a series after its series."""
    ids = {one.series_id for one in sessions if one.series_id}
    rolls = {id_: unrolled(series) for id_, series in series_with_sessions(post.session, series_ids=ids).items()}
    told: dict[UUID, int] = {}
    for one in sessions:
        roll = rolls[one.series_id] if one.series_id else None
        are_told = [_tell_of_session(post, one, roll, to) for to in _invited(post, one.coach, one.rep)]
        if all(are_told):
            told[one.id] = one.sequence
    note_told(post.session, CoachingSession, told=told)
    post.session.commit()


def _invited(post: Post, *two: Attendee) -> list[Attendee]:
    invited = invited_among(post.session, person_ids=[one.id for one in two], at=post.at)
    return [one for one in two if one.id in invited]


def _tell_of_session(post: Post, one: Appointment, roll: Unrolled | None, to: Attendee) -> bool:
    """Tell somebody of a session, and return whether they know all that they are to know of it."""
    if roll is not None and (one.recurs_at in roll.shown or _was_told_by_itself(post, one, roll, to)):
        return _tell_of_occurrence(post, one, roll, to)
    known = last_sent(post.session, name_of(one, to))
    said = last_change(post.session, session_id=one.id)
    return _tell(post, letter_of_session(one, to, config=post.config, known=known, said=said), known)


def _was_told_by_itself(post: Post, one: Appointment, roll: Unrolled, to: Attendee) -> bool:
    """Tell whether a session was cancelled that somebody knows as one of a series whose rule now ends before it."""
    known = last_sent(post.session, name_of(one, to, roll))
    return one.status == "cancelled" and known is not None and bool(known.method)


def _tell_of_occurrence(post: Post, one: Appointment, roll: Unrolled, to: Attendee) -> bool:
    """Tell somebody of one session of a series, whose calendar has to know the series first."""
    if one.sequence == 0:
        return True
    if not _tell_of_series(post, roll, to):
        return False
    series = last_sent(post.session, name_of(roll.series, to))
    if series is None or series.method == "CANCEL":
        return True
    known = last_sent(post.session, name_of(one, to, roll))
    said = last_change(post.session, session_id=one.id)
    return _tell(post, letter_of_occurrence(roll, one, to, config=post.config, said=said), known)


def _tell_of_series(post: Post, roll: Unrolled, to: Attendee) -> bool:
    """Tell somebody of a series as it stands now, with all that was moved or dropped of it."""
    known = last_sent(post.session, name_of(roll.series, to))
    coming = coming_of(roll, post.at)
    said = last_change(post.session, session_id=coming[0].id) if coming else None
    letter = letter_of_series(roll, to, config=post.config, known=known, said=said, at=post.at)
    changed = [one for one in roll.series.sessions if one.sequence > 0 and one.recurs_at in roll.shown]
    also = {name_of(one, to, roll): LastSent(one.sequence, _method(roll, one)) for one in changed}
    return _tell(post, letter, known, also)


def _method(roll: Unrolled, one: Appointment) -> str:
    """Return by which method the letter of a series speaks of one of its sessions, if it does."""
    if one.status == "cancelled":
        return "CANCEL"
    return "REQUEST" if roll.differs(one) else ""


def _tell(
    post: Post, letter: Invitation | None, known: LastSent | None, also: dict[EventName, LastSent] | None = None
) -> bool:
    """Send a letter unless there is nothing to say, or it was said."""
    if letter is None or (known is not None and known.sequence >= letter.sequence):
        return True
    return post.send(letter, also or {})

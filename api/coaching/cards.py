"""Home cards of coaching: the next sessions."""

from __future__ import annotations

from api.web.auth import SIGNED_IN
from api.web.cards import Card, ItemOut, PersonOnCard, Showing, WayOut
from api.web.context import actor, now, session
from lms.coaching.listing import list_coming
from lms.coaching.models import CoachingSession

MY_COACHING = "/app/my-coaching/"


def _coming() -> Showing | None:
    """Return the actor's next sessions; who is neither coached nor a coach isn't shown an empty card."""
    sessions = list_coming(session(), actor=actor(), limit=3)
    if not sessions and actor().roles.isdisjoint({"rep", "manager"}):
        return None
    more = WayOut(label="Schedule a session", url=MY_COACHING) if "manager" in actor().roles else None
    return Showing(items=[_session(found) for found in sessions], more=more)


def _session(found: CoachingSession) -> ItemOut:
    other = found.rep if found.coach_id == actor().id else found.coach
    is_late = found.scheduled_at < now()
    return ItemOut(
        title=found.topic,
        url=f"{MY_COACHING}#session-{found.id}",
        detail="not marked as held," if is_late else "",
        at=found.scheduled_at,
        person=PersonOnCard.of(other),
    )


cards = (Card("sessions", "Next coaching", SIGNED_IN, 30, _coming, "No session is planned.", MY_COACHING),)

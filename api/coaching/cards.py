"""Home cards of coaching: the next sessions, and what was agreed and isn't done."""

from __future__ import annotations

from collections.abc import Iterator

from api.web.auth import SIGNED_IN
from api.web.cards import MOST_ITEMS, Card, ItemOut, PersonOnCard, Showing, WayOut
from api.web.context import actor, clock, now, session
from lms.coaching.models import ActionItem, CoachingSession
from lms.coaching.sessions import list_coming, list_open_items

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


def _agreed() -> Showing | None:
    """Return what was agreed in the actor's sessions and isn't done, the first due first."""
    found = list_open_items(session(), actor=actor(), limit=MOST_ITEMS)
    return Showing(items=list(_items(found))) if found else None


def _items(found: list[tuple[ActionItem, CoachingSession]]) -> Iterator[ItemOut]:
    today = clock().day
    for item, of in found:
        is_late = item.due_on is not None and item.due_on < today
        yield ItemOut(
            title=item.text,
            url=f"{MY_COACHING}#session-{of.id}",
            state="overdue" if is_late else None,
            detail="" if item.due_on is None else "was due" if is_late else "by",
            on=item.due_on,
            person=PersonOnCard.of(of.rep if of.coach_id == actor().id else of.coach),
        )


cards = (
    Card("sessions", "Next coaching", SIGNED_IN, 30, _coming, "No session is planned.", MY_COACHING),
    Card("agreed", "Agreed and not done", SIGNED_IN, 35, _agreed, "Nothing is open.", MY_COACHING),
)

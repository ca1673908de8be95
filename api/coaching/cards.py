"""Home cards of coaching: proposals to answer, the next sessions, and what was agreed and isn't done."""

from __future__ import annotations

from datetime import date, timedelta

from api.web.auth import SIGNED_IN
from api.web.cards import MOST_ITEMS, Card, ItemOut, PersonOnCard, Showing, WayOut
from api.web.context import actor, clock, now, session
from lms.coaching.actions.lists import AgreedItem, list_items
from lms.coaching.listing import list_coming, list_unmarked, list_waiting
from lms.coaching.models import CoachingSession

MY_COACHING = "/app/my-coaching/"
SOON = timedelta(days=2)
# Of a series each session waits, and only the first is shown.
MOST_WAITING = 100


def _waiting() -> Showing | None:
    """Return the proposals that the actor is asked to accept, each series once; urgent ones are for the next days."""
    found = list_waiting(session(), actor=actor(), at=now(), limit=MOST_WAITING)
    first = list({one.series_id or one.id: one for one in reversed(found)}.values())[::-1]
    if not first:
        return None
    is_urgent = first[0].scheduled_at - now() < SOON
    more = WayOut(label="Answer", url=MY_COACHING)
    items = [_session(one, detail="again and again, from" if one.series_id else "for") for one in first[:MOST_ITEMS]]
    return Showing(items=items, more=more, is_urgent=is_urgent)


def _coming() -> Showing | None:
    """Return the actor's next sessions, and for a coach the last that nobody marked.

    Who is neither coached nor a coach isn't shown an empty card.
    """
    late = [one for one in list_unmarked(session(), actor=actor(), at=now(), limit=2) if one.coach_id == actor().id]
    items = [_session(one, detail="not marked as held,") for one in reversed(late)]
    items += [_session(one) for one in list_coming(session(), actor=actor(), at=now(), limit=3)]
    if not items and actor().roles.isdisjoint({"rep", "manager"}):
        return None
    more = WayOut(label="Schedule a session", url=MY_COACHING) if "manager" in actor().roles else None
    return Showing(items=items, more=more)


def _session(found: CoachingSession, *, detail: str = "") -> ItemOut:
    other = found.rep if found.coach_id == actor().id else found.coach
    return ItemOut(
        title=found.topic,
        url=f"/app/session/?id={found.id}",
        detail=detail,
        at=found.scheduled_at,
        person=PersonOnCard.of(other),
    )


def _agreed() -> Showing | None:
    """Return what the actor is to do and what they wait for, the first due first."""
    today = clock().day
    found = list_items(session(), actor=actor(), whose="both", kept="open", today=today, limit=MOST_ITEMS + 1)
    if not found:
        return None
    shown = found[:MOST_ITEMS]
    more = WayOut(label="All that is open", url=f"{MY_COACHING}#actions") if len(found) > MOST_ITEMS else None
    is_urgent = any(one.item.owner_id == actor().id and one.is_overdue(today) for one in shown)
    return Showing(items=[_item(one, today) for one in shown], more=more, is_urgent=is_urgent)


def _item(found: AgreedItem, today: date) -> ItemOut:
    item, is_late = found.item, found.is_overdue(today)
    is_mine = item.owner_id == actor().id
    if is_mine:
        detail = "" if item.due_on is None else "was due" if is_late else "by"
    else:
        detail = f"{'was' if is_late else 'is'} to do it{'' if item.due_on is None else ' by'}"
    other = (item.rep_id, found.rep) if item.coach_id == actor().id else (item.coach_id, found.coach)
    return ItemOut(
        title=item.text,
        url=f"/app/session/?id={item.session_id}",
        state="overdue" if is_late else None,
        detail=detail,
        on=item.due_on,
        person=PersonOnCard(id=other[0], name=other[1]),
    )


cards = (
    Card("proposals", "Waiting for your answer", SIGNED_IN, 25, _waiting, "Nothing waits for you.", MY_COACHING),
    Card("sessions", "Next coaching", SIGNED_IN, 30, _coming, "No session is planned.", MY_COACHING),
    Card("agreed", "Agreed and not done", SIGNED_IN, 35, _agreed, "Nothing is open.", MY_COACHING),
)

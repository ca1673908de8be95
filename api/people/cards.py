"""The home card of people: who has never signed in."""

from __future__ import annotations

from api.web.cards import MOST_ITEMS, Card, FigureOut, ItemOut, Showing, WayOut, person_url
from api.web.context import now, session
from lms.people.entry import list_never_signed_in

ACCESS = "/docs/signing-in/#a-link-from-an-admin"


def _outside() -> Showing:
    """Return who has never signed in; an admin makes them a link."""
    people, count = list_never_signed_in(session(), at=now(), limit=MOST_ITEMS)
    if not count:
        return Showing()
    return Showing(
        figures=[FigureOut(label="never signed in", value=count, url=ACCESS, state="expiring")],
        items=[
            ItemOut(title=each.name, url=person_url(each.id), detail=f"repertoire sign-in {each.email}")
            for each in people
        ],
        more=WayOut(label="How people get in", url=ACCESS),
    )


cards = (Card("outside", "Who isn't in yet", ("admin",), 12, _outside, "Everybody has signed in.", ACCESS),)

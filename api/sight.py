"""What the person who asks may see of the library."""

from __future__ import annotations

from content.search.generation import EVERYTHING, Sight
from lms.people.access import Actor

STAFF_SIGHT = Sight()
PARTNER_SIGHT = Sight(audiences=frozenset({"partner", "customer"}))


def sight_of(actor: Actor) -> Sight:
    """Return what a person may see: authors and admins drafts and archived pages too, partners nothing internal."""
    if actor.roles & {"author", "admin"}:
        return EVERYTHING
    return STAFF_SIGHT if actor.roles & {"rep", "manager"} else PARTNER_SIGHT

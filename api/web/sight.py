"""Sight: the part of the library that the person who asks may see."""

from __future__ import annotations

from collections.abc import Iterable

from api.web.context import actor, parts
from content.catalogue import Entry
from content.search import EVERYTHING, PARTNER_SIGHT, STAFF_SIGHT, Sight
from lms.errors import NotFound
from lms.people.access import Actor


def sight_of(who: Actor) -> Sight:
    """Return what a person may see: authors and admins drafts and archived pages too, partners nothing internal."""
    if who.roles & {"author", "admin"}:
        return EVERYTHING
    return STAFF_SIGHT if who.roles & {"rep", "manager", "analyst"} else PARTNER_SIGHT


def visible_entry(page_id: str) -> Entry:
    """Return a page that the actor may see; quizzes are shown by their course, without the answers."""
    entry = parts().search.entry(page_id, sight=sight_of(actor()))
    if entry is None:
        raise NotFound(f"no page `{page_id[:200]}`")
    return entry


def visible_entries(page_ids: Iterable[str]) -> list[Entry]:
    """Return those of some pages that the actor may see, in the same order."""
    search, sight = parts().search, sight_of(actor())
    found = (search.entry(page_id, sight=sight) for page_id in page_ids)
    return [entry for entry in found if entry is not None]

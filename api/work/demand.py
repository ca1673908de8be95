"""Demand in the words of the library: searches grouped by its analysis of words, counts by its pages."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from content.catalogue import Catalogue
from content.search import Search, key_of, known_words, read_query
from lms.base import in_steps
from lms.days import Now
from lms.demand.asked import SaidNeed, ask_for_words
from lms.demand.grouping import Grouping
from lms.demand.models import AskedNeed
from lms.demand.rollup import roll_up

MAX_NORMAL = 500


def count_demand(session: Session, *, search: Search, zone: ZoneInfo, whole_since: datetime | None) -> None:
    """Count what was searched for and read on the days of a zone on which something happened.

    From `whole_since` on all events are there with their people; None where retention takes nothing away.
    """
    steps = roll_up(session, zone=zone, whole_since=whole_since, key_of=key_of, is_word=known_words(search))
    in_steps(session, steps)


def ask_for_page(session: Session, *, search: Search, words: str, said: SaidNeed, now: Now) -> AskedNeed:
    """Note that a page is needed, named as it would be searched for: it stands with the searches for the same."""
    asked = read_query(words)
    language = search.find(asked, limit=1).language
    grouping = Grouping(session, key_of=key_of, is_word=known_words(search))
    return ask_for_words(
        session, said=said, normal=asked.normal[:MAX_NORMAL], language=language, grouping=grouping, now=now
    )


def by_page(counts: dict[str, tuple[int, int]], catalogue: Catalogue) -> dict[str, tuple[int, int]]:
    """Add what was counted under ids that pages had before to the pages."""
    found: dict[str, tuple[int, int]] = {}
    for page_id, (readers, uses) in counts.items():
        entry = catalogue.by_id.get(page_id)
        if entry is not None:
            known = found.get(entry.id, (0, 0))
            found[entry.id] = known[0] + readers, known[1] + uses
    return found

"""Demand in the words of the library: searches grouped by its analysis of words, counts by its pages."""

from __future__ import annotations

from sqlalchemy.orm import Session

from content.catalogue import Catalogue
from content.search import Search, key_of, known_words
from lms.base import in_steps
from lms.demand.rollup import roll_up


def count_demand(session: Session, *, search: Search) -> None:
    """Count what was searched for and read on the days on which something happened."""
    in_steps(session, roll_up(session, key_of=key_of, is_word=known_words(search)))


def by_page(counts: dict[str, tuple[int, int]], catalogue: Catalogue) -> dict[str, tuple[int, int]]:
    """Add what was counted under ids that pages had before to the pages."""
    found: dict[str, tuple[int, int]] = {}
    for page_id, (readers, uses) in counts.items():
        entry = catalogue.by_id.get(page_id)
        if entry is not None:
            known = found.get(entry.id, (0, 0))
            found[entry.id] = known[0] + readers, known[1] + uses
    return found

"""Pages that fit a deal: by its stage, product and industry, and by who its contacts are; those that fit most first."""

from __future__ import annotations

from dataclasses import dataclass

from api.work.selling.meaning import DealTopics
from content.catalogue import Entry
from content.search import Search, Sight, pages_after

# For learning and leading, not for selling; plays have a place of their own.
_OTHER_TYPES = frozenset(
    {"agenda", "course", "initiative", "job", "kpi", "lesson", "path", "playbook", "quiz", "rubric", "timed-tasks"}
)
# Of these a page that names others is for others.
_EXCLUSIVE = {"product": "products", "industry": "industries"}


@dataclass(frozen=True)
class FittingPage:
    """A page with why it fits: values of the deal that it names, by field word."""

    entry: Entry
    because: dict[str, str]


def pages_for(search: Search, topics: DealTopics, *, sight: Sight) -> list[FittingPage]:
    """Return the pages that name something of a deal, and no other product or industry; of translations one."""
    generation = search.generation()
    found: dict[str, FittingPage] = {}
    for name, values in topics.values.items():
        for value in values:
            having, most = {name: value}, len(generation.entries)
            for entry in pages_after(generation, sight=sight, having=having, after=None, limit=most):
                if _is_for(entry, topics):
                    found.setdefault(entry.id, FittingPage(entry, {})).because.setdefault(name, value)
    chosen = [page for page in found.values() if page.entry.translation_of not in found]
    return sorted(chosen, key=lambda page: (-len(page.because), page.entry.title.casefold(), page.entry.id))


def _is_for(entry: Entry, topics: DealTopics) -> bool:
    """Tell whether a page is for selling, and not for another product or industry than the deal's."""
    named = ((set(getattr(entry, field)), set(topics.values.get(name, ()))) for name, field in _EXCLUSIVE.items())
    return entry.type not in _OTHER_TYPES and not any(own and wanted and not own & wanted for own, wanted in named)

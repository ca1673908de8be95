"""The plays of a deal's stage: playbooks with their criteria, those that are met, and the pages to use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from content.catalogue import Catalogue, Entry
from content.course import NoSuchPageError, read_page
from content.fields.models import PlaybookFields
from content.search import Search, Sight, pages_after
from lms.deals.ticks import CriteriaPart, PlayCriterion, Ticked

PLAYBOOK = "playbook"
MOST_PLAYS = 50


@dataclass(frozen=True)
class TickedCriterion:
    """A criterion and whether it is met; one that the page asks no more is shown as long as it is ticked."""

    text: str
    ticked: Ticked | None
    is_asked: bool = True


@dataclass(frozen=True)
class Play:
    """A playbook with its criteria; `pages` are ids of the pages to use, in their order."""

    entry: Entry
    objective: str
    criteria: Mapping[CriteriaPart, tuple[str, ...]]
    pages: tuple[str, ...]

    def ticked(self, part: CriteriaPart, ticks: Mapping[PlayCriterion, Ticked]) -> list[TickedCriterion]:
        """Return the criteria of a list in their order, and then those that were met and are asked no more."""
        asked = self.criteria[part]
        found = [TickedCriterion(text, ticks.get(PlayCriterion(self.entry.id, part, text))) for text in asked]
        own = [one for one in ticks if (one.page_id, one.part) == (self.entry.id, part) and one.text not in asked]
        return [*found, *(TickedCriterion(one.text, ticks[one], is_asked=False) for one in own)]


def plays_for(search: Search, stage: str, *, sight: Sight) -> list[Play]:
    """Return the plays of a stage among the pages that somebody may see; of translations the original where it is."""
    generation = search.generation()
    having = {"type": PLAYBOOK, "stage": stage}
    known = pages_after(generation, sight=sight, having=having, after=None, limit=MOST_PLAYS)
    originals = {entry.id for entry in known}
    chosen = [entry for entry in known if entry.translation_of not in originals]
    found = (read_play(generation.catalogue, entry) for entry in chosen)
    return [play for play in found if play is not None]


def read_play(catalogue: Catalogue, entry: Entry) -> Play | None:
    """Read a playbook; None for any other page, or one that has just gone."""
    try:
        fields = read_page(catalogue, entry).fields if entry.type == PLAYBOOK else None
    except NoSuchPageError:
        return None
    if not isinstance(fields, PlaybookFields):
        return None
    criteria: dict[CriteriaPart, tuple[str, ...]] = {
        "entry": tuple(fields.entry_criteria),
        "exit": tuple(fields.exit_criteria),
    }
    return Play(entry, fields.objective, criteria, tuple(fields.plays))

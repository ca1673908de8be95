"""Hits: what is shown of a page that was found, with its marked passage, translations and files."""

from __future__ import annotations

from dataclasses import dataclass

from content.catalogue import Entry
from content.search.analysis import group_of
from content.search.attachments import attachments_named
from content.search.explaining import ScoreShare
from content.search.generation import Generation, Sight
from content.search.passages import Highlight, Marker
from content.search.query import Asked
from content.search.ranking import Ranked


@dataclass(frozen=True)
class Hit:
    """One page that matches: its title with matches marked (or None), its best passage, its translations.

    `via` is the page that answered when this one was found as its translation; `attachments` are paths of the files
    it leads to whose names hold what was asked for.
    """

    entry: Entry
    score: float
    title_html: str | None
    passage: Highlight | None
    translations: tuple[Entry, ...] = ()
    via: Entry | None = None
    shares: tuple[ScoreShare, ...] = ()
    attachments: tuple[str, ...] = ()


def hit_of(generation: Generation, ranked: Ranked, index: int, markers: Markers, sight: Sight) -> Hit:
    """Return what is shown of the page at a place of a ranking."""
    number = int(ranked.numbers[index])
    entry = generation.entries[number]
    group = group_of(entry.language)
    text = ranked.texts[number] if number in ranked.texts else generation.text(number)
    marker, asked = markers.of(group, number), len(ranked.matched.meaning.get(group, ()))
    via = ranked.via.get(number)
    return Hit(
        entry,
        round(float(ranked.scores[index]), 4),
        marker.mark(entry.title),
        marker.best_passage(text),
        translations(generation, entry, sight),
        generation.entries[via] if via is not None else None,
        attachments=attachments_named(generation.head.library, entry.attachments, marker, asked=asked),
    )


def translations(generation: Generation, entry: Entry, sight: Sight) -> tuple[Entry, ...]:
    """Return the visible pages that say the same in other languages."""
    original = entry.translation_of or entry.id
    translated = generation.columns.families.get(original)
    if translated is None:
        return ()
    family = [*generation.numbers.get(original, ()), *translated]
    seen = generation.seen(sight)
    found = [generation.entries[number] for number in family if seen[number]]
    return tuple(sorted((other for other in found if other.id != entry.id), key=lambda other: other.language))


class Markers:
    """Markers of one query's terms, one for each set of terms that its hits match by."""

    def __init__(self, asked: Asked, ranked: Ranked) -> None:
        """Make none yet."""
        self._asked = asked
        self._matched = ranked.matched
        self._known: dict[tuple[str, frozenset[str]], Marker] = {}

    def of(self, group: str, page: int) -> Marker:
        """Return the marker of a page's terms."""
        terms = self._matched.terms(group, page)
        if (group, terms) not in self._known:
            self._known[group, terms] = Marker(terms, group, phrases=self._asked.phrases)
        return self._known[group, terms]

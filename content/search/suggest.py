"""Suggestions while a rep types: titles, headings, what others searched for with success, and the taxonomy's values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Literal

import numpy as np

from content.catalogue import Entry
from content.search.analysis import TOKEN, analysis_of, fold, is_cjk, term_texts, terms
from content.search.generation import Generation, Scores, Sight
from content.search.inverting import HEADINGS, TITLE
from content.search.matching import is_in_sight
from content.search.page_text import PageText
from content.search.popular import PopularSearch, completing
from content.search.query import condition, is_plain, normal_text
from content.search.tally import Mask
from content.search.vocabulary import Word

MOST_TITLES = 5
MOST_PHRASES = 4
MOST_VALUES = 4
ENDINGS = 12
MAX_TEXT = 200
# Longer headings are sentences, which nobody would search for.
MAX_PHRASE = 60
# Pages whose headings are read.
MOST_READ = 12


@dataclass(frozen=True)
class Suggestion:
    """One suggestion: a page by its title, a phrase to search for, or a filter such as `type:deck` with its label.

    `filter` is the filter's field word and its value.
    """

    kind: Literal["title", "phrase", "value"]
    text: str
    query: str
    entry: Entry | None = None
    filter: tuple[str, str] | None = None


def suggest(
    generation: Generation,
    text: str,
    *,
    sight: Sight,
    liking: Scores,
    popular: Sequence[PopularSearch] = (),
    languages: Sequence[str] = (),
) -> tuple[Suggestion, ...]:
    """Complete half-typed text from what may be seen; `liking` orders equals, shape (pages,).

    Pages in one of the reader's `languages`, the best first, come before all others: each of them has what was typed.
    Offered are titles, then searches that others made with success and headings, then values of filters.
    """
    seen = generation.seen(sight)
    text = text[:MAX_TEXT]
    before, last = typed_words(text)
    order = ReadersOrder.of(generation, liking, languages)
    searched = completing(generation, text, popular, sight=sight)
    values = begun_values(generation, text, sight)
    if is_cjk(last[:1] or " "):
        return (*titles_with(generation, text, seen, order), *new_phrases(text, searched), *values)
    start = fold(last)
    words = generation.vocabulary.beginning_with(start) if start else []
    endings = list(islice((word for word in words if is_in_sight(generation, word, seen)), ENDINGS))
    titles = _titles(generation, before, endings, seen, order) if start else ()
    headings = _headings(generation, text, before, endings, seen, order) if start else ()
    return (*titles, *new_phrases(text, chain(searched, headings), but=titles), *values)


def typed_words(text: str) -> tuple[list[str], str]:
    """Return the words of a text, and the one that is still typed; "" where that is to begin yet."""
    tokens = TOKEN.findall(text)
    if not tokens or not text[-1:].strip():
        tokens = [*tokens, ""]
    *before, last = tokens
    return before, last


@dataclass(frozen=True)
class ReadersOrder:
    """Which of the pages that have what was typed comes first."""

    generation: Generation
    liking: Scores
    languages: tuple[str, ...]

    @classmethod
    def of(cls, generation: Generation, liking: Scores, languages: Sequence[str]) -> ReadersOrder:
        """Take a reader's languages, the best first, and how well pages are liked."""
        return cls(generation, liking, tuple(language.split("-")[0].lower() for language in languages))

    def key(self, number: int) -> tuple[int, float]:
        """Return what sorts a page: its language, then how well it is liked."""
        language = self.generation.entries[number].language.split("-")[0].lower()
        place = self.languages.index(language) if language in self.languages else len(self.languages)
        return place, -float(self.liking[number])


def _titles(
    generation: Generation, before: list[str], endings: list[Word], seen: Mask, order: ReadersOrder
) -> tuple[Suggestion, ...]:
    """Return pages whose title has every word, and one that begins like the last."""
    found = _holding(generation, TITLE, before, endings) & seen
    return shown_titles(generation, np.flatnonzero(found).tolist(), order)


def _holding(generation: Generation, region: int, before: list[str], endings: list[Word]) -> Mask:
    """Return the pages that have, in one region, every word and one of the endings."""
    found = np.zeros(len(generation.entries), bool)
    for group in generation.groups:
        holding = np.zeros(len(found), bool)
        for term in {word.term for word in endings if word.group == group}:
            holding |= _in_region(generation, region, group, term)
        for term in term_texts(before, analysis_of(group)):
            holding &= _in_region(generation, region, group, term)
        found |= holding
    return found


def _in_region(generation: Generation, region: int, group: str, term: str) -> Mask:
    mask = np.zeros(len(generation.entries), bool)
    pages, counts = generation.term(group, term)
    mask[pages[counts[:, region] > 0]] = True
    return mask


def titles_with(generation: Generation, text: str, seen: Mask, order: ReadersOrder) -> tuple[Suggestion, ...]:
    """Return pages whose title holds the text, which is written without spaces."""
    wanted = normal_text(text)
    numbers = [number for title, found in generation.columns.titles() if wanted in title for number in found]
    return shown_titles(generation, [number for number in numbers if seen[number]], order)


def shown_titles(generation: Generation, numbers: list[int], order: ReadersOrder) -> tuple[Suggestion, ...]:
    """Return the best of some pages."""
    entries = generation.entries
    best = sorted(numbers, key=lambda number: (*order.key(number), len(entries[number].title), entries[number].path))
    return tuple(
        Suggestion("title", entries[number].title, entries[number].title, entries[number])
        for number in best[:MOST_TITLES]
    )


def _headings(
    generation: Generation, text: str, before: list[str], endings: list[Word], seen: Mask, order: ReadersOrder
) -> list[str]:
    """Return the headings of the best pages that have every word."""
    numbers = np.flatnonzero(_holding(generation, HEADINGS, before, endings) & seen).tolist()
    best = sorted(numbers, key=lambda number: (*order.key(number), generation.path_order[number]))
    return begun_headings(generation, text, before, [(number, generation.text(number)) for number in best[:MOST_READ]])


def begun_headings(
    generation: Generation, text: str, before: list[str], pages: Iterable[tuple[int, PageText]]
) -> list[str]:
    """Return the headings of pages that have every word; those that begin as the text does come first."""
    start, last = normal_text(text), fold(TOKEN.findall(text)[-1])
    found = []
    for number, page_text in pages:
        group = generation.groups[generation.group_of[number]]
        wanted = {term.text for word in before for term in terms(word, group)}
        for heading, *_ in page_text.sections:
            is_begun = any(fold(word).startswith(last) for word in TOKEN.findall(heading))
            if is_begun and wanted <= {term.text for term in terms(heading, group)}:
                found.append(heading)
    return sorted(found, key=lambda heading: (not normal_text(heading).startswith(start), len(heading)))


def new_phrases(text: str, found: Iterable[str], *, but: Iterable[Suggestion] = ()) -> tuple[Suggestion, ...]:
    """Return what is short enough to be searched for, each once, but for what was typed and for some suggestions."""
    known = {normal_text(text), *(normal_text(suggestion.text) for suggestion in but)}
    offered: list[Suggestion] = []
    for phrase in found:
        normal = normal_text(phrase)
        if normal not in known and len(phrase) <= MAX_PHRASE and is_plain(phrase):
            known.add(normal)
            offered.append(Suggestion("phrase", phrase, phrase))
            if len(offered) == MOST_PHRASES:
                break
    return tuple(offered)


def begun_values(generation: Generation, text: str, sight: Sight) -> tuple[Suggestion, ...]:
    """Return the taxonomy's values whose label has a word that begins like the text."""
    start = normal_text(text)
    if not start:
        return ()
    found = [row for row in generation.labelled(sight) if f" {start}" in row[1]]
    return tuple(
        Suggestion("value", label, condition(name, value), filter=(name, value))
        for _, _, label, name, value in found[:MOST_VALUES]
    )

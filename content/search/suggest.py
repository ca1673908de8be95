"""Suggestions while a rep types: titles, phrases of the library, and the taxonomy's values."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import Literal

import numpy as np

from content.catalogue import Entry
from content.search.analysis import TOKEN, analysis_of, fold, is_cjk, pairs
from content.search.generation import Generation, Scores, Sight
from content.search.inverting import TITLE
from content.search.matching import is_in_sight
from content.search.phrases import phrase
from content.search.query import normal_text
from content.search.stops import STOPS
from content.search.tally import Mask
from content.search.vocabulary import Word

MOST_TITLES = 5
MOST_PHRASES = 4
MOST_VALUES = 4
ENDINGS = 12
MAX_TEXT = 200


@dataclass(frozen=True)
class Suggestion:
    """One suggestion: a page by its title, a phrase to search for, or a filter such as `type:deck` with its label."""

    kind: Literal["title", "phrase", "value"]
    text: str
    query: str
    entry: Entry | None = None


def suggest(generation: Generation, text: str, *, sight: Sight, liking: Scores) -> tuple[Suggestion, ...]:
    """Complete half-typed text from what may be seen; `liking` orders equals, shape (pages,)."""
    seen = generation.seen(sight)
    text = text[:MAX_TEXT]
    tokens = TOKEN.findall(text)
    if not tokens or not text[-1:].strip():
        tokens = [*tokens, ""]
    *before, last = tokens
    if is_cjk(last[:1] or " "):
        return (*_titles_with(generation, text, seen, liking), *_values(generation, text, sight))
    start = fold(last)
    words = generation.vocabulary.beginning_with(start) if start else []
    endings = list(islice((word for word in words if is_in_sight(generation, word, seen)), ENDINGS))
    titles = _titles(generation, before, endings, seen, liking) if start else ()
    return (*titles, *_phrases(generation, text, before, endings, seen), *_values(generation, text, sight))


def _titles(
    generation: Generation, before: list[str], endings: list[Word], seen: Mask, liking: Scores
) -> tuple[Suggestion, ...]:
    """Return pages whose title has every word, and one that begins like the last."""
    found = np.zeros(len(generation.entries), bool)
    for group in generation.groups:
        holding = np.zeros(len(found), bool)
        for term in {word.term for word in endings if word.group == group}:
            holding |= _in_title(generation, group, term)
        for word in before:
            for term in pairs(word) if is_cjk(word[0]) else [analysis_of(group)[word]]:
                holding &= _in_title(generation, group, term)
        found |= holding
    return _shown(generation, np.flatnonzero(found & seen).tolist(), liking)


def _in_title(generation: Generation, group: str, term: str) -> Mask:
    mask = np.zeros(len(generation.entries), bool)
    pages, counts = generation.term(group, term)
    mask[pages[counts[:, TITLE] > 0]] = True
    return mask


def _titles_with(generation: Generation, text: str, seen: Mask, liking: Scores) -> tuple[Suggestion, ...]:
    """Return pages whose title holds the text, which is written without spaces."""
    wanted = normal_text(text)
    numbers = [number for title, found in generation.columns.titles() if wanted in title for number in found]
    return _shown(generation, [number for number in numbers if seen[number]], liking)


def _shown(generation: Generation, numbers: list[int], liking: Scores) -> tuple[Suggestion, ...]:
    entries = generation.entries
    best = sorted(numbers, key=lambda number: (-liking[number], len(entries[number].title), entries[number].path))
    return tuple(
        Suggestion("title", entries[number].title, entries[number].title, entries[number])
        for number in best[:MOST_TITLES]
    )


def _phrases(
    generation: Generation, text: str, before: list[str], endings: list[Word], seen: Mask
) -> tuple[Suggestion, ...]:
    """Return the last word's endings: those that follow the word before it somewhere, or else the commonest."""
    ranked: list[tuple[int, str]] = []
    for word in endings:
        is_told = before and fold(before[-1]) not in STOPS.get(word.group, frozenset())
        terms = (analysis_of(word.group)[before[-1]], word.term) if is_told else (word.term,)
        pages = phrase(generation, word.group, terms, seen).pages
        if len(pages):
            ranked.append((len(pages), " ".join([*before, word.text])))
    typed = normal_text(text)
    texts = dict.fromkeys(found for _, found in sorted(ranked, key=lambda row: (-row[0], row[1])) if found != typed)
    return tuple(Suggestion("phrase", found, found) for found in list(texts)[:MOST_PHRASES])


def _values(generation: Generation, text: str, sight: Sight) -> tuple[Suggestion, ...]:
    """Return the taxonomy's values whose label has a word that begins like the text."""
    start = normal_text(text)
    if not start:
        return ()
    found = [row for row in generation.labelled(sight) if f" {start}" in row[1]]
    return tuple(Suggestion("value", label, query) for _, _, label, query in found[:MOST_VALUES])

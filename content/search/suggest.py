"""What a rep may be about to type: titles, phrases of the library, and the taxonomy's values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from content.catalogue import Entry
from content.search.analysis import TOKEN, analysis_of, fold, is_cjk
from content.search.generation import Generation, Mask, Scores
from content.search.inverting import TITLE
from content.search.matching import is_in_sight, visible
from content.search.phrases import phrase
from content.search.query import normal_text
from content.search.selection import FACETS, plain_label
from content.search.vocabulary import Word

MOST_TITLES = 5
MOST_PHRASES = 4
MOST_VALUES = 4
ENDINGS = 12


@dataclass(frozen=True)
class Suggestion:
    """One suggestion: a page by its title, a phrase to search for, or a filter such as `type:deck` with its label."""

    kind: Literal["title", "phrase", "value"]
    text: str
    query: str
    entry: Entry | None = None


def suggest(generation: Generation, text: str, *, seen: Mask, liking: Scores) -> tuple[Suggestion, ...]:
    """Complete half-typed text from what may be seen; `liking` orders equals, shape (pages,)."""
    tokens = TOKEN.findall(text)
    if not tokens or not text[-1:].strip():
        tokens = [*tokens, ""]
    *before, last = tokens
    if is_cjk(last[:1] or " "):
        return (*_titles_with(generation, text, seen, liking), *_values(generation, text, seen))
    start = fold(last)
    endings = generation.vocabulary.beginning_with(start, limit=ENDINGS) if start else []
    endings = [word for word in endings if is_in_sight(generation, word, seen)]
    titles = _titles(generation, before, endings, seen, liking) if start else ()
    return (*titles, *_phrases(generation, before, endings, seen), *_values(generation, text, seen))


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
            holding &= _in_title(generation, group, analysis_of(group)[word])
        found |= holding
    return _shown(generation, np.flatnonzero(found & seen).tolist(), liking)


def _in_title(generation: Generation, group: str, term: str) -> Mask:
    mask = np.zeros(len(generation.entries), bool)
    pages, counts = generation.term(group, term)
    mask[pages[counts[:, TITLE] > 0]] = True
    return mask


def _titles_with(generation: Generation, text: str, seen: Mask, liking: Scores) -> tuple[Suggestion, ...]:
    """Return pages whose title holds the text, which is written without spaces: by its rarest pair of characters."""
    wanted = normal_text(text)
    run = TOKEN.findall(text)[-1]
    found = np.zeros(len(generation.entries), bool)
    for group in generation.groups:
        terms = [word.term for word in generation.vocabulary.beginning_with(run, limit=ENDINGS) if word.group == group]
        for term in [run[:2], *terms] if len(run) > 1 else terms:
            found |= _in_title(generation, group, term)
    numbers = np.flatnonzero(found & seen).tolist()
    return _shown(generation, [n for n in numbers if wanted in normal_text(generation.entries[n].title)], liking)


def _shown(generation: Generation, numbers: list[int], liking: Scores) -> tuple[Suggestion, ...]:
    entries = generation.entries
    best = sorted(numbers, key=lambda number: (-liking[number], len(entries[number].title), entries[number].path))
    return tuple(
        Suggestion("title", entries[number].title, entries[number].title, entries[number])
        for number in best[:MOST_TITLES]
    )


def _phrases(generation: Generation, before: list[str], endings: list[Word], seen: Mask) -> tuple[Suggestion, ...]:
    """Return the last word's endings: those that follow the word before it somewhere, or else the commonest."""
    ranked: list[tuple[int, str]] = []
    for word in endings:
        if before:
            terms = (analysis_of(word.group)[before[-1]], word.term)
            pages = phrase(generation, word.group, terms, seen).pages
        else:
            pages = visible(generation.term(word.group, word.term), seen).pages
        if len(pages):
            ranked.append((len(pages), " ".join([*before, word.text])))
    texts = dict.fromkeys(text for _, text in sorted(ranked, key=lambda row: (-row[0], row[1])))
    return tuple(Suggestion("phrase", text, text) for text in list(texts)[:MOST_PHRASES])


def _values(generation: Generation, text: str, seen: Mask) -> tuple[Suggestion, ...]:
    """Return the taxonomy's values whose label has a word that begins like the text."""
    start = normal_text(text)
    found: list[tuple[int, Suggestion]] = []
    for name, dimension in FACETS.items():
        if name == "status" or not start:
            continue
        column = generation.columns[name]
        labels = generation.head.taxonomy.dimensions.get(dimension or "", {})
        for value, count in zip(column.values, column.counts(seen), strict=True):
            label = labels.get(value, plain_label(value))
            if count and f" {start}" in f" {normal_text(label)}":
                shown = value if " " not in value else f'"{value}"'
                found.append((count, Suggestion("value", label, f"{name}:{shown}")))
    best = sorted(found, key=lambda row: (-row[0], row[1].text))
    return tuple(suggestion for _, suggestion in best[:MOST_VALUES])

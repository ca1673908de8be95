"""The words of the library as they are written, folded: for words typed wrong, half or without accents."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from content.search.engine.store import Segment

MIN_TYPO = 4
LONG_WORD = 8
MOST_NEAR = 12


class Word(NamedTuple):
    """A word of one language group: its key in the index, the term it is found by, and its number of pages."""

    text: str
    group: str
    key: str
    term: str
    pages: int


class SegmentWords:
    """The words of one segment."""

    def __init__(self, segment: Segment, groups: Iterable[str]) -> None:
        """Read the words of each group."""
        self._known: dict[str, list[tuple[str, str, int]]] = {}
        for group in groups:
            for key, pages in zip(*segment.all_terms(f"w_{group}"), strict=True):
                word = key.partition("\t")[0]
                self._known.setdefault(word, []).append((group, key, pages))
        self._sorted = sorted(self._known)
        self._by_letter: defaultdict[str, list[str]] = defaultdict(list)
        for word in self._sorted:
            if len(word) >= MIN_TYPO - 1:
                self._by_letter[word[0]].append(word)

    def of(self, word: str) -> Iterator[Word]:
        """Yield what is known of a word."""
        for group, key, pages in self._known.get(word, ()):
            yield Word(word, group, key, key.partition("\t")[2] or word, pages)

    def beginning_with(self, start: str) -> list[str]:
        """Return the words that begin so, in order."""
        first = bisect_left(self._sorted, start)
        last = bisect_left(self._sorted, start + "\U0010ffff", lo=first)
        return self._sorted[first:last]

    def near(self, word: str, most: int) -> list[tuple[str, int]]:
        """Return words at most so many letters away (wrong, missing, added or swapped), with the number."""
        candidates = self._by_letter.get(word[0], [])
        # The first letter is rarely wrong; missing or swapped with the second it is met here.
        if len(word) > 1 and word[1] != word[0]:
            candidates = candidates + self._by_letter.get(word[1], [])
        found = process.extract(word, candidates, scorer=OSA.distance, score_cutoff=most, limit=MOST_NEAR)
        return [(text, int(distance)) for text, distance, _ in found]


class Vocabulary:
    """The words of several segments."""

    def __init__(self, segments: Iterable[SegmentWords]) -> None:
        """Take the segments' words."""
        self._segments = tuple(segments)

    def of(self, word: str) -> list[Word]:
        """Return what is known of a word, by group and term; pages are summed over the segments."""
        found: dict[str, Word] = {}
        for segment in self._segments:
            for known in segment.of(word):
                name = f"{known.group} {known.key}"
                pages = found[name].pages if name in found else 0
                found[name] = known._replace(pages=known.pages + pages)
        return list(found.values())

    def beginning_with(self, start: str, *, limit: int) -> list[Word]:
        """Return the words that begin so, those of most pages first."""
        texts = {text for segment in self._segments for text in segment.beginning_with(start)}
        words = [word for text in texts for word in self.of(text)]
        return list(islice(sorted(words, key=lambda word: (-word.pages, word.text)), limit))

    def near(self, word: str) -> list[tuple[Word, int]]:
        """Return the words that may have been meant, nearest first and then those of most pages, with the distance."""
        if len(word) < MIN_TYPO or any(letter.isdigit() for letter in word):
            return []
        most = 1 if len(word) < LONG_WORD else 2
        near = {text: distance for segment in self._segments for text, distance in segment.near(word, most)}
        words = [(known, distance) for text, distance in near.items() for known in self.of(text)]
        return sorted(words, key=lambda found: (found[1], -found[0].pages, found[0].text))

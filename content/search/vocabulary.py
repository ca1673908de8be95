"""The words of the library as they are written, folded: for words typed wrong, half or without accents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from content.search.analysis import GROUPS, MAX_TERM, SIGNS
from content.search.engine.store import Segment

MIN_TYPO = 4
LONG_WORD = 8
MOST_NEAR = 40
MOST_KNOWN = 20_000
# Of the words of a segment that begin alike so many are looked at, those of most pages.
MOST_BEGINNINGS = 200
_BITS = {group: 1 << number for number, group in enumerate(GROUPS)}
# One number for all words that are in the same groups.
_SETS: dict[int, int] = {}


class Word(NamedTuple):
    """A word of one language group: its key in the index, the term it is found by, and its number of pages."""

    text: str
    group: str
    key: str
    term: str
    pages: int


class Vocabulary:
    """The words of several segments; words of segments that are gone may linger, and are in no page."""

    def __init__(self, segments: Sequence[Segment], *, previous: Vocabulary | None = None) -> None:
        """Take the segments' words; those of segments that `previous` had are not read again."""
        self._segments = segments
        self._groups = tuple(group for group in GROUPS if any(len(one.words(group)) for one in segments))
        known = {segment.name for segment in previous._segments} if previous else set()  # noqa: SLF001 - its own kind
        is_continued = previous is not None and not known.isdisjoint(segment.name for segment in segments)
        # All words but the shortest, and the groups that may have them: one bit for each.
        self._all: dict[str, int] = dict(previous._all) if previous and is_continued else {}  # noqa: SLF001
        for segment in segments:
            if not (is_continued and segment.name in known):
                for group in self._groups:
                    self._add(_texts(segment, group), _BITS[group])
        self._by_letter: defaultdict[str, list[str]] | None = None
        self._known: dict[tuple[str, str], list[Word]] = {}

    def _add(self, texts: Iterable[str], bit: int) -> None:
        known = self._all
        for text in texts:
            groups = known.get(text, 0)
            if not groups & bit:
                known[text] = _SETS.setdefault(groups | bit, groups | bit)

    def __contains__(self, word: str) -> bool:
        """Tell whether a word of three letters or more may be in a page; quicker than looking it up."""
        return word in self._all

    def says(self, word: str) -> bool:
        """Tell whether a word, however short, may be in a page."""
        return word in self._all if len(word) >= MIN_TYPO - 1 else bool(self.of(word))

    def of(self, word: str) -> list[Word]:
        """Return what is known of a word, by group and term; pages are summed over the segments."""
        if len(word) >= MIN_TYPO - 1 and word not in self._all:
            return []
        return [known for group in self._groups for known in self.in_group(word, group)]

    def in_group(self, word: str, group: str) -> list[Word]:
        """Return what is known of a word in one group, by term."""
        if len(word) >= MIN_TYPO - 1 and not self._all.get(word, 0) & _BITS[group]:
            return []
        known = self._known.get((word, group))
        if known is None:
            if len(self._known) > MOST_KNOWN:
                self._known.clear()
            known = self._known[word, group] = self._look_up(word, group)
        return known

    def _look_up(self, word: str, group: str) -> list[Word]:
        pages: dict[bytes, int] = {}
        key = word.encode("utf-8", "surrogatepass")
        for segment in self._segments:
            directory = segment.words(group)
            # The word itself, and behind it the word with each of its terms.
            for place in range(directory.first(key), len(directory)):
                term = directory.term(place)
                if term != key and not term.startswith(key + b"\t"):
                    break
                pages[term] = pages.get(term, 0) + directory.row(place)[0]
        return [_word(group, term.decode("utf-8", "surrogatepass"), count) for term, count in pages.items()]

    def beginning_with(self, start: str, *, limit: int = MOST_BEGINNINGS) -> list[Word]:
        """Return the words that begin so: the very word first, then those of most pages."""
        key = start.encode("utf-8", "surrogatepass")
        pages: dict[tuple[str, bytes], int] = {}
        for segment in self._segments:
            for group in self._groups:
                directory = segment.words(group)
                places = directory.beginning_with(key)
                counts = directory.rows["pages"][places.start : places.stop]
                best = np.arange(len(counts))
                if len(counts) > MOST_BEGINNINGS:
                    best = np.argpartition(counts, -MOST_BEGINNINGS)[-MOST_BEGINNINGS:]
                exact = directory.find(key)
                if exact is not None:
                    best = np.union1d(best, [exact - places.start])
                for place in best.tolist():
                    name = group, directory.term(places.start + place)
                    pages[name] = pages.get(name, 0) + int(counts[place])
        found = islice(sorted(pages, key=lambda name: (_text(name[1]) != key, -pages[name], name)), limit)
        return [_word(group, term.decode("utf-8", "surrogatepass"), pages[group, term]) for group, term in found]

    def with_part(self, part: str, group: str) -> list[Word]:
        """Return the words of a group that hold a part of four letters or more, at the beginning or three letters in.

        Pages are summed over the segments.
        """
        key = part.encode("utf-8", "surrogatepass")
        pages: dict[bytes, int] = {}
        for segment in self._segments:
            directory = segment.words(group)
            for place in directory.with_part(key):
                term = directory.term(place)
                pages[term] = pages.get(term, 0) + directory.row(place)[0]
        return [_word(group, term.decode("utf-8", "surrogatepass"), pages[term]) for term in sorted(pages)]

    def near(self, word: str) -> list[tuple[Word, int]]:
        """Return the words that may have been meant, nearest first and then those of most pages, with the distance."""
        if not MIN_TYPO <= len(word) <= MAX_TERM or any(letter.isdigit() or letter in SIGNS for letter in word):
            return []
        most = 1 if len(word) < LONG_WORD else 2
        found = process.extract(word, self._candidates(word), scorer=OSA.distance, score_cutoff=most, limit=MOST_NEAR)
        words = [(known, int(distance)) for text, distance, _ in found for known in self.of(text)]
        return sorted(words, key=lambda row: (row[1], -row[0].pages, row[0].text))

    def _candidates(self, word: str) -> list[str]:
        """Return words that begin with the first letter or with the second: the first is rarely wrong but for order."""
        if self._by_letter is None:
            by_letter: defaultdict[str, list[str]] = defaultdict(list)
            for text in sorted(self._all):
                by_letter[text[0]].append(text)
            self._by_letter = by_letter
        letters = dict.fromkeys(word[:2])
        return [text for letter in letters for text in self._by_letter.get(letter, ())]


def _texts(segment: Segment, group: str) -> Iterator[str]:
    """Yield a segment's words but the shortest."""
    directory = segment.words(group)
    for place in range(len(directory)):
        text = directory.term(place).partition(b"\t")[0].decode("utf-8", "surrogatepass")
        if len(text) >= MIN_TYPO - 1:
            yield text


def _text(key: bytes) -> bytes:
    return key.partition(b"\t")[0]


def _word(group: str, key: str, pages: int) -> Word:
    text, _, term = key.partition("\t")
    return Word(text, group, key, term or text, pages)

"""One generation of the index in memory: its pages as arrays, and the postings of its terms over all segments.

Nothing here changes after it was made, so any number of threads may ask. Pages are known by their number, which is
their place in every array; segments that the generation before held are not read again.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from content.catalogue import Catalogue, Entry
from content.fields.models import WITHHELD
from content.labels import label_of
from content.search.analysis import is_cjk
from content.search.columns import Columns
from content.search.compounds import COMPOUNDING, Compounds
from content.search.engine.store import EngineError, Store
from content.search.head import Head
from content.search.indexed import NOTHING, IndexedTerm, Numbers, any_of, most_of
from content.search.inverting import REGIONS
from content.search.keeping import Kept, bytes_of
from content.search.naming import Names, names_in, names_of
from content.search.page_text import PageText
from content.search.query import normal_text
from content.search.respelling import SplitWord, apart
from content.search.synonyms import Synonyms, glossary, rules_of, synonyms_of
from content.search.tally import Mask
from content.search.vocabulary import Vocabulary

Scores = NDArray[np.float32]
KEPT_BYTES = 16_000_000
MOST_SPLIT = 5_000
# The text of pages that many searches show, or one that is typed letter by letter.
KEPT_TEXT_BYTES = 24_000_000


class Places(NamedTuple):
    """The pages of a term, where the positions of each end, and all positions, page after page."""

    pages: Numbers
    ends: NDArray[np.int64]
    positions: NDArray[np.uint32]


@dataclass(frozen=True)
class Sight:
    """What a person may see: pages of these statuses and audiences; from outside the company what is sent of them."""

    statuses: frozenset[str] = frozenset({"approved"})
    audiences: frozenset[str] = frozenset({"internal", "partner", "customer"})

    @property
    def is_outside(self) -> bool:
        """Whether the person stands outside the company, for whom only what is sent exists."""
        return "internal" not in self.audiences

    def only(self) -> dict[str, frozenset[str]]:
        """Return the values that pages must have which may be seen, by field word."""
        return {"status": self.statuses, "audience": self.audiences}

    def without(self) -> dict[str, frozenset[str]]:
        """Return the values that none of them has, by field word and `edition`."""
        return {"type": frozenset(WITHHELD), "edition": frozenset({"inside" if self.is_outside else "outside"})}

    def shows(self, *, type: str, status: str, audience: str) -> bool:  # noqa: A002 - a page's type, as everywhere
        """Tell whether a person with this sight may see a page; nobody what holds answers."""
        return type not in WITHHELD and status in self.statuses and audience in self.audiences


EVERYTHING = Sight(statuses=frozenset({"approved", "draft", "archived"}))
STAFF_SIGHT = Sight()
PARTNER_SIGHT = Sight(audiences=frozenset({"partner", "customer"}))
BUYER_SIGHT = Sight(audiences=frozenset({"customer"}))


class Generation:
    """What one commit of the index holds."""

    def __init__(self, head: Head, store: Store, *, previous: Generation | None = None) -> None:
        """Lay the segments' pages side by side; what `previous` knows of the words isn't read again."""
        self.head = head
        self.store = store
        segments = [part.segment for part in store.parts]
        self.vocabulary: Vocabulary = Vocabulary(segments, previous=previous.vocabulary if previous else None)
        records = [record for part in store.parts for record in part.segment.records]
        self.entries: list[Entry] = [record.entry for record in records]
        self.living: Mask = np.ones(len(records), bool)
        for part in store.parts:
            self.living[part.first + part.removed] = False
        groups = np.array([record.group for record in records], str)
        self.groups: tuple[str, ...] = tuple(sorted(set(groups.tolist())))
        # The place in `groups` of each page's group.
        self.group_of: NDArray[np.int8] = np.searchsorted(self.groups, groups).astype(np.int8)
        lengths = [segment.lengths for segment in segments]
        self.lengths: Scores = np.concatenate(lengths) if lengths else np.zeros((0, REGIONS), np.float32)
        # `lru_cache` on methods would keep old generations alive: each has its own.
        self.term = Kept(self._term, size=bytes_of, limit=KEPT_BYTES)
        self.any_term = Kept(self._any_term, size=bytes_of, limit=KEPT_BYTES)
        self.places = Kept(self._places, size=bytes_of, limit=KEPT_BYTES)
        self.text = Kept(self._text, size=lambda text: text.nbytes, limit=KEPT_TEXT_BYTES)
        self.seen = lru_cache(64)(self._seen)
        self.labelled = lru_cache(64)(self._labelled)
        self._labels: dict[str, list[str]] = {}
        self.synonyms = lru_cache(None)(self._synonyms)
        self.names = lru_cache(None)(self._names)
        self.compounds = lru_cache(None)(self._compounds)
        self.splits = lru_cache(MOST_SPLIT)(self._splits)

    @cached_property
    def numbers(self) -> dict[str, list[int]]:
        """Numbers of the pages that are still there, by id: one for each edition."""
        found: dict[str, list[int]] = {}
        for number in np.flatnonzero(self.living).tolist():
            found.setdefault(self.entries[number].id, []).append(number)
        return found

    @cached_property
    def former(self) -> dict[str, list[int]]:
        """Numbers of the pages that are still there, by the ids they had before, in the order of paths."""
        found: dict[str, list[int]] = {}
        living = np.flatnonzero(self.living).tolist()
        for number in sorted(living, key=lambda number: self.entries[number].path):
            for alias in self.entries[number].aliases:
                found.setdefault(alias, []).append(number)
        return found

    def number_of(self, page_id: str, *, sight: Sight) -> int | None:
        """Return the number of the page that has this id, or had it once; one that may not be seen isn't there."""
        places = (*self.numbers.get(page_id, ()), *self.former.get(page_id, ()))
        seen = self.seen(sight)
        return next((number for number in places if seen[number]), None)

    @cached_property
    def catalogue(self) -> Catalogue:
        """Entries of the published pages, in the order of their paths."""
        found = [self.entries[number] for number in np.flatnonzero(self.living).tolist()]
        entries = sorted((entry for entry in found if entry.status == "approved"), key=lambda entry: entry.path)
        inside = tuple(entry for entry in entries if entry.edition != "outside")
        outside = tuple(entry for entry in entries if entry.edition == "outside")
        dialect = self.head.taxonomy.dialect
        return Catalogue(self.head.library, self.head.generation, inside, dialect, outside)

    def warmed(self) -> Generation:
        """Work out what the first search would wait for."""
        _ = self.former, self.columns.families, self.average, self.path_order
        for group in self.groups:
            self.names(group)
        for group in COMPOUNDING.intersection(self.groups):
            self.compounds(group).prepare()
        return self

    @cached_property
    def columns(self) -> Columns:
        """What the pages say about themselves."""
        return Columns(self.store)

    def _synonyms(self, group: str) -> Synonyms:
        """Return the synonyms of the customer and of the glossary, as a group analyses them."""
        return synonyms_of(group, (*rules_of(self.head.taxonomy), *glossary().get(group, ())))

    def _names(self, group: str) -> Names:
        """Return what the values of filters are called in a language group."""
        return names_of(group, tuple(names_in(self.head.taxonomy, group, groups=self.groups)), self.synonyms(group))

    def _compounds(self, group: str) -> Compounds:
        """Return the compounds of a language group."""
        return Compounds(self.vocabulary, group)

    def _splits(self, word: str) -> tuple[SplitWord, ...]:
        """Return the ways to write a folded word apart, of words that stand in pages of any language."""
        return tuple(apart(word, self.vocabulary.says))

    @cached_property
    def languages(self) -> frozenset[str]:
        """The languages that pages are written in."""
        return frozenset(self.columns["language"].values)

    @cached_property
    def path_order(self) -> NDArray[np.int32]:
        """The place of each page in the order of paths, for pages that are equal otherwise."""
        order = np.empty(len(self.entries), np.int32)
        order[sorted(range(len(order)), key=lambda number: self.entries[number].path)] = np.arange(len(order))
        return order

    @cached_property
    def average(self) -> Scores:
        """Average lengths of the regions over the pages that have any."""
        lengths = self.lengths[self.living]
        filled = np.maximum((lengths > 0).sum(axis=0), 1)
        average: Scores = np.maximum(lengths.sum(axis=0) / filled, 1).astype(np.float32)
        return average

    def _seen(self, sight: Sight) -> Mask:
        """Return which pages a person may see; nobody what holds answers."""
        seen = self.living.copy()
        for name, values in sight.only().items():
            seen &= self.columns[name].having(values)
        for name, values in sight.without().items():
            seen &= ~(self.columns.of_editions(values) if name == "edition" else self.columns[name].having(values))
        return seen

    def count(self, pages: Numbers, seen: Mask) -> int:
        """Return how many of a term's pages count as such: of a page with two editions the one that is seen."""
        return int(np.count_nonzero(seen[pages])) if self._has_editions else len(pages)

    @cached_property
    def _has_editions(self) -> bool:
        return bool(self.columns.outside.any())

    def labels(self, name: str) -> list[str]:
        """Return what people read for each value of a field word's column."""
        if name not in self._labels:
            self._labels[name] = [label_of(self.head.taxonomy, name, value) for value in self.columns[name].values]
        return self._labels[name]

    def _labelled(self, sight: Sight) -> list[tuple[int, str, str, str, str]]:
        """Return the values of visible pages, of most pages first: pages, label normalised, label, field, value."""
        found = []
        for name, counts in self.columns.counts(self.seen(sight)).items():
            for value, label, count in zip(self.columns[name].values, self.labels(name), counts, strict=True):
                if count and name != "status":
                    found.append((count, f" {normal_text(label)}", label, name, value))
        return sorted(found, key=lambda row: (-row[0], row[2]))

    def _term(self, group: str, term: str) -> IndexedTerm:
        """Return a term's pages; removed ones are left out. A single sign stands in every pair that holds it."""
        alone = self._read(f"t_{group}", term)
        if len(term) > 1 or not is_cjk(term or " "):
            return alone
        pairs = sorted(self._pairs_with(group, term))
        first = any_of([self._read(f"t_{group}", pair) for pair in pairs if pair[0] == term])
        second = any_of([self._read(f"t_{group}", pair) for pair in pairs if pair[-1] == term])
        return any_of([alone, most_of(first, second)])

    def _any_term(self, group: str, terms: tuple[str, ...]) -> IndexedTerm:
        """Return the pages of several terms together."""
        return any_of([self.term(group, term) for term in terms])

    def _pairs_with(self, group: str, sign: str) -> set[str]:
        """Return the pairs of characters that hold a sign."""
        part = sign.encode()
        directories = [part.segment.directory(f"t_{group}") for part in self.store.parts]
        terms = [directory.term(place) for directory in directories for place in directory.containing(part)]
        return {text for term in terms if len(text := term.decode("utf-8", "surrogatepass")) == 2}

    def word(self, group: str, word: str) -> Numbers:
        """Return the pages of a word of the vocabulary."""
        return self._read(f"w_{group}", word).pages

    def _read(self, field: str, term: str) -> IndexedTerm:
        found = [(part.first, part.segment.read(field, term)) for part in self.store.parts]
        lists = [(first, postings) for first, postings in found if postings is not None]
        if not lists:
            return NOTHING
        pages = np.concatenate([postings["page"].astype(np.int32) + np.int32(first) for first, postings in lists])
        counts = np.concatenate([postings["counts"] for _, postings in lists])
        if pages[-1] >= len(self.living):
            raise EngineError("the index names a page that it doesn't hold")
        living = self.living[pages]
        return IndexedTerm(pages, counts) if living.all() else IndexedTerm(pages[living], counts[living])

    def _places(self, group: str, term: str) -> Places:
        """Return a term's pages, removed ones included, where each one's positions end, and all positions."""
        found = [(part.first, part.segment.positions(f"t_{group}", term)) for part in self.store.parts]
        pages, ends, positions = [np.zeros(0, np.int32)], [np.zeros(0, np.int64)], [np.zeros(0, np.uint32)]
        total = 0
        for first, own in found:
            if own is not None:
                pages.append(own[0].astype(np.int32) + np.int32(first))
                ends.append(own[1].astype(np.int64) + total)
                positions.append(own[2])
                total += len(own[2])
        return Places(np.concatenate(pages), np.concatenate(ends), np.concatenate(positions))

    def _text(self, number: int) -> PageText:
        """Return the text a page was indexed with."""
        for part in self.store.parts:
            if part.first <= number < part.first + part.segment.size:
                return PageText.of(part.segment.sections(number - part.first))
        return PageText.of(())

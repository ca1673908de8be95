"""A column whose texts can be read in several ways: which ways all of them allow, without keeping the texts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import combinations
from typing import Generic, TypeVar

Way = TypeVar("Way", bound=str)
Value = TypeVar("Value")
MOST_KEPT = 5_000


class Seen(Generic[Way, Value]):
    """What the texts of one column allow; `differing` counts those that tell ways apart, each once.

    Only the last MOST_KEPT texts are remembered, so that a column of any length takes the same memory.
    """

    def __init__(self, ways: Sequence[Way], read: Callable[[str], Mapping[Way, Value]]) -> None:
        """Begin knowing nothing."""
        self._ways = ways
        self._read = read
        self._texts: dict[str, Mapping[Way, Value]] = {}
        self._fits = dict.fromkeys(ways, 0)
        self._examples: dict[tuple[Way, Way], tuple[int, str]] = {}
        self.differing = 0

    def read(self, text: str) -> Mapping[Way, Value]:
        """Return what a text means in each way in which it can be read."""
        found = self._texts.get(text)
        if found is None:
            if len(self._texts) >= MOST_KEPT:
                self._texts.clear()
            found = self._texts[text] = self._read(text)
        return found

    def note(self, text: str) -> None:
        """Let a text count, once however often it comes."""
        if text in self._texts:
            return
        found = self.read(text)
        if found and (len(found) < len(self._ways) or len(set(found.values())) > 1):
            self.differing += 1
            for way in found:
                self._fits[way] += 1
            for pair in combinations(found, 2):
                if pair not in self._examples and found[pair[0]] != found[pair[1]]:
                    self._examples[pair] = (self.differing, text)

    @property
    def fitting(self) -> list[Way]:
        """The ways in which all texts can be read."""
        return [way for way in self._ways if self._fits[way] == self.differing]

    def left_out(self, way: Way) -> int:
        """Return how many texts can't be read in a way, of those that can be read in some; all where none fits."""
        return self.differing - self._fits[way]

    def example(self, ways: Collection[Way]) -> str | None:
        """Return the first text that means something else in two of these ways; None where there is none."""
        found = [seen for pair, seen in self._examples.items() if set(pair) <= set(ways)]
        return min(found)[1] if found else None

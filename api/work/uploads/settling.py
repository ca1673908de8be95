"""Columns that can be read in several ways: the way of each is found, kept from before, or asked for."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Generic

from api.work.uploads.proposal import FileQuestion
from api.work.uploads.seen import Seen, Value, Way


class SettledColumns(ABC, Generic[Way, Value]):
    """The columns of one kind in a file; `settled` are their ways, `learnt` what was said of the header.

    What a file shows by itself says nothing of the next one; `refuted` are the fields in which it shows another way
    than was said.
    """

    def __init__(
        self, fields: Collection[str], ways: Sequence[Way], read: Callable[[str], Mapping[Way, Value]]
    ) -> None:
        """Begin knowing nothing."""
        self._seen: dict[str, Seen[Way, Value]] = {field: Seen(ways, read) for field in fields}
        self._open: set[str] = set()
        self.settled: dict[str, Way] = {}
        self.learnt: dict[str, Way] = {}
        self.refuted: set[str] = set()

    def settle(self, answers: Mapping[str, Way], kept: Mapping[str, Way]) -> Iterator[FileQuestion]:
        """Find the way of each column: as it was answered, as all its texts allow, or as it was kept; or ask."""
        for field, seen in self._seen.items():
            answer = answers.get(field) or answers.get("")
            fitting = seen.fitting
            if not seen.differing:
                continue
            if answer:
                self.learnt[field] = answer
            elif len(fitting) == 1:
                self.settled[field] = fitting[0]
                self.refuted |= {field} if kept.get(field, fitting[0]) != fitting[0] else set()
            elif fitting and seen.example(fitting) is None:
                self.settled[field] = fitting[0]  # whichever it is, they mean the same
            elif kept.get(field) in fitting:
                self.learnt[field] = kept[field]
            else:
                self._open.add(field)
                yield self._question(field, seen, fitting)
        self.settled |= self.learnt

    @abstractmethod
    def _question(self, field: str, seen: Seen[Way, Value], fitting: Sequence[Way]) -> FileQuestion:
        """Ask for a way, with what the first text that tells them apart would be, or how many each leaves out."""

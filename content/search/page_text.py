"""The text of a page as passages are looked for in it: in one piece, beside itself folded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from content.search.analysis import fold_in_place
from content.search.inverting import SectionText

# Between sections; no word goes across.
_END = "\n"


class PlacedSection(NamedTuple):
    """A section of a page: its heading and anchor, and where its text stands, characters [start, end)."""

    heading: str
    anchor: str
    start: int
    end: int


@dataclass(frozen=True)
class PageText:
    """The sections of a page one behind the other: `plain` is `whole` folded, each character in its place."""

    sections: tuple[PlacedSection, ...]
    whole: str
    plain: str

    @classmethod
    def of(cls, sections: Iterable[SectionText]) -> PageText:
        """Join sections."""
        placed: list[PlacedSection] = []
        texts: list[str] = []
        start = 0
        for heading, anchor, text in sections:
            placed.append(PlacedSection(heading, anchor, start, start + len(text)))
            texts.append(text)
            start += len(text) + len(_END)
        whole = _END.join(texts)
        return cls(tuple(placed), whole, fold_in_place(whole))

    @property
    def nbytes(self) -> int:
        """About what it holds in memory."""
        heads = sum(len(one.heading) + len(one.anchor) + 250 for one in self.sections)
        return heads + self.whole.__sizeof__() + self.plain.__sizeof__()

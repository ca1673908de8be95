"""Several segments as one: fewer places to look a word up in, and removed pages gone for good.

Nothing is analysed again: the lists of a term are laid one behind the other, with new numbers for their pages.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from heapq import merge
from itertools import groupby
from operator import itemgetter

import numpy as np

from content.search.engine.codec import TermPlaces
from content.search.engine.directory import Directory
from content.search.engine.store import Part, Segment, Uint32s
from content.search.inverting import Inverted, Shown, TermList

GONE = np.uint32(0xFFFFFFFF)
# A part is left alone when it is so many times larger than all smaller ones together: so the large ones are rarely
# written again, and there are few.
DOMINANCE = 4
# The share of removed pages from which a part is written anew.
MOST_REMOVED = 0.3


def worth_joining(parts: Sequence[Part]) -> list[Part]:
    """Return the parts that had better be one, in their order; none when all is well."""
    by_size = sorted(parts, key=lambda part: (part.living, part.first))
    joined, total = 0, 0
    for place, part in enumerate(by_size):
        if place and part.living <= DOMINANCE * total:
            joined = place + 1
        total += part.living
    worn = [part for part in parts if len(part.removed) > MOST_REMOVED * part.segment.size]
    chosen = {part.segment.name for part in (*by_size[:joined], *worn)}
    return [part for part in parts if part.segment.name in chosen]


def join(parts: Sequence[Part]) -> Inverted:
    """Return the pages of parts that are still there, in their order, ready to be written as one segment."""
    numbers = list(_renumbered(parts))
    fields = sorted({field for part in parts for field in part.segment.fields})
    lists = (terms for field in fields for terms in _joined(field, [part.segment for part in parts], numbers))
    return Inverted(_pages(parts), lists)


def _pages(parts: Sequence[Part]) -> Iterator[Shown]:
    for part in parts:
        for number in part.present:
            record = part.segment.records[number]
            yield Shown(record.entry, record.group, record.lengths, part.segment.sections(number))


def _renumbered(parts: Sequence[Part]) -> Iterator[Uint32s]:
    """Yield for each part the new numbers of its pages."""
    first = 0
    for part in parts:
        numbers = np.full(part.segment.size, GONE, np.uint32)
        numbers[part.present] = np.arange(first, first + part.living, dtype=np.uint32)
        first += part.living
        yield numbers


def _joined(field: str, segments: Sequence[Segment], numbers: Sequence[Uint32s]) -> Iterator[TermList]:
    """Yield the lists of a field's terms in order, without those whose pages have all gone."""
    directories = [segment.directory(field) for segment in segments]
    listed = merge(*(_listed(directory, which) for which, directory in enumerate(directories)))
    for term, group in groupby(listed, key=itemgetter(0)):
        found = (_renumber(segments[which].list_at(field, place), numbers[which]) for _, which, place in group)
        lists = [one for one in found if one]
        pages = sum(len(records) for records, _, _ in lists)
        if pages:
            total, all_ends = 0, []
            for _, ends, positions in lists:
                all_ends.append(ends + np.uint32(total))
                total += len(positions)
            parts = [[records for records, _, _ in lists], all_ends, [positions for _, _, positions in lists]]
            yield TermList(field, term, pages, b"".join(array.tobytes() for arrays in parts for array in arrays))


def _listed(directory: Directory, which: int) -> Iterator[tuple[bytes, int, int]]:
    """Yield a segment's terms; which one it is tells equal terms apart, in the order of the pages."""
    return ((directory.term(place), which, place) for place in range(len(directory)))


def _renumber(listed: TermPlaces, numbers: Uint32s) -> TermPlaces | None:
    """Return a term's list with the new numbers of its pages; None when all have gone."""
    records, ends, positions = listed
    records = records.copy()
    records["page"] = numbers[records["page"]]
    is_here = records["page"] != GONE
    if is_here.all():
        return records, ends, positions
    if not is_here.any():
        return None
    if not len(ends):
        return records[is_here], ends, positions
    sizes = np.diff(ends, prepend=np.uint32(0))
    return records[is_here], np.cumsum(sizes[is_here], dtype=np.uint32), positions[np.repeat(is_here, sizes)]

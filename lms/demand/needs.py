"""From searches to needs: half words left out, and one need for each person, day and group of queries.

A need is what one person wanted on one day, however often they asked and however they spelled it. A search without a
person, which was made anonymous, is a need of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from lms.usage.half_words import goes_on


@dataclass(frozen=True)
class Asking:
    """One search: who asked, what in normal form and as typed, how many pages it found, and whether one was opened."""

    person_id: UUID | None
    at: datetime
    normal: str
    language: str | None
    page: int
    was_typing: bool
    hits: int
    was_opened: bool
    query: str = ""


@dataclass(frozen=True)
class Need:
    """One need: its group, the spellings it was asked for in, and what came of it."""

    group: int
    queries: frozenset[int]
    found_nothing: bool
    was_opened: bool


def finished(searches: Iterable[Asking]) -> list[Asking]:
    """Leave out further pages of hits, and searches made while typing that the person's next search goes on from.

    An open that followed such a half word counts for the search that goes on from it, and one from a further page for
    the need. Without a person nobody knows what was typed next; there only typed searches that were opened are kept.
    """
    people: defaultdict[UUID | None, list[Asking]] = defaultdict(list)
    for search in sorted(searches, key=lambda search: search.at):
        people[search.person_id].append(search)
    nobodys = people.pop(None, [])
    kept = [search for search in nobodys if search.page == 1 and (search.was_opened or not search.was_typing)]
    for own in people.values():
        kept += [search for search in _of_person(own) if search.page == 1 or search.was_opened]
    return kept


def _of_person(searches: list[Asking]) -> Iterable[Asking]:
    was_opened = False
    for search, following in zip(searches, [*searches[1:], None], strict=True):
        opened = replace(search, was_opened=search.was_opened or was_opened)
        is_half = following is not None and goes_on(search, following)
        was_opened = is_half and opened.was_opened
        if not is_half:
            yield opened


def needs_of(searches: Iterable[Asking], *, groups: Mapping[str, tuple[int, int]]) -> list[Need]:
    """Return the needs behind finished searches; `groups` gives the numbers of query and group by normal form.

    Queries that aren't in `groups` ask for nothing in words, and are no needs of this kind.
    """
    asked: dict[object, list[Asking]] = {}
    for number, search in enumerate(searches):
        if search.normal in groups:
            who = search.person_id or number
            asked.setdefault((who, groups[search.normal][1]), []).append(search)
    return [_need(own, groups) for own in asked.values()]


def _need(own: list[Asking], groups: Mapping[str, tuple[int, int]]) -> Need:
    group = groups[own[0].normal][1]
    queries = frozenset(groups[search.normal][0] for search in own)
    was_opened = any(search.was_opened for search in own)
    return Need(group, queries, not was_opened and all(search.hits == 0 for search in own), was_opened)

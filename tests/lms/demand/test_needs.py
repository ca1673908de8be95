"""From searches to needs: half words, further pages, one need a day, and people who aren't known any more."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from lms.demand.needs import Asking, Need, finished, needs_of
from support.factories import MONDAY

ADA, SVEN = UUID(int=1), UUID(int=2)


def test_half_words_are_left_out() -> None:
    """Typed on, deleted a letter, typed on again: only the last one was meant."""
    typed = ["slo", "slot", "slot h", "slot ", "slot harbor"]
    searches = [_asking(text, second=10 * number, was_typing=True) for number, text in enumerate(typed)]
    assert _texts(searches) == ["slot harbor"]


def test_half_words_beside_filters_and_phrases_are_left_out() -> None:
    """The normal form puts them last, so it isn't a beginning of what comes of it; what was typed is."""
    typed = [
        ('pr type:deck "too expensive"', '"too expensive" pr'),
        ('pri type:deck "too expensive"', '"too expensive" pri'),
        ('price type:deck "too expensive"', '"too expensive" price'),
    ]
    searches = [
        _asking(normal, second=number, was_typing=True, query=query) for number, (normal, query) in enumerate(typed)
    ]
    assert _texts(searches) == ['price type:deck "too expensive"']
    other = _asking("deck type:deck", second=9, was_typing=True, query="deck")
    assert len(_texts([*searches, other])) == 2


def test_a_word_that_was_typed_and_left_standing_counts() -> None:
    """When the next search comes later than a minute, or is about something else."""
    searches = [
        _asking("price", second=0, was_typing=True),
        _asking("prices", second=61, was_typing=True),
        _asking("security", second=70, was_typing=True),
    ]
    assert _texts(searches) == ["price", "prices", "security"]


def test_a_search_that_was_finished_counts_whatever_follows() -> None:
    """Only what was made while typing can be half a word."""
    assert _texts([_asking("price", second=0), _asking("price list", second=5)]) == ["price", "price list"]


def test_what_another_person_types_does_not_matter() -> None:
    """Sven's search between Ada's two is his own."""
    searches = [
        _asking("sl", second=0, was_typing=True),
        _asking("price", second=1, person_id=SVEN, was_typing=True),
        _asking("slot", second=2, was_typing=True),
    ]
    assert sorted(_texts(searches)) == ["price", "slot"]


def test_the_order_of_time_counts_and_not_that_of_arrival() -> None:
    """Journals of two processes are moved one after the other."""
    searches = [_asking("slot", second=2, was_typing=True), _asking("sl", second=0, was_typing=True)]
    assert _texts(searches) == ["slot"]


def test_further_pages_are_no_searches_of_their_own() -> None:
    """But what is opened from one counts for the search."""
    first, second = _asking("price", second=0), _asking("price", second=9, page=2, was_opened=True)
    assert _texts([first, _asking("price", second=9, page=2)]) == ["price"]
    assert _needs([first, second]) == [Need(1, frozenset({1}), found_nothing=False, was_opened=True)]


def test_an_open_of_a_half_word_counts_for_the_word() -> None:
    """The page was found, be it early."""
    searches = [_asking("sl", second=0, was_typing=True, was_opened=True), _asking("slot", second=2)]
    assert [need.was_opened for need in _needs(searches)] == [True]


def test_the_same_need_five_times_a_day_is_one() -> None:
    """It found nothing only if none of its searches did, and counts for each spelling that was used."""
    misses = [_asking("slotharbor", second=600 * number, hits=0) for number in range(4)]
    assert _needs(misses) == [Need(1, frozenset({1}), found_nothing=True, was_opened=False)]
    found = [*misses, _asking("slot harbor", second=9000, hits=3)]
    assert _needs(found) == [Need(1, frozenset({1, 2}), found_nothing=False, was_opened=False)]


def test_two_people_have_two_needs() -> None:
    """However alike."""
    assert len(_needs([_asking("price", second=0), _asking("price", second=0, person_id=SVEN)])) == 2


def test_without_a_person_each_finished_search_is_a_need() -> None:
    """Half words can't be told apart then, and are left out unless they led to a page."""
    searches = [
        _asking("price", second=0, person_id=None),
        _asking("price", second=1, person_id=None),
        _asking("pri", second=2, person_id=None, was_typing=True),
        _asking("pric", second=3, person_id=None, was_typing=True, was_opened=True),
        _asking("price", second=4, person_id=None, page=2, was_opened=True),
    ]
    assert _texts(searches) == ["price", "price", "pric"]
    assert len(_needs(searches)) == 3


def test_what_has_no_group_is_no_need() -> None:
    """Filters alone ask for nothing in words."""
    assert needs_of([_asking("type:deck", second=0)], groups={}) == []


def _asking(normal: str, *, second: int, **fields: Any) -> Asking:
    known: dict[str, Any] = {
        "person_id": ADA,
        "language": "en",
        "page": 1,
        "was_typing": False,
        "hits": 3,
        "was_opened": False,
    }
    return Asking(normal=normal.strip(), at=MONDAY + timedelta(seconds=second), **{**known, **fields})


def _texts(searches: list[Asking]) -> list[str]:
    return [search.normal for search in finished(searches)]


def _needs(searches: list[Asking]) -> list[Need]:
    """Every query is in group 1; `slot harbor` is its second member."""
    kept = finished(searches)
    return needs_of(kept, groups={search.normal: (2 if search.normal == "slot harbor" else 1, 1) for search in kept})

"""Splitting searches and opens into episodes: a table of examples, and what holds for any events."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lms.usage.episodes import CAP_SECONDS, Episode, Event, split_episodes
from support.factories import MONDAY

ADA, OLGA = UUID(int=1), UUID(int=2)
# Events: "s" a search with hits, "n" one that found nothing, "o" an open, "u" an open that was used; with seconds.
# Episodes: (start, seconds, was successful, found nothing).
EXAMPLES = {
    "a search and a used open": ("s0 u30", [(0, 30, True, False)]),
    "a search alone is abandoned at once": ("s0", [(0, 0, False, False)]),
    "abandoned after looking at two pages": ("s0 o20 o50", [(0, 50, False, False)]),
    "two queries until it was found": ("n0 s20 u60", [(0, 60, True, False)]),
    "nothing found, twice": ("n0 n30", [(0, 30, False, True)]),
    "the first used open ends it": ("s0 u30 s40 u50", [(0, 30, True, False), (40, 10, True, False)]),
    "an open after the end belongs to none": ("s0 u30 o40", [(0, 30, True, False)]),
    "a pause of exactly five minutes": ("s0 u300", [(0, 300, True, False)]),
    "a pause of more than five minutes": ("s0 s301", [(0, 0, False, False), (301, 0, False, False)]),
    "an open after a long pause belongs to none": ("s0 u301", [(0, 0, False, False)]),
    "capped at ten minutes": ("s0 s250 s500 u700", [(0, 600, True, False)]),
    "exactly ten minutes": ("s0 s300 u600", [(0, 600, True, False)]),
    "an open without a search": ("o0 u10", []),
    "an open before the search": ("u0 s10 u20", [(10, 10, True, False)]),
    "search and open in the same moment": ("s0 u0", [(0, 0, True, False)]),
    "no events": ("", []),
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_examples_of_episodes(name: str) -> None:
    """Each example, whatever order the events come in."""
    text, wanted = EXAMPLES[name]
    events = _events(text)
    assert _shown(split_episodes(events)) == wanted
    if "same moment" not in name:
        assert _shown(split_episodes(reversed(events))) == wanted


def test_two_people_at_the_same_time_have_an_episode_each() -> None:
    """Ada's open doesn't end Olga's search; episodes come in the order of their start."""
    events = [*_events("s0 u100", ADA), *_events("s10 s20", OLGA)]
    episodes = split_episodes(sorted(events, key=lambda event: event.at))
    assert [(episode.person_id, episode.was_successful) for episode in episodes] == [(ADA, True), (OLGA, False)]
    assert [episode.seconds for episode in episodes] == [100, 10]


def test_half_a_word_that_found_something_hides_no_search_that_found_nothing() -> None:
    """The letters on the way to a word find much; what counts is what the typing came to."""

    def typed(text: str, second: int, hits: int) -> Event:
        at = MONDAY + timedelta(seconds=second)
        return Event(ADA, at, is_search=True, hits=hits, normal=text, query=text, was_typing=True)

    vain = [typed("k", 0, 40), typed("ku", 1, 3), typed("kubernetes", 2, 0)]
    assert [episode.found_nothing for episode in split_episodes(vain)] == [True]
    other = [typed("price", 0, 40), typed("kubernetes", 2, 0)]
    assert [episode.found_nothing for episode in split_episodes(other)] == [False]


people = st.sampled_from([ADA, OLGA])
moments = st.integers(0, 5000)


@st.composite
def histories(draw: st.DrawFn) -> list[Event]:
    """Draw events of two people, no two of one person in the same second."""
    keys = draw(st.lists(st.tuples(people, moments), max_size=40, unique=True))
    return [_event(draw(st.sampled_from("snou")), second, person) for person, second in keys]


@given(histories())
def test_every_search_belongs_to_exactly_one_episode(events: list[Event]) -> None:
    """Episodes of a person follow each other, begin with a search, and account for the hits of all searches."""
    episodes = split_episodes(events)
    for person in (ADA, OLGA):
        own = [episode for episode in episodes if episode.person_id == person]
        searches = [event for event in events if event.is_search and event.person_id == person]
        starts = [episode.started_at for episode in own]
        assert starts == sorted(set(starts))
        assert set(starts) <= {search.at for search in searches}
        found: dict[int, list[Event]] = {}
        for search in searches:
            number = sum(start <= search.at for start in starts) - 1
            assert number >= 0
            found.setdefault(number, []).append(search)
        assert sorted(found) == list(range(len(own)))
        for number, episode in enumerate(own):
            assert episode.found_nothing == all(search.hits == 0 for search in found[number])
            if episode.seconds < CAP_SECONDS:
                last = episode.started_at + timedelta(seconds=episode.seconds)
                assert all(search.at <= last for search in found[number])


@given(histories())
def test_seconds_lie_between_nothing_and_the_cap(events: list[Event]) -> None:
    """No episode is negative or longer than ten minutes, and no more succeed than opens were used."""
    episodes = split_episodes(events)
    assert all(0 <= episode.seconds <= 600 for episode in episodes)
    assert sum(episode.was_successful for episode in episodes) <= sum(event.was_used for event in events)
    assert len(episodes) <= sum(event.is_search for event in events)


@given(histories(), st.randoms())
def test_the_order_of_events_does_not_matter(events: list[Event], dice: object) -> None:
    """A database may return them as it likes."""
    shuffled = list(events)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis's random.Random
    assert _by_start(split_episodes(shuffled)) == _by_start(split_episodes(events))


def _by_start(episodes: list[Episode]) -> list[Episode]:
    return sorted(episodes, key=lambda episode: (episode.started_at, episode.person_id))


def _events(text: str, person: UUID = ADA) -> list[Event]:
    return [_event(word[0], int(word[1:]), person) for word in text.split()]


def _event(kind: str, second: int, person: UUID) -> Event:
    at = MONDAY + timedelta(seconds=second)
    return Event(person, at, kind in "sn", hits=5 if kind == "s" else 0, was_used=kind == "u")


def _shown(episodes: list[Episode]) -> list[tuple[float, float, bool, bool]]:
    return [((e.started_at - MONDAY).total_seconds(), e.seconds, e.was_successful, e.found_nothing) for e in episodes]

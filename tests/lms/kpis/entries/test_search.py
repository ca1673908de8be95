"""Search success, searches without a result and time to content, of few episodes counted by hand."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.days import now_in
from lms.figures.building import refresh_figures
from lms.figures.frames import read_generation
from lms.kpis.asked import PartsShown, PeopleScope
from lms.kpis.registry import registry
from lms.kpis.results import results_of
from lms.people.models import Person
from lms.statistics.intervals import wilson
from lms.usage.episodes import read_events, split_episodes
from lms.usage.models import OpenEvent, SearchEvent, UseEvent
from support.factories import MONDAY, Cast
from support.figures import ask, make_figures, on, read
from support.learning import UTC_ZONE

MAY = (on(2026, 5, 1), on(2026, 5, 31))


def _episodes(successes: list[int], *, each: int = 5) -> list[dict[str, Any]]:
    """Make as many episodes of each person, so many of them successful; the others find nothing."""
    return [
        {
            "day": on(2026, 5, 4),
            "who": who,
            "seconds": 10 * (number + 1),
            "is_success": number < count,
            "found_nothing": number >= count,
        }
        for who, count in enumerate(successes)
        for number in range(each)
    ]


def test_success_is_the_share_of_all_episodes() -> None:
    """Eight people with five episodes each, of which 5, 5, 4, 3, 2, 1, 4 and 4 succeed: 28/40; who searches weighs."""
    asked = ask(make_figures(episode=_episodes([5, 5, 4, 3, 2, 1, 4, 4])), MAY)
    found = read("search_success", asked)
    assert (found.value[0], found.n[0], found.details["people"][0]) == (28 / 40, 40, 8)
    assert 0 <= found.low[0] < 28 / 40 < found.high[0] <= 1
    nothing = read("zero_result_share", asked)
    assert (nothing.value[0], nothing.n[0]) == (12 / 40, 40)


def test_time_to_content_is_the_median_of_those_that_succeeded() -> None:
    """Of 10, 20 and 30 seconds of five people each it is 20; the 40 and 50 that failed are beside."""
    found = read("time_to_content", ask(make_figures(episode=_episodes([3] * 5)), MAY))
    assert (found.value[0], found.n[0], found.details["all_episodes"][0]) == (20, 15, 25)
    assert (found.low[0], found.high[0]) == (10, 30)


@pytest.mark.parametrize(
    ("people", "each", "setting", "status"),
    [
        (6, 5, {}, "measured"),
        (6, 4, {}, "insufficient_data"),
        (6, 4, {"min_episodes": 24}, "measured"),
        (6, 5, {"min_episodes": 31}, "insufficient_data"),
        (4, 50, {}, "insufficient_data"),
        (0, 0, {}, "no_data"),
    ],
)
def test_below_the_minimum_nothing_is_claimed(people: int, each: int, setting: dict[str, int], status: str) -> None:
    """Too few episodes or fewer than five people: no value and no interval, but the count."""
    asked = ask(make_figures(episode=_episodes([each] * people, each=each)), MAY, settings=setting)
    entries = [registry()[name] for name in ("search_success", "zero_result_share", "time_to_content")]
    for found in results_of(asked, entries):
        assert (found.results[0].status, found.results[0].n) == (status, people * each)
        assert (found.results[0].value is None) == (status != "measured")


@pytest.mark.parametrize("asked_of_one", [PeopleScope(people=frozenset({1})), PeopleScope()])
def test_one_person_has_an_interval_over_their_episodes(asked_of_one: PeopleScope) -> None:
    """Wilson's of 12 of 30, whether they are asked for alone or told apart."""
    figures = make_figures(episode=_episodes([30, 12], each=30))
    parts = PartsShown("person", (1,)) if asked_of_one == PeopleScope() else None
    found = read("search_success", ask(figures, MAY, scope=asked_of_one, parts=parts))
    interval = wilson(12, 30)
    assert (found.value[0], found.low[0], found.high[0]) == pytest.approx((0.4, interval.low, interval.high))


def test_it_says_what_usage_splits(session: Session, cast: Cast, tmp_path: Path) -> None:
    """Searches, opens and uses of three people over days: the same successes, failures and seconds as the episodes."""
    for number, player in enumerate((cast.ada, cast.sven, cast.olga) * 9):
        at = MONDAY + timedelta(hours=7 * number)
        hits = number % 4
        session.add(SearchEvent(person_id=player.id, at=at, query="dock", was_typing=False, hits=hits, took_ms=1))
        if hits:
            opened = OpenEvent(person_id=player.id, at=at + timedelta(seconds=11 + number), page_id="a")
            session.add(opened)
            session.flush()
            if number % 3 == 0:
                session.add(UseEvent(open_id=opened.id, kind="read", at=opened.at))
    session.commit()
    end = MONDAY + timedelta(days=30)
    refresh_figures(session, tmp_path, zone=UTC_ZONE, now=now_in(UTC_ZONE, end))
    asked = ask(read_generation(tmp_path), (MONDAY.date().toordinal(), end.date().toordinal()))
    episodes = split_episodes(read_events(session, people=select(Person.id), start=MONDAY, end=end))
    found = asked.flow("episode")
    assert found.count(found["is_success"] == 1)[0] == sum(one.was_successful for one in episodes) > 0
    assert found.count(found["found_nothing"] == 1)[0] == sum(one.found_nothing for one in episodes) > 0
    seconds = [one.seconds for one in episodes if one.was_successful]
    assert np.sort(found["seconds"][found["is_success"] == 1]) == pytest.approx(sorted(seconds))
    assert read("search_success", asked).n[0] == len(episodes)

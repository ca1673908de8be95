"""Content adoption, people active, freshness and coaching coverage, counted by hand."""

from __future__ import annotations

from datetime import date

import numpy as np

from lms.figures.frames import FigureSet
from lms.kpis.asked import PartsShown, PeopleScope
from lms.kpis.pages import Page
from lms.statistics.intervals import wilson
from support.figures import ask, make_figures, on, read

APRIL, MAY = (on(2026, 4, 1), on(2026, 4, 30)), (on(2026, 5, 1), on(2026, 5, 31))
PAGES = (
    Page("old", None, date(2026, 5, 31)),
    Page("settled", date(2026, 5, 1), date(2026, 5, 30)),
    Page("young", date(2026, 5, 2), date(2027, 1, 1)),
    Page("unread", date(2026, 1, 1)),
)


def _visits() -> FigureSet:
    """Two people of team 0 and one of team 1; one is there from May on, and another left in April."""
    stand = [
        {"who": 0, "since": on(2025), "team": 0, "is_employed": 1},
        {"who": 1, "since": on(2025), "team": 0, "is_employed": 1},
        {"who": 2, "since": on(2026, 5, 1), "team": 1, "is_employed": 1},
        {"who": 3, "since": on(2025), "until": on(2026, 4, 20), "team": 1, "is_employed": 1},
        {"who": 3, "since": on(2026, 4, 20), "team": 1, "is_employed": 0},
    ]
    visit = [
        {"day": on(2026, 3, 31), "who": 0, "page": 0, "was_used": 1},
        {"day": on(2026, 4, 10), "who": 0, "page": 0, "was_used": 1},
        {"day": on(2026, 4, 11), "who": 3, "page": 0, "was_used": 0},
        {"day": on(2026, 5, 31), "who": 0, "page": 1, "was_used": 1},
        {"day": on(2026, 5, 31), "who": 0, "page": 1, "was_used": 1},
        {"day": on(2026, 5, 9), "who": 2, "page": 0, "was_used": 0},
        {"day": on(2026, 5, 9), "who": 2, "page": 2, "was_used": 1},
        {"day": on(2026, 5, 9), "who": 2, "page": 3, "was_used": 1},
        {"day": on(2026, 6, 1), "who": 2, "page": 0, "was_used": 1},
    ]
    episode = [{"day": on(2026, 5, 2), "who": 1, "seconds": 9}]
    words = {"page": ["old", "settled", "young", "gone"], "team": ["north", "south"]}
    return make_figures(words, stand=stand, visit=visit, episode=episode, today=on(2026, 5, 31))


def test_pages_used_of_those_that_are_settled() -> None:
    """At May's end three pages are 30 days old, of which one was used and one more opened; at April's two, and one."""
    found = read("content_adoption", ask(_visits(), APRIL, MAY, settings={"pages": PAGES}))
    assert found.n.tolist() == [2, 3]
    assert found.details["part"].tolist() == [1, 1]
    assert found.details["opened"].tolist() == [1, 2]
    interval = wilson(1, 3)
    assert (round(found.low[1], 9), round(found.high[1], 9)) == (round(interval.low, 9), round(interval.high, 9))


def test_each_team_is_asked_for_all_pages() -> None:
    """Team 1 used none of the three, and team 0 one."""
    asked = ask(_visits(), MAY, parts=PartsShown("team", (0, 1)), settings={"pages": PAGES})
    found = read("content_adoption", asked)
    assert found.n.tolist() == [3, 3, 3]
    assert found.details["part"].tolist() == [1, 0, 0]
    assert found.details["opened"].tolist() == [1, 1, 0]


def test_people_are_active_who_opened_or_searched() -> None:
    """In April one of two, who left doesn't count; in May all three, one of them by a search alone."""
    found = read("people_active", ask(_visits(), APRIL, MAY))
    assert (found.details["part"].tolist(), found.n.tolist()) == ([1, 3], [2, 3])
    north = read("people_active", ask(_visits(), APRIL, scope=PeopleScope(teams=frozenset({0}))))
    assert (north.details["part"].tolist(), north.n.tolist()) == ([1], [2])


def test_freshness_is_of_the_present_day_alone() -> None:
    """On May 31 two of four are current and one says nothing; of April nobody knows, nor as of a day before."""
    found = read("content_freshness", ask(_visits(), APRIL, MAY, settings={"pages": PAGES}))
    assert np.isnan(found.value[0])
    assert (found.value[1], found.n.tolist(), found.details["without_review"][1]) == (0.5, [0, 4], 1)
    assert "present day" in found.notes[0]
    earlier = read("content_freshness", ask(_visits(), MAY, as_of=on(2026, 5, 20), settings={"pages": PAGES}))
    assert (np.isnan(earlier.value[0]), earlier.n[0]) == (True, 0)


def test_without_the_pages_nothing_is_said_of_them() -> None:
    """And why stands beside."""
    for name in ("content_adoption", "content_freshness"):
        found = read(name, ask(_visits(), MAY))
        assert (np.isnan(found.value[0]), found.n[0], len(found.notes)) == (True, 0, 1)


def test_reps_are_coached_within_thirty_days() -> None:
    """Of three reps one was on the first of the 30 days and one the day before; what a coach does isn't counted."""
    stand = [{"who": who, "since": on(2025), "is_employed": 1} for who in range(4)]
    sessions = [
        {"day": on(2026, 5, 2), "who": 0, "coach": 3, "minutes": 30},
        {"day": on(2026, 5, 1), "who": 1, "coach": 3, "minutes": 30},
        {"day": on(2026, 6, 1), "who": 2, "coach": 3, "minutes": 30},
    ]
    figures = make_figures(stand=stand, session=sessions, person=[{"who": 3, "is_rep": 0}])
    week = (on(2026, 5, 25), on(2026, 5, 31))
    found = read("coaching_coverage", ask(figures, week, (on(2026, 6, 1), on(2026, 6, 7))))
    assert found.n.tolist() == [3, 3]
    assert found.details["part"].tolist() == [1, 1]


def test_nothing_is_known_of_before_anything_was_recorded() -> None:
    """A month that is over and began before the first row is not known, as one that lay before it; one that runs is."""
    march, february = (on(2026, 3, 1), on(2026, 3, 31)), (on(2026, 2, 1), on(2026, 2, 28))
    for name in ("content_adoption", "people_active"):
        found = read(name, ask(_visits(), february, march, APRIL, settings={"pages": PAGES}))
        assert np.isnan(found.value).tolist() == [True, True, False]
        assert any("since 31 March 2026" in note for note in found.notes)
        running = read(
            name, ask(_visits(), (on(2026, 3, 1), on(2026, 4, 30)), as_of=on(2026, 4, 12), settings={"pages": PAGES})
        )
        assert not np.isnan(running.value).any()

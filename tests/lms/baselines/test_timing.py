"""Timed tasks: one at a time, in the order drawn, timed by the server, whatever is sent twice or killed."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.baselines.models import TaskDraw, TaskSheet
from lms.baselines.sheets import AGAIN_AFTER, SheetFacts, again_on, draw_sheet, tasks_of
from lms.baselines.timing import LIMIT_SECONDS, tasks_begun
from lms.errors import Conflict, NotFound
from support.acting import meanwhile
from support.factories import Cast
from support.finding import SHEET, TASKS, Finder, later


@pytest.fixture
def ada(session: Session, cast: Cast) -> Finder:
    """Ada before the tasks."""
    return Finder(session, cast.ada.actor)


def place_of(draw: TaskDraw, way: str) -> int:
    """Return the first place of a way: 1 or 2."""
    return next(place for place, (_, one) in enumerate(draw.turns, start=1) if one == way)


def reach(finder: Finder, way: str) -> int:
    """Draw, do what comes before the first task of a way, start that one at 5000, and return its place."""
    place = place_of(finder.draw(), way)
    if place == 2:
        finder.start(1, 0)
        finder.stop(1, 10)
    finder.start(place, 5000)
    return place


def test_a_draw_is_kept_for_ninety_days(ada: Finder) -> None:
    """Asked again it is the same; from the ninetieth day on there is another."""
    first = ada.draw()
    assert ada.draw(days=AGAIN_AFTER.days - 1) is first
    assert again_on(first) == later(days=90).day
    second = ada.draw(days=AGAIN_AFTER.days)
    assert second.id != first.id
    assert (first.number, second.number) == (0, 1)


def test_people_are_numbered_as_they_come_for_each_version_of_a_sheet(session: Session, cast: Cast) -> None:
    """Two in a row do each task the other way; changed tasks are another sheet, with a seed of its own."""
    first, second = (Finder(session, player.actor).draw() for player in (cast.ada, cast.olga))
    assert (first.number, second.number) == (0, 1)
    assert [task for task, _ in first.turns] == [task for task, _ in second.turns]
    assert all(one[1] != other[1] for one, other in zip(first.turns, second.turns, strict=True))
    changed = SheetFacts("sheet", "e" * 64, TASKS[:2])
    draw, is_new = draw_sheet(session, actor=cast.sven.actor, sheet=changed, now=later())
    assert (draw.number, len(draw.turns), is_new) == (0, 2, True)
    assert session.scalar(select(func.count(TaskSheet.seed.distinct()))) == 2
    assert tasks_of(session, draw=first)["t3"] == TASKS[3]


def test_two_who_draw_at_once_get_numbers_of_their_own(session: Session, cast: Cast) -> None:
    """The second waits for the first, or is told to come again: none has the same."""
    session.commit()
    other = meanwhile(
        session,
        lambda mine: draw_sheet(mine, actor=cast.ada.actor, sheet=SHEET, now=later()),
        lambda theirs: draw_sheet(theirs, actor=cast.olga.actor, sheet=SHEET, now=later())[0].number,
    )
    assert other == 1
    assert sorted(session.scalars(select(TaskDraw.number))) == [0, 1]


def test_time_runs_from_start_to_stop(ada: Finder) -> None:
    """The old way people say themselves that they found it, and what."""
    place = reach(ada, "before")
    done = ada.stop(place, 5042.5, found="a mail of Nadia")
    assert (done.seconds, done.outcome, done.found, done.restarts) == (42.5, "found", "a mail of Nadia", 0)


def test_here_only_the_page_that_answers_stops_the_clock(ada: Finder) -> None:
    """Another page, or none, is a miss, and the time until the right one counts as a whole."""
    place = reach(ada, "here")
    for at, wrong in ((5010, "another-page"), (5020, "")):
        assert ada.stop(place, at, found=wrong).stopped_at is None
    done = ada.stop(place, 5030)
    assert (done.seconds, done.outcome, done.misses) == (30, "found", 2)


@pytest.mark.parametrize("way", ["before", "here"])
def test_who_gives_up_is_timed_until_then(ada: Finder, way: str) -> None:
    """Either way."""
    place = reach(ada, way)
    done = ada.stop(place, 5077, has_found=False)
    assert (done.seconds, done.outcome) == (77, "gave_up")


@pytest.mark.parametrize("has_found", [True, False])
def test_after_ten_minutes_time_is_out_whatever_was_found(ada: Finder, has_found: bool) -> None:
    """It counts as ten minutes, however late it is said."""
    place = reach(ada, "before")
    done = ada.stop(place, 5000 + LIMIT_SECONDS, has_found=has_found)
    assert (done.seconds, done.outcome) == (LIMIT_SECONDS, "timed_out")


def test_what_is_sent_twice_changes_nothing(ada: Finder) -> None:
    """A second start is the first one, and so is a second stop."""
    ada.draw()
    ada.start(1, 0)
    assert ada.start(1, 7).started_at == later(0).at
    ada.stop(1, 20)
    again = ada.stop(1, 30, has_found=False)
    assert (again.seconds, again.outcome) == (20, "found")
    with pytest.raises(Conflict, match="task 1 is done already"):
        ada.start(1, 40)


def test_what_a_killed_browser_left_is_started_again(ada: Finder) -> None:
    """The first start is kept and not counted, and the row says how often it was begun anew."""
    ada.draw()
    ada.start(1, 0)
    ada.start(1, 4000, is_again=True)
    done = ada.stop(1, 4015)
    assert (done.first_started_at, done.started_at) == (later(0).at, later(4000).at)
    assert (done.seconds, done.restarts) == (15, 1)


def test_tasks_come_one_at_a_time_and_in_their_order(ada: Finder) -> None:
    """No other is started while one runs, none is skipped, and after the last there is none."""
    with pytest.raises(NotFound, match="draw these tasks first"):
        ada.start(1)
    draw = ada.draw()
    with pytest.raises(Conflict, match="no task 2"):
        ada.start(2)
    with pytest.raises(Conflict, match="wasn't started"):
        ada.stop(1, 1)
    ada.start(1)
    with pytest.raises(Conflict, match="task 1 is running"):
        ada.start(2)
    ada.stop(1, 5)
    for place in (2, 3, 4):
        assert draw.finished_on is None
        ada.start(place, place * 100)
        ada.stop(place, place * 100 + 5)
    assert draw.finished_on == later().day
    assert [task.place for task in tasks_begun(ada.session, draw=draw)] == [1, 2, 3, 4]
    with pytest.raises(Conflict, match="no task 5"):
        ada.start(5)


def test_a_clock_that_was_set_back_gives_no_time_below_nothing(ada: Finder) -> None:
    """It counts as none."""
    ada.draw()
    ada.start(1, 100)
    assert ada.stop(1, 40).seconds == 0

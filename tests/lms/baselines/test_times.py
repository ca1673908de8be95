"""Times as the statistics get them: plain rows, of nobody a task twice, as of any day."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from lms.baselines.sheets import FindingTask, SheetFacts
from lms.baselines.taking_part import TakingPart, count_tasks
from lms.baselines.times import TaskTime, as_timed, read_task_times
from lms.people.access import visible_people
from lms.statistics.tasks import saved_seconds
from support.factories import MONDAY, Cast, Player
from support.finding import SHEET, Finder, later


def read(session: Session, reader: Player, *, days: int = 0, page_id: str | None = None) -> list[TaskTime]:
    """Read the times of whom somebody manages at the end of a day."""
    people = visible_people(reader.actor)
    return read_task_times(session, people=people, until=later(days=days).day, page_id=page_id)


def test_a_row_says_who_did_what_which_way_and_how_long(session: Session, cast: Cast) -> None:
    """In the order it was done; what still runs is no row yet."""
    finder = Finder(session, cast.ada.actor)
    draw = finder.do([11, 22])
    finder.start(3, 9000)
    rows = read(session, cast.ada)
    assert [(row.task_id, row.way, row.seconds) for row in rows] == [
        (*draw.turns[0], 11),
        (*draw.turns[1], 22),
    ]
    assert {row.way for row in rows} == {"before", "here"}
    first = rows[0]
    assert (first.person_id, first.page_id, first.sheet) == (cast.ada.id, "sheet", SHEET.digest)
    assert (first.outcome, first.place, first.restarts, first.misses) == ("found", 1, 0, 0)
    assert first.day == MONDAY.date()
    assert read(session, cast.ada, days=-1) == []
    assert read(session, cast.ada, page_id="another") == []
    assert read(session, cast.ada, page_id="sheet") == rows


def test_of_who_did_it_again_the_last_whole_draw_counts(session: Session, cast: Cast) -> None:
    """Until the second is whole the first one does, on every day as it was then."""
    finder = Finder(session, cast.ada.actor)
    finder.do([10, 10, 10, 10])
    assert {row.seconds for row in read(session, cast.ada, days=90)} == {10}
    finder.do([5, 5], days=90)
    assert {row.seconds for row in read(session, cast.ada, days=90)} == {10}
    for place in (3, 4):
        finder.start(place, 0, days=91)
        finder.stop(place, 5, days=91)
    assert [row.seconds for row in read(session, cast.ada, days=91)] == [5, 5, 5, 5]
    assert {row.seconds for row in read(session, cast.ada, days=90)} == {10}


def test_of_two_that_nobody_finished_the_last_counts(session: Session, cast: Cast) -> None:
    """Nobody has a task twice."""
    finder = Finder(session, cast.ada.actor)
    finder.do([10, 10])
    finder.do([5], days=90)
    assert [row.seconds for row in read(session, cast.ada, days=90)] == [5]


def test_rows_are_of_the_people_asked_for(session: Session, cast: Cast) -> None:
    """Max reads North's, Olga her own; he counts who began and who is through, without himself."""
    for player in (cast.ada, cast.sven, cast.olga, cast.max):
        Finder(session, player.actor).do([1, 2, 3, 4] if player is cast.ada else [1])
    assert {row.person_id for row in read(session, cast.max)} == {cast.ada.id, cast.sven.id, cast.max.id}
    assert {row.person_id for row in read(session, cast.olga)} == {cast.olga.id}
    counted = {
        player: count_tasks(session, actor=player.actor, page_id="sheet", at=MONDAY)
        for player in (cast.max, cast.nadia, cast.ada)
    }
    assert list(counted.values()) == [TakingPart(2, 2, 1), TakingPart(3, 3, 1), None]


def test_what_was_given_up_counts_as_out_of_time_and_what_was_begun_anew_not_at_all(
    session: Session, cast: Cast
) -> None:
    """Nobody knows how long the one would have taken, nor what was seen before the other."""
    finder = Finder(session, cast.ada.actor)
    draw = finder.draw()
    finder.start(1)
    finder.stop(1, 30, has_found=False)
    finder.start(2, 1000)
    finder.start(2, 1010, is_again=True)
    finder.stop(2, 1020)
    finder.start(3, 2000)
    finder.stop(3, 2040)
    timed = as_timed(read(session, cast.ada))
    assert [(row.task, row.seconds, row.is_timeout) for row in timed] == [
        (f"{SHEET.digest}/{draw.turns[0][0]}", 600, True),
        (f"{SHEET.digest}/{draw.turns[2][0]}", 40, False),
    ]


def test_the_statistics_find_what_the_ways_differ_by(session: Session, cast: Cast) -> None:
    """Seven people, each slower than the last, and ten tasks, each longer than the last, take half the time here."""
    tasks = tuple(FindingTask(f"t{number}", "Find it", f"page-{number}") for number in range(10))
    sheet = SheetFacts("sheet", "e" * 64, tasks)
    for slow, player in enumerate(cast.staff(), start=2):
        finder = Finder(session, player.actor, sheet)
        for place, (task, way) in enumerate(finder.draw().turns, start=1):
            finder.start(place, place * 1000)
            finder.stop(place, place * 1000 + slow * (10 + int(task[1:])) * (1 if way == "before" else 0.5))
    rows = read(session, cast.nadia)
    assert len(rows) == 70
    found = saved_seconds(as_timed(rows), resamples=200)
    assert (found.people, found.tasks) == (7, 10)
    assert found.ratio == pytest.approx(0.5)
    assert found.low < found.value < found.high

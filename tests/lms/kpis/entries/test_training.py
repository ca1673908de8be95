"""Training's KPIs say what its own reports say, on every day; quizzes by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.days import now_in
from lms.figures.building import refresh_figures
from lms.figures.frames import FigureSet, read_generation
from lms.kpis.asked import KpiQuestion, PartsShown, PeopleScope
from lms.people.changes import leave
from lms.people.models import Person
from lms.training.applying import follow_people
from lms.training.counts import count_people
from lms.training.courses import register_course
from lms.training.rates import Rates, rates_of
from lms.training.states import Punctuality, State
from lms.training.waivers import waive_course
from support.factories import MONDAY, Cast
from support.figures import ask, make_figures, on, read
from support.learning import PLAIN, QUIZ, TODAY, UTC_ZONE, complete, give, in_days, take_quiz
from support.learning import on as at
from support.learning import read as read_lesson

LAST = 380
MAY = (on(2026, 5, 1), on(2026, 5, 31))


@pytest.fixture
def learnt(session: Session, cast: Cast, tmp_path: Path) -> FigureSet:
    """Course c for five people, due on day 10: done, done late, not done, waived, and done by somebody who leaves."""
    give(session, cast.nadia, [one.id for one in (cast.ada, cast.sven, cast.olga, cast.greta, cast.max)])
    complete(session, cast.max.actor, PLAIN, at(3))
    complete(session, cast.ada.actor, QUIZ, at(4))
    complete(session, cast.mara.actor, PLAIN, at(5))
    waive_course(
        session, actor=cast.nadia.actor, person_id=cast.greta.id, course=PLAIN, reason="ill", until_on=None, now=at(6)
    )
    complete(session, cast.sven.actor, PLAIN, at(12))
    leave(session, person_id=cast.max.id, on=in_days(20), now=at(20), zone=UTC_ZONE)
    follow_people(session, person_ids=[cast.max.id], now=at(20))
    session.commit()
    refresh_figures(session, tmp_path, zone=UTC_ZONE, now=now_in(UTC_ZONE, MONDAY + timedelta(days=LAST)))
    return read_generation(tmp_path)


def _on(figures: FigureSet, day: int, **more: PartsShown | PeopleScope) -> KpiQuestion:
    """Ask for the period from Monday to a day."""
    scope, parts = more.get("scope"), more.get("parts")
    period = (TODAY.toordinal(), in_days(day).toordinal())
    assert not isinstance(scope, PartsShown)
    assert not isinstance(parts, PeopleScope)
    return ask(figures, period, scope=scope or PeopleScope(), parts=parts)


def _rates(session: Session, day: int) -> Rates:
    return rates_of(count_people(session, people=select(Person.id), day=in_days(day)))


@pytest.mark.parametrize("day", [0, 3, 4, 6, 10, 11, 12, 20, 21, 368, 370])
def test_completion_and_on_time_are_those_of_trainings_reports(session: Session, learnt: FigureSet, day: int) -> None:
    """As of every day: parts and wholes, what is overdue, due and waived, and Wilson's interval."""
    rates = _rates(session, day)
    found = read("training_completion", _on(learnt, day))
    assert found.details["part"][0] == rates.completion.part
    assert found.n[0] == rates.completion.whole == rates.assigned
    assert (found.details["overdue"][0], found.details["waived"][0]) == (rates.overdue.part, rates.waived)
    assert (found.details["completed_on_time"][0], found.details["due"][0]) == (rates.on_time.part, rates.on_time.whole)
    assert rates.completion.interval
    assert (found.low[0], found.high[0]) == pytest.approx(
        (rates.completion.interval.low, rates.completion.interval.high)
    )
    timely = read("training_on_time", _on(learnt, day))
    assert (timely.details["part"][0], timely.n[0]) == (rates.on_time.part, rates.on_time.whole)


def test_teams_are_those_of_the_day(session: Session, cast: Cast, learnt: FigureSet) -> None:
    """North has Ada alone, her manager having left; juniors Sven, South Olga with Greta waived."""
    words = learnt.notes["words"]["team"]
    shown = tuple(words.index(str(cast.teams[name])) for name in ("North", "North juniors", "South"))
    found = read("training_completion", _on(learnt, 21, parts=PartsShown("team", shown)))
    assert found.n.tolist() == [1, 1, 1, 0]
    assert found.details["part"].tolist() == [1, 1, 0, 0]
    assert found.details["waived"].tolist() == [0, 0, 1, 0]
    of_north = read("training_completion", _on(learnt, 12, scope=PeopleScope(teams=frozenset({shown[0]}))))
    assert of_north.n.tolist() == [2]


def test_certificates_are_those_of_the_kind_that_are_required(session: Session, cast: Cast, tmp_path: Path) -> None:
    """Ada's is valid, then about to expire, then expired; Olga never had one; course c is no certificate."""
    certificate = replace(QUIZ, id="z", kind="certification")
    register_course(session, course=certificate, day=TODAY)
    register_course(session, course=PLAIN, day=TODAY)
    give(session, cast.nadia, [cast.ada.id, cast.olga.id], course_id="z")
    give(session, cast.nadia, [cast.sven.id])
    complete(session, cast.ada.actor, certificate, at(4))
    session.commit()
    refresh_figures(session, tmp_path, zone=UTC_ZONE, now=now_in(UTC_ZONE, MONDAY + timedelta(days=LAST)))
    figures = read_generation(tmp_path)
    for day, valid, expiring, expired in ((3, 0, 0, 0), (4, 1, 0, 0), (340, 1, 1, 0), (370, 0, 0, 1)):
        found = read("certification_currency", _on(figures, day))
        assert (found.n[0], found.details["part"][0]) == (2, valid)
        assert (found.details["expiring"][0], found.details["expired"][0]) == (expiring, expired)


def test_attempts_are_numbered_by_person_and_course(session: Session, cast: Cast, tmp_path: Path) -> None:
    """Ada tries twice and scores 40, then 90; Sven once; what is begun and not handed in is no attempt."""
    for player in (cast.ada, cast.sven):
        for lesson in QUIZ.lesson_ids:
            read_lesson(session, player.actor, QUIZ, lesson, at(1))
    take_quiz(session, cast.ada.actor, QUIZ, 40, at(2))
    take_quiz(session, cast.sven.actor, QUIZ, 100, at(2.5))
    take_quiz(session, cast.ada.actor, QUIZ, 90, at(3))
    session.commit()
    refresh_figures(session, tmp_path, zone=UTC_ZONE, now=now_in(UTC_ZONE, MONDAY + timedelta(days=9)))
    attempt = read_generation(tmp_path).frames["attempt"]
    rows = zip(*(attempt[name].tolist() for name in ("day", "score", "number", "first")), strict=True)
    days = [in_days(day).toordinal() for day in (2, 2, 3)]
    assert list(rows) == [(days[0], 40, 1, 40), (days[1], 100, 1, 100), (days[2], 90, 2, 40)]


def _attempts(*scores: int, who: int = 0, course: int = 0, month: int = 5) -> list[dict[str, int]]:
    """Make attempts of a person in a course, a day after each other."""
    return [
        {"day": on(2026, month, day), "who": who, "course": course, "score": score}
        for day, score in enumerate(scores, start=1)
    ]


def test_quiz_scores_are_compared_first_to_last() -> None:
    """60 to 90 and 50 to 60 in May, one of them begun in April: 20 points; who tried once is beside."""
    begun = [{"day": on(2026, 4, 1), "who": 1, "course": 0, "score": 50}]
    rows = [
        *begun,
        *_attempts(60, 30, 90),
        *_attempts(55, 60, who=1),
        *_attempts(100, who=2),
        *_attempts(7, 8, month=6),
    ]
    found = read("quiz_first_to_last", ask(make_figures(attempt=rows), MAY))
    assert (found.value[0], found.n[0]) == (20, 2)
    assert {name: values[0] for name, values in found.details.items()} == {
        "first": 55,
        "last": 75,
        "people": 2,
        "tried_once": 1,
    }
    assert np.isnan(found.low[0])


def test_quiz_scores_have_an_interval_over_people() -> None:
    """Ten people with two quizzes each, who gain 0 to 9 points: 4.5, between the least and the most."""
    rows = [row for who in range(10) for course in (0, 1) for row in _attempts(50, 50 + who, who=who, course=course)]
    found = read("quiz_first_to_last", ask(make_figures(attempt=rows), MAY))
    assert (found.value[0], found.n[0]) == (4.5, 20)
    assert 0 < found.low[0] < 4.5 < found.high[0] < 9


def test_what_nobody_was_asked_for_and_what_is_over_do_not_count() -> None:
    """Of four standings one isn't assigned, one ended the day before, and one begins the day after."""
    base = {"who": 0, "state": State.COMPLETE, "is_assigned": 1, "punctuality": Punctuality.ON_TIME, "course": 0}
    rows = [
        {**base, "since": MAY[0]},
        {**base, "since": MAY[0], "is_assigned": 0, "course": 1},
        {**base, "since": MAY[0], "until": MAY[1], "course": 2},
        {**base, "since": MAY[1] + 1, "course": 3},
    ]
    found = read("training_completion", ask(make_figures(standing=rows), MAY))
    assert (found.n[0], found.value[0]) == (1, 1)

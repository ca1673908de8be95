"""Training and coaching in the figures: as the database holds it, read again only when it changed, and rarely."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.base import in_steps
from lms.coaching.changing import hold_session
from lms.coaching.plans import SessionPlan
from lms.coaching.sessions import plan_session
from lms.days import now_in
from lms.figures.building import refresh_figures
from lms.figures.frames import NEVER, FigureSet, read_generation
from lms.figures.parts import REST
from lms.people.changes import change_person, come_back, leave
from lms.training.applying import follow_people
from lms.training.counts import sum_changes
from lms.training.imports import MadeElsewhere, record_elsewhere
from lms.training.models import Standing
from support.factories import MONDAY, Cast
from support.figures import make_figures, on
from support.learning import PLAIN, QUIZ, TODAY, UTC_ZONE, complete, give, in_days
from support.learning import on as at


class Counter:
    """Counts figures again and again, each time a minute later unless said otherwise."""

    def __init__(self, session: Session, folder: Path) -> None:
        """Begin long after all that tests do."""
        self._session, self._folder, self.now = session, folder, MONDAY + timedelta(days=100)

    def count(self, later: timedelta = timedelta(minutes=1)) -> FigureSet:
        """Bring the figures up to the database, and return them."""
        self._session.flush()
        self.now += later
        refresh_figures(self._session, self._folder, zone=UTC_ZONE, now=now_in(UTC_ZONE, self.now))
        return read_generation(self._folder)


@pytest.fixture
def counter(session: Session, cast: Cast, tmp_path: Path) -> Counter:
    """Course c for Ada, Sven and Olga, of whom Ada completes it."""
    give(session, cast.nadia, [cast.ada.id, cast.sven.id, cast.olga.id])
    complete(session, cast.ada.actor, QUIZ, at(4))
    return Counter(session, tmp_path)


def _read_at(figures: FigureSet, part: str) -> str:
    found: str = figures.notes["parts"][part]["read_at"]
    return found


def test_standings_are_those_of_the_database(session: Session, counter: Counter) -> None:
    """Each with its person, course, days and state, in the order of their first days."""
    frame = counter.count()
    own, who, courses = frame.frames["standing"], frame.notes["who"]["ids"], frame.notes["words"]["course"]
    names = (
        "who",
        "course",
        "since",
        "until",
        "state",
        "is_assigned",
        "punctuality",
        "due",
        "completed",
        "valid_until",
    )
    found = [
        (UUID(who[row[0]]), courses[row[1]], *row[2:])
        for row in zip(*(own[name].tolist() for name in names), strict=True)
    ]
    kept = [
        (
            one.person_id,
            one.course_id,
            one.since.toordinal(),
            _until(one),
            one.state,
            one.is_assigned,
            one.punctuality,
            *(day.toordinal() if day else 0 for day in (one.due_on, one.completed_on, one.valid_until)),
        )
        for one in session.scalars(select(Standing))
    ]
    assert sorted(found) == sorted(kept)
    assert len(kept) > 3
    assert (np.diff(own["since"]) >= 0).all()


def test_what_did_not_change_is_taken_from_the_last_generation(session: Session, cast: Cast, counter: Counter) -> None:
    """A new person makes new figures, in which training is the one that was read before."""
    first = counter.count()
    change_person(
        session, actor=cast.nadia.actor, person_id=cast.ada.id, on=TODAY, now=at(99), team_id=cast.teams["South"]
    )
    second = counter.count()
    assert second.name != first.name
    assert _read_at(second, "training") == _read_at(first, "training")
    assert second.frames["standing"]["who"].tolist() == first.frames["standing"]["who"].tolist()


@pytest.mark.parametrize("act", ["complete", "import", "leave", "come back", "assign", "assign after summing"])
def test_whatever_changes_a_standing_is_read(session: Session, cast: Cast, counter: Counter, act: str) -> None:
    """Also what happened long ago, and also once the ledger of changes was summed."""
    if act == "come back":
        _leave(session, cast)
    in_steps(session, sum_changes(session))
    before = counter.count()
    if act == "complete":
        complete(session, cast.sven.actor, PLAIN, at(5))
    elif act == "import":
        made = MadeElsewhere(cast.olga.id, PLAIN, in_days(-3))
        record_elsewhere(session, actor=cast.nadia.actor, rows=[made], now=at(90))
    elif act == "leave":
        _leave(session, cast)
    elif act == "come back":
        come_back(session, person_id=cast.olga.id, on=in_days(60), team_id=None, now=at(60))
        follow_people(session, person_ids=[cast.olga.id], now=at(60))
    else:
        give(session, cast.nadia, [cast.mara.id], course_id="d")
    if act.endswith("summing"):
        in_steps(session, sum_changes(session))
    after = counter.count()
    assert _read_at(after, "training") != _read_at(before, "training")
    assert _rows(after) == _database(session, after) != _rows(before)


def _leave(session: Session, cast: Cast) -> None:
    leave(session, person_id=cast.olga.id, on=in_days(50), now=at(50), zone=UTC_ZONE)
    follow_people(session, person_ids=[cast.olga.id], now=at(50))


def _rows(figures: FigureSet) -> list[tuple[Any, ...]]:
    own = figures.frames["standing"]
    return sorted(zip(*(own[name].tolist() for name in ("who", "since", "until", "state")), strict=True))


def _database(session: Session, figures: FigureSet) -> list[tuple[Any, ...]]:
    session.expire_all()
    who = {UUID(own): number for number, own in enumerate(figures.notes["who"]["ids"]) if own}
    return sorted(
        (who[one.person_id], one.since.toordinal(), _until(one), one.state) for one in session.scalars(select(Standing))
    )


def _until(standing: Standing) -> int:
    return NEVER if standing.until == date.max else standing.until.toordinal()


def test_what_takes_long_is_not_read_all_the_time(
    session: Session, cast: Cast, counter: Counter, tmp_path: Path
) -> None:
    """After reading for an hour it rests for REST hours, in which what changed isn't counted, and then it is."""
    own = tmp_path / "slow"
    folder = Counter(session, own)
    first = folder.count()
    notes = own / first.name / "notes.json"
    seconds = f'"seconds": {first.notes["parts"]["training"]["seconds"]}'
    text = notes.read_text()
    assert seconds in text
    notes.write_text(text.replace(seconds, '"seconds": 3600'))
    complete(session, cast.sven.actor, PLAIN, at(5))
    resting = folder.count(timedelta(hours=REST - 1))
    assert _rows(resting) == _rows(first)
    assert _read_at(resting, "training") == _read_at(first, "training")
    assert _rows(folder.count(timedelta(hours=1))) != _rows(first)


def test_sessions_count_on_the_day_they_were_held(session: Session, cast: Cast, counter: Counter) -> None:
    """Scheduled ones don't; training isn't read again for them."""
    first = counter.count()
    assert len(first.frames["session"]["day"]) == 0
    plan = SessionPlan("Discovery", MONDAY + timedelta(days=7), 45)
    made = plan_session(session, actor=cast.max.actor, rep_id=cast.ada.id, plan=plan, now=at(0))
    assert len(counter.count().frames["session"]["day"]) == 0
    hold_session(session, actor=cast.max.actor, session_id=made.id, now=at(8))
    after = counter.count()
    held, who = after.frames["session"], after.notes["who"]["ids"]
    assert held["day"].tolist() == [in_days(8).toordinal()]
    assert (who[held["who"][0]], who[held["coach"][0]]) == (str(cast.ada.id), str(cast.max.id))
    assert _read_at(after, "training") == _read_at(first, "training")


def test_jobs_are_days_without_a_break() -> None:
    """A move is none; who left and came back has two; a last day that is known is in `leaver`."""
    rows = [
        {"who": 0, "since": on(2025), "until": on(2025, 5, 1), "team": 0, "is_employed": 1},
        {"who": 0, "since": on(2025, 5, 1), "until": on(2025, 8, 1), "team": 1, "is_employed": 1},
        {"who": 0, "since": on(2025, 8, 1), "until": on(2025, 9, 1), "team": 1, "is_employed": 0},
        {"who": 0, "since": on(2025, 9, 1), "team": 1, "is_employed": 1},
        {"who": 1, "since": on(2025, 2, 1), "team": 0, "is_employed": 1},
    ]
    frames = make_figures(stand=rows).frames
    job, leaver = frames["job"], frames["leaver"]
    assert list(zip(job["who"].tolist(), job["since"].tolist(), job["until"].tolist(), strict=True)) == [
        (0, on(2025), on(2025, 8, 1)),
        (1, on(2025, 2, 1), NEVER),
        (0, on(2025, 9, 1), NEVER),
    ]
    assert (leaver["who"].tolist(), leaver["day"].tolist()) == ([0], [on(2025, 7, 31)])


def test_who_was_hired_when_and_is_a_rep(session: Session, cast: Cast, tmp_path: Path) -> None:
    """Olga since a day that somebody named; of the others nobody knows; Max and Nadia are no reps."""
    change_person(session, actor=cast.nadia.actor, person_id=cast.olga.id, on=TODAY, now=at(1), hired_on=in_days(-400))
    leave(session, person_id=cast.olga.id, on=in_days(9), now=at(1), zone=UTC_ZONE)
    figures = Counter(session, tmp_path).count()
    numbers = {own: number for number, own in enumerate(figures.notes["who"]["ids"])}
    hire = figures.frames["hire"]
    assert [column.tolist() for column in (hire["who"], hire["day"], hire["until"])] == [
        [numbers[str(cast.olga.id)]],
        [in_days(-400).toordinal()],
        [in_days(10).toordinal()],
    ]
    is_rep = figures.frames["person"]["is_rep"]
    assert [int(is_rep[numbers[str(one.id)]]) for one in (cast.ada, cast.olga, cast.max, cast.nadia)] == [1, 1, 0, 0]

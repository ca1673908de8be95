"""The KPI of completion, and the report over a period."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from factories import MONDAY, Cast
from lms.kpis.completion import training_completion
from lms.kpis.report import read_kpis
from lms.people.access import visible_people
from lms.training.models import Assignment, Completion
from lms.training.report import ReportRow, State
from lms.usage.models import SearchEvent

DAY = timedelta(days=1)
TODAY = MONDAY.date()


def test_seven_of_ten_due_assignments() -> None:
    """0.7, within Wilson's 0.3968 to 0.8922."""
    kpi = training_completion([_row("complete")] * 7 + [_row("overdue")] * 3, on=TODAY)
    assert (kpi.status, kpi.value, kpi.n) == ("measured", 0.7, 10)
    assert kpi.interval is not None
    assert (round(kpi.interval.low, 4), round(kpi.interval.high, 4)) == (0.3968, 0.8922)
    assert kpi.details == {"complete": 7, "minimum": 5, "not_yet_due": 0}


def test_what_is_not_due_counts_on_neither_side() -> None:
    """Done early or not begun: not due is not counted."""
    later = TODAY + DAY
    rows = [_row("complete")] * 5 + [_row("complete", due_on=later), _row("not_started", due_on=later)]
    kpi = training_completion(rows, on=TODAY)
    assert (kpi.n, kpi.value, kpi.details["not_yet_due"]) == (5, 1.0, 2)


@pytest.mark.parametrize(("count", "status"), [(0, "insufficient_data"), (4, "insufficient_data"), (5, "measured")])
def test_five_due_assignments_are_the_least(count: int, status: str) -> None:
    """Below that there is no value and no interval."""
    kpi = training_completion([_row("complete")] * count, on=TODAY)
    assert (kpi.status, kpi.n) == (status, count)
    assert (kpi.value is None) == (kpi.interval is None) == (status != "measured")


def test_the_report_covers_the_period_without_its_end(session: Session, cast: Cast) -> None:
    """A search at the start is in, one at the end is in the next period."""
    for at in (MONDAY, MONDAY + DAY):
        session.add(SearchEvent(person_id=cast.ada.id, at=at, query="x", was_typing=False, hits=1, took_ms=1))
    session.flush()
    assert _kpis(session, cast, start=MONDAY, end=MONDAY + DAY)["search_success"].n == 1
    assert _kpis(session, cast, start=MONDAY + DAY, end=MONDAY + 2 * DAY)["search_success"].n == 1
    assert _kpis(session, cast, start=MONDAY - DAY, end=MONDAY)["search_success"].n == 0


def test_completion_is_as_of_the_end_of_the_period(session: Session, cast: Cast) -> None:
    """Completed the day after the period is not complete in it."""
    _assigned(session, cast, due_on=TODAY)
    done = Completion(person_id=cast.ada.id, course_id="c", course_version=1, completed_at=MONDAY + 2 * DAY)
    session.add(done)
    session.flush()
    before = _kpis(session, cast, start=MONDAY - DAY, end=MONDAY + DAY)["training_completion"]
    after = _kpis(session, cast, start=MONDAY - DAY, end=MONDAY + 3 * DAY)["training_completion"]
    assert (before.n, before.details["complete"]) == (1, 0)
    assert (after.n, after.details["complete"]) == (1, 1)


def test_what_is_due_the_day_after_the_period_is_not_due_in_it(session: Session, cast: Cast) -> None:
    """`to` 2 March ends at midnight: an assignment due on 3 March has its whole day still to come."""
    _assigned(session, cast, due_on=TODAY + DAY)
    midnight = MONDAY.replace(hour=0) + DAY
    kpi = _kpis(session, cast, start=MONDAY - DAY, end=midnight)["training_completion"]
    assert (kpi.n, kpi.details["not_yet_due"]) == (0, 1)


def _kpis(session: Session, cast: Cast, **period: Any) -> dict[str, Any]:
    people = visible_people(cast.max.actor)
    return {kpi.name: kpi for kpi in read_kpis(session, people=people, baseline=None, minimum=30, **period)}


def _assigned(session: Session, cast: Cast, *, due_on: date) -> None:
    made = Assignment(person_id=cast.ada.id, course_id="c", due_on=due_on, assigned_at=MONDAY - DAY)
    made.assigned_by_id = cast.max.id
    session.add(made)
    session.flush()


def _row(state: State, *, due_on: date = TODAY) -> ReportRow:
    one = UUID(int=1)
    return ReportRow(one, one, "Ada", "ada@x.example", "North", "c", due_on, MONDAY, state, None, None, None, 0)

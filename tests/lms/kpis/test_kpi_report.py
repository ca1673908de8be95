"""The KPI of completion, and the report over a period."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from lms.kpis.completion import training_completion
from lms.kpis.report import read_kpis
from lms.people.access import visible_people
from lms.training.counts import Count
from lms.training.rates import rates_of
from lms.training.states import Punctuality, State
from lms.usage.models import SearchEvent
from support.factories import MONDAY, Cast
from support.learning import DAY, PLAIN, complete, give, on


def test_seven_of_ten_assigned_courses() -> None:
    """0.7, within Wilson's 0.3968 to 0.8922."""
    kpi = training_completion(rates_of([_count(State.COMPLETE, 7), _count(State.OVERDUE, 3)]))
    assert (kpi.status, kpi.value, kpi.n) == ("measured", 0.7, 10)
    assert kpi.interval is not None
    assert (round(kpi.interval.low, 4), round(kpi.interval.high, 4)) == (0.3968, 0.8922)
    assert (kpi.details["complete"], kpi.details["overdue"], kpi.details["minimum"]) == (7, 3, 5)


def test_what_is_waived_or_not_assigned_counts_on_neither_side() -> None:
    """Of five assigned courses four are complete; one more is waived, and two nobody asked for."""
    counts = [
        _count(State.COMPLETE, 4),
        _count(State.IN_PROGRESS, 1),
        _count(State.WAIVED, 1),
        _count(State.COMPLETE, 2, is_assigned=False),
    ]
    kpi = training_completion(rates_of(counts))
    assert (kpi.n, kpi.value, kpi.details["waived"]) == (5, 0.8, 1)


def test_what_is_about_to_expire_is_still_complete_and_what_expired_is_not() -> None:
    """It counts while it is valid."""
    kpi = training_completion(rates_of([_count(State.EXPIRING, 3), _count(State.EXPIRED, 2)]))
    assert (kpi.value, kpi.details["complete"], kpi.details["overdue"]) == (0.6, 3, 0)


@pytest.mark.parametrize(("count", "status"), [(0, "insufficient_data"), (4, "insufficient_data"), (5, "measured")])
def test_five_assigned_courses_are_the_least(count: int, status: str) -> None:
    """Below that there is no value and no interval."""
    kpi = training_completion(rates_of([_count(State.COMPLETE, count)] if count else []))
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


def test_completion_is_as_of_the_last_day_of_the_period(session: Session, cast: Cast) -> None:
    """What is completed on Wednesday is complete in a period that ends with it, and not in one that ends on Tuesday."""
    give(session, cast.max, [cast.ada.id], due_days=1)
    complete(session, cast.ada.actor, PLAIN, on(2))
    midnight = MONDAY.replace(hour=0)
    tuesday = _kpis(session, cast, start=midnight - DAY, end=midnight + 2 * DAY)["training_completion"]
    wednesday = _kpis(session, cast, start=midnight - DAY, end=midnight + 3 * DAY)["training_completion"]
    assert (tuesday.n, tuesday.details["complete"], tuesday.details["overdue"]) == (1, 0, 0)
    assert (wednesday.n, wednesday.details["complete"]) == (1, 1)
    assert (wednesday.details["due"], wednesday.details["completed_on_time"]) == (1, 0)


def test_what_was_assigned_after_the_period_is_not_in_it(session: Session, cast: Cast) -> None:
    """A period that ends on Monday's midnight knows nothing of what is assigned in the morning."""
    give(session, cast.max, [cast.ada.id])
    midnight = MONDAY.replace(hour=0)
    assert _kpis(session, cast, start=midnight - DAY, end=midnight)["training_completion"].n == 0
    assert _kpis(session, cast, start=midnight - DAY, end=midnight + DAY)["training_completion"].n == 1


def _kpis(session: Session, cast: Cast, **period: Any) -> dict[str, Any]:
    people, day = visible_people(cast.max.actor), (period["end"] - timedelta.resolution).date()
    return {kpi.name: kpi for kpi in read_kpis(session, people=people, baseline=None, minimum=30, day=day, **period)}


def _count(state: State, people: int, *, is_assigned: bool = True) -> Count:
    return Count("c", state, is_assigned, Punctuality.NOT_DUE, people)

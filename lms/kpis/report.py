"""The KPI report of some people over a period."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select
from sqlalchemy.orm import Session

from lms.kpis.completion import training_completion
from lms.kpis.episodes import Baseline, search_success, time_saved
from lms.kpis.kpi import Kpi
from lms.training.counts import count_people
from lms.training.rates import rates_of
from lms.usage.episodes import read_events, split_episodes


def read_kpis(
    session: Session,
    *,
    people: Select[UUID],
    start: datetime,
    end: datetime,
    day: date,
    baseline: Baseline | None,
    minimum: int,
) -> list[Kpi]:
    """Return completion as of a day, search success and time saved of the period [start, end)."""
    rates = rates_of(count_people(session, people=people, day=day))
    episodes = split_episodes(read_events(session, people=people, start=start, end=end))
    return [
        training_completion(rates),
        search_success(episodes, minimum=minimum),
        time_saved(episodes, baseline=baseline, minimum=minimum),
    ]

"""Knowledge that KPIs need beside the figures: the library's pages, and how long finding took before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from config import Config
from content.catalogue import Catalogue, Entry
from content.history import History, PageHistory
from lms.baselines.survey import read_survey
from lms.baselines.times import as_timed, read_task_times
from lms.days import day_of
from lms.kpis.pages import Page
from lms.kpis.saving import Baselines
from lms.people.access import everybody
from lms.statistics.tasks import saved_seconds


def settings_of(config: Config, *, pages: tuple[Page, ...], baselines: Callable[[], Baselines]) -> dict[str, Any]:
    """Return what a question hands over to KPIs by name; baselines are read when one asks for them."""
    return {"min_episodes": config.min_episodes, "pages": pages, "baselines": baselines}


def pages_in(catalogue: Catalogue | None, history: History, zone: ZoneInfo) -> tuple[Page, ...]:
    """Return the pages that are published now, since the day on which git first knew each.

    None without a catalogue: figures of the CRM don't wait for it.
    """
    entries = catalogue.entries if catalogue else ()
    return tuple(_page(entry, history.of(entry.path), zone) for entry in entries if entry.status == "approved")


def read_baselines(session: Session, config: Config, *, until: date) -> Baselines:
    """Return what people said up to a day, and how the tasks went that were timed up to then."""
    answers = read_survey(session, people=everybody(), until=until)
    rows = as_timed(read_task_times(session, people=everybody(), until=until))
    return Baselines(
        {str(answer.person_id): float(answer.seconds) for answer in answers},
        saved_seconds(rows) if rows else None,
        config.baseline_seconds,
        config.baseline_source,
        config.cost_per_hour,
    )


def _page(entry: Entry, known: PageHistory | None, zone: ZoneInfo) -> Page:
    since = day_of(zone, known.first_at) if known and known.first_at else None
    until = date.fromisoformat(entry.verified_until) if entry.verified_until else None
    return Page(entry.id, since, until)

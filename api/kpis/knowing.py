"""Knowledge that KPIs need beside the figures: the library's pages, and how long finding took before."""

from __future__ import annotations

from datetime import date

from api.web.context import once, parts, session
from content.catalogue import Entry
from content.search import IndexMissingError
from lms.baselines.survey import read_survey
from lms.baselines.times import as_timed, read_task_times
from lms.kpis.pages import Page
from lms.kpis.saving import Baselines
from lms.people.access import everybody
from lms.statistics.tasks import saved_seconds


def published_pages() -> tuple[Page, ...]:
    """Return the pages that are published now."""
    return once("published_pages", _published_pages)


def baselines_on(day: date) -> Baselines:
    """Return what people said up to a day, and how the tasks went that were timed up to then."""
    return once(f"baselines {day}", lambda: _baselines(day))


def _published_pages() -> tuple[Page, ...]:
    """Return none while the library isn't read: figures of the CRM don't wait for it."""
    try:
        entries = parts().search.catalogue().entries
    except IndexMissingError:
        return ()
    return tuple(_page(entry) for entry in entries if entry.status == "approved")


def _page(entry: Entry) -> Page:
    until = date.fromisoformat(entry.verified_until) if entry.verified_until else None
    return Page(entry.id, None, until)


def _baselines(day: date) -> Baselines:
    config = parts().config
    answers = read_survey(session(), people=everybody(), until=day)
    rows = as_timed(read_task_times(session(), people=everybody(), until=day))
    return Baselines(
        {str(answer.person_id): float(answer.seconds) for answer in answers},
        saved_seconds(rows) if rows else None,
        config.baseline_seconds,
        config.baseline_source,
        config.cost_per_hour,
    )

"""Knowledge that KPIs need beside the figures, read once a request."""

from __future__ import annotations

from datetime import date

from api.web.context import once, parts, session
from api.work.kpis.knowing import pages_of, read_baselines
from content.search import IndexMissingError
from lms.kpis.pages import Page
from lms.kpis.saving import Baselines


def published_pages() -> tuple[Page, ...]:
    """Return the pages that are published now."""
    return once("published_pages", _published_pages)


def baselines_on(day: date) -> Baselines:
    """Return what people said up to a day, and how the tasks went that were timed up to then."""
    return once(f"baselines {day}", lambda: read_baselines(session(), parts().config, until=day))


def _published_pages() -> tuple[Page, ...]:
    """Return none while the library isn't read: figures of the CRM don't wait for it."""
    try:
        return pages_of(parts().search.catalogue().entries)
    except IndexMissingError:
        return ()

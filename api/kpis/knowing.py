"""Knowledge that KPIs need beside the figures, read once a request."""

from __future__ import annotations

from datetime import date

from api.web.context import once, parts, session
from api.web.searching import known_catalogue
from api.work.kpis.knowing import pages_in, read_baselines
from lms.kpis.pages import Page
from lms.kpis.saving import Baselines


def published_pages() -> tuple[Page, ...]:
    """Return the pages that are published now; none while the library isn't read."""
    return once("published_pages", _published)


def baselines_on(day: date) -> Baselines:
    """Return what people said up to a day, and how the tasks went that were timed up to then."""
    return once(f"baselines {day}", lambda: read_baselines(session(), parts().config, until=day))


def _published() -> tuple[Page, ...]:
    return pages_in(known_catalogue(), parts().history.read(), parts().config.zone)

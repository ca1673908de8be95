"""The demo's searches: most end with a page that is used, some find nothing."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from api.work.demo_gaps import CLOSED_WITH, is_closed
from content.library import Library
from lms.people.models import Person
from lms.usage.models import OpenEvent, SearchEvent, UseEvent

# How most people word it stands here twice.
QUERIES = (
    "too expensive", "carriers will not use it", "frostvale", "security", "pilot", "pricing", "detention fees",
    "follow up no reply", "slotharbor", "demo deck", "discovery questions", "renewal", "gatepilot", "yardview",
    "finance director", "business case", "SAP integration", "cold chain", "slot harbour", "partner portal login",
    "webinar slides", "webinar slide", "webinar slides", "roi calculator", "roi calculater", "roi calculator",
)  # fmt: skip
# What no page answers, however it is spelled.
IN_VAIN = {"webinar slides", "webinar slide", "roi calculator", "roi calculater", "partner portal login"}
WEEKS = 12
# Of the pages each so-manieth was never opened by anybody.
UNOPENED_EACH = 12


def make_searches(
    session: Session, dice: random.Random, library: Library, people: list[Person], at: datetime
) -> list[datetime]:
    """Search episodes over the weeks: most end with a page that is used, some find nothing; return when they were."""
    shown = sorted(page.id for page in library.pages if page.type not in {"quiz", "lesson", "timed-tasks", "kpi"})
    pages = [page for number, page in enumerate(shown) if number % UNOPENED_EACH] or ["home"]
    rows: list[object] = []
    for person in people:
        speed = dice.uniform(0.6, 1.6)
        for _ in range(dice.randrange(20, 60)):
            start = at - timedelta(days=dice.uniform(0.1, 7 * WEEKS))
            rows += _episode(dice, person, start, speed, dice.choice(pages), at)
    session.add_all([row for row in rows if isinstance(row, SearchEvent)])
    session.flush()
    session.add_all([row for row in rows if isinstance(row, OpenEvent)])
    session.flush()
    session.add_all([row for row in rows if isinstance(row, UseEvent)])
    session.flush()
    return [row.at for row in rows if isinstance(row, (SearchEvent, OpenEvent))]


def _episode(
    dice: random.Random, person: Person, start: datetime, speed: float, page_id: str, at: datetime
) -> list[object]:
    query = dice.choice(QUERIES)
    is_found = is_closed(query, start=start, at=at)
    page_id = CLOSED_WITH if is_found else page_id
    hits = 0 if query in IN_VAIN and not is_found else dice.randrange(2, 30)
    what = {
        "query": query,
        "normal": query.lower(),
        "was_typing": False,
        "hits": hits,
        "took_ms": round(dice.uniform(4, 15), 2),
    }
    first = SearchEvent(id=uuid7(), person_id=person.id, at=start, **what)
    rows: list[object] = [first]
    if hits == 0 or dice.random() < 0.18:
        later = start + timedelta(seconds=speed * dice.uniform(15, 120))
        return [*rows, SearchEvent(id=uuid7(), person_id=person.id, at=later, **what)]
    opened = start + timedelta(seconds=speed * dice.lognormvariate(3.4, 0.8))
    visit = OpenEvent(id=uuid7(), person_id=person.id, at=opened, page_id=page_id, search_id=first.id)
    rows.append(visit)
    if dice.random() < 0.85:
        kind = dice.choice(("read", "read", "copied"))
        rows.append(UseEvent(open_id=visit.id, kind=kind, at=opened + timedelta(seconds=30)))
    return rows

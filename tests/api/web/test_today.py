"""Today is one day in the whole API: the company's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from api.running.company_jobs import count_searches
from api.running.jobs import count_use
from api.web.context import KEY, session
from api.web.documentation import document
from lms.days import now_in
from lms.demand.report import read_pages
from support.acting import PAGE, items_of
from support.crm import count_figures
from support.factories import Cast, fill

# Fields of answers that say for which day, or until which, an answer holds.
SAID = ("as_of", "end")
# At any moment one of them has another day than UTC, mostly as Auckland at eight in the morning does.
FAR = ("Pacific/Kiritimati", "Pacific/Pago_Pago")
COUNTED = 7
# What a route doesn't answer without.
ASKED = {"/api/v1/effects/training": "?coaching=true"}


@pytest.fixture
def far(make_app: Callable[..., Flask]) -> tuple[Flask, Cast, str]:
    """An app of a company whose day isn't UTC's, its people, and the company's day."""
    utc = datetime.now(UTC)
    zone = next(name for name in FAR if utc.astimezone(ZoneInfo(name)).date() != utc.date())
    app = make_app(time_zone=zone)
    return app, fill(app), utc.astimezone(ZoneInfo(zone)).date().isoformat()


def test_in_auckland_it_is_the_28th_at_eight() -> None:
    """In UTC it is still the 27th."""
    eight = datetime(2026, 11, 27, 19, tzinfo=UTC)
    assert now_in(ZoneInfo("Pacific/Auckland"), eight).day.isoformat() == "2026-11-28"


def test_every_route_with_a_default_day_says_the_companys(far: tuple[Flask, Cast, str]) -> None:
    """All that the API's document names, so that a new one is among them."""
    app, cast, today = far
    count_figures(app)
    said: dict[str, str] = {}
    for path, operations in document(app)["paths"].items():
        fields = [name for name in SAID if name in _properties(app, operations.get("get", {}))]
        if fields and "{" not in path:
            answer = cast.nadia.get(f"{path.removeprefix('/api/v1')}{ASKED.get(path, '')}").get_json()
            said |= {f"{path} {name}": answer.get(name, answer) for name in fields}
    assert set(said.values()) == {today}, said
    assert len(said) >= COUNTED


def test_what_is_said_of_no_day_is_judged_by_the_companys(far: tuple[Flask, Cast, str]) -> None:
    """A review may be of the company's today and of no later day; a file's name has its day too."""
    _, cast, today = far
    page = cast.mara.get("/content?limit=1").get_json()["items"][0]["id"]
    assert cast.mara.get(f"/content/{page}/review?on={today}").status_code == 200
    assert today in cast.nadia.get("/demand/searches.csv").headers["Content-Disposition"]


def test_what_is_searched_for_now_lies_on_the_companys_day(far: tuple[Flask, Cast, str]) -> None:
    """In the report of today alone, as asked for last today; so does a page that was opened."""
    app, cast, today = far
    with app.app_context():
        search_id = cast.ada.get("/search?q=xqzvw").get_json()["search_id"]
        opened = cast.ada.post("/opens", {"page_id": PAGE, "search_id": search_id})
        assert opened.status_code == 201, opened.get_data(as_text=True)
        count_searches()
        (item,) = items_of(cast.mara.get(f"/demand/searches?kind=all&from={today}&to={today}"))
        assert (item["query"], item["needs"], item["last_asked"]) == ("xqzvw", 1, today)
        assert read_pages(session(), start=date.fromisoformat(today), end=date.fromisoformat(today)) == {PAGE: (1, 0)}
        count_use()
        assert "1.0" in (app.extensions[KEY].config.index_dir / "usage.json").read_text(encoding="utf-8")


def _properties(app: Flask, operation: dict[str, Any]) -> dict[str, Any]:
    content = operation.get("responses", {}).get("200", {}).get("content", {}).get("application/json", {})
    name = content.get("schema", {}).get("$ref", "").rpartition("/")[2]
    found: dict[str, Any] = document(app)["components"]["schemas"].get(name, {}).get("properties", {})
    return found

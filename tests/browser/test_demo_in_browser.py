"""The demo company shows every screen at work, to each of its people."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from support.browsers import OpenBrowser
from support.states import wait_for_figures
from support.waiting import wait_for

pytestmark = pytest.mark.browser
# What the app's pages ask for, and the list of the answer that must not be empty.
ASKED = {
    "ada": {
        "/training/mine": "items",
        "/training/courses": "items",
        "/coaching/sessions": "items",
        "/search?q=pricing": "items",
        "/suggest?q=pri": "items",
    },
    "max": {
        "/teams": "items",
        "/people": "items",
        **{f"/training/rates?by={by}": "groups" for by in ("area", "skill", "team", "course")},
        **{
            f"/training/records?state={state}": "items"
            for state in ("overdue", "expired", "expiring", "waived", "in_progress", "complete")
        },
        "/training/matrix": "people",
        "/training/assignments": "items",
        "/coaching/sessions": "items",
        "/content?type=path": "items",
        "/kpis": "items",
        "/crm/quality": "rules",
    },
    "mara": {
        **{f"/content?freshness={state}": "items" for state in ("overdue", "due", "verified")},
        "/coverage?rows=stage&columns=persona&layers=type": "gaps",
        **{f"/demand/searches?kind={kind}": "items" for kind in ("nothing", "unopened", "all")},
        **{f"/demand/pages?kind={kind}": "items" for kind in ("stale", "unused")},
        **{f"/demand/gaps?status={status}": "items" for status in ("taken", "closed")},
        "/library/problems": "items",
    },
}
SCREENS = {
    "ada": ("my-training", "my-coaching"),
    "max": ("my-team", "training-matrix", "assignments", "results", "kpi-definitions", "crm-quality", "my-coaching"),
    "mara": ("freshness", "coverage", "demand", "demand/?view=stale", "demand/?view=unused", "library-check"),
}


@pytest.mark.parametrize("who", ASKED)
def test_no_answer_of_the_demo_is_empty(look_as: OpenBrowser, who: str) -> None:
    """Whoever tries the product sees what each page is for."""
    page = look_as(who)
    if who == "max":
        wait_for_figures(page)
    if who == "mara":
        wait_for(lambda: not _ask(page, "/demand/searches")["pending_days"])
        wait_for(lambda: bool(_ask(page, "/library/problems")["is_current"]))
    answers = {path: _ask(page, path)[name] for path, name in ASKED[who].items()}
    assert [path for path, items in answers.items() if not items] == []


def test_ada_has_something_due_a_certificate_that_expires_and_a_session_to_come(ada: Page) -> None:
    """And Max's KPIs have data enough to be measured."""
    states = {item["state"] for item in _ask(ada, "/training/mine")["items"]}
    assert states >= {"in_progress", "expiring", "complete"}
    assert {bool(item["held_at"]) for item in _ask(ada, "/coaching/sessions")["items"]} == {True, False}


def test_the_kpis_of_the_demo_are_measured(max_: Page) -> None:
    """It has data of every kind that one of them needs, and enough of it for most."""
    wait_for_figures(max_)
    last = [kpi["results"][-1]["status"] for kpi in max_.request.get("/api/v1/kpis").json()["items"]]
    assert "no_data" not in last
    assert last.count("measured") > len(last) / 2


@pytest.mark.parametrize(("who", "screen"), [(who, screen) for who, screens in SCREENS.items() for screen in screens])
def test_no_screen_of_the_demo_says_that_there_is_nothing(look_as: OpenBrowser, who: str, screen: str) -> None:
    """Each shows what it is for."""
    page = look_as(who, viewport={"width": 1440, "height": 900})
    if who == "mara":
        wait_for(lambda: not _ask(page, "/demand/searches")["pending_days"])
    page.goto(f"/app/{screen if '?' in screen else f'{screen}/'}", wait_until="networkidle")
    app = page.locator("#app")
    expect(app.locator("li:visible, tr:visible, h2:visible").first).to_be_visible()
    assert app.locator(".rp-empty").all_inner_texts() == []


def _ask(page: Page, path: str) -> dict[str, list[dict[str, str]]]:
    answer = page.request.get(f"/api/v1{path}")
    assert answer.ok, f"{path}: {answer.text()}"
    found: dict[str, list[dict[str, str]]] = answer.json()
    return found

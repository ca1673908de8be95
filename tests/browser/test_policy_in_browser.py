"""What the pages may do: nothing but what their own server allows, and in silence."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from content.fields.models import WITHHELD
from content.library import Library
from support.browsers import Lookers, OpenBrowser, Watched

pytestmark = pytest.mark.browser
TOOLS = [
    "search", "my-training", "my-coaching", "person", "my-team", "training-matrix", "assignments", "results",
    "crm-quality",
    "kpi", "kpi-definitions", "forecast",
    "freshness", "coverage", "demand", "library-check", "health", "quiz",
    "people", "teams", "audit", "access", "settings",
]  # fmt: skip
QUIZ = "/app/quiz/?course=course-discovery-calls"
ELSEWHERE = ["/sign-in", "/api/v1/docs/", "/docs/training/", "/app/search/?q=pricing", QUIZ]


@pytest.mark.parametrize("path", [*(f"/app/{tool}/" for tool in TOOLS), *ELSEWHERE])
def test_a_tool_is_quiet(look_as: OpenBrowser, lookers: Lookers, path: str) -> None:
    """It reports no error, breaks no policy and asks no other host."""
    nadia = look_as("nadia")
    nadia.goto(path, wait_until="networkidle")
    expect(nadia.locator("main, #swagger-ui, #api").first).to_be_visible()
    assert noises(nadia, lookers.watched) == []


def test_a_page_of_each_type_and_language_is_quiet(nadia: Page, watched: Watched, library: Library) -> None:
    """Each is opened, recorded, and has loaded what its type needs, without a noise."""
    for path in one_of_each(library):
        with nadia.expect_response("**/api/v1/opens") as opened:
            nadia.goto(path)
        assert (path, opened.value.status) == (path, 201)
        nadia.wait_for_load_state("networkidle" if "/courses/" in path else "load")
        assert (path, noises(nadia, watched)) == (path, [])


def test_a_page_that_is_not_there_offers_a_search(nadia: Page, watched: Watched) -> None:
    """The server answers 404, and the page that comes with it works from any depth."""
    answer = nadia.goto("/guides/nobody/wrote/this/")
    assert answer is not None
    assert answer.status == 404
    nadia.get_by_label("Search the library").last.fill("pricing")
    nadia.keyboard.press("Enter")
    nadia.wait_for_url("**/app/search/?q=pricing")
    assert [text for text in watched.console if "404" not in text] == []


def test_someone_who_is_not_signed_in_meets_no_error(stranger: OpenBrowser, watched: Watched) -> None:
    """They are led to the page that says how to sign in, which is as quiet as the rest."""
    page = stranger()
    page.goto("/app/my-team/", wait_until="networkidle")
    expect(page.get_by_text("you then see the page that you asked for")).to_be_visible()
    assert noises(page, watched) == []


@pytest.mark.parametrize("path", ["/sign-in", "/api/v1/docs/"])
def test_pages_beside_the_site_name_an_icon(look_as: OpenBrowser, path: str) -> None:
    """A browser that finds none asks for `/favicon.ico`, which is an error in the console of every visitor."""
    nadia = look_as("nadia")
    nadia.goto(path)
    expect(nadia.locator("link[rel~=icon]")).to_have_count(1)


def noises(page: Page, watched: Watched) -> list[str]:
    """Return the errors in the console and the violations of the policy so far."""
    violations: list[str] = page.evaluate("window.__violations")
    return [*watched.console, *violations, *watched.offences]


def one_of_each(library: Library) -> list[str]:
    """Return the addresses of one page of each type and language."""
    shown = (page for page in library.pages if page.type not in WITHHELD)
    found = {(page.type, page.fields.language): page.url for page in shown}
    return [f"/{url}" for url in found.values()]

"""My team in a browser: figures in words that lead to their rows, on a page that neither jumps nor is too wide."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from support.browsers import OpenBrowser

pytestmark = pytest.mark.browser


def test_a_sentence_says_how_uncertain_rows_are(max_: Page) -> None:
    """Rows have the bare share and what it is of; one sentence above them speaks for all."""
    max_.goto("/app/my-team/?by=course")
    rows = max_.get_by_role("table", name="Rates by course").locator("tbody tr")
    expect(rows.first).to_contain_text(re.compile(r"\d+ % \d+ of \d+"))
    assert [text for text in rows.all_inner_texts() if " to " in text] == []
    expect(max_.get_by_text("A share of fewer than 100 is uncertain by ten points or more")).to_be_visible()


def test_a_tile_leads_to_its_list(max_: Page) -> None:
    """The state stands in the address, and the filters stay; the list is where the page is then."""
    max_.goto("/app/my-team/?area=selling-skills")
    tile = max_.get_by_role("link", name="Overdue", exact=False).first
    expect(tile).to_have_text(re.compile(r"^[1-9]\d*Overdue$"))
    number = int((tile.text_content() or "").removesuffix("Overdue"))
    tile.click()
    expect(max_).to_have_url(re.compile(r"area=selling-skills&state=overdue"))
    heading = max_.get_by_role("heading", name="Overdue", exact=True)
    expect(heading).to_be_focused()
    expect(heading).to_be_in_viewport()
    expect(tile).to_have_attribute("aria-current", "true")
    expect(records(max_)).to_have_count(number)
    expect(max_.get_by_text(re.compile(f"^{number} records? at the end of"))).to_be_visible()
    max_.get_by_label("State").select_option("all")
    expect(max_.get_by_role("heading", name="All states")).to_be_visible()
    expect(max_.locator(".rp-tile [aria-current]")).to_have_count(0)
    max_.get_by_label("State").select_option("overdue")
    expect(records(max_)).to_have_count(number)
    assert set(records(max_).locator(".rp-badge").all_inner_texts()) == {"Overdue"}


def test_a_rate_leads_to_its_rows(max_: Page) -> None:
    """The part of a group that is complete is a list of that group, of so many records that are assigned."""
    max_.goto("/app/my-team/?by=course")
    row = max_.get_by_role("table", name="Rates by course").get_by_role("row").filter(has_text="Dockside certification")
    link = row.locator("td").first.get_by_role("link")
    number = int((link.text_content() or "").split(" of ")[0])
    link.click()
    expect(max_).to_have_url(re.compile("course_id=course-dockside-certification.*state=done"))
    expect(records(max_)).not_to_have_count(0)
    assert set(records(max_).locator(".rp-badge").all_inner_texts()) <= {"Complete", "Expires soon"}
    expect(records(max_).filter(has_not_text="not assigned")).to_have_count(number)


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("path", ["my-team", "my-team/?state=all", "training-matrix"])
def test_nothing_jumps_while_a_page_loads(sign_in: OpenBrowser, path: str, width: int) -> None:
    """What has been shown stays where it is when the rest comes."""
    page = sign_in("max", viewport={"width": width, "height": 844})
    page.add_init_script(
        "window.shift = 0; new PerformanceObserver((list) => { for (const entry of list.getEntries())"
        " window.shift += entry.value; }).observe({ type: 'layout-shift', buffered: true });"
    )
    page.goto(f"/app/{path}", wait_until="networkidle")
    expect(page.locator("#app table tbody tr").first).to_be_visible()
    assert page.evaluate("window.shift") < 0.05


@pytest.mark.parametrize("width", [390, 1440])
def test_long_names_stay_in_their_place(sign_in: OpenBrowser, width: int) -> None:
    """A person and a course with 300 letters make no page scroll sideways."""
    page = sign_in("max", viewport={"width": width, "height": 844})
    long = "Donaudampfschifffahrt" * 15

    def lengthen(route: Route) -> None:
        answer = route.fetch()
        body = answer.json()
        for item in body.get("items", []):
            item.update(person_name=long, course_title=long, team_name=long)
        for course in body.get("courses", []):
            course["title"] = long
        for one in body.get("people", []):
            one.update(name=long, team_name=long)
        for one in body.get("groups", []):
            one["title"] = long
        route.fulfill(response=answer, json=body)

    page.route(re.compile(r"/api/v1/training/(records|rates|matrix)\?"), lengthen)
    for path in ("my-team", "training-matrix"):
        page.goto(f"/app/{path}/", wait_until="networkidle")
        expect(page.get_by_role("rowheader", name=long).first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        boxes = page.locator("#app .rp-scroll:not(.rp-scroll--matrix)").all()
        assert [box.evaluate("(box) => box.scrollWidth - box.clientWidth") for box in boxes] == [0] * len(boxes)


def records(page: Page) -> Locator:
    """The rows of the table of records."""
    return page.get_by_role("table", name="Records").locator("tbody tr")

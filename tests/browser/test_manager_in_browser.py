"""A manager's day in a browser: who completed what, assigning, coaching, and results with intervals."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from api.demo import SOUTH, SOUTH_SDR
from browser.conftest import OpenBrowser

pytestmark = pytest.mark.browser
OTHERS = {*SOUTH, *SOUTH_SDR, "Greta Holm"}


def test_max_sees_what_ada_completed(max_: Page) -> None:
    """He finds her completion by filtering, with its day and score."""
    max_.goto("/app/my-team/")
    max_.locator(".rp-filters").get_by_label("State").select_option(label="Complete")
    row = rows(max_).filter(has=max_.get_by_role("rowheader", name="Ada Lindqvist")).first
    expect(row).to_contain_text("Complete")
    expect(row).to_contain_text(re.compile(r"\d+ %"))
    assert {text.strip() for text in rows(max_).locator("td:nth-of-type(3)").all_inner_texts()} == {"Complete"}


def test_max_sees_nobody_of_the_south(max_: Page) -> None:
    """Neither their rows nor their names in the lists of people and teams."""
    max_.goto("/app/my-team/")
    expect(rows(max_)).not_to_have_count(0)
    assert set(rows(max_).locator("td:nth-of-type(1)").all_inner_texts()) == {"Sales North", "Sales North SDR"}
    open_fold(max_, "Assign a course")
    expect(max_.get_by_label("Ada Lindqvist")).to_be_visible()
    shown = max_.locator("body").inner_text()
    assert [name for name in (*OTHERS, "Sales South") if name in shown] == []


def test_the_tiles_count_the_rows_of_the_table(max_: Page) -> None:
    """Every assignment of the course that he looks at stands in one state."""
    max_.goto("/app/my-team/")
    expect(rows(max_)).not_to_have_count(0)
    max_.locator(".rp-filters").get_by_label("Course").select_option(index=1)
    total = rows(max_).count()
    assert total == sum(int(text) for text in max_.locator(".rp-tile strong").all_inner_texts())
    expect(max_.get_by_text(f"{total} assignments", exact=True)).to_be_visible()


def test_max_downloads_what_he_sees(max_: Page, tmp_path: Path) -> None:
    """The CSV opens in a spreadsheet with its accents, and holds the rows of the table and nobody else's."""
    max_.goto("/app/my-team/")
    expect(rows(max_)).not_to_have_count(0)
    with max_.expect_download() as download:
        max_.get_by_role("link", name="Download as CSV").click()
    assert re.fullmatch(r"completions-\d{4}-\d\d-\d\d\.csv", download.value.suggested_filename)
    file = tmp_path / "completions.csv"
    download.value.save_as(file)
    content = file.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    lines = list(csv.DictReader(content.decode("utf-8-sig").splitlines()))
    people = {line["person_name"] for line in lines}
    assert len(lines) == rows(max_).count()
    assert people == set(rows(max_).get_by_role("rowheader").all_inner_texts())
    assert "Piotr Zieliński" in people
    assert not people & OTHERS


def test_max_assigns_a_course(max_: Page) -> None:
    """Who hasn't got it gets it, who has it keeps their date, and the table shows it at once."""
    max_.goto("/app/my-team/")
    open_fold(max_, "Assign a course")
    form = max_.locator("form", has=max_.get_by_role("button", name="Assign"))
    form.get_by_label("Course").select_option(label="Discovery calls")
    form.get_by_role("button", name="Assign").click()
    expect(form.get_by_text("Choose a team or at least one person.")).to_be_visible()
    form.get_by_label("Ada Lindqvist").check()
    form.get_by_label("Max Oduya").check()
    form.get_by_role("button", name="Assign").click()
    expect(form.get_by_role("status")).to_contain_text("Assigned to 1 person")
    expect(form.get_by_role("status")).to_contain_text("1 person had it already")
    expect(rows(max_).filter(has=max_.get_by_role("rowheader", name="Max Oduya"))).to_contain_text("Not started")


def test_max_coaches_ada(max_: Page, ada: Page) -> None:
    """He schedules a session, holds it and agrees on something with her; she sees it and ticks it off."""
    topic = "Silence after the price"
    max_.goto("/app/my-coaching/")
    open_fold(max_, "Schedule a session")
    max_.get_by_label("With").select_option(label="Ada Lindqvist")
    max_.get_by_label("Topic").fill(topic)
    max_.get_by_label("When").fill("2030-03-04T16:30")
    max_.get_by_role("button", name="Schedule", exact=True).click()
    session = card(max_, topic)
    expect(session).to_contain_text("4 Mar 2030, 16:30, 30 minutes, with Ada Lindqvist")
    session.get_by_role("button", name="Mark as held").click()
    expect(group(max_, "Held").locator(".rp-session").filter(has_text=topic)).to_be_visible()
    session.get_by_label("Add an action item").fill("Count to seven before you speak")
    session.get_by_label("By (if you like)").fill("2030-03-11")
    session.get_by_role("button", name="Add item").click()
    expect(session.get_by_role("listitem").filter(has_text="Count to seven")).to_contain_text("By 11 Mar 2030")
    ada.goto("/app/my-coaching/")
    expect(card(ada, topic)).to_contain_text("16:30, 30 minutes, with Max Oduya")
    expect(card(ada, topic).get_by_role("button", name="Mark as held")).to_have_count(0)
    card(ada, topic).get_by_label("Count to seven before you speak").check()
    expect(card(ada, topic)).to_contain_text("Done on")
    max_.reload()
    expect(card(max_, topic).get_by_label("Count to seven")).to_be_checked()


def test_not_even_the_admin_sees_what_max_notes(max_: Page, nadia: Page) -> None:
    """A coaching session is between two people: Nadia finds none of his, and his address is no use to her."""
    with max_.expect_response(re.compile("/api/v1/coaching/sessions")) as listed:
        max_.goto("/app/my-coaching/")
    sessions = listed.value.json()["items"]
    assert sessions
    nadia.goto("/app/my-coaching/")
    expect(nadia.get_by_text("No session is planned.")).to_be_visible()
    expect(nadia.get_by_text("No session has been held yet.")).to_be_visible()
    for session in sessions[:2]:
        assert nadia.request.get(f"/api/v1/coaching/sessions/{session['id']}").status == 404


def test_each_result_has_an_interval(max_: Page) -> None:
    """Every figure comes with its interval, in words and as a picture, and with what it rests on."""
    max_.goto("/app/results/")
    indicators = max_.locator(".rp-kpi")
    expect(indicators).to_have_count(3)
    for indicator in indicators.all():
        expect(indicator.locator(".rp-kpi__value")).to_contain_text(re.compile(r"95 % interval .+ to .+"))
        expect(indicator.get_by_role("img")).to_have_attribute("aria-label", re.compile("interval"))
        indicator.get_by_text("What this rests on").click()
        expect(indicator.get_by_text("Interval: ")).to_be_visible()


def test_a_time_without_data_gets_no_figure(max_: Page) -> None:
    """For the spring of 2019 the page says that there isn't enough data, and shows no number."""
    max_.goto("/app/results/")
    expect(max_.locator(".rp-kpi")).to_have_count(3)
    max_.get_by_label("From").fill("2019-03-01")
    max_.get_by_label("To", exact=True).fill("2019-05-31")
    max_.get_by_role("button", name="Show").click()
    expect(max_.get_by_text("1 Mar 2019 to 31 May 2019")).to_be_visible()
    expect(max_.get_by_text("Not enough data to state a figure")).to_have_count(3)
    expect(max_.locator(".rp-kpi__value")).to_have_count(0)


def test_a_time_that_ends_before_it_begins_is_refused(max_: Page) -> None:
    """The page says what is wrong instead of showing the figures of another time."""
    max_.goto("/app/results/")
    expect(max_.locator(".rp-kpi")).to_have_count(3)
    max_.get_by_label("From").fill("2026-05-01")
    max_.get_by_label("To", exact=True).fill("2026-04-01")
    max_.get_by_role("button", name="Show").click()
    expect(max_.get_by_role("alert")).to_be_visible()
    expect(max_.locator(".rp-kpi__value")).to_have_count(0)


def test_a_manager_is_offered_no_tool_of_authors(max_: Page, sign_in: OpenBrowser) -> None:
    """Max manages and sells, Nadia may do everything: each sees their own tools."""
    offered = {}
    for page, who in ((max_, "max"), (sign_in("nadia"), "nadia")):
        page.goto("/")
        tools = page.get_by_role("navigation", name="Tools")
        expect(tools.get_by_role("link", name="My team")).to_be_visible()
        offered[who] = tools.get_by_role("link").all_inner_texts()
    assert offered["max"] == ["Search", "My training", "My coaching", "My team", "Results"]
    assert offered["nadia"] == [*offered["max"], "Freshness", "Coverage", "Demand", "Library check"]


def rows(page: Page) -> Locator:
    """The rows of the table of assignments."""
    return page.get_by_role("table", name="Assignments").locator("tbody tr")


def open_fold(page: Page, title: str) -> None:
    """Open a form that is folded away."""
    page.locator("summary", has=page.get_by_role("heading", name=title)).click()


def card(page: Page, topic: str) -> Locator:
    """The card of a coaching session."""
    return page.locator(".rp-session").filter(has_text=topic)


def group(page: Page, title: str) -> Locator:
    """The sessions to come, or those held."""
    return page.locator("section", has=page.get_by_role("heading", name=title, level=2, exact=True))

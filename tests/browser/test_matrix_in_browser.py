"""The training matrix in a browser: every person and course as of a day, and why each of them stands so."""

from __future__ import annotations

import csv
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from api.work.demo import DOMAIN, NORTH, NORTH_SDR
from support.browsers import OpenBrowser
from support.live import Server

pytestmark = pytest.mark.browser
MATRIX = "/app/training-matrix/"


def test_the_matrix_has_everybody_and_every_course(max_: Page) -> None:
    """A row for each of Max's people, a column for each course by area, and a sign for each state, as a legend says."""
    show(max_)
    expect(max_.locator("tbody tr")).to_have_count(1 + len(NORTH) + len(NORTH_SDR))
    for name in (*NORTH, *NORTH_SDR):
        expect(max_.get_by_role("rowheader", name=name)).to_have_count(1)
    areas = max_.locator("thead th[scope=colgroup]").all_inner_texts()
    assert areas == sorted(areas)
    assert "Compliance" in areas
    legend = dict(
        item.split("\n") for item in max_.locator(".rp-legend li").all_inner_texts() if len(item.split("\n")) == 2
    )
    overdue = max_.locator("tbody .rp-sign--overdue").first
    assert legend[overdue.inner_text()] == "Overdue"
    expect(overdue).to_have_attribute("aria-label", re.compile(r".+, .+: Overdue, due \d+ \w+ \d{4}"))


def test_a_past_day_differs(max_: Page) -> None:
    """What is complete today wasn't before it was assigned, and its explanation of that day knows no later fact."""
    past = datetime.now(UTC).date() - timedelta(days=100)
    show(max_, "?course_id=course-discovery-calls")
    title = max_.locator("tbody .rp-sign--complete").first.get_attribute("title") or ""
    max_.get_by_label("As of").fill(past.isoformat())
    max_.get_by_label("As of").press("Tab")
    expect(max_).to_have_url(re.compile(f"as_of={past}"))
    cell = title.split(":", maxsplit=1)[0]
    max_.get_by_title(f"{cell}: Not assigned").click()
    expect(max_.get_by_title(f"{cell}: Complete")).to_have_count(0)
    dialog = max_.get_by_role("dialog")
    expect(dialog).to_contain_text("Nothing yet.")
    expect(dialog).to_contain_text("Decisions hold from today on")
    expect(dialog.get_by_text("Waive this course")).to_have_count(0)


def test_an_explanation_opens_and_closes_by_keyboard(max_: Page) -> None:
    """Tab leads to one cell, arrows to the others, Enter explains, Escape goes back to the cell."""
    show(max_)
    max_.locator(".rp-scroll--matrix").focus()
    max_.keyboard.press("Tab")
    first = max_.locator("tbody tr").nth(0).get_by_role("button").nth(0)
    expect(first).to_be_focused()
    for key in ("ArrowRight", "ArrowDown", "ArrowDown", "ArrowLeft", "ArrowRight"):
        max_.keyboard.press(key)
    cell = max_.locator("tbody tr").nth(2).get_by_role("button").nth(1)
    expect(cell).to_be_focused()
    max_.keyboard.press("Enter")
    dialog = max_.get_by_role("dialog")
    person, course = (cell.get_attribute("title") or "").split(":", maxsplit=1)[0].split(", ", maxsplit=1)
    expect(dialog.get_by_role("heading", name=f"{person}: {course}")).to_be_focused()
    max_.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(cell).to_be_focused()
    max_.keyboard.press("End")
    expect(max_.locator("tbody tr").nth(2).get_by_role("button").last).to_be_focused()


def test_an_explanation_tells_what_led_there(max_: Page) -> None:
    """How it stands, then the facts in words, oldest first."""
    show(max_)
    max_.locator("tbody .rp-sign--overdue").first.click()
    dialog = max_.get_by_role("dialog")
    expect(dialog.locator(".rp-standing")).to_contain_text(re.compile(r"Overdue It was due on .+ and isn't complete\."))
    expect(dialog.locator(".rp-history")).to_contain_text("Assigned by Max Oduya, required, due on")
    dialog.get_by_role("button", name="Close").click()
    max_.locator("tbody .rp-sign--expiring, tbody .rp-sign--expired").first.click()
    expect(dialog.locator(".rp-history")).to_contain_text(
        re.compile("Completed elsewhere, imported from “old LMS”, version .+Recorded on .+ by Max Oduya")
    )
    days = dialog.locator(".rp-history time").evaluate_all("(times) => times.map((time) => time.dateTime)")
    assert len(days) > 1
    assert days == sorted(days)


def test_lessons_are_one_line(max_: Page) -> None:
    """Who read three lessons and passed a quiz has a line for all lessons and one for the completion."""
    show(max_)
    max_.get_by_title(re.compile("Discovery calls: Complete")).first.click()
    history = max_.get_by_role("dialog").locator(".rp-history")
    expect(history.get_by_text(re.compile(r"^\d lessons read"))).to_have_count(1)
    expect(history).to_contain_text(re.compile(r"Completed with \d+ %, version \d+, "))


def test_more_attempts_are_given_from_a_cell(max_: Page) -> None:
    """Only where the quiz allows a number of them; the explanation then says who gave them and why."""
    show(max_, "?course_id=course-dockside-certification")
    max_.get_by_title(re.compile("^Elif Yıldız, Dockside certification")).click()
    dialog = max_.get_by_role("dialog")
    dialog.get_by_text("Give more attempts").click()
    dialog.get_by_label("How many more").fill("2")
    dialog.get_by_label("Reason").last.fill("The line broke down")
    dialog.get_by_role("button", name="Give attempts").click()
    expect(dialog.locator(".rp-history")).to_contain_text("2 more attempts given by Max Oduya: The line broke down")
    show(max_, "?course_id=course-discovery-calls")
    max_.get_by_title(re.compile("^Elif Yıldız, Discovery calls")).click()
    expect(dialog.get_by_text("Waive this course")).to_be_visible()
    expect(dialog.get_by_text("Give more attempts")).to_have_count(0)


def test_a_waiver_shows_in_the_cell_at_once(max_: Page) -> None:
    """The cell changes its sign, keeps the focus, and has its old sign again once the waiver ends."""
    show(max_, "?course_id=course-dockside-basics")
    cell = max_.locator("tbody tr", has=max_.get_by_role("rowheader", name="Freya Madsen")).get_by_role("button")
    before = cell.inner_text()
    cell.click()
    dialog = max_.get_by_role("dialog")
    dialog.get_by_text("Waive this course").click()
    dialog.get_by_label("Reason").first.fill("Trained it elsewhere")
    dialog.get_by_role("button", name="Waive", exact=True).click()
    expect(dialog.get_by_role("status")).to_have_text("Waived.")
    max_.keyboard.press("Escape")
    expect(cell).to_have_text("–")
    expect(cell).to_be_focused()
    cell.click()
    dialog.get_by_text("End the waiver").click()
    dialog.get_by_role("button", name="End waiver", exact=True).click()
    expect(dialog.get_by_role("status")).to_have_text("The waiver has ended.")
    max_.keyboard.press("Escape")
    expect(cell).to_have_text(before)


def test_nobody_decides_about_themselves(max_: Page) -> None:
    """Max can read why he stands as he does, and waive nothing."""
    show(max_)
    max_.get_by_title(re.compile("^Max Oduya, Discovery calls")).click()
    dialog = max_.get_by_role("dialog")
    expect(dialog.get_by_text("Nobody decides about their own training")).to_be_visible()
    expect(dialog.get_by_role("button")).to_have_text(["Close"])


def test_the_csv_is_the_matrix(max_: Page, tmp_path: Path) -> None:
    """It holds the people and states that the page shows, through the same filters."""
    show(max_, "?area=compliance")
    with max_.expect_download() as download:
        max_.get_by_role("link", name="Download as CSV").click()
    file = tmp_path / "matrix.csv"
    download.value.save_as(file)
    lines = list(csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines()))
    shown = {}
    for title in max_.locator("tbody button").evaluate_all("(cells) => cells.map((cell) => cell.title)"):
        person, rest = title.split(", ", maxsplit=1)
        shown[person] = rest.split(": ")[1].split(",")[0].lower().replace("expires soon", "expiring")
    assert {line["name"]: line["Data protection for sellers"] for line in lines} == shown


def test_more_people_come_on_demand(max_: Page) -> None:
    """The first page stays, the next is added below it, and arrow keys reach both."""
    max_.route(
        re.compile(r"/training/matrix\?.*limit=50(?!.*after)"),
        lambda route: route.continue_(url=route.request.url.replace("limit=50", "limit=5")),
    )
    show(max_)
    expect(max_.locator("tbody tr")).to_have_count(5)
    expect(max_.get_by_text("The first 5 people by")).to_be_visible()
    max_.get_by_role("button", name="Show more").click()
    expect(max_.locator("tbody tr")).to_have_count(10)
    max_.get_by_role("button", name="Show more").click()
    expect(max_.locator("tbody tr")).to_have_count(13)
    expect(max_.get_by_role("button", name="Show more")).to_be_hidden()
    max_.locator("tbody tr").nth(4).get_by_role("button").first.focus()
    max_.keyboard.press("ArrowDown")
    expect(max_.locator("tbody tr").nth(5).get_by_role("button").first).to_be_focused()
    names = max_.locator("tbody th").evaluate_all("(cells) => cells.map((cell) => cell.firstChild.textContent)")
    assert len(set(names)) == 13


def test_names_and_courses_lead_to_their_pages(max_: Page) -> None:
    """By a click, and by arrow keys from the cells beside them."""
    show(max_)
    cells(max_).first.focus()
    max_.keyboard.press("ArrowLeft")
    person = max_.locator("tbody th").first.get_by_role("link")
    expect(person).to_be_focused()
    expect(person).to_have_attribute("href", re.compile(r"^/app/person/\?id=[0-9a-f-]{36}$"))
    max_.keyboard.press("ArrowRight")
    max_.keyboard.press("ArrowUp")
    course = max_.locator(".rp-people-matrix__course").first.get_by_role("link")
    expect(course).to_be_focused()
    title = course.text_content() or ""
    max_.keyboard.press("Enter")
    expect(max_.get_by_role("heading", name=title, level=1)).to_be_visible()


def test_a_large_matrix_is_drawn_where_it_is_seen(max_: Page) -> None:
    """Cells are made when they come near, those far away are taken out, and what Tab leads to stays."""
    max_.route(re.compile(r"/training/matrix\?"), enlarge)
    show(max_)
    rows = max_.locator("tbody tr")
    expect(rows).to_have_count(4 * 13)
    grid = max_.get_by_role("grid")
    expect(grid).to_have_attribute("aria-rowcount", str(4 * 13 + 2))
    columns = int(grid.get_attribute("aria-colcount") or 0)
    assert columns > 60
    first = cells(max_).first
    first.focus()
    max_.locator(".rp-scroll--matrix").evaluate("(box) => box.scrollTo(box.scrollWidth, box.scrollHeight)")
    last = rows.last.locator(f"[aria-colindex='{columns}'] button")
    expect(last).to_be_visible()
    expect(rows.first.get_by_role("button")).to_have_count(8)
    expect(first).to_be_focused()
    assert cells(max_).count() < 4 * 13 * columns / 2
    max_.keyboard.press("End")
    expect(rows.first.locator(f"[aria-colindex='{columns}'] button")).to_be_focused()
    expect(rows.first.locator(f"[aria-colindex='{columns}'] button")).to_be_in_viewport()
    max_.keyboard.press("Home")
    expect(first).to_be_in_viewport()


def test_greta_can_explain_nobody_of_the_north(max_: Page, demo: Server, open_browser: OpenBrowser) -> None:
    """The address of an explanation is of no use to the manager of another team."""
    with max_.expect_response(re.compile(r"/training/matrix\?")) as answered:
        show(max_)
    answer = answered.value.json()
    greta = open_browser(demo, f"greta.holm@{DOMAIN}")
    path = f"/api/v1/training/people/{answer['people'][0]['id']}/courses/{answer['courses'][0]['id']}"
    assert max_.request.get(path).status == 200
    assert greta.request.get(path).status == 404
    assert greta.request.get(f"{demo.url}/api/v1/training/matrix").json()["people"]


def show(page: Page, query: str = "") -> None:
    """Open the matrix and wait until it is there."""
    page.goto(f"{MATRIX}{query}")
    expect(cells(page).first).to_be_visible()


def enlarge(route: Route) -> None:
    """Answer with the matrix's courses six times and its people four times."""
    answer = route.fetch()
    body = answer.json()
    body["courses"] *= 6
    people = [{**one, "cells": one["cells"] * 6} for one in body["people"]]
    route.fulfill(response=answer, json={**body, "people": people * 4})


def cells(page: Page) -> Locator:
    """All cells of the matrix."""
    return page.locator(".rp-people-matrix tbody button")


@pytest.mark.parametrize("timezone_id", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_the_day_is_the_company_s_wherever_the_device_is(sign_in: OpenBrowser, timezone_id: str) -> None:
    """There are 25 hours between the two, so that at any time it is another day for one of them or both."""
    page = sign_in("max", timezone_id=timezone_id)
    page.goto("/app/training-matrix/")
    shown = page.get_by_label("As of").input_value()
    assert shown == page.request.get("/api/v1/training/matrix").json()["as_of"]

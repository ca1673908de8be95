"""A manager's day in a browser: who needs somebody, who completed what, coaching, and results with intervals."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from api.work.demo import DOMAIN, NORTH, NORTH_SDR, SOUTH, SOUTH_SDR
from support.browsers import OpenBrowser
from support.live import Server

pytestmark = pytest.mark.browser
OTHERS = {*SOUTH, *SOUTH_SDR, "Greta Holm"}


def test_who_needs_max_comes_first(max_: Page) -> None:
    """Overdue before expired before about to expire, each with its day and something to do about it."""
    max_.goto("/app/my-team/")
    expect(records(max_)).not_to_have_count(0)
    states = records(max_).locator(".rp-badge").all_inner_texts()
    order = ["Overdue", "Expired", "Expires soon"]
    assert set(states) <= set(order)
    assert states == sorted(states, key=order.index)
    for record in records(max_).all():
        expect(record).to_contain_text(re.compile(r"(was due|valid until) \d+ \w+ \d{4}"))
        expect(record.get_by_role("button", name="Explain")).to_be_visible()


def test_max_sees_what_was_completed(max_: Page) -> None:
    """He finds completions by their state, with their day and score."""
    max_.goto("/app/my-team/")
    max_.get_by_label("State").select_option(label="Complete")
    expect(records(max_).locator(".rp-badge").first).to_have_text("Complete")
    assert set(records(max_).locator(".rp-badge").all_inner_texts()) == {"Complete"}
    expect(records(max_).filter(has_text=re.compile(r"\d{4}, \d+ %")).first).to_be_visible()


def test_the_tiles_count_what_the_rates_are_of(max_: Page) -> None:
    """Every course that is assigned to a person stands in one state; how that is worked out stays folded."""
    max_.goto("/app/my-team/")
    expect(max_.locator(".rp-rate")).to_have_count(3)
    tiles = {tile.locator("span").inner_text(): int(tile.locator("strong").inner_text()) for tile in tiles_of(max_)}
    counted = sum(tiles.values()) - tiles["Waived"]
    completion = max_.locator(".rp-rate").first
    expect(completion).to_contain_text(f"{tiles['Complete'] + tiles['Expires soon']} of {counted} assigned")
    expect(completion).to_contain_text(re.compile(r"\d+ % complete, about \d+ to \d+"))
    expect(completion.get_by_role("img")).to_have_attribute("aria-label", re.compile(r"complete: .+, about \d+ to \d+"))
    expect(max_.get_by_text("Counted is each course of each person")).to_be_hidden()
    expect(max_.get_by_text("Wilson")).to_be_hidden()
    max_.get_by_text("How this is worked out").click()
    expect(max_.get_by_text("Counted is each course of each person")).to_be_visible()
    expect(max_.get_by_text("“About” gives the 95 % interval: Wilson score interval.")).to_be_visible()


def test_the_page_asks_for_everything_once(max_: Page) -> None:
    """Rates are read to be shown, and by nobody only for what areas and skills are called."""
    asked: list[str] = []
    max_.on("request", lambda request: asked.append(request.url.partition("/api/v1")[2]))
    max_.goto("/app/my-team/")
    expect(max_.locator(".rp-rate")).to_have_count(3)
    for label in ("Area", "Skill", "Team", "Course"):
        expect(max_.get_by_label(label, exact=True).locator("option").nth(1)).to_be_attached()
    expect(max_.get_by_label("Skill").locator("option", has_text="Objection handling")).to_be_attached()
    rates = [path for path in asked if path.startswith("/training/rates")]
    assert rates == ["/training/rates?by=area"]
    assert sorted({path for path in asked if path and asked.count(path) > 1}) == []


def test_max_waives_and_ends_the_waiver_from_the_list(max_: Page) -> None:
    """Who is waived leaves the list; the reason is kept, and the end of the waiver brings them back."""
    max_.goto("/app/my-team/")
    row = records(max_).filter(has_not_text=re.compile("Ada|Piotr|Hanna|Max")).first
    person = row.locator("th").evaluate("(cell) => cell.firstChild.textContent")
    theirs = records(max_).filter(has_text=person).filter(has_text=row.locator("td").first.inner_text())
    row.get_by_role("button", name="Waive").click()
    dialog = max_.get_by_role("dialog")
    dialog.get_by_label("Reason").fill("On a project in Lyon")
    dialog.get_by_label("Until").fill("2031-03-31")
    dialog.get_by_role("button", name="Waive", exact=True).click()
    expect(dialog.get_by_role("status")).to_have_text("Waived until 31 Mar 2031.")
    expect(dialog).to_contain_text("It isn't asked until 31 Mar 2031: On a project in Lyon")
    max_.keyboard.press("Escape")
    expect(theirs).to_have_count(0)
    max_.get_by_label("State").select_option(label="Waived")
    theirs.get_by_role("button", name="End waiver").click()
    dialog.get_by_role("button", name="End waiver", exact=True).click()
    expect(dialog.get_by_role("status")).to_have_text("The waiver has ended.")
    dialog.get_by_role("button", name="Close").click()
    max_.get_by_label("State").select_option(index=0)
    expect(theirs.get_by_role("button", name="Waive")).to_be_visible()


def test_a_view_can_be_sent_to_somebody(max_: Page) -> None:
    """Filters stand in the address, hold after a reload, and go along to the matrix."""
    max_.goto("/app/my-team/")
    max_.get_by_label("Area", exact=True).select_option(label="Compliance")
    max_.get_by_label("State").select_option(label="All states")
    max_.get_by_label("As of").fill("2026-01-31")
    max_.get_by_label("As of").press("Tab")
    expect(max_).to_have_url(re.compile(r"\?as_of=2026-01-31&area=compliance&state=all$"))
    max_.reload()
    expect(max_.get_by_text("At the end of 31 Jan 2026.")).to_be_visible()
    expect(max_.get_by_label("Area", exact=True)).to_have_value("compliance")
    expect(max_.get_by_label("State")).to_have_value("all")
    max_.get_by_role("link", name="Matrix").click()
    expect(max_.get_by_label("As of")).to_have_value("2026-01-31")
    expect(max_.get_by_text("by 1 course, at the end of 31 Jan 2026")).to_be_visible()


def test_a_day_before_anything_was_assigned_has_no_rate(max_: Page) -> None:
    """Instead of a figure of nothing the page says so."""
    max_.goto("/app/my-team/?as_of=2020-02-02")
    expect(max_.get_by_text("Nobody is overdue, expired or about to expire.")).to_be_visible()
    expect(max_.locator(".rp-rate").filter(has_text="Nothing yet")).to_have_count(3)


def test_max_sees_nobody_of_the_south(max_: Page) -> None:
    """Neither their records nor their names where people and teams are chosen."""
    max_.goto("/app/my-team/?state=all&by=team")
    expect(records(max_)).not_to_have_count(0)
    assert set(records(max_).locator("th small").all_inner_texts()) <= {"Sales North", "Sales North SDR"}
    expect(max_.get_by_role("rowheader", name="Sales North", exact=True)).to_be_visible()
    shown = max_.locator("body").inner_text()
    max_.goto("/app/assignments/")
    open_fold(max_, "Assign a course or a path")
    expect(max_.get_by_label("Ada Lindqvist").first).to_be_visible()
    shown += max_.locator("body").inner_text()
    assert [name for name in (*OTHERS, "Sales South") if name in shown] == []


def test_greta_sees_nobody_of_the_north(demo: Server, open_browser: OpenBrowser) -> None:
    """Her records, her matrix and her lists name her own people, and none of Max's."""
    greta = open_browser(demo, f"greta.holm@{DOMAIN}")
    shown = ""
    for path in ("my-team/?state=all", "training-matrix/", "assignments/"):
        greta.goto(f"/app/{path}", wait_until="networkidle")
        greta.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })")
        shown += greta.locator("body").inner_text()
    assert all(name in shown for name in SOUTH)
    assert [name for name in (*NORTH, *NORTH_SDR, "Sales North") if name in shown] == []


def test_max_downloads_what_he_sees(max_: Page, tmp_path: Path) -> None:
    """The CSV opens in a spreadsheet with its accents, and holds the records he chose and nobody else's."""
    max_.goto("/app/my-team/?state=all")
    expect(records(max_)).not_to_have_count(0)
    with max_.expect_download() as download:
        max_.get_by_role("link", name="Download as CSV").click()
    assert re.fullmatch(r"training-\d{4}-\d\d-\d\d\.csv", download.value.suggested_filename)
    file = tmp_path / "records.csv"
    download.value.save_as(file)
    content = file.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    lines = list(csv.DictReader(content.decode("utf-8-sig").splitlines()))
    people = {line["person_name"] for line in lines}
    seen = records(max_).locator("th").evaluate_all("(cells) => cells.map((cell) => cell.firstChild.textContent)")
    assert set(seen) <= people
    assert "Piotr Zieliński" in people
    assert not people & OTHERS


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
    session.get_by_text("Add a note or an action item").click()
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
        expect(indicator.locator(".rp-kpi__value")).to_contain_text(re.compile(r", about .+ to .+"))
        expect(indicator.get_by_role("img")).to_have_attribute("aria-label", re.compile(", about .+ to"))
        indicator.get_by_text("How this is worked out").click()
        expect(indicator.get_by_text("“About” gives the 95 % interval: ")).to_be_visible()


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
        expect(tools.get_by_role("link", name="Team")).to_be_visible()
        offered[who] = tools.get_by_role("link").all_inner_texts()
    assert offered["max"] == ["Find", "Learn", "Coach", "Team", "Library", "Results"]
    assert offered["nadia"] == [*offered["max"], "Admin"]
    max_.goto("/app/library/")
    expect(max_.get_by_role("navigation", name="In Library")).to_be_hidden()


def records(page: Page) -> Locator:
    """The rows of the table of records."""
    return page.get_by_role("table", name="Records").locator("tbody tr")


def tiles_of(page: Page) -> list[Locator]:
    """The tiles, one to a state."""
    expect(page.locator(".rp-tile")).to_have_count(7)
    return page.locator(".rp-tile").all()


def open_fold(page: Page, title: str) -> None:
    """Open a form that is folded away."""
    page.locator("summary", has=page.get_by_role("heading", name=title)).click()


def card(page: Page, topic: str) -> Locator:
    """The card of a coaching session."""
    return page.locator(".rp-session").filter(has_text=topic)


def group(page: Page, title: str) -> Locator:
    """The sessions to come, or those held."""
    return page.locator("section", has=page.get_by_role("heading", name=title, level=2, exact=True))

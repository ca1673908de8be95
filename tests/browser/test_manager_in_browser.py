"""A manager's day in a browser: who needs somebody, who completed what, and coaching."""

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
    """Instead of figures of nothing the page says so in a sentence."""
    max_.goto("/app/my-team/?as_of=2020-02-02")
    expect(max_.get_by_text("Nobody is overdue, expired or about to expire.")).to_be_visible()
    expect(max_.get_by_text("Nothing that counts is assigned here yet, so there are no rates.")).to_be_visible()
    expect(max_.locator(".rp-rate")).to_have_count(0)


def test_max_sees_nobody_of_the_south(max_: Page) -> None:
    """Neither their records nor their names where people and teams are chosen."""
    max_.goto("/app/my-team/?state=all&by=team")
    expect(records(max_)).not_to_have_count(0)
    assert set(records(max_).locator("th small").all_inner_texts()) <= {"Sales North", "Sales North SDR"}
    expect(max_.get_by_role("rowheader", name="Sales North", exact=True)).to_be_visible()
    shown = max_.locator("body").inner_text()
    max_.goto("/app/assignments/")
    max_.locator("summary").filter(has_text="Assign a course or a path").click()
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


def test_a_manager_is_offered_no_tool_of_authors(max_: Page, sign_in: OpenBrowser) -> None:
    """Max manages and sells, Nadia may do everything: each sees their own tools."""
    offered = {}
    for page, who in ((max_, "max"), (sign_in("nadia"), "nadia")):
        page.goto("/")
        tools = page.get_by_role("navigation", name="Tools")
        expect(tools.get_by_role("link", name="Team")).to_be_visible()
        offered[who] = tools.get_by_role("link").all_inner_texts()
    assert offered["max"] == ["Find", "Sell", "Learn", "Coach", "Team", "Library", "Results"]
    assert offered["nadia"] == [*offered["max"], "Admin"]
    max_.goto("/app/library/")
    here = max_.get_by_role("navigation", name="In Library").get_by_role("link")
    expect(here).to_have_text(["Pages", "Replies", "Sent and read"])


def records(page: Page) -> Locator:
    """The rows of the table of records."""
    return page.get_by_role("table", name="Records").locator("tbody tr")


def tiles_of(page: Page) -> list[Locator]:
    """The tiles, one to a state."""
    expect(page.locator(".rp-tile")).to_have_count(7)
    return page.locator(".rp-tile").all()

"""Every daily task in at most three clicks, from the page where somebody finds themselves until it is done."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from api.work.demo import DOMAIN
from support.browsers import OpenBrowser, id_of
from support.clicking import Clicks
from support.clipboard import CLIPBOARD
from support.sending import send

pytestmark = pytest.mark.browser


def test_a_course_is_assigned_to_a_team_from_its_page(max_: Page, clicks: Clicks) -> None:
    """Course, team and due day are filled in, and the reach is said."""
    max_.goto("/courses/discovery-calls/")
    clicks.click(max_.get_by_role("link", name="Assign this course"))
    assign_as_counted(max_, clicks, "Sales North")


def test_a_course_is_assigned_to_a_team_from_my_team(max_: Page, clicks: Clicks) -> None:
    """The team that the page shows is the one meant."""
    max_.goto("/app/my-team/")
    max_.get_by_label("Team", exact=True).select_option(label="Sales North SDR")
    clicks.click(max_.get_by_role("link", name="Assign a course"))
    clicks.choose(max_.get_by_label("Course", exact=True), "Discovery calls")
    assign_as_counted(max_, clicks, "Sales North SDR")


def test_a_course_is_assigned_to_a_person_from_their_page(max_: Page, clicks: Clicks) -> None:
    """Nobody else is reached."""
    max_.goto(f"/app/person/?id={id_of(max_, 'Klara Nováková')}")
    clicks.click(max_.get_by_role("link", name="Assign a course"))
    clicks.choose(max_.get_by_label("Course", exact=True), "Handling objections")
    expect(max_.get_by_text("It would reach 1 person now")).to_be_visible()
    assign_as_counted(max_, clicks, "No team")


@pytest.mark.parametrize(
    ("kind", "header"), [("assignments", "email,course_id,due_days"), ("completions", "email,course_id,completed_on")]
)
def test_a_list_is_uploaded(max_: Page, clicks: Clicks, kind: str, header: str) -> None:
    """It is checked as soon as it is chosen."""
    value = {"assignments": "63", "completions": "2026-02-03"}[kind]
    text = f"{header}\ntomas.berg@{DOMAIN},course-discovery-calls,{value}\n"
    max_.goto("/app/assignments/")
    title = max_.get_by_role("heading", name=f"Upload a list of {kind}")
    clicks.click(max_.locator("summary", has=title))
    fold = max_.locator("details", has=title)
    file = FilePayload(name="list.csv", mimeType="text/csv", buffer=text.encode())
    clicks.choose_file(fold.get_by_label("CSV file or workbook"), file)
    clicks.click(fold.get_by_role("button", name="Keep it"))
    expect(fold.get_by_text("Kept: 1 new")).to_be_visible()


@pytest.mark.parametrize("start", ["person", "my-team", "my-coaching"])
def test_a_session_is_scheduled(max_: Page, clicks: Clicks, start: str) -> None:
    """The person is chosen, the cursor stands in the topic, the time is the next free hour, and Enter sends it."""
    if start == "person":
        max_.goto(f"/app/person/?id={id_of(max_, 'Joris de Wit')}")
        clicks.click(max_.get_by_role("link", name="Schedule a session"))
    elif start == "my-team":
        max_.goto("/app/my-team/")
        row = max_.get_by_role("table", name="Records").locator("tbody tr", has_text="Joris de Wit").first
        clicks.click(row.get_by_role("link", name="Schedule"))
    else:
        max_.goto("/app/my-coaching/")
        clicks.click(max_.locator("summary", has=max_.get_by_role("heading", name="Schedule a session")))
        clicks.choose(max_.get_by_label("With"), "Joris de Wit")
    topic = max_.get_by_label("Topic")
    if start == "my-coaching":
        topic.focus()
    expect(topic).to_be_focused()
    max_.keyboard.type(f"Three clicks from {start}")
    taken = max_.get_by_label("When").input_value()
    clicks.enter(topic)
    expect(max_.get_by_text("Planned with Joris de Wit")).to_be_focused()
    expect(max_.locator(".rp-session-row").filter(has_text=f"Three clicks from {start}")).to_be_visible()
    expect(max_.get_by_label("When")).not_to_have_value(taken)


def test_an_action_item_is_marked_as_done(max_: Page, ada: Page, clicks: Clicks) -> None:
    """From where Ada learns: to her coaching, and a tick."""
    max_.goto("/app/my-coaching/")
    ada_id = id_of(max_, "Ada Lindqvist")
    session = {"rep_id": ada_id, "topic": "Ticks", "scheduled_at": "2031-03-04T10:00:00Z"}
    made = send(max_, "POST", "/api/v1/coaching/sessions", session)
    item = {"text": "Ask for a tick", "owner_id": ada_id, "due_on": "2020-03-11"}
    send(max_, "POST", f"/api/v1/coaching/sessions/{made['id']}/action-items", item)
    ada.goto("/app/my-training/")
    clicks.click(ada.get_by_role("navigation", name="Tools").get_by_role("link", name="Coach"))
    row = ada.locator("#actions").get_by_role("listitem").filter(has_text="Ask for a tick")
    clicks.click(row.get_by_label("Ask for a tick").first)
    expect(row).to_contain_text("done on")


def test_an_email_is_copied(sign_in: OpenBrowser, clicks: Clicks) -> None:
    """From the search: its hit, and the button."""
    ada = sign_in("ada", permissions=CLIPBOARD)
    ada.goto("/app/search/")
    ada.keyboard.type("follow up no reply")
    clicks.click(ada.locator(".rp-hit h2 a[href^='/email-templates/follow-up-no-reply/']"))
    clicks.click(ada.get_by_role("button", name="Copy e-mail").first)
    expect(ada.get_by_text(re.compile("^Copied"))).to_be_visible()


def test_a_lesson_is_gone_on_with(sign_in: OpenBrowser, clicks: Clicks) -> None:
    """From the list of what is to do: to the lesson, note it, and on to what comes next."""
    hanna = sign_in("hanna")
    hanna.goto("/app/my-training/")
    step = hanna.locator(".rp-task .rp-actions a").filter(has_text=re.compile("^(Go on|Begin|Renew)$"))
    lesson = step.and_(hanna.locator("a:not([href*='/app/'])")).first
    clicks.click(lesson)
    clicks.click(hanna.get_by_role("button", name="I have read this lesson"))
    expect(hanna.get_by_text(re.compile("You have read this lesson|That completes the course"))).to_be_visible()
    before = hanna.url
    clicks.click(hanna.locator(".rp-lesson .rp-actions a").first)
    hanna.wait_for_url(lambda url: url != before)


def test_a_page_is_marked_as_reviewed(sign_in: OpenBrowser, clicks: Clicks) -> None:
    """From the list of overdue pages: the change, and both of what is copied."""
    mara = sign_in("mara", permissions=CLIPBOARD)
    mara.goto("/app/freshness/")
    clicks.click(mara.get_by_role("button", name="Mark reviewed").first)
    dialog = mara.get_by_role("dialog")
    clicks.click(dialog.get_by_role("button", name="Copy patch"))
    clicks.click(dialog.get_by_role("button", name="Copy commands"))
    assert "git" in mara.evaluate("navigator.clipboard.readText()")


def assign_as_counted(page: Page, clicks: Clicks, team: str) -> None:
    """Assign what the form says that it would reach, to the team that is chosen in it."""
    form: Locator = page.locator("form", has=page.get_by_role("button", name="Assign", exact=True))
    expect(form.get_by_label("Team", exact=True).locator("option:checked")).to_have_text(team)
    expect(form.get_by_text(re.compile(r"It would reach \d+ (person|people) now"))).to_be_visible()
    with page.expect_response(lambda answer: answer.url.endswith("/training/assignments")) as sent:
        clicks.click(form.get_by_role("button", name="Assign", exact=True))
    expect(form.get_by_text(re.compile("^Assigned to"))).to_be_visible()
    send(page, "DELETE", sent.value.headers["location"])

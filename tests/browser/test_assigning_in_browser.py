"""What a manager gives in a browser: courses and paths by a rule, lists from a spreadsheet, attendance."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import FilePayload, Locator, Page, Route, expect

from api.work.demo import DOMAIN
from support.sending import send

pytestmark = pytest.mark.browser
# Assigns a course to the people with these addresses, and returns the status of the answer.
NAME_TWO = """async (emails) => {
  const people = [];
  for (let next = "/api/v1/people?limit=100"; next; ) {
    const page = await (await fetch(next)).json();
    people.push(...page.items);
    next = page.next;
  }
  const person_ids = people.filter(({ email }) => emails.includes(email)).map(({ id }) => id);
  const body = JSON.stringify({ course_id: "course-handling-objections", person_ids, due_days: 90 });
  const headers = { "Content-Type": "application/json" };
  return (await fetch("/api/v1/training/assignments", { method: "POST", headers, body })).status;
}"""


def test_max_assigns_to_a_rule_that_says_whom_it_reaches(max_: Page) -> None:
    """The form counts by itself and anew after each change; what was assigned can be ended again."""
    max_.goto("/app/assignments/")
    open_fold(max_, "Assign a course or a path")
    form = max_.locator("form", has=max_.get_by_role("button", name="Assign", exact=True))
    button = form.get_by_role("button", name="Assign", exact=True)
    expect(form.get_by_text("Choose a course.")).to_be_visible()
    form.get_by_label("Course", exact=True).select_option(label="Discovery calls")
    expect(form.get_by_text("Choose people, a team, a role, a region or hire dates.")).to_be_visible()
    expect(button).to_be_disabled()
    form.get_by_label("Team", exact=True).select_option(label="Sales North")
    reached = form.get_by_text(re.compile(r"It would reach 13 people now, due \d+ \w+ \d{4}, and whoever fits later\."))
    expect(reached).to_be_visible()
    expect(form.get_by_text(re.compile(r"^12 of these 13 have it already"))).to_be_visible()
    expect(button).to_be_enabled()
    form.get_by_label("With the teams below it").uncheck()
    expect(form.get_by_text("It would reach 7 people now")).to_be_visible()
    form.get_by_label("So many days after the start").check()
    form.get_by_label("Days to do it").fill("40")
    form.get_by_text("More choices").click()
    form.get_by_label("Again every so many months").fill("12")
    button.click()
    said = form.get_by_role("status").filter(has_text="Assigned to 7 people.")
    expect(said).to_be_focused()
    expect(said).to_be_in_viewport(ratio=1)
    made = max_.get_by_role("table", name="Assignments", exact=True).locator("tbody tr").first
    expect(made).to_contain_text("Discovery calls")
    expect(made).to_contain_text("40 days after the start")
    expect(made).to_contain_text("again every 12 months")
    expect(made).to_contain_text(re.compile(r"\d{4}, for whoever was there then"))
    question = max_.get_by_role("dialog", name="End this assignment?")
    made.get_by_role("button", name="End").click()
    question.get_by_role("button", name="Keep it").click()
    expect(made.get_by_role("button", name="End")).to_be_focused()
    made.get_by_role("button", name="End").click()
    expect(question).to_contain_text("Discovery calls, Sales North")
    question.get_by_role("button", name="End it").click()
    expect(made).to_contain_text(re.compile("Ended.*Max Oduya"))
    expect(max_.get_by_text("The assignment has ended.")).to_be_visible()


def test_max_ends_what_reaches_others_too_for_his_people(nadia: Page, max_: Page) -> None:
    """The button says so, and the other team keeps it."""
    nadia.goto("/app/assignments/")
    assert nadia.evaluate(NAME_TWO, [f"noor.bakker@{DOMAIN}", f"olga.petrova@{DOMAIN}"]) == 201
    max_.goto("/app/assignments/")
    made = max_.get_by_role("table", name="Assignments", exact=True).locator("tbody tr").first
    expect(made).to_contain_text("1 person by name")
    made.get_by_role("button", name="End for my people").click()
    expect(max_.get_by_role("dialog")).to_contain_text("Everybody else keeps it.")
    max_.get_by_role("button", name="End it for my people").click()
    expect(made).to_contain_text(re.compile("Ended for Sales North.*Max Oduya"))
    expect(made.get_by_role("button")).to_have_count(0)
    expect(max_.get_by_text("The assignment has ended for your people.")).to_be_visible()
    nadia.reload()
    shown = nadia.get_by_role("table", name="Assignments", exact=True).locator("tbody tr").first
    expect(shown).to_contain_text("Ended for Sales North")
    expect(shown).to_contain_text("of 1 person")
    shown.get_by_role("button", name="End").click()
    nadia.get_by_role("button", name="End it").click()
    expect(shown).to_contain_text(re.compile("Ended.*Nadia Brandt"))


def test_a_path_needs_no_due_day(max_: Page) -> None:
    """Its page says when each course is due, so the form doesn't ask."""
    max_.goto("/app/assignments/")
    open_fold(max_, "Assign a course or a path")
    max_.get_by_label("A path", exact=True).check()
    expect(max_.get_by_label("Due on", exact=True)).to_be_hidden()
    max_.get_by_label("Path", exact=True).select_option(label="Your first ninety days")
    max_.get_by_label("Find a name").first.fill("nov")
    max_.get_by_label("Klara Nováková").first.check()
    expect(max_.get_by_text("It would reach 1 person now.")).to_be_visible()


def test_nothing_is_sent_that_was_not_counted(max_: Page) -> None:
    """While the count of a changed form is on its way nothing can be assigned, and what is sent is what was counted."""
    max_.goto("/app/assignments/?course_id=course-discovery-calls")
    form = max_.locator("form", has=max_.get_by_role("button", name="Assign", exact=True))
    button = form.get_by_role("button", name="Assign", exact=True)
    expect(form.get_by_label("Team", exact=True).locator("option:checked")).to_have_text("Sales North")
    expect(button).to_be_enabled()
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    max_.route("**/assignments?dry_run=true", hold)
    with max_.expect_request("**/assignments?dry_run=true") as counted:
        form.get_by_label("With the teams below it").uncheck()
    expect(button).to_be_disabled()
    held[0].continue_()
    expect(form.get_by_text("It would reach 7 people now")).to_be_visible()
    with max_.expect_response(lambda answer: answer.url.endswith("/training/assignments")) as sent:
        button.click()
    assert sent.value.request.post_data_json == counted.value.post_data_json
    assert sent.value.status == 201
    send(max_, "DELETE", sent.value.headers["location"])


def test_who_is_named_takes_the_place_of_a_team_that_was_only_guessed(max_: Page) -> None:
    """Who assigns to one person doesn't reach the whole team beside."""
    max_.goto("/app/assignments/?course_id=course-discovery-calls")
    expect(max_.get_by_text("It would reach 13 people now")).to_be_visible()
    max_.get_by_label("Klara Nováková").first.check()
    expect(max_.get_by_text("It would reach 1 person now")).to_be_visible()
    expect(max_.get_by_label("Team", exact=True)).to_have_value("")


def test_max_keeps_the_good_rows_of_a_list(max_: Page) -> None:
    """A dry run names the row that is wrong; what is kept then is there already the next time."""
    rows = [f"{name}@{DOMAIN},course-discovery-calls,61" for name in ("noor.bakker", "olga.petrova")]
    text = "\n".join(("email,course_id,due_days", *rows))
    max_.goto("/app/assignments/")
    open_fold(max_, "Upload a list of assignments")
    upload = fold(max_, "Upload a list of assignments")
    example = upload.get_by_role("link", name="Download an example")
    expect(example).to_have_attribute("download", "assignments-example.csv")
    upload.get_by_label("CSV file or workbook").set_input_files(
        FilePayload(name="list.csv", mimeType="", buffer=text.encode())
    )
    expect(max_.get_by_text("Checked 2 rows: 1 new, 0 there already, 1 row with errors.")).to_be_visible()
    wrong = max_.get_by_role("table", name="Rows with errors").locator("tbody tr")
    expect(wrong).to_have_text([re.compile(rf"3\s*email\s*nobody you manage has the address olga.petrova@{DOMAIN}")])
    max_.get_by_role("button", name="Keep it").click()
    expect(max_.get_by_text("Kept: 1 new, 0 there already, 1 row with errors.")).to_be_visible()
    upload.get_by_role("button", name="Check the file again").click()
    expect(max_.get_by_text("Checked 2 rows: 0 new, 1 there already, 1 row with errors.")).to_be_visible()
    expect(max_.get_by_role("button", name="Keep it")).to_have_count(0)


def test_max_keeps_a_file_as_excel_saves_it(max_: Page) -> None:
    """In a Windows code page, with semicolons and days that may be two: the page asks, shows, and knows it next."""
    row = f";noor.bakker@{DOMAIN};course-discovery-calls;03/04/2026"
    rows = f"Bericht März;;;\r\n;E-Mail;Wo;Erledigt\r\n{row}\r\n"
    file = FilePayload(name="excel.csv", mimeType="application/vnd.ms-excel", buffer=rows.encode("cp1252"))
    max_.goto("/app/assignments/")
    open_fold(max_, "Upload a list of completions")
    upload = fold(max_, "Upload a list of completions")
    upload.get_by_label("CSV file or workbook").set_input_files(file)
    expect(max_.get_by_text("Text in cp1252, cells parted by semicolons; the header is row 2.")).to_be_visible()
    max_.get_by_label("What column 3 holds").select_option("course_id")
    max_.get_by_label("What column 4 holds").select_option("completed_on")
    max_.get_by_role("button", name="Check with these answers").click()
    max_.get_by_label("Every day of completed_on can be read in several ways").select_option("dmy")
    max_.get_by_role("button", name="Check with these answers").click()
    expect(max_.get_by_text("Checked 1 row: 1 new, 0 there already, no errors.")).to_be_visible()
    read = max_.get_by_role("table", name="The first rows as they would be read").locator("tbody tr")
    expect(read).to_have_text([re.compile(r"3\s*noor.bakker.*course-discovery-calls\s*2026-04-03")])
    max_.get_by_role("button", name="Keep it").click()
    expect(max_.get_by_text("Kept: 1 new, 0 there already, no errors.")).to_be_visible()
    upload.get_by_role("button", name="Check the file again").click()
    expect(max_.get_by_text("Checked 1 row: 0 new, 1 there already, no errors.")).to_be_visible()
    columns = max_.get_by_role("table", name="What the columns hold")
    expect(columns).to_contain_text("as before, days as day, month, year")


def test_max_notes_who_took_part(max_: Page) -> None:
    """Whoever is noted twice counts once, and the matrix shows it."""
    max_.goto("/app/assignments/")
    open_fold(max_, "Note who took part in an event")
    form = max_.locator("form", has=max_.get_by_role("button", name="Note them"))
    form.get_by_label("Event").select_option(label="Negotiation practice day (workshop)")
    form.get_by_role("button", name="Note them").click()
    expect(form.get_by_text("Choose at least one person.")).to_be_visible()
    for said in ("Noted 1 person.", "Noted 0 people. Of 1 person it was known already."):
        form.get_by_label("Max Oduya").check()
        form.get_by_role("button", name="Note them").click()
        expect(form.get_by_text(said)).to_be_visible()
    max_.goto("/app/training-matrix/?course_id=event-negotiation-practice")
    expect(max_.get_by_title(re.compile("^Max Oduya, Negotiation practice day: Complete"))).to_be_visible()


def open_fold(page: Page, title: str) -> None:
    """Open a form that is folded away."""
    page.locator("summary", has=page.get_by_role("heading", name=title)).click()


def fold(page: Page, title: str) -> Locator:
    """A form that can be folded away."""
    return page.locator("details", has=page.get_by_role("heading", name=title))

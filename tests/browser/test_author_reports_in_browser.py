"""What authors see: reviews and the change that marks one, coverage, demand, gaps, and a page's last change."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from support.browsers import EDIT_URL, INES, TRAP_HTML, OpenBrowser
from support.checking import Repository
from support.clipboard import CLIPBOARD, copied
from support.factories import write_good_page
from support.live import Server
from support.waiting import wait_for

pytestmark = pytest.mark.browser

TODAY = f"/app/demand/?from={datetime.now(UTC):%Y-%m-%d}"

OLD = "<b>Moorings</b>"


@pytest.fixture
def ines(own: Server, open_browser: OpenBrowser) -> Page:
    """The browser of Ines, who owns a page that was reviewed long ago and has a link that leads nowhere."""
    folder = Path(own.environ["CONTENT_DIR"])
    old = {"title": OLD, "owner": INES, "reviewed": "2024-01-01"}
    write_good_page(folder, "guides/moorings.md", "# Moorings\n\nSee [the knots](knots.md).\n", **old)
    page = open_browser(own, INES, permissions=CLIPBOARD)
    wait_for(lambda: OLD in overdue(page))
    return page


def test_the_change_that_marks_a_page_as_reviewed_can_be_applied(own: Server, ines: Page, tmp_path: Path) -> None:
    """The dialog shows one line removed and one added; the copied patch and commands make the page fresh."""
    ines.goto("/app/freshness/")
    with ines.expect_response(re.compile(r"/content\?.*owner=")):
        ines.get_by_label("Owner").select_option(label="Me")
    row = ines.get_by_role("row").filter(has_text=OLD)
    expect(row).to_contain_text(re.compile("Overdue since .+ 2024"))
    row.get_by_role("button", name="Mark reviewed").click()
    dialog = ines.get_by_role("dialog", name="Mark reviewed")
    expect(dialog.locator(".rp-diff__removed")).to_have_text("-reviewed: 2024-01-01\n")
    expect(dialog.locator(".rp-diff__added")).to_have_text(re.compile(r"^\+reviewed: 20\d\d-\d\d-\d\d\s*$"))
    patch = copied(dialog, "Copy patch")
    commands = copied(dialog, "Copy commands").splitlines()
    with ines.expect_download() as download:
        dialog.get_by_role("link", name="Download patch").click()
    name = download.value.suggested_filename
    assert Path(download.value.path()).read_text(encoding="utf-8") == patch
    assert commands[0] == f"git apply {name}"
    ines.keyboard.press("Escape")
    expect(row.get_by_role("button", name="Mark reviewed")).to_be_focused()
    folder = tmp_path / "checkout"
    shutil.copytree(own.environ["CONTENT_DIR"], folder)
    (folder / name).write_text(patch, encoding="utf-8")
    subprocess.run(["git", "apply", name], cwd=folder, check=True)
    shutil.copy(folder / "guides/moorings.md", Path(own.environ["CONTENT_DIR"]) / "guides/moorings.md")
    wait_for(lambda: OLD not in overdue(ines))
    ines.reload()
    expect(ines.get_by_text("No review is overdue.")).to_be_visible()
    ines.get_by_role("radio", name="Reviewed").check()
    expect(ines.get_by_role("row").filter(has_text=OLD)).to_contain_text("Until ")


def test_a_calendar_is_made_changed_and_stopped(ines: Page) -> None:
    """The address that is shown once answers without a sign-in, with what she chose, until she stops it."""
    ines.goto("/app/freshness/")
    ines.get_by_text("Your calendar").click()
    for unwanted in ("Coaching sessions", "Action items with a day"):
        ines.get_by_label(unwanted).uncheck()
    ines.get_by_role("button", name="Make an address").click()
    expect(ines.get_by_text("It is shown only now.")).to_be_visible()
    address = ines.get_by_label("Address").input_value()
    assert copied(ines, "Copy address") == address
    path = address[address.index("/calendar/") :]
    assert OLD in ines.request.get(path).text()
    choice = ines.request.get("/api/v1/me/calendar").json()
    assert choice["holds"] == ["training", "reviews"]
    ines.get_by_label("Reviews of pages you own").uncheck()
    expect(ines.get_by_text("Kept.")).to_be_visible()
    assert OLD not in ines.request.get(path).text()
    ines.get_by_label("Training that is due").click()
    expect(ines.get_by_text("A calendar holds at least one of these.")).to_be_visible()
    ines.get_by_role("button", name="Stop it").click()
    expect(ines.get_by_text("No address shows your calendar any more.")).to_be_visible()
    assert ines.request.get(path).status == 404


def test_an_author_sees_on_a_page_what_changed_and_what_is_wrong(own: Server, ines: Page) -> None:
    """Its overdue review, its last commit, its problems with line and column, and the change that marks it reviewed."""
    repository = Repository(Path(own.environ["CONTENT_DIR"]), author="Rosa Quay")
    repository.commit("Tell <u>more</u>", at=datetime(2026, 3, 2, 12, tzinfo=UTC))
    wait_for(lambda: 'data-verified-until="2024' in ines.request.get("/guides/moorings/").text())
    wait_for(lambda: of_moorings(ines, "/content/guides-moorings")["last_change"] is not None)
    wait_for(lambda: of_moorings(ines, "/library/problems?path=guides/moorings.md")["errors"] == 1)
    ines.goto("/guides/moorings/")
    facts = ines.get_by_role("complementary", name="About this page")
    expect(facts).to_contain_text("Review overdue since")
    expect(facts).to_contain_text("Last change 2 Mar 2026 by Rosa Quay")
    facts.get_by_role("button", name="What changed").click()
    change = ines.get_by_role("dialog", name="What changed")
    expect(change).to_contain_text("2 Mar 2026, by Rosa Quay: “Tell <u>more</u>”")
    expect(change.locator(".rp-change-line--added").filter(has_text="See [the knots](knots.md).")).to_be_visible()
    expect(change).not_to_contain_text("diff --git")
    change.get_by_role("button", name="Close").click()
    expect(facts.get_by_role("button", name="What changed")).to_be_focused()
    facts.get_by_role("button", name=re.compile("^[0-9]+ problems?$")).click()
    problems = ines.get_by_role("dialog", name="Problems of this page")
    expect(problems).to_contain_text(re.compile(r"Error, line \d+, column \d+: .*knots\.md"))
    problems.get_by_role("button", name="Close").click()
    actions = ines.get_by_role("group", name="What to do with this page")
    edit = actions.get_by_role("link", name="Edit")
    expect(edit).to_have_attribute("href", EDIT_URL.replace("{path}", "guides/moorings.md"))
    actions.get_by_role("button", name="Mark reviewed").click()
    expect(ines.get_by_role("dialog").locator(".rp-diff__removed")).to_contain_text("reviewed: 2024-01-01")
    ines.get_by_role("button", name="Close").click()
    expect(ines.get_by_role("dialog")).to_have_count(0)


def test_a_rep_asks_for_the_facts_once_and_gets_no_tools_of_authors(ada: Page) -> None:
    """Her page costs one request for its last change, and none about problems or reviews."""
    asked: list[str] = []
    ada.on("request", lambda request: asked.append(request.url.partition("/api/v1")[2]))
    ada.goto("/guides/qualification/", wait_until="networkidle")
    assert [path for path in asked if path.startswith("/content/qualification/last")] == [
        "/content/qualification/last-change"
    ]
    assert [path for path in asked if "problems" in path or "review" in path] == []
    expect(ada.get_by_role("button", name="Mark reviewed")).to_have_count(0)


def test_a_rep_on_freshness_is_offered_no_change(ada: Page) -> None:
    """She sees which pages are due, and no button that would be refused."""
    ada.goto("/app/freshness/?freshness=verified")
    expect(ada.get_by_role("columnheader", name="Review")).to_be_visible()
    expect(ada.get_by_role("rowheader").first).to_be_visible()
    expect(ada.get_by_role("columnheader", name="Change")).to_have_count(0)
    expect(ada.get_by_role("button", name="Mark reviewed")).to_have_count(0)


def test_the_library_check_filters_by_rule_and_shows_the_column(ines: Page) -> None:
    """The rule that is chosen is the only one shown, with the column of the link that leads nowhere."""
    wait_for(lambda: of_moorings(ines, "/library/problems?path=guides/moorings.md")["errors"] == 1)
    ines.goto("/app/library-check/")
    expect(ines.get_by_label("Rule").locator("option[value=broken-link]")).to_have_count(1)
    ines.get_by_label("Rule").select_option(value="broken-link")
    row = ines.get_by_role("row").filter(has_text="knots.md")
    expect(row.locator("[data-label=Column]")).to_have_text("17")
    expect(row.get_by_role("cell").nth(1).locator("code").first).to_have_text("knots.md")
    expect(row).not_to_contain_text("`")
    assert set(ines.locator("#app tbody td:last-child").all_inner_texts()) == {"broken-link"}


def test_a_gap_is_taken_given_back_and_closed_with_a_page(ada: Page, mara: Page, sign_in: OpenBrowser) -> None:
    """A search that found nothing shows in words; who takes it is named to others, and its page's rank is said."""
    search_in_vain(ada, mara, "zeppelinhangar")
    mara.goto(TODAY)
    sought = card(mara, "zeppelinhangar")
    expect(sought).to_contain_text("1 of 1 need found nothing; insufficient data to state a share; last asked on ")
    sought.get_by_role("button", name="Take this gap").click()
    expect(sought).to_contain_text("Taken by you")
    expect(sought.get_by_role("button", name="Close with a page")).to_be_focused()
    nadia = sign_in("nadia")
    nadia.goto(TODAY)
    expect(card(nadia, "zeppelinhangar")).to_contain_text("by Mara Quill")
    sought.get_by_role("button", name="Give back").click()
    sought.get_by_role("button", name="Take this gap").click()
    sought.get_by_role("button", name="Close with a page").click()
    close_with(sought, "no-such-page")
    expect(sought.get_by_role("alert")).to_contain_text("No page `no-such-page`")
    field = sought.get_by_label("Page that answers it")
    field.fill("")
    field.press_sequentially("qualific")
    mara.get_by_role("option", name=re.compile("^Qualification")).first.click()
    expect(field).to_have_value("qualification")
    close_with(sought, None)
    expect(sought).to_contain_text("Closed")
    gap = card(mara, "zeppelinhangar", at=1)
    expect(gap).to_contain_text("Closed with Qualification. It isn't among the first 50 hits of this search now.")
    expect(gap).to_contain_text("Nobody has asked for it.")


def test_what_people_typed_is_shown_as_text(ada: Page, mara: Page) -> None:
    """A query with markup is a link with that text, to the same search."""
    query = f'zeppelins owner:"{TRAP_HTML}"'
    search_in_vain(ada, mara, query)
    mara.goto(TODAY)
    link = mara.get_by_role("link", name=query)
    expect(link).to_be_visible()
    link.click()
    expect(mara.get_by_role("searchbox").or_(mara.get_by_role("combobox")).first).to_have_value(query)
    assert mara.evaluate("window.__pwned") is None


def test_the_four_reports_have_their_definition_and_their_csv(mara: Page) -> None:
    """Each view asks for its own report, says what it counts, and downloads the same."""
    mara.goto("/app/demand/")
    named = {
        "Found but not opened": ("A need is what one person", "searches-unopened"),
        "Read though stale": ("review is due or overdue", "pages-stale"),
        "Never opened": ("nobody ever opened", "pages-unused"),
        "Found nothing": ("A need is what one person", "searches-nothing"),
    }
    for view, (definition, name) in named.items():
        mara.get_by_role("radio", name=view).check(force=True)
        expect(mara.locator("#app")).to_contain_text(definition)
        with mara.expect_download() as download:
            mara.get_by_role("link", name="Download CSV").click()
        assert download.value.suggested_filename.startswith(name)


def test_the_reports_are_no_business_of_reps(ada: Page) -> None:
    """She has no tools for them, and whoever opens their address is told why."""
    for tool in ("freshness", "coverage", "demand"):
        ada.goto(f"/app/{tool}/")
        expect(ada.get_by_role("link", name=tool.capitalize())).to_be_hidden()
    expect(ada.get_by_role("alert").first).to_contain_text(re.compile("author"))


def overdue(page: Page) -> list[str]:
    """Return the titles of pages whose review is overdue; none as long as there is no index."""
    found = page.request.get("/api/v1/content", params={"freshness": "overdue"}).json()
    return [item["title"] for item in found.get("items", [])]


def of_moorings(page: Page, path: str) -> dict[str, object]:
    """Return what the API says under a path."""
    found: dict[str, object] = page.request.get(f"/api/v1{path}").json()
    return found


def card(page: Page, query: str, at: int = 0) -> Locator:
    """Return the card of a query: the first stands in the report, the second among the gaps."""
    return page.locator(".rp-sought").nth(at).get_by_role("listitem").filter(has=page.get_by_role("link", name=query))


def close_with(sought: Locator, page_id: str | None) -> None:
    """Name a page, unless one is named already, and close the gap."""
    if page_id is not None:
        sought.get_by_label("Page that answers it").fill(page_id)
    sought.get_by_role("button", name="Close the gap").click()


def search_in_vain(ada: Page, mara: Page, query: str) -> None:
    """Search for something that isn't there, and wait until it is counted."""
    assert ada.request.get("/api/v1/search", params={"q": query}).json()["total"] == 0

    def is_counted() -> bool:
        found = mara.request.get("/api/v1/demand/searches", params={"kind": "nothing", "limit": "200"}).json()
        return any(item["query"] == query for item in found["items"])

    wait_for(is_counted)

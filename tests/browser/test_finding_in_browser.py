"""Finding against the clock, as a rep does it: the question, a task either way, by keyboard and on a phone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count

import pytest
from playwright.sync_api import Page, expect

from support.accessibility import FAULTS, WIDER
from support.browsers import UNHURRIED, OpenBrowser
from support.factories import write_good_page
from support.live import Server, run, serving

pytestmark = pytest.mark.browser
FRUIT = ("apple", "banana", "cherry", "damson")
PHONE = {"viewport": {"width": 390, "height": 844}}
numbers = count(1)


@pytest.fixture(scope="module")
def orchard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A company with four pages, and four tasks that ask for them."""
    folder = tmp_path_factory.mktemp("orchard")
    pages = folder / "library"
    write_good_page(pages, "index.md", title="Home")
    for name in FRUIT:
        write_good_page(pages, f"{name}.md", f"# {name.title()}\n\nAll about it.\n", title=name.title())
    asked = "".join(f"\n  - {{id: t-{name}, ask: Find the page on {name}s., answer: {name}}}" for name in FRUIT)
    write_good_page(pages, "tasks.md", title="Fruit", type="timed-tasks", intro="Find fruit.", tasks=asked)
    with serving(folder, CONTENT_DIR=str(pages), **UNHURRIED) as server:
        server.wait_until_published()
        yield server


@pytest.fixture
def rep(orchard: Server, open_browser: OpenBrowser) -> Callable[..., Page]:
    """Open the browser of a new rep before the tasks."""

    def open_tasks(**options: object) -> Page:
        email = f"rep{next(numbers)}@own.example"
        run("person", "add", email, "--name", "Rita", "--role", "rep", environ=orchard.environ)
        page = open_browser(orchard, email, **options)
        page.goto("/app/find-this/")
        return page

    return open_tasks


def press(page: Page, name: str) -> None:
    """Press a button by keyboard."""
    page.get_by_role("button", name=name, exact=True).focus()
    page.keyboard.press("Enter")


def begin(page: Page, place: int) -> str:
    """Start the clock of a task, and return the way it is done."""
    heading = page.get_by_role("heading", name=f"Task {place} of 4")
    expect(heading).to_be_focused()
    way = "here" if "with the search" in heading.inner_text() else "before"
    expect(page.locator(".rp-finding__ask")).to_have_count(0)
    press(page, "Start the clock")
    expect(page.locator(".rp-finding__ask")).to_contain_text("Find the page on")
    return way


def wanted(page: Page) -> str:
    """Return the fruit that a task asks for."""
    asked = page.locator(".rp-finding__ask").inner_text()
    return next(name for name in FRUIT if name in asked)


def find_here(page: Page) -> None:
    """Go to a wrong page and then to the right one, and say of each that it is the one."""
    fruit = wanted(page)
    for name in (next(other for other in FRUIT if other != fruit), fruit):
        page.goto(f"/{name}/")
        bar = page.get_by_role("complementary", name="Task")
        expect(bar).to_contain_text(f"Find the page on {fruit}s.")
        press(page, "This is it")
        said = "It isn't the page we mean" if name != fruit else "Found in"
        expect(bar.get_by_role("status")).to_contain_text(said)
    bar.get_by_role("link", name="Back to the task").click()


def test_the_question_is_answered_and_may_be_answered_again(rep: Callable[..., Page]) -> None:
    """By keyboard; after a reload it is still there."""
    page = rep()
    page.get_by_label("Minutes").focus()
    page.keyboard.type("4")
    page.keyboard.press("Tab")
    page.keyboard.type("10")
    page.keyboard.press("Enter")
    said = page.get_by_text("You said 4 minutes 10 seconds")
    expect(said).to_be_focused()
    page.reload()
    expect(said).to_be_visible()
    press(page, "Answer again")
    expect(page.get_by_label("Minutes")).to_be_focused()
    press(page, "Save")
    expect(page.get_by_text("at least one second")).to_be_visible()


def test_all_tasks_are_done_by_keyboard_either_way(rep: Callable[..., Page]) -> None:
    """Two as before and two here, where only the right page ends the clock; at the end are one's own times."""
    page = rep()
    press(page, "Draw my tasks")
    ways = []
    for place in (1, 2, 3, 4):
        way = begin_after_reload(page, place) if place > 1 else begin(page, place)
        ways.append(way)
        if way == "here":
            find_here(page)
        else:
            press(page, "I found it")
            expect(page.locator(".rp-finding__said")).to_contain_text(f"Task {place}: found")
    assert sorted(ways) == ["before", "before", "here", "here"]
    expect(page.get_by_text("That was the last one.")).to_be_visible()
    expect(page.locator("tr[data-done]")).to_have_count(4)
    page.goto("/apple/")
    expect(page.get_by_role("heading", name="Apple")).to_be_visible()
    expect(page.get_by_role("complementary", name="Task")).to_have_count(0)


def begin_after_reload(page: Page, place: int) -> str:
    """Load the page anew, as who goes on another day, and start the clock."""
    page.goto("/app/find-this/")
    heading = page.get_by_role("heading", name=f"Task {place} of 4")
    heading.focus()
    return begin(page, place)


def test_what_runs_goes_on_after_a_reload_and_can_be_started_again(rep: Callable[..., Page]) -> None:
    """The same task is asked, and the clock hasn't begun anew until somebody says so."""
    page = rep()
    press(page, "Draw my tasks")
    begin(page, 1)
    fruit = wanted(page)
    page.reload()
    assert wanted(page) == fruit
    expect(page.get_by_role("timer")).to_be_visible()
    with page.expect_response("**/start") as answered:
        press(page, "I was interrupted: start this task's clock again")
    assert [task["restarts"] for task in answered.value.json()["tasks"]] == [1, 0, 0, 0]
    press(page, "Give up")
    expect(page.locator(".rp-finding__said")).to_contain_text("Task 1: given up")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_a_phone_and_has_no_fault(rep: Callable[..., Page], scheme: str) -> None:
    """In every state: before it is drawn, before a task, while one runs, after one."""
    page = rep(**PHONE, color_scheme=scheme)
    expect(page.get_by_role("button", name="Draw my tasks")).to_be_visible()
    for name in (None, "Draw my tasks", "Start the clock", "Give up"):
        if name:
            press(page, name)
        expect(page.locator(".rp-finding button").first).to_be_visible()
        assert page.evaluate(WIDER) == []
        assert page.evaluate(FAULTS) == []

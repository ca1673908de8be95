"""A rep's day in a browser: signing in, finding, sending, learning, being coached."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Response, expect

from api.work.demo import DOMAIN
from content.library import Library
from support.browsers import EMAILS, OpenBrowser
from support.live import Server
from support.quizzing import answer, questions_of

pytestmark = pytest.mark.browser
INES_OF_NORTH = f"ines.carvalho@{DOMAIN}"
JORIS = f"joris.de.wit@{DOMAIN}"


def test_a_sign_in_link_works_once(demo: Server, stranger: OpenBrowser) -> None:
    """Looking at the link doesn't spend it, its button does; the second time it is dead and says so."""
    link = demo.fresh_link(EMAILS["ada"])
    scanner, ada, thief = stranger(), stranger(), stranger()
    scanner.goto(link)
    ada.goto(link)
    ada.get_by_role("button", name="Sign in").click()
    expect(ada.get_by_text("Ada Lindqvist", exact=True)).to_be_visible()
    thief.goto(link)
    thief.get_by_role("button", name="Sign in").click()
    expect(thief.get_by_role("alert")).to_contain_text("used already")
    thief.goto("/app/my-training/")
    assert thief.url.endswith("/sign-in")


def test_signing_out_ends_the_session(demo: Server, stranger: OpenBrowser) -> None:
    """After it no page of the company opens, not even by going back."""
    page = stranger()
    page.goto(demo.fresh_link(EMAILS["ada"]))
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in")
    page.goto("/objections/too-expensive/")
    assert page.url.endswith("/sign-in")
    assert page.request.get("/api/v1/me").status == 401


def test_ada_finds_a_page_by_keyboard_alone(ada: Page) -> None:
    """She presses `/`, types, and arrives with Tab and Enter; the open is recorded as coming from that search."""
    ada.goto("/guides/qualification/")
    ada.keyboard.press("/")
    ada.keyboard.type("too expensive")
    with ada.expect_response(is_search_of("too expensive")) as searched:
        ada.keyboard.press("Enter")
    search_id = searched.value.json()["search_id"]
    hit = ada.get_by_role("link", name="Too expensive").first
    expect(hit).to_be_visible()
    tab_to(ada, hit)
    with ada.expect_response(is_answer("POST", "/api/v1/opens")) as opened:
        ada.keyboard.press("Enter")
    expect(ada.get_by_role("heading", level=1)).to_contain_text("expensive")
    assert opened.value.status == 201
    assert opened.value.json()["page_id"] == "too-expensive"
    assert opened.value.json()["search_id"] == search_id
    assert "from=" not in ada.url, "a link that she copies must not carry her search"


def test_hits_appear_while_ada_types(ada: Page) -> None:
    """The exact title comes first, says whether it may be sent, and the address can be kept and shared."""
    ada.goto("/app/search/")
    ada.keyboard.type("frostvale foods")
    ada.wait_for_url("**/app/search/?q=frostvale+foods")
    first = ada.locator(".rp-hit").first
    expect(first).to_contain_text("Frostvale Foods")
    expect(first).to_contain_text(re.compile("May be sent|Partners|Internal only"))
    expect(first).to_contain_text(re.compile("Verified until|Review overdue"))
    ada.reload()
    expect(ada.get_by_label("Search the library")).to_have_value("frostvale foods")
    expect(first).to_contain_text("Frostvale Foods")


def test_a_search_without_hits_says_what_to_try(ada: Page) -> None:
    """Ada is told that nothing matches and that the authors will see it."""
    ada.goto("/app/search/?q=zxqvbnm+wqzxv")
    expect(ada.get_by_text("No page matches")).to_contain_text("The search was recorded")


def test_search_falls_back_to_the_index_of_the_site(ada: Page) -> None:
    """When the API can't be reached Ada still finds pages, is told which search this is, and whose part a part is."""
    ada.route(re.compile("/api/v1/(search|suggest)"), lambda route: route.abort())
    ada.goto("/app/search/")
    ada.keyboard.insert_text("“too expensive”")  # as a phone writes it
    expect(ada.get_by_text("The search server can't be reached")).to_be_visible()
    ada.get_by_label("Search the library").fill("walk away when")
    expect(ada.locator(".rp-hit a").filter(has_text="Battlecard SlotHarbor: Walk away when")).to_be_visible()
    ada.locator(".rp-hit a").first.click()
    expect(ada.get_by_role("heading", level=1)).to_be_visible()
    assert "/app/" not in ada.url


def test_every_button_of_my_training_leads_to_the_next_step(ada: Page) -> None:
    """To the lesson or quiz that is next, also of the course that comes first, which stands above and is to do now."""
    ada.goto("/app/my-training/")
    expect(cards := to_do(ada)).not_to_have_count(0)
    tasks = {task["title"]: task for task in ada.request.get("/api/v1/training/mine").json()["items"]}
    shown = cards.get_by_role("heading").all_inner_texts()
    by_id = {task["course_id"]: task for task in tasks.values()}
    for at, task in enumerate(tasks[title] for title in shown):
        entered = by_id[task["first"][0]] if task["first"] else task
        wanted = (entered["next_step"] or entered)["url"] or f"/app/quiz/?course={entered['course_id']}"
        assert (cards.nth(at).locator(".rp-actions a").get_attribute("href") or "").endswith(wanted)
        assert {tasks[title]["course_id"] for title in shown[:at]} >= set(task["first"])


def test_ada_completes_a_course(ada: Page, library: Library) -> None:
    """She reads the lessons, fails the quiz, passes it, and finds the course under what she has done."""
    ada.goto("/app/my-training/")
    title = open_pressing_course(ada)
    read_lessons(ada)
    # Another test may have begun it.
    ada.get_by_role("link", name=re.compile("^(Take|Go on with) the quiz$")).click()
    questions = questions_of(library, title)
    answer(ada, questions, is_right=False)
    ada.get_by_role("button", name="Hand in").click()
    expect(ada.get_by_role("heading", name="Not passed: 0 %")).to_be_focused()
    ada.get_by_role("button", name="Try again").click()
    expect(ada.get_by_role("button", name="Hand in")).to_be_visible()
    answer(ada, questions, is_right=True)
    ada.get_by_role("button", name="Hand in").click()
    expect(ada.get_by_role("heading", name="Passed with 100 %")).to_be_visible()
    expect(ada.get_by_text("You have completed the course.")).to_be_visible()
    ada.get_by_role("navigation", name="Tools").get_by_role("link", name="Learn").click()
    ada.get_by_text("Done (").click()
    done = ada.locator(".rp-done").get_by_role("listitem").filter(has_text=title)
    expect(done).to_contain_text(re.compile(r"Completed on .*, valid until"))
    expect(to_do(ada).filter(has_text=title)).to_have_count(0)


def test_my_training_says_what_is_wrong_and_since_when(demo: Server, open_browser: OpenBrowser) -> None:
    """Whatever is overdue, expired or about to comes first, in words that name the day and who asked for it."""
    ines = open_browser(demo, INES_OF_NORTH)
    ines.goto("/app/my-training/")
    expect(to_do(ines)).not_to_have_count(0)
    tasks = ines.request.get("/api/v1/training/mine").json()["items"]
    states = {"overdue": "It was due on", "expired": "It counted until", "expiring": "It counts until"}
    pressing = [task for task in tasks if task["state"] in states]
    assert pressing
    for task in pressing:
        card = to_do(ines).filter(has=ines.get_by_role("heading", name=task["title"], exact=True))
        expect(card).to_contain_text(states[task["state"]])
        expect(card).to_contain_text("ago" if task["state"] != "expiring" else "left")
        if task["is_assigned"]:
            expect(card).to_contain_text(f"Required by {task['assigned_by']}")
        word = "First: .*" if task["first"] else "Begin|Go on" if task["state"] == "overdue" else "Renew"
        expect(card.get_by_role("link", name=re.compile(f"^({word}): "))).to_be_visible()


def test_all_courses_can_be_narrowed_to_an_area(ada: Page) -> None:
    """The list follows the choice, and says how many are left."""
    ada.goto("/app/my-training/")
    cards = ada.locator(".rp-catalogue .rp-card")
    courses = ada.request.get("/api/v1/training/courses").json()["items"]
    expect(cards).to_have_count(len(courses))
    ada.get_by_label("Area").select_option("compliance")
    expect(cards).to_have_count(sum("compliance" in course["areas"] for course in courses))
    expect(cards.first).to_contain_text("Compliance")
    expect(ada.get_by_role("status").filter(has_text="in Compliance.")).to_be_visible()


def test_a_course_says_what_comes_first(demo: Server, open_browser: OpenBrowser) -> None:
    """Joris hasn't completed what comes before: he may read, but is led to the other course and can't record it."""
    joris = open_browser(demo, JORIS)
    joris.goto("/courses/dockside-certification/")
    box = joris.get_by_role("region", name="Your progress")
    expect(box).to_contain_text("Another course comes first.")
    expect(box.get_by_role("listitem").filter(has_text="Dockside basics")).to_contain_text("To do first")
    expect(box).to_contain_text("3 left")
    box.get_by_role("link", name="What is tested").click()
    lesson = joris.get_by_role("region", name="This lesson")
    expect(lesson).to_contain_text("It counts once you have completed “Dockside basics”.")
    expect(lesson.get_by_role("button")).to_have_count(0)
    lesson.get_by_role("link", name="First: Dockside basics").click()
    expect(joris.get_by_role("heading", level=1)).to_contain_text("Dockside basics")


def test_an_event_says_when_and_who_records_it(sign_in: OpenBrowser) -> None:
    """Nobody can hand in an event: its dates are there, and that the manager records who took part."""
    nadia = sign_in("nadia")
    nadia.goto("/courses/winter-peak/")
    box = nadia.get_by_role("region", name="Your progress")
    expect(box).to_contain_text("3 Dec 2026")
    expect(box).to_contain_text("Your manager records who took part.")
    expect(box.get_by_role("link")).to_have_text(["Assign this course"])


def test_a_rep_has_no_tools_of_managers_and_authors(ada: Page) -> None:
    """Ada isn't shown them, and is told why when she goes there all the same."""
    ada.goto("/")
    tools = ada.get_by_role("navigation", name="Tools")
    expect(tools.get_by_role("link")).to_have_text(["Find", "Sell", "Learn", "Coach", "Library", "Results"])
    for path in ("my-team", "training-matrix", "library-check"):
        ada.goto(f"/app/{path}/")
        expect(ada.get_by_role("alert").first).to_contain_text("needs the role")
        expect(ada.get_by_role("table").get_by_role("cell")).to_have_count(0)


def is_answer(method: str, path: str) -> Any:
    """Match the answer to a request."""
    return lambda answer: answer.request.method == method and answer.url.endswith(path)


def is_search_of(words: str) -> Any:
    """Match the answer to a search."""

    def is_it(answer: Response) -> bool:
        return "/api/v1/search?" in answer.url and f"q={words.replace(' ', '+')}&" in answer.url

    return is_it


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until an element has the focus."""
    for _ in range(40):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("Tab doesn't lead there")


def to_do(page: Page) -> Locator:
    """The cards of My training that can't wait."""
    return page.locator("section", has=page.get_by_role("heading", name="To do now")).locator(".rp-card")


def open_pressing_course(page: Page) -> str:
    """Open the most pressing course that nothing comes before, and return its title."""
    tasks = page.request.get("/api/v1/training/mine").json()["items"]
    waiting = [task for task in tasks if task["state"] in {"overdue", "in_progress", "not_started"}]
    title: str = next(task["title"] for task in waiting if _is_open(page, task["course_id"]))
    page.locator(".rp-card").get_by_role("heading", name=title).first.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)
    return title


def _is_open(page: Page, course_id: str) -> bool:
    course = page.request.get(f"/api/v1/training/courses/{course_id}").json()
    return course["has_quiz"] and all(first["is_complete"] for first in course["prerequisites"])


def read_lessons(page: Page) -> None:
    """Record every lesson of the course as read, each from its own page, and come back to the course."""
    lessons = page.get_by_role("region", name="Your progress").locator("ol").get_by_role("link")
    expect(lessons).not_to_have_count(0)
    course, addresses = page.url, [lesson.get_attribute("href") or "" for lesson in lessons.all()]
    for address in addresses:
        page.goto(address)
        lesson = page.get_by_role("region", name="This lesson")
        expect(lesson).to_contain_text(f"of {len(addresses)}")
        button = lesson.get_by_role("button", name="I have read this lesson")
        if button.is_visible():
            button.click()
        expect(lesson.get_by_role("status")).to_contain_text(re.compile("You have read this lesson"))
    page.goto(course)
    expect(page.get_by_text(f"{len(addresses)} of {len(addresses)} lessons read")).to_be_visible()

"""States of screens: what brings a page into each of them."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, Route, expect

from api.work.status import CURRENT
from support.live import Server
from support.waiting import wait_for

API = "**/api/v1/**"
SAME_SITE = {"Sec-Fetch-Site": "same-origin"}
OWN = ("/api/v1/me", "/api/v1/labels")
ASIDE = "aside.json"
NOBODY = "00000000-0000-7000-8000-000000000000"


def answer_never(page: Page, server: Server) -> None:
    """Let the API think for ever, but for who is signed in."""
    page.route(API, lambda route: route.continue_() if _is_own(route) else None)


def answer_with_an_error(page: Page, server: Server) -> None:
    """Let the API answer that it has failed, but for who is signed in."""
    problem = {"type": "about:blank", "title": "Internal Server Error", "status": 500, "detail": "something broke here"}
    page.route(API, lambda route: route.continue_() if _is_own(route) else route.fulfill(status=500, json=problem))


def be_gone(page: Page, server: Server) -> None:
    """Let nobody answer for the API."""
    page.route(API, lambda route: route.abort())


def end_the_session(page: Page, server: Server) -> None:
    """Let the API answer as it does to somebody whose session has ended meanwhile."""
    problem = {"type": "about:blank", "title": "Unauthorized", "status": 401, "detail": "sign in first"}
    page.route(API, lambda route: route.fulfill(status=401, json=problem))


def take_the_site_away(page: Page, server: Server) -> None:
    """Serve as before the site was built for the first time; the page doesn't look again by itself."""
    current = _current(server)
    shutil.move(current, current.with_name(ASIDE))

    def keep(route: Route) -> None:
        answer = route.fetch()
        headers = {name: text for name, text in answer.headers.items() if name.lower() != "refresh"}
        route.fulfill(response=answer, headers=headers)

    page.route("**/", keep)


def put_the_site_back(page: Page, server: Server) -> None:
    """End what `take_the_site_away` began."""
    current = _current(server)
    shutil.move(current.with_name(ASIDE), current)


def wait_for_figures(page: Page, server: Server | None = None) -> None:
    """Wait until what reports count has been counted for the first time."""
    wait_for(lambda: page.request.get("/api/v1/kpis?count=1").ok)


def open_a_deal(page: Page) -> None:
    """Go to the page of the first deal in the list."""
    page.locator("#app tbody a[href^='/app/deal/']").first.click()


def unfold(page: Page) -> None:
    """Open every form and list that is folded away."""
    page.evaluate("document.querySelectorAll('main details').forEach((details) => { details.open = true; })")


def open_a_question(page: Page) -> None:
    """Go to a question that was answered and can be offered, and open the form for that."""
    page.locator(".rp-questions a").filter(has_text="own spreadsheet").first.click()
    page.locator(".rp-thread__offer summary").click()


def look_at_practice(page: Page) -> None:
    """Open the first practice that waits to be graded."""
    page.get_by_role("link", name="Ask for it again").first.click()


def press(name: str) -> Callable[[Page], object]:
    """Press the first button of this name."""

    def do(page: Page) -> None:
        page.get_by_role("button", name=name).first.click()

    return do


def type_into_the_box(page: Page) -> None:
    """Type into the search box until something is suggested."""
    page.get_by_role("combobox", name="Search the library").first.focus()
    page.keyboard.type("pricing", delay=20)
    expect(page.get_by_role("option").first).to_be_visible()


def open_the_filters(page: Page) -> None:
    """Open the filters of a phone; a desk always shows them."""
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_role("button", name=re.compile("^Filters")).click()


def open_the_menu(page: Page) -> None:
    """Open the menu of a phone; on a desk it is always there."""
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_role("button", name="Menu").click()


def explain_a_cell(page: Page) -> None:
    """Open the explanation of a cell of the matrix."""
    page.locator("tbody .rp-sign--overdue, tbody .rp-sign--expired, tbody .rp-sign--complete").first.click()
    expect(page.get_by_role("dialog").locator(".rp-history")).to_be_visible()
    page.evaluate("document.querySelectorAll('dialog details').forEach((details) => { details.open = true; })")


def open_a_person(page: Page) -> None:
    """Go from a list to the page of the first person in it."""
    page.locator("#app tbody th a").first.click()
    expect(page.get_by_role("heading", name="Training")).to_be_visible()


def open_a_record(page: Page) -> None:
    """Go from the list of people to the record of the first one, with all that can be done to it open."""
    page.locator("#app tbody th a").first.click()
    expect(page.get_by_role("heading", name="Team, region and job")).to_be_visible()
    unfold(page)


def open_a_session(page: Page) -> None:
    """Open the page of the next session that there is."""
    found = page.request.get("/api/v1/coaching/sessions?when=coming&limit=1").json()["items"]
    page.goto(f"/app/session/?id={found[0]['id']}#notes")
    expect(page.get_by_label("Notes", exact=True)).to_be_attached()


def open_a_buyers_deck(page: Page) -> None:
    """Open a deck for a buyer with a slide of a deck, and the slides of that deck to choose from."""
    asked = {
        "title": "Dockside for your gates",
        "buyer": "Kranich AG",
        "slides": [{"page_id": "deck-business-case", "anchor": "what-it-costs"}],
    }
    made = page.request.post("/api/v1/sending/decks", data=asked, headers=SAME_SITE).json()
    page.goto(f"/app/buyer-deck/?id={made['id']}&take=deck-business-case")
    expect(page.get_by_role("checkbox").first).to_be_visible()


def open_a_calibration(page: Page) -> None:
    """Open the calibration that was closed, with its cards beside each other and how far they agree."""
    page.get_by_role("link", name="Calibration: first call").click()
    expect(page.get_by_role("heading", name="Agreement")).to_be_visible()


def clash_over_notes(page: Page, server: Server) -> None:
    """Let the API answer a save of notes as it does when the other one has saved the same lines meanwhile."""
    one = {"at": "2026-11-30T10:41:00Z", "by": {"id": NOBODY, "name": "Ada Lindqvist"}}
    current = {"kind": "shared", "text": "Price: ask first.", "version": 7, "locked": None}
    current |= {"updated_at": one["at"], "updated_by": one["by"]}
    kept = {"id": NOBODY, "text": "", "base_version": 6, "settled_at": None, **one}
    clash = {"type": "about:blank", "title": "Precondition Failed", "status": 412, "detail": "somebody saved meanwhile"}
    clash |= {"errors": [], "current": current, "kept": kept}

    def answer(route: Route) -> None:
        if route.request.method == "PUT" and "Price:" in (route.request.post_data or ""):
            route.fulfill(status=412, json=clash)
        else:
            route.continue_()

    page.route(f"{API}/texts/shared", answer)


def type_other_notes(page: Page) -> None:
    """Type what the other one wrote too, in other words."""
    open_a_session(page)
    if page.get_by_label("Notes", exact=True).is_hidden():
        page.locator(".rp-text--shared").get_by_role("button", name="Write").click()
    # What was there before is changed by both: two beginnings of an empty text are put together.
    page.get_by_label("Notes", exact=True).fill("Price")
    expect(page.locator(".rp-text--shared .rp-text__state").first).to_contain_text("Saved")
    page.get_by_label("Notes", exact=True).fill("Price: wait for the answer.")
    expect(page.locator(".rp-merging__other").first).to_be_visible()


def hand_in(page: Page) -> None:
    """Hand in a quiz that nothing was answered in, and see the result."""
    course = re.search(r"course=([^&]+)", page.url)
    assert course
    base = f"/api/v1/training/courses/{course[1]}"
    attempt = page.request.post(f"{base}/attempts", headers=SAME_SITE).json()
    nothing = {"answers": [None] * len(attempt["questions"])}
    page.request.post(f"/api/v1/training/attempts/{attempt['id']}/submit", data=nothing, headers=SAME_SITE)
    page.goto(f"/app/quiz/?course={course[1]}&attempt={attempt['id']}", wait_until="load")


def read_the_lessons(course: str) -> Callable[[Page, Server], object]:
    """Let whoever is signed in have read the lessons of a course, so that its quiz may be taken."""

    def do(page: Page, server: Server) -> None:
        base = f"{server.url}/api/v1/training/courses/{course}"
        for lesson in page.request.get(base).json()["lessons"]:
            page.request.put(f"{base}/lessons/{lesson['page']['id']}/read", headers=SAME_SITE)

    return do


def run_a_task(page: Page, server: Server) -> None:
    """Let a task of whoever is signed in run, from now on."""
    base = f"{server.url}/api/v1/kpis/tasks/timed-tasks-find-this"
    page.request.post(f"{base}/draw", headers=SAME_SITE)
    page.request.post(f"{base}/start", data={"place": 1, "again": True}, headers=SAME_SITE)


def _is_own(route: Route) -> bool:
    return any(path in route.request.url for path in OWN)


def _current(server: Server) -> Path:
    return Path(server.environ["DATA_DIR"]) / "site" / CURRENT

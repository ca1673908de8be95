"""The search page: filters, the address bar, hints when nothing is found, what a hit says, and a phone."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from support.browsers import INES, OpenBrowser
from support.factories import write_good_page
from support.live import Server
from support.painting import WATCH_PAINTS, shift_of

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}


def test_values_of_a_facet_widen_and_facets_narrow(ada: Page) -> None:
    """A second type adds its pages, a persona takes pages away, and each count says what will be left."""
    ada.goto("/app/search/?q=price")
    guides, emails = count_of(ada, "Type", "Guide"), count_of(ada, "Type", "E-mail template")
    value(ada, "Type", "Guide").check()
    expect_total(ada, guides)
    value(ada, "Type", "E-mail template").check()
    expect_total(ada, guides + emails)
    left = count_of(ada, "Persona", "Finance director")
    assert left < guides + emails
    value(ada, "Persona", "Finance director").check()
    expect_total(ada, left)
    expect(value(ada, "Type", "Guide")).to_be_checked()
    value(ada, "Type", "E-mail template").uncheck()
    value(ada, "Persona", "Finance director").uncheck()
    expect_total(ada, guides)


def test_a_box_keeps_the_focus_while_the_facets_change(ada: Page) -> None:
    """Who filters by keyboard stays where she is."""
    ada.goto("/app/search/?q=price")
    value(ada, "Type", "Deck").focus()
    ada.keyboard.press("Space")
    expect(chips(ada)).to_have_text(["Type: Deck×"])
    expect(value(ada, "Type", "Deck")).to_be_checked()
    expect(value(ada, "Type", "Deck")).to_be_focused()


def test_a_long_facet_shows_its_first_values_until_all_are_wanted(ada: Page) -> None:
    """Six of them, and still all of them after another filter was chosen."""
    ada.goto("/app/search/?q=pricing")
    boxes = facet(ada, "Type").get_by_role("checkbox")
    expect(boxes).to_have_count(6)
    facet(ada, "Type").get_by_role("button", name="Show all").click()
    expect(boxes).not_to_have_count(6)
    many = boxes.count()
    boxes.last.check()
    expect(chips(ada)).to_have_count(1)
    expect(boxes).to_have_count(many)
    facet(ada, "Type").get_by_role("button", name="Show fewer").click()
    expect(boxes).to_have_count(7)


def test_a_facet_that_narrows_nothing_is_left_out(ada: Page) -> None:
    """Every page a rep sees is approved, so there is no status to choose."""
    ada.goto("/app/search/?q=pricing")
    expect(facet(ada, "Owner").get_by_label("Tom Achterberg")).to_be_visible()
    expect(facet(ada, "Status")).to_have_count(0)


def test_what_is_asked_stands_in_the_address_and_back_undoes_it(ada: Page, sign_in: OpenBrowser) -> None:
    """Each choice is a step, typing is one step however long it takes, and a colleague who gets the link sees this."""
    ada.goto("/app/search/?q=price")
    value(ada, "Type", "Deck").check()
    ada.wait_for_url("**/?q=price&type=deck")
    ada.get_by_label("Sort by").select_option(label="Newest")
    ada.wait_for_url("**/?q=price&type=deck&sort=newest")
    box(ada).select_text()
    ada.keyboard.type("pilot", delay=50)
    ada.wait_for_url("**/?q=pilot&type=deck&sort=newest")
    expect(ada.locator(".rp-hits[aria-busy]")).to_have_count(0)
    titles = ada.locator(".rp-hit h2").all_inner_texts()
    piotr = sign_in("piotr")
    piotr.goto(ada.url)
    expect(piotr.get_by_label("Sort by")).to_have_value("newest")
    expect(value(piotr, "Type", "Deck")).to_be_checked()
    expect(piotr.locator(".rp-hit h2")).to_have_text(titles)
    ada.go_back()
    expect(box(ada)).to_have_value("price")
    expect(ada.get_by_label("Sort by")).to_have_value("newest")
    ada.go_back()
    expect(ada.get_by_label("Sort by")).to_have_value("relevance")
    expect(value(ada, "Type", "Deck")).to_be_checked()
    ada.go_back()
    expect(value(ada, "Type", "Deck")).not_to_be_checked()
    expect(chips(ada)).to_have_count(0)
    ada.go_forward()
    expect(chips(ada)).to_have_text(["Type: Deck×"])


def test_newest_puts_the_page_that_was_reviewed_last_on_top(ada: Page) -> None:
    """The order of the hits is the one that was chosen."""
    ada.goto("/app/search/?q=price&sort=newest")
    expect(ada.locator(".rp-hit")).not_to_have_count(0)
    found = ada.request.get("/api/v1/search", params={"q": "price", "sort": "newest"}).json()["items"]
    expect(ada.locator(".rp-hit h2")).to_have_text([item["title"] for item in found])


def test_chips_take_filters_away(ada: Page) -> None:
    """One at a time or all at once; the focus moves on to the next one."""
    ada.goto("/app/search/?q=price&type=deck&type=guide&persona=finance-director")
    expect(chips(ada)).to_have_text(["Type: Deck×", "Type: Guide×", "Persona: Finance director×"])
    ada.get_by_role("button", name="Remove filter Type: Deck").click()
    expect(chips(ada)).to_have_text(["Type: Guide×", "Persona: Finance director×"])
    expect(ada.get_by_role("button", name="Remove filter Type: Guide")).to_be_focused()
    ada.get_by_role("button", name="Remove all filters").click()
    expect(chips(ada)).to_have_count(0)
    ada.wait_for_url("**/?q=price")
    expect(value(ada, "Type", "Guide")).not_to_be_checked()


def test_a_field_word_that_is_typed_ticks_its_box(ada: Page) -> None:
    """And unticking the box takes the word out of the query."""
    ada.goto("/app/search/")
    ada.keyboard.type("price type:deck")
    ada.keyboard.press("Enter")
    expect(value(ada, "Type", "Deck")).to_be_checked()
    decks = count_of(ada, "Type", "Deck")
    expect_total(ada, decks)
    value(ada, "Type", "Deck").uncheck()
    expect(box(ada)).to_have_value("price")
    expect(ada.get_by_role("status")).not_to_contain_text(re.compile(rf"^{decks} "))


def test_what_the_words_name_is_offered_as_a_filter(ada: Page) -> None:
    """It takes the place of its words; a value in the quotes that phones write leaves the query with its box."""
    ada.goto("/app/search/?q=case+studies+pricing")
    ada.get_by_role("button", name="Show only Type: Case study").click()
    expect(chips(ada)).to_have_text(["Type: Case study×"])
    ada.wait_for_url("**/?q=pricing&type=case-study")
    ada.goto("/app/search/?q=pricing+persona:“finance+director”")
    value(ada, "Persona", "Finance director").uncheck()
    expect(box(ada)).to_have_value("pricing")


def test_a_misspelt_word_is_asked_back(ada: Page) -> None:
    """The button searches for what was probably meant, and leaves the filters alone."""
    ada.goto("/app/search/?q=prcing&type=guide")
    meant = ada.locator("p", has_text="Did you mean")
    expect(meant).to_have_text("Did you mean pricing?")
    meant.get_by_role("button").click()
    expect(box(ada)).to_have_value("pricing")
    expect(ada.locator(".rp-hit").first).to_contain_text("Pricing and discounts")
    ada.wait_for_url("**/?q=pricing&type=guide")
    expect(meant).to_have_count(0)


@pytest.mark.parametrize(
    ("address", "hint", "left"),
    [
        ("q=frostvale&type=rubric", "Without “Type: Rubric” there", "q=frostvale"),
        ("q=frostvale+type%3Arubric&type=course", "Without “Type: Course or Rubric” there", "q=frostvale"),
        ("q=price+%22discount+pricing+list%22", "Without the quotation marks there", "q=price+discount+pricing+list"),
        ("q=pricing+-pricing", "Without “-pricing” there", "q=pricing"),
    ],
)
def test_a_search_without_hits_offers_to_leave_a_condition_out(ada: Page, address: str, hint: str, left: str) -> None:
    """The button says how many pages that leaves, and takes the condition out of boxes and words."""
    ada.goto(f"/app/search/?{address}")
    button = ada.get_by_role("button", name=hint)
    total = int(re.findall(r"\d+", button.inner_text())[-1])
    button.click()
    expect_total(ada, total)
    assert ada.url.endswith(f"/?{left}")
    expect(ada.get_by_role("status")).to_be_focused()


def test_words_to_leave_out_alone_are_told_so(ada: Page) -> None:
    """Not that no page matches."""
    ada.goto("/app/search/?q=-pricing")
    expect(ada.locator(".rp-empty")).to_have_text("These are only words to leave out. Add a word to look for.")


def test_the_heading_of_a_passage_leads_to_its_place(ada: Page) -> None:
    """The title opens the page at its top; both are recorded as coming from the search."""
    ada.goto("/app/search/?q=too+expensive+finance+will+never+sign+that")
    hit = ada.locator(".rp-hit").filter(has_text="What you hear").first
    expect(hit.locator("h2 a")).to_have_attribute("href", re.compile(r"/\?from=[0-9a-f-]+$"))
    with ada.expect_response(lambda answer: answer.url.endswith("/api/v1/opens")) as opened:
        hit.get_by_role("link", name="What you hear").click()
    ada.wait_for_url("**/objections/too-expensive/#what-you-hear")
    expect(ada.get_by_role("heading", name="What you hear")).to_be_in_viewport()
    assert opened.value.json()["search_id"]


def test_a_hit_leads_to_its_translations(ada: Page) -> None:
    """And says through which of them it was found, when that is how."""
    ada.goto("/app/search/?q=дорого&language=en")
    hit = ada.locator(".rp-hit").filter(has_text="It is too expensive")
    expect(hit).to_contain_text("Found through its translation: Это слишком дорого (ru)")
    hit.get_by_role("link", name="Polski").click()
    expect(ada.get_by_role("article")).to_have_attribute("lang", "pl")


def test_a_draft_is_named_without_a_link(own: Server, open_browser: OpenBrowser) -> None:
    """An author finds what isn't published yet, with its status and the path of its file, and may filter by status."""
    folder = Path(own.environ["CONTENT_DIR"])
    write_good_page(folder, "guides/moorings.md", "# Moorings\n\nBollards.\n", title="Moorings", status="draft")
    write_good_page(folder, "guides/bollards.md", "# Bollards\n\nMoorings.\n", title="Bollards")
    ines = open_browser(own, INES)
    own.wait_until(lambda: found(ines, "moorings") == {"Moorings", "Bollards"})
    own.wait_until(lambda: ines.request.get("/guides/bollards/").status == 200)
    ines.goto("/app/search/?q=moorings")
    draft = ines.locator(".rp-hit").filter(has=ines.get_by_role("heading", name="Moorings"))
    expect(draft).to_contain_text("Draft")
    expect(draft).to_contain_text("guides/moorings.md")
    expect(draft.get_by_role("link")).to_have_count(0)
    value(ines, "Status", "Draft").check()
    expect_total(ines, 1)


def test_a_search_by_filters_alone_works(ada: Page) -> None:
    """A link to all decks needs no words."""
    ada.goto("/app/search/?type=deck")
    expect(chips(ada)).to_have_text(["Type: Deck×"])
    expect(ada.locator(".rp-hit")).to_have_count(count_of(ada, "Type", "Deck"))


@pytest.mark.parametrize("size", [{"width": 1440, "height": 900}, PHONE])
def test_hits_and_facets_push_nothing_aside(sign_in: OpenBrowser, size: dict[str, int]) -> None:
    """What stood on the page before they came stays where it is, but for the end of the page."""
    page = sign_in("ada", viewport=size)
    page.context.add_init_script(WATCH_PAINTS)
    page.goto("/app/search/?q=pricing&type=deck")
    where: Callable[[], Any] = box(page).bounding_box
    before = where()
    expect(page.locator(".rp-hit")).not_to_have_count(0)
    assert where() == before
    assert shift_of(page) < 0.05
    box(page).fill("pilot")
    page.wait_for_url("**/?q=pilot&type=deck")
    expect(page.locator(".rp-hits[aria-busy]")).to_have_count(0)
    assert shift_of(page) < 0.05


def test_filters_hide_behind_a_button_on_a_phone(sign_in: OpenBrowser) -> None:
    """It says how many are in force; the hits come back with the button below the filters; nothing scrolls sideways."""
    phone = sign_in("ada", viewport=PHONE, has_touch=True)
    phone.goto("/app/search/?q=pricing&type=deck")
    toggle = phone.get_by_role("button", name="Filters (1)")
    panel = phone.get_by_role("region", name="Filters")
    expect(toggle).to_have_attribute("aria-expanded", "false")
    expect(panel).to_be_hidden()
    toggle.tap()
    expect(toggle).to_have_attribute("aria-expanded", "true")
    expect(panel).to_be_visible()
    phone.get_by_role("checkbox", name="Guide").tap()
    expect(phone.get_by_role("button", name="Filters (2)")).to_be_visible()
    assert phone.evaluate("document.scrollingElement.scrollWidth") == PHONE["width"]
    phone.get_by_role("button", name=re.compile(r"Show \d+ pages")).tap()
    expect(panel).to_be_hidden()
    expect(phone.locator(".rp-hit a").first).to_be_in_viewport()
    assert phone.evaluate("document.scrollingElement.scrollWidth") == PHONE["width"]


def box(page: Page) -> Locator:
    """The search box."""
    return page.get_by_role("combobox", name="Search the library")


def facet(page: Page, name: str) -> Locator:
    """The group of boxes of one field."""
    return page.get_by_role("group", name=name, exact=True)


def value(page: Page, name: str, label: str) -> Locator:
    """The box of one value."""
    return facet(page, name).get_by_role("checkbox", name=re.compile(rf"^{label} \d+$"))


def count_of(page: Page, name: str, label: str) -> int:
    """Return how many pages a value would leave."""
    return int(value(page, name, label).locator("..").locator("small").inner_text())


def chips(page: Page) -> Locator:
    """The filters in force."""
    return page.get_by_role("button", name=re.compile("^Remove filter "))


def expect_total(page: Page, total: int) -> None:
    """Wait until this many pages are found."""
    expect(page.get_by_role("status")).to_contain_text(re.compile(rf"^{total} pages? in "))


def found(page: Page, words: str) -> set[str]:
    """Return the titles that a search finds; none before there is an index."""
    answer = page.request.get("/api/v1/search", params={"q": words}).json()
    return {item["title"] for item in answer.get("items", [])}

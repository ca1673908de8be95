"""Short ways of a manager in a browser: to a session from what is overdue, to a form from a cell; and on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from support.browsers import OpenBrowser

pytestmark = pytest.mark.browser


def test_the_button_of_a_phone_stands_above_the_bar(sign_in: OpenBrowser) -> None:
    """What sticks to the bottom of the form isn't covered by the bar of the frame."""
    page = sign_in("max", viewport={"width": 390, "height": 844})
    page.goto("/app/assignments/?course_id=course-discovery-calls")
    expect(page.get_by_text("It would reach 13 people now")).to_be_visible()
    end, bar = (page.locator(place).bounding_box() for place in (".rp-form-end", ".rp-bottom"))
    assert end is not None
    assert bar is not None
    assert end["y"] + end["height"] <= bar["y"] + 1


def test_what_is_not_assigned_can_be_assigned_from_its_cell(max_: Page) -> None:
    """The form knows the course and the person."""
    max_.goto("/app/training-matrix/")
    max_.get_by_title("Klara Nováková, A mentor for your first deal: Not assigned").click()
    max_.get_by_role("dialog").get_by_role("link", name="Assign this course").click()
    expect(max_.get_by_text("It would reach 1 person now")).to_be_visible()
    expect(max_.get_by_label("Klara Nováková").first).to_be_checked()
    expect(max_.get_by_label("Course", exact=True).locator("option:checked")).to_have_text(
        "A mentor for your first deal"
    )

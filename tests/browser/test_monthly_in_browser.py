"""The switch for the monthly digest, in a browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from support.states import wait_for_figures

pytestmark = pytest.mark.browser


def test_somebody_subscribes_and_ends_it_again(max_: Page) -> None:
    """The page says whose figures are sent and that there is no mail server yet; the choice is kept."""
    wait_for_figures(max_)
    max_.goto("/app/results/#monthly")
    switch = max_.get_by_role("checkbox", name="Send me this every month")
    expect(switch).not_to_be_checked()
    expect(max_.locator("#monthly")).to_contain_text("the figures of Sales North of the month before.")
    expect(max_.locator("#monthly")).to_contain_text("There is no mail server here yet")
    for is_on in (True, False):
        with max_.expect_response(lambda answer: answer.request.method in {"PUT", "DELETE"}):
            switch.set_checked(is_on)
        expect(switch).to_be_enabled()
        max_.reload()
        expect(switch).to_be_checked(checked=is_on)

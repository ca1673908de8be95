"""Results in a browser: whose figures somebody sees, as of when, and what stands out."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from support.browsers import OpenBrowser, ask
from support.states import wait_for_figures

pytestmark = pytest.mark.browser


def test_a_rep_sees_their_own_figures_alone(ada: Page) -> None:
    """There is no switch, the figures are hers, and an address that asks for the company's is refused in words."""
    wait_for_figures(ada)
    ada.goto("/app/results/")
    expect(ada.locator("#app > [role=status]")).to_contain_text("Ada Lindqvist")
    expect(cards(ada)).not_to_have_count(0)
    expect(ada.get_by_role("group", name="Whose figures")).to_have_count(0)
    ada.goto("/app/results/?of=company")
    expect(ada.get_by_role("alert")).to_contain_text(
        "the company's figures are for admins and analysts", ignore_case=True
    )
    expect(cards(ada)).to_have_count(0)


def test_a_manager_switches_between_team_and_self(max_: Page) -> None:
    """He begins with his team, has those below it to choose from, and isn't offered the company."""
    wait_for_figures(max_)
    max_.goto("/app/results/")
    status = max_.locator("#app > [role=status]")
    expect(status).to_contain_text("Sales North, ")
    expect(max_.get_by_role("group", name="Whose figures").get_by_role("radio")).to_have_count(2)
    max_.get_by_label("Which team").select_option(label="Sales North SDR")
    expect(status).to_contain_text("Sales North SDR, ")
    max_.get_by_role("radio", name="Me").check()
    expect(status).to_contain_text("Max Oduya, ")
    assert "of=me" in max_.url
    max_.reload()
    expect(status).to_contain_text("Max Oduya, ")


def test_an_admin_begins_with_the_company(nadia: Page) -> None:
    """The widest that somebody may see comes first."""
    wait_for_figures(nadia)
    nadia.goto("/app/results/")
    expect(nadia.locator("#app > [role=status]")).to_contain_text("The company, ")
    expect(nadia.get_by_role("radio", name="Company")).to_be_checked()


def test_every_figure_of_the_answer_is_on_a_card_or_named_without_data(max_: Page) -> None:
    """What comes from the registry is shown, whatever it is; each figure says how exact it is, or what is missing."""
    wait_for_figures(max_)
    max_.goto("/app/results/")
    expect(cards(max_)).not_to_have_count(0)
    items = ask(max_, "/kpis")["items"]
    shown = {kpi["name"] for kpi in items if kpi["results"][-1]["status"] != "no_data"}
    assert {card.get_attribute("id") for card in cards(max_).all()} == {f"kpi-{name}" for name in shown}
    for kpi in items:
        last, card = kpi["results"][-1], max_.locator(f"#kpi-{kpi['name']}")
        if last["status"] == "insufficient_data":
            expect(card).to_contain_text(re.compile("Insufficient data: (needs at least|nothing can be said)"))
        if last["status"] == "measured" and last["interval"]:
            expect(card.locator(".rp-kpi__value")).to_contain_text(re.compile(r", about .+ to .+"))
        if last["status"] == "no_data":
            expect(max_.locator(".rp-kpi__without", has_text=kpi["title"])).to_have_count(1)


def test_what_changed_beyond_its_interval_stands_on_top(max_: Page) -> None:
    """It is what has nothing in common with the period before, each with a word for good or bad."""
    wait_for_figures(max_)
    max_.goto("/app/results/")
    expect(cards(max_)).not_to_have_count(0)
    clear = [kpi for kpi in ask(max_, "/kpis?count=9")["items"] if stands_out(kpi)]
    assert clear
    rows = max_.locator(".rp-standouts li")
    assert rows.locator("a").all_inner_texts() == [kpi["title"] for kpi in clear]
    assert rows.locator(".rp-badge").all_inner_texts() == [verdict(kpi) for kpi in clear]


def test_figures_as_of_a_past_day(max_: Page) -> None:
    """The day goes into the address, and the figures are those of that day."""
    wait_for_figures(max_)
    max_.goto("/app/results/")
    expect(cards(max_)).not_to_have_count(0)
    day = ask(max_, "/kpis?group=selling&count=1")["items"][0]["before_period"]["start"]
    max_.get_by_label("As of").fill(day)
    max_.get_by_label("As of").blur()
    expect(max_.locator("#app > [role=status]")).to_contain_text(f"as of {said(day)}")
    assert f"as_of={day}" in max_.url
    (kpi,) = ask(max_, f"/kpis/deals_won?as_of={day}")["items"]
    expect(max_.locator("#kpi-deals_won strong")).to_have_text(str(round(kpi["results"][-1]["value"])))


def test_two_days_are_a_period(max_: Page) -> None:
    """Nothing is asked for until both are chosen; an end before the start is refused in words."""
    wait_for_figures(max_)
    max_.goto("/app/results/")
    expect(cards(max_)).not_to_have_count(0)
    max_.get_by_role("radio", name="Two days").check()
    expect(max_.get_by_text("Choose both days.")).to_be_visible()
    max_.get_by_label("From").fill("2026-05-01")
    max_.get_by_label("To", exact=True).fill("2026-04-01")
    max_.get_by_label("To", exact=True).blur()
    expect(max_.get_by_role("alert")).to_contain_text("after its end")
    expect(cards(max_)).to_have_count(0)


def test_results_print_as_ink_on_paper_from_the_dark(sign_in: OpenBrowser) -> None:
    """Words for good and bad are black on white, whatever the screen had."""
    page = sign_in("max", color_scheme="dark")
    wait_for_figures(page)
    page.goto("/app/results/")
    expect(page.locator(".rp-standouts .rp-badge").first).to_be_visible()
    page.emulate_media(media="print")
    for name in ("Better", "No clear change"):
        badge = page.locator(".rp-badge", has_text=name).first
        style = "(one) => [getComputedStyle(one).color, getComputedStyle(one).backgroundColor]"
        assert badge.evaluate(style) == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]


def test_each_kpi_is_defined(ada: Page) -> None:
    """Every entry of the registry has its anchor, its formula and its source; claims stand apart from figures."""
    ada.goto("/app/kpi-definitions/")
    items = ask(ada, "/kpis/definitions")["items"]
    expect(ada.locator("#app section.rp-card")).to_have_count(len(items))
    for kpi in items:
        own = ada.locator(f"#{kpi['name']}")
        expect(own).to_contain_text(kpi["formula"])
        expect(own).to_contain_text(kpi["source"])
    expect(ada.locator("#claims blockquote").filter(has_text="440 hours")).to_contain_text("Passed on without a method")


@pytest.mark.parametrize("who", ["ada", "max", "nadia"])
def test_results_are_offered_in_the_tools(sign_in: OpenBrowser, who: str) -> None:
    """Reps, managers and admins have them."""
    page = sign_in(who)
    page.goto("/")
    expect(page.get_by_role("navigation", name="Tools").get_by_role("link", name="Results")).to_be_visible()


def cards(page: Page) -> Locator:
    """The cards of KPIs."""
    return page.locator("article.rp-kpi")


def stands_out(kpi: Any) -> bool:
    """Tell whether a figure's interval and that of the period before lie apart."""
    now, before = kpi["results"][-1]["interval"], kpi["before"]["interval"]
    return bool(now and before) and (now["low"] > before["high"] or now["high"] < before["low"])


def verdict(kpi: Any) -> str:
    """Return the word for a clear change."""
    is_up = kpi["results"][-1]["value"] > kpi["before"]["value"]
    if kpi["direction"] == "neither":
        return "Changed"
    return "Better" if is_up == (kpi["direction"] == "up") else "Worse"


def said(day: str) -> str:
    """Return a day as pages say it."""
    months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec"]
    year, month, number = day.split("-")
    return f"{int(number)} {months[int(month) - 1]} {year}"

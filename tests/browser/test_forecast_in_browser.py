"""The page of forecasts in a browser: what is drawn is in its tables, whose it is, and what isn't known is said."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from support.browsers import Watched, ask
from support.states import wait_for_figures

pytestmark = pytest.mark.browser
FORECAST = "/app/forecast/"
DRAWN = ".rp-chart[data-drawn] svg"


def test_what_is_drawn_stands_in_the_tables(nadia: Page, watched: Watched) -> None:
    """Each coming period with its method, as the API has it, drawn in silence; and what each method was worth."""
    wait_for_figures(nadia)
    nadia.goto(FORECAST)
    expect(nadia.locator(DRAWN)).to_be_visible()
    assert [*watched.console, *nadia.evaluate("window.__violations")] == []
    answer = ask(nadia, "/kpis/forecast?step=quarter&count=9&ahead=3")
    titles = {method["name"]: method["title"] for method in answer["methods"]}
    rows = nadia.get_by_role("table", name="What is to come").locator("tbody tr")
    said = nadia.locator(".rp-chart").get_attribute("aria-label") or ""
    assert rows.count() == len(answer["chosen"]) == 4
    for row, chosen in zip(rows.all(), answer["chosen"], strict=True):
        expect(row.locator("[data-label=By]")).to_have_text(titles[chosen["method"]])
        assert row.locator("[data-label=Forecast]").inner_text() in said
    backtest = answer["methods"][0]["projections"][0]["backtest"]
    own = nadia.get_by_role("table", name="Methods with their back-tests").locator("tbody tr").first
    expect(own).to_contain_text(f"{1 - backtest['accuracy']:.0%} of what came".replace("%", " %"))
    expect(own).to_contain_text(f"{backtest['periods']} past periods")
    expect(nadia.get_by_text(answer["chosen"][0]["because"])).to_be_visible()


def test_the_address_holds_what_is_chosen(max_: Page) -> None:
    """Step, method and the period whose methods are compared, all by keyboard, also after the page is loaded anew."""
    wait_for_figures(max_)
    max_.goto(FORECAST)
    expect(max_.locator(DRAWN)).to_be_visible()
    max_.get_by_role("radio", name="Quarters").focus()
    max_.keyboard.press("ArrowLeft")
    expect(max_.get_by_role("table", name="What is to come").locator("tbody tr")).to_have_count(6)
    max_.get_by_role("radio", name="The one used").focus()
    max_.keyboard.press("ArrowRight")
    expect(max_.get_by_role("radio", name="Each week as a year ago")).to_be_focused()
    max_.get_by_label("Forecasts of", exact=True).focus()
    max_.keyboard.press("ArrowDown")
    expect(max_).to_have_url(re.compile("method=seasonal_naive&period=[0-9]{4}-[0-9]{2}&step=month$"))
    chosen = max_.get_by_label("Forecasts of", exact=True).input_value()
    max_.reload()
    expect(max_.get_by_role("radio", name="Months")).to_be_checked()
    expect(max_.get_by_role("radio", name="Each week as a year ago")).to_be_checked()
    expect(max_.get_by_label("Forecasts of", exact=True)).to_have_value(chosen)
    by = max_.get_by_role("table", name="What is to come").locator("[data-label=By]").all_inner_texts()
    assert set(by) - {""} == {"Each week as a year ago"}


def test_a_rep_comes_from_a_kpi_to_her_own_forecast(ada: Page) -> None:
    """And back to what it was worth over time; the company's is refused in words."""
    wait_for_figures(ada)
    ada.goto("/app/kpi/?name=forecast_accuracy&step=month")
    ada.get_by_role("link", name="The forecast").click()
    expect(ada.locator("#app > [role=status]")).to_contain_text("Ada Lindqvist, ")
    expect(ada.get_by_role("radio", name="Months")).to_be_checked()
    expect(ada.get_by_role("link", name="Revenue predictability")).to_have_attribute(
        "href", "/app/kpi/?step=month&name=revenue_predictability"
    )
    ada.goto("/app/results/")
    ada.get_by_role("main").get_by_role("link", name="Forecast", exact=True).click()
    expect(ada.locator(DRAWN)).to_be_visible()
    ada.goto(f"{FORECAST}?of=company")
    expect(ada.get_by_role("alert")).to_contain_text("for admins and analysts")


def test_too_little_data_is_said(max_: Page) -> None:
    """Nothing is drawn of a day before the first deal, each method says what it lacks, and accuracy does too."""
    wait_for_figures(max_)
    max_.goto(f"{FORECAST}?as_of=2019-05-31")
    expect(max_.locator(".rp-kpi__missing")).to_have_text("Too little data for a forecast.")
    expect(max_.locator(".rp-kpi")).to_contain_text("It needs 13 weeks of history, and there are 0.")
    expect(max_.get_by_text("Too little data to say how accurate forecasts were")).to_be_visible()
    expect(max_.locator(".rp-chart")).to_have_count(0)


def test_a_forecast_prints_and_goes_without_its_chart(max_: Page) -> None:
    """On paper are figures and reasons within its width and nothing to press; without the bundle its table is open."""
    wait_for_figures(max_)
    max_.route("**/app/made/charts-*", lambda route: route.abort())
    max_.goto(FORECAST)
    expect(max_.get_by_role("table", name="What was won")).to_be_visible()
    max_.emulate_media(media="print")
    max_.set_viewport_size({"width": 720, "height": 1000})
    for shown in ("What was promised, and what came", "What this rests on"):
        expect(max_.get_by_role("heading", name=shown)).to_be_visible()
    for gone in (".rp-asking", ".rp-actions", ".rp-filters", "header"):
        expect(max_.locator(gone).locator("visible=true")).to_have_count(0)
    assert max_.evaluate("document.scrollingElement.scrollWidth") == 720

"""Results in a browser: whose figures somebody sees, as of when, what stands out, and a page for each KPI."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from api.work.demo import NORTH, SOUTH
from support.browsers import OpenBrowser, Watched
from support.states import wait_for_figures

pytestmark = pytest.mark.browser
KPI = "/app/kpi/?name=win_rate&step=year"
DRAWN = ".rp-chart[data-drawn] svg"


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


def test_the_chart_is_drawn_under_the_policy(max_: Page, watched: Watched) -> None:
    """Both charts, without a word in the console and without anything that the policy blocked."""
    wait_for_figures(max_)
    max_.goto(KPI)
    expect(max_.locator(DRAWN)).to_have_count(2)
    assert [*watched.console, *max_.evaluate("window.__violations")] == []


def test_only_the_page_of_a_kpi_loads_the_charts(max_: Page) -> None:
    """Nobody else pays for the bundle."""
    wait_for_figures(max_)
    asked: list[str] = []
    max_.on("request", lambda request: asked.append(request.url))
    max_.goto("/app/results/", wait_until="networkidle")
    assert [url for url in asked if "/charts-" in url] == []
    max_.goto(KPI)
    expect(max_.locator(DRAWN)).to_have_count(2)
    assert len([url for url in asked if "/charts-" in url]) == 1


def test_the_table_has_the_numbers_of_the_chart(max_: Page) -> None:
    """The text in the chart's place, the table and the API say the same of each period."""
    wait_for_figures(max_)
    max_.goto(KPI)
    expect(max_.locator(DRAWN)).to_have_count(2)
    max_.get_by_text("The numbers as a table").click()
    rows = max_.get_by_role("table", name="Win rate by period").locator("tbody tr")
    answer = ask(max_, "/kpis/win_rate?step=year&count=5")
    results = answer["items"][0]["results"]
    assert rows.count() == len(results)
    chart = max_.locator(".rp-chart").first.get_attribute("aria-label") or ""
    for row, period, result in zip(rows.all(), answer["periods"], results, strict=True):
        expect(row).to_contain_text(period["name"])
        if result["status"] == "measured":
            value = f"{result['value'] * 100:.0f} %"
            about = " to ".join(f"{result['interval'][end] * 100:.0f}" for end in ("low", "high"))
            expect(row.locator("td").first).to_have_text(value)
            expect(row.locator("td").nth(1)).to_have_text(about)
            assert f"{period['name']}: {value}, about {about}" in chart
        else:
            expect(row.locator("td").first).to_have_text("insufficient data")
            assert f"{period['name']}:" not in chart


def test_without_the_bundle_the_tables_show(max_: Page) -> None:
    """A page whose charts can't be loaded opens its table instead, and says nothing of it."""
    wait_for_figures(max_)
    max_.route("**/app/made/charts-*", lambda route: route.abort())
    max_.goto(KPI)
    expect(max_.get_by_role("table", name="Win rate by period")).to_be_visible()
    expect(max_.get_by_role("table", name="Win rate by person")).to_be_visible()
    expect(max_.locator(".rp-chart")).to_have_count(0)


def test_people_are_told_apart_for_their_manager(max_: Page) -> None:
    """Sorted by value, with those of his teams alone, below the sentence that says whether they differ at all."""
    wait_for_figures(max_)
    max_.goto(f"{KPI}&by=person")
    table = max_.get_by_role("table", name="Win rate by person")
    expect(table).to_be_visible()
    expect(max_.locator(".rp-difference")).to_contain_text(re.compile("evidence that these [0-9]+ differ"))
    names = table.locator("tbody th").all_inner_texts()
    assert set(names) & {*NORTH}
    assert not set(names) & {*SOUTH}
    shares = [
        int(text.split()[0]) for text in table.locator("tbody td:nth-of-type(1)").all_inner_texts() if "%" in text
    ]
    assert shares == sorted(shares, reverse=True)
    assert len(shares) > 1
    table.get_by_role("link").first.click()
    expect(max_.locator("#app > [role=status]")).to_contain_text(f"{names[0]}, ")


def test_a_rep_is_offered_no_people_to_tell_apart(ada: Page) -> None:
    """Nor teams: her own deals are told apart by what the CRM says of them."""
    wait_for_figures(ada)
    ada.goto(KPI)
    by = ada.get_by_label("By", exact=True)
    expect(by).to_be_visible()
    offered = by.locator("option").all_inner_texts()
    assert "Region" in offered
    assert not {"Person", "Team"} & {*offered}


def test_a_part_leads_to_its_own_figures(max_: Page) -> None:
    """What the CRM says becomes a filter that can be taken away again."""
    wait_for_figures(max_)
    max_.goto(f"{KPI}&by=region")
    table = max_.get_by_role("table", name="Win rate by region")
    region = table.get_by_role("link").first.inner_text()
    table.get_by_role("link").first.click()
    chip = max_.get_by_role("button", name=f"Only region: {region}")
    expect(chip).to_be_visible()
    chip.click()
    expect(chip).to_have_count(0)
    assert "region=" not in max_.url


def test_the_rows_behind_a_kpi_are_a_file(max_: Page) -> None:
    """Where there are rows; where none can be listed the page says so, and stays."""
    wait_for_figures(max_)
    max_.goto(KPI)
    expect(max_.locator(DRAWN)).to_have_count(2)
    with max_.expect_download() as download:
        max_.get_by_role("link", name="The rows behind it as CSV").click()
    assert download.value.suggested_filename == "win_rate-rows.csv"
    max_.goto("/app/kpi/?name=coaching_cadence")
    expect(max_.get_by_role("heading", name="What this rests on")).to_be_visible()
    max_.get_by_role("link", name="The rows behind it as CSV").click()
    expect(max_.get_by_text("This isn't counted from rows that can be listed.")).to_be_visible()


def test_a_kpi_prints(max_: Page) -> None:
    """On paper are the figure, the charts within its width and what they rest on, and nothing to press."""
    wait_for_figures(max_)
    max_.goto(KPI)
    expect(max_.locator(DRAWN)).to_have_count(2)
    max_.emulate_media(media="print")
    max_.set_viewport_size({"width": 720, "height": 1000})
    expect(max_.locator(DRAWN).first).to_be_visible()
    expect(max_.get_by_role("heading", name="What this rests on")).to_be_visible()
    for gone in (".rp-asking", ".rp-actions", ".rp-filters", "header"):
        expect(max_.locator(gone).locator("visible=true")).to_have_count(0)
    assert max_.evaluate("document.scrollingElement.scrollWidth") == 720
    ink = max_.locator(".rp-chart svg path[fill^='var'], .rp-chart svg path[stroke^='var']").first
    assert ink.evaluate("(one) => getComputedStyle(one).stroke") == "rgb(0, 0, 0)"


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


def test_a_page_without_a_name_leads_to_the_results(ada: Page) -> None:
    """Who comes by an address that was cut off finds the way; an unknown name is said to be so."""
    ada.goto("/app/kpi/")
    expect(ada.locator("#app").get_by_role("link", name="results")).to_be_visible()
    wait_for_figures(ada)
    ada.goto("/app/kpi/?name=nothing")
    expect(ada.get_by_role("alert")).to_contain_text("There is no KPI")


@pytest.mark.parametrize("who", ["ada", "max", "nadia"])
def test_results_are_offered_in_the_tools(sign_in: OpenBrowser, who: str) -> None:
    """Reps, managers and admins have them."""
    page = sign_in(who)
    page.goto("/")
    expect(page.get_by_role("navigation", name="Tools").get_by_role("link", name="Results")).to_be_visible()


def cards(page: Page) -> Locator:
    """The cards of KPIs."""
    return page.locator("article.rp-kpi")


def ask(page: Page, path: str) -> Any:
    """Return what the API answers to whoever is signed in."""
    answer = page.request.get(f"/api/v1{path}")
    assert answer.ok, answer.text()
    return answer.json()


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

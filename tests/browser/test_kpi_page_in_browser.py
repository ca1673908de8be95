"""The page of a KPI in a browser: its charts, the tables that say the same, what it is told apart by, and on paper."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from api.work.demo import NORTH, SOUTH
from support.browsers import Watched, ask
from support.states import wait_for_figures

pytestmark = pytest.mark.browser
KPI = "/app/kpi/?name=win_rate&step=year"
LOOKS = """(all) => all.map((one) => {
  const style = getComputedStyle(document.querySelector(one));
  const names = ["height", "paddingLeft", "borderTopStyle", "borderTopColor", "borderTopLeftRadius", "fontSize"];
  return Object.fromEntries([...names, "color", "backgroundColor", "fontFamily"].map((name) => [name, style[name]]));
})"""
DRAWN = ".rp-chart[data-drawn] svg"


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


def test_a_target_is_said_drawn_and_in_the_table(nadia: Page) -> None:
    """Beside the figure with how it stands, and for the periods that have one."""
    wait_for_figures(nadia)
    kpi = next(kpi for kpi in ask(nadia, "/kpis")["items"] if kpi["target"] and kpi["results"][-1]["value"])
    nadia.goto(f"/app/kpi/?name={kpi['name']}")
    expect(nadia.locator(".rp-kpi")).to_contain_text(f", {kpi['target']['verdict']}.")
    expect(nadia.locator(".rp-chart").first).to_have_attribute("aria-label", re.compile(", target .+"))
    nadia.get_by_text("The numbers as a table").click()
    last = nadia.get_by_role("table", name=f"{kpi['title']} by period").locator("tbody tr").last
    said = (nadia.locator(".rp-kpi p", has_text="Target: ").inner_text()).removeprefix("Target: ").split(", ")[0]
    assert said
    expect(last.locator("[data-label=Target]")).to_contain_text(said)


def test_the_title_names_the_kpi_however_often_it_is_asked(max_: Page) -> None:
    """Also one in whose name stands what parts it from the site's."""
    wait_for_figures(max_)
    max_.goto("/app/kpi/?name=emails_per_day")
    expect(max_).to_have_title(re.compile("^E-mails a day - "))
    title = max_.title()
    max_.get_by_role("radio", name="Years").check()
    expect(max_.locator("#app > [role=status]")).to_contain_text(re.compile("of its 36[56] days"))
    assert max_.title() == title


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


def test_parts_are_of_all_that_is_shown_until_one_period_is_chosen(max_: Page) -> None:
    """Table and line of the whole are of the same days; the address keeps the choice, and a stock is of one day."""
    wait_for_figures(max_)
    max_.goto(f"{KPI}&by=person")
    place, over = max_.locator("section", has=max_.get_by_role("heading", name="Told apart")), max_.get_by_label("Over")
    periods = ask(max_, "/kpis/win_rate?step=year&count=5")["periods"]
    span = {"from": periods[0]["start"], "to": periods[-1]["end"]}
    expect(place).to_contain_text(re.compile(r"From 1 Jan \d{4} to .*, all that the chart above shows"))
    compare_with_the_answer(max_, span)
    over.select_option(periods[-2]["name"])
    expect(place).to_contain_text(f"{periods[-2]['name']}, and nothing before it.")
    compare_with_the_answer(max_, {"from": periods[-2]["start"], "to": periods[-2]["end"]})
    assert f"over={periods[-2]['name']}" in max_.url
    max_.reload()
    expect(over).to_have_value(periods[-2]["name"])
    max_.goto("/app/kpi/?name=open_deals&by=region")
    expect(place).to_contain_text(re.compile(r"As it stood on \d+ \w+ \d{4}\."))


def compare_with_the_answer(page: Page, span: dict[str, str]) -> None:
    """Compare rows and the line of the whole with what the API says of a span."""
    answer = ask(page, f"/kpis/win_rate/breakdown?by=person&{urlencode(span)}")
    expect(
        page.get_by_text(f"The dashed line is Sales North: {answer['whole'][0]['value']:.0%}".replace("%", " %"))
    ).to_be_visible()
    rows = page.get_by_role("table", name="Win rate by person").locator("tbody tr")
    expect(rows).to_have_count(len(answer["parts"]))
    for part in answer["parts"]:
        row = rows.filter(has_text=part["name"])
        expect(row.locator("[data-label=From]")).to_have_text(f"{part['results'][0]['n']} closed deals")


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
    max_.goto("/app/kpi/?name=coaching_coverage")
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


def test_a_page_without_a_name_leads_to_the_results(ada: Page) -> None:
    """Who comes by an address that was cut off finds the way; an unknown name is said to be so."""
    ada.goto("/app/kpi/")
    expect(ada.locator("#app").get_by_role("link", name="results")).to_be_visible()
    wait_for_figures(ada)
    ada.goto("/app/kpi/?name=nothing")
    expect(ada.get_by_role("alert")).to_contain_text("There is no KPI")


def test_choices_look_alike_wherever_they_stand(max_: Page) -> None:
    """One in a field with its label, and the one of teams, which has none."""
    wait_for_figures(max_)
    max_.goto(KPI)
    expect(max_.get_by_label("By", exact=True)).to_be_visible()
    looks = max_.evaluate(LOOKS, [".rp-asking__whose select", ".rp-field select"])
    assert looks[0] == looks[1]
    assert looks[0]["borderTopStyle"] == "solid"

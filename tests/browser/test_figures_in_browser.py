"""Figures as the site's modules say and draw them: in the words and with the marks of letters, and each part once."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from itertools import product
from typing import Any, get_args
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, Route

from api.work.kpis.changes import say_change
from api.work.kpis.charts import series_spec
from api.work.kpis.monthly import MonthLine, MonthPoint
from api.work.kpis.words import FigureWords, words_of
from content.places.rooms import THEME
from lms.kpis.definition import KpiUnit
from lms.kpis.results import KpiResult

pytestmark = pytest.mark.browser
MODULES = "http://modules.test/"
# Losses and gains of every size, ties, and what is rounded to nothing.
SMALL = (0.0, 0.004, -0.004, 0.0364, 0.125, 1.005, -2.5, 8.35, 9.96)
VALUES = (*SMALL, 36.45, 99.995, 1234.5, -1225.0, 999_500.0, -2_345_678.0, 3e9)
CURRENCIES = ("EUR", "USD", "PLN", "JPY")
SAY = """
async (cases) => {
  const { sayFigure, wordsOf } = await import("/results/figures.js");
  const { sayChange } = await import("/results/change.js");
  return cases.map(([unit, currency, now, before]) => {
    const words = wordsOf({ unit }, currency, [now, before]);
    return [sayFigure(now, words), sayChange({ results: [now], before }, words), words.axis, words.scaled(now.value)];
  });
}
"""
DRAW = """
async ([unit, currency, rows]) => {
  const { wordsOf } = await import("/results/figures.js");
  const { seriesSpec } = await import("/results/specs.js");
  return seriesSpec(rows, wordsOf({ unit }, currency, rows.map(({ result }) => result)));
}
"""
TELL_APART = """
async (rows) => {
  const { wordsOf } = await import("/results/figures.js");
  const { breakdownSpec } = await import("/results/specs.js");
  return breakdownSpec(rows, wordsOf({ unit: "count" }, "EUR", rows.map(({ result }) => result)), null);
}
"""


@pytest.fixture
def modules(new_context: Callable[..., BrowserContext]) -> Page:
    """A page on which the site's modules can be asked, one by one as they are written."""

    def serve(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path == "/":
            route.fulfill(body="<!doctype html>", content_type="text/html")
        else:
            route.fulfill(path=THEME / "app" / path.lstrip("/"), content_type="text/javascript")

    page = new_context().new_page()
    page.route(f"{MODULES}**", serve)
    page.goto(MODULES)
    return page


def test_letters_and_pages_say_the_same_of_the_same_figures(modules: Page) -> None:
    """Value, interval, change, axis and what is drawn, in every unit, of losses and gains of every size."""
    cases = [
        (unit, currency, _result(value, far), _result(value * 0.9 + 0.01, far))
        for unit in get_args(KpiUnit)
        for currency in (CURRENCIES if unit.startswith("money") else CURRENCIES[:1])
        for value, far in product(VALUES, (None, 0.1, 3.0))
    ]
    shown = modules.evaluate(SAY, [[unit, currency, _shown(now), _shown(was)] for unit, currency, now, was in cases])
    for (unit, currency, now, was), said in zip(cases, shown, strict=True):
        words = words_of(unit, currency, [now, was])
        assert now.value is not None
        assert said == [words.say_figure(now), say_change(now, was, words), words.axis, words.scaled(now.value)], unit


def test_letters_and_pages_draw_a_series_alike(modules: Page) -> None:
    """But for size and letters; in the page's light colours, and a month of which nothing is known keeps its place."""
    unit: KpiUnit = "money"
    months = {date(2026, month, 1): _result(value, 0.2) for month, value in ((8, 900.0), (9, 1e6), (11, 1.5e6))}
    words = words_of(unit, "EUR", months.values())
    results = {date(2026, month, 1): months.get(date(2026, month, 1)) for month in (8, 9, 10, 11)}
    rows = [{"period": _period(month), "result": {**_shown(one), "target": None}} for month, one in results.items()]
    drawn = _in_light(modules.evaluate(DRAW, [unit, "EUR", rows]))
    points = tuple(_point(month, one, words) for month, one in results.items())
    line = MonthLine("won_value", "Won value", "selling", "", "", "", "", False, words.axis, points)
    ours = series_spec(line)
    for name in ("data", "encoding", "layer"):
        assert drawn[name] == ours[name], name
    own = {name: value for name, value in drawn["config"]["axis"].items() if "FontSize" not in name}
    assert own.items() <= ours["config"]["axis"].items()


def test_of_two_people_with_one_name_each_has_a_row(modules: Page) -> None:
    """A chart tells rows apart by what they are called, and would lay one over the other."""
    rows = [
        {"part": {"name": "Jan Novak"}, "result": {**_shown(_result(value, 0.1)), "target": None}} for value in (2, 1)
    ]
    drawn = modules.evaluate(TELL_APART, rows)["data"]["values"]
    assert [one["value"] for one in drawn] == [2, 1]
    assert len({one["name"] for one in drawn}) == 2
    assert all(one["name"].strip("\u200b") == "Jan Novak" for one in drawn)


def _result(value: float, far: float | None) -> KpiResult:
    low, high = (None, None) if far is None else (value - abs(value) * far, value + abs(value) * far * 2)
    return KpiResult("measured", value, low, high, 30, None, None)


def _shown(result: KpiResult | None) -> dict[str, Any]:
    """Return a figure as the API shows it."""
    if result is None:
        return {"value": None, "interval": None}
    return {
        "value": result.value,
        "interval": None if result.low is None else {"low": result.low, "high": result.high},
    }


def _period(month: date) -> dict[str, Any]:
    return {"name": f"{month:%Y-%m}", "start": month.isoformat(), "is_over": True}


def _point(month: date, result: KpiResult | None, words: FigureWords) -> MonthPoint:
    if result is None:
        return MonthPoint(month, None, None, None, None)
    ends = (None if value is None else words.scaled(value) for value in (result.value, result.low, result.high))
    return MonthPoint(month, words.say_figure(result), *ends)


def _in_light(spec: Any) -> Any:
    """Return a chart with the light colours in the place of the tokens that stand for them."""
    css = (THEME / "app" / "shared" / "tokens.css").read_text(encoding="utf-8")
    # The first of each name is the light one.
    tokens = dict(reversed(re.findall(r"--(?:rp-|md-primary-fg-)([\w-]+): (#\w+);", css)))
    tokens["brand"] = tokens["color"]
    if isinstance(spec, dict):
        return {name: _in_light(value) for name, value in spec.items()}
    if isinstance(spec, list):
        return [_in_light(value) for value in spec]
    found = re.fullmatch(r"var\(--rp-([\w-]+)\)", spec) if isinstance(spec, str) else None
    return tokens[found[1]] if found else spec

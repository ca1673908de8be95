"""Plans and KPIs of the library: what they name is there, and how a ratio is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from content.checks.run import Known, problems
from content.library import read_library
from support.checking import FRONT_LINES, TODAY, check, only, unusual
from support.factories import write_good_page

RATIO = {"question": "How many?", "numerator": "{measure: deals_won}", "denominator": "{measure: deals_closed}"}


def test_a_kpi_that_nobody_reports_is_one_line(tmp_path: Path) -> None:
    """With the name that was meant, where there is one; one of the library's own is reported too."""
    write_good_page(tmp_path, "own.md", type="kpi", **RATIO)
    targets = "\n  - {kpi: Win rate, target: 29 %}\n  - {kpi: own, target: 29 %}\n  - {kpi: win_rate, target: 1}"
    write_good_page(tmp_path, "plan.md", type="initiative", targets=targets)
    found = problems(read_library(tmp_path, day=TODAY), known=Known(today=TODAY, kpis={"win_rate"}))
    (problem,) = [one for one in found if one.code == "unknown-kpi" and "Win rate" in one.message]
    assert (problem.path, problem.line) == ("plan.md", FRONT_LINES + 1)
    assert problem.message.endswith("did you mean `win_rate`?")
    assert "unknown-kpi" not in {one.code for one in check(tmp_path)}


def test_a_kpi_cannot_have_the_name_of_another(tmp_path: Path) -> None:
    """Nor a word that addresses have there: it would never be shown."""
    for name in ("forecast", "ours"):
        write_good_page(tmp_path, f"{name}.md", id=name, type="kpi", **RATIO)
    found = problems(read_library(tmp_path, day=TODAY), known=Known(today=TODAY, kpis=(), taken={"forecast"}))
    (problem,) = [one for one in found if one.code == "taken-kpi"]
    assert (problem.path, problem.line) == ("forecast.md", 2)
    assert problem.message.endswith("such as `our-forecast`")


@pytest.mark.parametrize(
    ("measure", "hint"),
    [("{measure: deals_one}", "did you mean `deals_won`?"), ("{measure: magic}", "use one of activities, calls")],
)
def test_an_unknown_measure_is_one_line(tmp_path: Path, measure: str, hint: str) -> None:
    """It says what to write instead, where the measure stands."""
    write_good_page(tmp_path, "own.md", type="kpi", **{**RATIO, "numerator": measure})
    (problem,) = unusual(tmp_path)
    assert (problem.code, problem.line) == ("invalid-field", FRONT_LINES + 1)
    assert hint in problem.message


def test_a_filter_is_one_of_those_that_there_are(tmp_path: Path) -> None:
    """By segment, and not by the weather."""
    good = "{measure: deals_won, where: {segment: [Enterprise]}}"
    write_good_page(tmp_path, "own.md", type="kpi", **{**RATIO, "numerator": good})
    assert unusual(tmp_path) == []
    bad = "{measure: deals_won, where: {weather: [rain]}}"
    write_good_page(tmp_path, "own.md", type="kpi", **{**RATIO, "numerator": bad})
    assert only(tmp_path, "invalid-field").message


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"content": "[gone]"}, "unknown-page"),
        ({"courses": "[gone]"}, "unknown-page"),
        ({"courses": "[page]"}, "unknown-page"),
        ({"baseline": "{start: 2026-02-01, end: 2026-01-01}"}, "invalid-field"),
        ({"baseline": "{start: 2026-02-01}"}, "missing-field"),
        ({"starts": "soon"}, "invalid-field"),
    ],
)
def test_an_initiative_names_pages_courses_and_days(tmp_path: Path, fields: dict[str, str], code: str) -> None:
    """Each that is none is one problem."""
    write_good_page(tmp_path, "page.md")
    write_good_page(tmp_path, "plan.md", type="initiative", **fields)
    assert only(tmp_path, code).path == "plan.md"

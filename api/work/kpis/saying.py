"""Sentences of a month's KPIs, the same in the mail and on paper."""

from __future__ import annotations

from urllib.parse import urlencode

from api.work.kpis.monthly import MonthReport
from api.work.kpis.months import last_day_of, say_month
from content.problem import one_line


def title_of(report: MonthReport) -> str:
    """Return `Results of November 2026: North`."""
    return f"Results of {say_month(report.month)}: {one_line(report.whose)}"


def basis_of(report: MonthReport) -> str:
    """Return as of which day these are, and in which currency."""
    last = last_day_of(report.month)
    return f"As of {last.day} {say_month(last)}, against the month before. Amounts in {report.currency}."


def sentences_of(report: MonthReport) -> list[str]:
    """Return what is to be known before the figures: that there are none, or how many stand out by which rule."""
    if not report.lines:
        return [f"There is no data of {say_month(report.month)}: nothing was counted, or too little to say anything."]
    return [sentence for sentence in (report.changes.nothing, report.changes.rule) if sentence]


def unsaid_of(report: MonthReport) -> list[str]:
    """Return which KPIs aren't told, and why."""
    reasons = (("Too little data to say anything", report.too_little), ("No data yet", report.without))
    return [f"{reason}: {', '.join(titles)}." for reason, titles in reasons if titles]


def foot_of(report: MonthReport, address: str) -> str:
    """Return where the same is read on the site."""
    return f"“About” gives the 95 % interval. The same with its definitions: {results_address(report, address)}"


def results_address(report: MonthReport, address: str) -> str:
    """Return the page of these figures, of a site at an address."""
    whose = {"of": report.of} | ({"team_id": report.team_id} if report.team_id else {})
    asked = {**whose, "step": "month", "as_of": last_day_of(report.month).isoformat()}
    return f"{address}/app/results/?{urlencode(asked)}"

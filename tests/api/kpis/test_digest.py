"""The monthly digest through the API: one's own subscription, and the PDF of what one may read."""

from __future__ import annotations

import sys

import pytest

from support.acting import problem_of
from support.crm import count_figures
from support.factories import Cast

PATH = "/kpis/digest/subscription"


def test_everybody_subscribes_themselves_to_what_they_may_read(sqlite_cast: Cast) -> None:
    """A manager to their team's, an admin to the company's, a rep to their own."""
    kept = {"since": None, "of": "team", "team": "North", "is_sent": False, "has_pdf": True}
    assert sqlite_cast.max.get(PATH).get_json() == kept
    first = sqlite_cast.max.put(PATH).get_json()
    assert first["since"]
    assert sqlite_cast.max.put(PATH).get_json() == sqlite_cast.max.get(PATH).get_json() == first
    assert sqlite_cast.greta.get(PATH).get_json()["since"] is None
    assert [sqlite_cast.nadia.get(PATH).get_json()["of"], sqlite_cast.ada.get(PATH).get_json()["of"]] == [
        "company",
        "me",
    ]
    assert sqlite_cast.max.delete(PATH).status_code == sqlite_cast.max.delete(PATH).status_code == 204
    assert sqlite_cast.max.get(PATH).get_json()["since"] is None
    problem_of(sqlite_cast.paula.put(PATH), 403)


@pytest.mark.parametrize(
    ("name", "query", "status"),
    [
        ("ada", "of=company", 403),
        ("max", "of=company", 403),
        ("max", "team_id={South}", 404),
        ("ada", "team_id={North}", 404),
        ("paula", "", 403),
        ("max", "month=2999-01", 409),
        ("max", "month=0001-01", 409),
        ("max", "month=2026-13", 422),
        ("max", "of=person", 422),
    ],
)
def test_the_pdf_shows_nobody_more(sqlite_cast: Cast, name: str, query: str, status: int) -> None:
    """And only months that are over."""
    count_figures(sqlite_cast.ada.client.application)
    problem_of(getattr(sqlite_cast, name).get(f"/kpis/digest.pdf?{query.format(**sqlite_cast.teams)}"), status)


def test_the_pdf_of_a_month(sqlite_cast: Cast) -> None:
    """The team's for its manager, without that anybody subscribed."""
    problem_of(sqlite_cast.max.get("/kpis/digest.pdf"), 503)
    count_figures(sqlite_cast.ada.client.application)
    answer = sqlite_cast.max.get("/kpis/digest.pdf?month=2026-03")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.headers["Content-Disposition"] == 'inline; filename="results-2026-03.pdf"'
    assert answer.data.startswith(b"%PDF-")


def test_without_the_extra_the_pdf_is_409_and_names_it(sqlite_cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a machine that doesn't have its package."""
    count_figures(sqlite_cast.ada.client.application)
    monkeypatch.setitem(sys.modules, "typst", None)
    body = problem_of(sqlite_cast.max.get("/kpis/digest.pdf?month=2026-03"), 409)
    assert "`repertoire[pdf]`" in body["detail"]
    assert sqlite_cast.max.get(PATH).get_json()["has_pdf"] is False

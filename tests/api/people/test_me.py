"""What people set for themselves: their time zone."""

from __future__ import annotations

import pytest

from support.acting import pointers_of, problem_of
from support.factories import Cast


def test_everybody_sets_their_own_time_zone(cast: Cast) -> None:
    """Null is the company's again; nobody else's changes, and others aren't told."""
    assert (cast.ada.get("/me").get_json()["time_zone"], cast.ada.get("/me").get_json()["zone"]) == (None, "UTC")
    changed = cast.ada.ask("PATCH", "/me", json={"time_zone": "Pacific/Chatham"}).get_json()
    assert (changed["time_zone"], changed["zone"], changed["name"]) == (
        "Pacific/Chatham",
        "Pacific/Chatham",
        "Ada Lind",
    )
    assert cast.max.get("/me").get_json()["time_zone"] is None
    assert "time_zone" not in cast.max.get(f"/people/{cast.ada.id}").get_json()
    assert cast.ada.ask("PATCH", "/me", json={"time_zone": None}).get_json()["zone"] == "UTC"


@pytest.mark.parametrize("zone", ["Mars/Olympus", "europe/berlin", "../etc/passwd", "+02:00", "Europe/", "localtime"])
def test_a_time_zone_that_is_none_is_refused(sqlite_cast: Cast, zone: str) -> None:
    """The field is named."""
    answer = sqlite_cast.ada.ask("PATCH", "/me", json={"time_zone": zone})
    assert problem_of(answer, 409)["errors"][0]["pointer"] == "#/time_zone"


def test_a_zone_must_be_said(sqlite_cast: Cast) -> None:
    """Leaving it out changes nothing by mistake; a partner has none to set."""
    assert pointers_of(sqlite_cast.ada.ask("PATCH", "/me", json={})) == ["#/time_zone"]
    assert pointers_of(sqlite_cast.ada.ask("PATCH", "/me", json={"time_zone": 2})) == ["#/time_zone"]
    problem_of(sqlite_cast.paula.ask("PATCH", "/me", json={"time_zone": None}), 403)

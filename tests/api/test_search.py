"""Searching through the API."""

from __future__ import annotations

from factories import Cast


def test_a_rep_finds_a_page_and_is_told_where_it_matches(cast: Cast) -> None:
    """A hit carries everything a client shows."""
    answer = cast.ada.get("/search?q=too+expensive")
    assert answer.status_code == 200
    assert answer.json is not None
    first = answer.json["items"][0]
    assert first["id"] == "too-expensive"
    assert first["path"] == "objections/too-expensive.md"
    assert first["url"] == "/objections/too-expensive/"
    assert "<mark>" in first["highlights"][0]["html"]

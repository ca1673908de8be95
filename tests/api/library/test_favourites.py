"""Favourites: pages that somebody marked to find again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from flask import Flask
from sqlalchemy.orm import Session

from content.library import read_library
from content.search import update_index
from lms.usage.favourites import list_favourites
from support.acting import PAGE, items_of, problem_of
from support.factories import Cast, Player, fill, write_good_page

PLACE = f"/favourites/{PAGE}"


def test_a_page_is_marked_and_the_mark_taken_away(cast: Cast) -> None:
    """Each twice, which is as good as once: the first moment stays."""
    assert cast.ada.get(PLACE).get_json() == {"page_id": PAGE, "at": None}
    first, second = (cast.ada.put(PLACE) for _ in range(2))
    assert (first.status_code, second.status_code) == (200, 200)
    assert first.get_json() == second.get_json() == cast.ada.get(PLACE).get_json()
    assert ids_of(cast.ada) == [PAGE]
    assert [cast.ada.delete(PLACE).status_code for _ in range(2)] == [204, 204]
    assert cast.ada.get(PLACE).get_json()["at"] is None
    assert ids_of(cast.ada) == []


def test_the_newest_mark_comes_first_on_pages_of_the_list(session: Session, cast: Cast) -> None:
    """Each page of the list goes on after the one before, and marking again moves nothing."""
    ids = [item["id"] for item in items_of(cast.ada.get("/content?limit=3"))]
    for page_id in [*ids, ids[0]]:
        assert cast.ada.put(f"/favourites/{page_id}").status_code == 200
    newest = ids[::-1]
    assert ids_of(cast.ada) == newest
    first = cast.ada.get("/favourites?limit=2").get_json()
    assert [item["id"] for item in first["items"]] == newest[:2]
    second = cast.ada.get(first["next"].removeprefix("/api/v1")).get_json()
    assert ([item["id"] for item in second["items"]], second["next"]) == (newest[2:], None)
    assert items_of(cast.ada.get("/favourites?after=gone")) == []
    assert [mark.page_id for mark in list_favourites(session, person_id=cast.ada.id, limit=1)] == newest[:1]


def test_marks_are_ones_own(cast: Cast) -> None:
    """Neither her manager nor an admin sees or changes them."""
    cast.ada.put(PLACE)
    for other in (cast.max, cast.nadia):
        assert ids_of(other) == []
        assert other.delete(PLACE).status_code == 204
    assert ids_of(cast.ada) == [PAGE]


def test_only_pages_that_somebody_sees_are_marked_and_listed(make_app: Callable[..., Flask], tmp_path: Path) -> None:
    """One that becomes a draft leaves the list, and is back when it is published again."""
    folder = tmp_path / "library"
    write_good_page(folder, "open.md", title="Open", audience="partner")
    write_good_page(folder, "inner.md", title="Inner", audience="internal")
    app = make_app(is_indexed=False, content_dir=folder)
    index = app.extensions["repertoire"].config.index_dir
    update_index(read_library(folder), index)
    cast = fill(app)
    problem_of(cast.paula.put("/favourites/open"), 403)
    problem_of(cast.ada.put("/favourites/nowhere"), 404)
    problem_of(cast.ada.delete("/favourites/nowhere"), 404)
    cast.ada.put("/favourites/inner")
    for status, shown in (("draft", []), ("approved", ["inner"])):
        write_good_page(folder, "inner.md", title="Inner", audience="internal", status=status)
        update_index(read_library(folder), index)
        assert ids_of(cast.ada) == shown, status


def ids_of(player: Player) -> list[str]:
    """Return the ids of somebody's favourites, as they are listed."""
    return [item["id"] for item in items_of(player.get("/favourites"))]

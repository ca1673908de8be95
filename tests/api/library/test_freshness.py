"""Pages by the state of their review, what git knows of them, and their problems."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from content.freshness import freshness_of
from content.history import refresh_history
from content.library import read_library
from content.search import update_index
from support.acting import items_of, problem_of
from support.factories import Cast, fill, write_good_page

TODAY = datetime.now(UTC).date()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A library with a page in each state, and two on the days where states meet."""
    pages = tmp_path / "library"
    for name, days in (("late", -1), ("today", 0), ("soon", 30), ("fresh", 31)):
        day = (TODAY + timedelta(days=days - 7)).isoformat()
        write_good_page(pages, f"{name}.md", title=name, reviewed=day, review_every="1 week")
    write_good_page(pages, "never.md", title="never", reviewed="null", owner="ivo@x.example")
    return pages


@pytest.fixture
def app(make_app: Callable[..., Flask], folder: Path) -> Flask:
    """An app over that library."""
    made = make_app(is_indexed=False, content_dir=folder)
    update_index(read_library(folder), made.extensions["repertoire"].config.index_dir)
    return made


@pytest.fixture
def cast(app: Flask) -> Cast:
    """Everybody."""
    return fill(app)


@pytest.mark.parametrize(
    ("state", "ids"),
    [("overdue", ["late"]), ("due", ["today", "soon"]), ("verified", ["fresh"]), ("unknown", ["never"])],
)
def test_pages_are_listed_by_the_state_of_their_review(cast: Cast, app: Flask, state: str, ids: list[str]) -> None:
    """The list and each page agree, on the first and the last day of a state too."""
    found = items_of(cast.mara.get(f"/content?freshness={state}"))
    assert [page["id"] for page in found] == ids
    assert {page["freshness"] for page in found} == {state}
    entries = app.extensions["repertoire"].search.catalogue().by_id
    assert {freshness_of(entries[page_id], today=TODAY, due_days=30) for page_id in ids} == {state}


def test_the_longest_overdue_comes_first(cast: Cast, app: Flask, folder: Path) -> None:
    """Page by page too, also when the last one shown was reviewed meanwhile; pages of one day by their paths."""
    for name, days in (("a", -3), ("b", -9), ("c", -3), ("d", -5)):
        day = (TODAY + timedelta(days=days - 7)).isoformat()
        write_good_page(folder, f"{name}.md", title=name, reviewed=day, review_every="1 week")
    index_dir = app.extensions["repertoire"].config.index_dir
    update_index(read_library(folder), index_dir)
    first = cast.mara.get("/content?freshness=overdue&limit=2").get_json()
    assert [page["id"] for page in first["items"]] == ["b", "d"]
    write_good_page(folder, "b.md", title="b", reviewed=TODAY.isoformat(), review_every="1 year")
    update_index(read_library(folder), index_dir)
    second = cast.mara.get(first["next"].removeprefix("/api/v1")).get_json()
    assert [page["id"] for page in second["items"]] == ["a", "c"]
    assert [page["id"] for page in items_of(cast.mara.get(second["next"].removeprefix("/api/v1")))] == ["late"]
    assert items_of(cast.mara.get("/content?freshness=overdue&after=nothing")) == []


def test_pages_are_listed_by_owner(cast: Cast) -> None:
    """Together with a state; another state is refused with those there are."""
    assert [page["id"] for page in items_of(cast.mara.get("/content?owner=IVO@x.example"))] == ["never"]
    assert items_of(cast.mara.get("/content?owner=ivo@x.example&freshness=due")) == []
    assert "overdue" in json.dumps(problem_of(cast.mara.get("/content?freshness=stale"), 422))


def git(folder: Path, *arguments: str) -> str:
    """Run git in a folder as somebody."""
    command = ["git", "-C", str(folder), "-c", "user.name=Zoë Ż", "-c", "user.email=zoe@x.example", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def test_staff_see_who_changed_a_page_last(cast: Cast, app: Flask, folder: Path) -> None:
    """With a link to the difference: for authors the repository's own, or ours where it has none. Partners don't."""
    write_good_page(folder, "fresh.md", "# fresh\n\nNew words.\n", title="fresh", audience="partner")
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "Say it in new words")
    config = app.extensions["repertoire"].config
    update_index(read_library(folder), config.index_dir)
    assert cast.ada.get("/content/fresh").get_json()["last_change"] is None
    refresh_history(folder, config.data_dir)
    change = cast.ada.get("/content/fresh").get_json()["last_change"]
    alone = cast.ada.get("/content/fresh/last-change").get_json()
    assert alone == {"id": "fresh", "path": "fresh.md", "title": "fresh", "last_change": change}
    assert (change["author"], change["subject"]) == ("Zoë Ż", None)
    assert cast.mara.get("/content/fresh").get_json()["last_change"]["subject"] == "Say it in new words"
    assert change["commit"] == git(folder, "rev-parse", "HEAD")
    answer = cast.ada.get(change["diff_url"].removeprefix("/api/v1"))
    assert "+New words." in answer.get_data(as_text=True)
    assert answer.mimetype == "text/plain"
    assert cast.paula.get("/content/fresh").get_json()["last_change"] is None
    problem_of(cast.paula.get("/content/fresh/last-change.patch"), 403)


def test_the_link_leads_to_the_repository(cast: Cast, app: Flask, folder: Path) -> None:
    """Once a commit is noted, a page asked for with its old ETag is sent again."""
    tag = cast.mara.get("/content/fresh").headers["ETag"]
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "first")
    git(folder, "remote", "add", "origin", "git@git.brightwharf.example:sales/library.git")
    refresh_history(folder, app.extensions["repertoire"].config.data_dir)
    answer = cast.mara.get("/content/fresh", headers={"If-None-Match": tag})
    assert answer.status_code == 200
    commit = git(folder, "rev-parse", "HEAD")
    expected = f"https://git.brightwharf.example/sales/library/commit/{commit}"
    assert answer.get_json()["last_change"]["diff_url"] == expected


def test_without_git_there_is_no_change_to_show(cast: Cast) -> None:
    """The page says so, and so does the difference."""
    assert cast.ada.get("/content/fresh").get_json()["last_change"] is None
    problem_of(cast.ada.get("/content/fresh/last-change.patch"), 404)


def test_problems_of_one_page(cast: Cast, app: Flask) -> None:
    """As the worker wrote them down; what another version wrote counts as not yet checked."""
    file = app.extensions["repertoire"].config.data_dir / "problems.json"
    row = {"path": "a.md", "line": 3, "column": 7, "code": "x", "message": "mend it", "severity": "error"}
    file.write_text(json.dumps([row, {**row, "path": "b.md", "severity": "warning"}]), encoding="utf-8")
    found = cast.mara.get("/library/problems?path=b.md").get_json()
    assert [item["path"] for item in found["items"]] == ["b.md"]
    assert (found["errors"], found["warnings"], found["items"][0]["column"]) == (0, 1, 7)
    file.write_text(json.dumps([{"path": "a.md", "line": 3}]), encoding="utf-8")
    assert cast.mara.get("/library/problems").get_json()["is_current"] is False
    problem_of(cast.ada.get("/library/problems"), 403)

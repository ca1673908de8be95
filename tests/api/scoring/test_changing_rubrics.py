"""Rubrics that authors change, break and delete: what was scored stays as it was, and what is scored next follows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from content.library import read_library
from content.search import update_index
from support.acting import problem_of
from support.factories import Cast, fill, write_good_page
from support.scorecards import body, open_one, publish, save, shown

CALM = "{id: calm, name: Calm, levels: [no, some, yes]}"
TOLD = "{id: told, name: Told it, levels: [no, yes]}"


@dataclass
class Shop:
    """A library of one rubric, and the cast of its app."""

    folder: Path
    app: Flask
    cast: Cast

    def write(self, *criteria: str, **fields: str) -> None:
        """Write the rubric, and let searches know."""
        write_good_page(
            self.folder, "calls.md", title="Calls", type="rubric", criteria=f"[{', '.join(criteria)}]", **fields
        )
        self.index()

    def index(self) -> None:
        """Bring the index in step with the library."""
        update_index(read_library(self.folder), self.app.extensions["repertoire"].config.index_dir)


@pytest.fixture
def shop(make_app: Callable[..., Flask], tmp_path: Path) -> Shop:
    """Return one with a rubric of two criteria."""
    folder = tmp_path / "library"
    write_good_page(folder, "calls.md", title="Calls", type="rubric", criteria=f"[{CALM}, {TOLD}]", aliases="[talks]")
    app = make_app(is_indexed=False, content_dir=folder)
    made = Shop(folder, app, fill(app))
    made.index()
    return made


def test_a_scorecard_keeps_the_rubric_that_it_was_scored_on(shop: Shop) -> None:
    """Edited, it stays; the answer to a criterion that is gone isn't lost; the next assessment is on what is there."""
    cast = shop.cast
    place = open_one(cast.max, cast.ada, rubric_id="talks")
    shop.write(CALM.replace("some, ", ""))
    publish(cast.max, place, {"calm": {"value": 3}, "told": {"value": 2, "note": "0:14"}})
    found = shown(cast.ada, place)
    assert [(one["id"], one["levels"]) for one in found["rubric"]["criteria"]] == [
        ("calm", ["no", "some", "yes"]),
        ("told", ["no", "yes"]),
    ]
    assert (found["rubric_id"], found["others"][0]["answers"]["told"]["note"]) == ("calls", "0:14")
    later = shown(cast.max, open_one(cast.max, cast.ada, rubric_id="calls"))
    assert [one["levels"] for one in later["rubric"]["criteria"]] == [["no", "yes"]]
    (shop.folder / "calls.md").unlink()
    write_good_page(shop.folder, "other.md")
    shop.index()
    assert shown(cast.ada, place) == found
    problem_of(cast.max.post("/scoring/assessments", body(cast.ada, rubric_id="calls")), 404)


@pytest.mark.parametrize(
    ("criteria", "fields", "says"),
    [
        ((CALM,), {"passes": "{points: 4}"}, "nobody can pass: 4 points are asked for"),
        ((CALM, CALM), {}, "two criteria have the id `calm`"),
        ((CALM,), {"caps": "[{criterion: loud, when: yes, points: 1}]"}, "which doesn't exist"),
    ],
)
def test_nobody_is_scored_by_a_rubric_that_contradicts_itself(
    shop: Shop, criteria: tuple[str, ...], fields: dict[str, str], says: str
) -> None:
    """Whoever tries is told what its author has to mend; what is being scored already goes on."""
    place = open_one(shop.cast.max, shop.cast.ada, rubric_id="calls")
    shop.write(*criteria, **fields)
    sent: dict[str, Any] = body(shop.cast.ada, rubric_id="calls")
    assert says in problem_of(shop.cast.max.post("/scoring/assessments", sent), 409)["detail"]
    assert says in problem_of(shop.cast.max.get("/scoring/rubrics/calls"), 409)["detail"]
    assert save(shop.cast.max, place, {"told": {"value": 1}}).status_code == 200


def test_a_draft_of_a_rubric_is_not_scored_by(shop: Shop) -> None:
    """Not even by an author who sees it."""
    shop.write(CALM, status="draft")
    for player in (shop.cast.max, shop.cast.mara):
        problem_of(player.get("/scoring/rubrics/calls"), 404)
    assert shop.cast.mara.get("/scoring/rubrics").get_json()["items"] == []

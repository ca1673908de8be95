"""The coverage matrix through the API and as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from content.library import read_library
from content.search import update_index
from support.acting import problem_of
from support.factories import Cast, fill, write_good_page

TAXONOMY = "stages:\n  early: Early days\n  late: Late\npersonas:\n  buyer: Buyer\n  user: User\n"


@pytest.fixture
def cast_of_shelf(make_app: Callable[..., Flask], tmp_path: Path) -> Cast:
    """Everybody, over a library of three pages, one of which is a draft."""
    folder = tmp_path / "library"
    write_good_page(folder, "a.md", title="A", type="deck", stages="[early]", personas="[buyer]")
    write_good_page(folder, "b.md", title="B", type="guide", stages="[late]", personas="[user]", reviewed="2020-01-01")
    write_good_page(folder, "c.md", title="C", stages="[late]", personas="[buyer]", status="draft")
    (folder / "taxonomy.yml").write_text(TAXONOMY, encoding="utf-8")
    app = make_app(is_indexed=False, content_dir=folder)
    update_index(read_library(folder), app.extensions["repertoire"].config.index_dir)
    return fill(app)


def test_cells_gaps_and_values_are_reported(cast_of_shelf: Cast) -> None:
    """Only published pages count; empty cells are gaps, first whole cells."""
    found = cast_of_shelf.mara.get("/coverage").get_json()
    assert [(cell["row"], cell["column"], cell["pages"], cell["verified"]) for cell in found["cells"]] == [
        ("early", "buyer", 1, 1),
        ("late", "user", 1, 0),
    ]
    assert found["cells"][0]["by_layer"] == {"deck": 1}
    assert found["rows"] == {
        "name": "stage",
        "values": [
            {"value": "early", "label": "Early days", "pages": 1},
            {"value": "late", "label": "Late", "pages": 1},
        ],
    }
    assert {(gap["row"], gap["column"]) for gap in found["gaps"] if gap["layer"] is None} == {
        ("early", "user"),
        ("late", "buyer"),
    }
    assert found["pages"] == 2
    assert "90 days" in found["definition"]


def test_any_three_dimensions(cast_of_shelf: Cast) -> None:
    """Rows, columns and layers are chosen; one named twice is refused with the field."""
    found = cast_of_shelf.nadia.get("/coverage?rows=type&columns=language&layers=product&language=en").get_json()
    assert [(cell["row"], cell["column"]) for cell in found["cells"]] == [("deck", "en"), ("guide", "en")]
    assert cast_of_shelf.nadia.get("/coverage?language=pl").get_json()["pages"] == 0
    problem = problem_of(cast_of_shelf.nadia.get("/coverage?rows=type&columns=type"), 409)
    assert "three different" in problem["detail"]
    problem_of(cast_of_shelf.nadia.get("/coverage?rows=colour"), 422)


def test_the_matrix_as_csv(cast_of_shelf: Cast) -> None:
    """A row for each cell and layer, then the gaps with what would be expected there."""
    answer = cast_of_shelf.mara.get("/coverage.csv")
    rows = list(csv.reader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff"))))
    assert answer.mimetype == "text/csv"
    assert rows[0] == ["stage", "persona", "type", "pages", "expected_pages", "expected_readers"]
    assert rows[1:3] == [["early", "buyer", "deck", "1", "", ""], ["late", "user", "guide", "1", "", ""]]
    assert all(row[3] == "0" and row[4] for row in rows[3:])
    assert len(rows) > 3


@pytest.mark.parametrize("path", ["/coverage", "/coverage.csv"])
def test_it_is_for_authors(cast_of_shelf: Cast, path: str) -> None:
    """Reps, managers and partners are told which role it needs."""
    for player in (cast_of_shelf.ada, cast_of_shelf.max, cast_of_shelf.paula):
        problem_of(player.get(path), 403)

"""Searching by the API where an OpenSearch server keeps the words, and while it is away."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from flask import Flask

from content.library import read_library
from content.search import update_index
from support.factories import fill, write_good_page
from support.opensearch.server import opensearch_server


def test_the_api_searches_a_server_and_finds_titles_without_it(make_app: Callable[..., Flask], tmp_path: Path) -> None:
    """Never with an error, and without a word of what may not be seen."""
    library = tmp_path / "library"
    write_good_page(library, "a.md", "The walrus.", id="a", title="Page of walruses")
    write_good_page(library, "b.md", "A hidden walrus.", id="b", title="Draft of walruses", status="draft")
    with opensearch_server() as server:
        app = make_app(is_indexed=False, content_dir=library, opensearch_url=server.url)
        update_index(read_library(library), app.extensions["repertoire"].config.index_dir, server=server.url)
        ada = fill(app).ada
        found = ada.get("/search?q=walrus")
        assert [(hit["id"], "<mark>" in str(hit["highlights"])) for hit in found.get_json()["items"]] == [("a", True)]
        assert ada.get("/suggest?q=page of wal").status_code == 200
        assert ada.get("/content/a/similar").status_code == 200
        server.refuse = lambda *_: 503
        without = ada.get("/search?q=walruses")
        assert (without.status_code, without.get_json()["total"]) == (200, 1)
        assert [hit["id"] for hit in without.get_json()["items"]] == ["a"]
        assert ada.get("/suggest?q=page of wal").status_code == 200

"""Decks by the API: slides, and files that the worker builds once; notes are for nobody outside."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from flask import Flask

from api.running.jobs import build_decks
from api.web.context import parts
from support.acting import problem_of
from support.decks import read_pptx
from support.factories import Cast

DECK = "/content/deck-first-meeting"
PARTNERS = "/content/deck-product-overview"


def test_slides_are_read_with_notes_inside_and_without_outside(sqlite_cast: Cast) -> None:
    """Each with its anchor and how it is laid out; a page that is no deck has none."""
    inside, outside = (player.get(f"{PARTNERS}/slides").get_json() for player in (sqlite_cast.ada, sqlite_cast.paula))
    assert [slide["title"] for slide in inside["slides"]] == [slide["title"] for slide in outside["slides"]]
    assert inside["slides"][2]["layout"] == "table"
    assert inside["slides"][2]["anchor"] == "four-products-one-flow"
    assert "Most customers start with Dockside" in inside["slides"][2]["notes"]
    assert {slide["notes"] for slide in outside["slides"]} == {None}
    assert "Most customers start" not in str(outside)
    assert problem_of(sqlite_cast.ada.get("/content/frostvale-foods/slides"), 409)["detail"] == (
        "`frostvale-foods` is a page of type `case-study`, and slides are made of a `deck`"
    )
    problem_of(sqlite_cast.ada.get("/content/frostvale-foods/deck.pptx"), 409)
    problem_of(sqlite_cast.paula.get("/content/deck-nowhere/deck.pdf"), 404)


def test_a_file_is_built_once_and_then_there(sqlite_app: Flask, sqlite_cast: Cast) -> None:
    """Until then the answer says how far it is; a partner's has no notes, whatever is asked for."""
    waiting = sqlite_cast.ada.get(f"{PARTNERS}/deck.pptx")
    assert (waiting.status_code, waiting.headers["Retry-After"]) == (202, "1")
    assert waiting.get_json() == {"says": "waits for the worker", "done": 0, "steps": 3}
    assert sqlite_cast.paula.get(f"{PARTNERS}/deck.pptx?notes=true").status_code == 202
    build(sqlite_app)
    mine, theirs = (player.get(f"{PARTNERS}/deck.pptx") for player in (sqlite_cast.ada, sqlite_cast.paula))
    assert mine.headers["Content-Disposition"] == "attachment; filename=deck-product-overview-with-notes.pptx"
    assert theirs.headers["Content-Disposition"] == "attachment; filename=deck-product-overview.pptx"
    assert all(slide.notes for slide in read_pptx(mine.data))
    assert [slide.notes for slide in read_pptx(theirs.data)] == [""] * 13
    assert b"glossary" not in theirs.data
    assert sqlite_cast.max.get(f"{PARTNERS}/deck.pptx?notes=false").data == theirs.data
    assert sqlite_cast.ada.get(f"{PARTNERS}/deck.pdf").status_code == 202
    build(sqlite_app)
    assert sqlite_cast.paula.get(f"{PARTNERS}/deck.pdf").data.startswith(b"%PDF-")
    assert len(list(folder_of(sqlite_app).iterdir())) == 3


def test_what_cannot_be_built_says_why(sqlite_app: Flask, sqlite_cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where an extra is missing, and where pandoc refuses; who asks again has it tried again."""
    with monkeypatch.context() as lacking:
        lacking.setitem(sys.modules, "pypandoc", None)
        assert "uv sync --extra decks" in problem_of(sqlite_cast.ada.get(f"{DECK}/deck.pptx"), 409)["detail"]
    with monkeypatch.context() as lacking:
        lacking.setitem(sys.modules, "typst", None)
        assert "repertoire[decks,pdf]" in problem_of(sqlite_cast.ada.get(f"{DECK}/deck.pdf"), 409)["detail"]
    assert sqlite_cast.ada.get(f"{DECK}/deck.pptx").status_code == 202
    with monkeypatch.context() as broken:
        broken.setattr("content.deck.pandoc._LIMITS", ("+RTS", "-M1m", "-RTS"))
        build(sqlite_app)
    assert "pandoc can't set this deck" in problem_of(sqlite_cast.ada.get(f"{DECK}/deck.pptx"), 409)["detail"]
    assert sqlite_cast.ada.get(f"{DECK}/deck.pptx").status_code == 202
    build(sqlite_app)
    assert len(read_pptx(sqlite_cast.ada.get(f"{DECK}/deck.pptx").data)) == 11


def build(app: Flask) -> None:
    """Do what the worker does from time to time."""
    with app.app_context():
        build_decks()


def folder_of(app: Flask) -> Path:
    """Return where files are kept."""
    with app.app_context():
        return parts().config.decks_dir

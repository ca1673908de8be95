"""A DATA_DIR that takes no writes: what must be written is 503 and nothing is lost, what must not be is answered."""

from __future__ import annotations

from flask import Flask

from api.web.context import KEY
from support.acting import problem_of
from support.closed import closed
from support.factories import Cast

DECK = "/content/deck-first-meeting/deck.pptx"


def test_a_search_is_answered_without_an_id(sqlite_app: Flask, sqlite_cast: Cast) -> None:
    """Health says since when searches aren't recorded; once the folder is open, they are again."""
    parts = sqlite_app.extensions[KEY]
    with sqlite_app.app_context():
        list(parts.journal.batches(_session()))  # what was written before is moved, and its file is gone
    with closed(parts.config.data_dir / "searches"):
        found = sqlite_cast.ada.get("/search?q=price").get_json()
        assert found["total"] > 0
        assert found["search_id"] is None
        health = sqlite_cast.ada.get("/health").get_json()
        assert [each["what"] for each in health["troubles"]] == ["record-searches"]
    assert sqlite_cast.ada.get("/search?q=price").get_json()["search_id"] is not None
    assert sqlite_cast.ada.get("/health").get_json()["troubles"] == []


def test_what_must_be_written_is_503_and_goes_well_later(sqlite_app: Flask, sqlite_cast: Cast) -> None:
    """As a deck that is wished for: nothing of it is left behind."""
    folder = sqlite_app.extensions[KEY].config.decks_dir
    with closed(folder):
        refused = sqlite_cast.ada.get(DECK)
        assert "can't be written to" in problem_of(refused, 503)["detail"]
        assert refused.headers["Retry-After"] == "2"
        assert list(folder.iterdir()) == []
    assert sqlite_cast.ada.get(DECK).status_code == 202
    for left in folder.iterdir():
        left.unlink()


def _session() -> object:
    from api.web.context import session

    return session()

"""What the tests of questions share: a small library with owners and a draft, and asking."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Flask

from content.library import read_library
from content.search import update_index
from support.factories import Cast, Player, fill, write_good_page

# What Mara owns, what Ada does, what a partner does who can't see it, what nobody here does, and a draft of Mara's.
PAGES = {
    "price": {"title": "Price"},
    "hers": {"title": "Hers", "owner": "ada@brightwharf.example"},
    "inner": {"title": "Inner", "owner": "paula@brightwharf.example", "audience": "internal"},
    "away": {"title": "Away", "owner": "nobody@brightwharf.example"},
    "secret": {"title": "Secret plan", "status": "draft"},
}


class Rack:
    """The library and its app: pages are written, and the index brought in step."""

    def __init__(self, app: Flask, folder: Path) -> None:
        """Write and index the pages, and fill the database with the cast."""
        self.folder, self.app = folder, app
        for name, fields in PAGES.items():
            self._write(name, fields)
        self.update()
        self.cast: Cast = fill(app)

    def write(self, name: str, **fields: str) -> None:
        """Write or replace a page and index it."""
        self._write(name, fields)
        self.update()

    def update(self) -> None:
        """Bring the index in step."""
        update_index(read_library(self.folder), self.app.extensions["repertoire"].config.index_dir)

    def _write(self, name: str, fields: dict[str, str]) -> None:
        write_good_page(self.folder, f"{name}.md", f"# {name}\n\nSome text.\n", id=name, **fields)


def ask(player: Player, text: str = "May we promise a slot?", **more: Any) -> dict[str, Any]:
    """Ask, and return the question."""
    answer = player.post("/questions", {"text": text, **more})
    assert answer.status_code == 201, answer.get_data(as_text=True)
    made: dict[str, Any] = answer.get_json()
    return made


def answered(asker: Player, coach: Player, **more: Any) -> str:
    """Let somebody ask their coach, who answers, and return the address of the question."""
    address = f"/questions/{ask(asker, **more)['id']}"
    assert coach.post(f"{address}/answers", {"text": "No. We promise a window."}).status_code == 201
    return address


def say(player: Player, page_id: str, because: str | None = None, *, is_missing: bool = False) -> Any:
    """Say of a page that it worked, or that it didn't and why, and return the answer."""
    body = {"has_worked": because is None} | ({"because": because, "is_missing": is_missing} if because else {})
    answer = player.post(f"/feedback/{page_id}", body)
    assert answer.status_code == 201, answer.get_data(as_text=True)
    return answer.get_json()

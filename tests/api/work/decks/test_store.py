"""The store of files of decks: wishes in their order, what is kept of many, and what a crash left behind."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from api.work.decks import store as store_module
from api.work.decks.asked import DeckAsked
from api.work.decks.store import BuildState, DeckStore
from lms.errors import Conflict

ASKED = DeckAsked("deck", "pptx", is_outside=True)


def test_wishes_are_answered_in_their_order_and_once(tmp_path: Path) -> None:
    """Who asks meanwhile hears how far it is; a reason why not is told once, and then it is tried again."""
    store = DeckStore(tmp_path / "decks")
    assert (store.wishes(), store.find("a", ASKED)) == ([], None)
    for name in ("b", "a"):
        assert store.ask_for(name, ASKED) == BuildState()
        os.utime(tmp_path / "decks" / f"{name}.wish.json", (ord("c") - ord(name),) * 2)
    assert store.ask_for("a", ASKED) == BuildState()
    assert store.wishes() == [("b", ASKED), ("a", ASKED)]
    store.note("b", BuildState("sets 3 slides", 1))
    assert store.ask_for("b", ASKED) == BuildState("sets 3 slides", 1, 3)
    store.keep("b", "b", ASKED, b"file")
    store.refuse("a", "divide it")
    assert store.wishes() == []
    assert (tmp_path / "decks" / "b.pptx").read_bytes() == b"file"
    with pytest.raises(Conflict, match="divide it"):
        store.ask_for("a", ASKED)
    assert store.ask_for("a", ASKED) == BuildState()
    assert sorted(file.name for file in (tmp_path / "decks").iterdir()) == ["a.wish.json", "b.pptx"]


def test_no_more_is_kept_than_allowed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The files that nobody asked for the longest go first, and with them what was left behind."""
    monkeypatch.setattr(store_module, "MOST_FILES", 2)
    monkeypatch.setattr(store_module, "MOST_WISHES", 2)
    store = DeckStore(tmp_path)
    for number, name in enumerate("abc"):
        store.ask_for(name, ASKED)
        store.keep(name, name, ASKED, b"x")
        os.utime(tmp_path / f"{name}.pptx", (number, number))
        assert store.find("a", ASKED) is not None  # it is asked for again and again
        (tmp_path / ".d.pptx").write_bytes(b"half a fi")
    store.keep("d", "d", ASKED, b"whole")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a.pptx", "d.pptx"]
    monkeypatch.setattr(store_module, "MOST_BYTES", 5)
    store.keep("e", "e", ASKED, b"12345")
    assert [file.name for file in tmp_path.iterdir()] == ["e.pptx"]
    for name in "xy":
        store.ask_for(name, ASKED)
    with pytest.raises(Conflict, match="ask again in a minute"):
        store.ask_for("z", ASKED)


def test_what_cannot_be_read_stops_nothing(tmp_path: Path) -> None:
    """A wish of another version, or half of one, is forgotten; a file that is no JSON says nothing."""
    store = DeckStore(tmp_path)
    (tmp_path / "a.wish.json").write_text('{"page": "a"}', encoding="utf-8")
    (tmp_path / "b.wish.json").write_text("{", encoding="utf-8")
    store.ask_for("c", ASKED)
    (tmp_path / "c.state.json").write_text("[]", encoding="utf-8")
    assert store.wishes() == [("c", ASKED)]
    assert store.ask_for("c", ASKED) == BuildState()
    assert store.ask_for("b", ASKED) == BuildState()

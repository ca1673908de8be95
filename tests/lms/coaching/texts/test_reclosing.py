"""Closing anew with another key, on both kinds of database."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from lms.base import in_steps
from lms.coaching.texts import reclosing
from lms.coaching.texts.reclosing import close_anew
from support.factories import Cast
from support.noting import KEY, OTHER_KEY, Notes, cipher_of, coach


def test_all_of_it_is_closed_anew_in_steps(session: Session, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of both people, whatever a step holds; what they both read is left alone."""
    monkeypatch.setattr(reclosing, "BATCH", 2)
    session_id = coach(session, cast)
    private, shared = Notes(session, session_id, "private", cipher_of(KEY)), Notes(session, session_id, "shared")
    shared.save(cast.max, "ours", on=0)
    for player in (cast.max, cast.ada):
        for number in range(4):
            private.save(player, f"text {number}", on=number)
        private.save(player, "a copy", on=0)
    unread: list[str] = []
    assert in_steps(session, close_anew(session, cipher=cipher_of(OTHER_KEY, KEY), unread=unread)) == 10
    session.expire_all()
    private.cipher = cipher_of(OTHER_KEY)
    for player in (cast.max, cast.ada):
        assert private.read(player).text == "text 3"
        assert private.versions(player) == ["text 2", "text 1", "text 0"]
        assert private.copies(player) == ["a copy"]
    assert (shared.read(cast.ada).text, unread) == ("ours", [])

"""Private notes: their writer's only, closed in the tables, and never lost with a key."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.coaching.models import SessionText, SessionTextCopy, SessionTextVersion
from lms.coaching.texts.cipher import key_of, new_key
from lms.coaching.texts.reading import read_texts
from lms.errors import Unreadable
from support.factories import Cast
from support.noting import KEY, OTHER_KEY, Notes, cipher_of, coach

SECRET = "He is afraid of the CFO 好的"


@pytest.fixture
def notes(session: Session, cast: Cast) -> Notes:
    """The private notes of a session of Max and Ada."""
    return Notes(session, coach(session, cast), "private")


def test_each_of_the_two_has_their_own(notes: Notes, cast: Cast) -> None:
    """Ada's page of the same session is empty, and hers to write."""
    notes.save(cast.max, SECRET, on=0)
    assert (notes.read(cast.ada).text, notes.read(cast.ada).version) == ("", 0)
    notes.save(cast.ada, "hers", on=0)
    assert (notes.read(cast.max).text, notes.read(cast.ada).text) == (SECRET, "hers")
    notes.save(cast.max, "other device", on=0)
    notes.save(cast.max, "over it", on=1)
    assert notes.copies(cast.max) == ["other device"]
    assert notes.versions(cast.max) == [SECRET]
    assert notes.copies(cast.ada) == notes.versions(cast.ada) == []


def test_no_table_shows_any_of_it(notes: Notes, cast: Cast) -> None:
    """Not the text, a version or a copy; what both write is readable."""
    notes.save(cast.max, SECRET, on=0)
    notes.save(cast.max, f"{SECRET}, copied", on=0)
    notes.save(cast.max, "afraid no more", on=1)
    kept = notes.everything()
    assert len(kept) == 3
    assert not [text for text in kept if "afraid" in text or "CFO" in text]
    Notes(notes.session, notes.session_id, "shared").save(cast.max, "no secret", on=0)
    assert "no secret" in notes.everything()


def test_a_key_that_is_missing_is_told_and_loses_nothing(notes: Notes, cast: Cast) -> None:
    """Nothing is written over what can't be read; the other texts stand; with the key back all is as before."""
    notes.save(cast.max, SECRET, on=0)
    notes.cipher = cipher_of(OTHER_KEY)
    with pytest.raises(Unreadable, match="which isn't here; nothing is lost"):
        notes.save(cast.max, "over it", on=1)
    with pytest.raises(Unreadable):
        notes.save(cast.max, "as a copy", on=0)
    states = read_texts(notes.session, actor=cast.max.actor, session_id=notes.session_id, cipher=notes.cipher)
    assert [(state.kind, state.locked is None) for state in states[1:]] == [("shared", True), ("private", False)]
    notes.cipher = cipher_of(OTHER_KEY, KEY)
    assert notes.read(cast.max).text == SECRET
    notes.save(cast.max, "with the new one", on=1)
    notes.cipher = cipher_of(OTHER_KEY)
    assert notes.read(cast.max).text == "with the new one"


def test_a_row_that_is_moved_opens_for_nobody(notes: Notes, cast: Cast) -> None:
    """Who writes into the database can't make Max's notes Ada's, nor damage them unseen."""
    notes.save(cast.max, SECRET, on=0)
    notes.save(cast.ada, "hers", on=0)
    rows = {row.writer_id: row for row in notes.session.scalars(select(SessionText))}
    rows[cast.ada.id].text = rows[cast.max.id].text
    notes.session.flush()
    assert notes.read(cast.ada).locked
    assert notes.read(cast.max).text == SECRET
    rows[cast.max.id].text = rows[cast.max.id].text[:-8] + "AAAAAAA="
    notes.session.flush()
    assert "damaged" in (notes.read(cast.max).locked or "")


def test_versions_and_copies_are_closed_for_their_writer_too(notes: Notes, cast: Cast) -> None:
    """They open with the key of who wrote them, and with no other."""
    notes.save(cast.max, SECRET, on=0)
    notes.save(cast.max, "copied", on=0)
    notes.save(cast.max, "over it", on=1)
    for column in (SessionTextVersion.text, SessionTextCopy.text):
        assert notes.session.scalars(select(column)).one().count(".") == 1
    notes.cipher = cipher_of(OTHER_KEY)
    for ask in (notes.versions, notes.copies):
        with pytest.raises(Unreadable):
            ask(cast.max)


@pytest.mark.parametrize("text", ["", "x", "A" * 43, "Ä" * 44, KEY[:-1], f"{KEY}A"])
def test_what_is_no_key_is_refused(text: str) -> None:
    """A word that somebody made up would be guessed; a made one has 32 random bytes."""
    with pytest.raises(ValueError, match="44 characters"):
        key_of(text)
    assert len(key_of(new_key())) == 32

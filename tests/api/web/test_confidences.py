"""What is told in coaching: everybody asks for everything that can be read, and each word reaches whom it may."""

from __future__ import annotations

import pytest
from flask import Flask

from api.web.context import parts
from api.web.database import db
from api.work.notices.digest import unsent_letters, week_start
from lms.days import present
from support.confiding import TWO, Confided, confide
from support.factories import Cast

# What is for whoever manages Ada, so long as they do.
OF_WHO_MANAGES = {"transcriptword", "setasideword"}


@pytest.fixture
def told(sqlite_app: Flask, sqlite_cast: Cast) -> Confided:
    """What Max and Ada have told each other."""
    return confide(sqlite_app, sqlite_cast)


def test_each_word_reaches_those_it_is_for_and_nobody_else(told: Confided) -> None:
    """Over every address of the API, and each one's calendar."""
    assert _readers(told, *told.players) == told.words


def test_what_was_said_between_two_stays_theirs_when_one_goes(told: Confided) -> None:
    """Ada goes to South: Greta, who manages her now, sees her records, and nothing of what she and Max said."""
    moved = told.cast.nadia.ask("PATCH", f"/people/{told.cast.ada.id}", json={"team_id": str(told.cast.teams["South"])})
    assert moved.status_code == 200, moved.get_data(as_text=True)
    found = _readers(told, "ada", "max", "greta")
    theirs = {word for word, names in told.words.items() if names <= TWO} - OF_WHO_MANAGES
    known = {word: told.words[word] & {"ada", "max", "greta"} for word in theirs}
    assert {word: found[word] for word in theirs} == known
    assert "greta" in found["practiceword"]
    assert found["setasideword"] == {"ada"}


def test_the_weekly_letter_names_to_each_what_is_theirs(told: Confided) -> None:
    """Action items that are overdue, to the two who agreed on them."""
    with told.app.app_context():
        own, at = parts(), present()
        week = week_start(own.config, at).date()
        letters = unsent_letters(db.session(), week, config=own.config, catalogue=own.search.catalogue(), at=at)
        said = {letter.to.email.partition("@")[0]: repr(letter).lower() for letter in letters}
        db.session.remove()
    read = {name: {word for word in told.words if word in text} for name, text in said.items()}
    assert {name: words for name, words in read.items() if words} == {"ada": {"itemword"}, "max": {"itemword"}}


def _readers(told: Confided, *names: str) -> dict[str, frozenset[str]]:
    found = {name: told.read_by(told.players[name]) for name in names}
    return {word: frozenset(name for name in names if word in found[name]) for word in told.words}

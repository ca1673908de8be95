"""Fixtures of attempts: a library of a test's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from api.web.database import db
from support.factories import Cast, fill, write_good_page
from support.quizzes import QUIZ, write_quiz


@pytest.fixture
def own_app(make_app: Callable[..., Flask], tmp_path: Path) -> Flask:
    """An app over a library of its own: a course with one lesson and a quiz of every kind of question."""
    folder = tmp_path / "library"
    write_good_page(folder, "own/index.md", "# Own\n\nA course.\n", id="own", title="Own", type="course")
    write_good_page(folder, "own/1.md", "# One\n\nA lesson.\n", id="one", title="One", type="lesson")
    app = make_app(is_indexed=False, content_dir=folder)
    write_quiz(app, QUIZ)
    return app


@pytest.fixture
def own_cast(own_app: Flask) -> Cast:
    """Everybody, over that library."""
    return fill(own_app)


@pytest.fixture
def own_session(own_app: Flask) -> Iterator[Session]:
    """The database session of that app."""
    with own_app.app_context():
        yield db.session()
        db.session.remove()

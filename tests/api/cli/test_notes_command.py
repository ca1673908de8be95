"""`repertoire notes`: a new key, and all that is closed with it."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from api import create_app
from api.cli import main
from config import Config
from lms.coaching.texts.cipher import key_of
from support.databases import SqliteDatabase
from support.factories import fill
from support.noting import KEY, OTHER_KEY, Notes, cipher_of, coach


def test_notes_are_closed_with_the_newest_key(tmp_path: Path, kept: Path) -> None:
    """Text, versions and copies; then the key before can go. What another key closed is told, and is as it was."""
    SqliteDatabase(tmp_path / "repertoire.db", kept).put_back("empty")
    cast = fill(create_app(Config(data_dir=tmp_path)))
    with Session(create_engine(f"sqlite:///{tmp_path / 'repertoire.db'}")) as session:
        notes = Notes(session, coach(session, cast), "private", cipher_of(KEY))
        for text, on in (("one", 0), ("a copy", 0), ("two", 1), ("three", 2)):
            notes.save(cast.max, text, on=on)
        session.commit()
        closed = notes.everything()
        assert "4 private texts are closed" in _rekey(tmp_path, f"{OTHER_KEY},{KEY}").stdout
        assert "0 private texts are closed" in _rekey(tmp_path, f"{OTHER_KEY},{KEY}").stdout
        session.expire_all()
        assert set(closed).isdisjoint(notes.everything())
        notes.cipher = cipher_of(OTHER_KEY)
        assert notes.read(cast.max).text == "three"
        assert (notes.versions(cast.max), notes.copies(cast.max)) == (["two", "one"], ["a copy"])
        closed = notes.everything()
        refused = _rekey(tmp_path, KEY)
        assert (refused.exit_code, "4 can't be read, and are as they were" in refused.stderr) == (2, True)
        session.expire_all()
        assert notes.everything() == closed


def test_a_new_key_is_one() -> None:
    """And another each time."""
    said = [CliRunner().invoke(main, ["notes", "key"]).output.strip() for _ in range(2)]
    assert [len(key_of(key)) for key in said] == [32, 32]
    assert said[0] != said[1]


def _rekey(folder: Path, keys: str) -> Result:
    return CliRunner().invoke(main, ["notes", "rekey"], env={"DATA_DIR": str(folder), "NOTES_KEY": keys})

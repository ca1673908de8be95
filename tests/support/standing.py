"""Standing app: one for many tests, put back before each, because making an app costs more than most of them ask of it.

What a test does to the app object itself isn't put back: a test with settings of its own makes an app of its own.
"""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

from flask import Flask

from api import create_app
from api.web.context import KEY, Parts, open_parts
from api.web.database import db
from config import Config
from support.databases import Database
from support.factories import fill
from support.sharing import WORKER

Stamp = frozenset[tuple[str, int, int, int]]


class Standing:
    """An app over the sample library, or another, with an empty database or one that holds the cast."""

    def __init__(self, folder: Path, database: Database, index: Path, **settings: Any) -> None:
        """Make the app in folder, over a copy of index; the database has kept an empty one as `empty`."""
        self._database = database
        self._index = index
        self._stamp: Stamp | None = None
        self._peopled = f"peopled_{folder.name}_{WORKER}"  # each has a cast of its own
        self._data_dir = data_dir = folder / "data"
        data_dir.mkdir()
        database.put_back("empty")
        own = {"data_dir": data_dir, "database_url": database.url, "rate_limit": "100000 per minute"}
        self._app = create_app(Config(**{**own, **settings}))
        self._app.testing = True
        self.cast = fill(self._app)
        self.let_go()
        database.keep(self._peopled)

    def keep(self, name: str) -> None:
        """Keep what the database and the data folder hold now, to be put back by this name; all but the index.

        What was kept by it before goes: a worker that comes back to a module makes anew what the module shares.
        """
        self.let_go()
        self._database.keep(self._named(name))
        shutil.rmtree(self._kept(name), ignore_errors=True)
        shutil.copytree(
            self._data_dir, self._kept(name), ignore=shutil.ignore_patterns("repertoire.db*", "index"), symlinks=True
        )

    def put_back(self, *, peopled: bool) -> Flask:
        """Return the app with nothing of what earlier tests left; `peopled` has the cast in the database."""
        return self._put_back(self._peopled if peopled else "empty")

    def put_back_kept(self, name: str) -> Flask:
        """Return the app with what there was when it was kept, and nothing that was left since."""
        app = self._put_back(self._named(name))
        shutil.copytree(self._kept(name), self._data_dir, dirs_exist_ok=True, symlinks=True)
        return app

    def _kept(self, name: str) -> Path:
        return self._data_dir.with_name(f"kept-{name}")

    def _named(self, name: str) -> str:
        return f"{name}_{self._peopled}"

    def _put_back(self, kept: str) -> Flask:
        parts: Parts = self._app.extensions[KEY]
        config = parts.config
        self.let_go()
        is_same = _stamp_of(config.index_dir) == self._stamp
        for left in config.data_dir.iterdir():
            if not (is_same and left == config.index_dir):
                shutil.rmtree(left) if left.is_dir() else left.unlink()
        fresh = replace(open_parts(config), renderer=parts.renderer)
        if is_same:  # reading an index that nobody changed costs more than most tests
            fresh = replace(fresh, search=parts.search)
        else:
            shutil.copytree(self._index, config.index_dir)
            self._stamp = _stamp_of(config.index_dir)
        self._app.extensions[KEY] = fresh
        self._database.put_back(kept)
        return self._app

    def let_go(self) -> None:
        """End the connections to the database."""
        with self._app.app_context():
            db.session.remove()
            db.engine.dispose()

    def close(self) -> None:
        """Give everything back."""
        self.let_go()
        self._database.drop()
        self._app.extensions[KEY].renderer.close()


def _stamp_of(folder: Path) -> Stamp:
    """Return what changes when anything below a folder does."""
    files = [(path, path.stat()) for path in folder.rglob("*")] if folder.is_dir() else []
    return frozenset((str(path), found.st_ino, found.st_size, found.st_mtime_ns) for path, found in files)

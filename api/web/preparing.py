"""Installations made ready: the data folder is there and nobody else's, the database has the newest schema."""

from __future__ import annotations

import logging
from collections.abc import Callable

from flask import Flask

from api.web.database import database_app, db, known_revisions, upgrade
from api.work.data_folder import make_data_folder
from config import Config


def prepared_app(config: Config, make: Callable[[Config], Flask] = database_app) -> Flask:
    """Make an installation ready and return an app over it, of its database alone as a rule; raises ConfigError."""
    make_data_folder(config.data_dir)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    app = make(config)
    upgrade(app)
    return app


def known_schemas(config: Config) -> list[str]:
    """Return the schemas that this version knows, the newest first, without connecting to a database."""
    with database_app(config).app_context():
        return known_revisions()


def migrate(url: str) -> None:
    """Bring the database at an address to the newest schema; raises ConfigError for one of a newer version."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    app = database_app(Config(database_url=url))
    upgrade(app)
    with app.app_context():
        db.engine.dispose()

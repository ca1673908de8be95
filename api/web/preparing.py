"""Installations made ready: the data folder is there and can be written to, the database has the newest schema."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable

from flask import Flask

from api.web.database import database_app, upgrade
from config import Config, ConfigError


def prepared_app(config: Config, make: Callable[[Config], Flask] = database_app) -> Flask:
    """Make an installation ready and return an app over it, of its database alone as a rule; raises ConfigError."""
    try:
        config.data_dir.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError, OSError) as error:
        raise ConfigError(f"DATA_DIR {config.data_dir} can't be made: {error.strerror}; choose another") from error
    if not os.access(config.data_dir, os.W_OK | os.X_OK):
        raise ConfigError(f"DATA_DIR {config.data_dir} can't be written to; choose another")
    logging.getLogger("alembic").setLevel(logging.WARNING)
    app = make(config)
    upgrade(app)
    return app

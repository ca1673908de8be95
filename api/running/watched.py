"""The app of a process whose counts are put together with those of the others."""

from __future__ import annotations

import logging

from flask import Flask

from api import create_app
from api.work.metrics.shared import count_together
from config import Config

log = logging.getLogger("repertoire.metrics")


def watched_app(config: Config) -> Flask:
    """Return the app for this process, which is one of `serve`; without room for its counts they are its own."""
    try:
        count_together(config.data_dir)
    except OSError as error:
        log.warning("requests are counted by this process alone: %s", error)
    return create_app(config)

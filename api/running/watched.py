"""Counts of a process of `serve`: put together with those of the others, its connections among them."""

from __future__ import annotations

import logging

from flask import Flask

from api import create_app
from api.running.timetable import Job
from api.web.context import parts
from api.web.database import CountedPool, db
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


def note_pool() -> None:
    """Note for the metrics how busy the connections of this process are."""
    pool = db.engine.pool
    if isinstance(pool, CountedPool):
        waits, pool.waits = pool.waits, 0
        in_use = pool.checkedout()
        beyond = max(0, pool.overflow())
        parts().metrics.note_pool(kept=pool.checkedin(), in_use=in_use, beyond=beyond, waits=waits)


NOTE_POOL = Job("note-pool", "How busy connections to the database are is noted for the metrics", 5, note_pool)
